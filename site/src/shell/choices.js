// Choices of a page: lists, numbers and buttons, each with its label.

import { el } from "../../../course_lib/widgets/js/dom.js";

/** @typedef {{ value: string, words: string, group?: string }} Option */

let count = 0;

/**
 * A field below its label, which is beside it in the page and not round it: a list's options are no
 * part of its name.
 * @param {string} label
 * @param {HTMLElement} field
 */
export function labelled(label, field) {
  count += 1;
  field.id = `choice-${count}`;
  return el("div", { class: "site-choice" }, el("label", { for: field.id }, label), field);
}

/**
 * A list to choose from. `show(options, value)` fills it.
 * @param {string} label
 * @param {(value: string) => void} chosen
 */
export function makeList(label, chosen) {
  const select = el("select", { class: "site-select" });
  select.addEventListener("change", () => chosen(select.value));
  const node = labelled(label, select);
  /** @param {Option[]} options @param {string} value */
  const show = (options, value) => {
    /** @type {Map<string, HTMLElement>} */
    const groups = new Map();
    select.replaceChildren();
    for (const one of options) {
      const item = el("option", { value: one.value, selected: one.value === value }, one.words);
      if (!one.group) {
        select.append(item);
        continue;
      }
      let group = groups.get(one.group);
      if (!group) {
        group = el("optgroup", { label: one.group });
        groups.set(one.group, group);
        select.append(group);
      }
      group.append(item);
    }
    select.value = value;
  };
  return { node, select, show };
}

/**
 * A whole number from `low` to `high`; `wrong` hears one that is none such, in a sentence.
 * @param {string} label
 * @param {{ low: number, high: number }} range
 * @param {(value: number) => void} chosen
 * @param {(sentence: string) => void} wrong
 */
export function makeNumber(label, { low, high }, chosen, wrong) {
  const input = el("input", {
    class: "site-number",
    type: "number",
    inputmode: "numeric",
    min: low,
    max: high,
    step: 1,
  });
  const node = labelled(label, input);
  input.addEventListener("change", () => {
    const value = Number(input.value);
    if (input.value !== "" && Number.isInteger(value) && value >= low && value <= high) {
      wrong("");
      chosen(value);
    } else wrong(`“${label}” is a whole number from ${low} to ${high}.`);
  });
  const show = (/** @type {number} */ value) => {
    if (document.activeElement !== input || Number(input.value) !== value)
      input.value = String(value);
  };
  return { node, input, show };
}

/**
 * A button of the site; a `main` one is what one comes for.
 * @param {string} words
 * @param {() => void} pressed
 * @param {boolean} main
 */
export function makeButton(words, pressed, main = false) {
  const kind = main ? "site-button site-main" : "site-button";
  return el("button", { type: "button", class: kind, onclick: pressed }, words);
}

/**
 * The choices in a row.
 * @param {string} label of the group, for those who do not see it
 * @param {Node[]} nodes
 */
export const row = (label, ...nodes) =>
  el("div", { class: "site-choices", role: "group", "aria-label": label }, ...nodes);
