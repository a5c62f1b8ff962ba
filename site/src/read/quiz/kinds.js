// What an answer shows: the twin of course_lib/quiz/{kinds,choices,predictions,sorting}.py.
// Each judge throws an Unread for what it cannot read, with Python's own words.

import { numberOf, Unread } from "./numbers.js";
import { float, repr, sorted, split } from "./python.js";

export { Unread };

/**
 * @typedef {{ text: string, why: string, right: boolean, between: number[] }} Option
 * @typedef {{ title: string, homes: string[], why: string, wrong: Record<string, string> }} Case
 * @typedef {{ value: number, why: string }} Mistake
 * @typedef {import("../../../../course_lib/widgets/form/parts.js").Exercise} Face
 * @typedef {{ name: string, kind: string, form: Face, seeing?: Face, confidence: boolean,
 *   order: string, options: Record<string, Option>, unit: string, measured: boolean, see: string,
 *   value: number, tolerance: number, why: string, mistakes: Mistake[], otherwise: string,
 *   look_for: string, least: number, bins: Record<string, string>, cases: Record<string, Case>,
 *   confusions: Record<string, Record<string, string>>, example: string }} Exercise
 * @typedef {{ text: string, why: string, marks: string[] }} Line
 * @typedef {{ right: boolean | null, message: string, lines: Line[] }} Verdict
 */

/**
 * True when nothing has been filled in yet.
 * @param {unknown} answer
 * @returns {boolean}
 */
export function empty(answer) {
  if (answer === null || answer === undefined) return true;
  if (typeof answer === "string") return !answer.replace(/^[ .]+|[ .]+$/g, "");
  if (typeof answer !== "object" || Array.isArray(answer)) return false;
  return Object.values(answer).every(empty);
}

/**
 * The option letters in "a", "ac", "a, c" or ["a", "c"].
 * @param {unknown} answer
 * @param {Record<string, unknown>} allowed
 */
export function lettersIn(answer, allowed) {
  const parts = typeof answer === "string" ? [answer] : Array.isArray(answer) ? answer : [null];
  const known = Object.keys(allowed);
  if (!parts.every((part) => typeof part === "string")) {
    throw new Unread(
      `${repr(answer)} is not text; write letters such as ${repr(sorted(known)[0])}`,
    );
  }
  const letters = new Set([...parts.join("").toLowerCase()].filter((c) => !" ,;.+".includes(c)));
  const strange = sorted([...letters].filter((letter) => !known.includes(letter)));
  if (strange.length) {
    throw new Unread(
      `${repr(strange.join(", "))} in ${repr(answer)} is none of: ${known.join(" ")}`,
    );
  }
  return letters;
}

/**
 * What is said about every option, with the marks (name=keys) that it has.
 * @param {Exercise} one
 * @param {Record<string, string>} marked
 * @returns {Line[]}
 */
export function linesOf(one, marked) {
  return [...one.order].map((key) => ({
    text: one.options[key].text,
    why: one.options[key].why,
    marks: Object.keys(marked).filter((name) => marked[name].includes(key)),
  }));
}

/** The keys of the options that are right. @param {Exercise} one */
export const rightsOf = (one) =>
  Object.keys(one.options)
    .filter((key) => one.options[key].right)
    .join("");

/**
 * @param {Exercise} one
 * @param {unknown} answer
 * @returns {Verdict}
 */
function judgeChoice(one, answer) {
  const chosen = lettersIn(answer, one.options);
  const rights = rightsOf(one);
  const several = rights.length > 1;
  if (!several && chosen.size > 1) throw new Unread("it names several options; choose one");
  const hits = [...chosen].filter((key) => rights.includes(key)).length;
  const off = chosen.size - hits;
  const told = `You chose ${hits} of the ${rights.length} that hold`;
  const counted = off ? `${told}, and ${off} of those that do not.` : `${told}.`;
  const yours = [...chosen].join("");
  return {
    right: off === 0 && hits === rights.length,
    message: several ? counted : "",
    lines: linesOf(one, { right: rights, yours }),
  };
}

/**
 * The key of the one option named.
 * @param {Exercise} one
 * @param {unknown} answer
 */
export function oneOf(one, answer) {
  const keys = [...lettersIn(answer, one.options)];
  if (keys.length !== 1) {
    throw new Unread(`${repr(answer)} names ${keys.length} options; choose one`);
  }
  return keys[0];
}

/**
 * @param {Exercise} one
 * @param {unknown} answer
 * @returns {Verdict}
 */
function judgePrediction(one, answer) {
  const { text } = one.options[oneOf(one, answer)];
  return { right: null, message: `Kept: “${text}”`, lines: [] };
}

/**
 * The keys of the options that hold, "" if none does.
 * @param {Exercise} one
 * @param {number | null} value the measured number, where one decides
 */
export function truthOf(one, value) {
  if (!one.measured) return rightsOf(one);
  const number = Number(value);
  const holds = (/** @type {Option} */ { between: [low, high] }) => low <= number && number <= high;
  return Object.keys(one.options)
    .filter((key) => holds(one.options[key]))
    .join("");
}

/**
 * @param {Exercise} one
 * @param {unknown} answer
 * @returns {Verdict}
 */
function judgeNumber(one, answer) {
  const number = numberOf(answer);
  if (Math.abs(number - one.value) <= one.tolerance) {
    return { right: true, message: one.why, lines: [] };
  }
  const seen = one.mistakes.find(({ value }) => Math.abs(number - value) <= one.tolerance);
  return { right: false, message: seen?.why || one.otherwise, lines: [] };
}

/**
 * @param {Exercise} one
 * @param {unknown} answer
 * @returns {Verdict}
 */
