// One episode of any agent on any distribution, in the course's player, with choices above it.

import { el } from "../../../course_lib/widgets/js/dom.js";
import { entryOf } from "../episodes/agents.js";
import { play } from "../episodes/episode.js";
import { opponentOf, opponents } from "../episodes/opponents.js";
import { playerValues } from "../episodes/payload.js";
import { distributionOptions, openWorld, worldOptions } from "../episodes/world.js";
import * as address from "../shell/address.js";
import { makeButton, makeList, makeNumber, row } from "../shell/choices.js";
import { ChosenPage } from "../shell/chosen_page.js";
import { Model } from "../shell/model.js";
import { say, Trouble } from "../shell/say.js";
import player from "../widgets/player.js";
import { MeasurePart } from "./measure_part.js";
import { firstOf, MOST, readState } from "./state.js";

/** @typedef {import("./state.js").State} State */

/** The player's other side: it hears at which step the reader paused. */
class PlayerModel extends Model {
  /** @param {Record<string, any>} values @param {(step: number) => void} paused */
  constructor(values, paused) {
    super(values);
    this.paused = paused;
  }

  /** @override @param {Record<string, any>} changed */
  heard(changed) {
    if ("step" in changed) this.paused(changed.step);
  }
}

/** @extends {ChosenPage<State>} */
export class WatchPage extends ChosenPage {
  /** @param {HTMLElement} host @param {HTMLElement} measured */
  constructor(host, measured) {
    super(host, firstOf("maze"));
    this.about = el("p", { class: "site-faint" });
    this.worlds = makeList("World", (world) => this.choose(firstOf(world)));
    this.agents = makeList("Agent", (agent) => this.choose({ agent, step: 0 }));
    this.distributions = makeList("Levels", (d) => this.choose({ distribution: d, step: 0 }));
    this.seed = makeNumber("Level", { low: 0, high: MOST }, (seed) => this.goTo(seed), say);
    this.beside = makeList("Beside it", (beside) => this.choose({ beside, step: 0 }));
    this.measure = new MeasurePart(measured);
  }

  /** @override @param {Record<string, string>} fields */
  read(fields) {
    return readState(fields);
  }

  /** @override */
  build() {
    const next = makeButton("New level", () => this.goTo((this.state.seed + 1) % MOST));
    const { worlds, agents, distributions, seed, beside } = this;
    const nodes = [worlds, agents, distributions, seed, beside].map(({ node }) => node);
    const choices = row("what you watch", ...nodes, next);
    this.place.append(...this.host.childNodes); // the still, until the player is there
    this.host.replaceChildren(choices, this.about, this.place);
  }

  /** @param {number} seed */
  goTo(seed) {
    this.choose({ seed, step: 0 });
  }

  /** @override @param {State} state */
  async show(state) {
    const isLast = this.begin();
    const world = await openWorld(state.world);
    const distribution = world.distribution(state.distribution);
    const agent = await opponentOf(world, distribution, state.agent);
    if (!agent) throw new Trouble("An agent is needed to watch: choose one.");
    const other = await opponentOf(world, distribution, state.beside);
    if (!isLast()) return;
    const policies = other ? [agent, other] : [agent];
    const episodes = policies.map((policy) => play(world, distribution, policy, state.seed));
    const model = new PlayerModel(playerValues(episodes, { step: state.step }), (step) =>
      this.pausedAt(step),
    );
    await this.put(player, model);
    this.state = { ...state, step: Math.min(state.step, longest(episodes)) };
    const about = `${world.packed.rewarded} ${await trainedOn(state.agent)}`;
    this.about.replaceChildren(about, editorLink(this.state), ".");
    address.write({ ...this.state, step: this.state.step || null });
    await this.showChoices();
    this.measure.follow(world, this.state);
  }

  /** @param {number} step */
  pausedAt(step) {
    this.state = { ...this.state, step };
    address.write({ ...this.state, step: step || null });
  }

  /** @override */
  async showChoices() {
    const { state } = this;
    const world = await openWorld(state.world);
    this.worlds.show(await worldOptions(), state.world);
    this.agents.show(await opponents(world, null), state.agent);
    this.distributions.show(distributionOptions(world), state.distribution);
    this.seed.show(state.seed);
    this.beside.show(await opponents(world), state.beside);
  }
}

/**
 * What an agent was trained on, in a sentence; "" for a policy that was not trained.
 * @param {string} agent
 */
async function trainedOn(agent) {
  if (!agent.includes("/")) return "";
  const { trained } = await entryOf(agent);
  return `This agent was trained on ${trained}. `;
}

/**
 * A link to the editor with this level, where the same agent takes the same way.
 * @param {State} state
 */
function editorLink({ world, distribution, agent, seed, step }) {
  const shown = agent === "planner" ? { show: "planner" } : { agent };
  const known = agent === "random" ? {} : shown;
  const fields = { world, distribution, seed, dice: seed, step: step || null, ...known };
  return el("a", { href: address.link("edit", fields) }, "Change this level in the editor");
}

/** @param {import("../episodes/episode.js").Episode[]} episodes */
const longest = (episodes) => Math.max(...episodes.map(({ actions }) => actions.length));
