// An agent's file, as course_lib/agents/zoo.py reads and writes it: safetensors, with the card inside.
//
// Eight bytes give the length of the head, the head is JSON (what lies where, and `__metadata__`),
// and the rest is numbers. Weights are half-precision numbers. Whatever is wrong with a file is said
// in one sentence, as an Error.

/**
 * @typedef {{ shape: number[], data: Float32Array }} Tensor
 * @typedef {Map<string, Tensor>} Tensors
 * @typedef {Record<string, any>} Card
 */

export const FORMAT = "spot-the-difference agent 1";
const MOST = 64 * 2 ** 20; // bytes; an agent of the course has 250 thousand
const SIZES = /** @type {Record<string, number>} */ ({ F16: 2, F32: 4 });
const NO_FILE = "This is no file of weights";

/**
 * A number from half precision.
 * @param {number} half
 */
function decoded(half) {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const rest = half & 1023;
  if (exponent === 31) return rest ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent
    ? sign * 2 ** (exponent - 15) * (1 + rest / 1024)
    : sign * 2 ** -14 * (rest / 1024);
}

/** @type {Float32Array | null} */
let table = null; // of all 65,536 of them, once it is needed

/** The numbers by their half precision. */
export function halves() {
  table ??= Float32Array.from({ length: 1 << 16 }, (_, half) => decoded(half));
  return table;
}

const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);

/**
 * A number in half precision, rounded to the nearest, to the even one of two; too large is infinite.
 * @param {number} value
 */
export function toHalf(value) {
  float[0] = value;
  const sign = (word[0] >>> 16) & 0x8000;
  const magnitude = Math.abs(float[0]);
  if (Number.isNaN(magnitude)) return 0x7e00;
  if (magnitude >= 65520) return sign | 0x7c00;
  const exponent = Math.max(Math.floor(Math.log2(magnitude || 1e-9)), -14);
  const unit = 2 ** (exponent - 10); // of the last of ten bits; log2 may be one off, which is carried
  const steps = magnitude / unit;
  let whole = Math.floor(steps);
  if (steps - whole > 0.5 || (steps - whole === 0.5 && whole % 2)) whole += 1;
  return sign | (exponent === -14 ? whole : ((exponent + 15) << 10) + whole - 1024);
}

/**
 * What lies where in a file, and what was written beside it.
 * @param {Uint8Array} bytes
 */
function headOf(bytes) {
  if (bytes.length > MOST)
    throw new Error(
      `${NO_FILE} of an agent: it has ${bytes.length} bytes, and ${MOST} at most are read.`,
    );
  if (bytes.length < 8)
    throw new Error(
      `${NO_FILE}: it has ${bytes.length} bytes, and the length of its head alone takes 8.`,
    );
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > MOST) throw new Error(`${NO_FILE}: it does not begin as one does.`);
  if (length > bytes.length - 8)
    throw new Error(
      `${NO_FILE}, or it is cut off: its head should have ${length} bytes, and ${bytes.length - 8} follow.`,
    );
  let head;
  try {
    head = JSON.parse(
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + length)),
    );
  } catch {
    throw new Error(`${NO_FILE}, or it is damaged: its head cannot be read.`);
  }
  if (!isRecord(head)) throw new Error(`${NO_FILE}, or it is damaged: its head names no tensors.`);
  const { __metadata__: about = {}, ...where } = head;
  return { about: isRecord(about) ? about : {}, where, numbers: bytes.subarray(8 + length) };
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, any>}
 */
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} n */
const isCount = (n) => Number.isSafeInteger(n) && /** @type {number} */ (n) >= 0;

/**
 * One tensor, and where it ends.
 * @param {string} name
 * @param {any} entry
 * @param {Uint8Array} numbers
 * @returns {Tensor & { from: number, to: number }}
 */
