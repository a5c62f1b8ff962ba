// One file to hand in: the twin of course_lib/quiz/export.py, which the class report reads.

import { attemptsIn, Damaged, VERSION } from "./answers.js";
import { sorted } from "./python.js";
import { sha256 } from "./sha256.js";

/** @typedef {import("./answers.js").Attempts} Attempts */

const FORMAT = "spot-the-difference answers";
const MOST = 5 * 2 ** 20; // bytes: a hundred times what a whole course takes

/**
 * The file's name and text. Throws an Error where there are no answers.
 * @param {Record<string, Attempts>} lessons
 * @param {string} course the course's version
 * @param {string} name the reader's, or empty
 * @param {Date} now
 */
export function handIn(lessons, course, name, now) {
  if (!Object.keys(lessons).length) throw new Error("There are no answers to save yet.");
  const id = studentId(lessons);
  const content = {
    format: FORMAT,
    version: VERSION,
    course,
    id,
    written: `${now.toISOString().slice(0, 19)}+00:00`,
    lessons,
    ...(name ? { name } : {}),
  };
  const slug = name.replace(/[^\p{L}\p{N}_]+/gu, "_").replace(/^_+|_+$/g, "") || id;
  return { file: `hand_in_${slug}.json`, text: JSON.stringify(content, null, 1) };
}

/**
 * Six letters that go by when each lesson's first answer was given.
 * @param {Record<string, Attempts>} lessons
 */
export function studentId(lessons) {
  const times = Object.values(lessons).flatMap((attempts) =>
    Object.values(attempts).flatMap((tries) => tries.map(({ time }) => time)),
  );
  return sha256(sorted(times.filter(Boolean))[0] ?? "").slice(0, 6);
}

/**
 * The attempts by lesson in a file to hand in, or in one lesson's file of answers, and the name
 * that it carries. Throws an Error whose message is for the reader.
 * @param {string} file
 * @param {string} text
 * @returns {{ lessons: Record<string, Attempts>, name: string }}
 */
export function readHandIn(file, text) {
  if (text.length > MOST) throw new Error(`${file} is larger than 5 MB, which no answers are.`);
  let content;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new Error(`${file} is no JSON file, or only a part of one.`);
  }
  const single = typeof content?.lesson === "string" && content.attempts;
  const named = single ? { [content.lesson]: content.attempts } : content?.lessons;
  if (typeof named !== "object" || named === null || Array.isArray(named)) {
    throw new Error(`${file} holds no answers of lessons.`);
  }
  try {
    const read = Object.entries(named).map(([lesson, attempts]) => [
      lesson,
      attemptsIn({ attempts }),
    ]);
    const name = typeof content.name === "string" ? content.name : "";
    return { lessons: Object.fromEntries(read), name };
  } catch (problem) {
    if (problem instanceof Damaged) throw new Error(`${file}: ${problem.message}.`);
    throw problem;
  }
}
