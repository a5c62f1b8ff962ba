// Training on both sides of the shift: two panels of curves, pause, and the newest agent's episode.

import { button, el } from "../js/dom.js";
import { holdTrait } from "../js/held.js";
import { listen, localModel } from "../js/kernel.js";
import { bringIntoView } from "../js/view.js";
import { render as renderPlayer } from "../player/player.js";
import { Curves } from "./curves.js";

/** @typedef {import("../js/types.d.ts").Model} Model */

const UNHEARD = 3000; // milliseconds until the reader is told that the kernel does not listen

class Training {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.curves = new Curves(model);
    this.root = this.curves.root;
    this.pause = button("Pause", () => this.askToPause(), { class: "cl-button cl-pause" });
    this.pausing = holdTrait(this.pause, model, "paused", () => this.tell());
    this.note = el("p", { class: "cl-summary cl-note", role: "status" });
    this.show = button("", () => this.put(true), { hidden: true });
    this.stage = el("div", { class: "cl-newest" });
    this.curves.head.insertBefore(this.pause, this.curves.head.lastElementChild);
    this.root.append(this.note, this.show, this.stage);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {number | null} */
    this.shown = null; // the step of training whose agent the player shows
    this.closePlayer = () => {};
  }

  askToPause() {
    const { model, pausing } = this;
    pausing.keep(!pausing.value);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (pausing.value === model.get("resting") || model.get("finished")) return;
      this.note.textContent = "The kernel does not answer: it is busy, or was restarted.";
    }, UNHEARD);
  }

  tell() {
    const { model } = this;
    const [paused, resting] = [this.pausing.value, model.get("resting")];
    this.pause.hidden = model.get("finished");
    this.pause.textContent = paused ? "Go on" : "Pause";
    this.pause.setAttribute("aria-pressed", String(paused));
    const pausing = paused && !model.get("finished") ? "Pausing after this update …" : "";
    this.note.textContent = resting ? "Paused. Nothing is lost: press “Go on”." : pausing;
    this.root.dataset.resting = resting;
  }

  /** The reader watches: the newest agent waits until the episode is over, or a button is pressed. */
  watching() {
    /** @type {HTMLElement | null} */
    const player = this.stage.querySelector(".cl-player");
    /** @type {HTMLInputElement | null | undefined} */
    const range = player?.querySelector("input[type=range]"); // not a box before it
    if (!player || !range) return false;
    const { playing, step } = player.dataset;
    return playing === "true" || (step !== "0" && step !== range.max);
  }

  put(byHand = false) {
    const newest = this.model.get("newest");
    if (!newest.payload || newest.step === this.shown) return;
    this.show.hidden = byHand || !this.watching();
    this.show.textContent = `Show the newest agent (after ${newest.step.toLocaleString("en")} steps)`;
    if (!this.show.hidden) return;
    this.closePlayer();
    this.stage.replaceChildren();
    this.shown = newest.step;
    const { payload, title: caption, label } = newest;
    const autoplay = !this.model.get("finished");
    const inner = localModel({ payload, caption, label, speed: 6, autoplay, step: 0 });
    this.closePlayer = renderPlayer({ model: inner, el: this.stage });
    this.root.dataset.newest = newest.step;
  }

  /** What the reader and the kernel do is heard from now on; gives what ends it. */
  listen() {
    const close = this.curves.listen();
    const ended = new MutationObserver(() => this.put());
    const attributeFilter = ["data-playing"];
    ended.observe(this.stage, { subtree: true, attributes: true, attributeFilter });
    const tell = () => this.tell();
    const deaf = listen(this.model, {
      "change:newest": () => this.put(),
      "change:paused": () => this.pausing.hear(),
      "change:resting": tell,
      "change:finished": tell,
    });
    return () => {
      clearTimeout(this.timer);
      ended.disconnect();
      deaf();
      this.closePlayer();
      close();
    };
  }
}

/** @param {import("../js/types.d.ts").Place} place */
function render({ model, el: host }) {
  const training = new Training(model);
  host.append(training.root);
  bringIntoView(model, training.root);
  const close = training.listen();
  training.curves.draw();
  training.tell();
  training.put();
  return close;
}

export default { render };
