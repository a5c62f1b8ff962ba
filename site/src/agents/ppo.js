// PPO (Schulman et al. 2017, arXiv 1707.06347), step for step as course_lib/agents/ppo.py has it:
// collect a short rollout from many environments, say of every action how much better it was than
// expected, make better ones likelier, but not by much at a time. Repeat.

import { BatchSim } from "../../../course_lib/widgets/js/sim.js";
import { seedSequence } from "../measure/dice.js";
import { Cohorts } from "./cohorts.js";
import { advantages, logSoftmax, lossGradient, normalised } from "./loss.js";
import { FIGURES, Network, PIXELS } from "./network.js";
import { quickRandom, shuffled, untrained } from "./random.js";

/**
 * @typedef {import("./loss.js").Recipe} Recipe
 * @typedef {import("./network.js").Look} Look
 * @typedef {{ kernel: import("./kernel.js").Kernel, rules: import("../../../course_lib/widgets/js/rules.js").Rules,
 *   distribution: import("../../../course_lib/widgets/js/sim.js").Distribution, dressing: Uint8Array,
 *   actions: number, recipe: Recipe, seed: number }} Run
 */

const TRAINING = 1; // Stream.TRAINING: what the random numbers of levels are for
const DRAWS = 0x5b1e; // and those of actions and minibatches, which are other ones than torch's
const MICROBATCH = 256; // pictures in the network at once

/** @param {Recipe} recipe */
function check(recipe) {
  const { num_envs, num_steps, num_minibatches } = recipe;
  if ((num_envs * num_steps) % num_minibatches)
    throw new Error(
      `num_minibatches must divide num_envs × num_steps = ${num_envs * num_steps} exactly; ` +
        `${num_minibatches} does not.`,
    );
  if (recipe.kl_coef)
    throw new Error(
      `A kl_coef of ${recipe.kl_coef} needs an agent to be tied to, which is not done here.`,
    );
}

/** One training run. `iterate` collects a rollout and learns from it. */
export class Trainer {
  /** @param {Run} run */
  constructor({ kernel, rules, distribution, dressing, actions, recipe, seed }) {
    check(recipe);
    const { num_envs: count, num_steps: length, channels, hidden } = recipe;
    const [rows, columns] = distribution.grid;
    this.recipe = recipe;
    this.rules = rules;
    this.random = quickRandom([seed, DRAWS]);
    this.shape = { observation: [rows * PIXELS, columns * PIXELS, 3], actions, channels, hidden };
    const most = Math.min(MICROBATCH, Math.max(count, (count * length) / recipe.num_minibatches));
    this.network = new Network(kernel, this.shape, dressing, { training: true, most });
    const first = untrained(this.shape, seed);
    const value = first.get("value.weight");
    for (let i = 0; value && i < hidden; i++) value.data[i] *= recipe.value_init_scale;
    this.network.load(first);
    this.sim = new BatchSim(rules, distribution, count);
    const words = seedSequence([seed, TRAINING]).words(2 * count);
    this.sim.reset(Array.from({ length: count }, (_, i) => words[2 * i] >>> 1));
    this.rollout = makeRollout(length * count);
    this.memory = new Memory(length + 1, this.sim.observe());
    this.updates = 0;
    this.steps = 0;
    this.returns = new Float64Array(count);
    this.cohorts = new Cohorts(count);
  }

  /** Collect `num_steps` new steps of every environment. */
  collect() {
    const { num_envs: count, num_steps: length } = this.recipe;
    const { values, nextValues, truncated } = this.rollout;
    this.memory.keep(0, this.sim.observe());
    for (let t = 0; t < length; t++) this.step(t);
    const after = new Float32Array(count);
    this.look(length, (i, at) => {
      after[i] = this.network.outputs[at];
    });
    for (let k = 0; k < truncated.length; k++) {
      if (truncated[k]) continue; // its last value is known
      nextValues[k] =
        k + count < values.length ? values[k + count] : after[k + count - values.length];
    }
    this.steps += length * count;
  }

  /**
   * Look at all environments as they were at time `t`; `hear(i, at)` is told where in the network's
   * outputs the value of environment i is.
   * @param {number} t
   * @param {(i: number, at: number) => void} hear
   */
  look(t, hear) {
    const { network, memory } = this;
    const { count } = memory;
    const width = network.layout.outputs;
    for (let from = 0; from < count; from += network.most) {
      const some = Math.min(network.most, count - from);
      for (let i = 0; i < some; i++) memory.show(t * count + from + i, network, i);
      network.forward(some);
      for (let i = 0; i < some; i++) hear(from + i, i * width + this.shape.actions);
    }
  }

  /**
   * Take one step in every environment, with actions drawn from the policy.
   * @param {number} t
   */
  step(t) {
    const { sim, rollout, shape, network } = this;
    const { count } = sim;
    const chosen = new Int32Array(count);
    const logProbs = new Float64Array(shape.actions);
    this.look(t, (i, at) => {
      logSoftmax(network.outputs, at - shape.actions, shape.actions, logProbs);
      const action = draw(logProbs, this.random());
      chosen[i] = action;
      rollout.values[t * count + i] = network.outputs[at];
      rollout.logProbs[t * count + i] = logProbs[action];
    });
    sim.step(chosen);
    rollout.actions.set(chosen, t * count);
    rollout.rewards.set(sim.rewards, t * count);
    rollout.terminated.set(sim.terminated, t * count);
    rollout.truncated.set(sim.truncated, t * count);
    this.finishEpisodes(t);
    this.memory.keep(t + 1, sim.observe());
  }

