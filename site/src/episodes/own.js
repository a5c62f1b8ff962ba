// Agents that were trained on this site, or loaded into it from a file: one for each world. They stay
// in this browser and stand in all lists of agents beside those of the course.

import { bytes as fromBase64 } from "../../../course_lib/widgets/js/payload.js";
import { keep, kept } from "../shell/store.js";

/**
 * The file of an agent and its card.
 * @typedef {{ bytes: Uint8Array, card: Record<string, any> }} AgentFile
 */

/** @type {Map<string, AgentFile>} by world, as far as this page knows them */
const here = new Map();

/** What an own agent is called in addresses. @param {string} world */
export const ownName = (world) => `${world}/own:0`;

/**
 * Keeps the agent for all pages; where the browser has no room that is said, and it stays for this
 * page alone.
 * @param {AgentFile} file
 */
export function keepOwn({ bytes, card }) {
  here.set(card.world, { bytes, card });
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  keep(`agent:${card.world}`, { base64: btoa(text), card });
}

/**
 * The own agent of this world; null if there is none.
 * @param {string} world
 * @returns {AgentFile | null}
 */
export function ownFile(world) {
  const known = here.get(world);
  if (known) return known;
  const found = kept(`agent:${world}`);
  if (typeof found?.base64 !== "string") return null;
  try {
    const file = { bytes: fromBase64(found.base64), card: found.card };
    here.set(world, file);
    return file;
  } catch {
    return null; // not what was kept: then nothing was
  }
}

/**
 * The lines of the own agents of these worlds, as in the list of agents.
 * @param {string[]} worlds
 * @returns {import("./agents.js").Entry[]}
 */
export function ownEntries(worlds) {
  return worlds
    .filter((world) => ownFile(world))
    .map((world) => ({
      name: ownName(world),
      world,
      seed: Number(ownFile(world)?.card.seed ?? 0),
      recipe: `${world}/own`,
      title: "your own agent",
      trained: "what you chose on the page Train",
      distribution: "training",
      rates: {},
    }));
}
