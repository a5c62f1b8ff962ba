// The JavaScript side of the widget `training` (LiveTraining): it orders a run from a worker, and
// the front end gets what Python would send it.

import { Model } from "../shell/model.js";
import { say } from "../shell/say.js";
import { startWorker } from "../shell/worker.js";

/**
 * @typedef {import("./run.js").Order} Order
 * @typedef {import("./run.js").News} News
 * @typedef {import("./run.js").Point} Point
 */

const MOST = 240; // points that are kept; then every other one is dropped

/**
 * The points, and of too many every other one and the last.
 * @param {number[][]} points
 */
const thinned = (points) =>
  points.length <= MOST
    ? points
    : [...points.slice(0, -1).filter((_, i) => i % 2 === 0), points[points.length - 1]];

export class TrainingModel extends Model {
  /**
   * @param {Order} order
   * @param {(file: { bytes: Uint8Array, card: Record<string, any> } | null, trouble: string) => void} over
   *   told once: the agent's file, or null and what went wrong in one sentence
   */
  constructor(order, over) {
    const { goal, proxies } = order.world;
    const series = [
      { name: goal, role: "intended goal" },
      ...proxies.map((name) => ({ name, role: "proxy" })),
      { name: "reward", role: "" },
    ];
    super({
      ...{ series, points: [], deployed: [], total: order.recipe.steps, done: [0, 0] },
      panels: [
        ["points", "training levels"],
        ["deployed", "deployment levels"],
      ],
      ...{ message: "", finished: false, stopped: false, heard: false },
      ...{ newest: {}, paused: false, resting: false },
    });
    this.over = over;
    /** @type {Worker | null} */
    this.worker = null;
    this.closed = false;
    this.soon(() => this.begin(order));
  }

  /** @param {Order} order */
  async begin(order) {
    const worker = await startWorker("train");
    if (this.closed) {
      worker.terminate();
      return;
    }
    this.worker = worker;
    worker.onmessage = ({ data }) => this.hear(data);
    worker.onerror = (event) => this.fail(`Training has ended early: ${event.message}.`);
    worker.postMessage({ start: order });
  }

  /**
   * @param {Point} point
   * @param {number} at
   */
  row({ seconds, rates }, at) {
    /** @type {{ name: string }[]} */
    const series = this.get("series");
    return [at, seconds, ...series.map(({ name }) => Math.round(rates[name] * 1e5) / 1e5)];
  }

  /** @param {News} news */
  hear(news) {
    if ("point" in news) this.addPoint(news.point);
    if ("deployed" in news) {
      const { deployed, newest } = news;
      const row = this.row(deployed, deployed.steps);
      this.update({ deployed: thinned([...this.get("deployed"), row]), newest });
    }
    if ("note" in news) say(news.note);
    if ("resting" in news) this.update({ resting: news.resting });
    if ("trouble" in news) this.fail(news.trouble);
    if ("done" in news) {
      const { steps, finished, training_seconds: seconds } = news.done.card;
      const how = finished ? "Trained" : "Stopped; what was learned is kept";
      const numbers = `${steps.toLocaleString("en")} steps in ${Math.round(seconds)} s`;
      this.update({ done: [steps, seconds] });
      this.end([`${how}: ${numbers}.`, news.warning].filter(Boolean).join(" "));
      this.over(news.done, "");
    }
  }

  /** @param {Point} point */
  addPoint(point) {
    const done = [point.steps, point.seconds];
    if (!("reward" in point.rates)) {
      this.update({ done });
      return;
    }
    const row = this.row(point, point.begun);
    /** @type {number[][]} */
    const points = this.get("points");
    const kept = points.at(-1)?.[0] === row[0] ? points.slice(0, -1) : points;
    this.update({ points: thinned([...kept, row]), done });
  }

  /** @param {string} trouble */
  fail(trouble) {
    if (this.get("finished")) return;
    this.end(trouble);
    this.over(null, trouble);
  }

  /** @param {string} message */
  end(message) {
    this.close();
    this.update({ paused: false, resting: false, message, finished: true });
  }

  /**
   * @override
   * @param {Record<string, any>} changed
   */
  heard(changed) {
    if ("stopped" in changed) {
      this.worker?.postMessage({ stop: true });
      this.update({ heard: true });
    }
    if ("paused" in changed) this.worker?.postMessage({ paused: changed.paused });
  }

  /** Ends the worker, and what it was at with it. */
  close() {
    this.closed = true;
    this.worker?.terminate();
    this.worker = null;
  }
}
