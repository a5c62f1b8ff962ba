// The rules of a world, as course_lib/widgets/translate writes them from Python, and the records
// they work on. Nothing here draws; it runs in Node and in workers too.

/**
 * A record of the world: its fields read and write as numpy's do, on `bytes`.
 * @typedef {{ bytes: Uint8Array, [field: string]: any }} State
 */

/** @typedef {number | bigint} Seed A whole number from 0 to 2**64 - 1; as a number, a safe one. */

/**
 * Rows and columns of numbers, with the few names of numpy that the rules use.
 * @typedef {{ data: any, shape: [number, number], size: number, reshape: () => any }} Table
 */

/**
 * The rules of one world: its kernels, and what they need to be read. `figures` is null in a world
 * where nothing stands between tiles, `camera` where a view is always the whole level; `reset` where
 * zeros are right. `generate` is null where only the kernel makes levels, `planner` where none has
 * a translation; `hopes` says of each state whether it has something to gain, where a planner does
 * so. `more` are further rules that were asked for. Seeds of 64 bits are two halves of 32 in `seedHalves` and `nextHalves`.
 * @typedef {{
 *   step: (state: any, action: number) => void,
 *   observe: (state: any, view: Table) => void,
 *   figures: ((state: any, out: Table) => number) | null,
 *   shape: (state: any) => [number, number],
 *   agent_position: (state: any) => [number, number],
 *   generate: ((state: any, params: Record<string, any>) => void) | null,
 *   reset: ((state: any) => void) | null,
 *   camera: ((state: any, height: number, width: number) => [number, number]) | null,
 *   planner: ((states: State[]) => Int32Array) | null,
 *   hopes: ((states: State[]) => ArrayLike<boolean>) | null,
 *   more: Record<string, (...given: any[]) => any>,
 *   seed: (state: any, seed: Seed) => void,
 *   nextSeed: (state: any) => bigint,
 *   seedHalves: (state: any, high: number, low: number) => void,
 *   nextHalves: (state: any) => [number, number],
 *   open: (bytes: Uint8Array) => State,
 *   State: new (buffer: ArrayBufferLike, offset?: number) => State,
 *   record: { bytes: number, fields: [string, string, number, number][] },
 *   metrics: string[], counted: string[], events: Record<string, string>,
 *   stage: number | null, pixels: number, most: number,
 * }} Rules
 */

const HALF = 2 ** 32;

/**
 * The rules in this text: the body of a function that returns them.
 * @param {string} text
 * @returns {Rules}
 */
export function readRules(text) {
  const { seed, nextSeed, ...raw } = new Function(text)();
  return {
    ...raw,
    seedHalves: seed,
    nextHalves: nextSeed,
    seed: (state, value) => seed(state, ...halvesOf(value)),
    nextSeed: (state) => joined(nextSeed(state)),
    open: (bytes) => openRecord(raw, bytes),
  };
}

/**
 * A record on these bytes, which stay shared: to keep them as they are, give a `slice()` of them.
 * @param {Pick<Rules, "State" | "record">} rules
 * @param {Uint8Array} bytes
 */
export function openRecord({ State, record }, bytes) {
  if (bytes.length !== record.bytes)
    throw new RangeError(`a record has ${record.bytes} bytes, not ${bytes.length}`);
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  return new State(aligned.buffer, aligned.byteOffset);
}

/**
 * The upper and the lower 32 bits of a seed.
 * @param {Seed} seed
 * @returns {[number, number]}
 */
export function halvesOf(seed) {
  if (typeof seed === "bigint") {
    if (seed < 0n || seed >= 1n << 64n)
      throw new RangeError(`a seed is a whole number from 0 to 2**64 - 1, not ${seed}`);
    return [Number(seed >> 32n) | 0, Number(seed & 0xffffffffn) | 0];
  }
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`a seed is a whole number from 0 to 2**53 - 1, or a BigInt, not ${seed}`);
  return [Math.floor(seed / HALF) | 0, seed | 0];
}

/**
 * The seed with these halves.
 * @param {[number, number]} halves
 */
function joined([high, low]) {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

/**
 * A table over these numbers.
 * @param {Uint8Array | Int16Array} data
 * @param {number} rows
 * @param {number} columns
 * @returns {Table}
 */
export function table(data, rows, columns) {
  return { data, shape: [rows, columns], size: rows * columns, reshape: () => data };
}

/**
 * Puts the level of a seed at its first moment, as `_start_one` of engine/sim.py does.
 * @param {Rules} rules
 * @param {State} state
 * @param {Record<string, any>} params
 * @param {Seed} seed
 */
export function startLevel(rules, state, params, seed) {
  startFrom(rules, state, params, ...halvesOf(seed));
}

/**
 * The same for the halves of a seed.
 * @param {Rules} rules
 * @param {State} state
 * @param {Record<string, any>} params
 * @param {number} high
 * @param {number} low
 */
export function startFrom(rules, state, params, high, low) {
  if (!rules.generate) throw new Error("only the kernel makes levels of this world");
  state.bytes.fill(0);
  rules.seedHalves(state, high, low);
  rules.generate(state, params);
  rules.reset?.(state);
}
