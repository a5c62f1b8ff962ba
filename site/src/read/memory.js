// Where answers are kept: in the browser's localStorage. In Firefox every file of a folder has one
// of its own, so that a unit would know nothing of the one before; there the folder's memory.html,
// in a frame, keeps them for all pages.

import { root } from "../shell/load.js";

/** @typedef {import("./quiz/answers.js").Store} Store */

const PATIENCE = 4000; // milliseconds for the frame to answer

/** localStorage, or null where the browser gives none to this page. */
function local() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/**
 * A store whose entries are here, and are kept by who hears `tell`.
 * @implements {Store}
 */
export class FrameStore {
  /**
   * @param {[string, string][]} entries
   * @param {(message: { keep: [string, string] }) => void} tell
   */
  constructor(entries, tell) {
    this.entries = new Map(entries);
    this.tell = tell;
    this.full = false;
  }

  get length() {
    return this.entries.size;
  }

  /** @param {number} n */
  key(n) {
    return [...this.entries.keys()][n] ?? null;
  }

  /** @param {string} key */
  getItem(key) {
    return this.entries.get(key) ?? null;
  }

  /** @param {string} key @param {string} text */
  setItem(key, text) {
    if (this.full) throw new Error("full");
    this.entries.set(key, text);
    this.tell({ keep: [key, text] });
  }

  /**
   * What the frame says: that another tab has written, or that there is no room.
   * @param {{ entries?: [string, string][], full?: boolean }} message
   */
  hear({ entries = [], full = false }) {
    for (const [key, text] of entries) this.entries.set(key, text);
    if (full) this.full = true;
  }
}

/**
 * The store of this site's answers; null where the browser keeps none.
 * @param {() => void} full what is called when it has no more room
 * @returns {Promise<Store | null>}
 */
export async function openStore(full) {
  if (location.origin !== "null") return local(); // "null": a file of Firefox
  const frame = document.createElement("iframe");
  Object.assign(frame, { hidden: true, title: "memory", src: `${root()}memory.html` });
  /** @type {FrameStore | null} */
  let store = null;
  const opened = new Promise((done) => {
    setTimeout(done, PATIENCE);
    window.addEventListener("message", ({ source, data }) => {
      if (source !== frame.contentWindow || !data?.memory) return;
      const message = data.memory;
      if (store) store.hear(message);
      else if (message.entries) {
        const tell = (/** @type {any} */ told) => frame.contentWindow?.postMessage(told, "*");
        store = new FrameStore(message.entries, tell);
      }
      if (message.full) full();
      done(undefined);
    });
  });
  document.body.append(frame);
  await opened;
  return store ?? local();
}
