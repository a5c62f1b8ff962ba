// Policies for every world: chance, and the optimum where the rules have a planner.

/**
 * @typedef {import("./episode.js").Policy} Policy
 * @typedef {import("./world.js").World} World
 */

/**
 * A policy to which every action is equally likely.
 * @param {World} world
 * @returns {Policy}
 */
export function randomPolicy(world) {
  const count = world.actions.length;
  return {
    name: "random",
    choose: (_look, _states, uniform) => Int32Array.from(uniform, (u) => Math.floor(u * count)),
  };
}

/**
 * The optimal planner; null in a world for which none is known here.
 * @param {World} world
 * @returns {Policy | null}
 */
export function plannerOf({ rules }) {
  const { planner } = rules;
  return planner && { name: "planner", choose: (_look, states) => planner(states) };
}
