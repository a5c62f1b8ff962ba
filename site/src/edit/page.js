// The editor's page: opens what the address, the reader or this browser's memory asks for, and
// keeps the address up with it.

import { el } from "../../../course_lib/widgets/js/dom.js";
import { agentPolicy, zoo } from "../episodes/agents.js";
import { openWorld } from "../episodes/world.js";
import * as address from "../shell/address.js";
import { makeList, makeNumber, row } from "../shell/choices.js";
import { load } from "../shell/load.js";
import { mount } from "../shell/mount.js";
import { say, sayError, Trouble } from "../shell/say.js";
import { keep, kept } from "../shell/store.js";
import widget from "../widgets/editor.js";
import { LevelEditor } from "./editor.js";
import { Home } from "./home.js";
import { FIRST, fieldsOf, MOST, NOBODY, wantedOf } from "./link.js";
import { EditorModel } from "./model.js";
import { makeFiles } from "./toolbar.js";

/**
 * @typedef {Record<string, string>} Fields
 * @typedef {import("../episodes/world.js").World} World
 * @typedef {import("../episodes/agents.js").Entry} Entry
 */

const LAST = "edit:last"; // in this browser's memory: the world that was open last
const PAUSE = 300; // milliseconds; a browser refuses an address that changes all the time

/**
 * What this browser remembers of a world's level.
 * @param {unknown} world
 * @returns {Fields}
 */
function remembered(world) {
  const fields = typeof world === "string" ? kept(`edit:level:${world}`) : null;
  const whole = fields && Object.values(fields).every((one) => typeof one === "string");
  return whole ? fields : {};
}

