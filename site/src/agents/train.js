// A whole training run: from a distribution to an agent, with a way to look on and to stop.

import { Trainer } from "./ppo.js";

/**
 * How far a run is. `rates` are means over the latest episodes in the order in which they began, of
 * those that had begun by step `begun`; `latest` over those that ended last. Empty before there are
 * any.
 * @typedef {{ steps: number, total: number, seconds: number, episodes: number, begun: number,
 *   rates: Record<string, number>, latest: Record<string, number> }} Progress
 */

/**
 * @param {Trainer} trainer
 * @param {number} seconds
 * @returns {Progress}
 */
function progressOf({ cohorts, steps, recipe }, seconds) {
  return {
    steps,
    total: recipe.steps,
    seconds,
    episodes: cohorts.episodes,
    begun: cohorts.begun * recipe.num_envs,
    rates: cohorts.counted.rates(),
    latest: cohorts.ended.rates(),
  };
}

/** Let messages be heard. */
const breathe = () => new Promise((resolve) => setTimeout(resolve, 0));

/**
 * The card of an agent in training or trained, as course_lib/agents/training.py writes it.
 * @param {Trainer} trainer
 * @param {{ world: string, name: string, seed: number, fields: Record<string, any> }} about
 * @param {Progress} progress
 */
function cardOf(trainer, { world, name, seed, fields }, progress) {
  return {
    ...{ name, world, distribution: fields, seed, shape: trainer.shape, recipe: trainer.recipe },
    steps: progress.steps,
    finished: progress.steps >= progress.total,
    training_seconds: Math.round(progress.seconds * 10) / 10,
    last_rates: Object.fromEntries(
      Object.entries(progress.latest).map(([k, v]) => [k, Math.round(v * 1e4) / 1e4]),
    ),
  };
}

/**
 * Train an agent with PPO. The same seed gives the same agent, wherever the arithmetic is the same.
 * @param {object} run
 * @param {import("./kernel.js").Kernel} run.kernel
 * @param {import("../../../course_lib/widgets/js/rules.js").Rules} run.rules
 * @param {string} run.world its name
 * @param {import("../../../course_lib/widgets/js/sim.js").Distribution} run.distribution with `fields`
 * @param {Uint8Array} run.dressing
 * @param {number} run.actions how many there are
 * @param {import("./loss.js").Recipe} run.recipe
 * @param {number} run.seed
 * @param {string} [run.name]
 * @param {(trainer: Trainer) => void} [run.onStart] called before anything is learned
 * @param {(progress: Progress, trainer: Trainer) => void | Promise<void>} [run.onUpdate] called
 *   after each update; training waits for it
 * @param {() => boolean} [run.stopped] asked after each update
 */
export async function train({ onStart, onUpdate, stopped = () => false, ...run }) {
  const trainer = new Trainer(run);
  onStart?.(trainer);
  const { recipe, network } = trainer;
  const name = run.name ?? `${run.world} (seed ${run.seed})`;
  const about = { world: run.world, name, seed: run.seed, fields: run.distribution.fields };
  let seconds = 0;
  let progress = progressOf(trainer, seconds);
  do {
    const start = performance.now();
    trainer.iterate();
    seconds += (performance.now() - start) / 1000;
    if (!network.weights.every(Number.isFinite))
      throw new Error(
        `After ${trainer.steps} steps the network's numbers are no longer finite: training has ` +
          `diverged. The learning rate was ${recipe.learning_rate}; a smaller one may help.`,
      );
    progress = progressOf(trainer, seconds);
    await onUpdate?.(progress, trainer);
    await breathe();
  } while (trainer.steps < recipe.steps && !stopped());
  return { tensors: network.tensors(), card: cardOf(trainer, about, progress), progress };
}
