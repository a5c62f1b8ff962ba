// Spot the difference without Python: the twin of course_lib/widgets/spot/widget.py. The front end
// of the course is in front of it, unmodified.

import { bytes, floats } from "../../../course_lib/widgets/js/payload.js";
import { startLevel } from "../../../course_lib/widgets/js/rules.js";
import { fromActions } from "../episodes/episode.js";
import { pack, packLevel } from "../episodes/payload.js";
import { Model } from "../shell/model.js";
import { COLUMNS, rowsAsCsv, teamRow } from "./answers.js";
import { quoted, Refusal, rounded } from "./python.js";
import { drawLevels, levelKey, sharesOf } from "./rounds.js";
import { calibration, checkSure, mostVoted, standings } from "./scoring.js";
import { captionOf, tellAgent, tellNeeded } from "./words.js";

/**
 * @typedef {import("./rounds.js").Round} Round
 * @typedef {import("./rounds.js").Place} Place
 * @typedef {import("../episodes/world.js").World} World
 * @typedef {import("../../../course_lib/widgets/spot/form.js").Draft} Draft
 * @typedef {import("./scoring.js").Answer} Answer
 * @typedef {"A" | "B"} Name
 *
 * A game. rounds: in the order in which they are played, `counted` of which are said to be so many.
 * places, worlds: by name, what the rounds tell of a world, and its rules. answers: those of before.
 * now: seconds.
 * @typedef {{ rounds: Round[], counted?: number, places: Record<string, Place>,
 *   worlds: Record<string, World>, seed?: number, teams?: string[], countdown?: number,
 *   answers?: Answer[], number?: number, now?: () => number }} Options
 */

const FIRST = 6; // levels on a shelf at first
const MOST = 96; // and at most
/** @type {Name[]} */
const SHELVES = ["A", "B"];
const DONE = "That was the last round.";
const UNSAID = "Tick what differs, or that nothing does, first.";
const NO_HANDS = "No hands have been counted yet.";

export class SpotModel extends Model {
  /** @param {Options} options */
  constructor(options) {
    const { teams = ["you"], countdown = 0, answers = [] } = options;
    super({
      shown: {},
      drafts: [],
      votes: {},
      edits: 0,
      told: {},
      replay: {},
      answers,
      teams,
      countdown,
      trouble: "",
      heard: 0,
    });
    this.rounds = options.rounds;
    this.counted = options.counted ?? options.rounds.length;
    this.places = options.places;
    this.worlds = options.worlds;
    this.seed = options.seed ?? 0;
    this.now = options.now ?? (() => performance.now() / 1000);
    this.number = options.number ?? 0;
    this.since = 0;
    /** @type {Record<Name, { distribution: number, seed: number }[]>} */
    this.levels = { A: [], B: [] };
    this.begin();
  }

  // ── The round ──

  /** @returns {Round} */
  get round() {
    return this.rounds[this.number];
  }

  /** @returns {World} */
  get world() {
    return this.worlds[this.round.world];
  }

  /** @returns {Place} */
  get place() {
    return this.places[this.round.world];
  }

  /** How many levels of each shelf have been shown. @returns {Record<Name, number>} */
  get looked() {
    const { shelves } = this.get("shown");
    return { A: shelves.A.length, B: shelves.B.length };
  }

  /** Begins the present round; one that is among the answers already is told again. */
  begin() {
    const { round, seed } = this;
    const draw = (/** @type {number} */ i) =>
      drawLevels([round.a, round.b][i], MOST, levelKey(seed, round.number, i));
    this.levels = { A: draw(0), B: draw(1) };
    this.since = this.now();
    /** @type {Answer[]} */
    const answers = this.get("answers");
    const before = answers.filter((one) => one.name === round.name);
    const [first] = before;
    this.update({
      told: {},
      replay: {},
      votes: first?.hands ?? {},
      trouble: "",
      drafts: this.get("teams").map((/** @type {string} */ team) => draftOf(before, team)),
      edits: this.get("edits") + 1,
      shown: this.look({ A: first?.looked_a ?? FIRST, B: first?.looked_b ?? FIRST }),
    });
    if (first) this.tell(before);
  }

