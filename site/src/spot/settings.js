// Which rounds are played, by whom and against which clock: as the address of a page says it.

import * as address from "../shell/address.js";
import { Trouble } from "../shell/say.js";

/**
 * round: from 1, among those that were chosen. world: "" for all. clock: seconds, 0 for none.
 * @typedef {{ round: number, rounds: "all" | "prepared" | "drawn", world: string, teams: string[],
 *   clock: number }} Settings
 * @typedef {import("./rounds.js").Rounds} Rounds
 * @typedef {import("./rounds.js").Round} Round
 */

export const ALONE = ["you"];
const SOURCES = ["all", "prepared", "drawn"];
const [MOST_TEAMS, LONGEST, QUICKEST, SLOWEST] = [6, 24, 5, 3600];

/** @type {Settings} */
export const FIRST = { round: 1, rounds: "all", world: "", teams: ALONE, clock: 0 };

/**
 * What an address asks for; a Trouble that names what there is not.
 * @param {Record<string, string>} fields
 * @returns {Settings}
 */
export function readSettings(fields) {
  const round = address.whole(fields.round, 1, 1);
  if (round === null)
    throw new Trouble(`A round is a whole number from 1 on, not “${fields.round}”.`);
  const { rounds = "all", world = "" } = fields;
  if (!SOURCES.includes(rounds))
    throw new Trouble(`There are no rounds “${rounds}”; there are: ${SOURCES.join(", ")}.`);
  const teams = fields.teams === undefined ? ALONE : readTeams(fields.teams);
  const clock = address.whole(fields.clock, 0, 0);
  return {
    round,
    rounds: /** @type {Settings["rounds"]} */ (rounds),
    world,
    teams,
    clock: checkClock(clock ?? Number.NaN, fields.clock),
  };
}

/**
 * Names with commas between them; a Trouble where they are too many, too long or alike.
 * @param {string} text
 */
export function readTeams(text) {
  const teams = text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  if (!teams.length || teams.length > MOST_TEAMS)
    throw new Trouble(
      `There can be 1 to ${MOST_TEAMS} teams, with commas between their names, not ${teams.length}.`,
    );
  const long = teams.find((name) => name.length > LONGEST);
  if (long) throw new Trouble(`A team's name has at most ${LONGEST} letters, “${long}” has more.`);
  const twice = teams.find((name, i) => teams.indexOf(name) < i);
  if (twice)
    throw new Trouble(`Every team needs a name of its own, and “${twice}” is there twice.`);
  return teams;
}

/**
 * The seconds of a clock; a Trouble where they are too few or too many.
 * @param {number} seconds
 * @param {string} [said]
 */
export function checkClock(seconds, said = String(seconds)) {
  if (seconds !== 0 && !(seconds >= QUICKEST && seconds <= SLOWEST))
    throw new Trouble(
      `The clock takes ${QUICKEST} to ${SLOWEST} seconds, or 0 for none, not “${said}”.`,
    );
  return seconds;
}

/**
 * The fields of an address with these settings; what is as by default is left out.
 * @param {Settings} settings
 */
export function fieldsOf({ round, rounds, world, teams, clock }) {
  return {
    round,
    rounds: rounds === "all" ? "" : rounds,
    world,
    teams: isAlone(teams) ? "" : teams.join(","),
    clock: clock || "",
  };
}

/** @param {string[]} teams */
export const isAlone = (teams) => teams.length === 1 && teams[0] === ALONE[0];

/**
 * Whether it is made for a class: several teams, or a clock.
 * @param {Settings} settings
 */
export const isClass = ({ teams, clock }) => teams.length > 1 || clock > 0;

/**
 * The rounds that are meant, in their order, and how many of them are prepared ones. A Trouble where
 * there is no such world, or not so many rounds.
 * @param {Rounds} all
 * @param {Settings} settings
 */
export function choose({ rounds, turns, prepared, places }, settings) {
  const { world, round } = settings;
  if (world && !Object.hasOwn(places, world))
    throw new Trouble(
      `There are no rounds of a world “${world}”; there are: ${Object.keys(places).join(", ")}.`,
    );
  const order = isClass(settings) ? turns.map((number) => rounds[number]) : rounds;
  const wanted = {
    all: order,
    prepared: order.filter((one) => one.number < prepared),
    drawn: order.filter((one) => one.number >= prepared),
  }[settings.rounds];
  const list = wanted.filter((one) => !world || one.world === world);
  if (round > list.length)
    throw new Trouble(`There is no round ${round}: these are rounds 1 to ${list.length}.`);
  const first = list.filter((one) => one.number < prepared).length;
  return { list, counted: settings.rounds === "all" ? first : list.length };
}
