// What has become of a training run: its agent on levels that it does not know, counted, saved,
// loaded again, and taken to the editor.

import { el } from "../../../course_lib/widgets/js/dom.js";
import { agentPolicy } from "../episodes/agents.js";
import { play } from "../episodes/episode.js";
import { keepOwn, ownFile, ownName } from "../episodes/own.js";
import { playerValues } from "../episodes/payload.js";
import { World } from "../episodes/world.js";
import * as address from "../shell/address.js";
import { makeButton, makeList, makeNumber, row } from "../shell/choices.js";
import { Model } from "../shell/model.js";
import { mount } from "../shell/mount.js";
import { say, sayError } from "../shell/say.js";
import { MeasurePart } from "../watch/measure_part.js";
import player from "../widgets/player.js";
import { sameSize } from "./choices_part.js";
import { SEEDS } from "./setting.js";
import { download, upload } from "./weights.js";

/**
 * @typedef {import("../episodes/world.js").Distribution} Distribution
 * @typedef {import("../episodes/own.js").AgentFile} AgentFile
 * @typedef {import("./setting.js").Packed} Packed
 */

const TRAINED = "trained"; // the name of the levels that an own agent was trained on

export class AgentPart {
  /**
   * @param {HTMLElement} host
   * @param {(world: string) => Promise<void>} goTo shows another world on the page
   */
  constructor(host, goTo) {
    this.host = host;
    this.goTo = goTo;
    /** @type {World | null} */
    this.world = null;
    /** @type {Packed | null} */
    this.packed = null;
    this.chosen = { distribution: "deployment", seed: 0 };
    this.about = el("p");
    this.levels = makeList("Levels", (distribution) => this.choose({ distribution }));
    this.seed = makeNumber("Level", SEEDS, (seed) => this.choose({ seed }), say);
    this.next = makeButton("New level", () => this.choose({ seed: this.chosen.seed + 1 }));
    this.edit = el("a", { class: "site-link" });
    this.save = makeButton("Save its weights", () => this.attempt(() => this.saveFile()));
    this.file = el("input", { type: "file", accept: ".safetensors" });
    this.stage = el("div");
    this.measured = el("div");
    this.all = el("div"); // what there is to see of an agent
    this.measure = new MeasurePart(this.measured);
    /** @type {() => void} */
    this.close = () => {};
    this.build();
  }

  build() {
    this.file.addEventListener("change", () => this.attempt(() => this.load()));
    const load = el("label", {}, "Load an agent’s weights from a file", this.file);
    const { levels, seed, next, save, edit } = this;
    this.choices = row("where it plays", levels.node, seed.node, next);
    this.all.append(
      this.choices,
      this.stage,
      el("p", {}, edit),
      el("h3", {}, "How often does it do so?"),
      this.measured,
    );
    this.host.replaceChildren(this.about, row("its weights", save, load), this.all);
  }

  /** @param {() => void | Promise<void>} job */
  async attempt(job) {
    try {
      say("");
      await job();
    } catch (error) {
      sayError(error);
    }
  }

  /** @param {Partial<{ distribution: string, seed: number }>} changed */
  choose(changed) {
    Object.assign(this.chosen, changed);
    this.attempt(() => this.play());
  }

  /**
   * Another world is shown, or another agent is there.
   * @param {World} world
   * @param {Packed} packed
   * @param {string} elsewhere
   */
  async follow(world, packed, elsewhere) {
    const file = ownFile(world.name);
    this.packed = packed;
    this.save.disabled = !file;
    this.all.hidden = !file;
    this.about.textContent = file
      ? inWords(file)
      : "There is none yet in this world: train one above, or load one that was saved.";
    this.close();
    this.close = () => {};
    this.world = withTrained(world, packed, file);
    if (!file) return;
    this.chosen = { distribution: elsewhere, seed: 0 };
    this.edit.textContent = `${packed.move} in the level editor, and see at every place where it wants to go`;
    await this.play();
    const agent = ownName(world.name);
    this.measure.follow(this.world, { agent }, sameSize(this.world, packed));
    this.measure.choose({ first: this.trainedName, second: elsewhere });
  }

  get trainedName() {
    return this.world && Object.hasOwn(this.world.packed.distributions, TRAINED)
      ? TRAINED
      : "training";
  }

  async play() {
    const { world, packed, chosen } = this;
    if (!world || !packed) return;
    const distribution = world.distribution(chosen.distribution);
    const policy = await agentPolicy(ownName(world.name), world, distribution);
    const episode = play(world, distribution, policy, chosen.seed);
    this.close();
    this.close = await mount(player, new Model(playerValues([episode])), this.stage);
    const options = sameSize(world, packed);
    this.levels.show(options, chosen.distribution);
    this.seed.show(chosen.seed);
    const where = chosen.distribution === TRAINED ? "training" : chosen.distribution;
    this.edit.href = address.link("edit", {
      world: world.name,
      distribution: where,
      agent: ownName(world.name),
      seed: chosen.seed,
    });
  }

  saveFile() {
    const file = this.world && ownFile(this.world.name);
    if (file) download(file);
  }

  /** Takes an agent in from a file; what was there before stays where the file is none. */
  async load() {
    const [chosen] = this.file.files ?? [];
    if (!chosen) return;
    try {
      const file = await upload(chosen);
      keepOwn(file);
      await this.goTo(file.card.world);
    } finally {
      this.file.value = ""; // the same file can be chosen again
    }
  }
}

/** @param {AgentFile} file */
function inWords({ card: { name, seed, steps } }) {
  const long = steps ? `, after ${steps.toLocaleString("en-GB")} steps of training` : "";
  return `Your agent is ${name}, seed ${seed}${long}.`;
}

/**
 * The world, with the levels that the agent was trained on among its distributions, if they are
 * among those that can be set here.
 * @param {World} world
 * @param {Packed} packed
 * @param {AgentFile | null} file
 */
function withTrained(world, packed, file) {
  const fields = JSON.stringify(file?.card.distribution ?? null);
  const all = Object.values(packed.distributions);
  const found = all.find((one) => JSON.stringify(one.fields) === fields);
  if (!found) return world;
  const trained = { ...found, name: TRAINED, title: "the levels that it was trained on" };
  const distributions = { [TRAINED]: trained, ...world.packed.distributions };
  return new World({ ...world.packed, distributions });
}
