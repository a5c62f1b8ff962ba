// What the page Train is set to, as its address has it.

import * as address from "../shell/address.js";
import { load } from "../shell/load.js";
import { Trouble } from "../shell/say.js";

/**
 * A slider: a position for each of the words, and the position of the course's training levels.
 * @typedef {{ name: string, label: string, words: string[], first: number }} Knob
 * @typedef {import("../episodes/world.js").Distribution} Distribution
 * @typedef {import("../episodes/world.js").World} World
 * @typedef {{ knobs: Knob[], distributions: Record<string, Distribution>, move: string }} Packed
 *
 * `positions` are those of the sliders; `elsewhere` is the name of the levels it is tried on.
 * @typedef {{ world: string, positions: number[], steps: number, seed: number,
 *   elsewhere: string }} Setting
 */

export const STEPS = { low: 50_000, high: 1_500_000, by: 50_000 };
export const SEEDS = { low: 0, high: 2 ** 31 - 1 };

/**
 * What can be set in a world.
 * @param {World} world
 * @returns {Promise<Packed>}
 */
export const settingsOf = (world) => load(`train:${world.name}`);

/**
 * The levels that these positions of the sliders stand for.
 * @param {Packed} packed
 * @param {number[]} positions
 */
export const distributionAt = (packed, positions) => packed.distributions[positions.join("-")];

/**
 * The setting of an address; what it does not name is as in the course. A Trouble names what is no
 * setting.
 * @param {World} world
 * @param {Packed} packed
 * @param {Record<string, string>} fields
 * @returns {Setting}
 */
export function readSetting(world, packed, fields) {
  const positions = packed.knobs.map(({ name, first, words }) =>
    whole(fields, name, first, { low: 0, high: words.length - 1 }),
  );
  const steps = whole(fields, "steps", firstSteps(world), STEPS);
  const elsewhere = fields.elsewhere ?? "deployment";
  world.distribution(elsewhere); // a Trouble where there is none
  return { world: world.name, positions, steps, seed: whole(fields, "seed", 0, SEEDS), elsewhere };
}

/**
 * How many steps an agent of this world is trained for in a lesson.
 * @param {World} world
 */
const firstSteps = (world) => {
  const { steps } = world.packed.recipes.live;
  return Math.min(STEPS.high, Math.ceil(steps / STEPS.by) * STEPS.by);
};

/**
 * @param {Record<string, string>} fields
 * @param {string} name
 * @param {number} otherwise
 * @param {{ low: number, high: number }} range
 */
function whole(fields, name, otherwise, { low, high }) {
  const found = address.whole(fields[name], otherwise, low, high);
  if (found === null)
    throw new Trouble(`“${name}” is a whole number from ${low} to ${high}, not “${fields[name]}”.`);
  return found;
}

/**
 * The fields of the address for a setting; what is as in the course is left out.
 * @param {World} world
 * @param {Packed} packed
 * @param {Setting} setting
 * @returns {import("../shell/address.js").Fields}
 */
export function fieldsOf(world, packed, { positions, steps, seed, elsewhere }) {
  const knobs = packed.knobs.map(({ name, first }, n) => [
    name,
    positions[n] === first ? null : positions[n],
  ]);
  return {
    world: world.name,
    ...Object.fromEntries(knobs),
    steps: steps === firstSteps(world) ? null : steps,
    seed: seed || null,
    elsewhere: elsewhere === "deployment" ? null : elsewhere,
  };
}
