// The reader's answers over the whole course, kept in this browser, and what the pages load of it.

import { load } from "../shell/load.js";
import { say } from "../shell/say.js";
import { openStore } from "./memory.js";
import { AnswerBook, FULL } from "./quiz/answers.js";

/**
 * @typedef {import("./quiz/kinds.js").Exercise} Exercise
 * @typedef {{ lesson: string, exercises: Record<string, Exercise>,
 *   again: Record<string, { name: string, question: string, effort: string, order: string }> }}
 *   Chapter
 * @typedef {{ kind: string, state: Record<string, any> }} Stored a widget as it was stored
 * @typedef {{ unit: string, lesson: string, widgets: Stored[], measured: Record<string, number>,
 *   pools: import("./quiz/recall.js").Pool[] }} Unit
 * @typedef {{ version: string, units: { unit: string, lesson: string, asked: string[] }[] }} Course
 */

export const book = new AnswerBook(null, say);

/** Opens the store; from then on the book has what was answered before. */
export async function openBook() {
  book.store = await openStore(() => say(`${FULL}.`));
}

/**
 * Data that were packed as JSON.
 * @param {string} name
 */
async function json(name) {
  const { bytes } = await load(name);
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** @param {string} name @returns {Promise<Unit>} */
export const unit = (name) => json(`lesson:${name}`);

/** The exercises of a lesson. @param {string} lesson @returns {Promise<Chapter>} */
export const chapter = (lesson) => json(`quiz:${lesson}`);

/** @returns {Promise<Course>} */
export const course = () => load("course");

/**
 * A choice as a later lesson asks it again.
 * @param {Chapter} from
 * @param {string} name
 * @returns {Exercise}
 */
export function again(from, name) {
  const [one, how] = [from.exercises[name], from.again[name]];
  const { order, ...words } = how;
  const rows = [...order].map((key) => ({ key, text: one.options[key].text }));
  return {
    ...one,
    name: how.name,
    confidence: true,
    order,
    form: { ...one.form, ...words, rows, sure: true },
  };
}
