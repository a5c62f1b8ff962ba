// The player's buttons, its choice of speed, its boxes.

import { button, el, icon } from "../js/dom.js";

/** @typedef {import("./episode.js").State} State */

const SPEEDS = [1, 2, 4, 6, 10, 20, 40];
const ICONS = {
  first: "M3 4h2.5v12H3zM17 4v12L7 10z",
  back: "M14.5 4H17v12h-2.5zM12 4v12L3 10z",
  play: "M5 3v14l12-7z",
  pause: "M4 3h4.5v14H4zM11.5 3H16v14h-4.5z",
  on: "M3 4h2.5v12H3zM8 4v12l9-6z",
  last: "M14.5 4H17v12h-2.5zM3 4v12l10-6z",
};

/**
 * @param {keyof typeof ICONS} name
 * @param {string} label
 * @param {() => void} onclick
 */
export function control(name, label, onclick) {
  return button(icon(ICONS[name]), onclick, { "aria-label": label, title: label });
}

/**
 * The play button's face: what a click on it does next.
 * @param {HTMLElement} play
 * @param {boolean} playing
 * @param {boolean} atEnd
 */
export function facePlay(play, playing, atEnd) {
  const word = playing ? "Pause" : atEnd ? "Play again" : "Play";
  play.replaceChildren(icon(playing ? ICONS.pause : ICONS.play), word);
  play.setAttribute("aria-label", playing ? "pause (space)" : "play (space)");
}

/**
 * A box that switches one part of the picture.
 * @param {string} label
 * @param {"showPath" | "showShares"} key
 * @param {State} state
 * @param {() => void} draw
 */
export function toggle(label, key, state, draw) {
  const box = el("input", { type: "checkbox", checked: state[key] });
  box.addEventListener("change", () => {
    state[key] = box.checked;
    draw();
  });
  return el("label", { class: "cl-toggle" }, box, label);
}

/** @param {State} state */
export function speedChoice(state) {
  const speeds = [...new Set([...SPEEDS, state.speed])].sort((a, b) => a - b);
  const select = el(
    "select",
    { class: "cl-speed", "aria-label": "steps per second" },
    ...speeds.map((s) => el("option", { value: s, selected: s === state.speed }, `${s} steps/s`)),
  );
  select.addEventListener("change", () => {
    state.speed = Number(select.value);
  });
  const change = (/** @type {number} */ by) => {
    const to = Math.min(speeds.length - 1, Math.max(0, select.selectedIndex + by));
    select.selectedIndex = to;
    state.speed = speeds[to];
  };
  return { select, change };
}
