// What is held down, the buttons to hold, and the clock of a world that moves by itself.

const ARROWS = { "0,-1": "M10 3l7 9h-4.5v5h-5v-5H3z", "1,0": "M17 10l-9 7v-4.5H3v-5h5V3z",
  "0,1": "M10 17l7-9h-4.5V3h-5v5H3z", "-1,0": "M3 10l9 7v-4.5h5v-5h-5V3z" };
const ARROW_KEYS = { ArrowUp: "0,-1", ArrowRight: "1,0", ArrowDown: "0,1", ArrowLeft: "-1,0",
  w: "0,-1", d: "1,0", s: "0,1", a: "-1,0", " ": "0,-1" };

/** Keys, buttons and fingers that are down, each with its direction "x,y"; the latest counts. */
class Hands {
  constructor(actions) {
    this.byDirection = {};
    actions.forEach(({ dx, dy }, action) => { this.byDirection[`${dx},${dy}`] ??= action; });
    this.clear();
  }

  clear() {
    this.down = new Map(); // source → direction
    this.tapped = []; // directions since the last step, so that a short tap counts too
  }

  /** The source is down; true if it was not, or pointed elsewhere. */
  hold(source, direction) {
    if (this.down.get(source) === direction) return false;
    this.down.delete(source);
    this.down.set(source, direction);
    this.tapped.push(direction);
    return true;
  }

  release(source) { this.down.delete(source); }

  /** The action that is held now; null if there is none, not even one of staying. */
  action() {
    const directions = [...this.down.values(), ...this.tapped].map((d) => d.split(",").map(Number));
    this.tapped = [];
    const latest = (axis) => directions.map((d) => d[axis]).filter(Boolean).at(-1) ?? 0;
    const [x, y] = [latest(0), latest(1)];
    const known = [`${x},${y}`, `${x},0`, `0,${y}`, "0,0"].find((d) => d in this.byDirection);
    return known === undefined ? null : this.byDirection[known];
  }
}

/**
 * Calls `step` `rate` times a second, and `draw` after it. Time has slots, with one step in each:
 * at its end, or at once when `early` is called. So an answer to a key is in the next picture,
 * and the world is no faster for it. Time that could not be shown is dropped.
 */
class Clock {
  constructor(rate, step, draw) {
    Object.assign(this, { rate, step, draw, running: false, frame: 0 });
  }

  slot() { return Math.floor(((performance.now() - this.zero) / 1000) * this.rate); }

  start() {
    if (this.running) return;
    Object.assign(this, { running: true, zero: performance.now(), done: 0 });
    this.frame = requestAnimationFrame(() => this.tick());
  }

  stop() {
    this.running = false;
    cancelAnimationFrame(this.frame);
  }

  setRate(rate) {
    Object.assign(this, { rate, zero: performance.now(), done: 0 });
  }

  early() {
    if (!this.running || this.done > this.slot()) return;
    this.done += 1;
    this.step();
    this.draw();
  }

  tick() {
    const now = this.slot();
    if (now - this.done > 3) this.setRate(this.rate);
    else if (this.done < now) {
      for (; this.done < now && this.running; this.done++) this.step();
      this.draw();
    }
    if (this.running) this.frame = requestAnimationFrame(() => this.tick());
  }
}

/** A button that acts when pressed, or, where the world `holds`, one that can be held down. */
function makePadButton(action, index, { act, hands, changed, holds }) {
  const { name, dx, dy } = action;
  const direction = `${dx},${dy}`;
  const arrow = ARROWS[direction];
  const face = arrow
    ? svg("svg", { viewBox: "0 0 20 20", class: "cl-icon", "aria-hidden": "true" },
        svg("path", { d: arrow, fill: "currentColor" }))
    : name;
  const place = arrow ? `grid-column:${dx + 2};grid-row:${dy + 2}` : "grid-column:1 / -1";
  const button = el("button", { type: "button", class: "cl-button", "aria-label": name, title: name,
    style: place }, face);
  if (!holds) {
    button.addEventListener("click", () => act(index));
    return button;
  }
  button.addEventListener("pointerdown", (event) => {
    button.setPointerCapture(event.pointerId);
    if (hands.hold(name, direction)) changed();
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    button.addEventListener(end, () => hands.release(name));
  }
  button.addEventListener("click", (event) => { // by key or by voice: a tap
    if (event.detail > 0) return;
    hands.hold(name, direction);
    hands.release(name);
    changed();
  });
  return button;
}

/** Buttons for the actions: directions as a cross of arrows, others by name, none for staying. */
function makePad(actions, ways) {
  const shown = actions.map((action, index) => [action, index]).filter(([{ dx, dy }]) =>
    !ways.holds || Math.abs(dx) + Math.abs(dy) === 1);
  return el("div", { class: "cl-pad", role: "group", "aria-label": "actions" },
    ...shown.map(([action, index]) => makePadButton(action, index, ways)));
}
