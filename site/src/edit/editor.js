// What answers the level editor's front end on the site: the twin of
// course_lib/widgets/editor/widget.py. It holds the traits that the front end reads; `hear` takes
// a message, and gives the names of the traits that changed.

import { play } from "../episodes/episode.js";
import { base64, eventsOf, packLevel } from "../episodes/payload.js";
import { plannerOf } from "../episodes/policies.js";
import { Board, sameBytes } from "./board.js";
import { arrows, contents, greedy, outspoken, packField, pathWords, turned } from "./plan.js";
import { Refusal } from "./words.js";

/**
 * @typedef {import("../episodes/episode.js").Policy} Policy
 * @typedef {{
 *   episode?: import("../episodes/episode.js").Episode, arrows?: import("./plan.js").Arrows, trouble?: string,
 * }} Plan
 * @typedef {"agent" | "planner" | "nobody"} Shown
 * @typedef {{
 *   agent?: Policy | null, seed?: number, text?: string | null,
 *   show?: Shown, greedy?: boolean, dice?: number, moment?: number, like?: LevelEditor,
 * }} Wanted like: an editor of the same distribution, with what could be undone in it
 */

const SHOWN = ["agent", "planner", "nobody"];

export class LevelEditor {
  /**
   * @param {import("./home.js").Home} home
   * @param {import("../episodes/world.js").Distribution} distribution
   * @param {Wanted} wanted
   */
  constructor(home, distribution, { agent = null, seed = 0, text = null, ...how } = {}) {
    this.home = home;
    this.distribution = distribution;
    this.agent = agent && outspoken(agent);
    const { like } = how;
    this.seed = like?.seed ?? seed;
    this.board = like?.board ?? new Board(home, distribution, seed);
    this.traits = this.firstTraits(how);
    /** @type {string | null} a text that was refused; `trouble` says why */
    this.refused = null;
    const trouble = like || text === null ? "" : this.begin(text);
    this.start = like?.start ?? this.board.record;
    /** @type {Plan} */
    this.plan = {};
    this.drawnMoment = 0;
    this.draw(this.board.record, how.moment ?? 0);
    this.kept = this.plan;
    if (trouble) this.traits.trouble = trouble;
  }

  /**
   * @param {Wanted} how
   * @returns {Record<string, any>}
   */
  firstTraits({ show, greedy = false, dice = 0 }) {
    const { home, distribution } = this;
    const brushes = home.kit.tiles.map((tile) => [tile, home.nameOf(tile)]);
    return {
      world: { ...home.world.dressed(distribution), brushes, floor: home.kit.floor },
      label: `${home.world.title}, ${distribution.words}`,
      agent_name: this.agent?.name ?? "",
      show: show ?? (this.agent ? "agent" : "nobody"),
      greedy,
      dice,
      moment: 0,
      answers: 0,
      scene: {},
      field: {},
      status: "",
      trouble: "",
    };
  }

  /**
   * Begins with a drawing instead of the seed's level; says why, where that cannot be.
   * @param {string} text
   */
  begin(text) {
    try {
      this.board.record = this.board.read(text);
      return "";
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refused = text;
      return error.message;
    }
  }

  /** The level as text. */
  get text() {
    return this.board.text;
  }

  /**
   * Whether the level is, unchanged, the one of this seed.
   * @param {number} seed
   */
  isLevelOf(seed) {
    return sameBytes(this.board.record.bytes, this.board.first(seed).bytes);
  }

  /** Whose arrows and path are shown, if anybody's. @returns {Policy | null} */
  get policy() {
    const { show } = this.traits;
    const planner = show === "planner" ? plannerOf(this.home.world) : null;
    if (planner) return outspoken(planner);
    return show === "agent" ? this.agent : null;
  }

  // ── What is shown ──

  /**
   * Says all about this level in the traits.
   * @param {any} record
   * @param {number} moment step of the path
   * @param {import("./plan.js").Arrows} [before] arrows that these are compared with
   */
  draw(record, moment = 0, before = undefined) {
    this.plan = this.makePlan(record, moment);
    const { episode, arrows: found, trouble = "" } = this.plan;
    const last = episode ? episode.actions.length : 0;
    this.drawnMoment = Math.min(moment, last);
    Object.assign(this.traits, {
      scene: this.packScene(record),
      field: found ? packField(found, this.home.editing.actions) : {},
      status: this.words(record, before),
      moment: this.drawnMoment,
      trouble,
    });
  }

  /**
   * @param {any} record
   * @param {number} moment
   * @returns {Plan}
   */
  makePlan(record, moment) {
    const { policy, home, distribution } = this;
    if (!policy) return {};
    try {
      const shown = this.traits.greedy ? greedy(policy) : policy;
      const episode = play(home.world, distribution, shown, this.traits.dice, record.bytes);
      const now = Math.max(0, Math.min(moment, episode.actions.length - 1));
      return { episode, arrows: arrows(home, distribution, policy, episode.records[now]) };
    } catch (error) {
      if (error instanceof Refusal) return { trouble: error.message };
      throw error;
    }
  }

