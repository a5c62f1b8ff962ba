// The checks of drawn levels that the worlds share: engine/checks.py, sentence for sentence.

import { linesOf, Refusal, repr } from "./words.js";

/**
 * A drawing: a tile id for each cell, row after row.
 * @typedef {{ rows: number, columns: number, data: Uint8Array }} Tiles
 * @typedef {import("./home.js").Home} Home
 */

export const [WALL, FREE, FAR] = [0, 1, 10_000];
const MAX_SIDE = 25;

/**
 * @param {string} name
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function checkWhole(name, value, low, high) {
  if (value < low || value > high) {
    throw new Refusal(`${name} must be a whole number from ${low} to ${high}, not ${value}`);
  }
}

/**
 * @param {string} name
 * @param {number} size
 * @param {number} most
 */
export function checkSize(name, size, most, least = 5) {
  checkWhole(name, size, least, most);
  if (size % 2 === 0) {
    throw new Refusal(`${name} must be odd, from ${least} to ${most}, not ${size}`);
  }
}

/**
 * The level in the top left of a picture of `side` tiles, the rest being wall.
 * @param {Tiles} tiles
 * @param {number | null} wanted
 * @returns {Tiles}
 */
export function inPicture({ rows, columns, data }, wanted) {
  if (rows !== columns) {
    throw new Refusal(`a level is square; this one has ${rows} rows and ${columns} columns`);
  }
  checkSize("size", rows, MAX_SIDE);
  const side = wanted || rows;
  checkSize("side", side, MAX_SIDE);
  if (side < rows) {
    throw new Refusal(`a picture of side ${side} is too small for a level of size ${rows}`);
  }
  const wide = new Uint8Array(side * side).fill(WALL);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < rows; column++) {
      const tile = data[row * rows + column];
      const edge = row % (rows - 1) === 0 || column % (rows - 1) === 0;
      if (edge && tile !== WALL) {
        throw new Refusal("the border of a level must be wall ('#') all the way round");
      }
      wide[row * side + column] = tile;
    }
  }
  return { rows: side, columns: side, data: wide };
}

/**
 * The cells that show one of these tiles.
 * @param {Tiles} tiles
 * @param {...number} kinds
 */
export function cellsOf({ data }, ...kinds) {
  const found = [];
  for (let cell = 0; cell < data.length; cell++) if (kinds.includes(data[cell])) found.push(cell);
  return found;
}

/**
 * The one cell that shows one of these tiles.
 * @param {Tiles} tiles
 * @param {number[]} kinds
 * @param {string} name what it is called
 */
export function onlyCell(tiles, kinds, name) {
  const cells = cellsOf(tiles, ...kinds);
  if (cells.length !== 1) {
    throw new Refusal(`a level needs exactly one ${name}; this has ${cells.length}`);
  }
  return cells[0];
}

/**
 * The drawing without the figure: with what, by its tile, lies below it.
 * @param {Tiles} tiles
 * @param {Map<number, number>} below
 * @returns {Tiles}
 */
export const withoutFigure = ({ rows, columns, data }, below) => ({
  rows,
  columns,
  data: data.map((tile) => below.get(tile) ?? tile),
});

/**
 * Steps from a cell over free tiles to each, FAR where there is no way: grid.distances.
 * @param {ArrayLike<number>} tiles
 * @param {number} side
 * @param {number} start
 */
export function distances(tiles, side, start) {
  const out = new Int32Array(side * side).fill(FAR);
  out[start] = 0;
  const queue = [start];
  for (const cell of queue) {
    for (const to of [cell - side, cell + 1, cell + side, cell - 1]) {
      if (tiles[to] === WALL || out[to] !== FAR) continue;
      out[to] = out[cell] + 1;
      if (tiles[to] === FREE) queue.push(to);
    }
  }
  return out;
}

/**
 * @param {ArrayLike<number>} tiles
 * @param {number} side
 * @param {number} start
 * @param {number} end
 * @param {string} problem
 */
export function checkWay(tiles, side, start, end, problem) {
  if (distances(tiles, side, start)[end] >= FAR) {
    throw new Refusal(`${problem} at row ${Math.floor(end / side)}, column ${end % side}`);
  }
}

/**
 * The tiles of a level drawn as text, a character a tile.
 * @param {string} text
 * @param {[string, number][]} legend
 * @returns {Tiles}
 */
export function drawnTiles(text, legend) {
  const lines = linesOf(text).map((line) => [...line]);
  if (!lines.length) {
    throw new Refusal("a level needs at least one line of text; this one is empty");
  }
  const [known, columns] = [new Map(legend), lines[0].length];
  const data = lines.flatMap((line, n) => {
    if (line.length !== columns) {
      throw new Refusal(
        `line ${n + 1} has ${line.length} characters and line 1 has ${columns}; ` +
          "all lines must be equally long",
      );
    }
    return line.map((letter) => {
      const tile = known.get(letter);
      if (tile !== undefined) return tile;
      const allowed = legend.map(([one]) => one).join(" ");
      throw new Refusal(`${repr(letter)} in line ${n + 1} is not a tile; allowed: ${allowed}`);
    });
  });
  return { rows: lines.length, columns, data: Uint8Array.from(data) };
}
