// A game whose rules the kernel applies, because they cannot be translated: what is pressed is
// sent, and what is to be seen comes back. It has the same face as `Game` in game.js.

import { bytes } from "../js/payload.js";

/**
 * What the kernel shows: the level, and how far it has been played (`_seen` in widget.py).
 * @typedef {import("../js/types.d.ts").Level & { seed: number, moves: number[], over: boolean,
 *   status: string, path: number[], events: [number, number][], camera: number[],
 *   runs: boolean }} Seen
 */

export class KernelGame {
  /** @param {Seen} seen */
  constructor(seen) {
    this.seen = seen;
    this.moves = [...seen.moves];
    this.waiting = false; // for the kernel's answer
  }

  /**
   * Takes in what the kernel has answered.
   * @param {Seen} seen
   */
  take(seen) {
    this.seen = seen;
    this.moves = [...seen.moves];
    this.waiting = false;
  }

  get seed() {
    return this.seen.seed;
  }

  get path() {
    return this.seen.path;
  }

  get events() {
    return this.seen.events;
  }

  get over() {
    return this.seen.over;
  }

  get steps() {
    return this.seen.moves.length;
  }

  /** @returns {[number, number]} */
  get where() {
    const [row, column] = this.path.slice(-2);
    return [row, column];
  }

  /**
   * Adds an action to what is sent; nothing happens before the one before it is answered.
   * @param {number} action
   */
  press(action) {
    if (this.over || this.waiting) return;
    this.moves.push(action);
    this.waiting = true;
  }

  /** What was pressed and not answered is taken back. */
  forget() {
    this.take(this.seen);
  }

  scene() {
    return { ...this.seen, tiles: bytes(this.seen.tiles) };
  }

  status() {
    return this.seen.status;
  }
}
