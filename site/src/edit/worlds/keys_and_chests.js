// The drawings and arrows of keys and chests: rules.py's `parse_level` and traits.py, said again.

import {
  cellsOf,
  checkWay,
  checkWhole,
  distances,
  FAR,
  FREE,
  inPicture,
  onlyCell,
  WALL,
} from "../checks.js";
import { Refusal } from "../words.js";
import { putAt, standing, writeGrid } from "./grid.js";

const [DRAGON, KEY, CHEST, STRIP, GHOST] = [2, 3, 4, 5, 6];
const MOST = 25; // chests
const INVENTORY = "the top row is the inventory, with no key yet; only there '=' is allowed";

/** @param {number} tile */
const floor = (tile) => Math.min(tile, FREE);

/** @type {import("../home.js").Ways} */
export const keysAndChests = {
  level(_home, s, tiles, { side, limit }) {
    tiles.data.forEach((tile, cell) => {
      if (tile === (cell < tiles.columns ? KEY : STRIP)) throw new Refusal(INVENTORY);
    });
    const data = tiles.data.map((tile) => (tile === STRIP ? WALL : tile));
    const wide = inPicture({ ...tiles, data }, side);
    s.dragon_at = onlyCell(wide, [DRAGON], "dragon");
    writeGrid(s, wide, tiles.rows, limit || 12 * wide.rows, (t) => (t === DRAGON ? FREE : t));
    const open = wide.data.map(floor);
    /** @type {[string, number, number][]} */
    const kinds = [
      ["key", KEY, wide.rows],
      ["chest", CHEST, MOST],
    ];
    for (const [name, tile, most] of kinds) {
      const cells = cellsOf(wide, tile);
      checkWhole(`the number of ${name}s`, cells.length, 1, most);
      s[`${name}s_left`] = cells.length;
      for (const cell of cells) {
        checkWay(open, s.side, s.dragon_at, cell, `the dragon cannot reach the ${name}`);
      }
    }
  },

  /** The dragon on the floor; on a ghost unless it would count, on a chest that stays shut. */
  places(_home, s) {
    const fits = s.held === 0 ? [FREE, CHEST, GHOST] : [FREE];
    return standing(s, (tile) => fits.includes(tile));
  },
  put: putAt("dragon_at"),

  /** Which places are joined to the one where the dragon really is. */
  hopes(_home, records, s) {
    const steps = distances(s.tiles.map(floor), s.side, s.dragon_at);
    return records.map((one) => steps[one.dragon_at] < FAR);
  },
};
