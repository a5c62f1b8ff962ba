// A training run that is watched: what course_lib/widgets/training/live_train.py does in Jupyter.
// It tells how far it is, tries the newest agent on deployment levels, and can be paused.

import { bytes as fromBase64 } from "../../../course_lib/widgets/js/payload.js";
import { BatchSim } from "../../../course_lib/widgets/js/sim.js";
import { Agent } from "../agents/agent.js";
import { loadKernel } from "../agents/kernel.js";
import { Network, readDressing } from "../agents/network.js";
import { writeSafetensors } from "../agents/safetensors.js";
import { train } from "../agents/train.js";
import { play } from "../episodes/episode.js";
import { heading, pack } from "../episodes/payload.js";
import { World } from "../episodes/world.js";
import { dice } from "../measure/dice.js";
import { playOut } from "../measure/outcomes.js";
import { verdict } from "./learned.js";

/**
 * @typedef {import("../episodes/world.js").Distribution} Distribution
 * @typedef {{ world: import("../episodes/world.js").PackedWorld, net: { simd: string, plain: string },
 *   distribution: Distribution, deployment: Distribution,
 *   recipe: import("../agents/loss.js").Recipe, seed: number, name?: string }} Order
 * @typedef {{ steps: number, seconds: number, begun: number,
 *   rates: Record<string, number> }} Point rates are empty before there are any
 * @typedef {{ point: Point }
 *   | { deployed: Point, newest: { payload: any, label: string, title: string, step: number } }
 *   | { done: { bytes: Uint8Array, card: Record<string, any> }, warning: string }
 *   | { resting: boolean } | { note: string } | { trouble: string }} News
 */

const FIRST = 128; // episodes of the untrained network, for the point at which the curves begin
const EPISODES = 64; // of the newest agent, for one point of the curves on deployment levels
const EVERY = 3; // seconds between two such points, at least
const PATIENCE = 12; // and so many times as long as the last one took: below 8 % of the time
const GAP = 0.4; // seconds between two points, at least
const REST = 50; // milliseconds between two looks at whether the reader goes on

/**
 * Mean reward and metrics of the agent's episodes in the levels of seeds 0 to `count`.
 * @param {World} world
 * @param {Distribution} distribution
 * @param {Agent} agent
 * @param {number} count
 * @returns {Record<string, number>}
 */
export function meanEpisode(world, distribution, agent, count) {
  const sim = new BatchSim(world.rules, distribution, count, { autoreset: false });
  sim.reset(Array.from({ length: count }, (_, i) => i));
  let reward = 0;
  for (const _ of playOut(sim, policyOf(agent), dice([0])))
    for (const paid of sim.rewards) reward += paid;
  const mean = (/** @type {string} */ name) =>
    sim.states.reduce((sum, state) => sum + Number(state[name]), 0) / count;
  const metrics = world.packed.metrics.map((name) => [name, mean(name)]);
  return { reward: reward / count, ...Object.fromEntries(metrics) };
}

/**
 * @param {Agent} agent
 * @returns {import("../episodes/episode.js").Policy}
 */
const policyOf = (agent) => ({
  name: agent.card.name,
  choose: (look, _states, uniform) => agent.choose(look, uniform),
  evaluate: (look) => agent.evaluate(look),
});

/** One run: `start` it once, then `pause`, let it go on, or `stop` it. */
export class Run {
  /**
   * @param {Order} order
   * @param {(news: News) => void} tell
   */
  constructor(order, tell) {
    this.order = order;
    this.tell = tell;
    this.world = new World(order.world);
    /** @type {import("../agents/ppo.js").Trainer | null} */
    this.trainer = null;
    this.paused = false;
    this.stopped = false;
    this.told = Number.NEGATIVE_INFINITY;
    this.next = 0;
  }

