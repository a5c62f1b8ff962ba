// Jobs of measuring, side by side in workers, with progress, until they are done or stopped.

import { Trouble } from "../shell/say.js";
import { startWorker } from "../shell/worker.js";

const MOST = 4; // workers

/**
 * One policy on one distribution. `agent` is the file of an agent, null for the planner and for
 * chance.
 * @typedef {{ world: import("../episodes/world.js").PackedWorld, distribution: string,
 *   policy: string, agent: { bytes: Uint8Array } | null,
 *   net: { simd: string, plain: string } | null, episodes: number, seed: number }} Job
 * @typedef {Record<string, { mean: number, low: number, high: number }>} Rows by metric
 */

/** How many jobs run side by side on this machine. */
const width = () => Math.max(1, Math.min(MOST, (navigator.hardwareConcurrency || 2) - 1));

/**
 * The rows of every job, in order. `onProgress` hears the share of all episodes that are over;
 * `signal` stops everything, and then null is the answer.
 * @param {Job[]} jobs
 * @param {{ onProgress?: (share: number) => void, signal?: AbortSignal }} how
 * @returns {Promise<Rows[] | null>}
 */
export async function measureAll(jobs, { onProgress = () => {}, signal } = {}) {
  /** @type {Rows[]} */
  const found = [];
  const shares = jobs.map(() => 0);
  const told = () => onProgress(shares.reduce((sum, share) => sum + share, 0) / jobs.length);
  let next = 0;

  /** @param {Worker} worker */
  async function work(worker) {
    while (next < jobs.length && !signal?.aborted) {
      const at = next++;
      found[at] = await ask(worker, jobs[at], signal, (share) => {
        shares[at] = share;
        told();
      });
    }
  }

  const count = Math.min(width(), jobs.length);
  const workers = await Promise.all(Array.from({ length: count }, () => startWorker("measure")));
  try {
    await Promise.all(workers.map(work));
    return signal?.aborted ? null : found;
  } catch (error) {
    if (signal?.aborted) return null;
    throw error;
  } finally {
    for (const worker of workers) worker.terminate();
  }
}

/**
 * One job in one worker.
 * @param {Worker} worker
 * @param {Job} job
 * @param {AbortSignal | undefined} signal
 * @param {(share: number) => void} progress
 * @returns {Promise<Rows>}
 */
function ask(worker, job, signal, progress) {
  return new Promise((done, failed) => {
    const stop = () => failed(new Trouble("The measuring was stopped."));
    signal?.addEventListener("abort", stop, { once: true });
    worker.onmessage = ({ data }) => {
      if ("over" in data) progress(data.over / job.episodes);
      else if ("trouble" in data) failed(new Trouble(data.trouble));
      else {
        progress(1);
        signal?.removeEventListener("abort", stop);
        done(data.rows);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      failed(new Trouble(`The measuring broke off: ${event.message}.`));
    };
    worker.postMessage(job);
  });
}
