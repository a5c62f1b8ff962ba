// An exercise to click on. Python holds the answer, does the checking, and keeps what was said.

import { button, el } from "../js/dom.js";
import { listen, save } from "../js/kernel.js";
import { guardKeys } from "../js/keys.js";
import { bringIntoView } from "../js/view.js";
import { MAKERS, makeHints, makeSure } from "./parts.js";

/**
 * @typedef {import("../js/types.d.ts").Model} Model
 * @typedef {import("./parts.js").Exercise} Exercise
 * @typedef {{ text: string, why: string, right: boolean, marks: string[] }} Line
 */

const PATIENCE = 6000; // milliseconds until the reader is told that no kernel answers
const SILENT = "No reply from Python. Run this cell again (Shift+Enter), then answer again.";

/**
 * What there is to say about one option.
 * @param {Line} line
 */
function told({ text, why, right, marks }) {
  const badges = marks.map((mark) => el("span", { class: "cl-badge" }, mark));
  const first = el("p", { class: "cl-reason" }, ...badges, text);
  return el("li", { class: right ? "cl-right" : false }, first, el("p", {}, why));
}

class Form {
  /** @param {Model} model */
  constructor(model) {
    /** @type {Exercise} */
    const exercise = model.get("exercise");
    const id = `cl-exercise-${Math.random().toString(36).slice(2)}`;
    const check = () => this.check();
    this.model = model;
    this.once = exercise.kind === "seen";
    const parts = [MAKERS[exercise.kind](model, exercise, id, check)];
    if (exercise.sure) parts.push(makeSure(model, id));
    this.parts = parts;
    const nodes = parts.flatMap((part) => part.nodes);
    const main = button(exercise.button, check, { class: "cl-button cl-main" });
    const asking = [...nodes, makeHints(exercise.hints), this.once ? null : main];
    this.asking = el("fieldset", { class: "cl-asking" }, ...asking);
    this.feedback = el("div", { class: "cl-feedback", role: "status", "aria-live": "polite" });
    this.lines = el("ul", { class: "cl-reasons", "aria-label": "What there is to say" });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
    const named = {
      role: "group",
      tabindex: -1,
      "aria-label": `${exercise.title} ${exercise.name}`,
    };
    const title = el("strong", {}, `${exercise.title} · ${exercise.name}`);
    this.root = el(
      "div",
      { class: "cl-widget cl-exercise", ...named },
      el("div", { class: "cl-title" }, title, el("span", { class: "cl-faint" }, exercise.effort)),
      el("p", { class: "cl-question", id: `${id}-question` }, exercise.question),
      this.asking,
      this.feedback,
      this.lines,
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

  /** The reply is shown; what is over cannot be answered any more. */
  answered() {
    const { words = "", lines = [], done = false } = this.model.get("reply") || {};
    clearTimeout(this.waiting);
    const held = this.asking.contains(document.activeElement);
    this.feedback.textContent = words;
    this.lines.replaceChildren(.../** @type {Line[]} */ (lines).map(told));
    this.lines.hidden = lines.length === 0;
    this.asking.disabled = done;
    this.asking.hidden = done && this.once;
    if (held && done) this.root.focus();
  }

  /** What the reader and the kernel do is heard from now on; gives what ends it. */
  listen() {
    const unguard = guardKeys(this.root, () => false, true);
    const hear = () => {
      for (const part of this.parts) part.hear();
    };
    const deaf = listen(this.model, {
      "change:answer": hear,
      "change:sure": hear,
      "change:reply": () => this.answered(),
    });
    hear();
    this.answered();
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
  bringIntoView(model, form.root);
  return form.listen();
}

export default { render };
