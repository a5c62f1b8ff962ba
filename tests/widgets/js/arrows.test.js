import { describe, expect, it } from "vitest";
import { likely, paintField, readField, tellField } from "../../../course_lib/widgets/js/arrows.js";
import { base64 } from "./base64.js";

const ACTIONS = [
  { name: "up", dx: 0, dy: -1 },
  { name: "right", dx: 1, dy: 0 },
  { name: "stay", dx: 0, dy: 0 },
];

describe("a field of arrows", () => {
  /** @type {import("../../../course_lib/widgets/js/types.d.ts").Cell[]} */
  const places = [
    [1, 2],
    [3, 4],
  ];
  const shares = base64([255, 0, 0, 51, 204, 0]);
  const field = readField({ places, shares }, ACTIONS);

  it("has each cell's likeliest action", () => {
    expect(field?.map(({ place, best }) => [place, best])).toEqual([
      [[1, 2], 0],
      [[3, 4], 1],
    ]);
    expect(field?.[1].shares).toEqual([0.2, 0.8, 0]);
  });

  it("is null where there is none", () => {
    expect(readField({ shares: "" }, ACTIONS)).toBeNull();
  });

  it("is told cell by cell, in words", () => {
    expect(tellField(field, ACTIONS, 3, 4)).toBe("right 80 %, up 20 %");
    expect(tellField(field, ACTIONS, 0, 0)).toBe("");
    expect(tellField(null, ACTIONS, 3, 4)).toBe("");
  });
});

/** A canvas's pen that keeps how long each arrow is, and its colour, in the order of painting. */
function hand() {
  /** @type {{ length: number, colour: string }[]} */
  const arrows = [];
  let length = 0;
  const own = {
    arrows,
    fillStyle: "",
    beginPath: () => {
      length = 0;
    },
    lineTo: (/** @type {number} */ x) => {
      length = Math.max(length, x);
    },
    fill: () => arrows.push({ length, colour: own.fillStyle }),
  };
  return new Proxy(own, { get: (all, name) => Reflect.get(all, name) ?? (() => {}) });
}

describe("every action of a cell", () => {
  it("is long enough to be seen, and the likeliest lies on top", () => {
    const pen = hand();
    const field = readField({ places: [[0, 0]], shares: base64([10, 240, 5]) }, ACTIONS);
    const ctx = /** @type {any} */ (pen);
    paintField(ctx, field ?? [], ACTIONS, 40, [0, 0], { all: true });
    const [up, right] = pen.arrows;
    expect(pen.arrows).toHaveLength(2); // what hardly ever happens has none
    expect(up.length).toBeGreaterThan(8);
    expect(right.length).toBeGreaterThan(1.5 * up.length);
    expect(up.colour).not.toBe(right.colour);
  });
});

describe("likely actions", () => {
  it("leave out what is below 5 %, but never the first", () => {
    expect(likely([0.04, 0.92, 0.04], ACTIONS)).toEqual(["right 92 %"]);
    expect(likely([0.01, 0.02, 0.01], ACTIONS)).toEqual(["right 2 %"]);
  });
});
