// What can be chosen before a training run: the world, its sliders, steps, seed, and where the
// agent is tried out.

import { el } from "../../../course_lib/widgets/js/dom.js";
import { worldOptions } from "../episodes/world.js";
import { makeList, makeNumber, row } from "../shell/choices.js";
import { say } from "../shell/say.js";
import { SEEDS, STEPS } from "./setting.js";
import { makeSlider } from "./slider.js";

/**
 * @typedef {import("./setting.js").Setting} Setting
 * @typedef {import("./setting.js").Packed} Packed
 * @typedef {import("../episodes/world.js").World} World
 */

export class ChoicesPart {
  /** @param {(changed: Partial<Setting>) => void} choose */
  constructor(choose) {
    this.choose = choose;
    this.world = makeList("World", (world) => choose({ world }));
    this.sliders = el("div", { class: "site-sliders" });
    this.steps = makeSlider(
      "Steps of training, at most",
      { low: STEPS.low, high: STEPS.high, by: STEPS.by },
      (n) => n.toLocaleString("en-GB"),
      (steps) => choose({ steps }),
    );
    this.seed = makeNumber("Seed of the training", SEEDS, (seed) => choose({ seed }), say);
    this.elsewhere = makeList("Tried out elsewhere, on levels", (elsewhere) =>
      choose({ elsewhere }),
    );
    const { world, elsewhere, seed } = this;
    this.node = el(
      "fieldset",
      { class: "site-setting" },
      el("legend", { class: "site-faint" }, "What it learns from"),
      row("world, trial and seed", world.node, elsewhere.node, seed.node),
      this.sliders,
    );
    /** @type {Packed | null} */
    this.packed = null;
    /** @type {ReturnType<typeof makeSlider>[]} */
    this.knobs = [];
    /** @type {number[]} */
    this.positions = [];
  }

  /**
   * @param {World} world
   * @param {Packed} packed
   * @param {Setting} setting
   */
  async show(world, packed, setting) {
    if (this.packed !== packed) this.build(packed);
    this.positions = setting.positions;
    this.knobs.forEach((knob, n) => {
      knob.show(setting.positions[n]);
    });
    this.steps.show(setting.steps);
    this.seed.show(setting.seed);
    this.elsewhere.show(sameSize(world, packed), setting.elsewhere);
    this.world.show(await worldOptions(), setting.world);
  }

  /** @param {Packed} packed */
  build(packed) {
    this.packed = packed;
    this.knobs = packed.knobs.map(({ label, words }, n) =>
      makeSlider(
        label,
        { low: 0, high: words.length - 1 },
        (at) => words[at],
        (at) => this.choose({ positions: this.positions.with(n, at) }),
      ),
    );
    this.sliders.replaceChildren(...this.knobs.map(({ node }) => node), this.steps.node);
  }

  /** @param {boolean} running */
  freeze(running) {
    this.node.disabled = running;
  }
}

/**
 * The distributions of a world whose pictures are as large as those that agents are trained on here.
 * @param {World} world
 * @param {Packed} packed
 */
export function sameSize(world, packed) {
  const [{ grid }] = Object.values(packed.distributions);
  return Object.values(world.packed.distributions)
    .filter((one) => `${one.grid}` === `${grid}`)
    .map(({ name, title }) => ({ value: name, words: title }));
}
