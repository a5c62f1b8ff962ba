// A network in the kernel: its sizes, its weights by the names that torch gives them, its passes.

import { bytes as fromBase64 } from "../../../course_lib/widgets/js/payload.js";

/**
 * @typedef {import("./safetensors.js").Tensors} Tensors
 * @typedef {import("./kernel.js").Kernel} Kernel
 * @typedef {{ observation: number[], actions: number, channels: number[], hidden: number }} Shape
 * @typedef {{ count: number, rows: number, columns: number, tiles: Uint8Array,
 *   floating: Int16Array | null }} Look what `count` pictures show: tile ids and figures
 * @typedef {Record<"start" | "at" | "size" | "prepare" | "forward" | "backward" | "adam",
 *   (...given: number[]) => number> & { memory: WebAssembly.Memory }} Exports of net.c
 */

export const PIXELS = 4; // of a tile in an agent's picture
export const FIGURES = 12; // things between tiles, at most: engine/world.py
const [WEIGHTS, GRADIENT, SHEET, TILES, FLOATING, OUT, D_OUT] = [0, 1, 2, 3, 4, 5, 6];
const MOST = 256; // pictures at once
const EPS = 1e-5; // of Adam, as in agents/ppo.py

/**
 * The sprites that a distribution shows its agents, as tools/serverless/worlds.py packs them.
 * @param {string} base64
 */
export const readDressing = (base64) => fromBase64(base64);

/** @param {number} n */
const eights = (n) => Math.ceil(n / 8) * 8;

/**
 * The tensors of a network of this shape: names as in Python, sizes, and where the kernel has the
 * number at an index of such a tensor. The kernel's channels and outputs are multiples of 8.
 * @param {Shape} shape
 */
export function layout(shape) {
  const key = JSON.stringify(shape);
  const found = layouts.get(key) ?? layOut(shape);
  layouts.set(key, found);
  return found;
}

/** @type {Map<string, ReturnType<typeof layOut>>} */
const layouts = new Map();

/** @param {Shape} shape */
function layOut(shape) {
  const [high, wide] = [0, 1].map((i) => Math.ceil(shape.observation[i] / (2 * PIXELS)));
  const [first, second, third] = shape.channels;
  const { hidden, actions } = shape;
  const [c1, c2, c3, thoughts] = [first, second, third, hidden].map(eights);
  const outputs = eights(actions + 1);
  const places = high * wide;
  const counts = [48 * c1, c1, c1 * 9 * c2, c2, 9 * c2 * c3, c3];
  counts.push(places * c3 * thoughts, thoughts, thoughts * outputs, outputs);
  const at = counts.map((_, part) => counts.slice(0, part).reduce((sum, n) => sum + n, 0));
  const total = counts.reduce((sum, n) => sum + n, 0);
  /** @type {[string, number[], (...index: number[]) => number][]} */
  const parts = [
    ["eye.tiles.weight", [first, 3, PIXELS, PIXELS], (o, c, y, x) => at[0] + ((y * PIXELS + x) * 3 + c) * c1 + o],
    ["eye.tiles.bias", [first], (o) => at[1] + o],
    ["eye.nearby.weight", [second, first, 3, 3], (o, i, y, x) => at[2] + (i * 9 + y * 3 + x) * c2 + o],
    ["eye.nearby.bias", [second], (o) => at[3] + o],
    ["eye.scene.weight", [third, second, 3, 3], (o, i, y, x) => at[4] + ((y * 3 + x) * c2 + i) * c3 + o],
    ["eye.scene.bias", [third], (o) => at[5] + o],
    ["mind.weight", [hidden, third * places], (o, i) =>
      at[6] + ((i % places) * c3 + Math.floor(i / places)) * thoughts + o],
    ["mind.bias", [hidden], (o) => at[7] + o],
    ["policy.weight", [actions, hidden], (o, i) => at[8] + i * outputs + o],
    ["policy.bias", [actions], (o) => at[9] + o],
    ["value.weight", [1, hidden], (_, i) => at[8] + i * outputs + actions],
    ["value.bias", [1], () => at[9] + actions],
  ]; // biome-ignore format: a table
  const named = parts.map(([name, sizes, place]) => ({
    name,
    sizes,
    places: indices(sizes, place),
  }));
  return { c1, c2, c3, hidden: thoughts, outputs, total, parts: named };
}

/**
 * Of each number of a tensor, in order, its place in the kernel.
 * @param {number[]} sizes
 * @param {(...index: number[]) => number} place
 */
function indices(sizes, place) {
  const found = new Int32Array(sizes.reduce((product, n) => product * n, 1));
  const index = sizes.map(() => 0);
  for (let i = 0; i < found.length; i++) {
    found[i] = place(...index);
    for (let k = sizes.length - 1; k >= 0 && ++index[k] === sizes[k]; k--) index[k] = 0;
  }
  return found;
}

