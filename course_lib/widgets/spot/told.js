// What is told after the reveal: what differs, who needed how many levels, what the agent does.

import { el } from "../js/dom.js";
import { markIcon } from "../js/marks.js";

/**
 * What `_tell` in widget.py sends, and the round as `pack_round` in payload.py packs it.
 * @typedef {{ rate: number, low: number, high: number }} Rate
 * @typedef {{ name: string, words: string, A: Rate, B: Rate }} Ending
 * @typedef {{ name: string, rows: Ending[], leading: string[], episodes: number }} AgentTold
 * @typedef {{ who: string, words: string, levels?: number | null, low?: number | null,
 *   high?: number | null, most?: number }} Needed
 * @typedef {{ team: string, said: string, sure: number, right: boolean, part: number, points: number,
 *   foreseen: boolean | null }} Row
 * @typedef {{ team: string, points: number, right: number, rounds: number, said: number,
 *   predictions: number, foreseen: number }} Standing
 * @typedef {{ from: number, to: number, right: number, answers: number, low: number,
 *   high: number }} Calibration
 * @typedef {{ truth: string[], how: Record<string, string>, rows: Row[], needed: Needed[],
 *   agent: AgentTold | null, done: boolean, standings: Standing[],
 *   calibration: Calibration[] }} Told
 * @typedef {{ attributes: { name: string, words: string }[], shelves: { A: any[], B: any[] } }} Game
 */

/** @param {number} share */
const percent = (share) => `${Math.round(100 * share)} %`;

/** @param {number} n */
const signed = (n) => `${n}`.replace("-", "−");

/**
 * A share from 0 to 1 as a bar with its interval.
 * @param {Rate} rate
 * @param {number} ink
 */
function rateBar({ rate, low, high }, ink) {
  return el(
    "span",
    { class: "cl-rate" },
    el(
      "span",
      { class: "cl-rate-bar", "aria-hidden": "true" },
      el("span", { class: `cl-rate-fill cl-back-${ink}`, style: `width:${100 * rate}%` }),
      el("span", {
        class: "cl-rate-range",
        style: `left:${100 * low}%;width:${100 * (high - low)}%`,
      }),
    ),
    el(
      "span",
      { class: "cl-rate-words" },
      `${percent(rate)} [${Math.round(100 * low)}, ${Math.round(100 * high)}]`,
    ),
  );
}

/** @param {AgentTold} agent */
function makeRates(agent) {
  const rows = agent.rows.map((row) =>
    el(
      "tr",
      { class: agent.leading.includes(row.name) ? "cl-most" : "" },
      el("th", { scope: "row" }, row.words),
      el("td", {}, rateBar(row.A, 0)),
      el("td", {}, rateBar(row.B, 1)),
    ),
  );
  const head = el(
    "tr",
    {},
    el("th", { scope: "col" }, `The agent ${agent.name}`),
    el("th", { scope: "col" }, "A · training"),
    el("th", { scope: "col" }, "B · deployment"),
  );
  return el(
    "table",
    { class: "cl-rates" },
    el(
      "caption",
      {},
      `Rates in ${agent.episodes} fresh levels of each shelf, with 95 % intervals.`,
    ),
    el("thead", {}, head),
    el("tbody", {}, ...rows),
  );
}

const MOST_LEVELS = 4096; // at the right end of the line
const POWERS = [1, 10, 100, 1000];

/** @param {number} n a number of levels; gives per cent of the line */
const along = (n) => (100 * Math.log(Math.max(1, n))) / Math.log(MOST_LEVELS);

/**
 * Levels on a line of powers of ten: what you looked at, what the two observers needed.
 * @param {Told} told
 * @param {{ A: number, B: number }} looked
 */
function makeNeeded(told, looked) {
  /** @type {Needed[]} */
  const rows = [
    {
      who: "You looked at",
      levels: looked.B,
      words: `${looked.A} levels of A and ${looked.B} of B`,
    },
    ...told.needed,
  ];
  const lines = rows.map((row, i) =>
    el(
      "div",
      { class: "cl-needed-row" },
      el("b", {}, row.who),
      scale(row, i),
      el("span", {}, row.words),
    ),
  );
  const axis = el(
    "div",
    { class: "cl-needed-row cl-faint", "aria-hidden": "true" },
    el("span", {}),
    el(
      "span",
      { class: "cl-scale cl-scale-axis" },
      ...POWERS.map((n) =>
        el("span", { class: "cl-scale-number", style: `left:${along(n)}%` }, `${n}`),
      ),
    ),
    el("span", {}, "levels until 95 % sure"),
  );
  return el("div", { class: "cl-needed" }, ...lines, axis);
}

/**
 * One row's number on the line, with its interval.
 * @param {Needed} row
 * @param {number} i
 */
