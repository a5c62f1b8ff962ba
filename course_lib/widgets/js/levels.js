// A level as it is drawn and counted, from its record: what payload.py packs in Python.

import { table } from "./rules.js";

/**
 * @typedef {import("./rules.js").Rules} Rules
 * @typedef {import("./rules.js").State} State
 */

/**
 * What is where in the level of a record: the twin of `pack_level`.
 * @param {Rules} rules
 * @param {State} state
 */
export function levelOf(rules, state) {
  const [height, width] = rules.shape(state);
  const tiles = new Uint8Array(height * width);
  rules.observe(state, table(tiles, height, width));
  return { height, width, tiles, floating: floatingOf(rules, state) };
}

/**
 * What stands between tiles: [tile id, x, y] each, in tiles; null in a world without such.
 * @param {Rules} rules
 * @param {State} state
 */
export function floatingOf({ figures, pixels, most }, state) {
  if (!figures) return null;
  const out = table(new Int16Array(3 * most), most, 3);
  return Array.from({ length: figures(state, out) }, (_, n) => {
    const [tile, y, x] = out.data.subarray(3 * n);
    return [tile, x / pixels, y / pixels];
  });
}

/**
 * How many of each kind of tile a level shows, figures on the tile nearest to them: the twin of
 * `count_tiles`.
 * @param {ReturnType<typeof levelOf>} level
 * @param {Record<string, string>} names by tile id
 */
export function countTiles({ tiles, width, height, floating }, names) {
  const shown = tiles.slice();
  for (const [tile, x, y] of floating ?? []) {
    const [row, column] = [Math.floor(y + 0.5), Math.floor(x + 0.5)];
    shown[Math.min(Math.max(row, 0), height - 1) * width + column] = tile;
  }
  const counts = new Uint32Array(256);
  for (const tile of shown) counts[tile] += 1;
  /** @type {Record<string, number>} */
  const found = {};
  for (const [tile, name] of Object.entries(names))
    if (counts[Number(tile)]) found[name] = counts[Number(tile)];
  return found;
}
