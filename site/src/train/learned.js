// Whether an agent has learned its training levels, and the sentence that says so if it has not: the
// twin of agents/learned.py.

import { BatchSim } from "../../../course_lib/widgets/js/sim.js";
import { plannerOf } from "../episodes/policies.js";
import { dice } from "../measure/dice.js";
import { rowOf } from "../measure/intervals.js";
import { playOut } from "../measure/outcomes.js";

/**
 * @typedef {import("../episodes/world.js").World} World
 * @typedef {import("../episodes/world.js").Distribution} Distribution
 */

const PLANNED = 200; // levels on which the planner is asked
const FIRST = 20_261; // the seed of the first
const FEWEST = 50; // episodes, to say anything

const perCent = (/** @type {number} */ share) => `${Math.round(100 * share)} %`;

/**
 * How far a run on these levels has come; null where nothing is usual, or too little is over.
 * @param {World} world
 * @param {Distribution} distribution
 * @param {number[]} latest what the goal's number was in the latest episodes, by their beginnings
 */
export function verdict(world, distribution, latest) {
  const { goal, counts, learned_at: share, words: names } = world.packed;
  if (!share || latest.length < FEWEST) return null;
  const { mean, low, high } = rowOf(latest);
  const best = counts.includes(goal) ? planned(world, distribution) : null;
  const usual = share * (best ?? 1);
  const called = names[goal] ?? goal;
  const got =
    best === null
      ? `${called} in ${perCent(mean)} of`
      : `${mean.toFixed(2)} ${called} an episode in`;
  const between =
    best === null
      ? `${Math.round(100 * low)} to ${perCent(high)}`
      : `${low.toFixed(2)} to ${high.toFixed(2)}`;
  const asked =
    best === null
      ? `${perCent(usual)} is usual`
      : `the planner gets ${best.toFixed(2)}, and ${usual.toFixed(2)} is usual`;
  return {
    learned: high >= usual,
    words:
      `This agent has not learned its training levels (${got} its latest ` +
      `${latest.length.toLocaleString("en")} episodes, 95 % interval ${between}; ${asked}), so what ` +
      "it does elsewhere may be for want of skill: give it more steps, or another seed.",
  };
}

/**
 * The mean of the goal that the world's planner gets.
 * @param {World} world
 * @param {Distribution} distribution
 */
function planned(world, distribution) {
  const planner = plannerOf(world);
  if (!planner) throw new Error(`${world.name} has no planner, and its goal is counted.`);
  const sim = new BatchSim(world.rules, distribution, PLANNED, { autoreset: false });
  sim.reset(Array.from({ length: PLANNED }, (_, i) => FIRST + i));
  for (const _ of playOut(sim, planner, dice([0])));
  return sim.states.reduce((sum, s) => sum + Number(s[world.packed.goal]), 0) / PLANNED;
}