  /** @param {any} record */
  packScene(record) {
    const { home, board } = this;
    const { metrics, agent_position: placeOf } = home.rules;
    const { episode } = this.plan;
    const state = episode ? episode.records[this.drawnMoment] : record;
    const drawing = home.drawing(record);
    return {
      ...packLevel(home.world, state),
      drawing: base64(drawing.data),
      rows: drawing.rows,
      columns: drawing.columns,
      text: home.written(drawing),
      path: (episode?.records ?? [state]).flatMap((s) => placeOf(s)),
      events: episode ? eventsOf(episode).map(([at, name]) => [at, metrics.indexOf(name)]) : [],
      steps: episode ? episode.actions.length : 0,
      undo: board.past.length > 0,
      redo: board.future.length > 0,
    };
  }

  /**
   * The level, the path and what the last change did to the arrows, in a few sentences.
   * @param {any} record
   * @param {import("./plan.js").Arrows} [before]
   */
  words(record, before) {
    const { episode, arrows: now } = this.plan;
    if (!episode) return contents(this.home, this.home.drawing(record));
    const told = [pathWords(episode)];
    if (this.drawnMoment) {
      told.push(`Shown is step ${this.drawnMoment}, with the arrows of that moment.`);
    }
    if (before && now) {
      const { count, of } = turned(before, now);
      told.push(`The last change turned ${count} of ${of} arrows.`);
    }
    return told.join(" ");
  }

  /** Shows the board's level, and how it differs from the one before. */
  settle() {
    this.draw(this.board.record, 0, this.kept.arrows);
    this.kept = this.plan;
  }

  /**
   * Puts this record on the board, and shows it.
   * @param {any} record
   */
  keep(record) {
    this.board.keep(record);
    this.settle();
  }

  /**
   * Begins the level of this seed; undo leads back to the one before.
   * @param {number} seed
   */
  new(seed) {
    const record = this.board.first(seed);
    [this.seed, this.start] = [seed, record];
    this.keep(record);
  }

  // ── What the front end asks for ──

  /**
   * Does what the front end asked for, or says in `trouble` why not; the traits that changed.
   * @param {any} message
   */
  hear(message) {
    const before = { ...this.traits };
    try {
      this.do(message);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.draw(this.board.record);
      this.traits.trouble = error.message;
    }
    this.traits.answers += 1; // even if nothing else has changed
    return Object.keys(before).filter((name) => before[name] !== this.traits[name]);
  }

  /** @param {any} message */
  do(message) {
    if ("edit" in message) this.edit(message.edit, Boolean(message.final));
    else if ("text" in message) this.keep(this.board.read(message.text));
    else if ("set" in message) {
      for (const [name, value] of Object.entries(message.set)) this.set(name, value);
    } else if (message.do === "undo") {
      this.board.undo();
      this.settle();
    } else if (message.do === "redo") {
      this.board.redo();
      this.settle();
    } else if (message.do === "again") this.keep(this.start);
    else if (message.do === "next") this.new(this.seed + 1);
  }

  /**
   * Shows another policy, other dice, or another moment of the path.
   * @param {string} name
   * @param {any} value
   */
  set(name, value) {
    checkTrait(name, value);
    if (name === "moment") {
      if (value !== this.drawnMoment) this.draw(this.board.record, value);
    } else if (this.traits[name] !== value) {
      this.traits[name] = value;
      this.draw(this.board.record);
      this.kept = this.plan;
    }
  }

  /**
   * Makes an edit, or only shows it as long as it is not final; null takes it back.
   * @param {any} edit
   * @param {boolean} final
   */
  edit(edit, final) {
    if (edit === null) {
      this.draw(this.board.record);
      return;
    }
    const record =
      "move" in edit
        ? this.board.moved(edit.move.slice(0, 2), edit.move.slice(2))
        : this.board.put(edit.put, edit.cells);
    if (final) this.keep(record);
    else this.draw(record, 0, this.kept.arrows);
  }
}

/**
 * Refuses what is no value of a choice of the editor.
 * @param {string} name
 * @param {any} value
 */
export function checkTrait(name, value) {
  if (name === "show" && !SHOWN.includes(value)) {
    throw new Refusal(`"show" is one of ${SHOWN.join(", ")}, not ${JSON.stringify(value)}.`);
  }
  if (name === "greedy" && typeof value !== "boolean") {
    throw new Refusal(`"greedy" is true or false, not ${JSON.stringify(value)}.`);
  }
  if ((name === "dice" || name === "moment") && !(Number.isSafeInteger(value) && value >= 0)) {
    throw new Refusal(`"${name}" is a whole number from 0, not ${JSON.stringify(value)}.`);
  }
}
