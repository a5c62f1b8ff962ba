// A trained agent: the twin of course_lib/agents/agent.py. Of a look it has probabilities and values.

import { FIGURES, Network } from "./network.js";

/**
 * @typedef {import("./network.js").Look} Look
 * @typedef {import("./network.js").Shape} Shape
 */

/** @param {any} n */
const isSize = (n) => Number.isSafeInteger(n) && n > 0 && n <= 4096;

/**
 * The shape of a network, from a card. An Error says what is no such shape.
 * @param {any} shape
 * @returns {Shape}
 */
export function readShape(shape) {
  const { observation, actions, channels, hidden } = shape ?? {};
  const sizes = [observation, channels].every(Array.isArray)
    ? [...observation, ...channels, actions, hidden]
    : [];
  if (sizes.length < 6 || channels.length !== 3 || !sizes.every(isSize))
    throw new Error(`The file is damaged: ${JSON.stringify(shape)} is no shape of a network.`);
  return { observation, actions, channels, hidden };
}

export class Agent {
  /**
   * @param {Network} network
   * @param {Record<string, any>} card
   */
  constructor(network, card) {
    this.network = network;
    this.card = card;
  }

  /**
   * Logits and probabilities (count × actions) and values (count) of what is looked at.
   * @param {Look} look
   */
  evaluate(look) {
    const { network } = this;
    const { rows, columns, shape } = network;
    if (look.rows !== rows || look.columns !== columns)
      throw new Error(
        `Agent ${this.card.name} sees ${rows} × ${columns} tiles, and these pictures have ` +
          `${look.rows} × ${look.columns}. Is it another world, or another size?`,
      );
    const { actions } = shape;
    const width = network.layout.outputs;
    const logits = new Float32Array(look.count * actions);
    const values = new Float32Array(look.count);
    for (let from = 0; from < look.count; from += network.most) {
      const count = Math.min(network.most, look.count - from);
      const tiles = look.tiles.subarray(from * rows * columns, (from + count) * rows * columns);
      network.show(tiles, look.floating?.subarray(from * FIGURES * 3) ?? null, count);
      const out = network.forward(count);
      for (let i = 0; i < count; i++) {
        for (let a = 0; a < actions; a++) logits[(from + i) * actions + a] = out[i * width + a];
        values[from + i] = out[i * width + actions];
      }
    }
    return { probabilities: softmax(logits, actions), logits, values };
  }

  /**
   * Actions drawn from the agent's probabilities with uniform numbers, one for each picture.
   * @param {Look} look
   * @param {ArrayLike<number>} uniform
   */
  choose(look, uniform) {
    return choose(this.evaluate(look).probabilities, this.network.shape.actions, uniform);
  }

  /**
   * Show the agent other sprites: those of another distribution of its world.
   * @param {Uint8Array} dressing
   */
  dress(dressing) {
    this.network.dress(dressing);
    this.network.prepare();
  }
}

/**
 * The agent of a file; an Error says what is wrong with it.
 * @param {import("./kernel.js").Kernel} kernel
 * @param {{ tensors: import("./safetensors.js").Tensors, card: Record<string, any> }} file
 * @param {Uint8Array} dressing
 */
export function makeAgent(kernel, { tensors, card }, dressing) {
  const network = new Network(kernel, readShape(card.shape), dressing);
  network.load(tensors);
  return new Agent(network, card);
}

/**
 * Probabilities of logits, row by row.
 * @param {Float32Array} logits
 * @param {number} actions
 */
export function softmax(logits, actions) {
  const found = new Float32Array(logits.length);
  for (let row = 0; row < logits.length; row += actions) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let a = 0; a < actions; a++) highest = Math.max(highest, logits[row + a]);
    let sum = 0;
    for (let a = 0; a < actions; a++) sum += found[row + a] = Math.exp(logits[row + a] - highest);
    for (let a = 0; a < actions; a++) found[row + a] /= sum;
  }
  return found;
}

/**
 * Actions by uniform numbers: as `choose` in agent.py, which sums in single precision, too.
 * @param {Float32Array} probabilities
 * @param {number} actions
 * @param {ArrayLike<number>} uniform
 */
export function choose(probabilities, actions, uniform) {
  const chosen = new Int32Array(probabilities.length / actions);
  for (let i = 0; i < chosen.length; i++) {
    let whole = 0;
    for (let a = 0; a < actions; a++) whole = Math.fround(whole + probabilities[i * actions + a]);
    const aim = uniform[i] * whole;
    for (let a = 0, sum = 0; a < actions; a++) {
      sum = Math.fround(sum + probabilities[i * actions + a]);
      if (sum < aim) chosen[i]++;
    }
  }
  return chosen;
}
