import { beforeEach, describe, expect, it, vi } from "vitest";
import { TrainingModel } from "../../../site/src/train/training_model.js";

/** @type {any} */
let worker;
vi.mock("../../../site/src/shell/worker.js", () => ({
  startWorker: async () => worker,
}));

const ORDER = /** @type {any} */ ({
  world: { goal: "cheese", proxies: ["corner"] },
  recipe: { steps: 1000 },
});
const settle = () => new Promise((done) => setTimeout(done, 0));
const point = (/** @type {number} */ steps, /** @type {number} */ begun, rates = {}) => ({
  point: { steps, seconds: steps / 100, begun, rates },
});
const RATES = { reward: 0.5, cheese: 0.25, corner: 0.75, steps: 9 };

/** @param {(file: any, trouble: string) => void} over */
async function started(over = () => {}) {
  const model = new TrainingModel(ORDER, over);
  await settle();
  const tell = (/** @type {any} */ news) => worker.onmessage({ data: news });
  return { model, tell };
}

beforeEach(() => {
  /** @type {any[]} */
  const sent = [];
  worker = {
    sent,
    ended: false,
    postMessage: (/** @type {any} */ m) => sent.push(m),
    terminate: () => {
      worker.ended = true;
    },
  };
});

describe("the model of the widget `training`", () => {
  it("orders a run, and has its points as Python would send them", async () => {
    const { model, tell } = await started();
    expect(worker.sent[0].start).toBe(ORDER);
    expect(model.get("series").map((/** @type {any} */ s) => s.name)).toEqual([
      "cheese",
      "corner",
      "reward",
    ]);
    tell(point(0, 0, RATES));
    tell(point(100, 0)); // no cohort has ended yet
    expect(model.get("points")).toEqual([[0, 0, 0.25, 0.75, 0.5]]);
    expect(model.get("done")).toEqual([100, 1]);
    tell(point(200, 50, RATES));
    tell(point(300, 50, { ...RATES, cheese: 0.5 })); // the same moment, better known
    expect(model.get("points").length).toBe(2);
    expect(model.get("points")[1]).toEqual([50, 3, 0.5, 0.75, 0.5]);
  });

  it("keeps fewer points of a long run, and the last", async () => {
    const { model, tell } = await started();
    for (let n = 0; n < 1000; n++) tell(point(n, n, RATES));
    expect(model.get("points").length).toBeLessThanOrEqual(240);
    expect(model.get("points").at(-1)[0]).toBe(999);
  });

  it("hands pauses and stops on, and says how it ended", async () => {
    const over = vi.fn();
    const { model, tell } = await started(over);
    model.set("paused", true);
    model.save_changes();
    await settle();
    tell({ resting: true });
    expect([worker.sent[1], model.get("resting")]).toEqual([{ paused: true }, true]);
    model.set("stopped", true);
    model.save_changes();
    await settle();
    expect([worker.sent[2], model.get("heard")]).toEqual([{ stop: true }, true]);
    const file = { card: { steps: 400, finished: false, training_seconds: 3.6 } };
    tell({ done: file, warning: "It has not learned." });
    expect(model.get("message")).toBe(
      "Stopped; what was learned is kept: 400 steps in 4 s. It has not learned.",
    );
    expect([model.get("finished"), model.get("resting"), worker.ended]).toEqual([
      true,
      false,
      true,
    ]);
    expect(over.mock.calls).toEqual([[file, ""]]);
  });

  it("tells of trouble once, in the words it was told in", async () => {
    const over = vi.fn();
    const { model, tell } = await started(over);
    tell({ trouble: "It went wrong." });
    worker.onerror({ message: "late" });
    expect(model.get("message")).toBe("It went wrong.");
    expect(over.mock.calls).toEqual([[null, "It went wrong."]]);
  });

  it("ends the worker when it is closed, even before it was there", async () => {
    const model = new TrainingModel(ORDER, () => {});
    model.close();
    await settle();
    expect([worker.ended, worker.sent.length]).toEqual([true, 0]);
  });
});
