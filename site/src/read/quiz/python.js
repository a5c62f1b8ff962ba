// How Python writes and reads what both sides say: quotes, numbers, white space.

// What `str.strip()` and `str.split()` take for white space.
const SPACES =
  "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const ENDS = new RegExp(`^[${SPACES}]+|[${SPACES}]+$`, "g");
const GAPS = new RegExp(`[${SPACES}]+`);
const HIDDEN = /[\p{C}\p{Z}]/u;
/** @type {Record<string, string>} */
const ESCAPES = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };

/** @param {string} text */
export const stripped = (text) => text.replace(ENDS, "");

/** The words of a text. @param {string} text */
export const split = (text) => text.split(GAPS).filter(Boolean);

/** In the order of their code points, as Python sorts. @param {Iterable<string>} texts */
export const sorted = (texts) => [...texts].sort(byCodePoint);

/**
 * @param {string} a
 * @param {string} b
 */
function byCodePoint(a, b) {
  const [left, right] = [a, b].map((text) => [...text].map((c) => Number(c.codePointAt(0))));
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] !== right[i]) return left[i] - right[i];
  }
  return left.length - right.length;
}

/** A value of JSON as Python's repr. @param {unknown} value @returns {string} */
export function repr(value) {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : float(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value === null || value === undefined) return "None";
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  const pairs = Object.entries(/** @type {object} */ (value));
  return `{${pairs.map(([key, one]) => `${repr(key)}: ${repr(one)}`).join(", ")}}`;
}

/** @param {string} text */
function quoted(text) {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = Array.from(text, (c) => {
    if (c === mark) return `\\${c}`;
    if (c in ESCAPES) return ESCAPES[c];
    return c !== " " && HIDDEN.test(c) ? escaped(Number(c.codePointAt(0))) : c;
  });
  return `${mark}${inside.join("")}${mark}`;
}

/** @param {number} code */
function escaped(code) {
  const [letter, digits] = code < 256 ? ["x", 2] : code < 65536 ? ["u", 4] : ["U", 8];
  return `\\${letter}${code.toString(16).padStart(Number(digits), "0")}`;
}

/** A number as Python writes a float. @param {number} value */
export function float(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [digits, exponent] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power < -4 || power >= 16) return `${digits}e${signed(power)}`;
  const text = power < 0 ? value.toFixed(digits.replace(/\D/g, "").length - 1 - power) : `${value}`;
  return text.includes(".") ? text : `${text}.0`;
}

/** @param {number} power */
const signed = (power) => `${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;

/**
 * The digits of a number, rounded to so many; a tie goes to the even digit, as in Python.
 * @param {number} value above 0
 * @param {number} places how many digits
 * @returns {[string, number]} the digits, and the power of ten of the first
 */
function rounded(value, places) {
  const [mantissa, exponent] = value.toExponential(100).split("e"); // exact, for a tie
  const digits = mantissa.replace(".", "");
  const power = Number(exponent);
  if (places < 0) return ["", power];
  const kept = BigInt(digits.slice(0, places) || "0");
  const rest = digits.slice(places);
  const half = `5${"0".repeat(rest.length - 1)}`;
  const up = rest > half || (rest === half && kept % 2n === 1n);
  const text = (kept + (up ? 1n : 0n)).toString();
  if (places === 0) return up ? ["1", power + 1] : ["", power];
  return text.length > places ? [text.slice(0, places), power + 1] : [text, power];
}

/**
 * Python's f"{value:.{places}f}".
 * @param {number} value
 * @param {number} places
 */
export function fixed(value, places) {
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (value === 0) return `${sign}${(0).toFixed(places)}`;
  const size = Math.abs(value);
  const first = Number(size.toExponential(100).split("e")[1]);
  const [digits, power] = rounded(size, first + 1 + places);
  const whole = digits + "0".repeat(Math.max(0, power + 1 + places - digits.length));
  const text = whole.padStart(places + 1, "0");
  return sign + (places ? `${text.slice(0, -places)}.${text.slice(-places)}` : text);
}

/** Python's f"{share:.0%}". @param {number} share */
export const percent = (share) => `${fixed(100 * share, 0)}%`;

/**
 * Python's f"{value:.{places}g}"; without places, f"{value:g}".
 * @param {number} value
 * @param {number} places
 */
export function general(value, places = 6) {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits, power] = rounded(Math.abs(value), places);
  const bare = digits.replace(/0+$/, "") || "0";
  const sign = value < 0 ? "-" : "";
  if (power < -4 || power >= places) {
    const rest = bare.slice(1);
    return `${sign}${bare[0]}${rest ? `.${rest}` : ""}e${signed(power)}`;
  }
  if (power < 0) return `${sign}0.${"0".repeat(-power - 1)}${bare}`;
  const whole = bare.padEnd(power + 1, "0");
  const rest = whole.slice(power + 1);
  return `${sign}${whole.slice(0, power + 1)}${rest ? `.${rest}` : ""}`;
}

/** Python's round(value): a half goes to the even number. @param {number} value */
export function whole(value) {
  const low = Math.floor(value);
  const above = value - low;
  return above > 0.5 || (above === 0.5 && low % 2 !== 0) ? low + 1 : low;
}

/** Python's html.escape. @param {string} text */
export const escapedHtml = (text) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#x27;");
