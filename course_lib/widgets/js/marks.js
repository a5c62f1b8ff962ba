// Marks and paths: a shape and a colour for everything that must be told apart.
// Colours by Okabe and Ito ("Color Universal Design", 2008); style.css names them.

import { svg } from "./dom.js";

/** @typedef {"circle" | "triangle" | "diamond" | "square" | "cross"} Mark */

/** @type {Record<Mark, string>} */
export const SHAPES = {
  circle: "M0 -6A6 6 0 1 1 0 6A6 6 0 1 1 0 -6Z",
  triangle: "M0 -7L7 5.5L-7 5.5Z",
  diamond: "M0 -7.5L7 0L0 7.5L-7 0Z",
  square: "M-5.5 -5.5H5.5V5.5H-5.5Z",
  cross: "M-2.2 -6.5H2.2V-2.2H6.5V2.2H2.2V6.5H-2.2V2.2H-6.5V-2.2H-2.2Z",
};
/** @type {[Mark, string][]} */
const MARKS = [
  ["circle", "#0072B2"], // the intended goal: blue and round
  ["square", "#D55E00"], // what came in its place: orange and square, as in all figures
  ["triangle", "#009E73"],
  ["diamond", "#CC79A7"],
  ["cross", "#E69F00"],
];

/** @param {number} kind */
export const markOf = (kind) => MARKS[kind % MARKS.length];

/**
 * A small picture of a mark, for buttons and legends.
 * @param {number} kind
 */
export function markIcon(kind) {
  const [shape, colour] = markOf(kind);
  const path = svg("path", { d: SHAPES[shape], fill: colour, class: "cl-mark" });
  return svg("svg", { viewBox: "-9 -9 18 18", class: "cl-icon", "aria-hidden": "true" }, path);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} kind
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
export function paintMark(ctx, kind, x, y, size) {
  const [shape, colour] = markOf(kind);
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(size / 16, size / 16);
  const path = new Path2D(SHAPES[shape]);
  ctx.lineWidth = 4;
  ctx.lineJoin = "round";
  ctx.strokeStyle = "#fff";
  ctx.stroke(path);
  ctx.lineWidth = 1.5;
  ctx.fillStyle = colour;
  ctx.fill(path);
  ctx.strokeStyle = "#000";
  ctx.stroke(path);
  ctx.restore();
}

/**
 * The way from the first step to step `now`: a line with a pale edge, a ring at the start.
 * @param {CanvasRenderingContext2D} ctx
 * @param {ArrayLike<number>} path
 * @param {number} now
 * @param {number} px
 * @param {string} colour
 * @param {number[]} corner
 */
export function paintPath(ctx, path, now, px, colour, [left, top] = [0, 0]) {
  const x = (/** @type {number} */ t) => (path[2 * t + 1] + 0.5 - left) * px;
  const y = (/** @type {number} */ t) => (path[2 * t] + 0.5 - top) * px;
  ctx.save();
  ctx.lineJoin = ctx.lineCap = "round";
  /** @type {[number, string][]} */
  const lines = [
    [0.3, "rgba(255,255,255,.85)"],
    [0.15, colour],
  ];
  for (const [width, ink] of lines) {
    ctx.lineWidth = width * px;
    ctx.strokeStyle = ink;
    ctx.beginPath();
    ctx.moveTo(x(0), y(0));
    for (let t = 1; t <= now; t++) ctx.lineTo(x(t), y(t));
    ctx.stroke();
    ctx.beginPath();
    ctx.arc(x(0), y(0), 0.22 * px, 0, 7);
    ctx.stroke();
  }
  ctx.restore();
}
