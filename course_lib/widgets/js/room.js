// How many levels of both shelves a projector shows at once, and how large: no figure on it is
// smaller than 24 pixels, so there are pages of levels, and very wide levels go on in a line below.

/** @typedef {import("./types.d.ts").Level} Level */

export const FIGURE = 24; // CSS pixels of a tile, at least
const LARGEST = 64;
const LINES = 4; // into which a wide level may be cut
export const GAP = 8; // pixels between levels
export const CUT = 4; // and between the lines of one

/**
 * What stands where: levels on a page of each shelf, in columns; the lines of a level, the columns
 * of tiles in a line, the pixels of a tile; whether shelf B is below A, or a page has one of them.
 * @typedef {{ count: number, across: number, lines: number, line: number, px: number,
 *   below: boolean, alone: boolean }} Plan
 */

/**
 * Rows from the first to the last that say something: in the coin run most of the sky and of the
 * ground is the same row again and again, and one of each is enough. [first, number of rows].
 * @param {Level} level
 * @param {Uint8Array} tiles
 * @returns {[number, number]}
 */
export function tellingRows({ width, height, floating }, tiles) {
  const rows = Array.from({ length: height }, (_, row) =>
    tiles.slice(row * width, (row + 1) * width).join(),
  );
  const moving = (floating ?? []).flatMap(([, , y]) => [Math.floor(y), Math.ceil(y)]);
  const repeats = (/** @type {number} */ row, /** @type {number} */ other) =>
    rows[row] === rows[other] && !moving.includes(row);
  let [first, last] = [0, height - 1];
  while (first < last && repeats(first + 1, 0)) first += 1;
  while (last > first && repeats(last - 1, height - 1)) last -= 1;
  return [first, last - first + 1];
}

/**
 * The pixels of a tile where this many levels stand in a box.
 * @param {number} count
 * @param {number} across
 * @param {number} lines
 * @param {[number, number]} size columns and rows of a level
 * @param {number[]} box pixels across and down
 */
function pixels(count, across, lines, [columns, rows], [width, height]) {
  const down = Math.ceil(count / across);
  const line = Math.ceil(columns / lines);
  const wide = (width - GAP * (across - 1)) / (across * line);
  const free = height - GAP * (down - 1) - CUT * down * (lines - 1);
  return Math.min(LARGEST, Math.floor(Math.min(wide, free / (down * lines * rows))));
}

/**
 * The best plan: first no level is cut, then as many levels as possible, then as large. Where both
 * shelves together have no room for the very longest levels, they take turns.
 * @param {number} most levels of the larger shelf
 * @param {[number, number]} size columns and rows of the largest level
 * @param {[number, number]} room pixels of both shelves together
 * @param {number} head pixels of a shelf's heading
 * @returns {Plan}
 */
export function planFor(most, size, [width, height], head) {
  const together = [
    { below: true, alone: false, box: [width, (height - GAP) / 2 - head] },
    { below: false, alone: false, box: [(width - 3 * GAP) / 2, height - head] },
  ];
  const best = bestOf(most, size, together);
  if (best.px >= FIGURE) return best;
  return bestOf(most, size, [{ below: true, alone: true, box: [width, height - head] }]);
}

/**
 * @param {number} most
 * @param {[number, number]} size
 * @param {{ below: boolean, alone: boolean, box: number[] }[]} ways
 * @returns {Plan}
 */
function bestOf(most, size, ways) {
  /** @type {Plan} */
  let best = { count: 1, across: 1, lines: 1, line: size[0], px: 4, below: true, alone: false };
  for (let lines = 1; lines <= LINES; lines++) {
    for (let count = most; count > 0; count--) {
      for (const { below, alone, box } of ways) {
        for (let across = 1; across <= count; across++) {
          const px = pixels(count, across, lines, size, box);
          const line = Math.ceil(size[0] / lines);
          if (px > best.px) best = { count, across, lines, line, px, below, alone };
        }
      }
      if (best.px >= FIGURE) return best;
    }
  }
  return best;
}
