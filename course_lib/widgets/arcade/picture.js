// The picture of a game, and where on it the reader points.

import { el, pen } from "../js/dom.js";
import { paintMark, paintPath } from "../js/marks.js";
import { fitCanvas, paintScene, Sheet } from "../js/sprites.js";

/** @typedef {import("./game.js").Game | import("./kernel_game.js").KernelGame} Game */

export class Picture {
  /**
   * @param {import("../js/types.d.ts").Sprites} sprites
   * @param {number} widest pixels on the screen
   */
  constructor(sprites, widest) {
    this.sheet = new Sheet(sprites);
    this.widest = widest;
    this.canvas = el("canvas", { role: "img" });
  }

  /**
   * @param {Game} game
   * @param {number} room pixels on the screen
   * @param {boolean} path whether the way so far is drawn
   */
  paint(game, room, path) {
    const { canvas, sheet } = this;
    const scene = game.scene();
    const [left, top, wide, high] = scene.camera;
    const px = fitCanvas(canvas, wide, high, Math.min(room, this.widest));
    const ctx = pen(canvas);
    paintScene(ctx, sheet, scene, px);
    if (game.steps > 0 && path) {
      const [row, column] = game.where;
      paintPath(ctx, game.path, game.steps, px, "#0072B2", [left, top]);
      if (!scene.floating) {
        const tile = sheet.sprite(scene.tiles[row * scene.width + column], px);
        ctx.drawImage(tile, (column - left) * px, (row - top) * px);
      }
    }
    for (const [step, kind] of game.events) {
      const [r, c] = game.path.slice(2 * step, 2 * step + 2);
      const [x, y] = [(c + 0.82 - left) * px, (r + 0.18 - top) * px];
      paintMark(ctx, kind, x, y, Math.max(12, px * 0.5));
    }
  }

  /**
   * How far from the agent a pointer is, [x, y] in tiles.
   * @param {Game} game
   * @param {MouseEvent} event
   */
  fromAgent(game, event) {
    const box = this.canvas.getBoundingClientRect();
    const [row, column] = game.where;
    const [left, top, wide, high] = game.scene().camera;
    return [
      ((event.clientX - box.left) / box.width) * wide + left - column - 0.5,
      ((event.clientY - box.top) / box.height) * high + top - row - 0.5,
    ];
  }
}
