// Further levels for the shelf, made in the browser by the rules of the world.

import { countTiles, levelOf } from "../js/levels.js";
import { readRules, startLevel } from "../js/rules.js";

const MOST = 200; // levels on one shelf, as in widget.py

/** @typedef {import("./shelf.js").Level} Level */

/**
 * A function more(levels, count) that gives these levels and those of the seeds after the largest;
 * null where only the kernel makes levels.
 * @param {import("../js/types.d.ts").Model} model
 */
export function makeMaker(model) {
  const [text, params] = [model.get("rules"), model.get("params")];
  if (!text || !params) return null;
  const rules = readRules(text);
  const { names } = model.get("world");
  const state = rules.open(new Uint8Array(rules.record.bytes));

  /**
   * @param {number} seed
   * @returns {Level}
   */
  function make(seed) {
    startLevel(rules, state, params, seed);
    const level = levelOf(rules, state);
    const floating = level.floating?.length ? level.floating : null;
    return { seed, counts: countTiles(level, names), ...level, floating };
  }

  /**
   * @param {Level[]} levels
   * @param {number} count
   */
  return (levels, count) => {
    const all = levels.length + count;
    if (all > MOST) throw new RangeError(`a shelf holds 1 to ${MOST} levels, not ${all}`);
    const first = Math.max(...levels.map(({ seed }) => seed)) + 1;
    return [...levels, ...Array.from({ length: count }, (_, n) => make(first + n))];
  };
}
