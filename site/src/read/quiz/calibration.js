// How often somebody is right at how sure they are: the twin of course_lib/quiz/calibration.py and
// of calibration() in course_lib/study/game/scoring.py.

import { fixed, percent, whole } from "./python.js";
import { reliabilityHtml } from "./reliability.js";

/**
 * @typedef {import("./answers.js").Attempts} Attempts
 * @typedef {{ sure: number, right: boolean }} Answer
 * @typedef {{ from: number, to: number, said: number, right: number, low: number, high: number,
 *   answers: number }} Row
 */

const BINS = [0.5, 0.6, 0.7, 0.8, 0.9, 1];
const Z95 = 1.959964; // as study/measure/stats.py has it
const FEW = 5; // answers, up to which nothing is advised
const ENOUGH = 4; // answers about as sure as each other, from which something is advised
const LEAN = 0.1; // between how sure and how often right, from which something is advised
const HELD = 2; // so many answers' weight has what was said in the advice for next time
const [LEAST, MOST] = [50, 95]; // per cent, that is advised: nobody should be told to be certain
const NOTHING =
  "No answer with how sure you were counts yet. Predict, look at the result, come back.";

/**
 * The answers of one lesson that count, one for each exercise at most.
 * @param {Attempts} attempts
 * @returns {Answer[]}
 */
export function answersIn(attempts) {
  const found = [];
  for (const tries of Object.values(attempts)) {
    const first = tries.find(({ right }) => right !== null);
    if (first && first.confidence !== null) {
      found.push({ sure: first.confidence / 100, right: Boolean(first.right) });
    }
  }
  return found;
}

/**
 * The 95 % interval of a rate (Wilson 1927).
 * @param {number} hits
 * @param {number} n
 */
function wilson(hits, n) {
  const [rate, z2] = [hits / n, Z95 ** 2];
  const centre = (rate + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z95 / (1 + z2 / n)) * Math.sqrt((rate * (1 - rate)) / n + z2 / (4 * n * n));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/**
 * What was said beside how often it was right, for each range of `sure` that occurs.
 * @param {Answer[]} answers
 * @returns {Row[]}
 */
export function calibration(answers) {
  const rows = [];
  for (let i = 0; i + 1 < BINS.length; i++) {
    const [from, to] = [BINS[i], BINS[i + 1]];
    const those = answers.filter(
      ({ sure }) => from <= sure && (sure < to || (to === 1 && sure === 1)),
    );
    if (!those.length) continue;
    const hits = those.filter(({ right }) => right).length;
    const [low, high] = wilson(hits, those.length);
    const said = sum(those.map(({ sure }) => sure)) / those.length;
    rows.push({ from, to, said, right: hits / those.length, low, high, answers: those.length });
  }
  return rows;
}

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

/**
 * A picture with its words as HTML, and the same words as text.
 * @param {Answer[]} here
 * @param {Answer[]} everywhere
 */
export function report(here, everywhere) {
  if (!everywhere.length) return { html: `<p>${NOTHING}</p>`, told: [NOTHING], rows: [] };
  const rows = table(here, everywhere);
  const told = [scoreLines(here, everywhere), advice(everywhere)];
  const own = here.length < everywhere.length ? calibration(here) : [];
  return { html: reliabilityHtml(own, calibration(everywhere), rows, told), told, rows };
}

/**
 * How often right at how sure, in rows; one column where there is no other lesson.
 * @param {Answer[]} here
 * @param {Answer[]} everywhere
 */
function table(here, everywhere) {
  const both = here.length < everywhere.length;
  const own = new Map(calibration(here).map((row) => [row.from, row]));
  const found = [
    ["You were", ...(both ? ["right in this lesson", "right in all lessons"] : ["right"])],
  ];
  for (const row of calibration(everywhere)) {
    const last = row.to === 1 ? 100 : whole(100 * row.to) - 1;
    const sure = `${whole(100 * row.from)} to ${last} % sure`;
    found.push([sure, ...(both ? [hits(own.get(row.from))] : []), hits(row)]);
  }
  return found;
}

/** How many of how many. @param {Row | undefined} row */
const hits = (row) => (row ? `${whole(row.right * row.answers)} of ${row.answers}` : "–");

/** @param {Answer[]} answers */
const meanBrier = (answers) =>
  sum(answers.map(({ sure, right }) => (sure - Number(right)) ** 2)) / answers.length;

/** @param {Answer[]} answers */
const idealBrier = (answers) => sum(answers.map(({ sure }) => sure * (1 - sure))) / answers.length;

/**
 * @param {Answer[]} here
 * @param {Answer[]} everywhere
 */
function scoreLines(here, everywhere) {
  const both = here.length && here.length < everywhere.length;
  const own = both ? `${fixed(meanBrier(here), 2)} in this lesson and ` : "";
  const where = both ? " in all lessons" : "";
  return [
    `Your Brier score is ${own}${fixed(meanBrier(everywhere), 2)}${where}. The smaller, the better:`,
    "a coin toss has 0.25. An ideal observer, who is right as often as it says, would have",
    `${fixed(idealBrier(everywhere), 2)} with answers as sure as yours.`,
  ].join(" ");
}

/** One sentence that says what to do about it. @param {Answer[]} answers */
function advice(answers) {
  const count = answers.length;
  if (count <= FEW) {
    const unit = count === 1 ? "answer counts" : "answers count";
    return `Only ${count} ${unit} so far, too few to judge. Go on saying how sure you are.`;
  }
  /** @type {Row | null} */
  let worst = null;
  for (const row of calibration(answers).filter((one) => one.answers >= ENOUGH)) {
    if (!worst || weight(row) > weight(worst)) worst = row;
  }
  if (!worst || Math.abs(gap(worst)) < LEAN) return onAverage(answers);
  const hit = whole(worst.right * worst.answers);
  const said = `${whole(100 * worst.said)} % sure ${times(worst.answers)}`;
  const chance = worst.low <= worst.said && worst.said <= worst.high;
  const how = chance ? ", which may still be chance" : "";
  return `You were about ${said} and right ${times(hit)}${how}: say ${nextTime(worst)} % next time.`;
}

/** @param {Answer[]} answers */
function onAverage(answers) {
  const said = sum(answers.map(({ sure }) => sure)) / answers.length;
  const right = sum(answers.map((one) => Number(one.right))) / answers.length;
  if (Math.abs(right - said) < LEAN) {
    return "You were right about as often as you said. Go on like this.";
  }
  const [sure, often] = [said, right].map((share) => percent(share).replace("%", " %"));
  const how = right > said ? "more" : "less";
  return `You were ${sure} sure on average, and right in ${often} of your answers: say ${how} next time.`;
}

/** How often, in words. @param {number} count */
const times = (count) => ["never", "once", "twice"][count] ?? `${count} times`;

/** How much more often right than said. @param {Row} row */
const gap = (row) => row.right - row.said;

/** @param {Row} row */
const weight = (row) => Math.abs(gap(row)) * row.answers ** 0.5;

/** What to say instead, in steps of 5 %. @param {Row} row */
function nextTime(row) {
  const share = (row.right * row.answers + HELD * row.said) / (row.answers + HELD);
  return Math.min(MOST, Math.max(LEAST, 5 * whole(20 * share)));
}
