// Talk with the kernel: what is saved, what is asked, and what is heard.

/**
 * @typedef {import("./types.d.ts").Model} Model
 * @typedef {import("./types.d.ts").Close} Close
 */

const PATIENCE = 8000; // milliseconds until the reader is told that no kernel answers

/**
 * Sends what was set. Without a kernel nothing happens: every widget goes on alone.
 * @param {Model} model
 */
export function save(model) {
  try {
    model.save_changes();
  } catch {
    // no kernel
  }
}

/**
 * Sends a message that needs no answer. Without a kernel nothing happens.
 * @param {Model} model
 * @param {unknown} message
 */
export function tell(model, message) {
  try {
    model.send(message);
  } catch {
    // no kernel
  }
}

/**
 * Listens to events of the model ("change:step", say); gives the function that ends it.
 * @param {Model} model
 * @param {Record<string, () => void>} listeners
 * @returns {Close}
 */
export function listen(model, listeners) {
  for (const [event, listener] of Object.entries(listeners)) model.on(event, listener);
  return () => {
    for (const [event, listener] of Object.entries(listeners)) model.off(event, listener);
  };
}

/**
 * A model whose values belong to no kernel: for a widget inside another.
 * @param {Record<string, any>} values
 * @returns {Model}
 */
export function localModel(values) {
  return {
    get: (name) => values[name],
    set(name, value) {
      values[name] = value;
    },
    save_changes() {},
    send() {},
    on() {},
    off() {},
  };
}

/**
 * A function ask(message) for a widget: questions to the kernel, one at a time. Python answers
 * each by counting up the trait `answers`; `said(text)` shows a trouble, or none ("").
 * What waits in the queue is sent after the answer; a message with `final: false` is dropped
 * for the one after it, so that a drag does not pile up.
 * @param {Model} model
 * @param {(text: string) => void} said
 */
export function makeAsker(model, said) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {any[]} */
  let queue = [];

  /** @param {any} message */
  function send(message) {
    timer = setTimeout(() => {
      timer = undefined;
      queue = [];
      said("No answer from the kernel. Run this cell (Shift+Enter), then go on.");
    }, PATIENCE);
    try {
      model.send(message);
    } catch {
      // no kernel: the line above says so in a moment
    }
  }

  /** @param {any} message */
  function ask(message) {
    if (!timer) {
      send(message);
      return;
    }
    if (queue.at(-1)?.final === false) queue.pop();
    queue.push(message);
  }

  function answered() {
    clearTimeout(timer);
    timer = undefined;
    if (queue.length) send(queue.shift());
  }

  const deaf = listen(model, { "change:answers": answered });
  ask.waits = () => timer !== undefined;
  ask.stop = () => {
    clearTimeout(timer);
    deaf();
  };
  return ask;
}
