// The whole state of a page stands in its address, after the #: a link opens this level with this
// agent at this step. `?part=game` shows one part of the page alone, to be embedded elsewhere.

/** @typedef {Record<string, string | number | boolean | null | undefined>} Fields */

/**
 * The fields of an address's end, "#world=maze&seed=3" or "".
 * @param {string} [hash]
 * @returns {Record<string, string>}
 */
export function read(hash = location.hash) {
  return Object.fromEntries(new URLSearchParams(hash.replace(/^#/, "")));
}

/**
 * The end of an address with these fields; those that are null, undefined or "" are left out.
 * @param {Fields} fields
 */
export function text(fields) {
  const kept = Object.entries(fields).filter(([, value]) => value != null && value !== "");
  const search = new URLSearchParams(kept.map(([name, value]) => [name, String(value)]));
  return search.size ? `#${search.toString().replaceAll("%2F", "/").replaceAll("%3A", ":")}` : "";
}

/** @type {string | null} */
let own = null; // what this page has written

/**
 * Puts these fields, and no others, into the address; the page before stays one step back.
 * @param {Fields} fields
 */
export function write(fields) {
  own = text(fields);
  if (own === location.hash) return;
  history.replaceState(null, "", own || "#");
}

/**
 * Calls `hear` with the fields when the reader changes the address, or goes back.
 * @param {(fields: Record<string, string>) => void} hear
 */
export function onChange(hear) {
  const listener = () => {
    if (location.hash !== own) hear(read());
  };
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

/**
 * A link to another page of the site with these fields.
 * @param {string} page
 * @param {Fields} fields
 */
export const link = (page, fields) =>
  `${document.body?.dataset.root ?? ""}${page}.html${text(fields)}`;

/** The part that alone is to be shown; null for the whole page. */
export const part = () => new URLSearchParams(location.search).get("part");

/**
 * A whole number of the address from `low` to `high`; `otherwise` where it is missing. A string
 * that is none such number gives null, so that the page can say so.
 * @param {string | undefined} value
 * @param {number} otherwise
 * @param {number} low
 * @param {number} high
 */
export function whole(value, otherwise, low = 0, high = 2 ** 31 - 1) {
  if (value === undefined) return otherwise;
  const number = Number(value);
  return /^\d{1,10}$/.test(value) && number >= low && number <= high ? number : null;
}