function scale({ levels, low, high, most }, i) {
  const node = el(
    "span",
    { class: "cl-scale", "aria-hidden": "true" },
    ...POWERS.map((n) => el("span", { class: "cl-tick", style: `left:${along(n)}%` })),
  );
  if (low != null) {
    const width = along(high ?? most ?? MOST_LEVELS) - along(low);
    node.append(
      el("span", { class: "cl-scale-range", style: `left:${along(low)}%;width:${width}%` }),
    );
  }
  if (levels != null) {
    node.append(
      el("span", { class: "cl-scale-mark", style: `left:${along(levels)}%` }, markIcon(i)),
    );
  }
  return node;
}

/**
 * What an attribute is called in words.
 * @param {Game} game
 * @param {string} name
 */
export const attributeWords = (game, name) =>
  game.attributes.find((attribute) => attribute.name === name)?.words ?? name;

/**
 * The sentences that say what differs.
 * @param {Told} told
 * @param {Game} game
 */
function truthNodes(told, game) {
  if (!told.truth.length)
    return [
      el(
        "p",
        { class: "cl-truth" },
        "Nothing differs. Both shelves are drawn from the same levels.",
      ),
    ];
  return told.truth.map((name) => {
    const words = attributeWords(game, name);
    return el(
      "p",
      { class: "cl-truth" },
      el("b", {}, `${words[0].toUpperCase()}${words.slice(1)}: `),
      `${told.how[name]}.`,
    );
  });
}

/**
 * Whether a team has foreseen the agent, and if not, what it mostly does.
 * @param {Row} row
 * @param {AgentTold | null} agent
 */
function foreseenWords(row, agent) {
  if (row.foreseen === null) return "";
  const ways = (agent?.rows ?? [])
    .filter((one) => agent?.leading.includes(one.name))
    .map((one) => `“${one.words}”`);
  return row.foreseen
    ? "; foresaw the agent"
    : `; did not foresee the agent, which mostly ${ways.join(" or ")}`;
}

/**
 * Whether an answer is right, in words.
 * @param {Row} row
 */
export const judged = ({ right, part }) =>
  right ? "right" : part > 0 ? "right in part" : "not right";

/**
 * @param {Row} row
 * @param {Game} game
 * @param {AgentTold | null} agent
 */
function verdict(row, game, agent) {
  const names = row.said
    .split(" + ")
    .map((name) => attributeWords(game, name))
    .join(" and ");
  const points = `${row.points > 0 ? "+" : ""}${signed(row.points)} points`;
  return el(
    "li",
    { class: row.right ? "cl-right" : "cl-wrong" },
    el("b", {}, `${row.right ? "✓" : row.part > 0 ? "◐" : "✗"} ${row.team}: `),
    `said “${names}”, ${percent(row.sure)} sure: ${judged(row)}, ${points}${foreseenWords(row, agent)}.`,
  );
}

/**
 * @param {Standing[]} standings
 * @param {Calibration[]} calibration
 */
function makeStandings(standings, calibration) {
  if (!standings.length) return null;
  const rows = standings.map((row) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, row.team),
      ...[
        signed(row.points),
        `${row.right} of ${row.rounds}`,
        percent(row.said),
        row.predictions ? `${row.foreseen} of ${row.predictions}` : "–",
      ].map((cell) => el("td", {}, cell)),
    ),
  );
  const heads = ["team", "points", "exactly right", "sure, on average", "agent foreseen"];
  const lines = calibration.map((row) =>
    el(
      "li",
      {},
      `When you said ${percent(row.from)} to ${percent(row.to)}, you were right in ${percent(row.right)} ` +
        `of ${row.answers} [${Math.round(100 * row.low)}, ${Math.round(100 * row.high)}].`,
    ),
  );
  return el(
    "div",
    { class: "cl-standings" },
    el(
      "table",
      {},
      el("caption", {}, "So far"),
      el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, ...rows),
    ),
    el(
      "details",
      {},
      el("summary", {}, "How well do you know what you know?"),
      el("ul", {}, ...lines),
      el(
        "p",
        { class: "cl-faint" },
        "Who is well calibrated is right as often as they say. In brackets: 95 % intervals.",
      ),
    ),
  );
}

/**
 * Everything after the reveal but the player, which `slot` will hold.
 * @param {Told} told
 * @param {Game} game
 * @param {HTMLElement} slot
 * @param {HTMLElement} next
 */
export function makeTold(told, game, slot, next) {
  const looked = { A: game.shelves.A.length, B: game.shelves.B.length };
  const title = el("p", { class: "cl-told-title", tabindex: -1 }, "What differs");
  const foretold = told.agent
    ? makeRates(told.agent)
    : el("p", { class: "cl-faint" }, told.done ? "" : "The agent is being watched …");
  const node = el(
    "section",
    { class: "cl-told", "aria-label": "the reveal" },
    title,
    el(
      "div",
      { class: "cl-truths" },
      ...truthNodes(told, game),
      el("ul", { class: "cl-verdicts" }, ...told.rows.map((row) => verdict(row, game, told.agent))),
    ),
    makeNeeded(told, looked),
    el("div", { class: "cl-shown" }, el("div", { class: "cl-foretold" }, foretold), slot),
    makeStandings(told.standings, told.calibration),
    el("div", { class: "cl-row cl-next" }, next),
  );
  return { node, title };
}
