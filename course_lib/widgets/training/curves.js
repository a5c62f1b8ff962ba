// Curves that grow while a cell is running. Each series has its own colour, dash and mark.

import { above, apart, linePath, same, ticks } from "../js/charts.js";
import { button, el, svg } from "../js/dom.js";
import { listen, save } from "../js/kernel.js";
import { announcer, guardKeys } from "../js/keys.js";
import { markOf, SHAPES } from "../js/marks.js";
import { bringIntoView } from "../js/view.js";

/**
 * @typedef {import("../js/types.d.ts").Model} Model
 * @typedef {{ name: string, role: string }} Series
 * @typedef {(v: number) => number} Scale
 */

const HEIGHT = 260;
const EDGE = { left: 52, right: 100, top: 12, bottom: 40 };
const ROOM = 17; // pixels from one label to the next
const LINE = 15; // and from one line of a label to the next
const TICK = 64; // pixels from one number on the axis to the next, at least
const PATIENCE = 3000; // milliseconds until the reader is told that no kernel answers
const STOPPING = "Stopping after the update that is running. What was learned is kept.";
const UNHEARD =
  "The kernel does not answer. If it is busy, press ■ (interrupt) in the toolbar above: " +
  "what was learned is kept. If it was restarted, this training is over.";

/**
 * A number of steps, short: 12k, 1.5M.
 * @param {number} n
 */
export function big(n) {
  if (n >= 1e6) return `${+(n / 1e6).toFixed(2)}M`;
  return n >= 1e3 ? `${Math.round(n / 1e3)}k` : `${n}`;
}

/**
 * How a series is drawn: the intended goal blue, the first proxy orange, as in all figures, and
 * reward as thin dots. The first line is the broadest: one that lies on it does not hide it.
 * @param {Series} series
 * @param {number} i
 */
function looks(series, i) {
  return series.name === "reward" && !series.role
    ? { colour: "currentColor", dash: "1.5 4", width: 2 }
    : {
        colour: `var(--cl-${i % 4})`,
        dash: ["none", "8 6", "4 4", "12 3 2 3"][i % 4],
        width: i ? 3 : 6,
        mark: i,
      };
}

/**
 * @param {Series} series
 * @param {number} i
 */
function keyFor(series, i) {
  const { colour, dash, width, mark } = looks(series, i);
  const line = svg(
    "svg",
    { viewBox: "0 0 44 18", class: "cl-sample", "aria-hidden": "true" },
    svg("line", {
      x1: 1,
      x2: 43,
      y1: 9,
      y2: 9,
      stroke: colour,
      "stroke-width": width,
      "stroke-dasharray": dash,
    }),
  );
  if (mark !== undefined) {
    line.append(
      svg("path", {
        d: SHAPES[markOf(mark)[0]],
        fill: colour,
        class: "cl-mark",
        transform: "translate(22 9)",
      }),
    );
  }
  const name = series.role ? `${series.name} (${series.role})` : series.name;
  return el("span", { class: "cl-key" }, line, name);
}

/**
 * @param {SVGElement} plot
 * @param {number} total
 * @param {number} top
 * @param {Scale} x
 * @param {Scale} y
 * @param {number} width
 */
function axes(plot, total, top, x, y, width) {
  for (const v of ticks(0, top, 5)) {
    plot.append(
      svg("line", { x1: EDGE.left, x2: width - EDGE.right, y1: y(v), y2: y(v), class: "cl-grid" }),
      svg("text", { x: EDGE.left - 8, y: y(v) + 5, "text-anchor": "end" }, `${+v.toFixed(2)}`),
    );
  }
  const most = Math.max(1, Math.floor((width - EDGE.left - EDGE.right) / TICK));
  for (const v of ticks(0, total, Math.min(5, most))) {
    plot.append(
      svg("line", { x1: x(v), x2: x(v), y1: y(0), y2: y(0) + 5, class: "cl-grid" }),
      svg("text", { x: x(v), y: y(0) + 20, "text-anchor": "middle" }, big(v)),
    );
  }
  plot.append(
    svg(
      "text",
      {
        x: (EDGE.left + width - EDGE.right) / 2,
        y: HEIGHT - 3,
        "text-anchor": "middle",
        class: "cl-title",
      },
      "steps of training",
    ),
    svg(
      "text",
      {
        transform: `translate(13 ${HEIGHT / 2 - 10}) rotate(-90)`,
        "text-anchor": "middle",
        class: "cl-title",
      },
      "mean per episode",
    ),
  );
}

