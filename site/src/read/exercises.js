// The exercises of a unit: in each place stands its form, instead of its text.

import { mount } from "../shell/mount.js";
import form from "../widgets/form.js";
import { again, book, chapter } from "./course.js";
import { asking, observing } from "./form_model.js";
import { answersIn, report } from "./quiz/calibration.js";
import { Desk } from "./quiz/desk.js";
import { drawn } from "./quiz/recall.js";

/**
 * @typedef {import("./course.js").Unit} Unit
 * @typedef {import("./form_model.js").FormModel} FormModel
 */

/** @param {string} selector */
export const places = (selector) =>
  /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);

/**
 * Puts forms and the reader's calibration into their places.
 * @param {Unit} unit
 * @param {() => void} answered what is called after each answer
 */
export async function startExercises(unit, answered) {
  const { exercises } = await chapter(unit.lesson);
  const desk = new Desk(unit.lesson, exercises, unit.measured, book);
  /** @type {Map<string, FormModel>} */
  const predictions = new Map();
  const told = () => {
    showCalibrations(unit.lesson);
    answered();
  };
  for (const place of places("[data-ask], [data-predict]")) {
    const name = place.dataset.ask ?? place.dataset.predict ?? "";
    const model = asking(desk, exercises[name], told);
    if (place.dataset.predict) predictions.set(name, model);
    await mount(form, model, place);
  }
  for (const place of places("[data-observe]")) {
    const name = place.dataset.observe ?? "";
    await mount(form, observing(desk, exercises[name], predictions.get(name), told), place);
  }
  for (const place of places("[data-recall]")) await recall(unit, desk, place, told);
  showCalibrations(unit.lesson);
}

/**
 * Two questions of earlier lessons, those first that went wrong.
 * @param {Unit} unit
 * @param {Desk} desk
 * @param {HTMLElement} place
 * @param {() => void} told
 */
async function recall(unit, desk, place, told) {
  const asked = drawn(unit.lesson, unit.pools[Number(place.dataset.recall)], book.lessons());
  const hosts = asked.map(() => document.createElement("div"));
  const forms = await Promise.all(
    asked.map(async ([lesson, name]) => asking(desk, again(await chapter(lesson), name), told)),
  );
  place.replaceChildren(...hosts);
  for (const [i, model] of forms.entries()) await mount(form, model, hosts[i]);
}

/** How often the reader was right at how sure. @param {string} lesson */
export function showCalibrations(lesson) {
  const all = book.lessons();
  const everywhere = Object.values(all).flatMap(answersIn);
  const { html } = report(lesson ? answersIn(all[lesson] ?? {}) : everywhere, everywhere);
  for (const place of places("[data-calibration]")) {
    if (place.innerHTML !== html) place.innerHTML = html;
  }
}
