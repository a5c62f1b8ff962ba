// A page whose choices make a state, which stands in the address: what is shown follows it.

import { el } from "../../../course_lib/widgets/js/dom.js";
import * as address from "./address.js";
import { mount } from "./mount.js";
import { say, sayError } from "./say.js";

/**
 * A page says how it is built, what an address asks for, and how a state and the choices are shown.
 * @template {object} State
 */
export class ChosenPage {
  /** @param {HTMLElement} host @param {State} first until an address has been read */
  constructor(host, first) {
    this.host = host;
    this.place = el("div"); // of the widget
    this.state = first;
    this.turn = 0; // so that what was asked for last is what is shown
    /** @type {() => void} */
    this.close = () => {};
  }

  /** The choices, and the place of the widget. */
  build() {}

  /** What an address asks for. @param {Record<string, string>} _fields @returns {State} */
  read(_fields) {
    return this.state;
  }

  /** @param {State} _state */
  async show(_state) {}

  async showChoices() {}

  async start() {
    this.build();
    await this.attempt(() => this.show(this.read(address.read())));
    address.onChange((fields) => this.again(() => this.read(fields)));
  }

  /** @param {Partial<State>} changed */
  choose(changed) {
    this.again(() => ({ ...this.state, ...changed }));
  }

  /** Shows another state; what was said before is said no more. @param {() => State} state */
  again(state) {
    say("");
    this.attempt(() => this.show(state()));
  }

  /** @param {() => Promise<void>} job */
  async attempt(job) {
    try {
      await job();
    } catch (error) {
      sayError(error);
      await this.showChoices();
    }
  }

  /** A new state is on its way; gives whether it is still the one asked for last. */
  begin() {
    this.turn += 1;
    const { turn } = this;
    return () => turn === this.turn;
  }

  /**
   * A widget takes the place of the one before.
   * @param {Parameters<typeof mount>[0]} widget
   * @param {Parameters<typeof mount>[1]} model
   */
  async put(widget, model) {
    this.close();
    this.close = await mount(widget, model, this.place);
  }
}