  /**
   * The round as it is seen with so many levels: the twin of `_show` and of `pack_round`.
   * @param {Record<Name, number>} counts
   */
  look(counts) {
    const { place, round, number, counted } = this;
    const { title, rewarded, letters, attributes, choices } = place;
    /** @type {any[]} */
    const sheets = [];
    const shelves = Object.fromEntries(
      SHELVES.map((name) => [name, this.packLevels(name, counts[name], sheets)]),
    );
    return {
      number: number + 1,
      of: number < counted ? counted : 0,
      last: number + 1 >= this.rounds.length,
      most: MOST,
      agent: place.agent,
      name: round.name,
      title,
      rewarded,
      sheets,
      letters,
      shelves,
      attributes,
      choices,
    };
  }

  /**
   * @param {Name} name
   * @param {number} count
   * @param {any[]} sheets the sprites that levels are painted with; it may grow
   */
  packLevels(name, count, sheets) {
    const { world } = this;
    return this.levels[name].slice(0, count).map((level) => {
      const on = this.place.distributions[level.distribution];
      const { sprites } = world.dressed(on);
      if (!sheets.includes(sprites)) sheets.push(sprites);
      const state = world.rules.open(new Uint8Array(world.rules.record.bytes));
      startLevel(world.rules, state, on.params, level.seed);
      return { sheet: sheets.indexOf(sprites), ...packLevel(world, state) };
    });
  }

  /** Shows twice as many levels on a shelf, 96 at most. @param {string} shelf */
  more(shelf) {
    if (shelf !== "A" && shelf !== "B")
      throw new Refusal(`shelf must be 'A' or 'B', not ${quoted(shelf)}`);
    const { looked } = this;
    this.update({ shown: this.look({ ...looked, [shelf]: Math.min(MOST, 2 * looked[shelf]) }) });
  }

  /** Begins the next round. */
  next() {
    if (this.get("shown").last) {
      this.update({ trouble: DONE });
      return;
    }
    this.number += 1;
    this.begin();
  }

  /**
   * Fills in a team's answer: what differs (nothing, if that is empty), how sure.
   * @param {string[]} attributes
   * @param {number} sure
   * @param {string} prediction
   * @param {number} team
   */
  say(attributes, sure, prediction = "", team = 0) {
    const draft = { attributes: [...attributes], nothing: !attributes.length, sure, prediction };
    this.checkDraft(draft);
    const drafts = this.get("drafts").with(team, draft);
    this.update({ drafts, edits: this.get("edits") + 1 });
  }

  /** @param {Draft} draft */
  checkDraft({ attributes, sure, prediction }) {
    checkSure(sure);
    const allowed = this.place.attributes.map((one) => one.name);
    for (const name of attributes) {
      if (!allowed.includes(name))
        throw new Refusal(`${quoted(name)} is no attribute here; there are: ${allowed.join(", ")}`);
    }
    const foreseen = this.place.choices.map((one) => one.name);
    if (prediction && !foreseen.includes(prediction))
      throw new Refusal(
        `prediction must be one of ${foreseen.join(", ")}, not ${quoted(prediction)}`,
      );
  }

  /** Makes what got most hands a team's answer, as sure as their share. @param {number} team */
  takeVotes(team = 0) {
    const answer = mostVoted(this.get("votes"));
    this.update({ trouble: answer ? "" : NO_HANDS });
    if (answer) this.say(answer.attributes, answer.sure, answer.prediction, team);
  }

  // ── The reveal ──