export class Network {
  /**
   * @param {Kernel} kernel
   * @param {Shape} shape
   * @param {Uint8Array} dressing sprites by tile id, see `readDressing`
   * @param {{ training?: boolean, most?: number }} options most: pictures at once
   */
  constructor(kernel, shape, dressing, { training = false, most = MOST } = {}) {
    const { rows, columns } = gridOf(shape);
    this.shape = shape;
    this.training = training;
    this.most = most;
    this.rows = rows;
    this.columns = columns;
    this.ids = dressing.length / 64;
    this.layout = layout(shape);
    const { c1, c2, c3, hidden, outputs } = this.layout;
    this.call = /** @type {any} */ (new WebAssembly.Instance(kernel.module).exports);
    const sizes = [rows, columns, this.ids, c1, c2, c3, hidden, outputs, FIGURES, most];
    if (!this.call.start(...sizes, Number(training)))
      throw new Error(`There is no memory left for a network that sees ${most} pictures at once.`);
    this.weights = this.floats(WEIGHTS, this.layout.total);
    this.outputs = this.floats(OUT, most * outputs);
    this.dressed = new Uint8Array(this.call.memory.buffer, this.call.at(SHEET), dressing.length);
    this.tiles = new Uint8Array(
      this.call.memory.buffer,
      this.call.at(TILES),
      most * rows * columns,
    );
    this.floating = new Int16Array(
      this.call.memory.buffer,
      this.call.at(FLOATING),
      most * FIGURES * 3,
    );
    this.gradient = training ? this.floats(GRADIENT, this.layout.total) : new Float32Array();
    this.outputGradient = training ? this.floats(D_OUT, most * outputs) : new Float32Array();
    this.dress(dressing);
  }

  /**
   * @param {number} what
   * @param {number} length
   */
  floats(what, length) {
    return new Float32Array(this.call.memory.buffer, this.call.at(what), length);
  }

  /**
   * Look at these sprites from now on, after the next `prepare`.
   * @param {Uint8Array} dressing
   */
  dress(dressing) {
    if (dressing.length !== this.dressed.length)
      throw new Error(
        `A dressing of ${this.ids} tiles has ${this.ids * 64} bytes, not ${dressing.length}.`,
      );
    this.dressed.set(dressing);
  }

  /**
   * Have the weights of another network of this shape.
   * @param {Network} other
   */
  copy(other) {
    this.weights.set(other.weights);
    this.prepare();
  }

  /** Weights or sprites are new: make the tables of them. */
  prepare() {
    this.call.prepare(Number(this.training));
  }

  /**
   * Take weights over. An Error names what does not fit.
   * @param {Tensors} tensors
   */
  load(tensors) {
    const { parts } = this.layout;
    const names = new Set(parts.map(({ name }) => name));
    const foreign = [...tensors.keys()].find((name) => !names.has(name));
    if (foreign)
      throw new Error(`The file does not hold the network that it names: it has ${foreign}.`);
    for (const { name, sizes, places } of parts) {
      const tensor = tensors.get(name);
      if (!tensor || `${tensor.shape}` !== `${sizes}`)
        throw new Error(
          `The file does not hold the network that it names: ${name} should have the shape ` +
            `${sizes.join(" × ")}, and ${tensor ? `has ${tensor.shape.join(" × ")}` : "is missing"}.`,
        );
      for (let i = 0; i < places.length; i++) this.weights[places[i]] = tensor.data[i];
    }
    this.prepare();
  }

  /**
   * The weights, or the gradient, as tensors with torch's names and order.
   * @param {Float32Array} from
   * @returns {Tensors}
   */
  tensors(from = this.weights) {
    return new Map(
      this.layout.parts.map(({ name, sizes, places }) => [
        name,
        { shape: sizes, data: Float32Array.from(places, (place) => from[place]) },
      ]),
    );
  }

  /**
   * Show pictures to the network, as many as it sees at once: tile ids and figures.
   * @param {Uint8Array} tiles
   * @param {Int16Array | null} floating
   * @param {number} count
   */
  show(tiles, floating, count) {
    const cells = count * this.rows * this.columns;
    for (let i = 0; i < cells; i++)
      if (tiles[i] >= this.ids)
        throw new Error(
          `This agent knows the tiles 0 to ${this.ids - 1}, and ${tiles[i]} is none.`,
        );
    this.tiles.set(cells === tiles.length ? tiles : tiles.subarray(0, cells));
    if (floating) this.floating.set(floating.subarray(0, count * FIGURES * 3));
    else for (let i = 0; i < count; i++) this.floating[i * FIGURES * 3] = -1;
  }

  /**
   * Logits and values of the pictures shown, in `outputs`: rows of layout.outputs numbers.
   * @param {number} count
   */
  forward(count) {
    this.call.forward(count);
    return this.outputs;
  }

  /**
   * One step of Adam down the gradient, which is then 0 again; gives the norm that it had.
   * @param {number} rate
   * @param {number} longest norm that the gradient is cut to
   * @param {number} number of this step, from 1
   */
  improve(rate, longest, number) {
    const norm = this.call.adam(rate, longest, EPS, 1 - 0.9 ** number, 1 - 0.999 ** number);
    this.prepare();
    return norm;
  }
}

/**
 * The tiles that a network of this shape sees.
 * @param {Shape} shape
 */
export function gridOf({ observation }) {
  const [height, width, colours] = observation;
  if (observation.length !== 3 || height % PIXELS || width % PIXELS || colours !== 3)
    throw new Error(
      `This agent sees ${observation.join(" × ")} numbers, and not the tiles of one of the course's worlds.`,
    );
  return { rows: height / PIXELS, columns: width / PIXELS };
}
