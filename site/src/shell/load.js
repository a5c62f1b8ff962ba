// The data of the site. A file of data is a classic script that calls `SITE.take(name, data)`: a
// page that was opened from a folder may fetch nothing, but a script it may load.

import { Trouble } from "./say.js";
import { unpack } from "./unpack.js";

/** @type {Map<string, any>} */
const taken = new Map();
/** @type {Map<string, Promise<any>>} */
const asked = new Map();

/**
 * What a data file calls.
 * @param {string} name
 * @param {any} data
 */
function take(name, data) {
  taken.set(name, data);
}

/** @type {any} */ (globalThis).SITE = { take };

/** Where the folder's root lies from this page: "" or "../". */
export const root = () => document.body?.dataset.root ?? "";

/**
 * The file of this name: "agent:maze/corner:3" lies in data/agent/maze/corner/3.js.
 * @param {string} name
 */
export const fileOf = (name) => `data/${name.replaceAll(":", "/")}.js`;

/**
 * The data of this name; loaded once, however often they are asked for.
 * Fails with a Trouble, whose message is one sentence, where the file is missing or damaged.
 * @param {string} name
 * @returns {Promise<any>}
 */
export function load(name) {
  const before = asked.get(name);
  if (before) return before;
  const coming = fetchScript(name);
  asked.set(name, coming);
  coming.catch(() => asked.delete(name)); // so that a second try is one
  return coming;
}

/** @param {string} name */
async function fetchScript(name) {
  if (!/^[\w/:.-]+$/.test(name) || name.includes(".."))
    throw new Trouble(`“${name}” is no name of data of this site.`);
  if (!taken.has(name)) await addScript(name);
  if (!taken.has(name))
    throw new Trouble(`The file ${fileOf(name)} of this site is damaged: copy the folder anew.`);
  const data = taken.get(name);
  if (typeof data?.packed !== "string") return data;
  try {
    data.bytes = await unpack(data);
  } catch (error) {
    throw new Trouble(`The file ${fileOf(name)} of this site is damaged: copy the folder anew.`, {
      cause: error,
    });
  }
  delete data.packed;
  return data;
}

/** @param {string} name */
function addScript(name) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = root() + fileOf(name);
    script.onload = () => done(undefined);
    script.onerror = () =>
      failed(
        new Trouble(
          `The file ${fileOf(name)} could not be loaded: this site has no such file, or the network is away.`,
        ),
      );
    document.head.append(script);
    script.addEventListener("load", () => script.remove());
  });
}
