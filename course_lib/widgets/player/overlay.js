// What the critic makes of each place, laid over the player's picture: study/inside/overlay.py.

import { el, svg } from "../js/dom.js";
import { bytes, floats } from "../js/payload.js";

/**
 * @typedef {ReturnType<typeof readOverlay>} Overlay
 * @typedef {{ news: string, factor: number }} Choice
 */

const NEWS = [
  ["both", "good and bad news"],
  ["good", "good news only"],
  ["bad", "bad news only"],
  ["none", "nothing"],
];
const HUES = [
  "#0072B2",
  "#D55E00",
  "#009E73",
  "#CC79A7",
  "#E69F00",
  "#56B4E9",
  "#666666",
  "#8c564b",
  "#7b6fd0",
];
const FAINTEST = 0.06; // parts below this share of a usual picture's largest are not drawn

/**
 * An overlay, unpacked: `at(t)` are its parts, place after place and factor after factor.
 * @param {{ parts: string, corners: string, advantages: string, rows: number, columns: number,
 *   scale: number, names: string[] }} packed
 */
export function readOverlay(packed) {
  const raw = new Int8Array(bytes(packed.parts).buffer);
  const corners = new Int16Array(bytes(packed.corners).buffer);
  const each = packed.rows * packed.columns * packed.names.length;
  return {
    ...packed,
    at: (/** @type {number} */ t) => raw.subarray(t * each, (t + 1) * each),
    corner: (/** @type {number} */ t) => [corners[2 * t], corners[2 * t + 1]],
    advantages: floats(packed.advantages),
  };
}

/**
 * Good news is a disc, bad news a cross, as large as it is; the hue says which factor.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Overlay} overlay
 * @param {number} t
 * @param {number} px
 * @param {number[]} corner
 * @param {Choice} choice
 */
function paintOverlay(ctx, overlay, t, px, [left, top], { news, factor }) {
  if (news === "none") return;
  const [row, column] = overlay.corner(t);
  const parts = overlay.at(t);
  const k = overlay.names.length;
  paintView(ctx, overlay, row - top, column - left, px);
  for (let place = 0; place < overlay.rows * overlay.columns; place++) {
    for (let n = 0; n < k; n++) {
      const strength = parts[place * k + n] / 63;
      if (factor >= 0 && n !== factor) continue;
      if (
        Math.abs(strength) < FAINTEST ||
        (news === "good" && strength < 0) ||
        (news === "bad" && strength > 0)
      )
        continue;
      const x = (column - left + (place % overlay.columns) + 0.5) * px;
      const y = (row - top + Math.floor(place / overlay.columns) + 0.5) * px;
      paintNews(ctx, x, y, px, strength, HUES[n % HUES.length]);
    }
  }
}

/**
 * The overlay in the picture, and its news in words below it.
 * @param {CanvasRenderingContext2D} ctx
 * @param {HTMLElement} line
 * @param {Overlay} overlay
 * @param {number} t
 * @param {number} px
 * @param {number[]} corner
 * @param {Choice} state
 */
export function showOverlay(ctx, line, overlay, t, px, corner, state) {
  paintOverlay(ctx, overlay, t, px, corner, state);
  const told = tellOverlay(overlay, t, state);
  line.textContent = told && `Critic: ${told}.`;
}

/**
 * A dashed frame round what the agent sees.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Overlay} overlay
 * @param {number} row
 * @param {number} column
 * @param {number} px
 */
