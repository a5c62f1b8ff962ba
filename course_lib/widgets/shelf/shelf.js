// The shelf of levels. Pictures are drawn here, and more levels made, where the rules are known; the
// kernel then only hears of it.

import { button, el, pen } from "../js/dom.js";
import { holdTrait } from "../js/held.js";
import { listen, makeAsker, tell } from "../js/kernel.js";
import { announcer, guardKeys } from "../js/keys.js";
import { bytes } from "../js/payload.js";
import { paintScene, Sheet } from "../js/sprites.js";
import { bringIntoView } from "../js/view.js";
import { inWords, tellMeans } from "./counts.js";
import { makeMaker } from "./maker.js";

/**
 * @typedef {import("../js/types.d.ts").Model} Model
 * @typedef {import("./counts.js").Counts} Counts
 * @typedef {Omit<import("../js/types.d.ts").Level, "tiles"> & { seed: number, counts: Counts,
 *   tiles: string | Uint8Array }} Level
 */

const MORE = 12;
const THUMB = 150; // pixels across a picture of a square level
const FLAT = 2; // a level so many times as wide as high gets twice the room

/**
 * @param {Level} level
 * @param {Sheet} sheet
 * @param {number} px
 */
function thumbnail(level, sheet, px) {
  const [width, height] = [level.width * px, level.height * px];
  const canvas = el("canvas", { "aria-hidden": "true", width, height });
  canvas.style.width = `${width / (window.devicePixelRatio || 1)}px`;
  const tiles = typeof level.tiles === "string" ? bytes(level.tiles) : level.tiles;
  paintScene(pen(canvas), sheet, { ...level, tiles }, px);
  return canvas;
}

class Shelf {
  /** @param {Model} model */
  constructor(model) {
    const world = model.get("world");
    this.model = model;
    this.sheet = new Sheet(world.sprites);
    this.small = new Sheet(world.sprites);
    /** @type {Map<string, number>} */
    this.byName = new Map();
    for (const [tile, name] of Object.entries(world.names)) this.byName.set(name, Number(tile));
    /** @type {Map<number, HTMLButtonElement>} */
    this.buttons = new Map();
    this.heading = el("p", { class: "cl-heading" });
    const named = { role: "group", "aria-label": "levels; press one to select it" };
    this.thumbs = el("div", { class: "cl-thumbs", ...named });
    this.legend = el("p", { class: "cl-legend" });
    this.summary = el("p", { class: "cl-summary" });
    this.trouble = el("p", { class: "cl-trouble", role: "alert" });
    this.live = el("div", { class: "cl-live", "aria-live": "polite" });
    this.say = announcer(this.live, 700);
    this.ask = makeAsker(model, (text) => {
      this.trouble.textContent = text;
    });
    this.make = makeMaker(model);
    /** @type {Level[]} */
    this.levels = model.get("levels");
    const more = button(`${MORE} more levels`, () => this.more());
    this.none = button("Select none", () => this.select([]));
    const label = `Shelf of levels: ${model.get("label")}`;
    this.root = el(
      "div",
      { class: "cl-widget cl-shelf", role: "group", tabindex: -1, "aria-label": label },
      this.heading,
      this.legend,
      this.thumbs,
      this.summary,
      el("div", { class: "cl-row" }, more, this.none),
      this.trouble,
      this.live,
    );
    this.chosen = holdTrait(this.root, model, "selected", () => this.mark());
  }

  /** Puts further levels on the shelf at once, or asks the kernel where it alone makes them. */
  more() {
    if (!this.make) {
      this.ask({ more: MORE });
      return;
    }
    this.trouble.textContent = "";
    try {
      this.levels = this.make(this.levels, MORE);
    } catch (error) {
      this.trouble.textContent = /** @type {Error} */ (error).message;
      return;
    }
    this.build();
    tell(this.model, { more: MORE });
  }

  /** The kernel has other levels; those that it only has not made yet stay. */
  hearLevels() {
    /** @type {Level[]} */
    const told = this.model.get("levels");
    const behind = told.length < this.levels.length;
    if (behind && told.every(({ seed }, n) => seed === this.levels[n].seed)) return;
    this.levels = told;
    this.build();
  }

  /** @param {number[]} seeds */
  select(seeds) {
    this.chosen.keep(seeds);
  }

