// What a reader is just using is theirs: an older value that arrives late does not put it back.
//
// On a busy machine, and when a page is restored, a widget hears values that its reader has long
// moved on from. So a control that has the focus, or is being dragged, shows what the reader said.
// When they leave it, it shows what the model holds; and a model that was put back meanwhile to one
// of the reader's own older values is given the newest again.

import { save } from "./kernel.js";

/** @typedef {import("./types.d.ts").Model} Model */

/**
 * Where a value lives. get: what the model holds. put: the reader's value is given to the model.
 * show: the controls are drawn from `held.value`. waits: whether the kernel was asked and has not
 * answered yet, where it is asked. busy: whether it is used though it has no focus.
 * @typedef {{ get: () => any, put: (value: any) => void, show: () => void, waits?: () => boolean,
 *   busy?: () => boolean }} Door
 */

const text = (/** @type {any} */ value) => JSON.stringify(value ?? null);

export class Held {
  /**
   * @param {HTMLElement} node the control, or the group of controls that have one value together
   * @param {Door} door
   */
  constructor(node, door) {
    this.node = node;
    this.door = door;
    /** @type {{ value: any } | null} what the reader said since they came */
    this.mine = null;
    /** @type {Set<string>} what the model held before, as JSON: what may come back late */
    this.older = new Set();
    this.said = true; // or it is in hand: half a word, a slider that is being dragged
    this.pressed = false;
    node.addEventListener("pointerdown", () => this.press());
    node.addEventListener("focusout", (event) => {
      if (!node.contains(/** @type {Node | null} */ (event.relatedTarget))) this.leave();
    });
  }

  /** A finger or the mouse is down on it, until it is up anywhere. */
  press() {
    const ends = ["pointerup", "pointercancel"];
    const up = () => {
      this.pressed = false;
      for (const end of ends) document.removeEventListener(end, up, true);
    };
    this.pressed = true;
    for (const end of ends) document.addEventListener(end, up, true);
  }

  /** What is shown: the reader's value while they are at it, else what the model holds. */
  get value() {
    return this.mine ? this.mine.value : this.door.get();
  }

  /** Whether the reader is at it. */
  get used() {
    return this.pressed || this.node.contains(document.activeElement) || !!this.door.busy?.();
  }

  /**
   * The reader has this value in hand, and has not said it yet: a drag, a letter typed.
   * @param {any} value
   */
  take(value) {
    this.said = false;
    this.mine = { value };
    this.door.show();
  }

  /**
   * The reader says this: the model gets it.
   * @param {any} value
   */
  keep(value) {
    this.older.add(text(this.door.get()));
    this.older.delete(text(value));
    this.take(value);
    this.said = true;
    this.door.put(value);
    this.leave();
  }

  /** The model has changed: to one of the reader's own older values, or to what Python says now. */
  hear() {
    const now = text(this.door.get());
    const news = !!this.mine && now !== text(this.mine.value) && !this.older.has(now);
    if (news && this.said && !this.pressed) {
      this.mine = null;
      this.older.clear();
    }
    this.leave();
    this.door.show();
  }

  /** From now on the model's value is shown, unless the reader is still at it. */
  leave() {
    if (!this.mine || this.used || this.door.waits?.()) return;
    const { value } = this.mine;
    if (!this.door.waits && this.older.has(text(this.door.get()))) this.door.put(value);
    this.mine = null;
    this.older.clear();
    this.door.show();
  }
}

/**
 * The reader's own value of a trait, while they are at `node`.
 * @param {HTMLElement} node
 * @param {Model} model
 * @param {string} name of the trait
 * @param {() => void} show draws the controls from `held.value`
 * @param {() => boolean} [busy]
 */
export function holdTrait(node, model, name, show, busy) {
  const put = (/** @type {any} */ value) => {
    model.set(name, value);
    save(model);
  };
  return new Held(node, { get: () => model.get(name), put, show, busy });
}
