// How good an answer is that says how sure it is: the twin of course_lib/study/game/scoring.py.

import { wilson } from "../measure/intervals.js";
import { Refusal, rounded } from "./python.js";

/**
 * An answer as a row of the table, of which the scoring reads these columns.
 * @typedef {{ team: string, sure: number, right: boolean, points: number, brier: number,
 *   foreseen: boolean | null, [column: string]: any }} Answer
 */

const [LEAST, MOST] = [0.5, 1]; // what can be said: below a half, "right" would mean "wrong"
const BINS = [0.5, 0.6, 0.7, 0.8, 0.9, 1];

/**
 * Refuses a stated chance that is no number from 0.5 to 1.
 * @param {unknown} sure
 */
export function checkSure(sure) {
  if (typeof sure !== "number" || !(sure >= LEAST && sure <= MOST))
    throw new Refusal(`how sure must be a number from 0.5 to 1.0, not ${sure}`);
}

/**
 * Whether an answer names exactly what differs; nothing named says that nothing does.
 * @param {string[]} said
 * @param {string[]} truth
 */
export function isRight(said, truth) {
  const [one, other] = [new Set(said), new Set(truth)];
  return one.size === other.size && [...one].every((name) => other.has(name));
}

/**
 * 0 (sure and right) to 1 (sure and wrong); 0.25 for a coin toss (Brier 1950).
 * @param {number} sure
 * @param {boolean} right
 */
export function brier(sure, right) {
  checkSure(sure);
  return (sure - Number(right)) ** 2;
}

/**
 * How much of an answer is right, 0 to 1: what it shares with the truth, of all in either.
 * @param {string[]} said
 * @param {string[]} truth
 */
export function partRight(said, truth) {
  const [named, there] = [new Set(said), new Set(truth)];
  const all = new Set([...said, ...truth]).size;
  return all ? [...named].filter((name) => there.has(name)).length / all : 1;
}

/**
 * 25 for sure and right, 0 for a coin toss, -75 for sure and wrong, as far between them as the
 * answer is right in part; whole numbers, halves going up.
 * @param {number} sure
 * @param {number} part
 */
export function points(sure, part) {
  checkSure(sure);
  const exact = 25 - 100 * (part * (1 - sure) ** 2 + (1 - part) * sure ** 2);
  return Math.floor(rounded(exact, 6) + 0.5);
}

/** @template T @param {T[]} rows @param {(row: T) => number} value */
const total = (rows, value) => rows.reduce((sum, row) => sum + value(row), 0);

/**
 * What was said beside how often it was right, for each range of `sure` that occurs.
 * @param {Answer[]} answers
 */
export function calibration(answers) {
  const rows = [];
  for (let i = 0; i + 1 < BINS.length; i++) {
    const [low, high] = [BINS[i], BINS[i + 1]];
    const last = i + 2 === BINS.length;
    const those = answers.filter(
      ({ sure }) => low <= sure && (sure < high || (last && sure === high)),
    );
    if (!those.length) continue;
    const hits = total(those, (one) => Number(one.right));
    const [bottom, top] = wilson(hits, those.length);
    const said = total(those, (one) => one.sure) / those.length;
    const right = hits / those.length;
    const answered = those.length;
    rows.push({ from: low, to: high, said, right, low: bottom, high: top, answers: answered });
  }
  return rows;
}

/**
 * A row for each team, in the order of their first answer: what they have reached so far.
 * @param {Answer[]} answers
 */
export function standings(answers) {
  return [...new Set(answers.map((one) => one.team))].map((team) => {
    const those = answers.filter((one) => one.team === team);
    const told = those.filter((one) => one.foreseen != null);
    return {
      team,
      rounds: those.length,
      right: total(those, (one) => Number(one.right)),
      said: total(those, (one) => one.sure) / those.length,
      points: total(those, (one) => one.points),
      brier: total(those, (one) => one.brier) / those.length,
      foreseen: total(told, (one) => Number(one.foreseen)),
      predictions: told.length,
    };
  });
}

/**
 * The answer of a show of hands: what differs, how sure, which prediction; null without any. As
 * sure as the share of hands for it, a half at least, in steps of a twentieth.
 * @param {Record<string, number>} votes by "attribute:…" and "choice:…"
 * @returns {{ attributes: string[], sure: number, prediction: string } | null}
 */
export function mostVoted(votes) {
  const counts = Object.entries(votes).filter(([, n]) => Math.trunc(n) > 0);
  const [named, ends] = ["attribute:", "choice:"].map((kind) =>
    counts
      .filter(([key]) => key.startsWith(kind))
      .map(([key, n]) => ({ name: key.slice(kind.length), n: Math.trunc(n) })),
  );
  if (!named.length) return null;
  const [first, end] = [named, ends].map((list) => {
    const most = Math.max(...list.map((one) => one.n));
    return list.find((one) => one.n === most);
  });
  const { name, n } = /** @type {{ name: string, n: number }} */ (first);
  const sure = Math.max(LEAST, rounded((20 * n) / total(named, (one) => one.n), 0) / 20);
  return { attributes: name === "nothing" ? [] : [name], sure, prediction: end?.name ?? "" };
}
