// What Python is to the arcade in Jupyter (widgets/arcade/widget.py): it hears which level is played,
// and when an episode is over it puts another player's beside it.

import { fromActions, play } from "../episodes/episode.js";
import { playerValues } from "../episodes/payload.js";
import { household, Model } from "../shell/model.js";

/**
 * @typedef {import("../episodes/world.js").World} World
 * @typedef {import("../episodes/world.js").Distribution} Distribution
 * @typedef {import("../episodes/episode.js").Policy} Policy
 */

export class ArcadeModel extends Model {
  /**
   * @param {World} world
   * @param {Distribution} distribution
   * @param {number} seed of the first level
   * @param {{ against?: Policy | null, playerWidget?: any,
   *   onSeed?: (seed: number) => void }} more `against` is shown beside the reader when both are
   *   done, by the player's front end; `onSeed` hears which level is played
   */
  constructor(world, distribution, seed, { against = null, playerWidget, onSeed } = {}) {
    super({
      world: world.dressed(distribution),
      rules: world.packed.rules,
      note: "",
      seen: {},
      params: distribution.params,
      levels: [], // the front end makes them itself
      label: `${world.title}, ${distribution.words}`,
      against: against?.name ?? "",
      seed,
      moves: [],
      turn: 0,
      player: null,
      trouble: "",
    });
    this.world = world;
    this.distribution = distribution;
    this.opponent = against;
    this.playerWidget = playerWidget;
    this.onSeed = onSeed;
    this.known = seed; // of the level that the page knows of
    /** @type {string | null} */
    this.compared = null; // the episode that `player` shows
  }

  /** @override */
  heard() {
    const { seed, moves } = this.values;
    if (seed !== this.known) this.onSeed?.(seed);
    this.known = seed;
    if (!this.opponent) return;
    const mine = fromActions(this.world, this.distribution, moves, seed);
    const last = mine.records[mine.records.length - 1];
    const ended = last.terminated || last.truncated ? `${seed} ${moves}` : null;
    if (ended === this.compared) return;
    this.compared = ended;
    household.dismiss(this.values.player);
    this.update({ player: null, ...(ended ? this.both(mine, this.opponent) : {}) });
  }

  /**
   * The reader's episode and the other's on the same level; `trouble` if that goes wrong.
   * @param {import("../episodes/episode.js").Episode} mine
   * @param {Policy} opponent
   */
  both(mine, opponent) {
    try {
      const other = play(this.world, this.distribution, opponent, mine.seed ?? 0);
      const values = playerValues([mine, other], { caption: "The same level twice" });
      values.table = undefined; // as in Jupyter: one's own counts stand in the arcade
      return { player: household.adopt(this.playerWidget, new Model(values)), trouble: "" };
    } catch (error) {
      const why = error instanceof Error ? error.message : error;
      return { trouble: `${opponent.name} could not play this level: ${why}` };
    }
  }
}
