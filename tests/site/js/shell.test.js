import { describe, expect, it, vi } from "vitest";
import { rowOf, wilson } from "../../../site/src/measure/intervals.js";
import { read, text, whole } from "../../../site/src/shell/address.js";
import { fileOf } from "../../../site/src/shell/load.js";
import { household, Model } from "../../../site/src/shell/model.js";
import { keep, kept } from "../../../site/src/shell/store.js";
import { words } from "../../../site/src/shell/unpack.js";
import { told } from "../../../site/src/watch/measure_table.js";
import { readState } from "../../../site/src/watch/state.js";

describe("an address", () => {
  it("says what it reads", () => {
    const fields = { world: "maze", agent: "maze/corner:3", text: "a b\nc&d=#", seed: 0 };
    expect(read(text(fields))).toEqual({ ...fields, seed: "0" });
    expect(text(fields)).toContain("agent=maze/corner:3");
  });

  it("leaves out what is not said", () => {
    expect(text({ a: null, b: undefined, c: "", d: false })).toBe("#d=false");
    expect(text({})).toBe("");
    expect(read("#")).toEqual({});
  });

  it("has whole numbers, or none", () => {
    expect(whole(undefined, 7)).toBe(7);
    expect(whole("12", 7)).toBe(12);
    for (const wrong of ["-1", "1.5", "1e3", "", " 3", "99999999999", "x"])
      expect(whole(wrong, 7)).toBe(null);
    expect(whole("5", 0, 0, 4)).toBe(null);
  });

  it("may name an agent alone", () => {
    const state = readState({ agent: "gems/yellow-gem" });
    expect(state).toMatchObject({ world: "gems", agent: "gems/yellow-gem:0", seed: 0 });
    expect(() => readState({ seed: "many" })).toThrow("“seed” is a whole number from 0 to");
  });
});

describe("a model", () => {
  class Heard extends Model {
    /** @type {any[]} */
    news = [];

    /** @override @param {any} changed */
    heard(changed) {
      this.news.push(changed);
    }

    /** @override @param {any} message */
    told(message) {
      this.news.push({ message });
    }
  }

  it("hears what was saved, once and later, as a kernel does", async () => {
    const model = new Heard({ a: 1, b: [1] });
    const listener = vi.fn();
    model.on("change:a", listener);
    model.set("a", 2);
    model.set("a", 2);
    model.set("b", [1]); // the same
    expect(listener).toHaveBeenCalledTimes(1);
    model.save_changes();
    model.save_changes();
    model.send("hello");
    expect(model.news).toEqual([]);
    await Promise.resolve();
    expect(model.news).toEqual([{ a: 2 }, { message: "hello" }]);
    model.off("change:a", listener);
    model.set("a", 3);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it("tells all that changed when all is there", () => {
    const model = new Model({ a: 1, b: 1, c: 1 });
    /** @type {any[]} */
    const seen = [];
    model.on("change:a", () => seen.push([model.get("a"), model.get("b")]));
    model.on("change:c", () => seen.push("c"));
    model.update({ a: 2, b: 2, c: 1 });
    expect(seen).toEqual([[2, 2]]);
    model.save_changes(); // what comes from this side is not told to it again
  });

  it("finds the widgets in it by reference", async () => {
    const reference = household.adopt({ render: () => {} }, new Model({ a: 5 }));
    const id = reference.replace("IPY_MODEL_", "");
    expect((await household.get_model(id)).model.get("a")).toBe(5);
    household.dismiss(reference);
    await expect(household.get_model(id)).rejects.toThrow("there is no widget");
  });
});

describe("data", () => {
  it("lie in files named after them", () => {
    expect(fileOf("agent:maze/corner:3")).toBe("data/agent/maze/corner/3.js");
    expect(fileOf("zoo")).toBe("data/zoo.js");
  });

  it("have marks before words that may not stand in a script", () => {
    expect(Array.from(words(`a${" "}\u800ab`))).toEqual([97, 10, 98]);
  });
});

describe("what is kept in this browser", () => {
  it("is given back; a full store is said, and nothing breaks", () => {
    const place = { textContent: "" };
    const full = vi.fn(() => {
      throw new DOMException("", "QuotaExceededError");
    });
    /** @type {Record<string, string>} */
    const stored = {};
    const store = {
      getItem: (/** @type {string} */ name) => stored[name] ?? null,
      setItem: (/** @type {string} */ name, /** @type {string} */ text) => {
        stored[name] = text;
      },
    };
    vi.stubGlobal("document", { getElementById: () => place });
    vi.stubGlobal("localStorage", store);
    expect(kept("a")).toBe(null);
    expect(keep("a", { b: 1 })).toBe(true);
    expect(kept("a")).toEqual({ b: 1 });
    stored["spot:a"] = "{damaged";
    expect(kept("a")).toBe(null);
    vi.stubGlobal("localStorage", { ...store, setItem: full });
    expect(keep("a", 2)).toBe(false);
    expect(place.textContent).toMatch(/^This browser has no room left for .*\.$/);
    vi.unstubAllGlobals();
  });
});

describe("intervals", () => {
  it("are Wilson's for rates, and say so in per cent", () => {
    const [low, high] = wilson(741, 1000);
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(["0.7130", "0.7672"]);
    expect(wilson(0, 0)).toEqual([0, 1]);
    const values = Array.from({ length: 1000 }, (_, i) => (i < 741 ? 1 : 0));
    expect(told(rowOf(values), true)).toBe("74.1 % [71.3, 76.7]");
  });

  it("lie round the mean for counts", () => {
    const { mean, low, high } = rowOf([0, 1, 2, 3]);
    expect(mean).toBe(1.5);
    expect(high - mean).toBeCloseTo(mean - low);
    expect(told({ mean: 1, low: 0.5, high: 1.5 }, false)).toBe("1.00 [0.50, 1.50]");
  });
});
