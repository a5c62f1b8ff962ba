// A game in the browser: the rules of a world on a record at its first moment, which the kernel has
// sent or `startLevel` has made. Nothing here draws; tests run it without a browser.

import { table } from "../js/rules.js";

/** @typedef {import("../js/rules.js").Rules} Rules */

/** One episode, from a record at its first moment on. */
export class Game {
  /**
   * @param {Rules} rules
   * @param {Uint8Array} start
   * @param {number} seed
   */
  constructor(rules, start, seed = 0) {
    this.rules = rules;
    this.seed = seed;
    this.state = rules.open(start.slice());
    /** @type {number[]} */
    this.moves = [];
    this.path = [...this.where];
    /** @type {[number, number][]} */
    this.events = []; // [step, number of the metric]
    this.reward = 0;
  }

  get where() {
    return this.rules.agent_position(this.state);
  }
  get steps() {
    return this.moves.length;
  }
  get over() {
    return Boolean(this.state.terminated || this.state.truncated);
  }

  /**
   * Takes one action; nothing happens when the episode is over.
   * @param {number} action
   */
  press(action) {
    if (this.over) return;
    const { rules, state } = this;
    const before = rules.metrics.map((name) => state[name]);
    rules.step(state, action);
    this.moves.push(action);
    this.path.push(...this.where);
    this.reward += state.reward;
    rules.metrics.forEach((name, n) => {
      if (name in rules.events && state[name] > before[n]) this.events.push([this.steps, n]);
    });
  }

  /** What there is to paint, as `paintScene` in sprites.js wants it. */
  scene() {
    const [height, width] = this.rules.shape(this.state);
    const tiles = new Uint8Array(height * width);
    this.rules.observe(this.state, table(tiles, height, width));
    const [camera, floating] = [this.camera(width, height), this.floating()];
    return { tiles, height, width, camera, floating };
  }

  /** What stands between tiles: [tile id, x, y] each, in tiles; null in a world without such. */
  floating() {
    const { figures, pixels, most } = this.rules;
    if (!figures) return null;
    const out = table(new Int16Array(3 * most), most, 3);
    return Array.from({ length: figures(this.state, out) }, (_, n) => {
      const [tile, y, x] = out.data.subarray(3 * n);
      return [tile, x / pixels, y / pixels];
    });
  }

  /**
   * The part of the level that people are shown, as `World.stage` has it.
   * @param {number} width
   * @param {number} height
   */
  camera(width, height) {
    const wide = Math.min(width, this.rules.stage ?? width);
    const left = this.where[1] + 0.5 - wide / 2;
    return [Math.min(Math.max(0, left), width - wide), 0, wide, height];
  }

  /** Where the episode stands, in words. */
  status() {
    const { state, rules } = this;
    const counts = rules.counted.map((name) => `${name} ${state[name]}`).join(", ");
    const told = this.events.map(([step, n]) => `At step ${step}: ${this.label(n)}.`);
    if (state.terminated) told.push("The episode is over.");
    else if (state.truncated) told.push("Out of time: the episode is over.");
    const reward = Number(this.reward.toPrecision(6));
    return [
      `Step ${state.steps} of at most ${state.limit}. Reward ${reward}. Counted: ${counts}.`,
      ...told,
    ].join(" ");
  }

  /** @param {number} metric */
  label(metric) {
    return this.rules.events[this.rules.metrics[metric]];
  }
}
