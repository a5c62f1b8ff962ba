// The game before a class: it fills the window, whatever stands round it, and nothing has to be
// scrolled. Letters are as large as fits, levels come in pages, and the keys are shown.

import { button, el } from "../js/dom.js";
import { bytes } from "../js/payload.js";
import { FIGURE, planFor, tellingRows } from "../js/room.js";

/** @typedef {import("./spot.js").Spot} Spot */

const LETTERS = [9, 34]; // pixels, the smallest and the largest
const MOST = 24; // levels of a shelf on one page
const WIDE = 1.6; // so many times as wide as high: only such levels lose their empty rows
const KEYS = [
  ["1–9", "what differs"],
  ["0", "nothing"],
  ["[ ]", "how sure"],
  ["P", "the agent"],
  ["T", "next team"],
  ["C", "clock"],
  [", .", "page of levels"],
  ["A B", "more levels"],
  ["H", "count hands"],
  ["R", "reveal"],
  ["S", "levels or reveal"],
  ["N", "next round"],
  ["F", "leave"],
];

export class Projector {
  /** @param {Spot} spot */
  constructor(spot) {
    this.spot = spot;
    this.on = false;
    this.again = false; // whether the levels are shown again, after the reveal
    this.hands = spot.teams.length === 1; // where teams answer, hands are counted only if wanted
    this.page = 0;
    this.pages = 1;
    this.open = button("Fill the window (F)", () => this.toggle(), { class: "cl-button cl-fill" });
    const keys = KEYS.map(([key, what]) => el("span", {}, el("kbd", {}, key), ` ${what}`));
    this.keys = el("p", { class: "cl-keyline", "aria-hidden": "true" }, ...keys);
  }

  toggle() {
    const { root } = this.spot;
    this.on = !this.on;
    this.page = 0;
    root.classList.toggle("cl-projected", this.on);
    this.open.textContent = this.on ? "Leave (F)" : "Fill the window (F)";
    if (this.on) {
      this.spot.showLarge(true);
      // The top layer: no box of the notebook's cuts it. Without it, it is fixed to the window.
      root.setAttribute("popover", "manual");
      root.showPopover?.();
    } else {
      root.hidePopover?.();
      root.removeAttribute("popover");
      root.classList.remove("cl-tells", "cl-no-hands");
      root.style.removeProperty("--cl-letters");
      this.spot.toldPlace.style.removeProperty("--cl-picture");
    }
    root.focus({ preventScroll: true });
    this.spot.paint();
    this.spot.say(this.on ? "The game fills the window. F leaves." : "The game is in its place.");
  }

  /** @param {number} by */
  turn(by) {
    this.page = (this.page + by + this.pages) % this.pages;
    this.spot.paint();
    this.spot.say(`Levels, page ${this.page + 1} of ${this.pages}`);
  }

  /** After the reveal: the levels and the answers, or what was told. */
  swap() {
    if (!this.spot.state.told) return;
    this.again = !this.again;
    this.spot.paint();
  }

  countHands() {
    this.hands = !this.hands;
    this.spot.paint();
    this.spot.say(this.hands ? "Hands can be counted" : "No hands are counted");
  }

  /** A new round begins at the first page. */
  begin() {
    this.again = false;
    this.page = 0;
  }

  // ── What fits ──

  /** Everything once more, as large as fits. */
  paint() {
    const { root, votes, toldPlace, state } = this.spot;
    const told = state.told && !this.again;
    root.classList.toggle("cl-tells", told);
    root.classList.toggle("cl-no-hands", !this.hands);
    const node = told ? toldPlace : votes;
    if (told) this.sizePicture(toldPlace);
    let [low, high] = LETTERS;
    while (high - low > 0.5) {
      const middle = (low + high) / 2;
      root.style.setProperty("--cl-letters", `${middle}px`);
      if (fits(node)) low = middle;
      else high = middle;
    }
    root.style.setProperty("--cl-letters", `${low}px`);
    if (!told) this.paintShelves();
  }

  /**
   * Room for the agent's episode: two fifths of the height, and no figure smaller than on the shelves.
   * @param {HTMLElement} place
   */
  sizePicture(place) {
    const [episode] = this.spot.model.get("replay").episodes ?? [];
    if (!episode) return;
    const [, , columns, rows] = episode.camera?.[0] ?? [0, 0, episode.width, episode.height];
    const [width, height] = [place.clientWidth * 0.42, place.clientHeight * 0.4];
    const px = Math.max(FIGURE, Math.floor(Math.min(width / columns, height / rows)));
    place.style.setProperty("--cl-picture", `${px * columns}px`);
    place.style.setProperty("--cl-picture-high", `${px * rows}px`);
  }

  paintShelves() {
    const { both, shelves, model, root } = this.spot;
    const { A, B } = model.get("shown").shelves;
    /** @type {import("./shelves.js").Level[]} */
    const all = [...A, ...B];
    const widest = Math.max(...all.map((level) => level.width));
    const wide = all.some((level) => level.width > WIDE * level.height);
    const cropped = (/** @type {import("./shelves.js").Level} */ level) =>
      wide ? tellingRows(level, bytes(level.tiles)) : [0, level.height];
    const rows = Math.max(...all.map((level) => cropped(level)[1]));
    const most = Math.min(MOST, Math.max(A.length, B.length));
    const head = shelves.A.head.offsetHeight + 6;
    const room = /** @type {[number, number]} */ ([both.clientWidth - 40, both.clientHeight]);
    const plan = planFor(most, [widest, rows], room, head);
    const turns = plan.alone ? 2 : 1; // one page of A, one of B
    this.pages = turns * Math.ceil(Math.max(A.length, B.length) / plan.count);
    this.page = Math.min(this.page, this.pages - 1);
    both.classList.toggle("cl-stacked", plan.below);
    Object.values(shelves).forEach((shelf, i) => {
      shelf.node.hidden = plan.alone && i !== this.page % 2;
      shelf.project(plan, Math.floor(this.page / turns), cropped);
    });
    Object.assign(root.dataset, { page: this.page, pages: this.pages, figure: plan.px });
  }
}

/**
 * Whether everything in it is seen.
 * @param {HTMLElement} node
 */
function fits(node) {
  const inner = [
    node,
    ...node.querySelectorAll("fieldset, table, .cl-told > *, .cl-foretold, .cl-replay"),
  ];
  return inner.every(
    (one) => one.scrollHeight <= one.clientHeight + 1 && one.scrollWidth <= one.clientWidth + 1,
  );
}
