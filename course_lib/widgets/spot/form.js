// The answer of each team: what differs, how sure, and what the agent will do.

import { button, el } from "../js/dom.js";

/**
 * What a team has filled in. `sure` is from 0.5 to 1.
 * @typedef {{ attributes: string[], nothing: boolean, sure: number, prediction: string }} Draft
 *
 * What the form shows and changes. votes: by "attribute:…" and "choice:…". take: what the hands say
 * becomes a team's answer.
 * @typedef {{ drafts: Draft[], votes: Record<string, number>, locked: boolean, large: boolean,
 *   take: (team: number) => void }} State
 *
 * A line of the form. get, set: its box in a draft.
 * @typedef {{ key: string, number: number | null, words: string, type: "checkbox" | "radio",
 *   group: string, get: (draft: Draft) => boolean, set: (draft: Draft, on: boolean) => void }} Line
 * @typedef {{ name: string, words: string }} Named
 */

/**
 * Buttons − and + round a number of hands.
 * @param {string} key
 * @param {string} words
 * @param {State} state
 * @param {() => void} changed
 */
function makeHands(key, words, state, changed) {
  const out = el("output", { class: "cl-hands-count" }, "0");
  const by = (/** @type {number} */ step) => {
    const count = Math.max(0, (state.votes[key] || 0) + step);
    state.votes = { ...state.votes, [key]: count };
    out.textContent = String(count);
    changed();
  };
  const one = (
    /** @type {number} */ step,
    /** @type {string} */ face,
    /** @type {string} */ what,
  ) =>
    button(face, () => by(step), {
      class: "cl-button cl-small",
      "aria-label": `${what}: ${words}`,
    });
  const [less, more] = [one(-1, "−", "one hand less"), one(1, "+", "one hand more")];
  function show() {
    out.textContent = String(state.votes[key] || 0);
    less.disabled = more.disabled = state.locked;
  }
  return { node: el("span", { class: "cl-hands" }, less, out, more), show };
}

/** @param {Named} attribute @param {number} i @returns {Line} */
const attributeLine = ({ name, words }, i) => ({
  key: `attribute:${name}`,
  number: i + 1,
  words,
  type: "checkbox",
  group: name,
  get: (draft) => draft.attributes.includes(name),
  set(draft, on) {
    draft.attributes = on
      ? [...draft.attributes, name]
      : draft.attributes.filter((one) => one !== name);
    if (on) draft.nothing = false;
  },
});

/** @type {Line} */
const NOTHING = {
  key: "attribute:nothing",
  number: 0,
  words: "nothing differs",
  type: "checkbox",
  group: "nothing",
  get: (draft) => draft.nothing,
  set(draft, on) {
    draft.nothing = on;
    if (on) draft.attributes = [];
  },
};

/** @param {Named} choice @returns {Line} */
const choiceLine = ({ name, words }) => ({
  key: `choice:${name}`,
  number: null,
  words,
  type: "radio",
  group: "choice",
  get: (draft) => draft.prediction === name,
  set(draft, on) {
    if (on) draft.prediction = name;
  },
});

/** The form in which all teams answer; `changed` tells the kernel. */
export class Form {
  /**
   * @param {{ attributes: Named[], choices: Named[], agent: string }} game
   * @param {string[]} teams
   * @param {State} state
   * @param {() => void} changed
   * @param {string} id
   */
  constructor(game, teams, state, changed, id) {
    this.teams = teams;
    this.state = state;
    this.changed = changed;
    this.id = id;
    this.several = teams.length > 1;
    /** @type {(() => void)[]} */
    this.shows = [];
    const lines = [...game.attributes.map(attributeLine), NOTHING];
    const steps = [this.sure(), this.prediction(game)];
    const first = this.table("1  What differs?", "Several may be right.", lines);
    this.node = el("div", { class: "cl-form" }, first, el("div", {}, ...steps));
  }

  /** Everything as the state has it. */
  show() {
    for (const show of this.shows) show();
  }

