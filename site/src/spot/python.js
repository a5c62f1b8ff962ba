// A few of Python's ways: how it rounds, writes numbers and strings, and refuses.

/** What in Python is a ValueError: its message is for the reader. */
export class Refusal extends Error {}

/**
 * Python's `round`: to the nearest, and to the even one of two that are as near.
 * @param {number} x
 * @param {number} digits
 */
export function rounded(x, digits) {
  const halves = x * 2 ** (digits + 1); // a tie is a whole odd number of these
  if (!Number.isInteger(halves) || halves % 2 === 0) return Number(x.toFixed(digits));
  const below = Math.floor(x * 10 ** digits);
  return (below % 2 === 0 ? below : below + 1) / 10 ** digits;
}

/**
 * A string as Python's `repr` writes it, where nothing in it has to be escaped but quotes.
 * @param {string} text
 */
export function quoted(text) {
  if (text.includes("'") && !text.includes('"')) return `"${text}"`;
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/**
 * A number that is a float in Python, as it writes it: 24.0.
 * @param {number} x
 */
export const float = (x) => (Number.isInteger(x) ? `${x}.0` : String(x));

/**
 * A whole number with commas between thousands.
 * @param {number} n
 */
export const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

/**
 * Cells of a CSV file as Python's `csv` writes them: quoted where that is needed.
 * @param {string[]} cells
 */
export const csvLine = (cells) =>
  `${cells.map((one) => (/[",\r\n]/.test(one) ? `"${one.replaceAll('"', '""')}"` : one)).join(",")}\r\n`;
