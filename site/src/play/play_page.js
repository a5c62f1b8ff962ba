// The arcade with choices above it; all of them stand in the address.

import { opponentOf, opponents } from "../episodes/opponents.js";
import { distributionOptions, openWorld, worldOptions } from "../episodes/world.js";
import * as address from "../shell/address.js";
import { makeList, makeNumber, row } from "../shell/choices.js";
import { ChosenPage } from "../shell/chosen_page.js";
import { say, Trouble } from "../shell/say.js";
import arcade from "../widgets/arcade.js";
import player from "../widgets/player.js";
import { ArcadeModel } from "./arcade_model.js";

/** @typedef {{ world: string, distribution: string, seed: number, against: string }} State */

const MOST = 2 ** 31 - 1;
/** @type {State} */
const FIRST = { world: "maze", distribution: "training", seed: 0, against: "" };

/**
 * What an address asks for; a Trouble where it is no seed.
 * @param {Record<string, string>} fields
 * @returns {State}
 */
export function readState(fields) {
  const seed = address.whole(fields.seed, 0, 0, MOST);
  if (seed === null)
    throw new Trouble(`A level is a whole number from 0 to ${MOST}, not “${fields.seed}”.`);
  return { ...FIRST, ...pick(fields, ["world", "distribution", "against"]), seed };
}

/** @param {Record<string, string>} fields @param {string[]} names */
const pick = (fields, names) =>
  Object.fromEntries(names.filter((name) => name in fields).map((name) => [name, fields[name]]));

/** @extends {ChosenPage<State>} */
export class PlayPage extends ChosenPage {
  /** @param {HTMLElement} host */
  constructor(host) {
    super(host, FIRST);
    this.worlds = makeList("World", (world) => this.choose({ world, ...fresh }));
    this.distributions = makeList("Levels", (distribution) => this.choose({ distribution }));
    this.seed = makeNumber("Level", { low: 0, high: MOST }, (seed) => this.choose({ seed }), say);
    this.against = makeList("Beside you", (against) => this.choose({ against }));
  }

  /** @override @param {Record<string, string>} fields */
  read(fields) {
    return readState(fields);
  }

  /** @override @param {State} state */
  async show(state) {
    const isLast = this.begin();
    const world = await openWorld(state.world);
    const distribution = world.distribution(state.distribution);
    const against = await opponentOf(world, distribution, state.against);
    if (!isLast()) return;
    this.state = state;
    const model = new ArcadeModel(world, distribution, state.seed, {
      against,
      playerWidget: player,
      onSeed: (seed) => this.follow(seed),
    });
    await this.put(arcade, model);
    address.write({ ...state });
    await this.showChoices();
  }

  /** @override */
  build() {
    const { worlds, distributions, seed, against, place } = this;
    const choices = [worlds.node, distributions.node, seed.node, against.node];
    place.append(...this.host.childNodes); // the still, until the game is there
    this.host.replaceChildren(row("what you play", ...choices), place);
  }

  /** The reader went on to another level. @param {number} seed */
  follow(seed) {
    this.state = { ...this.state, seed };
    this.seed.show(seed);
    address.write({ ...this.state });
  }

  /** @override */
  async showChoices() {
    const { state } = this;
    const world = await openWorld(state.world);
    this.worlds.show(await worldOptions(), state.world);
    this.distributions.show(distributionOptions(world), state.distribution);
    this.seed.show(state.seed);
    this.against.show(await opponents(world), state.against);
  }
}

/** What does not belong to another world. */
const fresh = { distribution: "training", against: "" };
