// What was measured, as a table: for each metric a row a policy, a column a distribution.

import { el } from "../../../course_lib/widgets/js/dom.js";

/**
 * @typedef {import("../episodes/world.js").World} World
 * @typedef {import("../measure/pool.js").Rows} Rows
 * @typedef {{ mean: number, low: number, high: number }} Interval
 */

/**
 * A share as per cent, or a count, with its interval.
 * @param {Interval} interval
 * @param {boolean} isRate
 */
export function told({ mean, low, high }, isRate) {
  if (!isRate) return `${mean.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
  const [m, l, h] = [mean, low, high].map((share) => (100 * share).toFixed(1));
  return `${m} % [${l}, ${h}]`;
}

/**
 * Two tables: goal and proxies, and folded up what else was counted.
 * @param {World} world
 * @param {string[]} policies
 * @param {string[]} distributions
 * @param {Rows[]} rows distribution after distribution, in each policy after policy
 * @param {number} episodes
 */
export function makeTable(world, policies, distributions, rows, episodes) {
  const { goal, proxies, metrics } = world.packed;
  const first = [goal, ...proxies];
  const others = [...metrics.filter((name) => !first.includes(name)), "steps"];
  const levels = episodes.toLocaleString("en-GB");
  const caption = `On ${levels} fresh levels of each, with 95 % intervals. All policies meet the same levels.`;
  const table = (/** @type {string[]} */ chosen, /** @type {string} */ words) =>
    el(
      "div",
      { class: "site-scroll", tabindex: 0, role: "group", "aria-label": words },
      el(
        "table",
        { class: "site-table site-measured" },
        el("caption", {}, words),
        makeHead(world, distributions),
        ...chosen.map((metric) => makeGroup(world, metric, policies, distributions, rows)),
      ),
    );
  return [
    table(first, caption),
    el("details", {}, el("summary", {}, "What else was counted"), table(others, caption)),
  ];
}

/** @param {World} world @param {string[]} distributions */
function makeHead(world, distributions) {
  const titles = distributions.map((name) => world.distribution(name).title);
  const heads = titles.map((title) => el("th", { scope: "col" }, title));
  return el("thead", {}, el("tr", {}, el("td"), ...heads));
}

/**
 * One metric: its name, and below it a row for each policy.
 * @param {World} world
 * @param {string} metric
 * @param {string[]} policies
 * @param {string[]} distributions
 * @param {Rows[]} rows
 */
function makeGroup(world, metric, policies, distributions, rows) {
  const { goal, proxies, counts } = world.packed;
  const isRate = metric !== "steps" && !counts.includes(metric);
  const role = metric === goal ? " (intended goal)" : proxies.includes(metric) ? " (proxy)" : "";
  const kind = metric === goal ? "goal" : proxies[0] === metric ? "proxy" : "other";
  const name = el(
    "th",
    { scope: "rowgroup", colspan: 1 + distributions.length },
    world.metricWords(metric) + role,
  );
  const lines = policies.map((policy, n) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, policy),
      ...distributions.map((_, d) => makeCell(rows[d * policies.length + n][metric], isRate, kind)),
    ),
  );
  return el("tbody", {}, el("tr", { class: "site-metric" }, name), ...lines);
}

/**
 * @param {Interval} interval
 * @param {boolean} isRate
 * @param {string} kind
 */
function makeCell(interval, isRate, kind) {
  const text = told(interval, isRate);
  if (!isRate) return el("td", {}, text);
  const at = (/** @type {number} */ share) => `${(100 * share).toFixed(2)}%`;
  const bar = el(
    "span",
    { class: `site-bar site-bar-${kind}`, "aria-hidden": "true" },
    el("span", { class: "site-bar-mean", style: `width:${at(interval.mean)}` }),
    el("span", {
      class: "site-bar-span",
      style: `left:${at(interval.low)};width:${at(interval.high - interval.low)}`,
    }),
  );
  return el("td", {}, bar, text);
}
