// What stands under the player's scrubber: events, values, the legend, every step in words.

import { linePath } from "../js/charts.js";
import { el, svg } from "../js/dom.js";
import { markIcon } from "../js/marks.js";
import { LETTERS, tell } from "./episode.js";
import { letter } from "./stage.js";

/**
 * @typedef {import("./episode.js").Episode} Episode
 * @typedef {import("./episode.js").State} State
 */

const BESIDE = 14; // pixels between the marks of events of one step: neither hides another

/**
 * The rows under the scrubber: marks of events, which are buttons, and the value curve.
 * @param {Episode[]} episodes
 * @param {State} state
 * @param {number} last
 * @param {(t: number) => void} goTo
 */
export function makeTracks(episodes, state, last, goTo) {
  /** @type {HTMLElement[]} */
  const rows = [];
  const x = (/** @type {number} */ t, /** @type {number} */ width) =>
    last ? (t / last) * width : 0;
  episodes.forEach((episode, index) => {
    const track = el("div", { class: "cl-track" });
    episode.events.forEach(([step, kind], number) => {
      const words = `${state.kinds[kind].label}, step ${step}`;
      const beside = episode.events.slice(number + 1).filter(([later]) => later === step).length;
      track.append(
        el(
          "button",
          {
            type: "button",
            class: "cl-event",
            style: `left:${x(step, 100)}%;translate:${-BESIDE * beside}px`,
            title: words,
            "aria-label": `go to: ${words}`,
            onclick: () => goTo(step),
          },
          markIcon(kind),
        ),
      );
    });
    track.append(el("span", { class: "cl-end", style: `left:${x(episode.steps, 100)}%` }));
    const name = state.several ? `events ${LETTERS[index]}` : "events";
    rows.push(el("span", { class: "cl-gutter" }, name), track);
  });
  const chart = makeValues(episodes, x);
  if (chart) rows.push(...chart.nodes);
  return { rows, draw: (/** @type {number} */ t) => chart?.draw(t) };
}

/**
 * The value curves; null if no episode has values.
 * @param {Episode[]} episodes
 * @param {(t: number, width: number) => number} x
 */
function makeValues(episodes, x) {
  const curves = episodes.flatMap(({ values, steps }, index) =>
    values ? [{ values, steps, index }] : [],
  );
  if (!curves.length) return null;
  const all = curves.flatMap(({ values }) => Array.from(values)).filter(Number.isFinite);
  const low = Math.min(0, ...all);
  const high = Math.max(low + 1e-3, ...all);
  const height = 72;
  const y = (/** @type {number} */ v) => 6 + (1 - (v - low) / (high - low)) * (height - 12);
  const cursor = svg("line", { y1: 0, y2: height, class: "cl-cursor" });
  const dots = curves.map(({ index }) => svg("circle", { r: 5, class: `cl-dot cl-ink-${index}` }));
  const plot = svg("svg", {
    class: "cl-values",
    height,
    role: "img",
    "aria-label": `value curve, from ${low.toFixed(2)} to ${high.toFixed(2)}`,
  });
  const gutter = el(
    "span",
    {
      class: "cl-gutter cl-axis",
      title: "the reward still expected, as the agent's critic sees it",
    },
    el("span", {}, high.toFixed(2)),
    el("span", {}, "value"),
    el("span", {}, low.toFixed(2)),
  );
  const box = el("div", { class: "cl-plot" }, plot);
  let width = -1;

  function layout() {
    width = box.clientWidth;
    plot.setAttribute("viewBox", `0 0 ${width} ${height}`);
    plot.replaceChildren(
      ...[low, high].map((v) =>
        svg("line", { x1: 0, x2: width, y1: y(v), y2: y(v), class: "cl-grid" }),
      ),
      cursor,
    );
    curves.forEach(({ values, index }, i) => {
      const points = Array.from(values, (v, t) => [x(t, width), y(v)]);
      plot.append(svg("path", { d: linePath(points), class: `cl-line cl-line-${index}` }), dots[i]);
    });
  }

  /** @param {number} t */
  function draw(t) {
    if (box.clientWidth !== width) layout();
    for (const end of ["x1", "x2"]) cursor.setAttribute(end, `${x(t, width)}`);
    curves.forEach(({ values, steps }, i) => {
      const now = Math.min(t, steps);
      dots[i].setAttribute("cx", `${x(now, width)}`);
      dots[i].setAttribute("cy", `${y(values[now])}`);
    });
  }
  return { nodes: [gutter, box], draw };
}

