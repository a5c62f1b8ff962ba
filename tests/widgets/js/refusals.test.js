import { describe, expect, it } from "vitest";
import { plain } from "../../../course_lib/widgets/editor/refusals.js";

describe("what the rules refuse", () => {
  it.each([
    [
      "a level needs exactly one mouse; this has 0",
      "The mouse has to stay: put it elsewhere instead.",
    ],
    ["a level needs at least one goal; this has 0", "At least one goal has to stay."],
    [
      "the number of chests must be a whole number from 1 to 25, not 0",
      "A level has from 1 to 25 chests; this one would have 0.",
    ],
    [
      "the border of a level must be wall ('#') all the way round",
      "The wall round the level has to stay closed.",
    ],
    ["the mouse cannot reach the cheese", "The mouse cannot reach the cheese."],
    ["", ""],
  ])("is a sentence: %s", (said, words) => {
    expect(plain(said)).toBe(words);
  });
});
