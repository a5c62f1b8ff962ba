// What Python says of values and texts, said the same way, so that a refusal is one sentence on
// the site and in a notebook.

import { Trouble } from "../shell/say.js";

/** A refusal in one sentence: what is wrong, and what is allowed. */
export class Refusal extends Trouble {}

// What Python counts as blank (str.isspace) and as the end of a line (str.splitlines).
const BLANK = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const AROUND = new RegExp(`^${BLANK}+|${BLANK}+$`, "gu");
const ENDS = String.raw`[\n-\r\x1c-\x1e\x85\u2028\u2029]`;
const LINE_END = new RegExp(`\r\n|${ENDS}`, "u");
/** @type {Record<string, string>} */
const SHORT = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };

/** @param {string} text */
export const strip = (text) => text.replace(AROUND, "");

/**
 * The lines of a text that hold something, without the blanks around them.
 * @param {string} text
 */
export const linesOf = (text) => text.split(LINE_END).map(strip).filter(Boolean);

/** @param {string} letter one character */
function shown(letter) {
  if (letter in SHORT) return SHORT[letter];
  const code = /** @type {number} */ (letter.codePointAt(0));
  const plain = letter === " " || !/[\p{C}\p{Z}]/u.test(letter);
  if (plain) return letter;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}

/**
 * A value as Python's `repr` writes it: text, numbers, lists of these, true, false and nothing.
 * @param {any} value
 * @returns {string}
 */
export function repr(value) {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  if (typeof value !== "string") return String(value);
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const inside = [...value].map((c) => (c === quote ? `\\${c}` : shown(c)));
  return quote + inside.join("") + quote;
}

const LONG = 80; // letters, as in checks.py

/**
 * A value as an error shows it: as Python writes it, not too long.
 * @param {any} value
 */
export function brief(value) {
  const letters = [...repr(value)];
  return letters.length <= LONG ? letters.join("") : `${letters.slice(0, LONG - 3).join("")}...`;
}
