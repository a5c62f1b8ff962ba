// One episode, from the first record to the last: the twin of study/measure/episodes.py. The same
// seed and the same policy give the same steps as in Python.

import { BatchSim } from "../../../course_lib/widgets/js/sim.js";
import { dice } from "../measure/dice.js";

/**
 * @typedef {import("../../../course_lib/widgets/js/rules.js").State} State
 * @typedef {import("../../../course_lib/widgets/js/sim.js").Look} Look
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Distribution} Distribution
 *
 * A policy: actions of what is looked at, from uniform numbers; `states` are the true records.
 * @typedef {{ name: string,
 *   choose: (look: Look, states: State[], uniform: number[]) => ArrayLike<number>,
 *   evaluate?: (look: Look) => { probabilities: Float32Array, values: Float32Array } }} Policy
 *
 * T actions lead from records[0] to records[T]. values: T + 1; probabilities: T + 1 × actions.
 * @typedef {{ world: World, distribution: Distribution, policy: string, seed: number | null,
 *   records: State[], actions: number[], rewards: number[], values: Float32Array | null,
 *   probabilities: Float32Array | null }} Episode
 */

const EPISODE = 2; // of engine/streams.py: the actions of one episode that somebody looks at

/** @param {State} state */
const isOver = (state) => Boolean(state.terminated || state.truncated);

/**
 * A level of a seed, or the level that a record's bytes are.
 * @param {World} world
 * @param {Distribution} distribution
 * @param {number} seed
 * @param {Uint8Array | null} start
 */
function startLevel(world, distribution, seed, start) {
  const sim = new BatchSim(world.rules, distribution, 1, { autoreset: false });
  if (start) sim.states[0].bytes.set(start);
  else sim.reset([seed]);
  return sim;
}

/**
 * Lets a policy play one episode, of the level that `seed` gives, or from the record `start` on.
 * @param {World} world
 * @param {Distribution} distribution
 * @param {Policy} policy
 * @param {number} seed
 * @param {Uint8Array | null} start
 * @returns {Episode}
 */
export function play(world, distribution, policy, seed, start = null) {
  const sim = startLevel(world, distribution, seed, start);
  const roll = dice([seed, EPISODE]);
  const [state] = sim.states;
  const records = [copy(world, state)];
  /** @type {number[]} */
  const actions = [];
  /** @type {number[]} */
  const rewards = [];
  while (!isOver(state)) {
    const [action] = Array.from(policy.choose(sim.observe(), sim.states, [roll()]));
    sim.step([action]);
    actions.push(action);
    rewards.push(sim.rewards[0]);
    records.push(copy(world, state));
  }
  const seen = policy.evaluate?.(sim.observe(records)) ?? { probabilities: null, values: null };
  const known = start ? null : seed;
  return {
    world,
    distribution,
    policy: policy.name,
    seed: known,
    records,
    actions,
    rewards,
    ...seen,
  };
}

/**
 * The episode in which these actions are taken; those after its end are left out.
 * @param {World} world
 * @param {Distribution} distribution
 * @param {number[]} actions
 * @param {number} seed
 * @param {Uint8Array | null} start
 * @returns {Episode}
 */
export function fromActions(world, distribution, actions, seed, start = null) {
  let at = 0;
  const policy = { name: "you", choose: () => [actions[at++]] };
  const sim = startLevel(world, distribution, seed, start);
  const records = [copy(world, sim.states[0])];
  /** @type {number[]} */
  const taken = [];
  /** @type {number[]} */
  const rewards = [];
  while (at < actions.length && !isOver(sim.states[0])) {
    const [action] = policy.choose();
    sim.step([action]);
    taken.push(action);
    rewards.push(sim.rewards[0]);
    records.push(copy(world, sim.states[0]));
  }
  return {
    world,
    distribution,
    policy: policy.name,
    seed: start ? null : seed,
    records,
    actions: taken,
    rewards,
    values: null,
    probabilities: null,
  };
}

/** @param {World} world @param {State} state */
const copy = (world, state) => world.rules.open(state.bytes.slice());