  /** Tells what differs and what the agent does, and gives each team's answer its points. */
  reveal() {
    /** @type {Draft[]} */
    const drafts = this.get("drafts");
    const said = drafts.filter(answered);
    if (this.get("told").truth || !said.length) {
      this.update({ trouble: this.get("told").truth ? "" : UNSAID });
      return;
    }
    for (const draft of said) this.checkDraft(draft);
    const rows = this.rows(rounded(this.now() - this.since, 1));
    this.update({ trouble: "", answers: [...this.get("answers"), ...rows] });
    this.tell(rows);
  }

  /** How many episodes of the agent end in each way, by shelf. */
  did() {
    const { did } = this.round;
    return did && { A: sharesOf(did.A), B: sharesOf(did.B) };
  }

  /**
   * A row for each team that has answered.
   * @param {number} seconds since the round began
   */
  rows(seconds) {
    const { looked, round } = this;
    /** @type {Draft[]} */
    const drafts = this.get("drafts");
    /** @type {string[]} */
    const teams = this.get("teams");
    const did = this.did();
    return teams.flatMap((team, t) => {
      if (!answered(drafts[t])) return [];
      const row = teamRow(round, drafts[t], this.place.agent, did);
      const [looked_a, looked_b, hands] = [looked.A, looked.B, { ...this.get("votes") }];
      return [{ ...row, round: this.number + 1, team, looked_a, looked_b, seconds, hands }];
    });
  }

  /** @param {Answer[]} rows of this round, which stand among `answers` */
  tell(rows) {
    const { round, place } = this;
    const [did, answers] = [this.did(), this.get("answers")];
    this.update({
      told: {
        truth: round.truth,
        how: round.how,
        subtlety: round.subtlety,
        rows,
        needed: tellNeeded(round),
        agent: tellAgent(did, place),
        done: true,
        standings: standings(answers),
        calibration: calibration(answers),
      },
      replay: did && round.episode ? this.packReplay(did) : {},
    });
  }

  /** @param {{ B: import("./rounds.js").Shares }} did */
  packReplay({ B }) {
    const { round, place } = this;
    const played = /** @type {import("./rounds.js").Played} */ (round.episode);
    const { distribution, seed } = this.levels.B[played.level];
    const on = place.distributions[distribution];
    const episode = fromActions(this.world, on, [...bytes(played.actions)], seed);
    const { values, probabilities } = played;
    const payload = pack([
      {
        ...episode,
        policy: place.who,
        values: values ? floats(values) : null,
        probabilities: probabilities
          ? Float32Array.from(bytes(probabilities), (n) => n / 255)
          : null,
      },
    ]);
    return { ...payload, caption: captionOf(played, B, place) };
  }

  // ── Results ──

  /** All answers as the text of a CSV file. */
  csv() {
    return rowsAsCsv(COLUMNS, this.get("answers"));
  }

  // ── What the front end asks for ──

  /** @param {any} message @override */
  told(message) {
    if (message.filled && !this.get("told").truth) {
      const { drafts, votes, edits } = message.filled; // later, maybe, than what was set
      this.update({ drafts, votes, edits });
    }
    try {
      this.answer(message);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.update({ trouble: error.message });
    } finally {
      this.update({ heard: this.get("heard") + 1 });
    }
  }

  /** @param {any} message */
  answer({ ask, shelf = "", team = 0 }) {
    if (ask === "more") this.more(shelf);
    else if (ask === "votes") this.takeVotes(team);
    else if (ask === "reveal") this.reveal();
    else if (ask === "next") this.next();
  }
}

/** @param {Draft} draft */
const answered = (draft) => draft.nothing || draft.attributes.length > 0;

/**
 * What a team has filled in: nothing yet, or what it has answered.
 * @param {Answer[]} rows of the round
 * @param {string} team
 * @returns {Draft}
 */
function draftOf(rows, team) {
  const row = rows.find((one) => one.team === team);
  if (!row) return { attributes: [], nothing: false, sure: 0.75, prediction: "" };
  const attributes = row.said === "nothing" ? [] : row.said.split(" + ");
  return { attributes, nothing: !attributes.length, sure: row.sure, prediction: row.prediction };
}
