// The level editor. The browser draws and listens; the kernel applies the world's rules and asks
// the policy about every cell.

import { button, el } from "../js/dom.js";
import { listen, makeAsker } from "../js/kernel.js";
import { announcer, guardKeys } from "../js/keys.js";
import { Sheet } from "../js/sprites.js";
import { bringIntoView } from "../js/view.js";
import { paintBoard } from "./board.js";
import { ARROW_KEYS, Hand } from "./hand.js";
import { LevelOnBoard } from "./level.js";
import { makeBrushes, makeChoices, makeTexts } from "./parts.js";
import { plain } from "./refusals.js";

/**
 * @typedef {import("../js/types.d.ts").Model} Model
 * @typedef {import("../js/types.d.ts").Cell} Cell
 */

const BOARD_MOST = 480;
const WIDE = 26; // columns from which on a level takes the whole width
const BACK = "Back at the start of the path: now the level can be changed.";
const HELP =
  "Drag things with mouse or finger. By key: arrows move the cursor, Enter picks up and puts down, " +
  "a number chooses what to put, Delete clears, Z undoes, Y redoes.";

class Editor {
  /** @param {Model} model */
  constructor(model) {
    const world = model.get("world");
    this.model = model;
    this.sheet = new Sheet(world.sprites);
    this.all = false; // whether every action is drawn on each cell
    this.canvas = el("canvas", { role: "img" });
    this.status = el("p", { class: "cl-status" });
    this.trouble = el("p", { class: "cl-trouble", role: "alert" });
    this.here = el("p", { class: "cl-faint cl-here" });
    this.live = el("div", { class: "cl-live", "aria-live": "polite" });
    this.say = announcer(this.live, 700);
    this.ask = makeAsker(model, (text) => {
      this.trouble.textContent = text;
    });
    this.level = new LevelOnBoard(model, () => this.atStart());
    this.hand = new Hand(this.level, this.ask, this.say);
    this.brushes = makeBrushes(world, (brush) => {
      this.hand.choose(brush);
      this.draw();
    });
    this.choices = makeChoices(model, this.ask, (all) => {
      this.all = all;
      this.trouble.textContent = ""; // of what was done before
      this.draw();
    });
    this.texts = makeTexts(model, this.ask);
    this.undo = this.deed("undo", "Undo");
    this.redo = this.deed("redo", "Redo");
    const named = "the level; arrow keys move a cursor, Enter picks up and puts down";
    const board = { class: "cl-frame cl-board", tabindex: 0, role: "application" };
    this.frame = el("div", { ...board, "aria-label": named }, this.canvas);
    this.scroll = el("div", { class: "cl-scroll" }, this.frame);
    this.root = this.build();
  }

  /**
   * A button that asks the kernel for something.
   * @param {string} name
   * @param {string} words
   */
  deed(name, words) {
    return button(words, () => this.ask({ do: name }));
  }

  build() {
    const { model } = this;
    const deeds = [this.undo, this.redo, this.deed("again", "As at first")];
    const row = el("div", { class: "cl-row" }, ...deeds, this.deed("next", "New level"));
    const heading = el("p", { class: "cl-heading" }, model.get("label"));
    // What is chosen stands above what is said, which has now one line and now four: so nothing
    // that is clicked moves away, and no room has to be kept free.
    const help = el("p", { class: "cl-faint cl-help" }, HELP);
    const said = el("div", {}, this.status, this.here, help);
    const side = el("div", { class: "cl-side" }, heading, this.trouble, this.choices.box, said);
    return el(
      "div",
      {
        class: "cl-widget cl-editor",
        role: "group",
        tabindex: -1,
        "aria-label": `Level editor: ${model.get("label")}`,
        "data-wide": String(model.get("scene").width > WIDE),
      },
      el("div", { class: "cl-boardside" }, this.brushes.box, this.scroll, row),
      side,
      this.texts.box,
      this.live,
    );
  }

  /**
   * A button without use gives the focus that it had to the board, not to the notebook.
   * @param {HTMLButtonElement} one
   * @param {boolean} use
   */
  allow(one, use) {
    const had = document.activeElement === one;
    one.disabled = !use;
    if (had && !use) this.frame.focus({ preventScroll: true });
  }

  draw() {
    const { model, canvas } = this;
    const scene = model.get("scene");
    const most = scene.width > WIDE ? Number.POSITIVE_INFINITY : BOARD_MOST;
    const room = Math.min(this.scroll.clientWidth - 8 || 320, most);
    paintBoard(canvas, this.sheet, model, this.hand, { all: this.all, room });
    this.status.textContent = model.get("status");
    this.allow(this.undo, scene.undo);
    this.allow(this.redo, scene.redo);
    this.brushes.show(this.hand.brush);
    this.choices.hear();
    this.texts.show();
    canvas.setAttribute("aria-label", `${model.get("label")}. ${model.get("status")}`);
    const [moment, answers] = [model.get("moment"), model.get("answers")];
    Object.assign(this.root.dataset, { steps: scene.steps, moment, answers });
  }

  /** @param {Cell} cell */
  tellCell(cell) {
    const words = this.hand.stays || this.level.tell(cell);
    this.here.textContent = words;
    return words;
  }

  /** Back to the start of the path, where the level can be changed; false if it was not there. */
  atStart() {
    if (!this.model.get("moment")) return true;
    this.ask({ set: { moment: 0 } });
    this.trouble.textContent = BACK;
    return false;
  }