/**
 * @param {any} payload
 * @param {boolean} hasShares
 */
export function makeLegend(payload, hasShares) {
  const seen = new Set(
    payload.episodes.flatMap((/** @type {Episode} */ e) => e.events.map(([, kind]) => kind)),
  );
  const items = payload.kinds.map(
    (/** @type {{ label: string }} */ kind, /** @type {number} */ i) =>
      seen.has(i) ? el("span", { class: "cl-key" }, markIcon(i), kind.label) : null,
  );
  const arrows = el(
    "span",
    { class: "cl-faint" },
    "arrows: as long as the action is probable; yellow is the one taken",
  );
  return el("p", { class: "cl-legend" }, ...items, hasShares ? arrows : null);
}

/**
 * Every step of an episode as list items; the same move many times in a row is one item.
 * @param {Episode} episode
 * @param {import("./episode.js").Kind[]} kinds
 */
function transcript(episode, kinds) {
  /** @type {{ from: number, to: number, words: string }[]} */
  const items = [];
  for (let t = 1; t <= episode.steps; t++) {
    const words = tell(episode, t, kinds).join("; ");
    const last = items.at(-1);
    if (last && last.words === words) last.to = t;
    else items.push({ from: t, to: t, words });
  }
  return items.map(({ from, to, words }) =>
    el("li", {}, `${from === to ? `Step ${from}` : `Steps ${from} to ${to}`}: ${words}`),
  );
}

/**
 * @param {Episode[]} episodes
 * @param {State} state
 */
export function makeTranscript(episodes, state) {
  const details = el(
    "details",
    { class: "cl-transcript" },
    el("summary", {}, "Every step in words"),
  );
  details.addEventListener("toggle", () => {
    if (details.childElementCount > 1) return;
    for (const episode of episodes) {
      details.append(
        el("p", {}, episode.heading),
        el(
          "ol",
          { tabindex: 0, "aria-label": episode.heading },
          ...transcript(episode, state.kinds),
        ),
      );
    }
  });
  return details;
}

/**
 * What was counted, a row a policy; null where no table was sent (compare.py sends one).
 * @param {{ caption: string, heads: string[], rows: (string | number)[][] } | undefined} table
 * @param {State} state
 */
export function makeMetrics(table, state) {
  if (!table) return null;
  const named = (/** @type {string | number} */ name) => el("span", { class: "cl-who" }, `${name}`);
  // Roles said once more: where a narrow page turns the table, its elements are boxes like others.
  const rows = table.rows.map(([name, ...counts], i) =>
    el(
      "tr",
      { role: "row" },
      el("th", { scope: "row", role: "rowheader" }, state.several ? letter(i) : null, named(name)),
      ...counts.map((count) => el("td", { role: "cell" }, `${count}`)),
    ),
  );
  const heads = table.heads.map((head) =>
    el("th", { scope: "col", role: "columnheader" }, `${head}`),
  );
  const counted = el(
    "table",
    { class: "cl-metrics", role: "table", style: `--rows:${rows.length};--heads:${heads.length}` },
    el("caption", {}, table.caption),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ...heads)),
    el("tbody", { role: "rowgroup" }, ...rows),
  );
  // A narrow page scrolls the table, and not itself.
  const group = { role: "group", tabindex: 0, "aria-label": table.caption };
  return el("div", { class: "cl-counted", ...group }, counted);
}
