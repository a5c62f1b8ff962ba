// What episodes bring: the latest that have ended, and the latest in the order in which they began.
// The twin of Progress in agents/ppo.py and of agents/cohorts.py, which says why there are two.

export const WINDOW = 1000; // the rates are means over this many episodes

/** @typedef {Record<string, number>} Values one number for each name: what an episode brought */

/** Means over the values that were added last. */
class Latest {
  constructor() {
    /** @type {Values[]} */
    this.values = [];
  }

  /** @param {Values} values */
  add(values) {
    this.values.push(values);
    if (this.values.length > 2 * WINDOW) this.values = this.values.slice(-WINDOW);
  }

  /**
   * One number of each of the latest episodes.
   * @param {string} name
   */
  of(name) {
    return this.values.slice(-WINDOW).map((values) => values[name]);
  }

  /** @returns {Values} */
  rates() {
    const last = this.values.slice(-WINDOW);
    const mean = (/** @type {string} */ name) =>
      last.reduce((sum, values) => sum + values[name], 0) / last.length;
    return Object.fromEntries(Object.keys(last.at(-1) ?? {}).map((name) => [name, mean(name)]));
  }
}

/** Episodes of some environments that are stepped together. */
export class Cohorts {
  /** @param {number} count */
  constructor(count) {
    this.begun = 0; // the moment, in steps of each environment, before which all that began has ended
    this.started = new Float64Array(count); // of the episodes that run
    /** @type {Map<number, Values[]>} */
    this.waiting = new Map();
    this.ended = new Latest();
    this.counted = new Latest();
    this.episodes = 0;
  }

  /**
   * Count the episodes that have ended at `clock`, where the next ones begin.
   * @param {number} clock
   * @param {[number, Values][]} episodes in which environment, and what it brought
   */
  finish(clock, episodes) {
    if (!episodes.length) return;
    for (const [i, values] of episodes) {
      const of = this.waiting.get(this.started[i]) ?? [];
      of.push(values);
      this.waiting.set(this.started[i], of);
      this.started[i] = clock;
      this.ended.add(values);
    }
    this.episodes += episodes.length;
    this.begun = Math.max(this.begun, Math.min(...this.started));
    for (const moment of [...this.waiting.keys()].sort((a, b) => a - b)) {
      if (moment >= this.begun) break;
      for (const values of this.waiting.get(moment) ?? []) this.counted.add(values);
      this.waiting.delete(moment);
    }
  }
}
