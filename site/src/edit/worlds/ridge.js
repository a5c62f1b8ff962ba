// The ridge's drawings and arrows: rules.py's `parse_level` and traits.py, said again.

import {
  checkSize,
  checkWay,
  distances,
  FAR,
  FREE,
  inPicture,
  onlyCell,
  WALL,
  withoutFigure,
} from "../checks.js";
import { Refusal } from "../words.js";
import { putAt, standing, writeGrid } from "./grid.js";

const [CHASM, RIDGE, FLAG, SIGN, WALKER] = [2, 3, 4, 5, 6];
const [ON_RIDGE, ON_SIGN, AT_FLAG, FALLEN] = [7, 8, 9, 10];
const [MAX_SIDE, LIMIT] = [13, 40];
const FIRM = [FREE, RIDGE, SIGN]; // where a walker can stand and go on
const BELOW = new Map([
  [WALKER, FREE],
  [ON_RIDGE, RIDGE],
  [ON_SIGN, SIGN],
  [AT_FLAG, FLAG],
  [FALLEN, CHASM],
]);

/** @type {import("../home.js").Ways} */
export const ridge = {
  level(home, s, tiles, { side, limit, slip, seed }) {
    checkSize("size", tiles.rows, MAX_SIDE);
    checkSize("side", side || tiles.rows, MAX_SIDE);
    const at = onlyCell(tiles, [...BELOW.keys()], "walker");
    const flag = onlyCell(tiles, [FLAG, AT_FLAG], "flag");
    if ([AT_FLAG, FALLEN].includes(tiles.data[at])) {
      throw new Refusal("the walker cannot begin at the flag, nor in the chasm");
    }
    const wide = inPicture(withoutFigure(tiles, BELOW), side);
    writeGrid(s, wide, tiles.rows, limit || LIMIT, (tile) => tile);
    const [start, end] = [at, flag].map(
      (cell) => Math.floor(cell / tiles.columns) * s.side + (cell % tiles.columns),
    );
    s.walker_at = start;
    const passable = wide.data.map((tile) => (tile === WALL || tile === CHASM ? WALL : FREE));
    checkWay(passable, s.side, start, end, "no way leads to the flag");
    home.rules.seed(s, seed);
    home.rules.more.roll_slips(s, slip);
  },

  /** The walker on every tile where they can stand and go on. */
  places: (_home, s) => standing(s, (tile) => FIRM.includes(tile)),
  put: putAt("walker_at"),

  /** From which places a way leads to the flag. */
  hopes(_home, records, s) {
    const tiles = s.tiles.subarray(0, s.side * s.side);
    const firm = tiles.map((/** @type {number} */ tile) =>
      [...FIRM, FLAG].includes(tile) ? FREE : WALL,
    );
    const steps = distances(firm, s.side, tiles.indexOf(FLAG));
    return records.map((one) => steps[one.walker_at] < FAR);
  },
};
