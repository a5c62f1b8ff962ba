// A game in the browser: the rules of a world on a record at its first moment, which the kernel has
// sent or `startLevel` has made. Nothing here draws; tests run it without a browser.

import { levelOf } from "../js/levels.js";
import { bytes } from "../js/payload.js";
import { startLevel } from "../js/rules.js";

/** @typedef {import("../js/rules.js").Rules} Rules */

/**
 * The record of a level at its first moment: as it was sent, or else made by the rules.
 * @param {Rules} rules
 * @param {Record<string, any>} params
 * @param {{ seed: number, start?: string }} level
 */
export function startOf(rules, params, { seed, start }) {
  if (start) return bytes(start);
  const state = rules.open(new Uint8Array(rules.record.bytes));
  startLevel(rules, state, params, seed);
  return state.bytes;
}

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
    const level = levelOf(this.rules, this.state);
    return { ...level, camera: this.camera(level.width, level.height) };
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
