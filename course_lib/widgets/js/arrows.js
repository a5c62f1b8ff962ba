// Arrows: the chances of one moment round an agent, and a field of them, one for every cell
// (study/inside/arrows.py, `pack_field`).

import { bytes } from "./payload.js";

/**
 * @typedef {import("./types.d.ts").Action} Action
 * @typedef {{ place: import("./types.d.ts").Cell, shares: number[], best: number }} Arrow
 */

const SEEN = 0.03; // a share that is less has no arrow
const INK = { agent: "#F0E442", planner: "#7fd4ff" };

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} length
 * @param {number} most
 */
function arrowShape(ctx, length, most) {
  const thick = Math.min(most, length * 0.7);
  const head = Math.min(length * 0.6, thick * 1.5);
  ctx.beginPath();
  ctx.moveTo(0, -thick / 2);
  ctx.lineTo(length - head, -thick / 2);
  ctx.lineTo(length - head, -thick * 1.1);
  ctx.lineTo(length, 0);
  ctx.lineTo(length - head, thick * 1.1);
  ctx.lineTo(length - head, thick / 2);
  ctx.lineTo(0, thick / 2);
  ctx.closePath();
}

/**
 * Arrows round the agent, as long as its actions are probable; the chosen one is filled.
 * An action without a direction is a ring. `at` is [row, column].
 * @param {CanvasRenderingContext2D} ctx
 * @param {number[]} at
 * @param {Action[]} actions
 * @param {number[]} probabilities
 * @param {number} chosen
 * @param {number} px
 */
export function paintArrows(ctx, at, actions, probabilities, chosen, px) {
  const reach = Math.max(px * 1.5, 22);
  actions.forEach(({ dx, dy }, action) => {
    const p = probabilities[action];
    if (p < 0.02) return;
    ctx.save();
    ctx.translate((at[1] + 0.5) * px, (at[0] + 0.5) * px);
    ctx.lineJoin = "round";
    if (dx || dy) {
      ctx.rotate(Math.atan2(dy, dx));
      ctx.translate(px * 0.5, 0);
      arrowShape(ctx, Math.max(p * reach, px * 0.16), px * 0.3);
    } else {
      ctx.beginPath();
      ctx.arc(0, 0, px * (0.5 + 0.4 * p), 0, 7);
    }
    ctx.lineWidth = Math.max(3, px * 0.16);
    ctx.strokeStyle = "#1a1a1a";
    ctx.stroke();
    if (dx || dy) {
      ctx.fillStyle = action === chosen ? "#F0E442" : "#fff";
      ctx.fill();
    } else {
      ctx.lineWidth /= 2;
      ctx.strokeStyle = action === chosen ? "#F0E442" : "#fff";
      ctx.stroke();
    }
    ctx.restore();
  });
}

/**
 * The field, unpacked; null for an empty one.
 * @param {{ places?: import("./types.d.ts").Cell[], shares: string }} packed
 * @param {Action[]} actions
 * @returns {Arrow[] | null}
 */
export function readField(packed, actions) {
  if (!packed.places) return null;
  const shares = bytes(packed.shares);
  const n = actions.length;
  return packed.places.map((place, i) => {
    const each = Array.from(shares.subarray(i * n, i * n + n), (p) => p / 255);
    return { place, shares: each, best: each.indexOf(Math.max(...each)) };
  });
}

/**
 * An arrow over the middle of a cell, `length` and `thick` in pixels; a ring without direction.
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {Action} action
 * @param {number} length
 * @param {number} thick
 * @param {string} colour
 */
function paintOne(ctx, x, y, { dx, dy }, length, thick, colour, from = -0.5) {
  ctx.save();
  ctx.translate(x, y);
  ctx.lineJoin = "round";
  if (dx || dy) {
    ctx.rotate(Math.atan2(dy, dx));
    ctx.translate(from * length, 0);
    arrowShape(ctx, length, thick);
  } else {
    ctx.beginPath();
    ctx.arc(0, 0, length / 4, 0, 7);
  }
  ctx.lineWidth = Math.max(2.5, thick * 0.5);
  ctx.strokeStyle = "#1a1a1a";
  ctx.stroke();
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.restore();
}

/**
 * The field on a canvas: on each cell its likeliest action, longer and stronger where that is
 * more likely; with `all`, every action as a small arrow from the middle of the cell.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Arrow[]} field
 * @param {Action[]} actions
 * @param {number} px
 * @param {number[]} corner
 * @param {{ all?: boolean, who?: "agent" | "planner" }} how
 */
export function paintField(
  ctx,
  field,
  actions,
  px,
  [left, top],
  { all = false, who = "agent" } = {},
) {
  for (const {
    place: [row, column],
    shares,
    best,
  } of field) {
    const [x, y] = [(column + 0.5 - left) * px, (row + 0.5 - top) * px];
    if (!all) {
      const p = shares[best];
      ctx.globalAlpha = 0.3 + 0.7 * p;
      paintOne(ctx, x, y, actions[best], (0.3 + 0.5 * p) * px, 0.14 * px, INK[who]);
      continue;
    }
    ctx.globalAlpha = 1;
    const rising = shares.map((p, action) => ({ p, action })).sort((a, b) => a.p - b.p);
    for (const { p, action } of rising) {
      if (p < SEEN) continue;
      const length = (0.22 + 0.22 * p) * px; // the least is long enough to have a head and a tail
      const colour = action === best ? INK[who] : "#fff";
      paintOne(ctx, x, y, actions[action], length, 0.11 * px, colour, (0.07 * px) / length);
    }
  }
  ctx.globalAlpha = 1;
}

/**
 * What the field says of one cell, in words.
 * @param {Arrow[] | null} field
 * @param {Action[]} actions
 * @param {number} row
 * @param {number} column
 */
export function tellField(field, actions, row, column) {
  const one = field?.find(({ place }) => place[0] === row && place[1] === column);
  if (!one) return "";
  return likely(one.shares, actions).join(", ");
}

/**
 * The likely actions in words, the most probable first.
 * @param {number[]} shares
 * @param {Action[]} actions
 */
export function likely(shares, actions) {
  return shares
    .map((p, a) => ({ p, name: actions[a].name }))
    .sort((a, b) => b.p - a.p)
    .filter(({ p }, i) => i === 0 || p >= 0.05)
    .map(({ p, name }) => `${name} ${Math.round(100 * p)} %`);
}
