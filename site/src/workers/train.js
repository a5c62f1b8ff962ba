// Trains an agent beside the page. In: {start: Order}, {paused: boolean}, {stop: true}. Out: News.

import { Run } from "../train/run.js";

/** @type {Run | null} */
let run = null;

const scope = /** @type {any} */ (globalThis);
scope.onmessage = (/** @type {MessageEvent} */ { data }) => {
  if (data.start) {
    run = new Run(data.start, (news) => scope.postMessage(news));
    run.start();
  }
  if (run && "paused" in data) run.paused = data.paused;
  if (run && data.stop) run.stopped = true;
};
