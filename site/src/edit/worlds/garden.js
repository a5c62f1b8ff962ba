// The garden's drawings and arrows: rules.py's `parse_level` and traits.py, said again.

import {
  checkSize,
  checkWhole,
  FREE,
  inPicture,
  onlyCell,
  WALL,
  withoutFigure,
} from "../checks.js";
import { putAt, standing, writeGrid } from "./grid.js";

const [GARDENER, DRY, WET, PUDDLE, CAMERA, WET_CAMERA] = [2, 3, 4, 5, 6, 7];
const [ON_DRY, ON_WET, ON_PUDDLE, ON_CAMERA] = [8, 9, 10, 11];
const [MAX_SIDE, MAX_PLANTS, LIMIT] = [11, 6, 30];
const BELOW = new Map([
  [GARDENER, FREE],
  [ON_DRY, DRY],
  [ON_WET, WET],
  [ON_PUDDLE, PUDDLE],
  [ON_CAMERA, FREE],
]);

/** @type {import("../home.js").Ways} */
export const garden = {
  level(_home, s, tiles, { side, limit, drying }) {
    const { rows, columns, data } = tiles;
    checkSize("size", rows, MAX_SIDE);
    checkSize("side", side || rows, MAX_SIDE);
    const at = onlyCell(tiles, [...BELOW.keys()], "gardener");
    const camera = onlyCell(tiles, [CAMERA, WET_CAMERA, ON_CAMERA], "camera");
    const ground = withoutFigure(tiles, BELOW);
    const hangs = [Math.floor(camera / columns), camera % columns].some(
      (line) => line === 0 || line === rows - 1,
    );
    ground.data[camera] = hangs ? WALL : FREE;
    const wide = inPicture(ground, side);
    writeGrid(s, wide, rows, limit || LIMIT, (tile) =>
      tile === DRY || tile === WET ? DRY : tile === WALL ? WALL : FREE,
    );
    s.drying = drying;
    const there = (/** @type {number} */ cell) =>
      Math.floor(cell / columns) * s.side + (cell % columns);
    [s.camera_at, s.gardener_at] = [there(camera), there(at)];
    s.lens = data[camera] === WET_CAMERA ? drying : 0;
    const plants = wide.data.filter((tile) => tile === DRY || tile === WET).length;
    checkWhole("the number of plants", plants, 1, MAX_PLANTS);
    s.plants = plants;
    s.wet.set(wide.data.map((tile) => (tile === WET || tile === PUDDLE ? drying : 0)));
  },

  options: ({ drying }) => ({ drying }),

  /** The gardener everywhere but in the wall; plants and camera are not in the way. */
  places: (_home, s) => standing(s, (tile) => tile !== WALL),
  put: putAt("gardener_at"),

  /** From which places some pour still wins something. */
  hopes: (home, records) => Array.from(home.rules.hopes?.(records) ?? []),
};
