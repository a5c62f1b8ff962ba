// What an exercise is answered with: native form elements. Python holds the answer.

import { button, el } from "../js/dom.js";
import { holdTrait } from "../js/held.js";

/**
 * @typedef {import("../js/types.d.ts").Model} Model
 * @typedef {{ key: string, title?: string, text: string }} Row
 * @typedef {{ name: string, title: string, effort: string, question: string, button: string,
 *   kind: string, rows?: Row[], several?: boolean, sure?: boolean, how_many?: string,
 *   bins?: Record<string, string>, hints?: string[] }} Exercise
 * @typedef {{ nodes: HTMLElement[], hear: () => void }} Part
 * @typedef {(model: Model, exercise: Exercise, id: string, check: () => void) => Part} Maker
 */

/**
 * A box or a button for each option; the answer is their keys.
 * @type {Maker}
 */
function makeChoice(model, { rows = [], several, how_many }, id) {
  const type = several ? "checkbox" : "radio";
  const boxes = rows.map(() => el("input", { type, name: id }));
  const labels = rows.map((row, i) =>
    el("label", { class: "cl-choice" }, boxes[i], el("span", {}, row.text)),
  );
  const named = { role: several ? "group" : "radiogroup", "aria-labelledby": `${id}-question` };
  const group = el("div", named, ...labels);
  const held = holdTrait(group, model, "answer", () => {
    /** @type {string} */
    const keys = held.value || "";
    rows.forEach(({ key }, i) => {
      boxes[i].checked = keys.includes(key);
    });
  });
  group.addEventListener("change", () => {
    const chosen = rows.filter((_, i) => boxes[i].checked);
    held.keep(chosen.map(({ key }) => key).join(""));
  });
  return { nodes: [el("p", { class: "cl-faint" }, how_many), group], hear: () => held.hear() };
}

/**
 * A button for each option; one click is the answer.
 * @type {Maker}
 */
function makeSeen(model, { rows = [] }, id, check) {
  const buttons = rows.map((row) =>
    button(row.text, () => {
      model.set("answer", row.key);
      check();
    }),
  );
  const named = { role: "group", "aria-labelledby": `${id}-question`, class: "cl-options" };
  return { nodes: [el("div", named, ...buttons)], hear() {} };
}

/**
 * A list of bins for each case; the answer has a bin for each case's key.
 * @type {Maker}
 */
function makeSorting(model, { rows = [], bins = {} }, id) {
  const told = Object.entries(bins).flatMap(([bin, text]) => [
    el("dt", {}, bin),
    el("dd", {}, text),
  ]);
  const choosers = rows.map(({ key }) => {
    const options = Object.keys(bins).map((bin) => el("option", { value: bin }, bin));
    const empty = el("option", { value: "" }, "choose");
    const chooser = el("select", { id: `${id}-${key}`, class: "cl-speed" }, empty, ...options);
    chooser.addEventListener("change", () => held.keep({ ...held.value, [key]: chooser.value }));
    return chooser;
  });
  const lines = rows.map(({ key, title, text }, i) => {
    const label = el(
      "label",
      { for: `${id}-${key}` },
      el("strong", {}, `${key} · ${title}. `),
      text,
    );
    return el("div", { class: "cl-case" }, label, choosers[i]);
  });
  const list = el("div", {}, ...lines);
  const held = holdTrait(list, model, "answer", () => {
    const placed = held.value || {};
    rows.forEach(({ key }, i) => {
      choosers[i].value = placed[key] || "";
    });
  });
  return { nodes: [el("dl", {}, ...told), list], hear: () => held.hear() };
}

/**
 * A field to write into: one line for a number, some for a text.
 * @type {Maker}
 */
function makeField(model, { kind }, id, check) {
  const named = { class: "cl-field", "aria-labelledby": `${id}-question` };
  const number = { ...named, type: "text", inputmode: "decimal", autocomplete: "off" };
  const field = kind === "number" ? el("input", number) : el("textarea", { ...named, rows: 4 });
  const held = holdTrait(field, model, "answer", () => {
    const said = held.value == null ? "" : String(held.value);
    if (field.value !== said) field.value = said; // the cursor stays where it is
  });
  field.addEventListener("input", () => held.take(field.value));
  field.addEventListener("change", () => held.keep(field.value));
  field.addEventListener("keydown", (event) => {
    const { key, shiftKey } = /** @type {KeyboardEvent} */ (event);
    if (kind !== "number" || key !== "Enter" || shiftKey) return;
    held.keep(field.value);
    check();
  });
  return { nodes: [field], hear: () => held.hear() };
}

/**
 * How sure one is, from 50 to 100 %; nothing is said before the slider was touched.
 * @param {Model} model
 * @param {string} id
 * @returns {Part}
 */
export function makeSure(model, id) {
  const range = el("input", { type: "range", id: `${id}-sure`, min: 50, max: 100, step: 5 });
  const said = el("output", { for: `${id}-sure`, "aria-hidden": "true" });
  const held = holdTrait(range, model, "sure", () => {
    const sure = held.value;
    const text = sure > 0 ? `${sure} % sure` : "not said yet";
    range.value = String(sure || 50);
    said.textContent = text;
    range.setAttribute("aria-valuetext", text);
    range.classList.toggle("cl-unsaid", !(sure > 0));
  });
  range.addEventListener("input", () => held.take(Number(range.value)));
  range.addEventListener("change", () => held.keep(Number(range.value)));
  range.addEventListener("click", () => held.keep(Number(range.value))); // untouched, it counts, too
  const label = el("label", { for: `${id}-sure` }, "How sure are you?");
  return {
    nodes: [el("div", { class: "cl-sureness" }, label, range, said)],
    hear: () => held.hear(),
  };
}

/**
 * Two hints behind a click each, the gentler one first; none where there are none.
 * @param {string[] | undefined} hints
 */
export function makeHints([first, second] = []) {
  if (!first) return null;
  const more = el("details", {}, el("summary", {}, "Second hint"), second);
  return el("details", { class: "cl-hints" }, el("summary", {}, "Hint"), first, more);
}

/** By the kind of the exercise. @type {Record<string, Maker>} */
export const MAKERS = {
  choice: makeChoice,
  seen: makeSeen,
  sorting: makeSorting,
  number: makeField,
  open: makeField,
};
