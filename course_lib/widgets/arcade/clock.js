// The clock of a world that moves by itself, and the choice of how fast it goes.

import { el } from "../js/dom.js";

const RATES = [30, 20, 15, 10]; // steps a second
export const FASTEST = RATES[0];

/**
 * Calls `step` `rate` times a second, and `draw` after it. Time has slots, with one step in each:
 * at its end, or at once when `early` is called. So an answer to a key is in the next picture,
 * and the world is no faster for it. Time that could not be shown is dropped.
 */
export class Clock {
  /**
   * @param {number} rate
   * @param {() => void} step
   * @param {() => void} draw
   */
  constructor(rate, step, draw) {
    this.rate = rate;
    this.step = step;
    this.draw = draw;
    this.running = false;
    this.frame = 0;
    this.zero = 0; // when the first slot began
    this.done = 0; // slots that have had their step
  }

  slot() {
    return Math.floor(((performance.now() - this.zero) / 1000) * this.rate);
  }

  start() {
    if (this.running) return;
    this.running = true;
    this.setRate(this.rate);
    this.frame = requestAnimationFrame(() => this.tick());
  }

  stop() {
    this.running = false;
    cancelAnimationFrame(this.frame);
  }

  /** @param {number} rate */
  setRate(rate) {
    this.rate = rate;
    this.zero = performance.now();
    this.done = 0;
  }

  early() {
    if (!this.running || this.done > this.slot()) return;
    this.done += 1;
    this.step();
    this.draw();
  }

  tick() {
    const now = this.slot();
    if (now - this.done > 3) this.setRate(this.rate);
    else if (this.done < now) {
      for (; this.done < now && this.running; this.done++) this.step();
      this.draw();
    }
    if (this.running) this.frame = requestAnimationFrame(() => this.tick());
  }
}

/** @param {Clock} clock */
export function makeRates(clock) {
  const rates = el(
    "select",
    { class: "cl-speed", "aria-label": "steps per second" },
    ...RATES.map((rate) => el("option", { value: rate }, `${rate} steps/s`)),
  );
  rates.addEventListener("change", () => clock.setRate(Number(rates.value)));
  return rates;
}
