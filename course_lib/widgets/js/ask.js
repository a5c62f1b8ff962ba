// Questions to the kernel, one at a time. Python answers each by counting up the trait `answers`.

const ASK_PATIENCE = 8000; // milliseconds until the reader is told that no kernel answers

/**
 * A function ask(message) for a widget; `said(text)` shows a trouble, or none ("").
 * What waits in the queue is sent after the answer; a message with `final: false` is dropped
 * for the one after it, so that a drag does not pile up.
 */
function makeAsker(model, said) {
  let timer = null;
  let queue = [];

  function send(message) {
    timer = setTimeout(() => {
      timer = null;
      queue = [];
      said("No answer from the kernel. Run this cell (Shift+Enter), then go on.");
    }, ASK_PATIENCE);
    try { model.send(message); } catch { /* no kernel: the line above says so in a moment */ }
  }

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
    timer = null;
    if (queue.length) send(queue.shift());
  }

  model.on("change:answers", answered);
  ask.stop = () => {
    clearTimeout(timer);
    model.off("change:answers", answered);
  };
  return ask;
}
