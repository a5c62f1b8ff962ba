// The shelves of levels of spot the difference.

import { button, el, pen } from "../js/dom.js";
import { bytes } from "../js/payload.js";
import { CUT } from "../js/room.js";
import { fitCanvas, paintScene, Sheet } from "../js/sprites.js";

/**
 * @typedef {"A" | "B"} Name
 * @typedef {import("../js/types.d.ts").Level & { sheet: number }} Level
 */

/** @type {Record<Name, string>} */
const NAMES = { A: "A · training", B: "B · deployment" };

// How many levels stand side by side, by how many there may be at most.
const WIDE = [
  [6, 2],
  [24, 3],
  [Number.POSITIVE_INFINITY, 4],
];
const SQUARE = [
  [6, 3],
  [12, 4],
  [24, 6],
  [Number.POSITIVE_INFINITY, 8],
];

/**
 * How many levels stand side by side on a shelf; zoom makes them larger (+) or smaller (-).
 * @param {number} count
 * @param {boolean} wide
 * @param {number} zoom
 */
export function columnsFor(count, wide, zoom) {
  const [, base] = (wide ? WIDE : SQUARE).find(([most]) => count <= most) ?? [0, 1];
  return Math.max(1, base - zoom);
}

/** A shelf: its name, its levels, and the button for more of them. */
export class Shelf {
  /**
   * @param {Name} name
   * @param {(message: any) => void} ask
   */
  constructor(name, ask) {
    const title = `more levels of ${name} (${name.toLowerCase()})`;
    this.name = name;
    this.grid = el("div", { class: "cl-levels" });
    this.count = el("span", { class: "cl-faint" });
    this.more = button("", () => ask({ ask: "more", shelf: name }), { title });
    this.text = el("pre", {});
    /** @type {Level[]} */
    this.levels = [];
    /** @type {Sheet[]} */
    this.sheets = [];
    const heading = el("b", { class: "cl-shelf-name" }, NAMES[name]);
    const summary = el("summary", {}, `Shelf ${name} as text`);
    this.head = el("div", { class: "cl-shelf-head" }, heading, this.count, this.more);
    this.node = el(
      "section",
      { class: `cl-shelf cl-shelf-${name}`, "aria-label": `shelf ${NAMES[name]}` },
      this.head,
      this.grid,
      el("details", { class: "cl-words" }, summary, this.text),
    );
  }

  /**
   * One canvas for each level of this shelf in the round.
   * @param {any} game
   */
  fill(game) {
    /** @type {Level[]} */
    const levels = game.shelves[this.name];
    const { name } = this;
    this.levels = levels;
    this.sheets = game.sheets.map((/** @type {any} */ sprites) => new Sheet(sprites));
    const canvases = levels.map((_, i) =>
      el("canvas", { role: "img", "aria-label": `level ${i + 1} of shelf ${name}` }),
    );
    this.grid.replaceChildren(...canvases);
    this.count.textContent = `${levels.length} levels`;
    this.more.hidden = levels.length >= game.most;
    this.more.textContent = `${Math.min(game.most, 2 * levels.length) - levels.length} more`;
    const texts = levels.map((level, i) => `level ${i + 1}\n${asText(level, game.letters)}`);
    this.text.textContent = texts.join("\n\n");
  }

  /** Asks for more levels, if there are more. */
  press() {
    if (!this.more.hidden) this.more.click();
  }

  /**
   * `widest`, in tiles, and `count` are the same on both shelves, so that sizes can be compared.
   * @param {number} widest
   * @param {number} count
   * @param {boolean} wide
   * @param {number} zoom
   */
  paint(widest, count, wide, zoom) {
    const columns = columnsFor(count, wide, zoom);
    this.count.textContent = `${this.levels.length} levels`;
    this.grid.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    const box = ((this.grid.clientWidth || 420) - 8 * (columns - 1)) / columns;
    this.levels.forEach((level, i) => {
      const canvas = /** @type {HTMLCanvasElement} */ (this.grid.children[i]);
      canvas.hidden = false;
      const room = Math.min(box, 460) * (level.width / widest);
      const px = fitCanvas(canvas, level.width, level.height, room);
      const scene = { ...level, tiles: bytes(level.tiles) };
      paintScene(pen(canvas), this.sheets[level.sheet], scene, px);
    });
  }

  /**
   * One page of this shelf on a projector.
   * @param {import("../js/room.js").Plan} plan
   * @param {number} page
   * @param {(level: Level) => number[]} cropped the first row of a level that is shown, and how many
   */
  project(plan, page, cropped) {
    const { levels, grid } = this;
    const [from, to] = [page * plan.count, Math.min(levels.length, (page + 1) * plan.count)];
    const which = to - from > 1 ? `${from + 1}–${to}` : `${to}`;
    this.count.textContent =
      to > from ? `${which} of ${levels.length}` : `of ${levels.length} none`;
    grid.style.gridTemplateColumns = `repeat(${plan.across}, max-content)`;
    levels.forEach((level, i) => {
      const canvas = /** @type {HTMLCanvasElement} */ (grid.children[i]);
      canvas.hidden = i < from || i >= to;
      if (!canvas.hidden) this.paintLines(canvas, level, plan, cropped(level));
    });
  }

  /**
   * A level, cut into lines where it is wide.
   * @param {HTMLCanvasElement} canvas
   * @param {Level} level
   * @param {import("../js/room.js").Plan} plan
   * @param {number[]} rows the first that is shown, and how many
   */
  paintLines(canvas, level, plan, [first, rows]) {
    const ratio = window.devicePixelRatio || 1;
    const px = Math.floor(plan.px * ratio);
    const wide = Math.min(plan.line, level.width);
    const lines = Math.ceil(level.width / wide);
    canvas.width = wide * px;
    canvas.height = lines * rows * px + (lines - 1) * CUT * ratio;
    canvas.style.width = `${canvas.width / ratio}px`;
    canvas.style.height = `${canvas.height / ratio}px`;
    const part = el("canvas", { width: wide * px, height: rows * px });
    for (let line = 0; line < lines; line++) {
      const camera = [line * wide, first, wide, rows];
      paintScene(
        pen(part),
        this.sheets[level.sheet],
        { ...level, tiles: bytes(level.tiles), camera },
        px,
      );
      pen(canvas).drawImage(part, 0, line * (rows * px + CUT * ratio));
    }
  }
}

/**
 * A level with one letter for each tile, figures on the tile nearest to them.
 * @param {import("../js/types.d.ts").Level} level
 * @param {string[]} letters
 */
export function asText(level, letters) {
  const tiles = Array.from(bytes(level.tiles));
  for (const [tile, x, y] of level.floating || [])
    tiles[Math.round(y) * level.width + Math.round(x)] = tile;
  const rows = [];
  for (let r = 0; r < level.height; r++) {
    rows.push(
      tiles
        .slice(r * level.width, (r + 1) * level.width)
        .map((tile) => letters[tile])
        .join(""),
    );
  }
  return rows.join("\n");
}
