// The desk of a lesson's exercises: the twin of course_lib/quiz/{quiz,foresight}.py.

import { empty, judge, kept, oneOf, truthOf, Unread, wordsOf } from "./kinds.js";
import * as replies from "./replies.js";

/**
 * @typedef {import("./kinds.js").Exercise} Exercise
 * @typedef {import("./answers.js").Attempt} Attempt
 * @typedef {import("./answers.js").AnswerBook} AnswerBook
 * @typedef {import("./replies.js").Reply} Reply
 * @typedef {{ exercise: any, answer: any, sure: number, reply: any, asked: number }} FormState
 */

/** The exercises of one lesson, with the reader's answers. */
export class Desk {
  /**
   * @param {string} lesson such as "02_maze"
   * @param {Record<string, Exercise>} exercises by name; those of the lesson and recalled ones
   * @param {Record<string, number>} measured the measured numbers of predictions that need one
   * @param {AnswerBook} book
   */
  constructor(lesson, exercises, measured, book) {
    this.lesson = lesson;
    this.exercises = exercises;
    this.measured = measured;
    this.book = book;
  }

  /** @param {Exercise} one */
  tries(one) {
    return this.book.tries(this.lesson, one.name);
  }

  /** The state of an exercise's form, filled in with the last answer. @param {Exercise} one */
  form(one) {
    const last = this.tries(one).at(-1);
    const nothing = one.form.kind === "sorting" ? {} : "";
    const told = this.earlier(one);
    return {
      exercise: one.form,
      answer: last?.answer ?? nothing,
      sure: last?.confidence ?? 0,
      reply: told ? { ...replies.sent(told), asked: 0 } : {},
      asked: 0,
    };
  }

  /** The state of the form that asks what was seen. @param {Exercise} one */
  observing(one) {
    const told = { ...replies.sent(this.state(one)), asked: 0 };
    return { exercise: one.seeing, answer: "", sure: 0, reply: told, asked: 0 };
  }

  /**
   * What a form says: where sureness counts it is said before one hears what is right.
   * @param {Exercise} one
   * @param {unknown} answer
   * @param {number | null} sure
   */
  clicked(one, answer, sure) {
    if (one.confidence && sure === null && !empty(answer)) return replies.reply(replies.SURE_FIRST);
    return this.reply(one, answer, sure);
  }

  /**
   * What is said about an answer, which is kept if it can be read.
   * @param {Exercise} one
   * @param {unknown} answer
   * @param {number | null} sure
   */
  reply(one, answer, sure) {
    if (empty(answer)) return replies.reply(replies.NOT_YET);
    try {
      if (one.kind === "prediction") return this.predict(one, oneOf(one, answer), sure);
      const verdict = judge(one, answer);
      const told = replies.replyTo(verdict, sure);
      return this.keep(told, one, kept(one, answer), verdict.right, { confidence: sure });
    } catch (problem) {
      if (!(problem instanceof Unread)) throw problem;
      return replies.reply(`This answer cannot be read: ${problem.message}.`);
    }
  }

  /**
   * Keeps a prediction, unless the result was looked at already.
   * @param {Exercise} one
   * @param {string} key
   * @param {number | null} sure
   */
  predict(one, key, sure) {
    const looked = this.looked(one);
    if (looked) return replies.closed(one, looked);
    return this.keep(replies.keptWords(one, key, sure), one, key, null, { confidence: sure });
  }

  /**
   * Keeps what was seen, unless something was seen before; the debrief.
   * @param {Exercise} one
   * @param {unknown} answer
   */
  observe(one, answer) {
    if (this.looked(one)) return this.state(one);
    const seen = oneOf(one, answer);
    const value = this.measured[one.name] ?? null;
    const { said, sure } = this.foretold(one);
    const truth = truthOf(one, value);
    const told = replies.debrief(one, said, sure, seen, value);
    const more = { confidence: sure, observed: seen, was: truth };
    return this.keep(told, one, said, said ? truth.includes(said) : null, more);
  }

  /** The debrief, once something was seen; before that, what there is to say. */
  state(/** @type {Exercise} */ one) {
    const looked = this.looked(one);
    if (!looked) return replies.reply(this.foretold(one).said ? "" : replies.NOT_FORETOLD);
    const said = replies.known(one, looked.answer);
    const value = this.measured[one.name] ?? null;
    return replies.debrief(one, said, looked.confidence, String(looked.observed), value);
  }

  /** The attempt with which the result was looked at. @param {Exercise} one */
  looked(one) {
    return this.tries(one).find(({ observed }) => replies.known(one, observed) !== null);
  }

  /** The prediction that counts, as a key, and per cent sure. @param {Exercise} one */
  foretold(one) {
    const last = this.tries(one).findLast(({ answer }) => replies.known(one, answer) !== null);
    return {
      said: /** @type {string | null} */ (last?.answer ?? null),
      sure: last?.confidence ?? null,
    };
  }

  /** What there is to say about the answer kept from earlier. @param {Exercise} one */
  earlier(one) {
    const last = this.tries(one).at(-1);
    if (!last) return null;
    if (one.kind === "prediction") return this.earlierPrediction(one);
    const begin = `Your answer from earlier: ${wordsOf(one, last.answer)}\n`;
    try {
      const told = replies.replyTo(judge(one, last.answer), last.confidence);
      return { ...told, words: begin + told.words };
    } catch (problem) {
      if (!(problem instanceof Unread)) throw problem;
      return replies.reply(`${begin}Give it again to have it checked again.`);
    }
  }

  /** @param {Exercise} one */
  earlierPrediction(one) {
    const looked = this.looked(one);
    if (looked) return replies.closed(one, looked);
    const { said, sure } = this.foretold(one);
    return said === null ? null : replies.keptWords(one, said, sure);
  }

  /**
   * The reply, once the attempt is kept; where that fails, it says so first.
   * @param {Reply} told
   * @param {Exercise} one
   * @param {unknown} answer
   * @param {boolean | null} right
   * @param {Partial<Attempt>} more
   */
  keep(told, one, answer, right, more) {
    try {
      this.book.add(this.lesson, one.name, answer, right, more);
      return told;
    } catch (problem) {
      const why = problem instanceof Error ? problem.message : String(problem);
      return { ...told, words: `(Not kept: ${why})\n${told.words}` };
    }
  }
}
