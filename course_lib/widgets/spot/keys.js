// The keys of spot the difference, and how they answer for the team whose turn it is.

/** @typedef {import("./spot.js").Spot} Spot */

export class Keys {
  /** @param {Spot} spot */
  constructor(spot) {
    this.spot = spot;
  }

  /** @param {number} number */
  toggle(number) {
    const draft = this.spot.state.drafts[this.spot.state.team];
    const name = this.spot.model.get("shown").attributes[number - 1]?.name;
    if (number === 0) Object.assign(draft, { nothing: !draft.nothing, attributes: [] });
    else if (name) {
      const without = draft.attributes.filter((one) => one !== name);
      draft.attributes = draft.attributes.includes(name) ? without : [...draft.attributes, name];
      draft.nothing = false;
    }
    this.spot.changed();
    this.spot.say(
      draft.nothing ? "nothing differs" : `ticked: ${draft.attributes.join(", ") || "none"}`,
    );
  }

  /**
   * @param {number} team
   * @param {number} by
   */
  slide(team, by) {
    const draft = this.spot.state.drafts[team];
    draft.sure = Math.min(1, Math.max(0.5, Math.round(20 * (draft.sure + by)) / 20));
    this.spot.changed();
    this.spot.say(`${Math.round(100 * draft.sure)} per cent sure`);
  }

  foretell() {
    /** @type {import("./form.js").Named[]} */
    const choices = this.spot.model.get("shown").choices;
    const draft = this.spot.state.drafts[this.spot.state.team];
    const at = choices.findIndex((choice) => choice.name === draft.prediction);
    const choice = choices[(at + 1) % choices.length];
    draft.prediction = choice.name;
    this.spot.changed();
    this.spot.say(choice.words);
  }

  nextTeam() {
    this.spot.state.team = (this.spot.state.team + 1) % this.spot.teams.length;
    this.spot.showTeam();
    this.spot.say(this.spot.active.textContent);
  }

  /**
   * A slider of the form goes in steps of five per cent.
   * @param {string} key
   * @param {HTMLInputElement} range
   */
  pressOnSlider(key, range) {
    /** @type {Record<string, number>} */
    const steps = { ArrowRight: 0.05, ArrowUp: 0.05, ArrowLeft: -0.05, ArrowDown: -0.05 };
    const by = { ...steps, Home: -1, End: 1 }[key];
    const team = [...this.spot.root.querySelectorAll(".cl-slider-line input")].indexOf(range);
    if (by && !this.spot.state.locked) this.slide(team, by);
    return Boolean(by);
  }

  /**
   * @param {string} key
   * @param {KeyboardEvent} event
   */
  press(key, event) {
    const target = /** @type {HTMLInputElement} */ (event.target);
    if (
      target.type === "range" &&
      !this.spot.replay.slot.contains(target) &&
      this.pressOnSlider(key, target)
    ) {
      return true;
    }
    return this.pressForAll(key) || (!this.spot.state.locked && this.pressToAnswer(key));
  }

  /**
   * The keys that work before and after the reveal.
   * @param {string} key
   */
  pressForAll(key) {
    const letter = key.toLowerCase();
    if (letter === "a") this.spot.shelves.A.press();
    else if (letter === "b") this.spot.shelves.B.press();
    else if (key === "+" || key === "=") this.spot.zoom(1);
    else if (key === "-") this.spot.zoom(-1);
    else if (letter === "l") this.spot.classView.click();
    else if (letter === "n") this.spot.goOn();
    else if (letter === "c") this.spot.clock.toggle();
    else if (letter === "r") this.spot.unveil();
    else if (letter === "f") this.spot.projector.toggle();
    else return this.spot.projector.on && this.pressOnProjector(key);
    return true;
  }

  /**
   * Escape leaves the filled window, as it does everywhere; else it is the notebook's.
   * @param {KeyboardEvent} event
   */
  escape(event) {
    if (event.key !== "Escape" || !this.spot.projector.on) return;
    event.stopPropagation();
    event.preventDefault();
    this.spot.projector.toggle();
  }

  /**
   * What only a game that fills the window needs.
   * @param {string} key
   */
  pressOnProjector(key) {
    const by = { ".": 1, ",": -1, PageDown: 1, PageUp: -1 }[key];
    if (by) this.spot.projector.turn(by);
    else if (key.toLowerCase() === "s") this.spot.projector.swap();
    else if (key.toLowerCase() === "h") this.spot.projector.countHands();
    else return false;
    return true;
  }

  /** @param {string} key */
  pressToAnswer(key) {
    const letter = key.toLowerCase();
    if (/^[0-9]$/.test(key)) this.toggle(Number(key));
    else if (key === "[" || key === "]")
      this.slide(this.spot.state.team, key === "]" ? 0.05 : -0.05);
    else if (letter === "p" && this.spot.model.get("shown").agent) this.foretell();
    else if (letter === "t") this.nextTeam();
    else return false;
    return true;
  }
}
