// The answers as rows, and as a CSV file: the twin of course_lib/widgets/spot/answers.py.

import { csvLine, float, rounded } from "./python.js";
import { leading } from "./rounds.js";
import { brier, isRight, partRight, points } from "./scoring.js";

/**
 * @typedef {import("./rounds.js").Round} Round
 * @typedef {import("./rounds.js").Shares} Shares
 * @typedef {import("./scoring.js").Answer} Answer
 * @typedef {import("../../../course_lib/widgets/spot/form.js").Draft} Draft
 */

export const COLUMNS = [
  "round",
  "name",
  "world",
  "subtlety",
  "team",
  "said",
  "truth",
  "right",
  "part",
  "sure",
  "brier",
  "points",
  "prediction",
  "agent",
  "agent_did",
  "foreseen",
  "looked_a",
  "looked_b",
  "seconds",
  "observer_levels",
  "classifier_levels",
  "hands",
];
const FLOATS = new Set(["subtlety", "part", "sure", "brier", "seconds"]);

/**
 * A team's answer in the order of `COLUMNS`, with what is true; the model adds who and when.
 * @param {Round} round
 * @param {Draft} draft
 * @param {string} agent
 * @param {{ B: Shares } | null} did what the agent does, if it is known
 * @returns {Answer}
 */
export function teamRow(round, { sure, attributes, prediction }, agent, did) {
  const right = isRight(attributes, round.truth);
  const part = partRight(attributes, round.truth);
  const ways = did ? leading(did.B) : [];
  const { observer, classifier } = round.needed;
  return {
    .../** @type {any} */ (Object.fromEntries(COLUMNS.map((name) => [name, null]))),
    name: round.name,
    world: round.world,
    subtlety: round.subtlety,
    said: attributes.join(" + ") || "nothing",
    truth: round.truth.join(" + ") || "nothing",
    right,
    part: rounded(part, 4),
    sure,
    brier: rounded(brier(sure, right), 4),
    points: points(sure, part),
    prediction,
    agent: did ? agent : "",
    agent_did: did ? did.B.most : null,
    foreseen: did && prediction ? ways.includes(prediction) : null,
    observer_levels: observer?.levels ?? null,
    classifier_levels: classifier?.levels ?? null,
  };
}

/**
 * The text of a CSV file, byte for byte as Python writes it.
 * @param {string[]} columns
 * @param {Answer[]} answers
 */
export function rowsAsCsv(columns, answers) {
  const lines = answers.map((row) => columns.map((name) => cell(name, row[name])));
  return [columns, ...lines].map(csvLine).join("");
}

/** @param {string} column @param {any} value */
function cell(column, value) {
  if (value == null) return "";
  if (column === "hands") return hands(value);
  if (value === true || value === false) return value ? "True" : "False";
  return FLOATS.has(column) ? float(value) : String(value);
}

/**
 * A show of hands as JSON, spaced as Python's.
 * @param {Record<string, number>} votes
 */
function hands(votes) {
  const said = Object.entries(votes).map(([key, n]) => `${JSON.stringify(key)}: ${n}`);
  return said.length ? `{${said.join(", ")}}` : "";
}
