// The agents as policies: each of the course's is loaded when it is first asked for.

import { bytes as fromBase64 } from "../../../course_lib/widgets/js/payload.js";
import { makeAgent } from "../agents/agent.js";
import { loadKernel } from "../agents/kernel.js";
import { readDressing } from "../agents/network.js";
import { readSafetensors } from "../agents/safetensors.js";
import { load } from "../shell/load.js";
import { say, Trouble } from "../shell/say.js";
import { ownEntries, ownFile, ownName } from "./own.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Distribution} Distribution
 * @typedef {import("../agents/kernel.js").Kernel} Kernel
 *
 * A line of the list of agents (tools/serverless/agents.py); rates are [mean, low, high] by
 * distribution and metric.
 * @typedef {{ name: string, world: string, seed: number, recipe: string, title: string,
 *   trained: string, distribution: string,
 *   rates: Record<string, Record<string, number[]>> }} Entry
 */

/** @type {Promise<Kernel> | null} */
let kernel = null;

/** The network's compiled code; a Trouble where this browser has no WebAssembly. */
export function openKernel() {
  kernel ??= begin();
  kernel.catch(() => {
    kernel = null;
  });
  return kernel;
}

async function begin() {
  const { simd, plain } = await load("net");
  const found = await asTrouble(() => loadKernel(fromBase64(simd), fromBase64(plain)));
  if (!found.simd) say(found.words);
  return found;
}

/**
 * What `job` gives; where it fails, its words are for the reader.
 * @template T
 * @param {() => T | Promise<T>} job
 * @returns {Promise<T>}
 */
export async function asTrouble(job) {
  try {
    return await job();
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    throw error instanceof Trouble ? error : new Trouble(sentence, { cause: error });
  }
}

/**
 * All agents: those of the course, and those that were trained or loaded in this browser.
 * @returns {Promise<Entry[]>}
 */
export async function zoo() {
  /** @type {Entry[]} */
  const shipped = await load("zoo");
  return [...shipped, ...ownEntries([...new Set(shipped.map(({ world }) => world))])];
}

/**
 * The file of an agent of the list, and what is on its card.
 * @param {Entry} entry
 * @returns {Promise<import("./own.js").AgentFile>}
 */
export async function fileOf({ name, world }) {
  return (name === ownName(world) && ownFile(world)) || load(`agent:${name}`);
}

/**
 * The line of this agent in the list; a Trouble where there is none. "maze/corner" is "…:0".
 * @param {string} name
 */
export async function entryOf(name) {
  const full = name.includes(":") ? name : `${name}:0`;
  const found = (await zoo()).find((entry) => entry.name === full);
  if (found) return found;
  throw new Trouble(
    `There is no agent “${name}” on this site; the page Watch and measure has a list of them.`,
  );
}

/**
 * The file of an agent, read.
 * @param {string} name
 */
export async function readAgent(name) {
  const entry = await entryOf(name);
  const { bytes } = await fileOf(entry);
  return asTrouble(() => readSafetensors(bytes));
}

/**
 * A Trouble where an agent sees pictures of another size than these levels'.
 * @param {Entry} entry
 * @param {number[]} observation rows, columns and colours of its pictures
 * @param {number} pixels a tile
 * @param {Distribution} distribution
 */
function checkSight({ title }, observation, pixels, { grid, title: levels }) {
  const [rows, columns] = observation.map((side) => side / pixels);
  if (rows === grid[0] && columns === grid[1]) return;
  throw new Trouble(
    `${title} sees ${rows} × ${columns} tiles, and “${levels}” has ${grid.join(" × ")}: choose other levels.`,
  );
}

/**
 * An agent as a policy on this distribution, with probabilities and values.
 * @param {string} name
 * @param {World} world
 * @param {Distribution} distribution
 * @returns {Promise<import("./episode.js").Policy>}
 */
export async function agentPolicy(name, world, distribution) {
  const entry = await entryOf(name);
  if (entry.world !== world.name)
    throw new Trouble(`Agent “${name}” lives in another world than ${world.title}.`);
  const [running, file] = await Promise.all([openKernel(), readAgent(name)]);
  checkSight(entry, file.card.shape?.observation ?? [], world.rules.pixels, distribution);
  const dressing = readDressing(world.packed.dressings[distribution.dressing]);
  const agent = await asTrouble(() => makeAgent(running, file, dressing));
  return {
    name: entry.title,
    choose: (look, _states, uniform) => agent.choose(look, uniform),
    evaluate: (look) => agent.evaluate(look),
  };
}