function judgeOpen(one, answer) {
  if (typeof answer !== "string") {
    throw new Unread(`${repr(answer)} is not text; write a sentence in quotes`);
  }
  if (split(answer).length < one.least) {
    throw new Unread(`${repr(answer)} is too short to tell; write ${one.least} words or more`);
  }
  return { right: null, message: `Compare it with this: ${one.look_for}`, lines: [] };
}

/**
 * Letter -> bin, in the order of the letters, from {bin: letters} or {letter: bin}.
 * @param {Exercise} one
 * @param {unknown} answer
 * @returns {Record<string, string>}
 */
export function placed(one, answer) {
  if (answer === null || typeof answer !== "object" || Array.isArray(answer)) {
    throw new Unread(`${repr(answer)} is not a dict; write ${one.example}`);
  }
  const given = Object.entries(answer);
  const byLetter = given.every(([key]) => key in one.cases);
  const letters = (/** @type {unknown} */ keys) =>
    empty(keys) ? [] : [...lettersIn(keys, one.cases)];
  /** @type {[string, string][]} */
  const pairs = byLetter
    ? given.filter(([, home]) => !empty(home)).map(([key, home]) => [String(home), key])
    : given.flatMap(([bin, keys]) =>
        letters(keys).map((key) => /** @type {[string, string]} */ ([bin, key])),
      );
  const bins = Object.keys(one.bins);
  const strange = sorted(new Set(pairs.map(([home]) => home).filter((h) => !bins.includes(h))));
  if (strange.length) {
    throw new Unread(`${repr(strange.join(", "))} is none of: ${bins.join(", ")}`);
  }
  const keys = pairs.map(([, key]) => key);
  const twice = sorted(new Set(keys.filter((key, i) => keys.indexOf(key) !== i)));
  if (twice.length) {
    throw new Unread(`${twice.join(", ")} stands in more than one place; choose one each`);
  }
  pairs.sort(([, a], [, b]) => (a < b ? -1 : 1));
  return Object.fromEntries(pairs.map(([home, key]) => [key, home]));
}

/**
 * @param {Exercise} one
 * @param {unknown} answer
 * @returns {Verdict}
 */
function judgeSorting(one, answer) {
  const homes = placed(one, answer);
  const off = Object.entries(homes).filter(([key, bin]) => !one.cases[key].homes.includes(bin));
  const left = Object.keys(one.cases).filter((key) => !(key in homes));
  const well = Object.keys(homes).length - off.length;
  const told = [`${well} of ${Object.keys(one.cases).length} are well placed.`];
  for (const [key, bin] of off) {
    const { title, wrong, homes: best } = one.cases[key];
    const shows = wrong[bin] || one.confusions[bin]?.[best[0]] || "";
    told.push(`${key} (${title}): not ${bin}. ${shows}`);
  }
  if (off.length > 1) told.push(pattern(one, off));
  if (left.length) told.push(`Not sorted yet: ${left.join(" ")}.`);
  return { right: !off.length && !left.length, message: told.join("\n"), lines: [] };
}

/**
 * The commonest mix-up, if there is one.
 * @param {Exercise} one
 * @param {[string, string][]} off
 */
function pattern(one, off) {
  /** @type {Map<string, [number, string, string]>} */
  const counts = new Map();
  for (const [key, given] of off) {
    const home = one.cases[key].homes[0];
    const name = JSON.stringify([given, home]);
    counts.set(name, [(counts.get(name)?.[0] ?? 0) + 1, given, home]);
  }
  const most = [...counts.values()].reduce((best, pair) => (pair[0] > best[0] ? pair : best));
  const [times, given, home] = most;
  if (times < 2) return "No pattern in these: each is worth a second look by itself.";
  return `A pattern: ${times} times you said ${given} where ${home} is the better answer.`;
}

/** @type {Record<string, (one: Exercise, answer: unknown) => Verdict>} */
const JUDGES = {
  choice: judgeChoice,
  prediction: judgePrediction,
  number: judgeNumber,
  open: judgeOpen,
  sorting: judgeSorting,
};

/**
 * What the answer shows.
 * @param {Exercise} one
 * @param {unknown} answer
 * @returns {Verdict}
 */
export const judge = (one, answer) => JUDGES[one.kind](one, answer);

/**
 * The answer as it is kept.
 * @param {Exercise} one
 * @param {unknown} answer
 */
export function kept(one, answer) {
  if (one.kind === "number") return numberOf(answer);
  if (one.kind === "sorting") return placed(one, answer);
  return one.options ? sorted(lettersIn(answer, one.options)).join("") : answer;
}

/**
 * An answer that was kept, as a student reads it.
 * @param {Exercise} one
 * @param {unknown} answer
 */
export function wordsOf(one, answer) {
  if (one.options) return optionWords(one, answer);
  if (one.kind === "sorting" && answer && typeof answer === "object") return binWords(answer);
  if (typeof answer === "string") return answer;
  return typeof answer === "number" ? float(answer) : repr(answer);
}

/**
 * @param {Exercise} one
 * @param {unknown} answer
 */
function optionWords(one, answer) {
  try {
    const keys = lettersIn(answer, one.options);
    const named = [...one.order].filter((key) => keys.has(key));
    return named.map((key) => one.options[key].text).join(" / ");
  } catch {
    return typeof answer === "string" ? answer : repr(answer);
  }
}

/** Bin by bin, which cases were put there. @param {object} answer */
function binWords(answer) {
  /** @type {Map<string, string>} */
  const homes = new Map();
  for (const [key, home] of Object.entries(answer)) {
    homes.set(String(home), `${homes.get(String(home)) ?? ""} ${key}`);
  }
  return [...homes].map(([home, keys]) => `${home}:${keys}`).join("; ");
}
