// A world of the site, and its distributions, as tools/serverless/worlds.py packs them.

import { readRules } from "../../../course_lib/widgets/js/rules.js";
import { load } from "../shell/load.js";
import { Trouble } from "../shell/say.js";

/**
 * @typedef {{ name: string, title: string, words: string, grid: number[],
 *   params: Record<string, any>, fields: Record<string, any>, dressing: number,
 *   sprites?: import("../../../course_lib/widgets/js/types.d.ts").Sprites }} Distribution
 * @typedef {{ name: string, rules: string,
 *   world: import("../../../course_lib/widgets/js/types.d.ts").World,
 *   rewarded: string, metrics: string[], goal: string, proxies: string[], counts: string[], learned_at: number | null,
 *   agent: string, dressed: boolean, words: Record<string, string>, events: Record<string, string>,
 *   recipes: Record<string, any>, distributions: Record<string, Distribution>,
 *   dressings: string[], edit: import("../edit/home.js").Editing }} PackedWorld
 * @typedef {{ name: string, title: string }} Named
 */

export class World {
  /** @param {PackedWorld} packed */
  constructor(packed) {
    this.packed = packed;
    this.rules = readRules(packed.rules);
  }

  get name() {
    return this.packed.name;
  }

  get title() {
    return this.packed.world.title;
  }

  get actions() {
    return this.packed.world.actions;
  }

  /** What people call a metric. @param {string} name */
  metricWords(name) {
    return this.packed.words[name] ?? name.replaceAll("_", " ");
  }

  /**
   * The distribution of this name; a Trouble names those that there are.
   * @param {string} name
   */
  distribution(name) {
    const { distributions } = this.packed;
    if (Object.hasOwn(distributions, name)) return distributions[name];
    const known = Object.keys(distributions).join(", ");
    throw new Trouble(`${this.title} has no distribution “${name}”; there are: ${known}.`);
  }

  /**
   * Sprites, actions and title, as a distribution dresses them: what a front end calls a world.
   * @param {Distribution} distribution
   */
  dressed({ sprites }) {
    return sprites ? { ...this.packed.world, sprites } : this.packed.world;
  }
}

/** @type {Map<string, Promise<World>>} */
const opened = new Map();

/**
 * The world of this name; a Trouble names those that there are.
 * @param {string} name
 * @returns {Promise<World>}
 */
export async function openWorld(name) {
  /** @type {Named[]} */
  const known = await load("worlds");
  if (!known.some((one) => one.name === name)) {
    const names = known.map((one) => one.name).join(", ");
    throw new Trouble(`There is no world “${name}”; there are: ${names}.`);
  }
  const before = opened.get(name);
  if (before) return before;
  const coming = load(`world:${name}`).then((packed) => new World(packed));
  opened.set(name, coming);
  coming.catch(() => opened.delete(name));
  return coming;
}

/** All worlds, to choose from. */
export async function worldOptions() {
  /** @type {Named[]} */
  const known = await load("worlds");
  return known.map(({ name, title }) => ({ value: name, words: title }));
}

/** The distributions of a world, to choose from. @param {World} world */
export const distributionOptions = (world) =>
  Object.values(world.packed.distributions).map(({ name, title }) => ({
    value: name,
    words: title,
  }));
