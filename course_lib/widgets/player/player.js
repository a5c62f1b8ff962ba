// The player of episodes. Everything comes in one payload; nothing is asked of the kernel.

import { el } from "../js/dom.js";
import { holdTrait } from "../js/held.js";
import { listen } from "../js/kernel.js";
import { announcer, guardKeys } from "../js/keys.js";
import { bringIntoView } from "../js/view.js";
import { control, facePlay, speedChoice, toggle } from "./controls.js";
import { LETTERS, readEpisode, tell } from "./episode.js";
import { makeAdvantages, makeNews } from "./overlay.js";
import { Stage } from "./stage.js";
import { makeLegend, makeMetrics, makeTracks, makeTranscript } from "./tracks.js";

/**
 * @typedef {import("../js/types.d.ts").Model} Model
 * @typedef {import("./episode.js").Episode} Episode
 */

const QUIET = 300; // milliseconds between two steps that are told to the kernel, at least

class Player {
  /** @param {Model} model */
  constructor(model) {
    const payload = model.get("payload");
    this.model = model;
    /** @type {Episode[]} */
    this.episodes = payload.episodes.map((/** @type {any} */ one) => readEpisode(one, payload));
    this.last = Math.max(...this.episodes.map(({ steps }) => steps));
    this.hasShares = this.episodes.some((episode) => episode.shares(0));
    /** @type {import("./episode.js").State} */
    this.state = {
      t: Math.min(model.get("step"), this.last),
      speed: model.get("speed"),
      playing: false,
      seen: false,
      several: this.episodes.length > 1,
      kinds: payload.kinds,
      showPath: true,
      showShares: this.hasShares,
      news: "both",
      factor: -1,
    };
    this.clock = 0; // the animation frame that is awaited
    this.since = 0; // when the step that is shown began
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.writing = undefined;
    this.stages = this.episodes.map((one, i) => new Stage(one, i, this.state));
    this.tracks = makeTracks(this.episodes, this.state, this.last, (t) => this.jump(t));
    this.live = el("div", { class: "cl-live", "aria-live": "polite" });
    this.say = announcer(this.live);
    const step = { min: 0, max: this.last, step: 1, value: this.state.t, "aria-label": "step" };
    this.range = el("input", { type: "range", class: "cl-range", ...step });
    this.counter = el("output", { class: "cl-counter" });
    this.play = control("play", "play (space)", () => this.playOrPause());
    this.play.classList.add("cl-play");
    this.speed = speedChoice(this.state);
    this.draw = this.draw.bind(this);
    this.overlays = this.episodes.flatMap(({ overlay }) => overlay ?? []);
    this.advantages = this.overlays.length
      ? makeAdvantages(this.episodes, this.last, this.tracks.rows)
      : null;
    this.root = this.build(payload);
    const show = () => this.showHeld();
    this.held = holdTrait(this.root, model, "step", show, () => this.state.playing);
  }

  /**
   * All parts in their places.
   * @param {any} payload
   */
  build(payload) {
    const { model, state, stages } = this;
    const caption = model.get("caption");
    const controls = this.buildControls();
    const slider = el("div", { class: "cl-slider" }, this.range);
    const gutter = el("span", { class: "cl-gutter" }, "step");
    const timeline = el("div", { class: "cl-timeline" }, gutter, slider, ...this.tracks.rows);
    const root = el(
      "figure",
      {
        class: "cl-widget cl-player",
        role: caption ? null : "group",
        tabindex: -1,
        "aria-label": model.get("label"),
        "data-count": this.episodes.length,
      },
      caption ? el("figcaption", {}, caption) : null,
      el("div", { class: "cl-stages" }, ...stages.map((stage) => stage.node)),
      controls,
      timeline,
      makeMetrics(model.get("table"), state),
      makeTranscript(this.episodes, state),
      this.live,
    );
    const legend = makeLegend(payload, this.hasShares);
    const toggles = this.buildToggles();
    if (state.several) {
      controls.append(toggles);
      timeline.after(legend);
    } else stages[0].about.append(legend, toggles);
    if (this.overlays.length) timeline.after(makeNews(this.overlays, state, this.draw));
    return root;
  }

  buildControls() {
    const jump = (/** @type {() => number} */ to) => () => this.jump(to());
    return el(
      "div",
      { class: "cl-controls" },
      control(
        "first",
        "first step (Home)",
        jump(() => 0),
      ),
      control(
        "back",
        "one step back (left arrow)",
        jump(() => this.state.t - 1),
      ),
      this.play,
      control(
        "on",
        "one step on (right arrow)",
        jump(() => this.state.t + 1),
      ),
      control(
        "last",
        "last step (End)",
        jump(() => this.last),
      ),
      this.counter,
      this.speed.select,
    );
  }

  buildToggles() {
    const path = toggle("path", "showPath", this.state, this.draw);
    const shares = this.hasShares
      ? toggle("action probabilities", "showShares", this.state, this.draw)
      : null;
    return el("div", { class: "cl-toggles" }, path, shares);
  }

  draw() {
    const { t } = this.state;
    for (const stage of this.stages) stage.paint(t);
    this.tracks.draw(t);
    this.advantages?.draw(t);
    this.range.value = String(t);
    this.range.setAttribute("aria-valuetext", `step ${t} of ${this.last}`);
    this.range.style.setProperty("--cl-done", `${this.last ? (100 * t) / this.last : 0}%`);
    this.counter.textContent = `${t} / ${this.last}`;
    this.root.dataset.step = String(t);
  }