  // ── Pointers ──

  /**
   * The cell under a pointer, whose place the hand gets too.
   * @param {PointerEvent} event
   * @returns {Cell}
   */
  cellOf(event) {
    const box = this.canvas.getBoundingClientRect();
    const { width, height } = this.model.get("scene");
    const x = ((event.clientX - box.left) / box.width) * width;
    const y = ((event.clientY - box.top) / box.height) * height;
    this.hand.pointer = [x, y];
    return [Math.floor(y), Math.floor(x)];
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (event.button) return;
    event.preventDefault();
    this.frame.focus({ preventScroll: true });
    this.hand.drop(null);
    const cell = this.cellOf(event);
    this.hand.cursor = cell;
    this.hand.cursorShown = false;
    if (!this.level.inside(cell)) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.hand.begin(cell);
    this.tellCell(cell);
    if (this.hand.stays) this.say(this.hand.stays);
    this.draw();
  }

  /** @param {PointerEvent} event */
  moved(event) {
    const cell = this.cellOf(event);
    if (this.hand.moved(cell)) this.draw();
    else if (this.level.inside(cell) && event.pointerType === "mouse") this.tellCell(cell);
  }

  /** @param {PointerEvent} event */
  up(event) {
    this.hand.up(this.cellOf(event));
    this.draw();
  }

  cancel() {
    this.hand.cancel();
    this.draw();
  }

  // ── Keys ──

  /** @param {string} key */
  step(key) {
    const { scroll, hand } = this;
    hand.step(key);
    const px = this.canvas.clientWidth / this.model.get("scene").width;
    const [, column] = hand.cursor;
    const right = (column + 2) * px - scroll.clientWidth;
    scroll.scrollLeft = Math.max(Math.min(scroll.scrollLeft, (column - 1) * px), right);
    this.say(this.tellCell(hand.cursor));
  }

  /**
   * @param {string} key
   * @param {KeyboardEvent} event
   */
  press(key, event) {
    if (!(event.target === this.frame && this.pressOnBoard(key)) && !this.pressAnywhere(key)) {
      return false;
    }
    this.draw();
    return true;
  }

  /** @param {string} key */
  pressOnBoard(key) {
    if (key in ARROW_KEYS) this.step(key);
    else if (key === "Enter" || key === " ") this.act();
    else if (key === "Delete" || key === "Backspace") return this.hand.clear();
    else return false;
    return true;
  }

  act() {
    this.hand.act();
    if (this.hand.stays) this.say(this.tellCell(this.hand.cursor));
  }

  /** @param {string} key */
  pressAnywhere(key) {
    const brush = /^\d$/.test(key) ? this.brushes.all[Number(key)] : null;
    if (key === "z") this.ask({ do: "undo" });
    else if (key === "y") this.ask({ do: "redo" });
    else if (brush) this.hand.choose(brush[0]);
    else return false;
    return true;
  }

  /**
   * Before the guard: Ctrl+Z would undo a change of the notebook's cells, Escape would leave the
   * picture, and a slider has keys of its own.
   * @param {KeyboardEvent} event
   */
  first(event) {
    const target = /** @type {HTMLInputElement} */ (event.target);
    if (target.closest("textarea")) return;
    const command = event.ctrlKey || event.metaKey;
    const plain = !(command || event.altKey || event.shiftKey);
    if (target.type === "range" && plain && /^(Arrow|Home|End|Page)/.test(event.key)) {
      event.stopImmediatePropagation();
      return;
    }
    const key = event.key.toLowerCase();
    if (command && "zy".includes(key)) {
      this.ask({ do: key === "y" || event.shiftKey ? "redo" : "undo" });
    } else if (event.key === "Escape" && (this.hand.carry || this.hand.stroke)) this.cancel();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // ── What is heard ──

  complain() {
    this.trouble.textContent = plain(this.model.get("trouble"));
  }

  answered() {
    const { cursor } = this.hand;
    this.complain();
    this.draw();
    if (this.here.textContent && this.level.inside(cursor)) this.tellCell(cursor);
    this.say(plain(this.model.get("trouble")) || this.model.get("status"));
  }

  /** What the reader and the kernel do is heard from now on; gives what ends it. */
  listen() {
    const { root, canvas } = this;
    root.addEventListener("keydown", (event) => this.first(event));
    const unguard = guardKeys(root, (key, event) => this.press(key, event));
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.moved(event));
    canvas.addEventListener("pointerup", (event) => this.up(event));
    canvas.addEventListener("pointercancel", () => this.cancel());
    const draw = () => this.draw();
    const drawn = ["scene", "field", "show", "greedy", "dice", "moment"];
    const deaf = listen(this.model, {
      ...Object.fromEntries(drawn.map((name) => [`change:${name}`, draw])),
      "change:answers": () => this.answered(),
      "change:trouble": () => this.complain(),
    });
    const resized = new ResizeObserver(draw);
    resized.observe(root);
    return () => {
      unguard();
      deaf();
      resized.disconnect();
    };
  }

  stop() {
    this.ask.stop();
    this.say.stop();
  }
}

/** @param {import("../js/types.d.ts").Place} place */
function render({ model, el: host }) {
  const editor = new Editor(model);
  host.append(editor.root);
  bringIntoView(model, editor.root);
  const deaf = editor.listen();
  editor.complain();
  editor.draw();
  return () => {
    editor.stop();
    deaf();
  };
}

export default { render };
