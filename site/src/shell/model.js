// The JavaScript side of a widget, where in Jupyter Python is. The front end cannot tell: it gets,
// sets, saves, sends and listens as ever.

/** @typedef {import("../../../course_lib/widgets/js/types.d.ts").Model} Face */

/** @param {unknown} a @param {unknown} b */
const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** @implements {Face} */
export class Model {
  /** @param {Record<string, any>} values the traits that the front end sees */
  constructor(values) {
    this.values = values;
    /** @type {Map<string, Set<() => void>>} */
    this.listeners = new Map();
    /** @type {Record<string, any>} */
    this.unsaved = {};
    this.widget_manager = household;
  }

  // ── What the front end calls ──

  /** @param {string} name @returns {any} */
  get(name) {
    return this.values[name];
  }

  /** @param {string} name @param {any} value */
  set(name, value) {
    if (same(this.values[name], value)) return;
    this.values[name] = this.unsaved[name] = value;
    this.fire(`change:${name}`);
  }

  /** What was set goes to `heard`, a moment later, as a message to the kernel does. */
  save_changes() {
    const changed = this.unsaved;
    this.unsaved = {};
    if (Object.keys(changed).length) this.soon(() => this.heard(changed));
  }

  /** @param {any} message */
  send(message) {
    this.soon(() => this.told(message));
  }

  /** @param {string} event @param {() => void} listener */
  on(event, listener) {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener));
  }

  /** @param {string} event @param {() => void} listener */
  off(event, listener) {
    this.listeners.get(event)?.delete(listener);
  }

  // ── What a subclass overrides: the kernel's part ──

  /**
   * The front end has saved these values; they stand in `values` already.
   * @param {Record<string, any>} _changed
   * @returns {void | Promise<void>}
   */
  heard(_changed) {}

  /**
   * The front end has sent a message.
   * @param {any} _message
   * @returns {void | Promise<void>}
   */
  told(_message) {}

  /**
   * An error of `heard` or `told`; by default it is thrown where the page's net catches it.
   * @param {unknown} error
   */
  failed(error) {
    throw error;
  }

  // ── What a subclass calls ──

  /**
   * Changes values from this side, as `hold_sync` does: all are there when the first is told.
   * @param {Record<string, any>} fresh
   */
  update(fresh) {
    const changed = Object.keys(fresh).filter((name) => !same(this.values[name], fresh[name]));
    Object.assign(this.values, fresh);
    for (const name of changed) this.fire(`change:${name}`);
  }

  /** @param {string} event */
  fire(event) {
    for (const listener of [...(this.listeners.get(event) ?? [])]) listener();
  }

  /** @param {() => void | Promise<void>} job */
  soon(job) {
    Promise.resolve()
      .then(job)
      .catch((error) => this.failed(error));
  }
}

/**
 * Widgets inside widgets: what ipywidgets' manager is asked for. A model that holds another one
 * has its reference, `household.adopt(widget, model)`, as a value.
 */
class Household {
  constructor() {
    /** @type {Map<string, { widget: any, model: Face }>} */
    this.members = new Map();
    this.count = 0;
  }

  /**
   * Takes a widget's model in, and gives the reference by which a front end finds it.
   * @param {{ render: (place: any) => any }} widget
   * @param {Face} model
   */
  adopt(widget, model) {
    const id = `site-${this.count++}`;
    this.members.set(id, { widget, model });
    return `IPY_MODEL_${id}`;
  }

  /** @param {string | null | undefined} reference */
  dismiss(reference) {
    if (reference) this.members.delete(reference.replace("IPY_MODEL_", ""));
  }

  /** @param {string} id */
  async get_model(id) {
    const found = this.members.get(id);
    if (!found) throw new Error(`there is no widget ${id}`);
    return found;
  }

  /** @param {{ widget: any, model: Face }} member */
  async create_view({ widget, model }) {
    const el = document.createElement("div");
    const close = await widget.render({ model, el });
    return {
      el,
      remove() {
        close?.();
        el.remove();
      },
    };
  }
}

export const household = new Household();
