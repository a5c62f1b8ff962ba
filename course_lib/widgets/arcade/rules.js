// A game in the browser: the rules of a world, which rules_js.py translates and names RULES, on
// records as the kernel sends them. Nothing here draws; tests run it without a browser.

const $mod = (a, b) => a - b * Math.floor(a / b); // as Python: the sign is that of b
const $divmod = (a, b) => [Math.floor(a / b), $mod(a, b)];

/** Rows and columns of numbers, with the few names of numpy that the rules use. */
class Table {
  constructor(data, rows, columns) {
    Object.assign(this, { data, shape: [rows, columns], size: rows * columns });
  }

  reshape() { return this.data; }
}

/** A record of the world on its bytes: fields read and write as in numpy, wrapping included. */
function openRecord({ fields }, data) {
  const record = { bytes: data };
  for (const [name, kind, offset, count] of fields) {
    const view = new globalThis[`${kind}Array`](data.buffer, offset, count || 1);
    Object.defineProperty(record, name, count
      ? { value: view }
      : { get: () => view[0], set: (value) => { view[0] = value; } });
  }
  return record;
}

/** One episode, from a record at its first moment on. */
class Game {
  constructor(rules, start) {
    this.rules = rules;
    this.start = start;
    this.again();
  }

  /** The level is at its first moment. */
  again() {
    this.state = openRecord(this.rules.record, this.start.slice());
    this.moves = [];
    this.path = [...this.where];
    this.events = []; // [step, number of the metric]
    this.reward = 0;
  }

  get where() { return this.rules.agent_position(this.state); }
  get steps() { return this.moves.length; }
  get over() { return Boolean(this.state.terminated || this.state.truncated); }

  /** One action has been taken; nothing happens when the episode is over. */
  press(action) {
    if (this.over) return;
    const { rules, state } = this;
    const before = rules.metrics.map((name) => state[name]);
    rules.step(state, action);
    this.moves.push(action);
    this.path.push(...this.where);
    this.reward += state.reward;
    rules.metrics.forEach((name, n) => {
      if (name in rules.events && state[name] > before[n]) this.events.push([this.steps, n]);
    });
  }

  /** What there is to paint, as `paintScene` in draw.js wants it. */
  scene() {
    const [height, width] = this.rules.shape(this.state);
    const view = new Table(new Uint8Array(height * width), height, width);
    this.rules.observe(this.state, view);
    return { tiles: view.data, height, width, camera: this.camera(width, height), free: this.free() };
  }

  /** What stands between tiles: [tile id, x, y] each, in tiles; null in a world without such. */
  free() {
    const { figures, pixels, most } = this.rules;
    if (!figures) return null;
    const out = new Table(new Int16Array(3 * most), most, 3);
    return Array.from({ length: figures(this.state, out) }, (_, n) => {
      const [tile, y, x] = out.data.subarray(3 * n);
      return [tile, x / pixels, y / pixels];
    });
  }

  /** The part of the level that people are shown, as `World.stage` has it. */
  camera(width, height) {
    const wide = Math.min(width, this.rules.stage ?? width);
    const left = this.where[1] + 0.5 - wide / 2;
    return [Math.min(Math.max(0, left), width - wide), 0, wide, height];
  }

  /** Where the episode stands, in words. */
  status() {
    const { state, rules } = this;
    const counts = rules.counted.map((name) => `${name} ${state[name]}`).join(", ");
    const told = this.events.map(([step, n]) => `At step ${step}: ${this.label(n)}.`);
    if (state.terminated) told.push("The episode is over.");
    else if (state.truncated) told.push("Out of time: the episode is over.");
    const reward = Number(this.reward.toPrecision(6));
    return [`Step ${state.steps} of at most ${state.limit}. Reward ${reward}. Counted: ${counts}.`,
      ...told].join(" ");
  }

  label(metric) { return this.rules.events[this.rules.metrics[metric]]; }
}