  /**
   * Count finished episodes; value the last moments of truncated ones.
   * @param {number} t
   */
  finishEpisodes(t) {
    const { sim, returns, rules, rollout, network } = this;
    /** @type {[number, Record<string, number>][]} */
    const episodes = [];
    const cut = [];
    for (let i = 0; i < sim.count; i++) {
      returns[i] += sim.rewards[i];
      if (!sim.terminated[i] && !sim.truncated[i]) continue;
      const last = sim.finalStates[i];
      const metrics = [...rules.metrics, "steps"].map((name) => [name, Number(last[name])]);
      episodes.push([i, { reward: returns[i], ...Object.fromEntries(metrics) }]);
      returns[i] = 0;
      if (sim.truncated[i]) cut.push(i);
    }
    this.cohorts.finish(this.steps / sim.count + t + 1, episodes);
    for (let from = 0; from < cut.length; from += network.most) {
      const some = cut.slice(from, from + network.most);
      const { tiles, floating } = sim.observe(some.map((i) => sim.finalStates[i]));
      network.show(tiles, floating, some.length);
      const out = network.forward(some.length);
      some.forEach((i, k) => {
        const at = k * network.layout.outputs + this.shape.actions;
        rollout.nextValues[t * sim.count + i] = out[at];
      });
    }
  }

  /** Update the network from the rollout. */
  learn() {
    const { recipe, rollout } = this;
    const found = advantages(rollout, recipe.num_envs, recipe);
    const targets = found.map((x, k) => x + rollout.values[k]);
    const rate = recipe.learning_rate * Math.max(1 - this.steps / recipe.steps, 0);
    const size = found.length / recipe.num_minibatches;
    for (let epoch = 0; epoch < recipe.update_epochs; epoch++) {
      const order = shuffled(found.length, this.random);
      for (let from = 0; from < order.length; from += size) {
        const chosen = order.subarray(from, from + size);
        const pick = (/** @type {Float32Array} */ of) => Float32Array.from(chosen, (k) => of[k]);
        const samples = {
          actions: Array.from(chosen, (k) => rollout.actions[k]),
          logProbs: pick(rollout.logProbs),
          advantages: normalised(pick(found)),
          targets: pick(targets),
        };
        this.learnMinibatch((i) => chosen[i], samples, rate);
      }
    }
  }

  /**
   * Take one step of the optimiser; gives the norm of the gradient.
   * @param {(i: number) => number} placeOf the place in memory of each sample
   * @param {import("./loss.js").Samples} samples
   * @param {number} rate
   */
  learnMinibatch(placeOf, samples, rate) {
    const { network, memory, recipe, shape } = this;
    const size = samples.actions.length;
    for (let from = 0; from < size; from += network.most) {
      const count = Math.min(network.most, size - from);
      for (let i = 0; i < count; i++) memory.show(placeOf(from + i), network, i);
      network.forward(count);
      const { outputs, outputGradient: gradient, layout } = network;
      const width = layout.outputs;
      lossGradient(outputs, gradient, width, shape.actions, samples, from, count, 1 / size, recipe);
      network.call.backward(count);
    }
    return network.improve(rate, recipe.max_grad_norm, ++this.updates);
  }

  /** Collect one rollout and learn from it. */
  iterate() {
    this.collect();
    this.learn();
  }
}

/**
 * An action drawn from probabilities, given by their logarithms, with a uniform number.
 * @param {Float64Array} logProbs
 * @param {number} uniform
 */
function draw(logProbs, uniform) {
  let sum = 0;
  for (let action = 0; action < logProbs.length - 1; action++) {
    sum += Math.exp(logProbs[action]);
    if (uniform < sum) return action;
  }
  return logProbs.length - 1;
}

/**
 * Room for what happens in so many steps.
 * @param {number} size
 */
function makeRollout(size) {
  const [values, nextValues, logProbs, rewards] = [1, 2, 3, 4].map(() => new Float32Array(size));
  const [actions, terminated, truncated] = [1, 2, 3].map(() => new Uint8Array(size));
  return { values, nextValues, logProbs, rewards, actions, terminated, truncated };
}

/** What was seen at some moments, by all environments at each. */
export class Memory {
  /**
   * @param {number} moments
   * @param {Look} look
   */
  constructor(moments, { count, tiles, floating }) {
    this.count = count;
    this.cells = tiles.length / count;
    this.tiles = new Uint8Array(moments * tiles.length);
    this.floating = floating && new Int16Array(moments * floating.length);
  }

  /**
   * @param {number} moment
   * @param {Look} look
   */
  keep(moment, { tiles, floating }) {
    this.tiles.set(tiles, moment * tiles.length);
    if (floating) this.floating?.set(floating, moment * floating.length);
  }

  /**
   * Show the picture at this place to the network, as its number `i`.
   * @param {number} place
   * @param {Network} network
   * @param {number} i
   */
  show(place, network, i) {
    const { cells, floating } = this;
    network.tiles.set(this.tiles.subarray(place * cells, (place + 1) * cells), i * cells);
    const size = FIGURES * 3;
    if (floating)
      network.floating.set(floating.subarray(place * size, (place + 1) * size), i * size);
    else network.floating[i * size] = -1;
  }
}
