// @ts-expect-error: the types are those of a browser, and this runs in Node
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { choose, readShape, softmax } from "../../../site/src/agents/agent.js";
import { Cohorts, WINDOW } from "../../../site/src/agents/cohorts.js";
import { loadKernel } from "../../../site/src/agents/kernel.js";
import { orthogonal, quickRandom, shuffled, untrained } from "../../../site/src/agents/random.js";

const FILES = ["net.wasm", "net_plain.wasm"].map((name) =>
  Uint8Array.from(readFileSync(new URL(`../../../site/network/${name}`, import.meta.url))),
);

afterEach(() => vi.unstubAllGlobals());

describe("the kernel", () => {
  it("runs with vectors where there are some", async () => {
    const kernel = await loadKernel(FILES[0], FILES[1]);
    expect(kernel.simd).toBe(true);
    expect(kernel.words).toContain("with WebAssembly's vectors");
  });

  it("runs without them, and says so", async () => {
    vi.spyOn(WebAssembly, "validate").mockReturnValueOnce(false);
    const kernel = await loadKernel(FILES[0], FILES[1]);
    expect(kernel.simd).toBe(false);
    expect(kernel.words).toMatch(/several times more slowly\.$/);
    expect(WebAssembly.Module.exports(kernel.module).map(({ name }) => name)).toContain("forward");
  });

  it("is missed in a sentence where there is no WebAssembly, or damaged code", async () => {
    await expect(loadKernel(new Uint8Array(4), FILES[1])).rejects.toThrow(/cannot be started here/);
    vi.stubGlobal("WebAssembly", undefined);
    await expect(loadKernel(FILES[0], FILES[1])).rejects.toThrow(/has no WebAssembly/);
  });
});

describe("choosing", () => {
  it("takes the action in whose part of the whole a number falls", () => {
    const shares = softmax(Float32Array.from([0, Math.log(3), -200, 1000, 1000, 0]), 3);
    expect([...shares].map((p) => Math.round(p * 1e6) / 1e6)).toEqual([0.25, 0.75, 0, 0.5, 0.5, 0]);
    expect([...choose(shares, 3, [0.24, 0.4])]).toEqual([0, 0]);
    expect([...choose(shares, 3, [0.26, 0.6])]).toEqual([1, 1]);
    expect([...choose(shares, 3, [0, 0.9999999])]).toEqual([0, 1]);
  });

  it("knows what is no shape of a network", () => {
    const shape = { observation: [36, 36, 3], actions: 4, channels: [8, 16, 32], hidden: 128 };
    expect(readShape(shape)).toEqual(shape);
    for (const change of [
      { channels: [8, 16] },
      { hidden: -1 },
      { actions: 0.5 },
      { observation: null },
      { hidden: 1e9 },
    ])
      expect(() => readShape({ ...shape, ...change })).toThrow(/is no shape of a network\.$/);
    expect(() => readShape(undefined)).toThrow(/no shape/);
  });
});

describe("random numbers", () => {
  it("are the same for the same seeds, even, and others for others", () => {
    const [a, b, c] = [
      [1, 2],
      [1, 2],
      [2, 1],
    ].map(quickRandom);
    const drawn = Array.from({ length: 20_000 }, a);
    expect(drawn.slice(0, 9)).toEqual(Array.from({ length: 9 }, b));
    expect(drawn[0]).not.toBe(c());
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    const tenths = drawn.reduce((counts, x) => {
      counts[Math.floor(10 * x)]++;
      return counts;
    }, new Array(10).fill(0));
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it("shuffle: each number once, in another order", () => {
    const order = shuffled(500, quickRandom([3]));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, i) => i));
    expect(order.filter((k, i) => k === i).length).toBeLessThan(10);
  });

  it("begin networks with orthogonal weights", () => {
    for (const [rows, columns] of [
      [6, 40],
      [40, 6],
    ]) {
      const w = orthogonal(rows, columns, 3, quickRandom([5]));
      const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
      const at = (/** @type {number} */ v, /** @type {number} */ i) =>
        rows <= columns ? w[v * columns + i] : w[i * columns + v];
      for (let a = 0; a < count; a++) {
        for (let b = 0; b < count; b++) {
          let product = 0;
          for (let i = 0; i < length; i++) product += at(a, i) * at(b, i);
          expect(product).toBeCloseTo(a === b ? 9 : 0, 4);
        }
      }
    }
    const shape = { observation: [28, 28, 3], actions: 4, channels: [8, 8, 16], hidden: 64 };
    const parts = untrained(shape, 1);
    const length = (/** @type {string} */ name) => Math.hypot(...(parts.get(name)?.data ?? []));
    expect(length("policy.weight")).toBeCloseTo(0.01 * 2, 5); // four rows of length 0.01
    expect(length("mind.weight")).toBeCloseTo(Math.sqrt(2 * 64), 3);
    expect(length("value.bias")).toBe(0);
  });
});

describe("cohorts", () => {
  it("count the episodes that began together once all of them have ended", () => {
    const cohorts = new Cohorts(3);
    cohorts.finish(2, [[0, { goal: 1 }]]);
    expect(cohorts.begun).toBe(0);
    expect(cohorts.ended.rates()).toEqual({ goal: 1 });
    expect(cohorts.counted.rates()).toEqual({});
    cohorts.finish(5, [
      [1, { goal: 0 }],
      [2, { goal: 0 }],
    ]);
    expect(cohorts.begun).toBe(2); // the first environment's second episode began there
    expect(cohorts.counted.rates().goal).toBeCloseTo(1 / 3);
    cohorts.finish(6, []);
    expect(cohorts.episodes).toBe(3);
  });

  it("tell of the latest ones only", () => {
    const cohorts = new Cohorts(1);
    for (let t = 1; t <= 3 * WINDOW; t++)
      cohorts.finish(t, [[0, { goal: Number(t > 2 * WINDOW) }]]);
    expect(cohorts.ended.rates().goal).toBe(1);
    expect(cohorts.ended.values.length).toBeLessThanOrEqual(2 * WINDOW);
  });
});
