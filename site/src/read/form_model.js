// An exercise's form on a page: the desk answers where in Jupyter Python does.

import { Model } from "../shell/model.js";
import { Unread } from "./quiz/kinds.js";
import { reply, sent } from "./quiz/replies.js";

/**
 * @typedef {import("./quiz/desk.js").Desk} Desk
 * @typedef {import("./quiz/kinds.js").Exercise} Exercise
 * @typedef {import("./quiz/replies.js").Reply} Reply
 */

/** The model of a form; `answered` is called after each click on its button. */
export class FormModel extends Model {
  /**
   * @param {Record<string, any>} state
   * @param {(answer: unknown, sure: number | null) => Reply} judge
   * @param {() => void} answered
   */
  constructor(state, judge, answered) {
    super(state);
    this.judge = judge;
    this.answered = answered;
  }

  /**
   * @override
   * @param {Record<string, any>} changed
   */
  heard(changed) {
    if (!("asked" in changed)) return;
    const { exercise, answer, sure } = this.values;
    this.say(this.judge(answer, exercise.sure && sure ? sure : null));
    this.answered();
  }

  /** Shows this reply; counted, so that the same words are said again. @param {Reply} told */
  say(told) {
    this.update({ reply: { ...sent(told), asked: this.values.asked } });
  }
}

/**
 * The form of an exercise, filled in with the answer kept from earlier.
 * @param {Desk} desk
 * @param {Exercise} one
 * @param {() => void} answered
 */
export const asking = (desk, one, answered) =>
  new FormModel(desk.form(one), (answer, sure) => desk.clicked(one, answer, sure), answered);

/**
 * The form that asks what was seen; a click on it closes the prediction's own form.
 * @param {Desk} desk
 * @param {Exercise} one
 * @param {FormModel | undefined} prediction
 * @param {() => void} answered
 */
export function observing(desk, one, prediction, answered) {
  const judge = (/** @type {unknown} */ answer) => {
    try {
      const told = desk.observe(one, answer);
      const closed = desk.earlier(one);
      if (prediction && closed) prediction.say(closed);
      return told;
    } catch (problem) {
      if (problem instanceof Unread)
        return reply(`This answer cannot be read: ${problem.message}.`);
      throw problem;
    }
  };
  return new FormModel(desk.observing(one), judge, answered);
}
