// The painted board: the level with all that lies over it.

import { paintField, readField } from "../js/arrows.js";
import { pen } from "../js/dom.js";
import { paintMark, paintPath } from "../js/marks.js";
import { bytes } from "../js/payload.js";
import { fitCanvas, paintScene } from "../js/sprites.js";

/**
 * @typedef {import("../js/sprites.js").Sheet} Sheet
 * @typedef {import("./hand.js").Hand} Hand
 */

const TILE_LEAST = 26; // pixels on the screen, so that a finger finds a tile; wide levels scroll

/**
 * The picture of the level, with the path, the arrows, the cursor and what is being carried.
 * @param {HTMLCanvasElement} canvas
 * @param {Sheet} sheet
 * @param {import("../js/types.d.ts").Model} model
 * @param {Hand} hand
 * @param {{ all: boolean, room: number }} how
 */
export function paintBoard(canvas, sheet, model, hand, { all, room }) {
  const [scene, world] = [model.get("scene"), model.get("world")];
  const { width, height } = scene;
  const px = fitCanvas(canvas, width, height, Math.max(room, width * TILE_LEAST));
  const ctx = pen(canvas);
  const shown = { ...scene, tiles: bytes(scene.tiles), camera: null };
  paintScene(ctx, sheet, shown, px);
  if (scene.steps > 0) paintWay(ctx, sheet, shown, model.get("moment"), px);
  const field = readField(model.get("field"), world.actions);
  if (field) paintField(ctx, field, world.actions, px, [0, 0], { all, who: model.get("show") });
  paintHand(ctx, sheet, hand, px);
}

/**
 * The cursor, and what is carried, where the pointer or the cursor is.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Sheet} sheet
 * @param {Hand} hand
 * @param {number} px
 */
function paintHand(ctx, sheet, { cursor, cursorShown, carry, pointer }, px) {
  if (cursorShown) paintFrame(ctx, cursor, px, "#1565c0");
  if (!carry) return;
  paintFrame(ctx, carry.from, px, "#d55e00");
  const [x, y] = pointer || [cursor[1] + 0.5, cursor[0] + 0.5];
  ctx.globalAlpha = 0.85;
  ctx.drawImage(sheet.sprite(carry.tile, px), (x - 0.5) * px, (y - 0.5) * px);
  ctx.globalAlpha = 1;
}

/**
 * The path, the figure at `moment` of it, and what happened on the way.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Sheet} sheet
 * @param {any} scene
 * @param {number} moment
 * @param {number} px
 */
function paintWay(ctx, sheet, scene, moment, px) {
  paintPath(ctx, scene.path, scene.steps, px, "#0072B2");
  const [row, column] = scene.path.slice(2 * moment, 2 * moment + 2);
  if (!scene.floating && Number.isInteger(row) && Number.isInteger(column)) {
    ctx.drawImage(sheet.sprite(scene.tiles[row * scene.width + column], px), column * px, row * px);
  }
  for (const [tile, x, y] of scene.floating || [])
    ctx.drawImage(sheet.sprite(tile, px), Math.round(x * px), Math.round(y * px));
  for (const [step, kind] of scene.events) {
    const [r, c] = scene.path.slice(2 * step, 2 * step + 2);
    paintMark(ctx, kind, (c + 0.82) * px, (r + 0.18) * px, Math.max(12, px * 0.4));
  }
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("../js/types.d.ts").Cell} cell
 * @param {number} px
 * @param {string} colour
 */
function paintFrame(ctx, [row, column], px, colour) {
  /** @type {[number, string][]} */
  const lines = [
    [6, "#fff"],
    [3, colour],
  ];
  for (const [wide, ink] of lines) {
    ctx.lineWidth = wide;
    ctx.strokeStyle = ink;
    ctx.strokeRect(column * px + 3, row * px + 3, px - 6, px - 6);
  }
}
