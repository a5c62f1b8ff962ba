// The drawing and keyboard code that every widget of the course shares.
// Python puts this file in front of a widget's own file (see base.py), because a widget is
// one ES module and imports nothing.

const SVG = "http://www.w3.org/2000/svg";

/** A new HTML element with attributes ("on…" adds a listener) and children. */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

/** A new SVG element. */
function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

// ── Reading the payload ──────────────────────────────────────────────────────────────────

function bytes(base64) {
  const text = atob(base64);
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

const floats = (base64) => new Float32Array(bytes(base64).buffer);

/** All frames as one Uint8Array (count × cells); the code is described in payload.py. */
function unpackFrames(base64, count, cells) {
  const code = bytes(base64);
  const out = new Uint8Array(count * cells);
  out.set(code.subarray(0, cells));
  let at = cells;
  for (let t = 1; t < count; t++) {
    const start = t * cells;
    const changes = code[at] | (code[at + 1] << 8);
    at += 2;
    if (changes === 0xffff) {
      out.set(code.subarray(at, at + cells), start);
      at += cells;
      continue;
    }
    out.copyWithin(start, start - cells, start);
    for (let i = 0; i < changes; i++, at += 3) {
      out[start + (code[at] | (code[at + 1] << 8))] = code[at + 2];
    }
  }
  return out;
}

/** What stands between tiles: for each frame a list of [tile id, x, y], in tiles. */
function unpackFigures(base64) {
  const code = new DataView(bytes(base64).buffer);
  const frames = [];
  for (let at = 0; at < code.byteLength;) {
    const figures = [];
    for (let count = code.getUint8(at++); count > 0; count--, at += 5) {
      figures.push([code.getUint8(at), code.getInt16(at + 1, true) / 256, code.getInt16(at + 3, true) / 256]);
    }
    frames.push(figures);
  }
  return frames;
}

// ── Sprites and scenes ───────────────────────────────────────────────────────────────────

function paintShape(ctx, shape, px) {
  const [kind, ...rest] = shape;
  const colour = rest.pop();
  ctx.fillStyle = colour;
  ctx.beginPath();
  if (kind === "rect") ctx.rect(...rest.map((v) => v * px));
  else if (kind === "circle") ctx.arc(rest[0] * px, rest[1] * px, rest[2] * px, 0, 7);
  else if (kind === "ellipse") ctx.ellipse(...rest.map((v) => v * px), 0, 0, 7);
  else if (kind === "polygon") {
    rest[0].forEach(([x, y], i) => (i ? ctx.lineTo(x * px, y * px) : ctx.moveTo(x * px, y * px)));
    ctx.closePath();
  }
  ctx.fill("evenodd");
}

/** The sprites of one world; each is drawn once per size, then copied. */
class Sheet {
  constructor(sprites) {
    this.sprites = sprites;
    this.px = 0;
    this.cache = [];
  }

  sprite(tile, px) {
    if (px !== this.px) [this.px, this.cache] = [px, []];
    if (!this.cache[tile]) {
      const canvas = el("canvas", { width: px, height: px });
      const ctx = canvas.getContext("2d");
      for (const shape of this.sprites[tile] || []) paintShape(ctx, shape, px);
      this.cache[tile] = canvas;
    }
    return this.cache[tile];
  }
}

/**
 * A scene on a canvas. `scene.tiles` has `width` × `height` ids, `px` is device pixels per tile.
 * Two optional parts are for worlds whose camera moves or whose figures stand between tiles:
 * `camera` [x, y, width, height] is the part of the scene that is seen, and `free` a list of
 * [tile id, x, y] painted over it. Both are in tiles and may be fractions.
 */
function paintScene(ctx, sheet, scene, px) {
  const [left, top, wide, high] = scene.camera || [0, 0, scene.width, scene.height];
  ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  for (let row = Math.floor(top); row < Math.min(scene.height, top + high); row++) {
    for (let column = Math.floor(left); column < Math.min(scene.width, left + wide); column++) {
      const tile = scene.tiles[row * scene.width + column];
      const x = Math.round((column - left) * px);
      ctx.drawImage(sheet.sprite(tile, px), x, Math.round((row - top) * px));
    }
  }
  for (const [tile, x, y] of scene.free || []) {
    ctx.drawImage(sheet.sprite(tile, px), Math.round((x - left) * px), Math.round((y - top) * px));
  }
}

/** The canvas is as wide as its box and sharp on this screen; returns device pixels per tile. */
function fitCanvas(canvas, columns, rows, box) {
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

// ── Marks: a shape and a colour for everything that must be told apart ───────────────────
// Colours by Okabe and Ito ("Color Universal Design", 2008); style.css names them.

const SHAPES = {
  circle: "M0 -6A6 6 0 1 1 0 6A6 6 0 1 1 0 -6Z",
  triangle: "M0 -7L7 5.5L-7 5.5Z",
  diamond: "M0 -7.5L7 0L0 7.5L-7 0Z",
  square: "M-5.5 -5.5H5.5V5.5H-5.5Z",
  cross: "M-2.2 -6.5H2.2V-2.2H6.5V2.2H2.2V6.5H-2.2V2.2H-6.5V-2.2H-2.2Z",
};
const MARKS = [
  ["circle", "#009E73"],
  ["triangle", "#D55E00"],
  ["diamond", "#E69F00"],
  ["square", "#CC79A7"],
  ["cross", "#56B4E9"],
];

const markOf = (kind) => MARKS[kind % MARKS.length];

/** A small picture of a mark, for buttons and legends. */
function markIcon(kind) {
  const [shape, colour] = markOf(kind);
  const path = svg("path", { d: SHAPES[shape], fill: colour, class: "cl-mark" });
  return svg("svg", { viewBox: "-9 -9 18 18", class: "cl-icon", "aria-hidden": "true" }, path);
}

function paintMark(ctx, kind, x, y, size) {
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

// ── Overlays ─────────────────────────────────────────────────────────────────────────────

/** The way from the first step to step `now`: a line with a pale edge, a ring at the start. */
function paintPath(ctx, path, now, px, colour, [left, top] = [0, 0]) {
  const x = (t) => (path[2 * t + 1] + 0.5 - left) * px;
  const y = (t) => (path[2 * t] + 0.5 - top) * px;
  ctx.save();
  ctx.lineJoin = ctx.lineCap = "round";
  for (const [width, ink] of [[0.3, "rgba(255,255,255,.85)"], [0.15, colour]]) {
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

function arrowShape(ctx, length, thick) {
  thick = Math.min(thick, length * 0.7);
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
 * An action without a direction is a ring. `actions` has {dx, dy}; `at` is [row, column].
 */
function paintArrows(ctx, at, actions, probabilities, chosen, px) {
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

// ── Charts ───────────────────────────────────────────────────────────────────────────────

/** About `count` round numbers from `low` to `high`. */
function ticks(low, high, count = 5) {
  const rough = (high - low || 1) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((n) => n * power >= rough) * power;
  const out = [];
  for (let v = Math.ceil(low / step - 1e-9) * step; v <= high + step * 1e-9; v += step) {
    out.push(Math.abs(v) < step / 1e6 ? 0 : v);
  }
  return out;
}

/** SVG path data through points [x, y]; a gap where y is not a number. */
function linePath(points) {
  let pen = "M";
  let out = "";
  for (const [x, y] of points) {
    if (!Number.isFinite(y)) {
      pen = "M";
      continue;
    }
    out += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = "L";
  }
  return out;
}

// ── Keys and voice ───────────────────────────────────────────────────────────────────────

/**
 * Keys pressed inside `root` never reach the notebook, whose single letters cut and insert
 * cells. `handle(key, event)` says true for a key that it used. Combinations with Ctrl, Cmd or
 * Alt, Shift+Enter, Tab and Escape go on to the notebook, so that one can run, save and leave.
 */
function guardKeys(root, handle) {
  const own = "select, summary, input:not([type=range]), button";
  const listener = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Tab" || event.key === "Escape") return;
    if (event.key === "Enter" && event.shiftKey) return;
    event.stopPropagation();
    const native = event.target.closest?.(own);
    if (native && (event.key === " " || event.key === "Enter")) return;
    if ((native?.tagName === "SELECT" || native?.type === "radio") && /^(Arrow|Home|End|Page)/.test(event.key)) return;
    const scrolls = /^(Arrow|Page|Home|End)| /.test(event.key);
    if (handle(event.key, event) || scrolls) event.preventDefault();
  };
  root.addEventListener("keydown", listener);
  return () => root.removeEventListener("keydown", listener);
}

/** A function that says a text to screen readers, at most once in `gap` milliseconds. */
function announcer(node, gap = 1000) {
  let timer = null;
  let waiting = null;
  const speak = () => {
    timer = null;
    if (waiting === null) return;
    node.textContent = waiting;
    waiting = null;
    timer = setTimeout(speak, gap);
  };
  const say = (text) => {
    waiting = text;
    if (!timer) speak();
  };
  say.stop = () => clearTimeout(timer);
  return say;
}
