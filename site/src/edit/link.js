// The editor's whole state as the fields of an address, and back: a link opens this level, with
// this agent, at this step. What an address names and the site does not have is refused in a
// sentence.

import { checkTrait } from "./editor.js";
import { Refusal } from "./words.js";

/**
 * What an address can say. The lines of its `level` are parted by "/".
 * @typedef {{
 *   world: string, distribution: string, agent: string, seed: number, text: string | null,
 *   show: "agent" | "planner" | "nobody", greedy: boolean, dice: number, moment: number,
 * }} Wanted
 */

export const [FIRST, NOBODY] = ["maze", "none"];
export const MOST = 2 ** 31 - 1;

/**
 * @param {string} what
 * @param {string} [value]
 */
function whole(what, value = "0") {
  if (/^\d{1,10}$/.test(value) && Number(value) <= MOST) return Number(value);
  throw new Refusal(`${what} is a whole number from 0 to ${MOST}, not “${value}”.`);
}

/**
 * What the fields of an address ask for; worlds, distributions and agents are looked up later.
 * Throws a Refusal that names a value that is none.
 * @param {Record<string, string>} fields
 * @param {string} usual the agent, where the address names none
 * @returns {Wanted}
 */
export function wantedOf(fields, usual) {
  const { world = FIRST, distribution = "deployment" } = fields;
  const agent = fields.agent ?? usual;
  const first = agent === NOBODY ? "nobody" : "agent";
  const show = /** @type {Wanted["show"]} */ (fields.show ?? first);
  checkTrait("show", show);
  return {
    world,
    distribution,
    agent,
    show: show === "agent" ? first : show,
    seed: whole("The number of a level", fields.seed),
    text: fields.level ? fields.level.replaceAll("/", "\n") : null,
    greedy: fields.greedy === "yes",
    dice: whole("The number of the dice", fields.dice),
    moment: whole("A step", fields.step),
  };
}

/**
 * The fields of an address that opens what this editor shows.
 * @param {import("./editor.js").LevelEditor} editor
 * @param {{ world: string, distribution: string, agent: string }} chosen
 */
export function fieldsOf(editor, chosen) {
  const { show, greedy, dice, moment } = editor.traits;
  const { board, seed } = editor;
  const drawn = !editor.isLevelOf(seed);
  /** @type {Record<string, string>} */
  const fields = { ...chosen, seed: String(drawn ? board.seed : seed), show };
  if (drawn) fields.level = board.text.replaceAll("\n", "/");
  if (greedy) fields.greedy = "yes";
  if (dice) fields.dice = String(dice);
  if (moment) fields.step = String(moment);
  return fields;
}
