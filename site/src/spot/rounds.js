// The rounds as tools/serverless/rounds.py packs them, and what is known of each beforehand.

import { dice } from "../measure/dice.js";
import { wilson } from "../measure/intervals.js";

/**
 * @typedef {{ levels: number | null, low: number | null, high: number | null, runs: number,
 *   most: number }} Needed how many levels an observer needed; null: more than `most`
 *
 * @typedef {import("../episodes/world.js").Distribution} Distribution of which none has a name here
 *
 * What is told of a world in every round of it. distributions: those that its shelves are mixed of.
 * who: the agent, as people call it.
 * @typedef {{ title: string, rewarded: string, letters: string[],
 *   attributes: { name: string, words: string }[], choices: { name: string, words: string }[],
 *   agent: string, who: string, distributions: Distribution[] }} Place
 *
 * A shelf: [share, number of the distribution] of each part.
 * @typedef {[number, number][]} Shelf
 *
 * The agent's episode at the reveal. level: among those of shelf B, from 0; the rest is base64.
 * @typedef {{ level: number, found: boolean, actions: string, values?: string,
 *   probabilities?: string }} Played
 *
 * A round. number: in the whole game, from 0. did: how many episodes ended in each way of `ENDS`.
 * @typedef {{ number: number, name: string, world: string, subtlety: number, a: Shelf, b: Shelf,
 *   truth: string[], how: Record<string, string>,
 *   needed: { observer: Needed | null, classifier: Needed | null },
 *   did: { A: number[], B: number[] } | null, episode: Played | null }} Round
 *
 * turns: the order of the rounds for a class, which stays in one world for a while.
 * @typedef {{ seed: number, prepared: number, turns: number[], places: Record<string, Place>,
 *   rounds: Round[] }} Rounds
 *
 * @typedef {{ rate: number, low: number, high: number }} Rate
 * @typedef {{ [end: string]: any, episodes: number, most: string }} Shares
 */

export const ENDS = ["goal", "proxy", "both", "neither"];
const STREAM = 41; // of the levels of a round that is played

/**
 * The rounds in these bytes.
 * @param {{ bytes: Uint8Array }} packed
 * @returns {Rounds}
 */
export function readRounds({ bytes }) {
  return asRounds(JSON.parse(new TextDecoder().decode(bytes)));
}

/**
 * The rounds as they are packed, read; what is packed is not changed.
 * @param {any} packed
 * @returns {Rounds}
 */
export function asRounds(packed) {
  const { places, rounds, ...rest } = structuredClone(packed);
  for (const place of /** @type {any[]} */ (Object.values(places))) {
    /** @type {string[]} */
    const names = place.params;
    for (const one of place.distributions) {
      one.params = Object.fromEntries(names.map((name, i) => [name, one.params[i]]));
      if ("sprites" in one) one.sprites = place.sprites[one.sprites];
    }
  }
  return {
    ...rest,
    places,
    rounds: rounds.map((/** @type {any} */ round, /** @type {number} */ number) => ({
      ...round,
      number,
      needed: {
        observer: readNeeded(round.needed[0]),
        classifier: readNeeded(round.needed[1]),
      },
    })),
  };
}

/** @param {any[] | null} row @returns {Needed | null} */
function readNeeded(row) {
  if (!row) return null;
  const [levels, low, high, runs, most] = row;
  return { levels, low, high, runs, most };
}

/**
 * How often each end came, with its interval: the twin of `shares` in study/game/predictions.py.
 * @param {number[]} counts
 * @returns {Shares}
 */
export function sharesOf(counts) {
  const episodes = counts.reduce((a, b) => a + b);
  const rows = counts.map((count, i) => {
    const [low, high] = wilson(count, episodes);
    return [ENDS[i], { rate: count / episodes, low, high }];
  });
  const most = ENDS[counts.indexOf(Math.max(...counts))];
  return { ...Object.fromEntries(rows), episodes, most };
}

/**
 * The most frequent end, and those that the intervals do not tell from it.
 * @param {Shares} did
 */
export const leading = (did) => ENDS.filter((name) => did[name].high >= did[did.most].low);

/**
 * For each of the levels of a shelf the part that it is from, and its seed: the twin of
 * `Shelf.draw`, in the game of this seed. The first ones are the same however many are drawn.
 * @param {Shelf} shelf
 * @param {number} count
 * @param {number[]} key of the random numbers: see `levelKey`
 */
export function drawLevels(shelf, count, key) {
  const next = dice(key);
  let sum = 0;
  const ends = shelf.map(([share]) => {
    sum += share;
    return sum;
  });
  return Array.from({ length: count }, () => {
    const [roll, chance] = [next(), next()];
    const at = ends.findIndex((end) => end >= roll);
    const part = at < 0 ? shelf.length - 1 : at;
    return { distribution: shelf[part][1], seed: Math.floor(chance * 2 ** 31) };
  });
}

/**
 * What the levels of a shelf (0: A, 1: B) follow from, where this is the round of that number.
 * @param {number} seed
 * @param {number} number
 * @param {number} shelf
 */
export const levelKey = (seed, number, shelf) => [seed, number, STREAM, shelf];