  /** @param {number} seed */
  press(seed) {
    /** @type {number[]} */
    const before = this.chosen.value;
    const without = before.filter((one) => one !== seed);
    this.select(before.includes(seed) ? without : [...before, seed]);
  }

  /** @param {string} name */
  tilePicture(name) {
    const canvas = el("canvas", { width: 32, height: 32, "aria-hidden": "true" });
    pen(canvas).drawImage(this.small.sprite(this.byName.get(name) ?? 0, 32), 0, 0);
    return canvas;
  }

  /** @param {Counts} counts */
  makeCounts(counts) {
    const each = Object.entries(counts).map(([name, n]) =>
      el("span", { class: "cl-count", title: name }, this.tilePicture(name), `${n}`),
    );
    return el("span", { class: "cl-counts" }, ...each);
  }

  /**
   * @param {Level} level
   * @param {number} px
   */
  makeThumb(level, px) {
    const words = `level ${level.seed}: ${inWords(level.counts)}`;
    const named = { class: "cl-thumb", "aria-label": words, title: words };
    const one = button(thumbnail(level, this.sheet, px), () => this.press(level.seed), named);
    const number = el("span", { class: "cl-number" }, `level ${level.seed}`);
    one.append(number, this.makeCounts(level.counts));
    this.buttons.set(level.seed, one);
    return one;
  }

  build() {
    const { levels } = this;
    const ratio = window.devicePixelRatio || 1;
    const widest = Math.max(...levels.map((level) => level.width));
    const highest = Math.max(...levels.map((level) => level.height));
    const room = THUMB * (widest > FLAT * highest ? 2.2 : 1) * ratio;
    const px = Math.max(4, Math.floor(room / widest));
    const across = Math.max(THUMB, (px * widest) / ratio) + 18;
    this.thumbs.style.setProperty("--cl-thumb", `${across}px`);
    this.buttons.clear();
    this.thumbs.replaceChildren(...levels.map((level) => this.makeThumb(level, px)));
    this.heading.textContent = `${this.model.get("label")} · ${levels.length} levels`;
    const used = new Set(levels.flatMap((level) => Object.keys(level.counts)));
    const keys = [...used].map((name) =>
      el("span", { class: "cl-key" }, this.tilePicture(name), name),
    );
    this.legend.replaceChildren(...keys);
    this.summary.textContent = tellMeans(levels.map(({ counts }) => counts));
    this.root.dataset.levels = String(levels.length);
    this.mark();
  }

  mark() {
    /** @type {number[]} */
    const chosen = this.chosen.value;
    for (const [seed, one] of this.buttons) {
      one.setAttribute("aria-pressed", String(chosen.includes(seed)));
    }
    this.none.disabled = !chosen.length;
    this.root.dataset.selected = chosen.join(" ");
    const words = chosen.length ? `selected: level ${chosen.join(", ")}` : "no level is selected";
    this.say(words);
  }

  complain() {
    this.trouble.textContent = this.model.get("trouble");
  }

  /**
   * Arrow keys go from picture to picture.
   * @param {string} key
   * @param {KeyboardEvent} event
   */
  move(key, event) {
    const all = [...this.buttons.values()];
    /** @type {HTMLButtonElement | null} */
    const thumb = /** @type {Element} */ (event.target).closest(".cl-thumb");
    if (!thumb) return false;
    const at = all.indexOf(thumb);
    if (at < 0) return false;
    const top = all[at].offsetTop;
    const across = Math.max(1, all.filter((one) => one.offsetTop === top).length);
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across }[key];
    if (by === undefined) return false;
    all[Math.min(all.length - 1, Math.max(0, at + by))].focus();
    return true;
  }

  /** What the reader and the kernel do is heard from now on; gives what ends it. */
  listen() {
    const unguard = guardKeys(this.root, (key, event) => this.move(key, event));
    const deaf = listen(this.model, {
      "change:levels": () => this.hearLevels(),
      "change:selected": () => this.chosen.hear(),
      "change:answers": () => this.complain(),
    });
    return () => {
      this.ask.stop();
      this.say.stop();
      unguard();
      deaf();
    };
  }
}

/** @param {import("../js/types.d.ts").Place} place */
function render({ model, el: host }) {
  const shelf = new Shelf(model);
  host.append(shelf.root);
  bringIntoView(model, shelf.root);
  const close = shelf.listen();
  shelf.build();
  shelf.complain();
  return close;
}

export default { render };
