// The arcade: the reader acts and the browser applies the rules, which translate.py has written.

import { button, el } from "../js/dom.js";
import { listen } from "../js/kernel.js";
import { announcer, guardKeys } from "../js/keys.js";
import { bytes } from "../js/payload.js";
import { Beside } from "./beside.js";
import { Clock } from "./clock.js";
import { Game, readRules } from "./game.js";
import { ARROW_KEYS, InputState } from "./input.js";
import { Link } from "./link.js";
import { makePad } from "./pad.js";
import { Picture } from "./picture.js";

/** @typedef {import("../js/types.d.ts").Model} Model */

const RATES = [30, 20, 15, 10]; // steps a second, where the world moves by itself
const NEW = "N: new level, R: start again";
const CURTAIN = {
  ready: "An arrow key starts it; or hold the picture where you want to go",
  running: "",
  paused: "Paused. An arrow key goes on",
  over: "Over. N: new level, R: start again",
};
const KEYS = {
  held: "Left and right arrow run, up arrow or space jumps; hold two at once.",
  pressed: "Click the picture, then use the arrow keys; or click beside the agent.",
};

/** @param {string} key */
const low = (key) => (key.length === 1 ? key.toLowerCase() : key);

class Arcade {
  /** @param {Model} model */
  constructor(model) {
    const world = model.get("world");
    this.model = model;
    this.rules = readRules(model.get("rules"));
    this.movesItself = Boolean(this.rules.figures);
    this.input = new InputState(world.actions);
    /** @type {Game | null} */
    this.game = null;
    this.mine = false; // whether this view has been played, and no longer follows the model
    /** @type {number | null} */
    this.wanted = null; // the seed of a level that the kernel has not sent yet
    this.picture = new Picture(world.sprites, this.movesItself ? 640 : 420);
    this.clock = new Clock(
      RATES[0],
      () => this.press(this.input.action()),
      () => this.draw(),
    );
    this.trouble = el("p", { class: "cl-trouble", role: "alert" });
    const complain = (/** @type {string} */ text) => {
      this.trouble.textContent = text;
    };
    this.link = new Link(model, () => this.played(), this.movesItself ? 1000 : 300, complain);
    this.beside = new Beside(model, complain);
    this.curtain = el("p", { class: "cl-curtain" });
    this.title = el("p", { class: "cl-heading" });
    this.status = el("p", { class: "cl-status" });
    this.live = el("div", { class: "cl-live", "aria-live": "polite" });
    this.say = announcer(this.live, 700);
    this.pad = makePad(world.actions, {
      act: (action) => this.act(action),
      input: this.input,
      changed: () => this.changed(),
      holds: this.movesItself,
    });
    this.next = button("New level", () => this.goOn(), { title: "new level (N)" });
    this.frame = this.buildFrame();
    this.root = this.build();
  }

  // ── The parts ──

  get keys() {
    return this.movesItself ? KEYS.held : KEYS.pressed;
  }

  buildFrame() {
    const label = `the level. ${this.keys} ${NEW}.`;
    const named = { class: "cl-frame", tabindex: 0, role: "group", "aria-label": label };
    return el("div", named, this.picture.canvas, this.curtain);
  }

  build() {
    const again = button("Start again", () => this.startAgain(), { title: "start again (R)" });
    const row = el("div", { class: "cl-row" }, this.next, again);
    if (this.movesItself) row.append(this.buildRates());
    const help = el("p", { class: "cl-faint" }, this.keys, ` ${NEW}.`);
    const said = [this.title, this.status, this.pad, row, help, this.trouble, this.live];
    return el(
      "div",
      {
        class: "cl-widget cl-arcade",
        role: "group",
        tabindex: -1,
        "data-moves-itself": this.movesItself,
        "aria-label": `Play by hand: ${this.model.get("label")}`,
      },
      this.frame,
      el("div", { class: "cl-side" }, ...said),
      this.beside.node,
    );
  }

  buildRates() {
    const rates = el(
      "select",
      { class: "cl-speed", "aria-label": "steps per second" },
      ...RATES.map((rate) => el("option", { value: rate }, `${rate} steps/s`)),
    );
    rates.addEventListener("change", () => this.clock.setRate(Number(rates.value)));
    return rates;
  }

  // ── The picture and the words ──

  draw() {
    const { game } = this;
    if (!game) return;
    // While it runs, a line is in the way.
    this.picture.paint(game, this.frame.clientWidth || 320, !this.clock.running);
    this.tell(game);
  }

