// Keys, clicks, fingers: what they mean for the game.

import { guardKeys } from "../js/keys.js";
import { ARROW_KEYS } from "./input.js";

/** @typedef {import("./arcade.js").Arcade} Arcade */

/** @param {string} key */
const low = (key) => (key.length === 1 ? key.toLowerCase() : key);

export class Controls {
  /** @param {Arcade} arcade */
  constructor(arcade) {
    this.arcade = arcade;
    this.input = arcade.input;
    this.brings = false; // whether the click under way only brings the keys here
  }

  /**
   * @param {string} key
   * @param {KeyboardEvent} event
   */
  key(key, event) {
    const { arcade, input } = this;
    const name = low(key);
    const direction = ARROW_KEYS[name];
    if (name === "n") arcade.goOn();
    else if (name === "r") arcade.startAgain();
    else if (!direction) return false;
    else if (!arcade.movesItself) {
      const action = input.byDirection[name === " " ? "0,0" : direction];
      if (action !== undefined) arcade.act(action);
    } else if (!event.repeat && input.hold(name, direction)) arcade.changed();
    return true;
  }

  /** @param {KeyboardEvent} event */
  keyUp(event) {
    if (!(low(event.key) in ARROW_KEYS)) return;
    this.input.release(low(event.key));
    event.stopPropagation();
  }

  /**
   * The mouse goes down: where the keys are elsewhere, this click brings them here and is no move.
   * A finger needs no keys, so its first touch is one.
   * @param {PointerEvent} event
   */
  press(event) {
    const { root } = this.arcade;
    this.brings = event.pointerType === "mouse" && !root.contains(document.activeElement);
  }

  /** @param {MouseEvent} event */
  click(event) {
    const { arcade } = this;
    arcade.focus();
    if (!arcade.game || arcade.movesItself || this.brings) return;
    const [dx, dy] = arcade.picture.fromAgent(arcade.game, event);
    if (Math.max(Math.abs(dx), Math.abs(dy)) < 0.5) return;
    const across = Math.abs(dx) > Math.abs(dy);
    arcade.act(this.input.byDirection[across ? `${Math.sign(dx)},0` : `0,${Math.sign(dy)}`]);
  }

  /**
   * A finger or the mouse on the picture: run to its side, and jump if it is above.
   * @param {PointerEvent} event
   */
  touch(event) {
    const { arcade } = this;
    const first = event.type === "pointerdown";
    if (!arcade.game || !arcade.movesItself || !(event.buttons || first)) return;
    event.preventDefault();
    if (first) {
      arcade.focus();
      arcade.picture.canvas.setPointerCapture(event.pointerId);
    }
    if (this.brings) return;
    const [dx, dy] = arcade.picture.fromAgent(arcade.game, event);
    const across = this.hold(`${event.pointerId} x`, Math.abs(dx) > 0.5 && `${Math.sign(dx)},0`);
    const up = this.hold(`${event.pointerId} y`, dy < -1.5 && "0,-1");
    if (across || up) arcade.changed();
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

  /** What the reader does is heard from now on; gives what ends it. */
  listen() {
    const { root, picture } = this.arcade;
    const { canvas } = picture;
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    canvas.addEventListener("click", (event) => this.click(event));
    canvas.addEventListener("pointerdown", (event) => this.touch(event));
    canvas.addEventListener("pointermove", (event) => this.touch(event));
    canvas.addEventListener("pointerup", (event) => this.lift(event));
    canvas.addEventListener("pointercancel", (event) => this.lift(event));
    root.addEventListener("click", (event) => {
      const target = /** @type {Element} */ (event.target);
      if (event.detail > 0 && target.closest(".cl-side .cl-button")) this.arcade.focus();
    });
    root.addEventListener("keyup", (event) => this.keyUp(event));
    const unguard = guardKeys(root, (key, event) => this.key(key, event));
    const unwatch = this.watch();
    return () => {
      unguard();
      unwatch();
    };
  }

  /** Who leaves pauses: the focus, the window, the screen. */
  watch() {
    const { arcade } = this;
    const pause = () => arcade.pause();
    const hidden = () => {
      if (document.hidden) arcade.pause();
    };
    arcade.root.addEventListener("focusout", (event) => {
      const to = /** @type {Node | null} */ (event.relatedTarget);
      if (!arcade.root.contains(to)) arcade.pause();
    });
    window.addEventListener("blur", pause);
    document.addEventListener("visibilitychange", hidden);
    const seen = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) arcade.pause();
    });
    seen.observe(arcade.frame);
    return () => {
      seen.disconnect();
      window.removeEventListener("blur", pause);
      document.removeEventListener("visibilitychange", hidden);
    };
  }
}