  /**
   * @param {string} legend
   * @param {string} note
   * @param {Line[]} lines
   */
  table(legend, note, lines) {
    const each = this.several ? "100px" : "auto";
    const teams = `repeat(${this.teams.length}, minmax(44px, ${each}))`;
    const style = `--cl-columns:minmax(210px, 400px) ${teams} auto;--cl-teams:${this.teams.length}`;
    return el(
      "fieldset",
      { class: "cl-step", style },
      el("legend", {}, legend),
      note ? el("p", { class: "cl-faint" }, note) : null,
      this.several || this.state.large ? this.heads() : null,
      ...lines.map((line) => this.line(line)),
    );
  }

  heads() {
    const teams = this.teams.map((team) => el("b", { class: "cl-team" }, this.several ? team : ""));
    const hands = el("b", { class: "cl-hands-head" }, "hands");
    return el("div", { class: "cl-line-head" }, el("span", {}), ...teams, hands);
  }

  /**
   * A line with a box or a button for each team, and the show of hands.
   * @param {Line} line
   */
  line(line) {
    const { key, number, words } = line;
    const boxes = this.teams.map((_, t) => el("span", { class: "cl-cell" }, this.box(line, t)));
    const hands = makeHands(key, words, this.state, this.changed);
    this.shows.push(hands.show);
    const label = el("label", { for: `${this.id}-${key}-0` });
    if (number !== null) label.append(el("kbd", {}, String(number)));
    label.append(words);
    return el("div", { class: "cl-option" }, label, ...boxes, hands.node);
  }

  /**
   * @param {Line} line
   * @param {number} t the team
   */
  box({ key, words, type, group, get, set }, t) {
    const { state, id } = this;
    const label = this.named(t, words);
    const named = { name: `${id}-${group}-${t}`, id: `${id}-${key}-${t}`, "aria-label": label };
    const box = el("input", { type, ...named });
    box.addEventListener("change", () => {
      set(state.drafts[t], box.checked);
      this.changed();
    });
    this.shows.push(() => {
      box.checked = get(state.drafts[t]);
      box.disabled = state.locked;
    });
    return box;
  }

  /**
   * Words with the team's name, where there are several.
   * @param {number} t
   * @param {string} words
   */
  named(t, words) {
    return this.several ? `${this.teams[t]}: ${words}` : words;
  }

  sure() {
    const note =
      "Right: up to 25 points. Wrong: down to −75. Right in part counts in part. " +
      "At 50 % nothing is lost or won.";
    return el(
      "fieldset",
      { class: "cl-step cl-step-sure" },
      el("legend", {}, "2  How sure are you that this is exactly right?"),
      el("p", { class: "cl-faint" }, note),
      ...this.teams.map((team, t) => this.slider(team, t)),
    );
  }

  /**
   * @param {string} team
   * @param {number} t
   */
  slider(team, t) {
    const { state } = this;
    const out = el("output", { class: "cl-sure" });
    const slider = { type: "range", class: "cl-range", "aria-label": this.named(t, "how sure") };
    const range = el("input", { ...slider, min: 50, max: 100, step: 5 });
    range.addEventListener("input", () => {
      state.drafts[t].sure = Number(range.value) / 100;
      this.changed();
    });
    const words = this.several ? `Take the hands for ${team}` : "Take the hands as the answer";
    const named = { class: "cl-button cl-take", "aria-label": words, title: words };
    const take = button("Take the hands", () => state.take(t), named);
    this.shows.push(() => {
      const sure = Math.round(100 * state.drafts[t].sure);
      range.value = String(sure);
      range.disabled = take.disabled = state.locked;
      range.style.setProperty("--cl-done", `${2 * (sure - 50)}%`);
      range.setAttribute("aria-valuetext", `${sure} per cent sure`);
      out.textContent = `${sure} %`;
    });
    const head = this.several ? el("b", { class: "cl-team" }, team) : null;
    return el("div", { class: "cl-slider-line" }, head, range, out, take);
  }

  /** @param {{ choices: Named[], agent: string }} game */
  prediction({ choices, agent }) {
    if (agent) {
      const question = `3  What will the agent ${agent} do in most levels of B?`;
      return this.table(question, "", choices.map(choiceLine));
    }
    const none = "No agent is shipped for this world yet, so there is nothing to foretell.";
    return el("p", { class: "cl-faint" }, none);
  }
}
