// What a reader does with all answers: how many there are, one file to hand in, and back again.

import { button, el } from "../../../course_lib/widgets/js/dom.js";
import { book } from "./course.js";
import { handIn, readHandIn } from "./quiz/hand_in.js";

/**
 * @typedef {import("./course.js").Course} Course
 */

/**
 * How many of a unit's exercises have an answer.
 * @param {{ lesson: string, asked: string[] }} unit
 */
export function done({ lesson, asked }) {
  const known = book.load(lesson);
  return asked.filter((name) => known[name]?.length).length;
}

/** Gives the browser a file to save. @param {string} name @param {string} text */
function download(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = el("a", { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/**
 * The panel in a place; gives what brings its numbers up to date.
 * @param {HTMLElement} place
 * @param {Course} course
 * @param {string | undefined} unit the unit whose answers are counted; all, if none is named
 * @param {() => void} taken what is called after a file was read
 */
export function handInPanel(place, course, unit, taken) {
  const units = unit ? course.units.filter((one) => one.unit === unit) : course.units;
  const counted = el("p", {});
  const said = el("p", { class: "site-faint", role: "status" });
  const name = el("input", { class: "site-number", id: "hand-in-name", autocomplete: "off" });
  const file = el("input", { type: "file", id: "hand-in-file", accept: ".json,application/json" });
  function save() {
    try {
      const made = handIn(book.lessons(), course.version, name.value.trim(), new Date());
      download(made.file, made.text);
      said.textContent = `Saved as ${made.file}. It holds the answers of all units; hand in this one file.`;
    } catch (problem) {
      said.textContent = problem instanceof Error ? problem.message : String(problem);
    }
  }
  async function read() {
    const chosen = file.files?.[0];
    if (!chosen) return;
    try {
      const { lessons } = readHandIn(chosen.name, await chosen.text());
      book.take(lessons);
      said.textContent = `The answers in ${chosen.name} are added to those in this browser.`;
      taken();
    } catch (problem) {
      said.textContent = problem instanceof Error ? problem.message : String(problem);
    }
    file.value = "";
  }
  file.addEventListener("change", read);
  const row = el(
    "div",
    { class: "site-choices" },
    el("label", { for: "hand-in-name" }, "Your name, if your teacher wants it", name),
    button("Save all answers as a file", save, { class: "site-button site-main" }),
    el("label", { for: "hand-in-file" }, "Take answers from a file", file),
  );
  const where =
    "Your answers are kept in this browser, on this computer, and nowhere else. A file carries " +
    "them to another one, or to your teacher.";
  place.replaceChildren(counted, el("p", { class: "site-faint" }, where), row, said);
  return () => {
    const [here, all] = [0, 0].map((_, i) =>
      units.reduce((sum, one) => sum + (i ? one.asked.length : done(one)), 0),
    );
    counted.textContent = `${here} of ${all} exercises answered.`;
  };
}
