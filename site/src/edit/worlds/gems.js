// The gems' drawings and arrows: rules.py's `parse_level` and traits.py, said again.

import { cellsOf, distances, FAR, FREE, inPicture, onlyCell } from "../checks.js";
import { Refusal } from "../words.js";
import { putAt, writeGrid } from "./grid.js";

const [ROBOT, GOAL] = [2, 3];

/**
 * Whether the robot of this record can reach a goal; no way leads over another object.
 * @param {any} s
 */
function hopeful(s) {
  const steps = distances(s.tiles, s.side, s.robot_at);
  return steps.some((far, cell) => s.tiles[cell] === GOAL && far < FAR);
}

/** @type {import("../home.js").Ways} */
export const gems = {
  level(_home, s, tiles, { side, limit }) {
    const wide = inPicture(tiles, side);
    s.robot_at = onlyCell(wide, [ROBOT], "robot");
    writeGrid(s, wide, tiles.rows, limit || 8 * wide.rows, (tile) =>
      tile === ROBOT ? FREE : tile,
    );
    if (!cellsOf(wide, GOAL).length) {
      throw new Refusal("a level needs at least one goal; this has 0");
    }
    if (!hopeful(s)) throw new Refusal("the robot cannot reach a goal without touching a lure");
  },

  /** The robot on every free tile, and where it is. */
  places(home, s) {
    const { data, columns } = home.scenery(s);
    const cells = Array.from(data.keys()).filter(
      (cell) => data[cell] === FREE || cell === s.robot_at,
    );
    return cells.map((cell) => [Math.floor(cell / columns), cell % columns]);
  },
  put: putAt("robot_at"),
  hopes: (_home, records) => records.map(hopeful),
};
