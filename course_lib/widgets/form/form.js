// An exercise drawn with native form elements. Python holds the answer and does the checking.

import { button, el } from "../js/dom.js";
import { listen, save } from "../js/kernel.js";
import { guardKeys } from "../js/keys.js";

/**
 * @typedef {import("../js/types.d.ts").Model} Model
 * @typedef {{ key: string, title?: string, text: string }} Row
 * @typedef {{ name: string, question: string, level: string, minutes: number, rows: Row[],
 *   several?: boolean, bins?: Record<string, string> }} Exercise
 * @typedef {{ nodes: HTMLElement[], show: () => void }} Part
 */

const PATIENCE = 6000; // milliseconds until the reader is told that no kernel answers
const SILENT = "No reply from Python. Run this cell again, then check again.";

/**
 * A box or a button for each option; the answer is their letters.
 * @param {Model} model
 * @param {Exercise} exercise
 * @param {string} id
 * @returns {Part}
 */
function makeChoice(model, { rows, several }, id) {
  const type = several ? "checkbox" : "radio";
  const boxes = rows.map(() => el("input", { type, name: id }));
  const labels = rows.map((row, i) => el("label", { class: "cl-choice" }, boxes[i], row.text));
  const group = el("div", { role: "group", "aria-labelledby": `${id}-question` }, ...labels);
  group.addEventListener("change", () => {
    const chosen = rows.filter((_, i) => boxes[i].checked);
    model.set("answer", chosen.map(({ key }) => key).join(""));
    save(model);
  });
  function show() {
    /** @type {string} */
    const letters = model.get("answer") || "";
    rows.forEach(({ key }, i) => {
      boxes[i].checked = letters.includes(key);
    });
  }
  return { nodes: [group], show };
}

/**
 * A list of bins for each case; the answer has a bin for each letter.
 * @param {Model} model
 * @param {Exercise} exercise
 * @param {string} id
 * @returns {Part}
 */
function makeSorting(model, { rows, bins = {} }, id) {
  const told = Object.entries(bins).flatMap(([bin, text]) => [
    el("dt", {}, bin),
    el("dd", {}, text),
  ]);
  const choosers = rows.map(({ key }) => {
    const options = Object.keys(bins).map((bin) => el("option", { value: bin }, bin));
    const empty = el("option", { value: "" }, "choose");
    const chooser = el("select", { id: `${id}-${key}`, class: "cl-speed" }, empty, ...options);
    chooser.addEventListener("change", () => {
      model.set("answer", { ...model.get("answer"), [key]: chooser.value });
      save(model);
    });
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
  function show() {
    const placed = model.get("answer") || {};
    rows.forEach(({ key }, i) => {
      choosers[i].value = placed[key] || "";
    });
  }
  return { nodes: [el("dl", {}, ...told), ...lines], show };
}

class Form {
  /** @param {Model} model */
  constructor(model) {
    /** @type {Exercise} */
    const exercise = model.get("exercise");
    const id = `cl-exercise-${Math.random().toString(36).slice(2)}`;
    const words = `${exercise.question} (${exercise.level}, ${exercise.minutes} min)`;
    this.model = model;
    this.part = (exercise.bins ? makeSorting : makeChoice)(model, exercise, id);
    const spoken = { class: "cl-feedback", role: "status", "aria-live": "polite" };
    this.feedback = el("div", spoken, model.get("feedback"));
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
    const named = { role: "group", tabindex: -1, "aria-label": `Exercise ${exercise.name}` };
    this.root = el(
      "div",
      { class: "cl-widget cl-exercise", ...named },
      el("p", { id: `${id}-question` }, words),
      ...this.part.nodes,
      button("Check", () => this.check()),
      this.feedback,
    );
  }

  check() {
    const { model } = this;
    this.feedback.textContent = "Checking …";
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.feedback.textContent = SILENT;
    }, PATIENCE);
    model.set("asked", model.get("asked") + 1);
    save(model);
  }

  answered() {
    if (!this.model.get("feedback")) return;
    clearTimeout(this.waiting);
    this.feedback.textContent = this.model.get("feedback");
  }

  /** What the reader and the kernel do is heard from now on; gives what ends it. */
  listen() {
    const unguard = guardKeys(this.root, () => false);
    const deaf = listen(this.model, {
      "change:answer": () => this.part.show(),
      "change:feedback": () => this.answered(),
    });
    return () => {
      clearTimeout(this.waiting);
      unguard();
      deaf();
    };
  }
}

/** @param {import("../js/types.d.ts").Place} place */
function render({ model, el: host }) {
  const form = new Form(model);
  host.append(form.root);
  const close = form.listen();
  form.part.show();
  return close;
}

export default { render };
