import { describe, expect, it } from "vitest";
import { inWords, tellMeans } from "../../../course_lib/widgets/shelf/counts.js";
import { asText, columnsFor } from "../../../course_lib/widgets/spot/shelves.js";
import { base64 } from "./base64.js";

describe("counts on the shelf", () => {
  it("are told with their mean, least and most", () => {
    expect(inWords({ wall: 3, key: 1 })).toBe("wall 3, key 1");
    /** @type {Record<string, number>[]} */
    const levels = [{ wall: 3, key: 1 }, { wall: 3, key: 2 }, { wall: 3 }];
    expect(tellMeans(levels)).toBe("In these 3 levels: wall always 3, key 1.0 (0 to 2).");
  });
});

describe("shelves of the game", () => {
  it("have more columns for more levels, and fewer when zoomed in", () => {
    expect([6, 12, 24, 96].map((count) => columnsFor(count, false, 0))).toEqual([3, 4, 6, 8]);
    expect([6, 24, 96].map((count) => columnsFor(count, true, 0))).toEqual([2, 3, 4]);
    expect([columnsFor(6, false, 1), columnsFor(6, false, 5), columnsFor(6, false, -2)]).toEqual([
      2, 1, 5,
    ]);
  });

  it("are text too, with figures on the tile nearest to them", () => {
    const tiles = base64([0, 0, 0, 1]);
    const level = { width: 2, height: 2, tiles, floating: [[2, 0.9, 0.1]] };
    expect(asText(level, [".", "#", "R"])).toBe(".R\n.#");
  });
});