function paintView(ctx, overlay, row, column, px) {
  ctx.save();
  ctx.lineWidth = Math.max(1.5, px / 12);
  ctx.setLineDash([px / 3, px / 4]);
  ctx.strokeStyle = "#1a1a1a";
  ctx.strokeRect(column * px, row * px, overlay.columns * px, overlay.rows * px);
  ctx.restore();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {number} px
 * @param {number} strength
 * @param {string} hue
 */
function paintNews(ctx, x, y, px, strength, hue) {
  const r = 0.48 * px * Math.sqrt(Math.min(1.2, Math.abs(strength)));
  ctx.save();
  ctx.globalAlpha = 0.85;
  ctx.beginPath();
  if (strength > 0) ctx.arc(x, y, r, 0, 7);
  else {
    const d = 0.8 * r;
    ctx.moveTo(x - d, y - d);
    ctx.lineTo(x + d, y + d);
    ctx.moveTo(x + d, y - d);
    ctx.lineTo(x - d, y + d);
  }
  if (strength > 0) {
    ctx.fillStyle = hue;
    ctx.fill();
    ctx.lineWidth = Math.max(1, px / 16);
    ctx.strokeStyle = "#fff";
    ctx.stroke();
  } else {
    /** @type {[number, string][]} */
    const lines = [
      [0.24, "#fff"],
      [0.14, hue],
    ];
    for (const [wide, ink] of lines) {
      ctx.lineWidth = wide * px;
      ctx.strokeStyle = ink;
      ctx.stroke();
    }
  }
  ctx.restore();
}

/**
 * The factors that say most at step `t`, in words: what they add to the value.
 * @param {Overlay} overlay
 * @param {number} t
 * @param {Choice} choice
 */
function tellOverlay(overlay, t, { news, factor }) {
  if (news === "none") return "";
  const parts = overlay.at(t);
  const k = overlay.names.length;
  const sums = overlay.names
    .map((name, n) => {
      const sum = { name, n, good: 0, bad: 0 };
      for (let i = n; i < parts.length; i += k)
        sum[parts[i] > 0 ? "good" : "bad"] += (parts[i] / 63) * overlay.scale;
      return sum;
    })
    .filter(({ n }) => factor < 0 || n === factor);
  const told = (/** @type {"good" | "bad"} */ kind) =>
    [...sums]
      .sort((a, b) => Math.abs(b[kind]) - Math.abs(a[kind]))
      .slice(0, 2)
      .filter((sum) => Math.abs(sum[kind]) >= 0.005)
      .map((sum) => `${sum.name} ${sum[kind] > 0 ? "+" : "−"}${Math.abs(sum[kind]).toFixed(2)}`)
      .join(", ");
  const good = news === "bad" ? "" : told("good");
  const bad = news === "good" ? "" : told("bad");
  return (
    [good && `good news: ${good}`, bad && `bad news: ${bad}`].filter(Boolean).join("; ") ||
    "no news to speak of"
  );
}

/**
 * Two choices: which news, and of which factor.
 * @param {Overlay[]} overlays
 * @param {Choice} state
 * @param {() => void} draw
 */
export function makeNews(overlays, state, draw) {
  const names = overlays[0].names;
  /**
   * @param {string} label
   * @param {"news" | "factor"} key
   * @param {(string | number)[][]} options
   */
  const choice = (label, key, options) => {
    const select = el(
      "select",
      { class: "cl-speed cl-news-choice", "aria-label": label },
      ...options.map(([value, words]) =>
        el("option", { value, selected: state[key] === value }, `${words}`),
      ),
    );
    select.addEventListener("change", () => {
      if (key === "factor") state.factor = Number(select.value);
      else state.news = select.value;
      draw();
    });
    return el("label", { class: "cl-toggle" }, label, select);
  };
  return el(
    "div",
    { class: "cl-toggles cl-news" },
    choice("show", "news", NEWS),
    choice("factor", "factor", [[-1, "all factors"], ...names.map((name, n) => [n, name])]),
    el(
      "p",
      { class: "cl-legend" },
      ...names.map((name, n) =>
        el(
          "span",
          { class: "cl-key" },
          svg(
            "svg",
            { viewBox: "-9 -9 18 18", class: "cl-icon", "aria-hidden": "true" },
            svg("rect", {
              x: -7,
              y: -7,
              width: 14,
              height: 14,
              fill: HUES[n % HUES.length],
              class: "cl-mark",
            }),
          ),
          name,
        ),
      ),
      el(
        "span",
        { class: "cl-faint" },
        "disc: raises the value; cross: lowers it; dashed: what the agent sees",
      ),
    ),
  );
}

/**
 * Bars under the value, one more of the rows: how much better than expected each step turned out.
 * @param {import("./episode.js").Episode[]} episodes
 * @param {number} last
 * @param {HTMLElement[]} rows
 */
export function makeAdvantages(episodes, last, rows) {
  const shown = episodes.flatMap(({ overlay, steps }) => (overlay ? [{ overlay, steps }] : []));
  const most = Math.max(1e-3, ...shown.flatMap((e) => Array.from(e.overlay.advantages, Math.abs)));
  const height = 56;
  const plot = svg("svg", {
    class: "cl-values",
    height,
    role: "img",
    preserveAspectRatio: "none",
    viewBox: `0 0 ${Math.max(1, last)} ${height}`,
    "aria-label": `advantage of each step, from −${most.toFixed(2)} to ${most.toFixed(2)}`,
  });
  const y = (/** @type {number} */ a) => height / 2 - (a / most) * (height / 2 - 3);
  plot.append(
    svg("line", {
      x1: 0,
      x2: last,
      y1: height / 2,
      y2: height / 2,
      class: "cl-grid",
      "vector-effect": "non-scaling-stroke",
    }),
  );
  shown.forEach((episode, i) => {
    const wide = 0.8 / shown.length;
    episode.overlay.advantages.forEach((a, t) => {
      if (t >= episode.steps) return;
      plot.append(
        svg("rect", {
          x: t + 0.1 + i * wide,
          width: wide,
          y: Math.min(y(a), height / 2),
          height: Math.max(0.5, Math.abs(y(a) - height / 2)),
          fill: a > 0 ? "#0072B2" : "#D55E00",
        }),
      );
    });
  });
  const cursor = svg("line", {
    y1: 0,
    y2: height,
    class: "cl-cursor",
    "vector-effect": "non-scaling-stroke",
  });
  plot.append(cursor);
  const gutter = el(
    "span",
    {
      class: "cl-gutter cl-axis",
      title: "how much better than the critic expected each step turned out",
    },
    el("span", {}, `+${most.toFixed(2)}`),
    el("span", {}, "advantage"),
    el("span", {}, `−${most.toFixed(2)}`),
  );
  rows.push(gutter, el("div", { class: "cl-plot cl-plot-low" }, plot));
  return {
    draw(/** @type {number} */ t) {
      for (const end of ["x1", "x2"]) cursor.setAttribute(end, `${t}`);
    },
  };
}