/**
 * One panel; all panels have the same axes. `name` is that of the trait with its points.
 * @param {SVGElement} plot
 * @param {Model} model
 * @param {string} name
 * @param {number} width
 */
function drawCurves(plot, model, name, width) {
  /** @type {Series[]} */
  const series = model.get("series");
  /** @type {number[][]} */
  const points = model.get(name);
  /** @type {number[][]} */
  const all = model.get("panels").flatMap((/** @type {string[]} */ [other]) => model.get(other));
  const total = Math.max(model.get("total"), ...all.map((p) => p[0]));
  const top = Math.max(1, ...all.flatMap((p) => p.slice(2)));
  const x = (/** @type {number} */ v) => EDGE.left + (v / total) * (width - EDGE.left - EDGE.right);
  const y = (/** @type {number} */ v) =>
    HEIGHT - EDGE.bottom - (Math.max(0, v) / top) * (HEIGHT - EDGE.bottom - EDGE.top);
  plot.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  plot.replaceChildren();
  axes(plot, total, top, x, y, width);
  const lines = series.map((_, i) => points.map((p) => [x(p[0]), y(p[i + 2])]));
  plot.append(...series.flatMap((one, i) => drawSeries(one, i, lines[i])));
  if (points.length) plot.append(...endLabels(series, lines));
}

/**
 * The name of each line at its end; lines that lie on each other have one label together.
 * @param {Series[]} series
 * @param {number[][][]} lines
 */
function endLabels(series, lines) {
  const groups = same(lines, 2);
  const ends = groups.map(([first]) => lines[first].at(-1) ?? [0, 0]);
  const heights = apart(
    ends.map(([, y]) => y),
    ROOM,
  );
  const halves = groups.map(({ length }) => (ROOM + LINE * (length - 1)) / 2);
  const floor = HEIGHT - EDGE.bottom + ROOM / 2; // below it are the numbers of the axis
  const free = above(heights, halves, floor);
  return groups.map((group, n) => {
    const { colour } = looks(series[group[0]], group[0]);
    const names = group.map((i) => series[i].name);
    const rows = names.map((name, i) =>
      svg(
        "tspan",
        { x: ends[n][0] + 9, dy: i ? LINE : 0 },
        i < names.length - 1 ? `${name} =` : name,
      ),
    );
    const y = free[n] + 5 - (LINE / 2) * (names.length - 1);
    return svg("text", { y, class: "cl-end", style: `fill:${colour}` }, ...rows);
  });
}

/**
 * A line through points [x, y], with a mark now and then.
 * @param {Series} one
 * @param {number} i
 * @param {number[][]} line
 */
function drawSeries(one, i, line) {
  const { colour, dash, width, mark } = looks(one, i);
  const style = `stroke:${colour};stroke-width:${width}`;
  const drawn = [
    svg("path", { d: linePath(line), class: "cl-line", style, "stroke-dasharray": dash }),
  ];
  if (mark === undefined) return drawn;
  const every = Math.max(1, Math.ceil(line.length / 9));
  line.forEach(([x, y], n) => {
    if (n !== line.length - 1 && (n + i * 2) % every) return;
    const transform = `translate(${x.toFixed(1)} ${y.toFixed(1)})`;
    drawn.push(
      svg("path", { d: SHAPES[markOf(mark)[0]], fill: colour, class: "cl-mark", transform }),
    );
  });
  return drawn;
}

/**
 * Where the training stands, in words.
 * @param {Model} model
 */
function words(model) {
  /** @type {number[][]} */
  const points = model.get("points");
  if (!points.length) return "Training has started; no episode has ended yet.";
  const [step, seconds] = model.get("done");
  /** @type {Series[]} */
  const series = model.get("series");
  const told = model.get("panels").map((/** @type {string[]} */ [name, title]) => {
    const [, , ...rates] = model.get(name).at(-1) || [];
    if (!rates.length) return null;
    const counts = series.map((one, i) => `${one.name} ${rates[i].toFixed(2)}`).join(", ");
    return (title ? `${title}: ` : "") + counts;
  });
  const speed = seconds > 0 ? ` (${big(Math.round(step / seconds))} a second)` : "";
  return `${big(Math.min(step, model.get("total")))} of ${big(model.get("total"))} steps, ${Math.round(seconds)} s${speed}: ${told.filter(Boolean).join("; ")}.`;
}

/**
 * Which lines cannot be told apart, in words; "" if all can.
 * @param {Model} model
 */
