// What a policy does on many fresh levels: the twin of study/measure/{rollout,behaviour}.py. The same
// seed gives the same levels and the same episodes as in Python.

import { BatchSim } from "../../../course_lib/widgets/js/sim.js";
import { bits, dice } from "./dice.js";
import { rowOf } from "./intervals.js";

/**
 * @typedef {import("../episodes/world.js").World} World
 * @typedef {import("../episodes/world.js").Distribution} Distribution
 * @typedef {import("../episodes/episode.js").Policy} Policy
 * @typedef {import("../episodes/episode.js").State} State
 */

const BATCH = 500; // episodes that run side by side
const LEVELS = 3; // of engine/streams.py: seeds of the levels that policies are measured on
const ACTIONS = 4; // the actions of those that are measured

/**
 * Seeds of `count` levels, all of which follow from `seed`.
 * @param {number} count
 * @param {number} seed
 */
export function levelSeeds(count, seed = 0) {
  const next = bits([seed, LEVELS]);
  return Array.from({ length: count }, () => next() >> 1n); // below 2**63, as numpy draws them
}

/** @param {State} state */
const isOver = (state) => Boolean(state.terminated || state.truncated);

/**
 * Lets a policy finish every episode of a simulator that does not begin new ones; yields after each
 * step how many are over. Every step draws one random number for each environment, under way or not.
 * @param {BatchSim} sim
 * @param {Policy} policy
 * @param {() => number} roll
 */
export function* playOut(sim, policy, roll) {
  const actions = new Int32Array(sim.count);
  let active = sim.states.map((_, i) => i).filter((i) => !isOver(sim.states[i]));
  while (active.length) {
    const states = active.map((i) => sim.states[i]);
    const rolled = Float64Array.from(sim.states, roll);
    const uniform = active.map((i) => rolled[i]);
    const chosen = policy.choose(sim.observe(states), states, uniform);
    active.forEach((i, n) => {
      actions[i] = chosen[n];
    });
    sim.step(actions);
    active = active.filter((i) => !isOver(sim.states[i]));
    yield sim.count - active.length;
  }
}

/**
 * The last records of episodes, and steps to take between two words to `over`, which hears how many
 * are over.
 * @param {World} world
 * @param {Distribution} distribution
 * @param {Policy} policy
 * @param {number} episodes
 * @param {{ seed?: number, over?: (count: number) => void }} how
 * @returns {State[]}
 */
export function lastRecords(world, distribution, policy, episodes, { seed = 0, over } = {}) {
  const seeds = levelSeeds(episodes, seed);
  const roll = dice([seed, ACTIONS]);
  /** @type {State[]} */
  const last = [];
  for (let from = 0; from < episodes; from += BATCH) {
    const some = seeds.slice(from, from + BATCH);
    const sim = new BatchSim(world.rules, distribution, some.length, { autoreset: false });
    sim.reset(some);
    for (const count of playOut(sim, policy, roll)) over?.(from + count);
    last.push(...sim.states);
  }
  return last;
}

/**
 * The mean of every metric, and of the steps, with its 95 % interval.
 * @param {World} world
 * @param {State[]} last
 * @returns {import("./pool.js").Rows}
 */
export function rowsOf(world, last) {
  const { metrics } = world.packed;
  const row = (/** @type {string} */ name) => rowOf(last.map((state) => Number(state[name])));
  return Object.fromEntries([...metrics, "steps"].map((name) => [name, row(name)]));
}
