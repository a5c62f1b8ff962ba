// A world as the editor needs it: its rules, its brushes, and how a drawing becomes a level.
// `tools/serverless/editing.py` packs what Python knows of it.

import { scenery, standing } from "../episodes/payload.js";
import { drawnTiles } from "./checks.js";
import { coinRun } from "./worlds/coin_run.js";
import { garden } from "./worlds/garden.js";
import { gems } from "./worlds/gems.js";
import { keysAndChests } from "./worlds/keys_and_chests.js";
import { maze } from "./worlds/maze.js";
import { ridge } from "./worlds/ridge.js";

/**
 * @typedef {import("./checks.js").Tiles} Tiles
 * @typedef {import("../../../course_lib/widgets/js/types.d.ts").Cell} Cell
 *
 * The brushes of a world, as engine/traits.py has them; tiles are ids.
 * @typedef {{
 *   tiles: number[], floor: number, alone: number[], border: number | null,
 *   below: [number, number][], plain: Record<string, string>, shown: Record<string, number>,
 * }} Kit
 *
 * What is packed of a world for the editor; `agent` is the one to begin with, if any.
 * @typedef {{
 *   legend: [string, number][], tiles: string[], actions: string[], undrawn: string[], kit: Kit,
 *   agent: string,
 * }} Editing
 *
 * What a drawing does not say.
 * @typedef {{ side: number, limit: number | null, seed: number | bigint } & Record<string, any>} Options
 *
 * How a world reads drawings, and where its figure could stand. `level` writes a drawing into a
 * record of zeros; `places` gives cells, `put` the figure on one; `hopes` says from which of these
 * records the planner has something to gain.
 * @typedef {{
 *   level: (home: Home, s: any, tiles: Tiles, options: Options) => void,
 *   places: (home: Home, s: any) => Cell[],
 *   put: (s: any, cell: Cell) => void,
 *   hopes: (home: Home, records: any[], s: any) => boolean[],
 *   options?: (fields: Record<string, any>, text: string) => Record<string, any>,
 * }} Ways
 */

/** @type {Record<string, Ways>} */
const WAYS = { maze, gems, keys_and_chests: keysAndChests, coin_run: coinRun, garden, ridge };
const STAYS = ["steps", "reward", "terminated", "truncated"];

export class Home {
  /** @param {import("../episodes/world.js").World} world */
  constructor(world) {
    /** @type {Editing} */
    const editing = world.packed.edit;
    this.world = world;
    this.rules = world.rules;
    this.editing = editing;
    this.kit = editing.kit;
    this.ways = WAYS[world.name];
    this.letters = new Map(editing.legend.map(([letter, tile]) => [tile, letter]));
    this.legend = new Map(editing.legend);
  }

  /** A record of zeros. */
  blank() {
    return this.rules.open(new Uint8Array(this.rules.record.bytes));
  }

  /** @param {any} s a record */
  copy(s) {
    return this.rules.open(s.bytes.slice());
  }

  /**
   * The record of a level drawn as text, at its start.
   * @param {string} text
   * @param {Options} options
   */
  level(text, options) {
    const s = this.blank();
    this.ways.level(this, s, drawnTiles(text, this.editing.legend), options);
    this.restart(s);
    return s;
  }

  /**
   * Brings a level to the first moment of an episode.
   * @param {any} s
   */
  restart(s) {
    for (const name of [...STAYS, ...this.rules.metrics]) s[name] = 0;
    this.rules.reset?.(s);
  }

  /**
   * What is where in a level, without figures.
   * @param {any} s
   * @returns {Tiles}
   */
  scenery(s) {
    const { tiles, height, width } = scenery(this.world, s);
    return { rows: height, columns: width, data: tiles };
  }

  /**
   * What is where, figures on the tile nearest to them.
   * @param {any} s
   */
  tiles(s) {
    const found = this.scenery(s);
    const { rows, columns, data } = found;
    for (const [tile, x, y] of standing(this.world, s)) {
      const [row, column] = [y, x].map((v) => Math.floor(v + 0.5));
      data[Math.min(Math.max(row, 0), rows - 1) * columns + column] = tile;
    }
    return found;
  }

  /**
   * The level as the editor draws it: all of it, and a hidden coin too.
   * @param {any} s
   * @returns {Tiles}
   */
  drawing(s) {
    const { kit, legend } = this;
    const open = this.copy(s);
    Object.assign(open, kit.shown);
    let found = this.tiles(open);
    if ("extent" in open) found = corner(found, open.extent);
    for (const [letter, plain] of Object.entries(kit.plain)) {
      const [from, to] = [legend.get(letter), legend.get(plain)];
      if (from === undefined || to === undefined || !kit.alone.includes(to)) continue;
      found.data.forEach((tile, n) => {
        if (tile === from) found.data[n] = to;
      });
    }
    return found;
  }

  /** @param {Tiles} tiles */
  written({ rows, columns, data }) {
    const letters = Array.from(data, (tile) => this.letters.get(tile));
    return Array.from({ length: rows }, (_, row) =>
      letters.slice(row * columns, (row + 1) * columns).join(""),
    ).join("\n");
  }

  /**
   * What a tile is called.
   * @param {number} tile
   */
  nameOf(tile) {
    return this.editing.tiles[tile].toLowerCase();
  }
}

/**
 * The top left of a level.
 * @param {Tiles} tiles
 * @param {number} size
 */
function corner({ columns, data }, size) {
  const kept = new Uint8Array(size * size);
  for (let row = 0; row < size; row++) {
    kept.set(data.subarray(row * columns, row * columns + size), row * size);
  }
  return { rows: size, columns: size, data: kept };
}
