// Random numbers of a training run: quick ones, and the weights that a network begins with.

import { seedSequence } from "../measure/dice.js";
import { layout } from "./network.js";

/** @typedef {() => number} Random a number from 0 up to but not 1 */

/**
 * Quick random numbers of 32 bits (sfc32, Doty-Humphrey), for draws that nobody else repeats.
 * @param {number[]} seeds
 * @returns {Random}
 */
export function quickRandom(seeds) {
  let [a, b, c] = seedSequence(seeds).words(3);
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/**
 * A standard normal number, by Box and Muller's way.
 * @param {Random} random
 */
const normal = (random) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/**
 * The order 0 … count − 1, shuffled.
 * @param {number} count
 * @param {Random} random
 */
export function shuffled(count, random) {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/**
 * A random matrix whose rows (or columns, if those are fewer) are orthogonal and `gain` long.
 * @param {number} rows
 * @param {number} columns
 * @param {number} gain
 * @param {Random} random
 */
export function orthogonal(rows, columns, gain, random) {
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  /** @type {Float64Array[]} */
  const vectors = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => normal(random));
    for (const other of vectors) {
      let product = 0;
      for (let i = 0; i < length; i++) product += vector[i] * other[i];
      for (let i = 0; i < length; i++) vector[i] -= product * other[i];
    }
    const size = Math.hypot(...vector);
    if (size > 1e-6) vectors.push(vector.map((x) => x / size));
  }
  const across = rows <= columns;
  return Float32Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return gain * (across ? vectors[row][column] : vectors[column][row]);
  });
}

const GAINS = /** @type {Record<string, number>} */ ({ policy: 0.01, value: 1 }); // others: √2

/**
 * The tensors of a network that has learned nothing: orthogonal weights and no bias.
 * @param {import("./network.js").Shape} shape
 * @param {number} seed
 * @returns {import("./safetensors.js").Tensors}
 */
export function untrained(shape, seed) {
  const random = quickRandom([seed, 0]);
  return new Map(
    layout(shape).parts.map(({ name, sizes }) => {
      const [rows, ...rest] = sizes;
      const columns = rest.reduce((product, n) => product * n, 1);
      const gain = GAINS[name.split(".")[0]] ?? Math.SQRT2;
      const data = name.endsWith("bias")
        ? new Float32Array(rows)
        : orthogonal(rows, columns, gain, random);
      return [name, { shape: sizes, data }];
    }),
  );
}