  /** @param {Game} game */
  tell(game) {
    const { canvas } = this.picture;
    const text = game.status();
    this.title.textContent = `${this.model.get("label")} · level ${game.seed}`;
    this.status.textContent = text;
    if (!this.clock.running)
      canvas.setAttribute("aria-label", `${this.title.textContent}. ${text}`);
    const way = this.way(game);
    this.curtain.textContent = this.movesItself ? CURTAIN[way] : "";
    if (game.over && this.pad.contains(document.activeElement)) this.focus();
    for (const one of this.pad.querySelectorAll("button")) one.disabled = game.over; // loses the focus
    this.next.classList.toggle("cl-main", game.over);
    Object.assign(this.root.dataset, { steps: game.steps, seed: game.seed, way });
    this.beside.node.hidden = !game.over;
  }

  /** @param {Game} game */
  way(game) {
    if (game.over) return "over";
    if (this.clock.running) return "running";
    return game.steps ? "paused" : "ready";
  }

  focus() {
    this.frame.focus({ preventScroll: true });
  }

  // ── Playing ──

  /** @param {number | null | undefined} action */
  press(action) {
    const { game } = this;
    if (action == null || !game || game.over) return;
    const before = game.events.length;
    game.press(action);
    this.mine = true;
    if (game.over) {
      this.clock.stop();
      this.input.clear();
      if (this.model.get("against")) this.expect("the agent's episode");
      this.link.now();
    } else this.link.later();
    if (!this.clock.running || game.events.length > before) this.say(game.status());
  }

  /** Keys, buttons or fingers changed, in a world that moves by itself. */
  changed() {
    if (!this.game || this.game.over) return;
    this.clock.start();
    this.clock.early();
  }

  /** @param {number} action */
  act(action) {
    this.press(action);
    this.draw();
  }

  pause() {
    this.input.clear();
    if (!this.clock.running || !this.game) return;
    this.clock.stop();
    this.link.now();
    this.say(`Paused. ${this.game.status()}`);
    this.draw();
  }

  /**
   * Begins a level, with moves that have been made in it already.
   * @param {{ seed: number, start: string }} level
   * @param {number[]} moves
   */
  begin(level, moves = []) {
    this.clock.stop();
    this.input.clear();
    this.game = new Game(this.rules, bytes(level.start), level.seed);
    for (const action of moves) this.game.press(action);
    this.trouble.textContent = "";
    this.draw();
  }

  /** @param {number} seed */
  levelOf(seed) {
    /** @type {{ seed: number, start: string }[]} */
    const levels = this.model.get("levels");
    return levels.find((level) => level.seed === seed);
  }

  /** @param {number} seed */
  goTo(seed) {
    if (!this.game || this.wanted != null) return;
    const level = this.levelOf(seed);
    if (level) this.begin(level);
    else this.wanted = seed;
    this.mine = true;
    this.link.now();
    if (!level) this.expect("more levels");
    else this.say(`Level ${seed}. ${this.game.status()}`);
  }

  goOn() {
    if (this.game) this.goTo(this.game.seed + 1);
  }

  startAgain() {
    if (this.game) this.goTo(this.game.seed);
  }

  // ── The kernel ──

  played() {
    if (this.wanted != null || !this.game) return { seed: this.wanted ?? 0, moves: [] };
    return { seed: this.game.seed, moves: [...this.game.moves] };
  }

  /** @param {string} what */
  expect(what) {
    this.link.expect(what, () => {
      this.wanted = null;
    });
  }

  newLevels() {
    const level = this.wanted != null && this.levelOf(this.wanted);
    if (!level) return;
    this.wanted = null;
    this.link.answered();
    this.begin(level);
  }

  /** The game is what the model says: at the start, and when Python has moved. */
  adopt() {
    const [seed, levels] = [this.model.get("seed"), this.model.get("levels")];
    const level = this.levelOf(seed) || (!this.game && levels[0]);
    if (!level) return;
    this.mine = false;
    this.wanted = null;
    this.link.answered();
    this.begin(level, level.seed === seed ? this.model.get("moves") : []);
    if (this.game) this.say(this.game.status());
  }

  showPlayer() {
    if (this.model.get("player")) this.link.answered();
    return this.beside.show();
  }

  // ── Keys and pointers ──

  /**
   * @param {string} key
   * @param {KeyboardEvent} event
   */
  key(key, event) {
    const name = low(key);
    const direction = ARROW_KEYS[name];
    if (name === "n") this.goOn();
    else if (name === "r") this.startAgain();
    else if (!direction) return false;
    else if (!this.movesItself) {
      const action = this.input.byDirection[name === " " ? "0,0" : direction];
      if (action !== undefined) this.act(action);
    } else if (!event.repeat && this.input.hold(name, direction)) this.changed();
    return true;
  }

