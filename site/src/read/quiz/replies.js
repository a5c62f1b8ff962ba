// What is said about an answer: the twin of course_lib/quiz/{replies,foresight}.py.

import { linesOf, truthOf, wordsOf } from "./kinds.js";
import { general } from "./python.js";

/**
 * @typedef {import("./kinds.js").Exercise} Exercise
 * @typedef {import("./kinds.js").Verdict} Verdict
 * @typedef {import("./kinds.js").Line} Line
 * @typedef {import("./answers.js").Attempt} Attempt
 * @typedef {{ words: string, lines: Line[], done: boolean, named: Record<string, string> }} Reply
 */

export const NOT_YET = "Not answered yet. Choose or write something first.";
export const SURE_FIRST = "Say first how sure you are: move the slider, and check again.";
export const NOT_FORETOLD =
  "You have not predicted this, which is no harm. Say what you see all the same.";
const CLOSED = "You have looked at the result, so this prediction is not changed any more.";
const HOW_SURE =
  "How sure are you? Move the slider and keep it again: without that it does not count in " +
  "your calibration.";
const ANSWERED = { right: "✓ right", yours: "● your answer" };
const FORETOLD = {
  right: "✓ this was measured",
  yours: "● your prediction",
  seen: "◆ what you saw",
};

/**
 * @param {string} words
 * @param {Partial<Reply>} more
 * @returns {Reply}
 */
export const reply = (words, more = {}) => ({
  words,
  lines: [],
  done: false,
  named: ANSWERED,
  ...more,
});

/** As the form takes it. @param {Reply} told */
export function sent({ words, lines, done, named }) {
  const shown = lines.map(({ text, why, marks }) => ({
    text,
    why,
    right: marks.includes("right"),
    marks: marks.map((mark) => named[mark]),
  }));
  return { words, lines: shown, done };
}

/**
 * What is said about a verdict, and how sure one was of the answer.
 * @param {Verdict} verdict
 * @param {number | null} sure
 */
export function replyTo({ right, message, lines }, sure) {
  let first = right === null ? "Noted." : right ? "Right." : "Not yet.";
  if (lines.length && right === false) first = message ? "Not all of it." : "That is not it.";
  const how = sure === null || right === null ? "" : `You were ${sure} % sure.`;
  return reply([first, message, how].filter(Boolean).join(" "), { lines });
}

/**
 * What was said, seen and measured, and the reason for every option.
 * @param {Exercise} one
 * @param {string | null} said
 * @param {number | null} sure
 * @param {string} seen
 * @param {number | null} value
 */
export function debrief(one, said, sure, seen, value) {
  const truth = truthOf(one, value);
  const told = [foretold(one, said, sure), `You saw ${quoted(one, seen)}.`, was(one, truth, value)];
  if (!truth.includes(seen)) {
    told.push(
      "What you saw is not what was measured. That happens to everybody now and then: look " +
        "at the result once more.",
    );
  }
  const lines = linesOf(one, { right: truth, yours: said ?? "", seen });
  return reply(told.filter(Boolean).join(" "), { lines, done: true, named: FORETOLD });
}

/**
 * @param {Exercise} one
 * @param {string | null} said
 * @param {number | null} sure
 */
function foretold(one, said, sure) {
  if (said === null) return "You had not predicted this, which is no harm.";
  return `You said ${quoted(one, said)}${sure === null ? "" : `, ${sure} % sure`}.`;
}

/**
 * @param {Exercise} one
 * @param {string} truth
 * @param {number | null} value
 */
function was(one, truth, value) {
  const options = [...truth].map((key) => quoted(one, key)).join(" and ");
  if (!one.measured) return `It was ${options}.`;
  const number = `The measured number is ${general(Number(value), 3)} ${one.unit}`;
  return truth ? `${number}, so it was ${options}.` : `${number}, which no option names.`;
}

/**
 * @param {Exercise} one
 * @param {string} keys
 */
const quoted = (one, keys) => `“${wordsOf(one, keys).replace(/\.+$/, "")}”`;

/**
 * That a prediction was kept, and which.
 * @param {Exercise} one
 * @param {string} key
 * @param {number | null} sure
 */
export function keptWords(one, key, sure) {
  const words = wordsOf(one, key);
  if (sure === null) return reply(`Kept: “${words}”${/[.?!]$/.test(words) ? "" : "."} ${HOW_SURE}`);
  return reply(`Kept: “${words}”, ${sure} % sure. You can change it until you see the result.`);
}

/**
 * What was predicted, and that it stays.
 * @param {Exercise} one
 * @param {Attempt} looked
 */
export function closed(one, looked) {
  const said = foretold(one, known(one, looked.answer), looked.confidence);
  return reply(`${said} ${CLOSED}`, { done: true });
}

/**
 * The key, if it is one of the options.
 * @param {Exercise} one
 * @param {unknown} key
 */
export const known = (one, key) => (typeof key === "string" && key in one.options ? key : null);
