// The page Train: choices, a run in the course's own widget, and the agent that comes of it.

import { el } from "../../../course_lib/widgets/js/dom.js";
import { keepOwn } from "../episodes/own.js";
import { openWorld } from "../episodes/world.js";
import * as address from "../shell/address.js";
import { makeButton } from "../shell/choices.js";
import { load } from "../shell/load.js";
import { mount } from "../shell/mount.js";
import { say, sayError } from "../shell/say.js";
import training from "../widgets/training.js";
import { AgentPart } from "./agent_part.js";
import { ChoicesPart } from "./choices_part.js";
import { distributionAt, fieldsOf, readSetting, settingsOf } from "./setting.js";
import { TrainingModel } from "./training_model.js";

/**
 * @typedef {import("./setting.js").Setting} Setting
 * @typedef {import("./setting.js").Packed} Packed
 * @typedef {import("../episodes/world.js").World} World
 */

export class TrainPage {
  /** @param {HTMLElement} host @param {HTMLElement} agent */
  constructor(host, agent) {
    this.host = host;
    this.choices = new ChoicesPart((changed) => this.choose(changed));
    this.button = makeButton(
      "Train an agent from nothing",
      () => this.attempt(() => this.train()),
      true,
    );
    this.about = el("p", { class: "site-faint" });
    this.stage = el("div", { class: "site-stage" });
    this.agent = new AgentPart(agent, (world) => this.show({ world }));
    /** @type {Setting | null} */
    this.setting = null;
    /** @type {World | null} */
    this.world = null;
    /** @type {Packed | null} */
    this.packed = null;
    /** @type {TrainingModel | null} */
    this.model = null;
    /** @type {() => void} */
    this.close = () => {};
    this.running = false;
  }

  async start() {
    this.stage.append(...this.host.childNodes); // the still, until the first run
    this.host.replaceChildren(this.about, this.choices.node, this.button, this.stage);
    await this.attempt(() => this.show(address.read()));
    if (!this.setting) await this.attempt(() => this.show({}), false);
    address.onChange((fields) => this.attempt(() => this.show(fields)));
  }

  /** @param {() => Promise<void>} job @param {boolean} fresh whether an older sentence goes away */
  async attempt(job, fresh = true) {
    try {
      if (fresh) say("");
      await job();
    } catch (error) {
      sayError(error);
    }
  }

  /**
   * Shows the setting of an address.
   * @param {Record<string, string>} fields
   */
  async show(fields) {
    const world = await openWorld(fields.world ?? "maze");
    const packed = await settingsOf(world);
    const setting = readSetting(world, packed, fields);
    if (this.running) return; // what is being trained stays as it was set
    Object.assign(this, { world, packed, setting });
    await this.tell();
    await this.agent.follow(world, packed, setting.elsewhere);
  }

  /** @param {Partial<Setting>} changed */
  choose(changed) {
    const { world, packed, setting } = this;
    if (!world || !packed || !setting || this.running) return;
    const other = changed.world;
    if (other && other !== world.name) {
      this.attempt(() => this.show({ world: other }));
      return;
    }
    this.setting = { ...setting, ...changed };
    this.attempt(() => this.tell());
  }

  /** The choices and the address say what is set. */
  async tell() {
    const { world, packed, setting } = this;
    if (!world || !packed || !setting) return;
    this.about.textContent = world.packed.rewarded;
    await this.choices.show(world, packed, setting);
    address.write(fieldsOf(world, packed, setting));
  }

  async train() {
    const { world, packed, setting } = this;
    if (!world || !packed || !setting || this.running) return;
    const net = await load("net");
    const { seed, steps, elsewhere } = setting;
    this.close();
    this.model = new TrainingModel(
      {
        ...{ world: world.packed, net, seed, name: `${world.name}/own` },
        distribution: distributionAt(packed, setting.positions),
        deployment: world.distribution(elsewhere),
        recipe: { ...world.packed.recipes.live, steps },
      },
      (file, trouble) => this.attempt(() => this.over(file, trouble)),
    );
    this.face(true);
    const { model } = this;
    const close = await mount(training, model, this.stage);
    this.close = () => {
      close();
      model.close();
    };
  }

  /**
   * A run has ended.
   * @param {import("../episodes/own.js").AgentFile | null} file
   * @param {string} trouble
   */
  async over(file, trouble) {
    this.face(false);
    if (trouble) say(trouble);
    const { world, packed, setting } = this;
    if (!file || !world || !packed || !setting) return;
    keepOwn(file);
    await this.agent.follow(world, packed, setting.elsewhere);
  }

  /** @param {boolean} running */
  face(running) {
    this.running = running;
    this.choices.freeze(running);
    this.button.disabled = running;
    this.button.textContent = running ? "Training …" : "Train an agent from nothing";
  }
}
