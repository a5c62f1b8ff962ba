import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listen, localModel, makeAsker, save } from "../../../course_lib/widgets/js/kernel.js";

/** A model that keeps what is sent; `fire` says that a trait has changed. */
function kernel() {
  /** @type {Map<string, Set<() => void>>} */
  const heard = new Map();
  /** @type {any[]} */
  const sent = [];
  return {
    ...localModel({}),
    sent,
    send: (/** @type {any} */ message) => void sent.push(message),
    on(/** @type {string} */ event, /** @type {() => void} */ listener) {
      heard.set(event, (heard.get(event) ?? new Set()).add(listener));
    },
    off(/** @type {string} */ event, /** @type {() => void} */ listener) {
      heard.get(event)?.delete(listener);
    },
    fire(/** @type {string} */ event) {
      for (const listener of heard.get(event) ?? []) listener();
    },
    listening: () => [...heard.values()].reduce((sum, all) => sum + all.size, 0),
  };
}

describe("the queue of questions", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("sends one at a time, in order", () => {
    const model = kernel();
    const ask = makeAsker(model, () => {});
    for (const n of [1, 2, 3]) ask({ n });
    expect(model.sent).toEqual([{ n: 1 }]);
    model.fire("change:answers");
    model.fire("change:answers");
    expect(model.sent).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it("drops what was not final for what comes after it", () => {
    const model = kernel();
    const ask = makeAsker(model, () => {});
    ask({ n: 1, final: false });
    ask({ n: 2, final: false });
    ask({ n: 3, final: false });
    ask({ n: 4, final: true });
    ask({ n: 5, final: false });
    for (let n = 0; n < 5; n++) model.fire("change:answers");
    expect(model.sent.map(({ n }) => n)).toEqual([1, 4, 5]);
  });

  it("says when no kernel answers, and goes on with the next question", () => {
    const model = kernel();
    const said = vi.fn();
    const ask = makeAsker(model, said);
    ask({ n: 1 });
    ask({ n: 2 });
    vi.advanceTimersByTime(7900);
    expect(said).not.toHaveBeenCalled();
    vi.advanceTimersByTime(200);
    expect(said).toHaveBeenCalledOnce();
    expect(said.mock.calls[0][0]).toMatch(/^No answer from the kernel/);
    ask({ n: 3 });
    expect(model.sent.map(({ n }) => n)).toEqual([1, 3]);
  });

  it("survives a model that cannot send", () => {
    const model = kernel();
    model.send = () => {
      throw new Error("no kernel");
    };
    const said = vi.fn();
    makeAsker(model, said)({ n: 1 });
    vi.advanceTimersByTime(9000);
    expect(said).toHaveBeenCalledOnce();
  });

  it("is silent and deaf once stopped", () => {
    const model = kernel();
    const said = vi.fn();
    const ask = makeAsker(model, said);
    ask({ n: 1 });
    ask.stop();
    vi.advanceTimersByTime(9000);
    expect(said).not.toHaveBeenCalled();
    expect(model.listening()).toBe(0);
  });
});

describe("models", () => {
  it("are listened to until that is ended", () => {
    const model = kernel();
    const heard = vi.fn();
    const deaf = listen(model, { "change:step": heard, "change:other": heard });
    model.fire("change:step");
    deaf();
    model.fire("change:step");
    expect(heard).toHaveBeenCalledOnce();
    expect(model.listening()).toBe(0);
  });

  it("of their own keep what is set", () => {
    const model = localModel({ step: 1 });
    model.set("step", 5);
    expect(model.get("step")).toBe(5);
    save(model);
  });

  it("without a kernel are saved in vain, and nothing is thrown", () => {
    const model = kernel();
    model.save_changes = () => {
      throw new Error("no kernel");
    };
    expect(() => save(model)).not.toThrow();
  });
});
