// The coin run's drawings and arrows: rules.py's `parse_level` and traits.py, said again.

import { cellsOf, checkWhole, onlyCell } from "../checks.js";
import { linesOf, Refusal } from "../words.js";

/** @typedef {import("../../../../course_lib/widgets/js/types.d.ts").Cell} Cell */

const [SKY, GROUND, TURF, PLATFORM, PIT] = [0, 1, 2, 4, 5];
const [COIN, ENEMY, RUNNER] = [7, 8, 9];
const [ROWS, MAX_COLUMNS, ENEMIES, RUNWAY] = [12, 64, 8, 6];
const [TILE, HURT] = [4, 3]; // pixels

/** @param {import("../checks.js").Tiles} tiles */
function checkSideView({ rows, columns, data }) {
  if (rows !== ROWS || columns < 12 || columns > MAX_COLUMNS) {
    throw new Refusal(
      `a level has ${ROWS} rows and from 12 to ${MAX_COLUMNS} columns; ` +
        `this one has ${rows} rows and ${columns} columns`,
    );
  }
  for (let cell = 0; cell < data.length; cell++) {
    if ((cell % columns) % (columns - 1) === 0 && data[cell] !== GROUND) {
      throw new Refusal("the first and the last column of a level must be ground ('#')");
    }
  }
  if (data.subarray(-columns).some((tile) => ![GROUND, TURF, PIT].includes(tile))) {
    throw new Refusal("the lowest row of a level must be ground ('#') or pit ('~')");
  }
}

/** @type {import("../home.js").Ways} */
export const coinRun = {
  level(home, s, tiles, { limit, end, coin_shown }) {
    checkSideView(tiles);
    const { columns } = tiles;
    const wide = { rows: ROWS, columns: MAX_COLUMNS, data: new Uint8Array(ROWS * MAX_COLUMNS) };
    for (let row = 0; row < ROWS; row++) {
      wide.data.set(tiles.data.subarray(row * columns, (row + 1) * columns), row * MAX_COLUMNS);
    }
    s.length = columns;
    s.start_at = onlyCell(wide, [RUNNER], "runner");
    s.coin_at = onlyCell(wide, [COIN], "coin");
    const homes = cellsOf(wide, ENEMY);
    checkWhole("the number of enemies", homes.length, 0, ENEMIES);
    s.enemies = homes.length;
    s.home_at.set(homes);
    s.limit = limit || home.rules.more.usual_limit(columns);
    s.coin_shown = coin_shown ? 1 : 0;
    s.end_column = end ?? columns - 2;
    s.tiles.set(wide.data.map((tile) => (tile < COIN ? tile : SKY)));
    home.rules.more.grow_turf(s);
  },

  /** Where the level ends, if no wall says so, and whether the coin can be seen. */
  options({ coin_shown, wall }, text) {
    if (wall) return { coin_shown };
    const width = [...(linesOf(text)[0] ?? "")].length;
    return { coin_shown, end: Math.max(1, width - 2 - RUNWAY) };
  },

  /** The runner stands still on every cell that has ground under it. */
  places(_home, s) {
    /** @type {Cell[]} */
    const found = [];
    const solid = (/** @type {number} */ tile) => tile >= GROUND && tile <= PLATFORM;
    const taken = s.coin ? -1 : s.coin_at;
    for (let row = 0; row < ROWS - 1; row++) {
      for (let column = 0; column < s.length; column++) {
        const cell = row * MAX_COLUMNS + column;
        const safe = s.tiles[cell] === SKY && solid(s.tiles[cell + MAX_COLUMNS]);
        if (safe && cell !== taken && !met(s, row, column)) found.push([row, column]);
      }
    }
    return found;
  },

  put(s, [row, column]) {
    [s.y, s.x, s.speed] = [row * TILE, column * TILE, 0];
  },

  /** From which places a way to the coin is found. */
  hopes: (home, records) => Array.from(home.rules.hopes?.(records) ?? []),
};

/**
 * Whether a runner in this cell would be where an enemy is.
 * @param {any} s
 * @param {number} row
 * @param {number} column
 */
function met(s, row, column) {
  for (let n = 0; n < s.enemies; n++) {
    const level = Math.floor(s.home_at[n] / MAX_COLUMNS);
    if (level === row && Math.abs(column * TILE - s.enemy_x[n]) < HURT) return true;
  }
  return false;
}
