// Keys that the notebook must not hear, and a voice for screen readers.

/** @typedef {import("./types.d.ts").Say} Say */

const OWN = "select, summary, input:not([type=range]), button";
const SCROLLS = /^(Arrow|Page|Home|End)| /;

/**
 * Whether a key belongs to the element that has the focus: a button's Space, a list's arrows.
 * @param {KeyboardEvent} event
 */
function isNative(event) {
  const native = /** @type {Element} */ (event.target).closest?.(OWN);
  if (!native) return false;
  if (event.key === " " || event.key === "Enter") return true;
  const listed = native.tagName === "SELECT" || native.getAttribute("type") === "radio";
  return listed && /^(Arrow|Home|End|Page)/.test(event.key);
}

/**
 * Keys pressed inside `root` never reach the notebook, whose single letters cut and insert
 * cells. `handle(key, event)` says true for a key that it used. Combinations with Ctrl, Cmd or
 * Alt, Shift+Enter, Tab and Escape go on to the notebook, so that one can run, save and leave.
 * @param {HTMLElement} root
 * @param {(key: string, event: KeyboardEvent) => boolean} handle
 * @param {boolean} free whether all other keys keep what they do: in fields and on sliders
 * @returns {() => void} ends the guard
 */
export function guardKeys(root, handle, free = false) {
  /** @param {KeyboardEvent} event */
  const listener = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Tab" || event.key === "Escape") return;
    if (event.key === "Enter" && event.shiftKey) return;
    event.stopPropagation();
    if (free || isNative(event)) return;
    if (handle(event.key, event) || SCROLLS.test(event.key)) event.preventDefault();
  };
  root.addEventListener("keydown", listener);
  return () => root.removeEventListener("keydown", listener);
}

/**
 * A function that says a text to screen readers, at most once in `gap` milliseconds; `say.now`
 * does not wait.
 * @param {HTMLElement} node
 * @returns {Say}
 */
export function announcer(node, gap = 1000) {
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;
  /** @type {string | null} */
  let waiting = null;
  const speak = () => {
    timer = null;
    if (waiting === null) return;
    node.textContent = waiting;
    waiting = null;
    timer = setTimeout(speak, gap);
  };
  /** @param {string} text */
  const say = (text) => {
    waiting = text;
    if (!timer) speak();
  };
  say.now = (/** @type {string} */ text) => {
    clearTimeout(timer ?? undefined);
    waiting = text;
    speak();
  };
  say.stop = () => clearTimeout(timer ?? undefined);
  return say;
}
