import { describe, expect, it } from "vitest";
import { above, apart, linePath, same, ticks } from "../../../course_lib/widgets/js/charts.js";
import { big } from "../../../course_lib/widgets/training/curves.js";

describe("ticks", () => {
  it("are round and inside", () => {
    expect(ticks(0, 1, 5).map((v) => +v.toFixed(6))).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(0, 600_000, 5)).toEqual([0, 200_000, 400_000, 600_000]);
    expect(ticks(-1, 1, 4)).toEqual([-1, -0.5, 0, 0.5, 1]);
  });

  it("are few and increasing for any range", () => {
    for (const high of [1e-3, 0.07, 0.9, 1, 3, 9.99, 10, 42, 1e3, 7e6]) {
      const found = ticks(0, high);
      expect(found.length).toBeGreaterThan(1);
      expect(found.length).toBeLessThan(8);
      expect(found).toEqual([...found].sort((a, b) => a - b));
      expect(found.every(Number.isFinite)).toBe(true);
    }
  });

  it("survive a range without width", () => {
    expect(ticks(3, 3).every(Number.isFinite)).toBe(true);
  });
});

describe("lines", () => {
  it("begin anew after a gap", () => {
    const points = [
      [0, 1],
      [1, 2],
      [2, Number.NaN],
      [3, 4],
    ];
    expect(linePath(points)).toBe("M0.0 1.0L1.0 2.0M3.0 4.0");
    expect(linePath([])).toBe("");
  });
});

describe("lines that lie on each other", () => {
  const flat = (/** @type {number} */ y) => [
    [0, y],
    [1, y],
  ];

  it("are found, in the order of the first of each", () => {
    expect(same([flat(1), flat(2), flat(1.005), flat(2)], 0.01)).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it("are told apart where they part", () => {
    expect(
      same(
        [
          flat(1),
          [
            [0, 1],
            [1, 1.5],
          ],
        ],
        0.01,
      ),
    ).toEqual([[0], [1]]);
  });

  it("have labels that keep their distance", () => {
    const free = apart([100, 101, 200, 99], 17).sort((a, b) => a - b);
    for (let n = 1; n < free.length; n++) expect(free[n] - free[n - 1]).toBeGreaterThan(16.9);
  });

  it("have labels above the numbers of the axis, however many lines they take", () => {
    expect(above([50, 218, 230], [8, 8, 8], 228)).toEqual([50, 204, 220]);
    expect(above([225, 100, 219], [8, 8, 16], 228)).toEqual([220, 100, 196]);
  });
});

describe("numbers of steps", () => {
  it("are short", () => {
    expect([12, 999, 1000, 15_400, 1_500_000].map(big)).toEqual(["12", "999", "1k", "15k", "1.5M"]);
  });
});
