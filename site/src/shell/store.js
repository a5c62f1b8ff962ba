// What stays in this browser. Where it is full, or forbidden, that is said, and nothing is lost
// that is still on the page.

import { say } from "./say.js";

const OURS = "spot:";

/**
 * What was kept under this name; null if nothing was, or nothing that can be read.
 * @param {string} name
 * @returns {any}
 */
export function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(OURS + name) ?? "null");
  } catch {
    return null;
  }
}

/**
 * Keeps a value in this browser; says so and gives false where it has no room.
 * @param {string} name
 * @param {unknown} value
 */
export function keep(name, value) {
  try {
    localStorage.setItem(OURS + name, JSON.stringify(value));
    return true;
  } catch {
    say(
      "This browser has no room left for what you do here: it stays until you close the page, so save what you need as a file.",
    );
    return false;
  }
}

/** @param {string} name */
export function forget(name) {
  try {
    localStorage.removeItem(OURS + name);
  } catch {
    // then nothing was kept either
  }
}
