// What the page Watch shows, as its address has it.

import * as address from "../shell/address.js";
import { Trouble } from "../shell/say.js";

/**
 * @typedef {{ world: string, agent: string, distribution: string, seed: number, beside: string,
 *   step: number }} State
 */

export const MOST = 2 ** 31 - 1;

/** @type {Record<string, string>} what is shown of a world at first */
const FIRST = {
  maze: "maze/corner:0",
  gems: "gems/yellow-gem:0",
  keys_and_chests: "keys_and_chests/few-keys:0",
  coin_run: "coin_run/end:0",
  garden: "garden/pressed:0",
  ridge: "ridge/sure-feet:0",
};

/**
 * What is watched first in a world.
 * @param {string} world
 * @returns {State}
 */
export const firstOf = (world) => ({
  world,
  agent: FIRST[world] ?? "random",
  distribution: "deployment",
  seed: 0,
  beside: "",
  step: 0,
});

/**
 * What an address asks for; an agent alone is enough. A Trouble where a number is none.
 * @param {Record<string, string>} fields
 * @returns {State}
 */
export function readState(fields) {
  const world = fields.world ?? fields.agent?.match(/^(\w+)\//)?.[1] ?? "maze";
  const first = firstOf(world);
  const [seed, step] = ["seed", "step"].map((name) => {
    const found = address.whole(fields[name], 0, 0, MOST);
    if (found === null)
      throw new Trouble(`“${name}” is a whole number from 0 to ${MOST}, not “${fields[name]}”.`);
    return found;
  });
  const { agent, distribution, beside } = { ...first, ...fields };
  return { world, agent: withSeed(agent), distribution, seed, beside: withSeed(beside), step };
}

/** "maze/corner" is its first seed. @param {string} name */
const withSeed = (name) => (name.includes("/") && !name.includes(":") ? `${name}:0` : name);
