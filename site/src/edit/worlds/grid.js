// What the worlds on a grid share: cells of a picture, and the figure on one of them.

/** @typedef {import("../../../../course_lib/widgets/js/types.d.ts").Cell} Cell */

/**
 * The cells of a record's picture that hold something a figure can stand on, row after row.
 * @param {any} s
 * @param {(tile: number, cell: number) => boolean} fits
 * @returns {Cell[]}
 */
export function standing(s, fits) {
  /** @type {Cell[]} */
  const found = [];
  for (let cell = 0; cell < s.side * s.side; cell++) {
    if (fits(s.tiles[cell], cell)) found.push([Math.floor(cell / s.side), cell % s.side]);
  }
  return found;
}

/**
 * A function that puts the figure, whose cell is kept in this field, on a cell of the picture.
 * @param {string} field
 * @returns {(s: any, cell: Cell) => void}
 */
export const putAt =
  (field) =>
  (s, [row, column]) => {
    s[field] = row * s.side + column;
  };

/**
 * Writes a level of the grid worlds: its size, its limit and its tiles.
 * @param {any} s
 * @param {import("../checks.js").Tiles} wide the picture
 * @param {number} extent of the level in it
 * @param {number} limit
 * @param {(tile: number) => number} kept what the record holds for a tile
 */
export function writeGrid(s, wide, extent, limit, kept) {
  [s.side, s.extent, s.limit] = [wide.rows, extent, limit];
  s.tiles.set(wide.data.map(kept));
}
