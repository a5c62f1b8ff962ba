// One level that can be edited, with what it was before: the twin of
// course_lib/widgets/editor/board.py. Where a world's rules refuse a change, a Refusal says why,
// and the level is as it was.

import { startLevel } from "../../../course_lib/widgets/js/rules.js";
import { Drawing } from "./drawing.js";
import { brief, Refusal } from "./words.js";

/**
 * @typedef {import("./home.js").Home} Home
 * @typedef {import("../episodes/world.js").Distribution} Distribution
 */

export class Board {
  /**
   * @param {Home} home
   * @param {Distribution} distribution
   * @param {number | bigint} seed
   */
  constructor(home, distribution, seed = 0) {
    this.home = home;
    this.distribution = distribution;
    this.seed = seed;
    this.record = this.first(seed);
    /** @type {any[]} */
    this.past = [];
    /** @type {any[]} */
    this.future = [];
  }

  /**
   * The record of a seed's level, at its start.
   * @param {number | bigint} seed
   */
  first(seed) {
    const { home, distribution } = this;
    const s = home.blank();
    startLevel(home.rules, s, distribution.params, seed);
    home.restart(s);
    return s;
  }

  get tiles() {
    return this.home.drawing(this.record);
  }

  get text() {
    return this.home.written(this.tiles);
  }

  /**
   * Makes this record the level; undo leads back.
   * @param {any} record
   */
  keep(record) {
    if (sameBytes(record.bytes, this.record.bytes)) return;
    this.past.push(this.record);
    this.future = [];
    this.record = record;
  }

  undo() {
    if (!this.past.length) return;
    this.future.push(this.record);
    this.record = this.past.pop();
  }

  redo() {
    if (!this.future.length) return;
    this.past.push(this.record);
    this.record = this.future.pop();
  }

  // ── Changes: each gives a new record and leaves the board as it is ──

  /**
   * The record of a level drawn as text.
   * @param {any} text
   */
  read(text) {
    if (typeof text !== "string") {
      throw new Refusal(`a level is text, not ${brief(text)}`);
    }
    const plain = Array.from(text, (letter) => this.home.kit.plain[letter] ?? letter).join("");
    return this.home.level(plain, this.options(plain));
  }

  /**
   * The record in which what is at `start` lies at `end` instead, with floor left behind.
   * @param {number[]} start
   * @param {number[]} end
   */
  moved(start, end) {
    const { tiles } = this;
    const [from, to] = [cellIn(tiles, start), cellIn(tiles, end)];
    if (from === to) return this.record;
    const drawing = new Drawing(this.home.kit, tiles);
    drawing.lay(to, drawing.take(from));
    return this.read(this.home.written(drawing.tiles));
  }

  /**
   * The record with this tile (its id) on each of these cells. Of what there is only one of, it
   * lies on the last cell, and no longer where it was.
   * @param {number} tile
   * @param {number[][]} cells
   */
  put(tile, cells) {
    const { kit } = this.home;
    const { tiles } = this;
    const [brush, drawing] = [this.brush(tile), new Drawing(kit, tiles)];
    let found = cells.map((cell) => cellIn(tiles, cell));
    if (kit.alone.includes(brush)) {
      drawing.clear(brush);
      found = found.slice(-1);
    }
    for (const cell of found) drawing.lay(cell, brush);
    return this.read(this.home.written(drawing.tiles));
  }

  /**
   * What a drawing does not show, as the distribution has it; chances follow the seed.
   * @param {string} text
   * @returns {import("./home.js").Options}
   */
  options(text) {
    const { editing, ways } = this.home;
    const { fields, grid } = this.distribution;
    const undrawn = Object.fromEntries(editing.undrawn.map((name) => [name, fields[name]]));
    const own = ways.options?.(fields, text) ?? {};
    return { side: grid[0], limit: fields.limit, ...undrawn, seed: this.seed, ...own };
  }

  /** @param {any} tile an id, or a name */
  brush(tile) {
    const { kit } = this.home;
    const named = (/** @type {number} */ one) => this.home.nameOf(one);
    const wanted = typeof tile === "string" ? tile.toLowerCase() : null;
    const found = kit.tiles.find((one) => one === tile || named(one) === wanted);
    if (found !== undefined) return found;
    const names = kit.tiles.map(named).join(", ");
    throw new Refusal(`${brief(tile)} cannot be put into this world; allowed: ${names}`);
  }
}

/**
 * The cell's number in a drawing.
 * @param {import("./checks.js").Tiles} tiles
 * @param {number[]} place row and column
 */
function cellIn({ rows, columns }, place) {
  if (place.length !== 2) {
    throw new Refusal(
      `a cell must be 2 whole numbers, its row and its column, not ${place.length}`,
    );
  }
  const [row, column] = place;
  const inside = row >= 0 && row < rows && column >= 0 && column < columns;
  if (!place.every(Number.isInteger) || !inside) {
    throw new Refusal(
      `a cell is (row, column) with rows 0 to ${rows - 1} and columns 0 to ${columns - 1}, ` +
        `not ${brief(place)}`,
    );
  }
  return row * columns + column;
}

/**
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export const sameBytes = (a, b) => a.length === b.length && a.every((byte, n) => byte === b[n]);