  /** @param {number} t */
  goTo(t) {
    const { state, last } = this;
    state.t = Math.min(last, Math.max(0, t));
    this.held.take(state.t);
    this.draw();
    if (state.playing) return;
    const words = this.episodes.map(
      (episode, i) =>
        (state.several ? `${LETTERS[i]}: ` : "") + tell(episode, state.t, state.kinds).join(", "),
    );
    this.say(`Step ${state.t} of ${last}. ${words.join(". ")}`);
  }

  /** @param {number} t */
  jump(t) {
    this.pause();
    this.goTo(t);
    this.write();
  }

  /** Tells the step to the kernel a moment later; nothing depends on an answer. */
  write() {
    this.writing ??= setTimeout(() => {
      this.writing = undefined;
      if (this.model.get("step") !== this.state.t) this.held.keep(this.state.t);
      else this.held.leave();
    }, QUIET);
  }

  /** The step that the kernel has, unless the reader is at the player or it plays. */
  showHeld() {
    const step = this.held.value;
    if (step === this.state.t) return;
    this.goTo(step);
    this.showPlay();
  }

  showPlay() {
    const { playing, t } = this.state;
    facePlay(this.play, playing, t >= this.last && this.last > 0);
    this.root.dataset.playing = String(playing);
  }

  playOrPause() {
    if (this.state.playing) this.pause();
    else this.start();
  }

  start() {
    if (this.state.playing) return;
    if (this.state.t >= this.last) this.goTo(0);
    this.state.playing = true;
    this.since = performance.now();
    this.clock = requestAnimationFrame((now) => this.tick(now));
    this.showPlay();
  }

  pause() {
    cancelAnimationFrame(this.clock);
    if (this.state.playing) {
      this.state.playing = false;
      this.goTo(this.state.t);
      this.write();
    }
    this.showPlay();
  }

  /** @param {number} now */
  tick(now) {
    const { state } = this;
    const steps = Math.floor(((now - this.since) / 1000) * state.speed);
    if (steps > 0) {
      this.since = now - this.since > 1000 ? now : this.since + (steps * 1000) / state.speed;
      this.goTo(state.t + (steps > 20 ? 1 : steps));
    }
    if (state.t >= this.last) this.pause();
    else this.clock = requestAnimationFrame((later) => this.tick(later));
  }

  /** @param {string} key */
  press(key) {
    const { t } = this.state;
    /** @type {Record<string, () => void>} */
    const deeds = {
      " ": () => this.playOrPause(),
      k: () => this.playOrPause(),
      ArrowRight: () => this.jump(t + 1),
      ".": () => this.jump(t + 1),
      ArrowLeft: () => this.jump(t - 1),
      ",": () => this.jump(t - 1),
      Home: () => this.jump(0),
      End: () => this.jump(this.last),
      "<": () => this.speed.change(-1),
      ">": () => this.speed.change(1),
    };
    if (!(key in deeds)) return false;
    deeds[key]();
    this.showPlay();
    return true;
  }

  /** What the reader and the kernel do is heard from now on; gives what ends it. */
  listen() {
    const { root, range, model } = this;
    const unguard = guardKeys(root, (key) => this.press(key));
    // A click leaves the focus on the picture, so that the keys go on working as described.
    root.addEventListener("click", (event) => {
      const target = /** @type {Element} */ (event.target);
      if (event.detail > 0 && target.closest(".cl-button, .cl-event")) {
        this.stages[0].frame.focus({ preventScroll: true });
      }
    });
    range.addEventListener("input", () => {
      if (this.state.playing) this.pause();
      this.goTo(Number(range.value));
      this.showPlay();
    });
    range.addEventListener("change", () => this.write());
    for (const { frame } of this.stages) frame.addEventListener("click", () => this.playOrPause());
    const deaf = listen(model, {
      "change:step": () => this.held.hear(),
    });
    const unwatch = this.watchScreen();
    return () => {
      unguard();
      deaf();
      unwatch();
    };
  }

  /** Off the screen it pauses; half a screen ahead it is drawn, so that none is blank. */
  watchScreen() {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    let fresh = this.model.get("autoplay") && !still;
    const seen = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) this.pause();
      else if (fresh) {
        fresh = false;
        this.start();
      }
    });
    const near = new IntersectionObserver(
      (entries) => {
        this.state.seen = Boolean(entries.at(-1)?.isIntersecting);
        if (this.state.seen) this.draw();
      },
      /** @type {IntersectionObserverInit} */ ({ rootMargin: "50%", scrollMargin: "50%" }),
    );
    const printed = () => {
      this.state.seen = true;
      this.draw();
    };
    const resized = new ResizeObserver(this.draw);
    window.addEventListener("beforeprint", printed);
    for (const observer of [seen, near, resized]) observer.observe(this.root);
    return () => {
      for (const observer of [seen, near, resized]) observer.disconnect();
      window.removeEventListener("beforeprint", printed);
    };
  }

  stop() {
    cancelAnimationFrame(this.clock);
    clearTimeout(this.writing);
    this.say.stop();
  }
}

/** @param {import("../js/types.d.ts").Place} place */
export function render({ model, el: host }) {
  const player = new Player(model);
  host.append(player.root);
  bringIntoView(model, player.root);
  const deaf = player.listen();
  player.showPlay();
  player.draw();
  return () => {
    player.stop();
    deaf();
  };
}

export default { render };
