// 1,000 fresh levels of two distributions: what the agent does there, with the planner and chance.

import { el } from "../../../course_lib/widgets/js/dom.js";
import { entryOf, fileOf } from "../episodes/agents.js";
import { plannerOf } from "../episodes/policies.js";
import { distributionOptions } from "../episodes/world.js";
import { measureAll } from "../measure/pool.js";
import { makeButton, makeList, row } from "../shell/choices.js";
import { load } from "../shell/load.js";
import { say, sayError } from "../shell/say.js";
import { makeTable } from "./measure_table.js";

/**
 * @typedef {import("../episodes/world.js").World} World
 * @typedef {import("../measure/pool.js").Job} Job
 * @typedef {ReturnType<typeof distributionOptions>} Options
 */

const LEVELS = [100, 1000, 5000];

export class MeasurePart {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    /** @type {World | null} */
    this.world = null;
    this.agent = "";
    /** @type {Options} */
    this.options = [];
    this.chosen = { first: "training", second: "deployment", levels: 1000 };
    /** @type {AbortController | null} */
    this.running = null;
    this.first = makeList("Levels", (first) => this.choose({ first }));
    this.second = makeList("and levels", (second) => this.choose({ second }));
    this.levels = makeList("How many of each", (n) => this.choose({ levels: Number(n) }));
    this.button = makeButton("Measure", () => this.startOrStop(), true);
    this.bar = el("progress", { max: 1, value: 0, "aria-label": "episodes that are over" });
    this.bar.hidden = true;
    this.status = el("p", { class: "site-faint", role: "status" });
    this.results = el("div");
    this.build();
  }

  build() {
    const { first, second, levels, button, bar } = this;
    const choices = row("what is measured", first.node, second.node, levels.node, button, bar);
    this.host.replaceChildren(choices, this.status, this.results);
  }

  /** @param {Partial<{ first: string, second: string, levels: number }>} changed */
  choose(changed) {
    Object.assign(this.chosen, changed);
    this.stop();
    this.results.replaceChildren();
    this.show();
  }

  /**
   * The agent that is watched is the one that is measured.
   * @param {World} world
   * @param {{ agent: string }} state
   * @param {Options} options the levels to choose from
   */
  follow(world, { agent }, options = distributionOptions(world)) {
    if (this.world !== world)
      Object.assign(this.chosen, { first: "training", second: "deployment" });
    if (this.world !== world || this.agent !== agent) {
      this.stop();
      this.results.replaceChildren();
    }
    this.world = world;
    this.agent = agent;
    this.options = options;
    this.show();
  }

  show() {
    if (!this.world) return;
    const { first, second, levels } = this.chosen;
    this.first.show(this.options, first);
    this.second.show(this.options, second);
    const counts = LEVELS.map((n) => ({ value: String(n), words: n.toLocaleString("en-GB") }));
    this.levels.show(counts, String(levels));
    this.status.textContent = this.running ? this.status.textContent : "";
  }

  startOrStop() {
    if (this.running) this.stop();
    else this.start().catch(sayError);
  }

  stop() {
    this.running?.abort();
  }

  async start() {
    const { world, agent, chosen } = this;
    if (!world) return;
    say("");
    const running = new AbortController();
    this.running = running;
    this.face(true);
    try {
      const policies = policiesOf(world, agent);
      const distributions = [...new Set([chosen.first, chosen.second])];
      const jobs = await makeJobs(world, policies, distributions, chosen.levels);
      const began = performance.now();
      const rows = await measureAll(jobs, {
        signal: running.signal,
        onProgress: (share) => {
          this.bar.value = share;
        },
      });
      if (!rows) this.status.textContent = "The measuring was stopped.";
      else {
        const seconds = (performance.now() - began) / 1000;
        this.status.textContent = `${(jobs.length * chosen.levels).toLocaleString("en-GB")} episodes in ${seconds.toFixed(1)} seconds.`;
        const names = await Promise.all(policies.map(nameOf));
        this.results.replaceChildren(
          ...makeTable(world, names, distributions, rows, chosen.levels),
        );
      }
    } finally {
      this.running = null;
      this.face(false);
    }
  }

  /** @param {boolean} running */
  face(running) {
    this.button.textContent = running ? "Stop" : "Measure";
    this.bar.hidden = !running;
    this.bar.value = 0;
    if (running) this.status.textContent = "The agent plays …";
  }
}

/** The agent, and beside it the planner and chance. @param {World} world @param {string} agent */
const policiesOf = (world, agent) => [
  ...new Set([agent, ...(plannerOf(world) ? ["planner"] : []), "random"]),
];

/** @param {string} policy */
const nameOf = async (policy) => (policy.includes("/") ? (await entryOf(policy)).title : policy);

/**
 * One job for each policy on each distribution, distribution after distribution.
 * @param {World} world
 * @param {string[]} policies
 * @param {string[]} distributions
 * @param {number} episodes
 * @returns {Promise<Job[]>}
 */
async function makeJobs(world, policies, distributions, episodes) {
  const loaded = policies.map(async (policy) => {
    if (!policy.includes("/")) return { agent: null, net: null };
    const entry = await entryOf(policy);
    const [agent, net] = await Promise.all([fileOf(entry), load("net")]);
    return { agent, net };
  });
  const parts = await Promise.all(loaded);
  return distributions.flatMap((distribution) =>
    policies.map((policy, n) => {
      return { world: world.packed, distribution, policy, ...parts[n], episodes, seed: 0 };
    }),
  );
}
