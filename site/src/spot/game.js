// A game for any page of the site: its data are loaded, its model keeps what is done.

import { openWorld, World } from "../episodes/world.js";
import { load } from "../shell/load.js";
import { SpotModel } from "./model.js";
import { before, follow, restore } from "./progress.js";
import { asRounds, readRounds } from "./rounds.js";
import { choose, FIRST } from "./settings.js";

/**
 * @typedef {import("./rounds.js").Rounds} Rounds
 * @typedef {import("./settings.js").Settings} Settings
 */

/** @type {Promise<Rounds> | null} */
let coming = null;

/** All rounds; loaded once. */
export function allRounds() {
  coming ??= load("rounds").then(readRounds);
  coming.catch(() => {
    coming = null; // so that a second try is one
  });
  return coming;
}

/**
 * The model of a game with these settings, for the front end of spot the difference, and what ends
 * it. Fails with a Trouble where there is no such round.
 * @param {Partial<Settings>} wanted
 */
export async function openGame(wanted = {}) {
  const settings = { ...FIRST, ...wanted };
  const all = await allRounds();
  const { list, counted } = choose(all, settings);
  const names = [...new Set(list.map((one) => one.world))];
  const opened = await Promise.all(names.map(openWorld));
  const { teams, clock, round } = settings;
  const past = before(teams);
  const model = new SpotModel({
    rounds: list,
    counted,
    places: all.places,
    worlds: Object.fromEntries(opened.map((world) => [world.name, world])),
    seed: all.seed,
    teams,
    countdown: clock,
    answers: past?.answers,
    number: round - 1,
  });
  restore(model, past);
  return { model, close: follow(model) };
}

/**
 * The model of a game in a world of a lesson's own, which brings its rounds and its rules: see
 * tools/serverless/own_game.py.
 * @param {any} packed
 */
export function ownGame({ world, ...game }) {
  const { places, rounds, seed } = asRounds(game);
  return new SpotModel({ rounds, places, worlds: { [world.name]: new World(world) }, seed });
}
