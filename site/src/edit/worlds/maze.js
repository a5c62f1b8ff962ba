// The maze's drawings and arrows: rules.py's `parse_level` and traits.py, said again.

import { checkWay, distances, FAR, FREE, inPicture, onlyCell, WALL } from "../checks.js";
import { putAt, standing, writeGrid } from "./grid.js";

const [MOUSE, CHEESE] = [2, 3];

/** @type {import("../home.js").Ways} */
export const maze = {
  level(_home, s, tiles, { side, limit }) {
    const wide = inPicture(tiles, side);
    const at = onlyCell(wide, [MOUSE], "mouse");
    const cheese = onlyCell(wide, [CHEESE], "cheese");
    writeGrid(s, wide, tiles.rows, limit || 8 * wide.rows, (tile) => (tile === WALL ? WALL : FREE));
    [s.mouse_at, s.cheese_at, s.corner_at] = [at, cheese, wide.rows + tiles.rows - 2];
    checkWay(s.tiles, s.side, at, cheese, "the mouse cannot reach the cheese");
  },

  places: (_home, s) => standing(s, (tile, cell) => tile === FREE && cell !== s.cheese_at),
  put: putAt("mouse_at"),

  /** From which places the cheese can be reached. */
  hopes(_home, records, s) {
    const steps = distances(s.tiles, s.side, s.cheese_at);
    return records.map((one) => steps[one.mouse_at] < FAR);
  },
};
