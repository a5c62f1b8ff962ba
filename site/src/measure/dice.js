// The random numbers of numpy's `default_rng([seed, stream]).random()`: the very same, so that a
// path on the site is the path in Python. Seeds are spread as numpy's SeedSequence does it (after
// O'Neill's seed_seq_fe), and the generator is her PCG64 (XSL-RR, 128 bits).

const WORD = 0xffffffffn;
const LONG = (1n << 64n) - 1n;
const WIDE = (1n << 128n) - 1n;
const TIMES = (2549297995355413924n << 64n) + 4865540595714422341n;
const POOL = 4;

/**
 * The words of 32 bits that a number consists of, the low one first; 0 is one word.
 * @param {number | bigint} number
 */
function wordsOf(number) {
  let left = BigInt(number);
  const words = [];
  do {
    words.push(Number(left & WORD));
    left >>= 32n;
  } while (left);
  return words;
}

/** @param {number} first @param {number} times */
function hasher(first, times) {
  let salt = first;
  return (/** @type {number} */ value) => {
    let mixed = value ^ salt;
    salt = Math.imul(salt, times);
    mixed = Math.imul(mixed, salt);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
}

/** @param {number} x @param {number} y */
function mix(x, y) {
  const mixed = (Math.imul(x, 0xca01f9dd) - Math.imul(y, 0x4973f715)) >>> 0;
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** @param {number[]} entropy */
function poolOf(entropy) {
  const hash = hasher(0x43b0d7e5, 0x931e8875);
  const pool = Array.from({ length: POOL }, (_, i) => hash(entropy[i] ?? 0));
  for (let from = 0; from < POOL; from++) {
    for (let to = 0; to < POOL; to++) {
      if (from !== to) pool[to] = mix(pool[to], hash(pool[from]));
    }
  }
  for (const word of entropy.slice(POOL)) {
    for (let to = 0; to < POOL; to++) pool[to] = mix(pool[to], hash(word));
  }
  return pool;
}

/**
 * A function that gives the next of these random numbers, from 0 up to but not 1.
 * @param {(number | bigint)[]} seeds whole numbers that are not less than 0
 * @returns {() => number}
 */
export function dice(seeds) {
  const next = bits(seeds);
  return () => Number(next() >> 11n) / 2 ** 53;
}

/**
 * A function that gives the next 64 random bits, as numpy's generator does.
 * @param {(number | bigint)[]} seeds
 * @returns {() => bigint}
 */
export function bits(seeds) {
  const half = Array.from(seedSequence(seeds).words(8), BigInt);
  const [a, b, c, d] = [0, 2, 4, 6].map((i) => half[i] | (half[i + 1] << 32n));
  const step = ((((c << 64n) | d) << 1n) | 1n) & WIDE;
  let state = ((step + ((a << 64n) | b)) * TIMES + step) & WIDE;
  return () => {
    state = (state * TIMES + step) & WIDE;
    const turn = state >> 122n;
    const word = (state >> 64n) ^ (state & LONG);
    return ((word >> turn) | (word << (64n - turn))) & LONG;
  };
}

/**
 * numpy's SeedSequence of these numbers: `words(n)` is its `generate_state(n)`, of 32 bits each;
 * of 64 bits are two of them, the low one first.
 * @param {(number | bigint)[]} seeds whole numbers that are not less than 0
 */
export function seedSequence(seeds) {
  const pool = poolOf(seeds.flatMap(wordsOf));
  return {
    words(/** @type {number} */ count) {
      const hash = hasher(0x8b51f9dd, 0x58f38ded);
      return Uint32Array.from({ length: count }, (_, i) => hash(pool[i % POOL]));
    },
  };
}
