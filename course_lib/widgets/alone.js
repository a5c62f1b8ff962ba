// A widget in a stored notebook stands in the page by itself: its module, its style and its state
// lie beside this script (stored.py), and neither a kernel nor Jupyter's manager of widgets is
// asked. Until the cell is run, whatever a kernel would have to answer stays as it was.

/** @typedef {import("./js/types.d.ts").Model} Model */

/**
 * A model that keeps what is set, tells who listens, and sends nothing.
 * @param {Record<string, any>} state
 * @returns {Model}
 */
function lone(state) {
  /** @type {Map<string, Set<() => void>>} */
  const listeners = new Map();
  return {
    get: (name) => state[name],
    set(name, value) {
      if (JSON.stringify(state[name]) === JSON.stringify(value)) return;
      state[name] = value;
      for (const listener of [...(listeners.get(`change:${name}`) ?? [])]) listener();
    },
    save_changes() {},
    send() {},
    on(event, listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    off(event, listener) {
      listeners.get(event)?.delete(listener);
    },
  };
}

/**
 * Draws the widget that lies in `place`, above whose text and picture it then stands.
 * @param {HTMLElement} place
 */
async function stand(place) {
  const { esm, css, state } = JSON.parse(place.querySelector("[type$=json]")?.textContent ?? "");
  const url = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
  const widget = (await import(url)).default;
  URL.revokeObjectURL(url);
  const style = document.createElement("style");
  style.textContent = css;
  // A widget has its own look: the page's rules for tables and lists of a text are not for it.
  place.closest(".jp-RenderedHTMLCommon")?.classList.remove("jp-RenderedHTMLCommon");
  const el = document.createElement("div");
  place.append(style, el);
  await widget.render({ model: lone(state), el });
  place.classList.add("cl-stands");
}

const here = /** @type {HTMLElement} */ (document.currentScript?.closest(".cl-alone"));
stand(here).catch((error) => console.error("The widget stays a picture:", error));
