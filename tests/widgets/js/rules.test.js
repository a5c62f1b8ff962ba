import { describe, expect, it } from "vitest";
import {
  halvesOf,
  openRecord,
  readRules,
  startLevel,
} from "../../../course_lib/widgets/js/rules.js";

/** A world whose record is its seed, the high half first. */
const SEEDS = `
class State {
  constructor(buffer, offset = 0) {
    this.bytes = new Uint8Array(buffer, offset, 8);
    this.halves = new Int32Array(buffer, offset, 2);
  }
}
return {
  State, record: { bytes: 8, fields: [] }, reset: null,
  seed: (s, high, low) => s.halves.set([high, low]),
  nextSeed: (s) => [...s.halves],
  generate: (s, params) => { s.halves[1] += params.more; },
};`;

describe("seeds", () => {
  it("are numbers or BigInts, and come back as they went", () => {
    const rules = readRules(SEEDS);
    const state = rules.open(new Uint8Array(8));
    for (const seed of [0, 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
      rules.seed(state, seed);
      expect(rules.nextSeed(state)).toBe(BigInt(seed));
    }
    rules.seed(state, (1n << 64n) - 1n);
    expect(rules.nextSeed(state)).toBe((1n << 64n) - 1n);
    expect(halvesOf(5n)).toEqual(halvesOf(5));
  });

  it("are refused by name when they are none", () => {
    for (const bad of [-1, 0.5, 2 ** 53, Number.NaN])
      expect(() => halvesOf(bad)).toThrow(`not ${bad}`);
    for (const bad of [-1n, 1n << 64n]) expect(() => halvesOf(bad)).toThrow(`not ${bad}`);
  });
});

describe("a record", () => {
  it("lies on the bytes it is given", () => {
    const rules = readRules(SEEDS);
    const bytes = new Uint8Array(24).subarray(8, 16);
    rules.seed(rules.open(bytes), 7);
    expect(bytes[4]).toBe(7);
    expect(() => openRecord(rules, new Uint8Array(9))).toThrow("a record has 8 bytes, not 9");
  });

  it("begins a level with nothing of the last one", () => {
    const rules = readRules(SEEDS);
    const state = rules.open(new Uint8Array(8).fill(9));
    startLevel(rules, state, { more: 2 }, 40);
    expect([...state.halves]).toEqual([0, 42]);
  });

  it("has to come from the kernel where its rules make no levels", () => {
    const rules = { ...readRules(SEEDS), generate: null };
    expect(() => startLevel(rules, rules.open(new Uint8Array(8)), {}, 1)).toThrow(
      "only the kernel",
    );
  });
});
