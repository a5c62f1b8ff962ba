// The compiled network (site/network/net.c): with WebAssembly's vectors where the browser has them.

/** @typedef {{ module: WebAssembly.Module, simd: boolean, words: string }} Kernel */

/** A function whose body has a vector: valid where a browser knows them. */
const VECTORS = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123], // (func (result v128))
  ...[3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11], // i32.const 0, splat, popcnt
);

/**
 * The kernel that runs here, the faster one if it can. Its `words` say which.
 * @param {Uint8Array} simdBytes site/network/net.wasm
 * @param {Uint8Array} plainBytes site/network/net_plain.wasm
 * @returns {Promise<Kernel>}
 */
export async function loadKernel(simdBytes, plainBytes) {
  if (typeof WebAssembly !== "object")
    throw new Error(
      "This browser has no WebAssembly, so agents cannot act here. A browser of 2021 or later has it.",
    );
  const simd = WebAssembly.validate(VECTORS);
  const bytes = /** @type {BufferSource} */ (simd ? simdBytes : plainBytes);
  const module = await WebAssembly.compile(bytes).catch((error) => {
    throw new Error(`The agents' networks cannot be started here: ${error.message}.`);
  });
  const words = simd
    ? "The agents' networks run with WebAssembly's vectors."
    : "This browser has no vectors in WebAssembly: agents act and learn, several times more slowly.";
  return { module, simd, words };
}
