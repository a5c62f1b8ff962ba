// Who can play a world: the agents that were trained in it, its planner, and chance.

import { Trouble } from "../shell/say.js";
import { agentPolicy, zoo } from "./agents.js";
import { plannerOf, randomPolicy } from "./policies.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./episode.js").Policy} Policy
 */

/**
 * Who can play this world, to choose from. `nobody` is the words for the value "".
 * @param {World} world
 * @param {string | null} nobody
 * @returns {Promise<import("../shell/choices.js").Option[]>}
 */
export async function opponents(world, nobody = "nobody") {
  const agents = (await zoo()).filter((entry) => entry.world === world.name);
  return [
    ...(nobody === null ? [] : [{ value: "", words: nobody }]),
    ...(plannerOf(world) ? [{ value: "planner", words: "the planner, which is optimal" }] : []),
    { value: "random", words: "a policy that acts at random" },
    ...agents.map(({ name, title, trained }) => ({
      value: name,
      words: title,
      group: `trained on ${trained}`,
    })),
  ];
}

/**
 * The policy of this name; null for "". A Trouble says what there is no such policy.
 * @param {World} world
 * @param {import("./world.js").Distribution} distribution
 * @param {string} name
 * @returns {Promise<Policy | null>}
 */
export async function opponentOf(world, distribution, name) {
  if (name === "") return null;
  if (name === "random") return randomPolicy(world);
  if (name !== "planner") return agentPolicy(name, world, distribution);
  const planner = plannerOf(world);
  if (!planner) throw new Trouble(`No planner is known for ${world.title} on this site.`);
  return planner;
}