function readTensor(name, entry, numbers) {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  const size = SIZES[dtype];
  if (!size || !Object.hasOwn(SIZES, dtype))
    throw new Error(
      `The file is not an agent's: the numbers of ${name} are of the kind ${dtype}, not F16 or F32.`,
    );
  const whole = Array.isArray(shape) && shape.every(isCount);
  const [from, to] = Array.isArray(offsets) && offsets.every(isCount) ? offsets : [];
  const count = whole ? shape.reduce((product, n) => product * n, 1) : Number.NaN;
  if (from === undefined || to - from !== count * size)
    throw new Error(`The file is damaged: its head gives ${name} another length than its shape.`);
  if (to > numbers.length)
    throw new Error(
      `The file is cut off: ${name} should end at byte ${to}, and there are ${numbers.length}.`,
    );
  const view = new DataView(numbers.buffer, numbers.byteOffset + from, to - from);
  const data = new Float32Array(count);
  const known = halves();
  for (let i = 0; i < count; i++)
    data[i] = size === 2 ? known[view.getUint16(2 * i, true)] : view.getFloat32(4 * i, true);
  if (!data.every(Number.isFinite))
    throw new Error(`The file is damaged: it has numbers in ${name} that are not finite.`);
  return { shape, data, from, to };
}

/**
 * A card from its text.
 * @param {unknown} text
 * @param {string} what
 * @returns {Card}
 */
function parsed(text, what) {
  let found;
  try {
    found = typeof text === "string" ? JSON.parse(text) : null;
  } catch {
    found = null;
  }
  if (!isRecord(found)) throw new Error(`The file is damaged: ${what} cannot be read.`);
  return found;
}

/**
 * An agent's tensors, and its card: name, world, distribution, seed, shape, and what training wrote.
 * Shipped agents have no more than these five inside.
 * @param {Uint8Array} bytes
 * @returns {{ tensors: Tensors, card: Card }}
 */
export function readSafetensors(bytes) {
  const { about, where, numbers } = headOf(bytes);
  if (about.format !== FORMAT)
    throw new Error(
      `This file is not an agent of the course: its format is ${about.format ?? "not given"}, not "${FORMAT}".`,
    );
  const tensors = new Map();
  const parts = Object.entries(where).map(([name, entry]) => {
    const { from, to, ...tensor } = readTensor(name, entry, numbers);
    tensors.set(name, tensor);
    return [from, to];
  });
  parts.sort(([a], [b]) => a - b);
  const gap = parts.findIndex(([from], i) => from !== (i ? parts[i - 1][1] : 0));
  if (gap >= 0 || (parts.at(-1)?.[1] ?? 0) !== numbers.length)
    throw new Error(
      "The file is damaged: its numbers lie over each other, or some belong to nothing.",
    );
  const self = parsed(about.about, "what it says about its agent");
  const card = about.card === undefined ? {} : parsed(about.card, "its card");
  for (const key of ["name", "seed", "world"])
    if (about.card !== undefined && card[key] !== self[key])
      throw new Error(
        `The file is damaged: the ${key} on its card is ${card[key]}, and its own is ${self[key]}.`,
      );
  return { tensors, card: { ...card, ...self } };
}

/**
 * The file of an agent, which course_lib.agents.zoo.load_file reads.
 * @param {Tensors} tensors
 * @param {Card} card name, world, distribution, seed, shape; and whatever else is known
 * @returns {Uint8Array}
 */
export function writeSafetensors(tensors, card) {
  const { name, world, distribution, seed, shape, ...more } = card;
  const about = { name, world, distribution, seed };
  /** @type {Record<string, any>} */
  const head = {
    __metadata__: {
      format: FORMAT,
      about: JSON.stringify({ ...about, shape }),
      card: JSON.stringify({ ...about, ...more }),
    },
  };
  let end = 0;
  const coded = [...tensors].map(([part, tensor]) => {
    if (!tensor.data.every(Number.isFinite))
      throw new Error(`Agent ${name} cannot be saved: numbers in ${part} are not finite.`);
    const half = Uint16Array.from(tensor.data, toHalf);
    const short = half.every((code) => (code & 0x7c00) !== 0x7c00);
    const numbers = short ? half : tensor.data.slice();
    const from = end;
    end += numbers.byteLength;
    head[part] = {
      dtype: short ? "F16" : "F32",
      shape: tensor.shape,
      data_offsets: [from, end],
    };
    return { from, bytes: new Uint8Array(numbers.buffer) };
  });
  let text = new TextEncoder().encode(JSON.stringify(head));
  const padded = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(32);
  padded.set(text);
  text = padded;
  const bytes = new Uint8Array(8 + text.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  for (const part of coded) bytes.set(part.bytes, 8 + text.length + part.from);
  return bytes;
}
