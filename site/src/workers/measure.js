// A worker that measures one policy on one distribution at a time: see measure/pool.js.

import { run } from "../measure/job.js";

/** @typedef {import("../measure/pool.js").Job} Job */

const OFTEN = 100; // milliseconds between two words on how far it is

self.onmessage = async ({ data }) => {
  /** @type {Job} */
  const job = data;
  let last = 0;
  const over = (/** @type {number} */ count) => {
    if (performance.now() - last < OFTEN) return;
    last = performance.now();
    self.postMessage({ over: count });
  };
  try {
    self.postMessage({ rows: await run(job, over) });
  } catch (error) {
    self.postMessage({ trouble: error instanceof Error ? error.message : String(error) });
  }
};
