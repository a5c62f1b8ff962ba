import { describe, expect, it } from "vitest";

// By a name that is put together: what a world brings for the browser has no types.
const WORLDS = "../../../course_lib/worlds";
const { default: plannerOf } = await import(/* @vite-ignore */ `${WORLDS}/coin_run/planner.js`);

const PLACES = 40;

/**
 * A world in a line: a place is left and right of another, and a wall stands between 9 and 10.
 * @param {{ blocked: boolean }} how whether an enemy that never leaves blocks the way to the coin
 */
function world({ blocked }) {
  /** @type {number[]} */
  const waited = []; // for how long a place was waited for, a number for each search
  class State {
    x = 0;
    steps = 0;
    coin_at = 0;
    enemies = 0;
    /** @param {ArrayBuffer} buffer */
    constructor(buffer) {
      this.bytes = new Uint8Array(buffer);
      [this.x, this.steps, this.coin_at, this.enemies] = this.bytes;
      Object.assign(this, { length: PLACES, tiles: "", limit: 30, terminated: 0 });
    }
    get truncated() {
      return this.steps >= 30;
    }
  }
  /**
   * @param {any} s @param {any} _copy @param {number} waits @param {Uint8Array} seen
   * @param {Int32Array} _queue @param {Int32Array} parent
   */
  function search(s, _copy, waits, seen, _queue, parent) {
    waited.push(waits);
    const [low, high] = s.x < 10 ? [0, 9] : [10, PLACES - 1];
    seen.fill(1, low, high + 1);
    parent[0] = -1;
    return s.coin_at < low || s.coin_at > high || s.enemies ? -1 : 0;
  }
  const planner = plannerOf({
    _search: search,
    _step: (/** @type {any} */ s) => {
      s.steps += 1;
    },
    _number: (/** @type {any} */ s) => s.x,
    _PARTS: ["x", "steps"],
    _PLACES: PLACES,
    WAITS: 37,
    KEPT: 100,
    State,
  });
  const at = (/** @type {number} */ x, steps = 0, coin = 20) =>
    new State(Uint8Array.from([x, steps, coin, blocked ? 1 : 0]).buffer);
  return { waited, planner, at };
}

describe("a coin that cannot be had", () => {
  it("is searched for once, and never with waiting", () => {
    const { waited, planner, at } = world({ blocked: false });
    for (let step = 0; step < 30; step++) expect(planner([at(4, step)])).toEqual([0]);
    const cells = Array.from({ length: 10 }, (_, x) => at(x));
    expect(planner.hopes(cells)).toEqual(cells.map(() => false));
    expect(waited).toEqual([1, 1]); // with all rules, and alone with time
  });

  it("leaves hope where there is some", () => {
    const { planner, at } = world({ blocked: false });
    expect(planner.hopes([at(3), at(12), at(5), at(30)])).toEqual([false, true, false, true]);
    expect(planner.hopes([at(3, 0, 2), at(12, 0, 2)])).toEqual([true, false]);
  });

  it("is waited for a few times only, where an enemy is in the way", () => {
    const { waited, planner, at } = world({ blocked: true });
    const cells = Array.from({ length: 20 }, (_, n) => at(n + 10));
    expect(planner.hopes(cells)).toEqual(cells.map(() => false));
    expect(waited.filter((waits) => waits === 37)).toHaveLength(3);
  });
});
