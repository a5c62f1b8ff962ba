// Buttons for the actions of a world.

import { button, el, icon } from "../js/dom.js";

/**
 * What the buttons do: `act` takes an action, or, where the world `holds`, what is held goes into
 * `input` and `changed` says so.
 * @typedef {import("../js/types.d.ts").Action} Action
 * @typedef {{ act: (action: number) => void, input: import("./input.js").InputState,
 *   changed: () => void, holds: boolean }} Ways
 */

/** @type {Record<string, string>} */
const ARROWS = {
  "0,-1": "M10 3l7 9h-4.5v5h-5v-5H3z",
  "1,0": "M17 10l-9 7v-4.5H3v-5h5V3z",
  "0,1": "M10 17l7-9h-4.5V3h-5v5H3z",
  "-1,0": "M3 10l9 7v-4.5h5v-5h-5V3z",
};

/**
 * A button that acts when pressed, or, where the world `holds`, one that can be held down.
 * @param {Action} action
 * @param {number} index
 * @param {Ways} ways
 */
function makePadButton(action, index, { act, input, changed, holds }) {
  const { name, dx, dy } = action;
  const direction = `${dx},${dy}`;
  const arrow = ARROWS[direction];
  const place = arrow ? `grid-column:${dx + 2};grid-row:${dy + 2}` : "grid-column:1 / -1";
  const named = { "aria-label": name, title: name, style: place };
  const one = button(arrow ? icon(arrow) : name, null, named);
  if (!holds) {
    one.addEventListener("click", () => act(index));
    return one;
  }
  one.addEventListener("pointerdown", (event) => {
    one.setPointerCapture(event.pointerId);
    if (input.hold(name, direction)) changed();
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    one.addEventListener(end, () => input.release(name));
  }
  one.addEventListener("click", (event) => {
    // by key or by voice: a tap
    if (event.detail > 0) return;
    input.hold(name, direction);
    input.release(name);
    changed();
  });
  return one;
}

/**
 * Buttons for the actions: directions as a cross of arrows, others by name, none for staying.
 * @param {Action[]} actions
 * @param {Ways} ways
 */
export function makePad(actions, ways) {
  const shown = actions
    .map((action, index) => ({ action, index }))
    .filter(({ action: { dx, dy } }) => !ways.holds || Math.abs(dx) + Math.abs(dy) === 1);
  return el(
    "div",
    { class: "cl-pad", role: "group", "aria-label": "actions" },
    ...shown.map(({ action, index }) => makePadButton(action, index, ways)),
  );
}
