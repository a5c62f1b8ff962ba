// The kernel: it hears what was pressed, about once a second, and answers with levels.

import { save } from "../js/kernel.js";

const PATIENCE = 4000; // milliseconds until the reader is told that no kernel answers

export class Link {
  /**
   * @param {import("../js/types.d.ts").Model} model
   * @param {() => { seed: number, moves: number[] }} played what is to be told
   * @param {number} quiet milliseconds between two messages
   * @param {(text: string) => void} complain
   */
  constructor(model, played, quiet, complain) {
    this.model = model;
    this.played = played;
    this.quiet = quiet;
    this.complain = complain;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.saving = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
  }

  /** Tells the kernel a moment later what was played. */
  later() {
    this.saving ??= setTimeout(() => this.now(), this.quiet);
  }

  /** Tells the kernel what was played. */
  now() {
    clearTimeout(this.saving);
    this.saving = undefined;
    const { seed, moves } = this.played();
    this.model.set("seed", seed);
    this.model.set("moves", moves);
    save(this.model);
  }

  /**
   * The reader is told if no kernel answers in time; `gone` is called then.
   * @param {string} what
   * @param {() => void} gone
   */
  expect(what, gone) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      gone();
      this.complain(`No answer from the kernel. Run this cell (Shift+Enter) for ${what}.`);
    }, PATIENCE);
  }

  /** What was expected has come, with a trouble or without. */
  answered() {
    clearTimeout(this.waiting);
    this.complain(this.model.get("trouble"));
  }

  stop() {
    clearTimeout(this.saving);
    clearTimeout(this.waiting);
  }
}
