// What stands in the editor's address, and how its sentences write what a reader typed.

import { describe, expect, test } from "vitest";
import { NOBODY, wantedOf } from "../../../site/src/edit/link.js";
import { brief, linesOf, repr, strip } from "../../../site/src/edit/words.js";

describe("an address", () => {
  test("says nothing: then the first world, its usual agent and level 0", () => {
    expect(wantedOf({}, "maze/corner:0")).toEqual({
      world: "maze",
      distribution: "deployment",
      agent: "maze/corner:0",
      show: "agent",
      seed: 0,
      text: null,
      greedy: false,
      dice: 0,
      moment: 0,
    });
  });

  test("has a drawing, whose lines are parted by /", () => {
    const wanted = wantedOf({ level: "###/#M#", greedy: "yes", dice: "3", step: "4" }, NOBODY);
    expect(wanted).toMatchObject({ text: "###\n#M#", greedy: true, dice: 3, moment: 4 });
  });

  test("without an agent cannot show one", () => {
    expect(wantedOf({ agent: NOBODY, show: "agent" }, "maze/corner:0").show).toBe("nobody");
    expect(wantedOf({ show: "planner" }, NOBODY).show).toBe("planner");
  });

  test.each([
    [{ seed: "1.5" }, "The number of a level is a whole number from 0 to 2147483647, not “1.5”."],
    [{ dice: "99999999999" }, "The number of the dice is a whole number from 0 to 2147483647"],
    [{ step: "-1" }, "A step is a whole number from 0"],
    [{ show: "all" }, '"show" is one of agent, planner, nobody, not "all".'],
  ])("with %o is refused in a sentence", (fields, sentence) => {
    expect(() => wantedOf(fields, NOBODY)).toThrow(sentence);
  });
});

describe("words as Python has them", () => {
  test.each([
    ["it's", `"it's"`],
    ['"', `'"'`],
    [`'"`, `'\\'"'`],
    ["\t\n\\", "'\\t\\n\\\\'"],
    ["\u2028é\x00🙂", "'\\u2028é\\x00🙂'"],
    [[1, true, null], "[1, True, None]"],
  ])("%o", (value, written) => {
    expect(repr(value)).toBe(written);
  });

  test("long values, lines and blanks", () => {
    expect(brief([1, 2.5])).toBe("[1, 2.5]");
    expect(brief("x".repeat(500))).toMatch(/^'x+\.\.\.$/);
    expect(linesOf(" #\r\n\n\x1c##\u2028\t# ")).toEqual(["#", "##", "#"]);
    expect(strip("\ufeff#")).toBe("\ufeff#");
  });
});
