// Sprites and scenes on a canvas.

import { el, pen } from "./dom.js";

/**
 * @typedef {import("./types.d.ts").Scene} Scene
 * @typedef {import("./types.d.ts").Sprites} Sprites
 */

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {any[]} shape
 * @param {number} px
 */
function paintShape(ctx, shape, px) {
  const [kind, ...rest] = shape;
  const colour = rest.pop();
  ctx.fillStyle = colour;
  ctx.beginPath();
  if (kind === "rect") {
    const [x, y, width, height] = rest.map((v) => v * px);
    ctx.rect(x, y, width, height);
  } else if (kind === "circle") ctx.arc(rest[0] * px, rest[1] * px, rest[2] * px, 0, 7);
  else if (kind === "ellipse") {
    const [x, y, wide, high] = rest.map((v) => v * px);
    ctx.ellipse(x, y, wide, high, 0, 0, 7);
  } else if (kind === "polygon") {
    for (const [x, y] of rest[0]) ctx.lineTo(x * px, y * px);
    ctx.closePath();
  }
  ctx.fill("evenodd");
}

/** The sprites of one world; each is drawn once per size, then copied. */
export class Sheet {
  /** @param {Sprites} sprites */
  constructor(sprites) {
    this.sprites = sprites;
    this.px = 0;
    /** @type {HTMLCanvasElement[]} */
    this.cache = [];
  }

  /**
   * @param {number} tile
   * @param {number} px
   */
  sprite(tile, px) {
    if (px !== this.px) {
      this.px = px;
      this.cache = [];
    }
    if (!this.cache[tile]) {
      const canvas = el("canvas", { width: px, height: px });
      const ctx = pen(canvas);
      for (const shape of this.sprites[tile] || []) paintShape(ctx, shape, px);
      this.cache[tile] = canvas;
    }
    return this.cache[tile];
  }
}

/**
 * A scene on a canvas. `scene.tiles` has `width` × `height` ids, `px` is device pixels per tile.
 * Two optional parts are for worlds whose camera moves or whose figures stand between tiles:
 * `camera` [x, y, width, height] is the part of the scene that is seen, and `floating` a list of
 * [tile id, x, y] painted over it. Both are in tiles and may be fractions.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Sheet} sheet
 * @param {Scene} scene
 * @param {number} px
 */
export function paintScene(ctx, sheet, scene, px) {
  const [left, top, wide, high] = scene.camera || [0, 0, scene.width, scene.height];
  ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  for (let row = Math.floor(top); row < Math.min(scene.height, top + high); row++) {
    for (let column = Math.floor(left); column < Math.min(scene.width, left + wide); column++) {
      const tile = scene.tiles[row * scene.width + column];
      const x = Math.round((column - left) * px);
      ctx.drawImage(sheet.sprite(tile, px), x, Math.round((row - top) * px));
    }
  }
  for (const [tile, x, y] of scene.floating || []) {
    ctx.drawImage(sheet.sprite(tile, px), Math.round((x - left) * px), Math.round((y - top) * px));
  }
}

/**
 * Makes the canvas as wide as its box and sharp on this screen; returns device pixels per tile.
 * @param {HTMLCanvasElement} canvas
 * @param {number} columns
 * @param {number} rows
 * @param {number} box
 */
export function fitCanvas(canvas, columns, rows, box) {
  const ratio = window.devicePixelRatio || 1;
  const px = Math.max(4, Math.floor((box * ratio) / columns));
  if (canvas.width !== px * columns || canvas.height !== px * rows) {
    canvas.width = px * columns;
    canvas.height = px * rows;
    canvas.style.width = `${(px * columns) / ratio}px`;
    canvas.style.height = `${(px * rows) / ratio}px`;
  }
  return px;
}