function together(model) {
  /** @type {Series[]} */
  const series = model.get("series");
  return model
    .get("panels")
    .flatMap((/** @type {string[]} */ [name, title]) => {
      /** @type {number[][]} */
      const points = model.get(name);
      const lines = series.map((_, i) => points.map((p) => [p[0], p[i + 2]]));
      return same(lines, 0.01)
        .filter((group) => group.length > 1 && points.length > 2)
        .map((group) => {
          const names = group.map((i) => series[i].name);
          const last = names.pop();
          const where = title ? ` on ${title}` : "";
          return `The lines of ${names.join(", ")} and ${last} lie on each other${where}.`;
        });
    })
    .join(" ");
}

export class Curves {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.message = el("p", { class: "cl-message" });
    this.line = el("p", { class: "cl-summary" });
    this.note = el("p", { class: "cl-faint cl-together", role: "note" });
    this.done = el("div", { class: "cl-done" });
    this.live = el("div", { class: "cl-live", "aria-live": "polite" });
    this.say = announcer(this.live, 10_000);
    this.stopper = button("Stop and keep what it has learned", () => this.askToStop(), {
      class: "cl-button cl-main",
    });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.asked = this.unheard = false; // to stop, by this reader
    this.panels = model.get("panels").map((/** @type {string[]} */ [name, title]) => {
      const plot = svg("svg", { class: "cl-curves", height: HEIGHT, role: "img" });
      const heading = title ? el("p", { class: "cl-panel-title" }, title) : null;
      return { name, plot, box: el("div", { class: "cl-panel" }, heading, plot) };
    });
    this.head = el(
      "div",
      { class: "cl-head" },
      el("div", {}, this.message, this.line),
      this.stopper,
    );
    this.root = this.build();
  }

  build() {
    const boxes = this.panels.map((/** @type {{ box: Node }} */ { box }) => box);
    const named = { role: "group", tabindex: -1, "aria-label": "Training, live" };
    return el(
      "div",
      { class: "cl-widget cl-training", ...named },
      this.head,
      el("div", { class: "cl-bar" }, this.done),
      el("div", { class: "cl-panels" }, ...boxes),
      el("p", { class: "cl-legend" }, ...this.model.get("series").map(keyFor)),
      this.note,
      this.live,
    );
  }

  askToStop() {
    const { model } = this;
    this.root.focus({ preventScroll: true }); // a disabled button would lose the keys to the notebook
    this.stopper.disabled = true;
    this.stopper.textContent = "Stopping …";
    this.asked = true;
    this.message.textContent = this.where();
    this.say.now(STOPPING);
    model.set("stopped", true);
    save(model);
    this.timer = setTimeout(() => {
      if (model.get("heard") || model.get("finished")) return;
      this.unheard = true;
      this.message.textContent = this.where();
      this.say.now(UNHEARD);
    }, PATIENCE);
  }

  /** How it goes on, or how it ended. */
  where() {
    const { model } = this;
    if (model.get("finished")) return model.get("message");
    if (model.get("heard")) return STOPPING;
    if (this.unheard) return UNHEARD;
    return this.asked ? STOPPING : "";
  }

  draw() {
    const { model } = this;
    const text = words(model);
    const finished = model.get("finished");
    this.message.textContent = this.where();
    this.line.textContent = text;
    if (finished && document.activeElement === this.stopper)
      this.root.focus({ preventScroll: true });
    this.stopper.hidden = finished;
    this.note.textContent = together(model);
    const [step] = model.get("done");
    this.done.style.width = `${Math.min(100, (100 * step) / model.get("total"))}%`;
    for (const { name, plot, box } of this.panels) {
      plot.setAttribute("aria-label", text);
      drawCurves(plot, model, name, Math.max(280, box.clientWidth));
    }
    this.root.dataset.points = model.get("points").length;
    if (finished) this.say(`${model.get("message")} ${text}`);
    else if (!this.asked) this.say(text);
  }

  /** What the reader and the kernel do is heard from now on; gives what ends it. */
  listen() {
    const draw = () => this.draw();
    const names = ["points", "done", "deployed", "message", "finished", "heard"];
    const deaf = listen(
      this.model,
      Object.fromEntries(names.map((name) => [`change:${name}`, draw])),
    );
    const unguard = guardKeys(this.root, () => false);
    const resized = new ResizeObserver(draw);
    resized.observe(this.root);
    return () => {
      clearTimeout(this.timer);
      this.say.stop();
      unguard();
      resized.disconnect();
      deaf();
    };
  }
}

/** @param {import("../js/types.d.ts").Place} place */
function render({ model, el: host }) {
  const curves = new Curves(model);
  host.append(curves.root);
  bringIntoView(model, curves.root);
  const close = curves.listen();
  curves.draw();
  return close;
}

export default { render };
