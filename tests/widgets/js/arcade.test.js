import { describe, expect, it } from "vitest";
import { Game } from "../../../course_lib/widgets/arcade/game.js";
import { InputState } from "../../../course_lib/widgets/arcade/input.js";
import { readRules } from "../../../course_lib/widgets/js/rules.js";

const RUN = [
  { name: "stay", dx: 0, dy: 0 },
  { name: "left", dx: -1, dy: 0 },
  { name: "right", dx: 1, dy: 0 },
  { name: "jump", dx: 0, dy: -1 },
  { name: "jump right", dx: 1, dy: -1 },
];

describe("what is held down", () => {
  it("is two things at once, and the latest of each axis", () => {
    const input = new InputState(RUN);
    input.hold("d", "1,0");
    input.hold("w", "0,-1");
    expect(input.action()).toBe(4);
    input.hold("a", "-1,0");
    expect(input.action()).toBe(1); // there is no jump to the left in this world
    input.release("a");
    input.release("w");
    expect(input.action()).toBe(2);
  });

  it("counts a short tap once", () => {
    const input = new InputState(RUN);
    input.hold("tap", "1,0");
    input.release("tap");
    expect([input.action(), input.action()]).toEqual([2, 0]);
  });

  it("is news only when it is new", () => {
    const input = new InputState(RUN);
    expect([input.hold("d", "1,0"), input.hold("d", "1,0")]).toEqual([true, false]);
    expect(input.hold("d", "-1,0")).toBe(true);
  });

  it("is nothing after it was cleared, and null where staying is no action", () => {
    const input = new InputState(RUN.slice(1));
    input.hold("d", "1,0");
    input.clear();
    expect(input.action()).toBeNull();
  });
});

/** A world on one line: the agent walks, and the end is the fourth place. */
const LINE = `
function step(s, action) {
  s.at = s.at + action;
  s.steps = s.steps + 1;
  if (s.at == 3) { s.goal = 1; s.terminated = 1; s.reward = 1; }
}
class State {
  constructor(buffer, offset = 0) {
    this.bytes = new Uint8Array(buffer, offset, 12);
    this.view = new DataView(buffer, offset);
  }
  get reward() { return this.view.getFloat32(8); }
  set reward(value) { this.view.setFloat32(8, value); }
}
["at", "steps", "goal", "terminated", "truncated", "limit"].forEach((name, n) =>
  Object.defineProperty(State.prototype, name, {
    get() { return this.bytes[n]; }, set(value) { this.bytes[n] = value; },
  }));
return {
  State, step, figures: null,
  observe: (s, view) => { view.data[0 * view.shape[1] + s.at] = 7; },
  shape: (s) => [1, 4], agent_position: (s) => [0, s.at],
  record: { bytes: 12, fields: [] },
  metrics: ["goal"], counted: ["goal"], events: { goal: "reached the end" },
  stage: null, pixels: 8, most: 4,
};`;

describe("a game", () => {
  it("is played to its end by the rules, and no further", () => {
    const game = new Game(
      readRules(LINE),
      Uint8Array.from([0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0]),
      5,
    );
    for (let n = 0; n < 5; n++) game.press(1);
    expect(game.seed).toBe(5);
    expect(game.moves).toEqual([1, 1, 1]);
    expect(game.path).toEqual([0, 0, 0, 1, 0, 2, 0, 3]);
    expect(game.events).toEqual([[3, 0]]);
    expect(game.over).toBe(true);
    expect(game.status()).toBe(
      "Step 3 of at most 9. Reward 1. Counted: goal 1. At step 3: reached the end. " +
        "The episode is over.",
    );
    expect([...game.scene().tiles]).toEqual([0, 0, 0, 7]);
    expect(game.scene().floating).toBeNull();
  });

  it("leaves the level that it began from as it was", () => {
    const start = new Uint8Array(12);
    new Game(readRules(LINE), start).press(1);
    expect([...start]).toEqual(Array(12).fill(0));
  });
});
