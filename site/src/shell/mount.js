// A widget of the course, unmodified, in a place of the page.

/** @typedef {import("../../../course_lib/widgets/js/types.d.ts").Place} Place */

/**
 * Puts a widget's front end into `host`, instead of what was there; gives what takes it away.
 * @param {{ render: (place: Place) => any }} widget
 * @param {import("../../../course_lib/widgets/js/types.d.ts").Model} model
 * @param {HTMLElement} host
 * @returns {Promise<() => void>}
 */
export async function mount(widget, model, host) {
  const el = document.createElement("div");
  host.replaceChildren(el);
  const close = await widget.render({ model, el });
  return () => {
    close?.();
    el.remove();
  };
}
