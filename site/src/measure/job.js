// One job of measuring, as a worker does it: see pool.js.

import { bytes as fromBase64 } from "../../../course_lib/widgets/js/payload.js";
import { makeAgent } from "../agents/agent.js";
import { loadKernel } from "../agents/kernel.js";
import { readDressing } from "../agents/network.js";
import { readSafetensors } from "../agents/safetensors.js";
import { plannerOf, randomPolicy } from "../episodes/policies.js";
import { World } from "../episodes/world.js";
import { lastRecords, rowsOf } from "./outcomes.js";

/**
 * @typedef {import("./pool.js").Job} Job
 * @typedef {import("../episodes/world.js").Distribution} Distribution
 */

/**
 * The rows of a job; `over` hears how many episodes are over.
 * @param {Job} job
 * @param {(count: number) => void} over
 */
export async function run(job, over) {
  const world = new World(job.world);
  const distribution = world.distribution(job.distribution);
  const policy = await policyOf(job, world, distribution);
  const { episodes, seed } = job;
  return rowsOf(world, lastRecords(world, distribution, policy, episodes, { seed, over }));
}

/**
 * @param {Job} job
 * @param {World} world
 * @param {Distribution} distribution
 * @returns {Promise<import("../episodes/episode.js").Policy>}
 */
export async function policyOf({ policy, agent, net }, world, distribution) {
  if (agent && net) {
    const kernel = await loadKernel(fromBase64(net.simd), fromBase64(net.plain));
    const file = readSafetensors(agent.bytes);
    const dressing = readDressing(world.packed.dressings[distribution.dressing]);
    const made = makeAgent(kernel, file, dressing);
    return { name: policy, choose: (look, _states, uniform) => made.choose(look, uniform) };
  }
  const planner = policy === "planner" ? plannerOf(world) : null;
  return planner ?? randomPolicy(world);
}
