// What was answered stays in this browser, for each list of teams; so does what is being filled in.

import { say } from "../shell/say.js";
import { forget, keep, kept } from "../shell/store.js";

/**
 * @typedef {import("./model.js").SpotModel} SpotModel
 * @typedef {import("./scoring.js").Answer} Answer
 * @typedef {import("../../../course_lib/widgets/spot/form.js").Draft} Draft
 *
 * name: of the round that the drafts and votes belong to.
 * @typedef {{ answers: Answer[], name: string, drafts: Draft[], votes: Record<string, number> }} Kept
 */

const DAMAGED = "What this browser kept of the game cannot be read, so it begins anew.";

/** @param {string[]} teams */
const nameOf = (teams) => `game/${teams.join(",")}`;

/** @param {any} row */
const isAnswer = (row) =>
  row &&
  ["name", "team", "said", "truth", "prediction"].every((key) => typeof row[key] === "string") &&
  ["sure", "part", "points", "brier", "looked_a", "looked_b"].every((key) =>
    Number.isFinite(row[key]),
  ) &&
  typeof row.right === "boolean" &&
  typeof row.hands === "object";

/** @param {any} draft */
const isDraft = (draft) =>
  Array.isArray(draft?.attributes) &&
  typeof draft.nothing === "boolean" &&
  Number.isFinite(draft.sure) &&
  typeof draft.prediction === "string";

/**
 * What these teams have done before; null if nothing.
 * @param {string[]} teams
 * @returns {Kept | null}
 */
export function before(teams) {
  const found = kept(nameOf(teams));
  if (found === null) return null;
  const { answers, drafts, votes, name } = found;
  const whole = Array.isArray(answers) && answers.every(isAnswer) && Array.isArray(drafts);
  if (whole && drafts.length === teams.length && drafts.every(isDraft))
    return { answers, drafts, votes: votes ?? {}, name: String(name) };
  say(DAMAGED);
  return null;
}

/**
 * Puts what was being filled in back into the form, if it belongs to this round.
 * @param {SpotModel} model
 * @param {Kept | null} past
 */
export function restore(model, past) {
  if (past?.name !== model.round.name || model.get("told").truth) return;
  const { drafts, votes } = past;
  model.update({ drafts, votes, edits: model.get("edits") + 1 });
}

/**
 * From now on what is answered and filled in is kept; gives what ends it.
 * @param {SpotModel} model
 */
export function follow(model) {
  /** @type {string[]} */
  const teams = model.get("teams");
  let full = false; // said once is enough
  const write = () => {
    if (full) return;
    const { drafts, votes } = model.values;
    const answers = joined(before(teams)?.answers ?? [], model.get("answers"));
    full = !keep(nameOf(teams), { answers, name: model.round.name, drafts, votes });
  };
  const events = ["change:answers", "change:edits", "change:shown"];
  for (const event of events) model.on(event, write);
  return () => {
    for (const event of events) model.off(event, write);
  };
}

/**
 * All of `own`, after those answers of another tab that it lacks.
 * @param {Answer[]} others
 * @param {Answer[]} own
 */
function joined(others, own) {
  const had = new Set(own.map((row) => `${row.name}\n${row.team}`));
  return [...others.filter((row) => !had.has(`${row.name}\n${row.team}`)), ...own];
}

/** Forgets what these teams have done. @param {string[]} teams */
export const beginAgain = (teams) => forget(nameOf(teams));
