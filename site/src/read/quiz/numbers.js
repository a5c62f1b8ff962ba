// A number as somebody types it: the twin of number_of in course_lib/quiz/kinds.py.

import { repr, stripped } from "./python.js";

/** An answer that cannot be read; the message says why. */
export class Unread extends Error {}

const FRACTION =
  /^([-+]?)(?=\d|\.\d)(\d+(?:_\d+)*)?(?:\s*\/\s*(\d+(?:_\d+)*)|(?:\.((?:\d+(?:_\d+)*)?))?(?:e([-+]?\d+(?:_\d+)*))?)$/i;

/**
 * The number in 12, "12", "9/108" or "1 %", which is 0.01.
 * @param {unknown} answer
 */
export function numberOf(answer) {
  const number = typeof answer === "string" ? fraction(answer) : plain(answer);
  if (number === null) throw new Unread(`${repr(answer)} is not a number`);
  if (!Number.isFinite(number)) throw new Unread(`${repr(answer)} is not a finite number`);
  return number;
}

/** @param {unknown} answer */
function plain(answer) {
  if (typeof answer === "boolean") return Number(answer);
  return typeof answer === "number" ? answer : null;
}

/**
 * Exact, then rounded once, as Python's Fraction; null for what is none or too large.
 * @param {string} answer
 */
function fraction(answer) {
  const text = stripped(answer);
  const hundredths = text.endsWith("%");
  const found = FRACTION.exec(stripped(hundredths ? text.slice(0, -1) : text));
  if (!found) return null;
  const bare = found.map((part) => (part ?? "").replaceAll("_", ""));
  const [, sign, whole, denominator, decimal, exponent] = bare;
  const by = hundredths ? 100n : 1n;
  let size;
  if (denominator) {
    const below = BigInt(denominator) * by;
    if (below === 0n) return null;
    size = quotient(BigInt(whole), below);
  } else {
    size = Number(
      `${whole || "0"}.${decimal || "0"}e${Number(exponent || 0) - (hundredths ? 2 : 0)}`,
    );
    if (size === Number.POSITIVE_INFINITY) return null; // Python: OverflowError
  }
  return sign === "-" ? -size : size;
}

/**
 * above / below, rounded once where both have few digits.
 * @param {bigint} above
 * @param {bigint} below
 */
function quotient(above, below) {
  if (above < 2n ** 53n && below < 2n ** 53n) return Number(above) / Number(below);
  const places = 10n ** 40n; // enough to round as the exact quotient but for a tie
  const [whole, rest] = [above / below, ((above % below) * places) / below];
  return Number(`${whole}.${String(rest).padStart(40, "0")}`);
}
