// The kernel: it hears what was filled in, and answers what is asked.

import { save } from "../js/kernel.js";

/** @typedef {import("../js/types.d.ts").Model} Model */

const PATIENCE = 8000; // milliseconds until the reader is told that no kernel answers
const SLOW = 300; // milliseconds until the reader is told that the kernel is at work
const QUIET = 150; // milliseconds between two messages about what was filled in
const SILENT =
  "No answer from the kernel yet. If it was restarted, run this cell again (Shift+Enter).";

/**
 * Messages to the kernel, one at a time; `atWork` is told while it takes long, and a word if it is
 * silent.
 * @param {Model} model
 * @param {HTMLElement} trouble
 * @param {(busy: boolean) => void} atWork
 */
export function makeAsk(model, trouble, atWork) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let slow;
  function rest() {
    clearTimeout(waiting);
    clearTimeout(slow);
    atWork(false);
  }
  /** @param {any} message */
  function ask(message) {
    rest();
    slow = setTimeout(() => atWork(true), SLOW);
    waiting = setTimeout(() => {
      trouble.textContent = SILENT;
    }, PATIENCE);
    try {
      model.send(message);
    } catch {
      // no kernel: the line above says so in a moment
    }
  }
  ask.answered = () => {
    rest();
    trouble.textContent = model.get("trouble");
  };
  ask.stop = rest;
  return ask;
}

/**
 * What was filled in, as it is sent.
 * @typedef {{ drafts: import("./form.js").Draft[], votes: Record<string, number>, edits: number }}
 *   Filled
 */

/** @param {import("./form.js").Draft[]} drafts */
export const copied = (drafts) =>
  drafts.map((draft) => ({ ...draft, attributes: [...draft.attributes] }));

/**
 * Writes drafts and votes to the kernel, at most every 150 ms.
 * @param {Model} model
 * @param {Filled} state
 */
export function makeWriter(model, state) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    model.set("drafts", copied(state.drafts));
    model.set("votes", { ...state.votes });
    model.set("edits", state.edits); // the last of the three: this one is listened to
    save(model);
  };
  /**
   * What a question must bring along: what was set waits while the kernel is busy, a message
   * does not.
   * @returns {Filled}
   */
  const filled = () => {
    now();
    return { drafts: copied(state.drafts), votes: { ...state.votes }, edits: state.edits };
  };
  const later = () => {
    timer ??= setTimeout(now, QUIET);
  };
  return { later, filled, stop: () => clearTimeout(timer) };
}