export class EditPage {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.place = el("div");
    this.said = el("p", { class: "site-faint", role: "status" });
    this.about = el("p", { class: "site-faint" });
    this.watch = el("a", {}, "Watch and measure it");
    /** @type {Map<string, Home>} */
    this.homes = new Map();
    /** @type {Entry[]} */
    this.zoo = [];
    this.chosen = { world: FIRST, distribution: "deployment", agent: NOBODY };
    this.turn = 0; // what was asked for last wins
    this.close = () => {};
    /** @type {EditorModel | null} */
    this.model = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.worlds = makeList("World", (world) => this.choose({ world }));
    this.distributions = makeList("Levels", (distribution) => this.choose({ distribution }));
    this.agents = makeList("Agent", (agent) => this.choose({ agent }));
    const range = { low: 0, high: MOST };
    const again = (/** @type {number} */ seed) => this.choose({ seed: String(seed), level: "" });
    this.seed = makeNumber("Level", range, again, say);
  }

  async start() {
    this.zoo = await zoo();
    address.onChange((fields) => this.open(fields));
    const fields = address.read();
    await this.open(Object.keys(fields).length ? fields : remembered(kept(LAST)));
    if (!this.model) await this.show({}); // never an empty page; what is wrong is still said
  }

  build() {
    const { worlds, distributions, agents, seed, about, place, said } = this;
    const choices = [worlds.node, distributions.node, agents.node, seed.node];
    const files = makeFiles({
      link: () => {
        this.remember();
        return location.href;
      },
      text: () => this.model?.editor.text ?? "",
      name: () => `${this.chosen.world}-level.txt`,
      use: (text) => {
        if (this.model?.use(text)) this.offer(text);
      },
      said: (sentence) => {
        said.textContent = sentence;
      },
    });
    this.host.replaceChildren(row("what is edited", ...choices), about, place, files, said);
  }

  /**
   * Opens what these fields of an address ask for. What they name and is not there is said, and
   * what was open stays open.
   * @param {Fields} fields
   * @param {LevelEditor} [like] whose level stays, with what can be undone
   */
  async open(fields, like = undefined) {
    try {
      say("");
      await this.show(fields, like);
    } catch (error) {
      sayError(error);
      if (this.model) await this.showChoices();
    }
  }

  /**
   * @param {Fields} fields
   * @param {LevelEditor} [like]
   */
  async show(fields, like = undefined) {
    this.turn += 1;
    const { turn } = this;
    const world = await openWorld(fields.world ?? FIRST);
    const wanted = wantedOf(fields, this.usualAgent(world));
    const distribution = world.distribution(wanted.distribution);
    const agent = await this.agentOf(wanted.agent, world, distribution);
    if (turn !== this.turn) return; // something else was asked for meanwhile
    const home = this.homes.get(world.name) ?? new Home(world);
    this.homes.set(world.name, home);
    const show = wanted.show === "agent" && !agent ? "nobody" : wanted.show;
    const editor = new LevelEditor(home, distribution, { ...wanted, agent, show, like });
    this.chosen = {
      world: wanted.world,
      distribution: wanted.distribution,
      agent: agent ? wanted.agent : NOBODY,
    };
    if (!this.place.isConnected) this.build();
    this.close();
    this.model = new EditorModel(editor, () => this.later());
    this.close = await mount(widget, this.model, this.place);
    if (editor.refused === null) this.remember();
    else this.offer(editor.refused);
    await this.showChoices();
  }

  /** @param {World} world */
  usualAgent({ name, packed }) {
    const first = this.zoo.find((entry) => entry.world === name);
    return packed.edit.agent || first?.name || NOBODY;
  }

  /**
   * The agent of this name. Where none can act in this browser, that is said and nobody acts.
   * @param {string} name
   * @param {World} world
   * @param {import("../episodes/world.js").Distribution} distribution
   */
  async agentOf(name, world, distribution) {
    if (name === NOBODY) return null;
    try {
      return await agentPolicy(name, world, distribution);
    } catch (error) {
      if (!(error instanceof Trouble) || !this.zoo.some((entry) => entry.name === name))
        throw error;
      say(error.message);
      return null;
    }
  }

  /**
   * Another world, other levels, another agent or another number. A drawing stays where it can.
   * @param {Fields} change
   */
  choose(change) {
    if (change.world) return this.open({ ...remembered(change.world), world: change.world });
    const editor = this.model?.editor;
    const { step: _, ...now } = editor ? fieldsOf(editor, this.chosen) : {};
    if (change.agent) delete now.show;
    const fields = Object.entries({ ...now, ...change }).filter(([, value]) => value);
    return this.open(Object.fromEntries(fields), change.agent ? editor : undefined);
  }

  async showChoices() {
    const { world, distribution, agent } = this.chosen;
    /** @type {import("../episodes/world.js").Named[]} */
    const all = await load("worlds");
    const { packed } = await openWorld(world);
    const named = (/** @type {import("../episodes/world.js").Named} */ { name, title }) => ({
      value: name,
      words: title,
    });
    this.worlds.show(all.map(named), world);
    this.distributions.show(Object.values(packed.distributions).map(named), distribution);
    const mine = this.zoo.filter((entry) => entry.world === world);
    const agents = mine.map((one) => ({ ...named(one), group: `trained on ${one.trained}` }));
    this.agents.show([{ value: NOBODY, words: "nobody" }, ...agents], agent);
    this.seed.show(this.model?.editor.seed ?? 0);
    this.tell(mine.find((entry) => entry.name === agent));
  }

  /**
   * Says what the agent was trained on, and where it can be watched and measured.
   * @param {Entry} [entry]
   */
  tell(entry) {
    this.about.replaceChildren();
    if (!entry) return;
    const words = `${entry.title} was trained on ${entry.trained}. `;
    this.about.append(words[0].toUpperCase() + words.slice(1), this.watch, ".");
  }

  /**
   * Puts a text that was refused where it can be mended.
   * @param {string} text
   */
  offer(text) {
    const area = this.place.querySelector("textarea");
    if (!area) return;
    area.value = text;
    area.rows = text.split("\n").length + 1;
    const box = area.closest("details");
    if (box) box.open = true;
  }

  /** After an answer, in a moment: the next may follow at once. */
  later() {
    this.seed.show(this.model?.editor.seed ?? 0);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.remember(), PAUSE);
  }

  /** The state goes into the address, and stays in this browser. */
  remember() {
    clearTimeout(this.timer);
    if (!this.model) return;
    const fields = fieldsOf(this.model.editor, this.chosen);
    address.write(fields);
    const { world, distribution, agent, seed } = fields;
    this.watch.href = address.link("watch", { world, distribution, agent, seed });
    keep(`edit:level:${this.chosen.world}`, fields);
    keep(LAST, this.chosen.world);
  }
}
