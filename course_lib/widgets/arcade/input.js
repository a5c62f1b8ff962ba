// What is held down: keys, buttons and fingers, and the action that they mean.

/** @typedef {import("../js/types.d.ts").Action} Action */

/** @type {Record<string, string>} the directions "x,y" of keys */
export const ARROW_KEYS = {
  ArrowUp: "0,-1",
  ArrowRight: "1,0",
  ArrowDown: "0,1",
  ArrowLeft: "-1,0",
  w: "0,-1",
  d: "1,0",
  s: "0,1",
  a: "-1,0",
  " ": "0,-1",
};

/** Keys, buttons and fingers that are down, each with its direction "x,y"; the latest counts. */
export class InputState {
  /** @param {Action[]} actions */
  constructor(actions) {
    /** @type {Record<string, number>} */
    this.byDirection = {};
    actions.forEach(({ dx, dy }, action) => {
      this.byDirection[`${dx},${dy}`] ??= action;
    });
    /** @type {Map<string, string>} */
    this.down = new Map(); // source → direction
    /** @type {string[]} */
    this.tapped = []; // directions since the last step, so that a short tap counts too
  }

  clear() {
    this.down.clear();
    this.tapped = [];
  }

  /**
   * Puts a source down; true if it was not, or pointed elsewhere.
   * @param {string} source
   * @param {string} direction
   */
  hold(source, direction) {
    if (this.down.get(source) === direction) return false;
    this.down.delete(source);
    this.down.set(source, direction);
    this.tapped.push(direction);
    return true;
  }

  /** @param {string} source */
  release(source) {
    this.down.delete(source);
  }

  /** The action that is held now; null if there is none, not even one of staying. */
  action() {
    const directions = [...this.down.values(), ...this.tapped].map((d) => d.split(",").map(Number));
    this.tapped = [];
    const latest = (/** @type {number} */ axis) =>
      directions
        .map((d) => d[axis])
        .filter(Boolean)
        .at(-1) ?? 0;
    const [x, y] = [latest(0), latest(1)];
    const known = [`${x},${y}`, `${x},0`, `0,${y}`, "0,0"].find((d) => d in this.byDirection);
    return known === undefined ? null : this.byDirection[known];
  }
}
