// Bytes that lie in a script as text: see tools/serverless/data.py, which packs them.

const MARK = 0x20; // before a word that may not stand in a script as it is

/**
 * The words of 16 bits in this text.
 * @param {string} text
 */
export function words(text) {
  const out = new Uint16Array(text.length);
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    out[count++] = code === MARK ? text.charCodeAt(++at) ^ 0x8000 : code;
  }
  return out.subarray(0, count);
}

/**
 * The bytes in these gzipped ones; fails where they are damaged.
 * @param {Uint8Array<ArrayBuffer>} zipped
 */
async function unzip(zipped) {
  const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * The bytes as they were before packing. `zipped` is how many bytes the gzipped ones are; from
 * `head` on, the first bytes of all pairs lie before the second ones.
 * @param {{ packed: string, zipped: number, head: number }} data
 */
export async function unpack({ packed, zipped, head }) {
  const raw = new Uint8Array(words(packed).slice().buffer, 0, zipped); // low byte first
  const flat = await unzip(raw);
  const out = new Uint8Array(flat.length);
  out.set(flat.subarray(0, head));
  const half = (flat.length - head) >> 1;
  for (let i = 0; i < half; i++) {
    out[head + 2 * i] = flat[head + i];
    out[head + 2 * i + 1] = flat[head + half + i];
  }
  return out;
}
