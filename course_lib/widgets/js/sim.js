// Many environments side by side: the twin of engine/sim.py, on the translated rules.

import { halvesOf, startFrom, table } from "./rules.js";

/**
 * A distribution as Python packs it: `grid` is rows and columns of the picture, `params` are the
 * numbers that `generate` takes.
 * @typedef {{ grid: number[], params: Record<string, any>, [more: string]: any }} Distribution
 */

/**
 * What is seen of some environments: tile ids, and [tile id, y, x] of what stands between tiles, in
 * pixels of the agent's picture, of which a tile id of -1 ends the list; null without such.
 * @typedef {{ count: number, rows: number, columns: number, tiles: Uint8Array,
 *   floating: Int16Array | null }} Look
 */

/**
 * `count` environments of one distribution, stepped together. `states` are their records, on one
 * buffer; `finalStates` the last ones of each environment's latest episode, when `autoreset` starts
 * the next one at once, with the seed that follows.
 */
export class BatchSim {
  /**
   * @param {import("./rules.js").Rules} rules
   * @param {Distribution} distribution
   * @param {number} count
   * @param {{ autoreset?: boolean }} options
   */
  constructor(rules, distribution, count, { autoreset = true } = {}) {
    if (!Number.isInteger(count) || count < 1)
      throw new RangeError(`the number of environments must be at least 1, not ${count}`);
    const { bytes } = rules.record;
    this.rules = rules;
    this.distribution = distribution;
    this.count = count;
    this.autoreset = autoreset;
    this.bytes = new Uint8Array(count * bytes);
    this.states = recordsOn(rules, this.bytes);
    this.finalStates = recordsOn(rules, new Uint8Array(count * bytes));
    this.rewards = new Float32Array(count);
    this.terminated = new Uint8Array(count);
    this.truncated = new Uint8Array(count);
    this.looks = new Looks(rules, distribution.grid, count);
  }

  /**
   * Resets the chosen environments (all, by default) to the levels of `seeds`.
   * @param {ArrayLike<import("./rules.js").Seed>} seeds
   * @param {ArrayLike<number | boolean>} [chosen]
   */
  reset(seeds, chosen) {
    if (seeds.length !== this.count)
      throw new RangeError(`${this.count} seeds are needed, not ${seeds.length}`);
    const { params } = this.distribution;
    for (let i = 0; i < this.count; i++)
      if (!chosen || chosen[i])
        startFrom(this.rules, this.states[i], params, ...halvesOf(seeds[i]));
  }

  /**
   * Takes one action each; an environment whose episode is over stays as it is.
   * @param {ArrayLike<number>} actions
   */
  step(actions) {
    const { rules, states, rewards, terminated, truncated } = this;
    for (let i = 0; i < this.count; i++) {
      const state = states[i];
      const over = state.terminated || state.truncated;
      if (!over) rules.step(state, actions[i]);
      rewards[i] = over ? 0 : state.reward;
      terminated[i] = state.terminated;
      truncated[i] = state.truncated;
      if (this.autoreset && (state.terminated || state.truncated)) {
        this.finalStates[i].bytes.set(state.bytes);
        startFrom(rules, state, this.distribution.params, ...rules.nextHalves(state));
      }
    }
  }

  /**
   * What is seen now, of all or of other records; the next call for as many writes over it.
   * @param {import("./rules.js").State[]} states
   * @returns {Look}
   */
  observe(states = this.states) {
    if (states.length !== this.looks.count)
      return new Looks(this.rules, this.distribution.grid, states.length).of(states);
    return this.looks.of(states);
  }
}

/**
 * Records one after the other on these bytes.
 * @param {import("./rules.js").Rules} rules
 * @param {Uint8Array} bytes
 */
export function recordsOn({ State, record }, bytes) {
  const { buffer, byteOffset } = bytes.byteOffset % 8 ? bytes.slice() : bytes;
  const count = bytes.length / record.bytes;
  return Array.from({ length: count }, (_, i) => new State(buffer, byteOffset + i * record.bytes));
}

/** Room for what is seen of `count` records. */
class Looks {
  /**
   * @param {import("./rules.js").Rules} rules
   * @param {number[]} grid
   * @param {number} count
   */
  constructor(rules, [rows, columns], count) {
    const [size, most] = [rows * columns, 3 * rules.most];
    const tiles = new Uint8Array(count * size);
    const floating = rules.figures ? new Int16Array(count * most) : null;
    this.rules = rules;
    this.count = count;
    /** @type {Look} */
    this.look = { count, rows, columns, tiles, floating };
    this.views = Array.from({ length: count }, (_, i) =>
      table(tiles.subarray(i * size, (i + 1) * size), rows, columns),
    );
    this.figures = Array.from({ length: floating ? count : 0 }, (_, i) =>
      table(/** @type {Int16Array} */ (floating).subarray(i * most, (i + 1) * most), rules.most, 3),
    );
  }

  /** @param {import("./rules.js").State[]} states */
  of(states) {
    const { rules, look } = this;
    for (let i = 0; i < this.count; i++) {
      rules.observe(states[i], this.views[i]);
      if (rules.figures) this.list(rules.figures, states[i], this.figures[i]);
    }
    return look;
  }

  /**
   * Lists what stands between tiles, from the view's top left.
   * @param {(state: any, out: import("./rules.js").Table) => number} figures
   * @param {import("./rules.js").State} state
   * @param {import("./rules.js").Table} out
   */
  list(figures, state, out) {
    const { rules, look } = this;
    const [top, left] = rules.camera?.(state, look.rows, look.columns) ?? [0, 0];
    const count = figures(state, out);
    for (let k = 0; k < rules.most; k++) {
      if (k >= count) out.data[3 * k] = -1;
      else {
        out.data[3 * k + 1] -= top * rules.pixels;
        out.data[3 * k + 2] -= left * rules.pixels;
      }
    }
  }
}
