// What the reader's hand does on the board: picks up, carries, draws. While something is being
// dragged, each cell asks the kernel for the level as it would be.

import { HAND } from "./parts.js";

/** @typedef {import("../js/types.d.ts").Cell} Cell */

/** @type {Record<string, Cell>} rows and columns to go */
export const ARROW_KEYS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const FIXED = ["wall", "ground"]; // nobody means to drag these; there are brushes for them

/**
 * Whether these are one and the same cell.
 * @param {Cell} a
 * @param {Cell} b
 */
export const same = (a, b) => a[0] === b[0] && a[1] === b[1];

export class Hand {
  /**
   * @param {import("./level.js").LevelOnBoard} level
   * @param {import("./parts.js").Ask} ask
   * @param {(text: string) => void} say
   */
  constructor(level, ask, say) {
    this.level = level;
    this.ask = ask;
    this.say = say;
    /** @type {import("./parts.js").Brush} */
    this.brush = HAND;
    /** @type {Cell} */
    this.cursor = [1, 1];
    this.cursorShown = false;
    this.stays = ""; // why what lies there is not picked up, in words
    /** @type {{ from: Cell, tile: number, over: Cell } | null} */
    this.carry = null;
    /** @type {Cell[] | null} the cells that a stroke of the brush has touched */
    this.stroke = null;
    /** @type {[number, number] | null} x and y, in tiles */
    this.pointer = null;
  }

  /** @param {import("./parts.js").Brush} brush */
  choose(brush) {
    this.drop(null);
    this.stays = "";
    this.brush = brush;
  }

  /** @param {Cell} cell */
  pick(cell) {
    const tile = this.level.tileAt(cell);
    if (tile === null || tile === this.level.floor || !this.level.atStart()) return;
    const name = this.level.nameOf(tile);
    if (FIXED.includes(name)) {
      const free = this.level.nameOf(this.level.floor);
      this.stays = `The ${name} stays. To change it, choose “${free}” or “${name}” above, and draw.`;
      return;
    }
    this.carry = { from: cell, tile, over: cell };
    this.say(`picked up: ${this.level.nameOf(tile)}`);
  }

  /**
   * What is carried hovers over a cell: the level is shown as it would be.
   * @param {Cell} cell
   */
  hover(cell) {
    const { carry } = this;
    if (!carry || same(cell, carry.over) || !this.level.inside(cell)) return;
    carry.over = cell;
    this.ask({ edit: { move: [...carry.from, ...cell] }, final: false });
  }

  /**
   * What is carried is put down, or, without a cell, back to where it was.
   * @param {Cell | null} cell
   */
  drop(cell) {
    const { carry } = this;
    this.carry = this.pointer = null;
    if (!carry) return;
    if (cell && this.level.inside(cell) && !same(cell, carry.from)) {
      this.ask({ edit: { move: [...carry.from, ...cell] }, final: true });
    } else if (!same(carry.over, carry.from)) this.ask({ edit: null });
  }

  /**
   * The brush touches a cell; `final` ends the stroke.
   * @param {Cell} cell
   * @param {boolean} final
   */
  put(cell, final) {
    this.stroke ??= [];
    if (!this.stroke.some((one) => same(one, cell))) this.stroke.push(cell);
    else if (!final) return;
    const cells = this.stroke.map((one) => [...one]);
    this.ask({ edit: { put: this.brush, cells }, final });
    if (final) this.stroke = null;
  }

  /**
   * The pointer goes down on a cell of the level.
   * @param {Cell} cell
   */
  begin(cell) {
    this.stays = "";
    if (this.brush === HAND) this.pick(cell);
    else if (this.level.atStart()) this.put(cell, false);
  }

  /**
   * The pointer is over another cell; true if the hand is doing something.
   * @param {Cell} cell
   */
  moved(cell) {
    if (this.carry) this.hover(cell);
    else if (this.stroke) {
      if (this.level.inside(cell)) this.put(cell, false);
    } else return false;
    return true;
  }

  /** @param {Cell} cell */
  up(cell) {
    const last = this.stroke?.at(-1);
    if (this.carry) this.drop(cell);
    else if (last) this.put(last, true);
    this.pointer = null;
  }

  cancel() {
    if (this.stroke) this.ask({ edit: null });
    this.stroke = null;
    this.drop(null);
  }

  /**
   * The cursor goes one cell on, or is seen for the first time.
   * @param {string} key
   */
  step(key) {
    const { rows, columns } = this.level;
    this.stays = "";
    const [row, column] = this.cursor;
    const [down, right] = this.cursorShown ? ARROW_KEYS[key] : [0, 0];
    this.cursor = [
      Math.min(rows - 1, Math.max(0, row + down)),
      Math.min(columns - 1, Math.max(0, column + right)),
    ];
    this.cursorShown = true;
    this.pointer = null;
    if (this.carry) this.hover(this.cursor);
  }

  /** Enter or Space at the cursor. */
  act() {
    this.cursorShown = true;
    this.stays = "";
    if (this.carry) this.drop(this.cursor);
    else if (this.brush === HAND) this.pick(this.cursor);
    else if (this.level.atStart()) this.put(this.cursor, true);
  }

  /** Takes away what lies at the cursor. */
  clear() {
    if (!this.level.atStart()) return false;
    this.ask({ edit: { put: this.level.floor, cells: [this.cursor] }, final: true });
    return true;
  }
}