  /** Trains to the end, and tells of it; what goes wrong is told in a sentence. */
  async start() {
    const { order, world } = this;
    try {
      check(order);
      const kernel = await loadKernel(fromBase64(order.net.simd), fromBase64(order.net.plain));
      if (!kernel.simd) this.tell({ note: kernel.words });
      const { tensors, card } = await train({
        ...{ kernel, rules: world.rules, world: world.name, distribution: order.distribution },
        ...{ recipe: order.recipe, seed: order.seed, name: order.name },
        dressing: this.dressing(order.distribution),
        actions: world.actions.length,
        onStart: (trainer) => {
          this.trainer = trainer;
          this.begin(kernel, trainer);
        },
        onUpdate: (progress, trainer) => this.look(progress, trainer),
        stopped: () => this.stopped,
      });
      const found = this.verdict();
      const said = found ? { ...card, learned: found.learned } : card;
      const warning = found && !found.learned && card.finished ? found.words : "";
      this.tell({ done: { bytes: writeSafetensors(tensors, said), card: said }, warning });
    } catch (error) {
      this.tell({ trouble: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Whether the agent has learned the levels that it was trained on. */
  verdict() {
    const latest = this.trainer?.cohorts.counted.of(this.world.packed.goal) ?? [];
    return verdict(this.world, this.order.distribution, latest);
  }

  /** @param {Distribution} distribution */
  dressing({ dressing }) {
    return readDressing(this.order.world.dressings[dressing]);
  }

  /**
   * The curves begin with what the network did before it learned anything.
   * @param {import("../agents/kernel.js").Kernel} kernel
   * @param {import("../agents/ppo.js").Trainer} trainer
   */
  begin(kernel, { shape, network }) {
    const { world, order } = this;
    const most = Math.max(FIRST, EPISODES);
    const agentOn = (/** @type {Distribution} */ distribution) => {
      const own = new Network(kernel, shape, this.dressing(distribution), { most });
      own.copy(network);
      return new Agent(own, { name: "the newest agent" });
    };
    const rates = meanEpisode(world, order.distribution, agentOn(order.distribution), FIRST);
    this.tell({ point: { steps: 0, seconds: 0, begun: 0, rates } });
    this.newest = agentOn(order.deployment);
  }

  /**
   * After each update: tell how far it is, and wait where the reader wants it.
   * @param {import("../agents/train.js").Progress} progress
   * @param {import("../agents/ppo.js").Trainer} trainer
   */
  async look({ steps, seconds, begun, rates }, { network }) {
    const now = performance.now() / 1000;
    if (now - this.told >= GAP) {
      this.told = now;
      this.tell({ point: { steps, seconds, begun, rates } });
    }
    if (now >= this.next) {
      this.tryOut(network, steps, seconds);
      const after = performance.now() / 1000;
      this.next = after + Math.max(EVERY, PATIENCE * (after - now));
    }
    if (!this.paused || this.stopped) return;
    this.tell({ resting: true });
    while (this.paused && !this.stopped) await new Promise((go) => setTimeout(go, REST));
    this.tell({ resting: false });
  }

  /**
   * Measures the newest agent on deployment levels, and lets it play one.
   * @param {Network} network
   * @param {number} steps
   * @param {number} seconds
   */
  tryOut(network, steps, seconds) {
    const { world, order, newest } = this;
    if (!newest) return;
    newest.network.copy(network);
    const rates = meanEpisode(world, order.deployment, newest, EPISODES);
    const episode = play(world, order.deployment, policyOf(newest), 0);
    const title = `The agent after ${steps.toLocaleString("en")} steps of training, on a deployment level`;
    const label = `${title}. ${heading(episode)}`;
    this.tell({
      deployed: { steps, seconds, begun: steps, rates },
      newest: { payload: pack([episode]), label, title, step: steps },
    });
  }
}

/** @param {Order} order */
function check({ distribution, deployment }) {
  if (`${distribution.grid}` !== `${deployment.grid}`)
    throw new Error(
      `The deployment's pictures are ${deployment.grid.join(" × ")} tiles large, those of the ` +
        `training ${distribution.grid.join(" × ")}; an agent sees pictures of one size.`,
    );
}
