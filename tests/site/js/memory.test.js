import { expect, test } from "vitest";
import { FrameStore } from "../../../site/src/read/memory.js";
import { AnswerBook, FULL } from "../../../site/src/read/quiz/answers.js";

const LESSON = "02_maze";

test("what a page keeps goes to the frame, and what another tab keeps comes from it", () => {
  /** @type {Map<string, string>} */
  const kept = new Map();
  /** @type {FrameStore[]} */
  const tabs = [];
  const opened = () => {
    const tell = (/** @type {{ keep: [string, string] }} */ { keep }) => {
      kept.set(...keep);
      for (const one of tabs) if (one !== store) one.hear({ entries: [keep] });
    };
    const store = new FrameStore([...kept], tell);
    tabs.push(store);
    return new AnswerBook(store);
  };
  const [first, second] = [opened(), opened()];
  first.add(LESSON, "lost", "a", null, { confidence: 80 });
  second.add(LESSON, "five", "b", null, { confidence: 60 });
  const all = opened().lessons()[LESSON];
  expect(Object.keys(all).sort()).toEqual(["five", "lost"]);
  expect(all.lost[0].confidence).toBe(80);
});

test("a frame without room is a full store: the answer stays on the page", () => {
  const store = new FrameStore([], () => {});
  store.hear({ full: true });
  const book = new AnswerBook(store);
  expect(() => book.add(LESSON, "lost", "a", null)).toThrow(FULL);
  expect(book.tries(LESSON, "lost")).toHaveLength(1);
});
