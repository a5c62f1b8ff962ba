// Spot the difference: two shelves, an answer, the reveal. Python draws the rounds and keeps score.

import { button, el } from "../js/dom.js";
import { listen } from "../js/kernel.js";
import { announcer, guardKeys } from "../js/keys.js";
import { bringIntoView } from "../js/view.js";
import { Countdown } from "./clock.js";
import { Form } from "./form.js";
import { Keys } from "./keys.js";
import { copied, makeAsk, makeWriter } from "./link.js";
import { Projector } from "./projector.js";
import { Replay } from "./replay.js";
import { Shelf } from "./shelves.js";
import { attributeWords, judged, makeTold } from "./told.js";

/**
 * @typedef {import("../js/types.d.ts").Model} Model
 * @typedef {{ told: boolean, zoom: number, team: number }} Own
 * @typedef {import("./form.js").State & import("./link.js").Filled & Own} State
 */

const HELP =
  "1 to 9 tick what differs, 0 nothing, [ and ] less or more sure, P the next prediction, T the " +
  "next team, A or B more levels, + and − larger or smaller pictures, L for a class, F fill the " +
  "window, C countdown, R reveal, N next round.";
const AT_WORK = "The kernel is at work. A world's first levels take some seconds.";

export class Spot {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.id = `cl-spot-${Math.random().toString(36).slice(2)}`;
    /** @type {string[]} */
    this.teams = model.get("teams");
    /** @type {number} */
    const seconds = model.get("countdown");
    this.trouble = el("p", { class: "cl-trouble", role: "alert" }, model.get("trouble"));
    this.live = el("div", { class: "cl-live", "aria-live": "polite" });
    this.say = announcer(this.live, 700);
    this.ask = makeAsk(model, this.trouble, (busy) => this.showWork(busy));
    /** @type {State} */
    this.state = {
      drafts: [],
      votes: {},
      edits: 0,
      locked: false,
      told: false,
      zoom: 0,
      team: 0, // for which the keys answer
      large: this.teams.length > 1 || seconds > 0,
      take: (team) => this.ask({ ask: "votes", team, filled: this.writer.filled() }),
    };
    this.writer = makeWriter(model, this.state);
    this.clock = new Countdown(seconds, this.say, () => this.keepFocus(() => this.lock()));
    this.shelves = { A: new Shelf("A", this.ask), B: new Shelf("B", this.ask) };
    this.round = 0;
    this.since = 0; // when it was first seen, in milliseconds
    /** @type {Form | null} */
    this.form = null;
    this.replay = new Replay(model);
    this.title = el("b", { class: "cl-round" });
    this.rewarded = el("p", { class: "cl-rewarded" });
    this.active = el("span", { class: "cl-faint" });
    this.classView = this.makeClassView();
    const main = { class: "cl-button cl-main" };
    this.reveal = button("Reveal", () => this.unveil(), { ...main, title: "reveal (r)" });
    this.next = button("Next round", () => this.goOn(), { ...main, title: "next round (n)" });
    this.place = el("div", {}); // of the form
    this.actions = el("div", { class: "cl-row" }, this.reveal, this.active);
    this.votes = el("div", { class: "cl-votes" }, this.place, this.actions);
    this.toldPlace = el("div", { class: "cl-told-place" });
    this.both = el("div", { class: "cl-shelves" }, this.shelves.A.node, this.shelves.B.node);
    this.projector = new Projector(this);
    this.root = this.build();
  }

  // ── The parts ──

  build() {
    const named = { role: "group", tabindex: -1, "aria-label": "Spot the difference" };
    const keys = el("details", { class: "cl-keys" }, el("summary", {}, "Keys"), el("p", {}, HELP));
    return el(
      "div",
      { class: `cl-widget cl-spot${this.teams.length > 3 ? " cl-many" : ""}`, ...named },
      el("div", { class: "cl-top" }, this.title, this.clock.node, this.tools()),
      this.rewarded,
      this.both,
      this.votes,
      this.trouble,
      this.toldPlace,
      keys,
      this.projector.keys,
      this.live,
    );
  }

  tools() {
    const size = (
      /** @type {number} */ by,
      /** @type {string} */ face,
      /** @type {string} */ title,
    ) =>
      button(face, () => this.zoom(by), {
        class: "cl-button cl-small",
        title,
        "aria-label": title,
      });
    return el(
      "span",
      { class: "cl-tools" },
      size(-1, "−", "smaller pictures (-)"),
      size(1, "+", "larger pictures (+)"),
      el("label", { class: "cl-toggle" }, this.classView, "for a class"),
      this.projector.open,
    );
  }

  makeClassView() {
    const box = el("input", { type: "checkbox" });
    box.addEventListener("change", () => this.keepFocus(() => this.showLarge(box.checked)));
    return box;
  }

  /** @param {boolean} large */
  showLarge(large) {
    this.state.large = large;
    this.newForm();
    this.paint();
  }

  newForm() {
    const { state, model } = this;
    this.root.classList.toggle("cl-large", state.large);
    this.classView.checked = state.large;
    this.form = new Form(model.get("shown"), this.teams, state, () => this.changed(), this.id);
    this.place.replaceChildren(this.form.node);
    this.form.show();
    this.showTeam();
  }

  // ── What is shown ──

  /** @param {boolean} busy */
  showWork(busy) {
    this.root.classList.toggle("cl-at-work", busy);
    if (busy && !this.state.told) this.say(AT_WORK); // it never talks over a reveal
  }

  showTeam() {
    const [several, team] = [this.teams.length > 1, this.teams[this.state.team]];
    this.active.textContent = several ? `The keys now answer for ${team}.` : "";
  }

  paint() {
    if (this.projector.on) {
      this.projector.paint();
      return;
    }
    const { A, B } = this.model.get("shown").shelves;
    const all = /** @type {import("../js/types.d.ts").Level[]} */ ([...A, ...B]);
    const widest = Math.max(...all.map((level) => level.width));
    const wide = all.some((level) => level.width > 1.6 * level.height);
    this.both.classList.toggle("cl-stacked", wide);
    const most = Math.max(A.length, B.length);
    for (const shelf of Object.values(this.shelves)) {
      shelf.node.hidden = false;
      shelf.paint(widest, most, wide, this.state.zoom);
    }
  }

  /** The round as the kernel has it: a new one, or one with more levels. */
  showGame() {
    const game = this.model.get("shown");
    const fresh = game.number !== this.round;
    const looked = [game.shelves.A.length, game.shelves.B.length];
    if (fresh) this.projector.begin();
    if (fresh && this.round && !this.projector.on) this.root.scrollIntoView({ block: "start" });
    this.round = game.number;
    this.title.textContent = `Round ${game.number}${game.of ? ` of ${game.of}` : ""} · ${game.title}`;
    this.rewarded.textContent = `${game.rewarded} Does anything differ between the shelves, beyond chance?`;
    for (const shelf of Object.values(this.shelves)) shelf.fill(game);
    this.root.dataset.round = game.number;
    this.root.dataset.looked = looked.join(" ");
    if (fresh) this.beginRound(game);
    this.paint();
    if (!fresh) this.say(`${looked[0]} levels of A, ${looked[1]} of B`);
  }

  /** @param {any} game */
  beginRound(game) {
    this.state.locked = this.state.told = this.clock.closed = false;
    this.state.team = 0;
    this.since = performance.now();
    this.readAnswers();
    this.clock.reset();
    this.newForm();
    this.next.disabled = game.last;
    this.next.textContent = game.last ? "That was the last round" : "Next round";
    const count = game.shelves.A.length;
    this.say(`Round ${game.number}: ${game.title}. Shelves A and B show ${count} levels each.`);
  }

  /** What Python or another view filled in; a page that is restored may be given older answers. */
  hearAnswers() {
    if (this.model.get("edits") >= this.state.edits) this.readAnswers();
  }

  readAnswers() {
    this.state.edits = this.model.get("edits");
    this.state.drafts = copied(this.model.get("drafts"));
    this.state.votes = { ...this.model.get("votes") };
    this.form?.show();
  }

  /** The kernel has told something; the rest, an episode of the agent, may take its time. */
  hearTold() {
    this.ask.answered();
    this.keepFocus(() => this.showTold());
    if (!this.model.get("replay").episodes) this.replay.show();
    if (this.projector.on) this.paint();
  }

  hearReplay() {
    this.keepFocus(() => this.replay.show());
    if (this.projector.on) this.paint();
  }

  /** The reveal; at the beginning, as in a stored notebook, it takes neither focus nor place. */
  showTold(atFirst = false) {
    const { toldPlace, state } = this;
    const told = this.model.get("told");
    const game = this.model.get("shown");
    const ready = Boolean(told.truth);
    this.actions.hidden = ready;
    this.root.dataset.told = ready ? (told.done ? "all" : "some") : "";
    if (!ready) {
      toldPlace.replaceChildren();
      return;
    }
    const first = !state.told;
    state.told = this.clock.closed = true;
    this.clock.reset();
    this.lock();
    const focused = toldPlace.contains(document.activeElement);
    const parts = makeTold(told, game, this.replay.slot, this.next);
    toldPlace.replaceChildren(parts.node);
    if (atFirst) return;
    if (first || focused) parts.title.focus({ preventScroll: true });
    if (!first) return;
    if (!this.projector.on) parts.node.scrollIntoView({ block: "start" });
    this.sayTold(told, game);
  }

  /**
   * @param {import("./told.js").Told} told
   * @param {import("./told.js").Game} game
   */
  sayTold(told, game) {
    const words = told.truth.map((name) => attributeWords(game, name)).join(" and ") || "nothing";
    const rows = told.rows.map((row) => `${row.team}: ${judged(row)}, ${row.points} points`);
    this.say(`What differs: ${words}. ${rows.join(". ")}`);
  }

  // ── What the reader does ──

  /**
   * What has the focus may vanish or be locked; then the widget itself gets it, not the notebook.
   * @param {() => void} act
   */
  keepFocus(act) {
    const had = this.root.contains(document.activeElement);
    act();
    const now = document.activeElement;
    const inside = now && this.root.contains(now);
    const lost = !inside || now.matches(":disabled") || now.closest("[hidden]");
    if (had && lost) this.root.focus({ preventScroll: true });
  }

  lock() {
    this.state.locked = true;
    this.form?.show();
  }

  changed() {
    this.state.edits += 1;
    this.form?.show();
    this.writer.later();
  }

  unveil() {
    if (this.state.told) return;
    const seconds = (performance.now() - this.since) / 1000; // without the waiting for the kernel
    this.ask({ ask: "reveal", filled: this.writer.filled(), seconds });
  }

  goOn() {
    if (!this.state.told || this.next.disabled) return;
    this.root.focus({ preventScroll: true });
    this.ask({ ask: "next" });
  }

  /** @param {number} by */
  zoom(by) {
    this.state.zoom = Math.min(5, Math.max(-4, this.state.zoom + by));
    this.paint();
  }

  /** What the reader and the kernel do is heard from now on; gives what ends it. */
  listen() {
    // The player inside keeps its keys to itself, but for the one that leads on.
    const leads = (/** @type {KeyboardEvent} */ event) => {
      if (event.key.toLowerCase() === "n") this.goOn();
    };
    this.replay.slot.addEventListener("keydown", leads, true);
    const keys = new Keys(this);
    this.root.addEventListener("keydown", (event) => keys.escape(event));
    const unguard = guardKeys(this.root, (key, event) => keys.press(key, event));
    const resized = new ResizeObserver(() => this.paint());
    resized.observe(this.root);
    const deaf = listen(this.model, {
      "change:shown": () => this.keepFocus(() => this.showGame()),
      "change:told": () => this.hearTold(),
      "change:replay": () => this.hearReplay(),
      "change:edits": () => this.hearAnswers(),
      "change:heard": this.ask.answered,
      "change:trouble": this.ask.answered,
    });
    return () => {
      unguard();
      resized.disconnect();
      deaf();
    };
  }

  stop() {
    for (const one of [this.ask, this.writer, this.clock, this.say, this.replay]) one.stop();
  }
}

/** @param {import("../js/types.d.ts").Place} place */
function render({ model, el: host }) {
  const spot = new Spot(model);
  host.append(spot.root);
  bringIntoView(model, spot.root);
  const deaf = spot.listen();
  spot.showGame();
  spot.showTold(true);
  spot.replay.show(true);
  return () => {
    spot.stop();
    deaf();
  };
}

export default { render };
