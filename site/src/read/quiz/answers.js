// Keeping a reader's answers in the browser: the twin of course_lib/quiz/answers.py. There is one
// entry in the store for each lesson, with the content that Python's file of answers has.

/**
 * @typedef {{ answer: any, right: boolean | null, time: string, confidence: number | null,
 *   observed: string | null, was: string | null }} Attempt
 * @typedef {Record<string, Attempt[]>} Attempts
 * @typedef {{ getItem: (key: string) => string | null, setItem: (key: string, text: string) => void,
 *   key: (n: number) => string | null, length: number }} Store
 */

export const VERSION = 2;
export const FULL =
  "This browser keeps nothing more for this page, because its store is full or closed. Your " +
  "answers stay until you leave the page: save them as a file at the end of the unit";
const PREFIX = "spot-the-difference answers ";
const ADDED = { confidence: null, observed: null, was: null }; // what version 2 added

/** Content that is not what answers look like; the message says why. */
export class Damaged extends Error {}

/**
 * The attempts of a file's content. Throws Damaged.
 * @param {any} content
 * @returns {Attempts}
 */
export function attemptsIn(content) {
  const named = content?.attempts;
  if (!isTable(named)) throw new Damaged("there are no attempts in it");
  /** @type {Attempts} */
  const found = {};
  for (const [name, tries] of Object.entries(named)) {
    if (!Array.isArray(tries)) throw new Damaged(`attempts at “${name}” are no list`);
    found[name] = tries.map(attempt);
  }
  return found;
}

/** @param {unknown} value */
const isTable = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {any} one @returns {Attempt} */
function attempt(one) {
  const sure = one?.confidence ?? null;
  const isSure = sure === null || (typeof sure === "number" && sure >= 50 && sure <= 100);
  const told = isTable(one) && "answer" in one && typeof one.time === "string";
  if (!told || ![true, false, null].includes(one.right) || !isSure) {
    throw new Damaged(`${JSON.stringify(one)?.slice(0, 60)} is not an attempt`);
  }
  return { ...ADDED, ...one };
}

/** Whether two values are the same as JSON, whatever the order of their fields. */
const same = (/** @type {unknown} */ a, /** @type {unknown} */ b) => canonical(a) === canonical(b);

/** @param {unknown} value */
function canonical(value) {
  return JSON.stringify(value, (_, part) =>
    isTable(part) ? Object.fromEntries(Object.entries(part).sort()) : part,
  );
}

/**
 * Adds to `known` what it has not yet, each exercise's attempts in the order of their times.
 * @param {Attempts} known
 * @param {Attempts} more
 */
export function merge(known, more) {
  for (const [name, tries] of Object.entries(more)) {
    known[name] ??= [];
    const here = known[name];
    here.push(...tries.filter((one) => !here.some((other) => same(one, other))));
    here.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  }
}

/** Half of a surrogate pair becomes a question mark: no file can hold it. @param {any} answer */
function writable(answer) {
  const text = JSON.stringify(answer, (_, part) =>
    typeof part === "string" ? part.replace(/\p{Cs}/gu, "?") : part,
  );
  return JSON.parse(text);
}

/** What is kept of all lessons. */
export class AnswerBook {
  /**
   * @param {Store | null} store localStorage; null where the browser gives none
   * @param {(sentence: string) => void} say what is said of a damaged entry
   * @param {() => Date} now
   */
  constructor(store, say = () => {}, now = () => new Date()) {
    this.store = store;
    this.say = say;
    this.now = now;
    /** @type {Map<string, Attempts>} by lesson, what this page knows */
    this.known = new Map();
  }

  /** Merges what the store has of a lesson. @param {string} lesson @returns {Attempts} */
  load(lesson) {
    const here = this.known.get(lesson) ?? {};
    this.known.set(lesson, here);
    merge(here, this.read(lesson));
    return here;
  }

  /** @param {string} lesson @param {string} name */
  tries(lesson, name) {
    return this.load(lesson)[name] ?? [];
  }

  /** The attempts of all lessons that have any, in the order of their names. */
  lessons() {
    const names = new Set(this.known.keys());
    for (const key of keysOf(this.store)) {
      if (key.startsWith(PREFIX) && !key.includes(" damaged-")) names.add(key.slice(PREFIX.length));
    }
    /** @type {Record<string, Attempts>} */
    const found = {};
    for (const name of [...names].sort()) {
      const tries = this.load(name);
      if (Object.keys(tries).length) found[name] = tries;
    }
    return found;
  }

  /**
   * Keeps an attempt, unless it repeats the one before it. Throws an Error where the browser keeps
   * nothing; the attempt then stays on this page.
   * @param {string} lesson
   * @param {string} name
   * @param {unknown} answer
   * @param {boolean | null} right
   * @param {Partial<Attempt>} more
   */
  add(lesson, name, answer, right, more = {}) {
    const fresh = { answer: writable(answer), right, ...ADDED, ...more };
    const attempts = this.load(lesson);
    attempts[name] ??= [];
    /** @type {any} */
    const last = attempts[name].at(-1);
    if (last && Object.entries(fresh).every(([key, value]) => same(last[key], value))) return;
    attempts[name].push({ ...fresh, time: this.now().toISOString().replace("Z", "+00:00") });
    this.write(lesson);
  }

  /** Takes in what another file has. @param {Record<string, Attempts>} lessons */
  take(lessons) {
    for (const [lesson, attempts] of Object.entries(lessons)) {
      merge(this.load(lesson), attempts);
      this.write(lesson);
    }
  }

  /** @param {string} lesson */
  write(lesson) {
    const content = { lesson, version: VERSION, attempts: this.load(lesson) };
    try {
      if (!this.store) throw new Error("no store");
      this.store.setItem(PREFIX + lesson, JSON.stringify(content));
    } catch {
      throw new Error(FULL);
    }
  }

  /** What the store says; what cannot be understood is put aside, never overwritten. */
  read(/** @type {string} */ lesson) {
    let text = null;
    try {
      text = this.store?.getItem(PREFIX + lesson) ?? null;
      return text === null ? {} : attemptsIn(JSON.parse(text));
    } catch {
      if (text !== null) this.putAside(lesson, text);
      return {};
    }
  }

  /** @param {string} lesson @param {string} text */
  putAside(lesson, text) {
    const taken = keysOf(this.store);
    let number = 1;
    while (taken.includes(`${PREFIX}${lesson} damaged-${number}`)) number += 1;
    try {
      this.store?.setItem(`${PREFIX}${lesson} damaged-${number}`, text);
      this.store?.setItem(
        PREFIX + lesson,
        JSON.stringify({ lesson, version: VERSION, attempts: {} }),
      );
      this.say(
        `Your answers to lesson ${lesson.slice(0, 2)} could not be read; this browser keeps them ` +
          `under “${PREFIX}${lesson} damaged-${number}”.`,
      );
    } catch {
      this.say(`Your answers to lesson ${lesson.slice(0, 2)} cannot be read, nor put aside.`);
    }
  }
}

/** @param {Store | null} store */
function keysOf(store) {
  const keys = [];
  try {
    for (let n = 0; n < (store?.length ?? 0); n++) keys.push(String(store?.key(n)));
  } catch {
    // a store that is closed has no keys
  }
  return keys;
}
