// A clock that counts down and locks the answers at its end.

import { button, el } from "../js/dom.js";

export class Countdown {
  /**
   * @param {number} seconds 0: there is no clock
   * @param {(text: string) => void} say
   * @param {() => void} over
   */
  constructor(seconds, say, over) {
    this.seconds = seconds;
    this.say = say;
    this.over = over;
    this.face = el("output", { class: "cl-clock" });
    this.start = button("", () => this.toggle(), { title: "countdown (c)" });
    this.node = el("span", { class: "cl-countdown", hidden: !seconds }, this.face, this.start);
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
    this.end = 0;
    this.closed = false; // after the reveal it cannot be started
    this.reset();
  }

  toggle() {
    if (this.timer) {
      this.reset();
      return;
    }
    if (!this.seconds || this.closed) return;
    this.end = performance.now() + 1000 * this.seconds;
    this.timer = setInterval(() => this.tick(), 200);
    this.start.textContent = "Stop the clock";
    this.tick();
  }

  tick() {
    const left = Math.max(0, Math.ceil((this.end - performance.now()) / 1000));
    this.face.textContent = `${left} s`;
    this.face.classList.toggle("cl-late", left <= 5);
    if (left === 10) this.say("10 seconds left");
    if (left > 0) return;
    this.stop();
    this.face.textContent = "Time is up";
    this.say("Time is up");
    this.over();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = undefined;
    this.start.textContent = "Start the clock";
  }

  reset() {
    this.stop();
    this.face.classList.remove("cl-late");
    this.face.textContent = this.seconds ? `${this.seconds} s` : "";
  }
}
