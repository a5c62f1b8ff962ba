// The arcade: the reader acts, and the browser applies the rules that were translated for it.

import { button, el } from "../js/dom.js";
import { listen } from "../js/kernel.js";
import { announcer } from "../js/keys.js";
import { readRules } from "../js/rules.js";
import { bringIntoView } from "../js/view.js";
import { Beside } from "./beside.js";
import { Clock, FASTEST, makeRates } from "./clock.js";
import { Controls } from "./controls.js";
import { Game, startOf } from "./game.js";
import { InputState } from "./input.js";
import { KernelGame } from "./kernel_game.js";
import { Link } from "./link.js";
import { makePad } from "./pad.js";
import { Picture } from "./picture.js";

/**
 * @typedef {import("../js/types.d.ts").Model} Model
 * @typedef {{ seed: number, start?: string }} Level made by the rules, unless its start was sent
 */

const NEW = "N: new level, R: start again";
const CURTAIN = {
  ready: "Click, then an arrow key starts it; or hold the picture where you want to go",
  running: "",
  paused: "Paused. An arrow key goes on",
  over: "Over. N: new level, R: start again",
};
const KEYS = {
  held: "Left and right arrow run, up arrow or space jumps; hold two at once.",
  pressed: "Click the picture, then use the arrow keys, or go on clicking beside the agent.",
};

export class Arcade {
  /** @param {Model} model */
  constructor(model) {
    const world = model.get("world");
    this.model = model;
    this.rules = model.get("rules") ? readRules(model.get("rules")) : null;
    this.params = this.rules?.generate ? model.get("params") : null;
    this.movesItself = this.rules ? Boolean(this.rules.figures) : model.get("seen").runs;
    this.input = new InputState(world.actions);
    /** @type {Game | KernelGame | null} */
    this.game = null;
    this.mine = false; // whether this view has been played, and no longer follows the model
    /** @type {number | null} */
    this.wanted = null; // the seed of a level that the kernel is to make and has not sent yet
    this.picture = new Picture(world.sprites, this.movesItself ? 640 : 420);
    this.clock = new Clock(
      FASTEST,
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
    if (this.movesItself) row.append(makeRates(this.clock));
    const help = el("p", { class: "cl-faint" }, this.keys, ` ${NEW}.`);
    const note = el("p", { class: "cl-faint" }, this.model.get("note"));
    const said = [this.title, this.status, this.pad, row, help, note, this.trouble, this.live];
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

  // ── The picture and the words ──

  draw() {
    const { game } = this;
    if (!game) return;
    this.picture.paint(game, this.frame.clientWidth || 320, !this.clock.running); // or no line
    this.tell(game);
  }

  /** @param {Game | KernelGame} game */
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

  /** @param {Game | KernelGame} game */
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
    if (game instanceof KernelGame) this.link.expect("each step", () => game.forget());
    else this.pressed(game, before);
    if (game.over || game instanceof KernelGame) this.link.now();
    else this.link.later();
  }

  /**
   * An action has been taken; `before` is how many events there were.
   * @param {Game | KernelGame} game
   * @param {number} before
   */
  pressed(game, before) {
    if (game.over) {
      this.clock.stop();
      this.input.clear();
      if (this.model.get("against")) this.expect("the agent's episode");
    }
    if (!this.clock.running || game.events.length > before) this.say(game.status());
  }

  /** The kernel has taken a step, or begun a level, in a world whose rules it alone has. */
  hearStep() {
    const { game } = this;
    if (this.wanted != null) this.newLevels();
    else if (game instanceof KernelGame && game.waiting) {
      const before = game.events.length;
      game.take(this.model.get("seen"));
      this.link.answered();
      this.pressed(game, before);
      this.draw();
    }
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
   * @param {Level} level
   * @param {number[]} moves
   */
  begin(level, moves = []) {
    this.clock.stop();
    this.input.clear();
    this.game = this.makeGame(level, moves);
    this.trouble.textContent = "";
    this.draw();
  }

  /**
   * @param {Level} level
   * @param {number[]} moves
   */
  makeGame(level, moves) {
    if (!this.rules) return new KernelGame(this.model.get("seen"));
    const game = new Game(this.rules, startOf(this.rules, this.params, level), level.seed);
    for (const action of moves) game.press(action);
    return game;
  }

  /**
   * The level of this seed, if it can be made here or has come from the kernel.
   * @param {number} seed
   * @returns {Level | undefined}
   */
  levelOf(seed) {
    if (this.params) return { seed };
    /** @type {Level[]} */
    const levels = this.rules ? this.model.get("levels") : [this.model.get("seen")];
    return levels.find((level) => level.seed === seed);
  }

  /** @param {number} seed */
  goTo(seed) {
    if (!this.game || this.wanted != null) return;
    if (!this.rules && seed === this.game.seed && !this.game.steps) return;
    const level = this.rules ? this.levelOf(seed) : undefined;
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
    if (!level || (!this.rules && this.model.get("seen").moves.length)) return;
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

  /** What the reader and the kernel do is heard from now on; gives what ends it. */
  listen() {
    const unhand = new Controls(this).listen();
    const resized = new ResizeObserver(() => this.draw());
    resized.observe(this.root);
    const deaf = listen(this.model, {
      "change:turn": () => this.adopt(),
      "change:moves": () => {
        if (!this.mine) this.adopt();
      },
      "change:levels": () => this.newLevels(),
      "change:seen": () => this.hearStep(),
      "change:player": () => this.showPlayer(),
      "change:trouble": () => this.link.answered(),
    });
    return () => {
      unhand();
      resized.disconnect();
      deaf();
    };
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
  bringIntoView(model, arcade.root);
  const deaf = arcade.listen();
  arcade.adopt();
  arcade.showPlayer();
  return () => {
    arcade.stop();
    deaf();
  };
}

export default { render };
