// Which questions of earlier lessons are asked again: the twin of course_lib/quiz/recall.py.

/**
 * @typedef {import("./answers.js").Attempts} Attempts
 * @typedef {import("./answers.js").Attempt} Attempt
 * @typedef {[lesson: string, name: string]} Asked
 * @typedef {{ part: number, pool: Asked[], own: Asked[] }} Pool pool: shuffled by Python for this
 *   lesson; own: what is asked where no other is left, the nearest first
 */

const AT_ONCE = 2; // questions
const AGAIN = "recall "; // what the names of recalled questions begin with

/** @param {string} lesson */
const numberOf = (lesson) => lesson.split("_")[0];

/**
 * What a recalled question is called in the lesson that asks it again.
 * @param {string} lesson
 * @param {string} name
 */
export const recallName = (lesson, name) => `${AGAIN}${numberOf(lesson)}/${name}`;

/**
 * The questions that a unit asks again, those first that went wrong.
 * @param {string} lesson
 * @param {Pool} from
 * @param {Record<string, Attempts>} answered by lesson
 * @returns {Asked[]}
 */
export function drawn(lesson, { part, pool, own }, answered) {
  const here = Object.entries(answered[lesson] ?? {}).filter(([name]) => !name.startsWith(AGAIN));
  const known = { ...answered, [lesson]: Object.fromEntries(here) };
  const [first, second] = [pool, own].map((those) => {
    const keyed = those.map((pair) => ({ pair, key: urgency(pair, known) }));
    return keyed.sort((a, b) => compare(a.key, b.key)).map(({ pair }) => pair);
  });
  const begin = AT_ONCE * (part - 1);
  return [...first.slice(begin, begin + AT_ONCE), ...second].slice(0, AT_ONCE);
}

/**
 * What to sort by: the smaller, the earlier it is asked again.
 * @param {Asked} pair
 * @param {Record<string, Attempts>} known
 * @returns {[number, number, string]}
 */
function urgency([lesson, name], known) {
  const last = lastAsked(lesson, name, known);
  if (!last) return [1, -Number(numberOf(lesson)), ""];
  if (last.right) return [2, 0, last.time];
  return [0, -(last.confidence ?? 0), last.time];
}

/**
 * @param {[number, number, string]} a
 * @param {[number, number, string]} b
 */
function compare(a, b) {
  if (a[0] !== b[0]) return a[0] - b[0];
  if (a[1] !== b[1]) return a[1] - b[1];
  return a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0;
}

/**
 * The first attempt on the newest occasion on which this was asked.
 * @param {string} lesson
 * @param {string} name
 * @param {Record<string, Attempts>} known
 */
function lastAsked(lesson, name, known) {
  const again = recallName(lesson, name);
  const firsts = [
    known[lesson]?.[name]?.[0],
    ...Object.values(known).map((one) => one[again]?.[0]),
  ];
  /** @type {Attempt | null} */
  let newest = null;
  for (const one of firsts) {
    if (one && (!newest || one.time > newest.time)) newest = one;
  }
  return newest;
}
