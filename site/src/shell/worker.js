// Workers. A page from a folder may start none from a file, so its text comes as data.

import { load } from "./load.js";

/** @type {Map<string, string>} */
const addresses = new Map();

/**
 * A new worker that runs site/src/workers/<name>.js.
 * @param {string} name
 */
export async function startWorker(name) {
  let address = addresses.get(name);
  if (!address) {
    const text = await load(`worker:${name}`);
    address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    addresses.set(name, address);
  }
  return new Worker(address);
}
