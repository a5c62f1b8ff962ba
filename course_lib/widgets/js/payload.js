// What Python packs (payload.py), unpacked.

/**
 * Bytes from base64.
 * @param {string} base64
 */
export function bytes(base64) {
  const text = atob(base64);
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

/** @param {string} base64 */
export const floats = (base64) => new Float32Array(bytes(base64).buffer);

/**
 * All frames as one Uint8Array (count × cells); the code is described in payload.py.
 * @param {string} base64
 * @param {number} count
 * @param {number} cells
 */
export function unpackFrames(base64, count, cells) {
  const code = bytes(base64);
  const out = new Uint8Array(count * cells);
  out.set(code.subarray(0, cells));
  let at = cells;
  for (let t = 1; t < count; t++) {
    const start = t * cells;
    const changes = code[at] | (code[at + 1] << 8);
    at += 2;
    if (changes === 0xffff) {
      out.set(code.subarray(at, at + cells), start);
      at += cells;
      continue;
    }
    out.copyWithin(start, start - cells, start);
    for (let i = 0; i < changes; i++, at += 3) {
      out[start + (code[at] | (code[at + 1] << 8))] = code[at + 2];
    }
  }
  return out;
}

/**
 * What stands between tiles: for each frame a list of [tile id, x, y], in tiles.
 * @param {string} base64
 * @returns {import("./types.d.ts").Floating[][]}
 */
export function unpackFigures(base64) {
  const code = new DataView(bytes(base64).buffer);
  const frames = [];
  for (let at = 0; at < code.byteLength; ) {
    const figures = [];
    for (let count = code.getUint8(at++); count > 0; count--, at += 5) {
      figures.push([
        code.getUint8(at),
        code.getInt16(at + 1, true) / 256,
        code.getInt16(at + 3, true) / 256,
      ]);
    }
    frames.push(figures);
  }
  return frames;
}
