// The page of the game: which rounds, alone or for a class; the game; what was answered.

import { el } from "../../../course_lib/widgets/js/dom.js";
import * as address from "../shell/address.js";
import { labelled, makeButton, makeList, makeNumber, row } from "../shell/choices.js";
import { mount } from "../shell/mount.js";
import { say, sayError } from "../shell/say.js";
import spot from "../widgets/spot.js";
import { allRounds, openGame } from "./game.js";
import { beginAgain } from "./progress.js";
import {
  ALONE,
  checkClock,
  choose,
  FIRST,
  fieldsOf,
  isAlone,
  isClass,
  readSettings,
  readTeams,
} from "./settings.js";

/**
 * @typedef {import("./settings.js").Settings} Settings
 * @typedef {import("./model.js").SpotModel} SpotModel
 */

const CLASS = { teams: ["left", "right"], clock: 60 };
const MOST = 600; // rounds; the page says how many there are where a number is too large

export class SpotPage {
  /**
   * @param {{ choices: HTMLElement, game: HTMLElement, answers: HTMLElement }} places
   */
  constructor(places) {
    this.places = places;
    /** @type {Settings} */
    this.settings = FIRST;
    this.turn = 0; // so that what was asked for last is what is shown
    /** @type {SpotModel | null} */
    this.model = null;
    /** @type {() => void} */
    this.close = () => {};
    this.rounds = makeList("Rounds", (rounds) =>
      this.choose({ rounds: /** @type {Settings["rounds"]} */ (rounds), round: 1 }),
    );
    this.worlds = makeList("World", (world) => this.choose({ world, round: 1 }));
    this.number = makeNumber(
      "Round",
      { low: 1, high: MOST },
      (round) => this.choose({ round }),
      say,
    );
    this.who = makeList("Who plays", (who) =>
      this.choose(who === "class" ? CLASS : { teams: ALONE, clock: 0 }),
    );
    this.teams = this.makeTeams();
    this.clock = makeNumber(
      "Clock, in seconds (0: none)",
      { low: 0, high: 3600 },
      (clock) =>
        this.attempt(async () => this.show({ ...this.settings, clock: checkClock(clock) })),
      say,
    );
    this.count = el("p", { class: "site-faint", "aria-live": "polite" });
    this.save = makeButton("Save the answers (CSV)", () => this.download());
    this.again = makeButton("Begin again", () => this.forget());
  }

  makeTeams() {
    const input = el("input", { class: "site-number", type: "text", maxlength: 160 });
    input.addEventListener("change", () =>
      this.attempt(async () => this.show({ ...this.settings, teams: readTeams(input.value) })),
    );
    return { input, node: labelled("Teams, with commas between them", input) };
  }

  async start() {
    const { choices, answers } = this.places;
    try {
      await this.show(readSettings(address.read()));
    } catch (error) {
      await this.show(FIRST); // what was asked for there is not, which is said
      sayError(error);
    }
    const [rounds, worlds, number] = [this.rounds.node, this.worlds.node, this.number.node];
    choices.replaceChildren(
      row("what is played", rounds, worlds, number),
      row("who plays", this.who.node, this.teams.node, this.clock.node),
    );
    answers.replaceChildren(this.count, row("the answers", this.save, this.again));
    address.onChange((fields) => this.attempt(() => this.show(readSettings(fields))));
  }

  /** @param {Partial<Settings>} changed */
  choose(changed) {
    return this.attempt(() => this.show({ ...this.settings, ...changed }));
  }

  /** @param {() => Promise<void>} job */
  async attempt(job) {
    try {
      say("");
      await job();
    } catch (error) {
      sayError(error);
      await this.showChoices();
    }
  }

  /** @param {Settings} settings */
  async show(settings) {
    this.turn += 1;
    const { turn } = this;
    const { model, close } = await openGame(settings);
    if (turn !== this.turn) {
      close();
      return;
    }
    this.close();
    this.settings = settings;
    this.model = model;
    model.on("change:shown", () => this.wentOn());
    model.on("change:answers", () => this.showCount());
    const remove = await mount(spot, model, this.places.game);
    this.close = () => {
      remove();
      close();
    };
    address.write(fieldsOf(settings));
    await this.showChoices();
  }

  /** The reader is in another round. */
  wentOn() {
    const round = this.model?.get("shown").number;
    if (round === this.settings.round) return;
    this.settings = { ...this.settings, round };
    address.write(fieldsOf(this.settings));
    this.number.show(round);
  }

  async showChoices() {
    const { settings } = this;
    const all = await allRounds();
    const count = (/** @type {Settings["rounds"]} */ rounds) =>
      choose(all, { ...settings, rounds, round: 0 }).list.length;
    const [prepared, drawn] = [count("prepared"), count("drawn")];
    this.rounds.show(
      [
        { value: "all", words: `${prepared} prepared ones, then ${drawn} drawn` },
        { value: "prepared", words: `${prepared} prepared, from plain to fine` },
        { value: "drawn", words: `${drawn} drawn, of any subtlety` },
      ],
      settings.rounds,
    );
    const worlds = Object.entries(all.places).map(([value, { title }]) => ({
      value,
      words: title,
    }));
    this.worlds.show([{ value: "", words: "all worlds" }, ...worlds], settings.world);
    this.number.show(settings.round);
    const alone = isAlone(settings.teams) && !isClass(settings);
    const ways = [
      { value: "alone", words: "you alone" },
      { value: "class", words: "a class" },
    ];
    this.who.show(ways, alone ? "alone" : "class");
    this.teams.node.hidden = this.clock.node.hidden = alone;
    this.teams.input.value = settings.teams.join(", ");
    this.clock.show(settings.clock);
    this.showCount();
  }

  /** How many answers are kept. */
  showCount() {
    const count = this.model?.get("answers").length ?? 0;
    const words = count === 1 ? "1 answer so far" : `${count} answers so far`;
    this.count.textContent = count
      ? `${words}. They stay in this browser, and go nowhere else.`
      : "What you answer stays in this browser, and goes nowhere else.";
    this.save.disabled = this.again.disabled = !count;
  }

  /** The answers as a file, as Python's `export` writes it. */
  download() {
    if (!this.model) return;
    const url = URL.createObjectURL(new Blob([this.model.csv()], { type: "text/csv" }));
    el("a", { href: url, download: "spot_the_difference.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  /** Forgets all answers of these teams, once that is confirmed. */
  forget() {
    const { teams } = this.settings;
    const count = this.model?.get("answers").length;
    const who = isAlone(teams) ? "your" : "the class's";
    if (!window.confirm(`Forget ${who} ${count} answers and begin at the first round?`)) return;
    this.close(); // which would keep them again
    this.close = () => {};
    beginAgain(teams);
    this.choose({ round: 1 });
  }
}