  /** @param {KeyboardEvent} event */
  keyUp(event) {
    if (!(low(event.key) in ARROW_KEYS)) return;
    this.input.release(low(event.key));
    event.stopPropagation();
  }

  /** @param {MouseEvent} event */
  click(event) {
    this.focus();
    if (!this.game || this.movesItself) return;
    const [dx, dy] = this.picture.fromAgent(this.game, event);
    if (Math.max(Math.abs(dx), Math.abs(dy)) < 0.5) return;
    const across = Math.abs(dx) > Math.abs(dy);
    this.act(this.input.byDirection[across ? `${Math.sign(dx)},0` : `0,${Math.sign(dy)}`]);
  }

  /**
   * A finger or the mouse on the picture: run to its side, and jump if it is above.
   * @param {PointerEvent} event
   */
  touch(event) {
    const first = event.type === "pointerdown";
    if (!this.game || !this.movesItself || !(event.buttons || first)) return;
    event.preventDefault();
    if (first) {
      this.focus();
      this.picture.canvas.setPointerCapture(event.pointerId);
    }
    const [dx, dy] = this.picture.fromAgent(this.game, event);
    const across = this.hold(`${event.pointerId} x`, Math.abs(dx) > 0.5 && `${Math.sign(dx)},0`);
    const up = this.hold(`${event.pointerId} y`, dy < -1.5 && "0,-1");
    if (across || up) this.changed();
  }

  /**
   * A finger holds this direction, or none; true if that is new.
   * @param {string} source
   * @param {string | false} direction
   */
  hold(source, direction) {
    if (direction) return this.input.hold(source, direction);
    this.input.release(source);
    return false;
  }

  /** @param {PointerEvent} event */
  lift(event) {
    this.input.release(`${event.pointerId} x`);
    this.input.release(`${event.pointerId} y`);
  }

  /** What the reader and the kernel do is heard from now on; gives what ends it. */
  listen() {
    const { root, frame } = this;
    const unguard = guardKeys(root, (key, event) => this.key(key, event));
    this.listenToPointers();
    root.addEventListener("keyup", (event) => this.keyUp(event));
    root.addEventListener("focusout", (event) => {
      if (!root.contains(/** @type {Node | null} */ (event.relatedTarget))) this.pause();
    });
    const pause = () => this.pause();
    const hidden = () => {
      if (document.hidden) this.pause();
    };
    window.addEventListener("blur", pause);
    document.addEventListener("visibilitychange", hidden);
    const seen = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) this.pause();
    });
    seen.observe(frame);
    const resized = new ResizeObserver(() => this.draw());
    resized.observe(root);
    const deaf = this.listenToKernel();
    return () => {
      unguard();
      deaf();
      seen.disconnect();
      resized.disconnect();
      window.removeEventListener("blur", pause);
      document.removeEventListener("visibilitychange", hidden);
    };
  }

  listenToPointers() {
    const { canvas } = this.picture;
    canvas.addEventListener("click", (event) => this.click(event));
    canvas.addEventListener("pointerdown", (event) => this.touch(event));
    canvas.addEventListener("pointermove", (event) => this.touch(event));
    canvas.addEventListener("pointerup", (event) => this.lift(event));
    canvas.addEventListener("pointercancel", (event) => this.lift(event));
    this.root.addEventListener("click", (event) => {
      const target = /** @type {Element} */ (event.target);
      if (event.detail > 0 && target.closest(".cl-side .cl-button")) this.focus();
    });
  }

  listenToKernel() {
    return listen(this.model, {
      "change:turn": () => this.adopt(),
      "change:moves": () => {
        if (!this.mine) this.adopt();
      },
      "change:levels": () => this.newLevels(),
      "change:player": () => this.showPlayer(),
      "change:trouble": () => this.link.answered(),
    });
  }

  stop() {
    this.clock.stop();
    this.link.stop();
    this.say.stop();
    this.beside.remove();
  }
}

/** @param {import("../js/types.d.ts").Place} place */
function render({ model, el: host }) {
  const arcade = new Arcade(model);
  host.append(arcade.root);
  const deaf = arcade.listen();
  arcade.adopt();
  arcade.showPlayer();
  return () => {
    arcade.stop();
    deaf();
  };
}

export default { render };
