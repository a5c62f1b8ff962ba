import { describe, expect, it } from "vitest";
import { FIGURE, GAP, planFor, tellingRows } from "../../../course_lib/widgets/js/room.js";

const HEAD = 40;

describe("what a projector shows at once", () => {
  it("shows all levels of both shelves where there is room", () => {
    const plan = planFor(6, [7, 7], [1200, 800], HEAD);
    expect(plan.count).toBe(6);
    expect(plan.lines).toBe(1);
    expect(plan.px).toBeGreaterThanOrEqual(FIGURE);
  });

  it("shows fewer levels rather than smaller figures", () => {
    const plan = planFor(96, [9, 9], [600, 580], HEAD);
    expect(plan.count).toBeLessThan(6);
    expect(plan.px).toBeGreaterThanOrEqual(FIGURE);
  });

  it("cuts a level into lines only where no whole one fits", () => {
    expect(planFor(6, [33, 7], [900, 600], HEAD).lines).toBe(1);
    const cut = planFor(6, [30, 6], [584, 582], HEAD);
    expect(cut.lines).toBeGreaterThan(1);
    expect(cut.px).toBeGreaterThanOrEqual(FIGURE);
  });

  it("shows one shelf after the other where even that is too small", () => {
    const plan = planFor(6, [39, 7], [584, 582], HEAD);
    expect(plan.alone).toBe(true);
    expect(plan.px).toBeGreaterThanOrEqual(FIGURE);
  });

  it("never needs more room than there is", () => {
    for (const size of /** @type {[number, number][]} */ ([
      [7, 7],
      [9, 9],
      [39, 7],
    ])) {
      for (const [wide, high] of [
        [610, 560],
        [800, 500],
        [1240, 850],
      ]) {
        const { count, across, lines, line, px, below, alone } = planFor(
          6,
          size,
          [wide, high],
          HEAD,
        );
        const down = Math.ceil(count / across);
        const width = across * line * px + GAP * (across - 1);
        const height = down * lines * size[1] * px + GAP * (down - 1) + HEAD;
        expect(below ? width : 2 * width).toBeLessThanOrEqual(wide);
        expect(below && !alone ? 2 * height : height).toBeLessThanOrEqual(high);
      }
    }
  });
});

describe("the rows that say something", () => {
  const level = (/** @type {number[][]} */ rows, /** @type {any} */ floating = null) => {
    const shape = { width: rows[0].length, height: rows.length, tiles: "", floating };
    return tellingRows(shape, Uint8Array.from(rows.flat()));
  };

  it("keep one of the sky's and one of the ground's that are all alike", () => {
    expect(level([[0], [0], [0], [5], [1], [1]])).toEqual([2, 3]);
    expect(level([[3], [4], [5]])).toEqual([0, 3]);
  });

  it("keep a row in which a figure is in the air", () => {
    expect(level([[0], [0], [0], [5], [1], [1]], [[9, 0, 0.5]])).toEqual([0, 5]);
  });
});
