// What is told after the reveal, in words: the twin of `tell_…` in widgets/spot/payload.py.

import { grouped } from "./python.js";
import { leading } from "./rounds.js";

/**
 * @typedef {import("./rounds.js").Needed} Needed
 * @typedef {import("./rounds.js").Round} Round
 * @typedef {import("./rounds.js").Place} Place
 * @typedef {import("./rounds.js").Shares} Shares
 */

/** @type {[keyof Round["needed"], string][]} */
const HEADS = [
  ["observer", "An ideal observer"],
  ["classifier", "A trained classifier"],
];

/** @param {Needed} one */
export function neededWords({ levels, low, high, most }) {
  if (levels === null) return `more than ${grouped(most)} levels`;
  if (low === high) return `${grouped(levels)} level${levels === 1 ? "" : "s"}`;
  const upper = high === null ? `more than ${grouped(most)}` : grouped(high);
  return `${grouped(levels)} levels (nine runs in ten: ${grouped(low ?? 0)} to ${upper})`;
}

/**
 * For each of the two observers: who, how many levels, and that in words.
 * @param {Round} round
 */
export function tellNeeded({ needed, truth }) {
  return HEADS.map(([name, who]) => {
    const one = needed[name];
    if (!one) return { name, who, words: "not known" };
    const words = truth.length ? neededWords(one) : nothingWords(name, one);
    const { levels, low, high, most } = one;
    return { name, who, words, levels, low, high, most };
  });
}

/**
 * What an observer can say where nothing differs.
 * @param {string} name
 * @param {Needed} one
 */
function nothingWords(name, one) {
  const said = neededWords(one);
  if (name === "classifier")
    return one.levels === null ? "finds no difference" : `${said}: a false alarm`;
  return `${said} to rule out the one difference that was feared`;
}

/**
 * What the agent does on both shelves, with a row for each way to end.
 * @param {{ A: Shares, B: Shares } | null} did
 * @param {Place} place
 */
export function tellAgent(did, { agent, choices }) {
  if (!did) return null;
  const rows = choices.map((one) => ({ ...one, A: did.A[one.name], B: did.B[one.name] }));
  return { name: agent, rows, leading: leading(did.B), episodes: did.B.episodes };
}

/**
 * What is said below the agent's episode.
 * @param {{ level: number, found: boolean }} played
 * @param {Shares} did on shelf B
 * @param {Place} place
 */
export function captionOf({ level, found }, did, { choices }) {
  const words = choices.find((one) => one.name === did.most)?.words;
  const rate = `${(100 * did[did.most].rate).toFixed(0)} %`;
  const often = `“${words}”, as in ${rate} of ${did.episodes} levels of this shelf`;
  if (found)
    return `On level ${level + 1} of shelf B the agent does what it does most often: ${often}.`;
  return `Most often the agent ends with ${often}. In none of the first ${level + 1} it did.`;
}
