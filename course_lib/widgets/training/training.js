// Training on both sides of the shift: two panels of curves, pause, and the newest agent's episode.

const UNHEARD = 3000; // milliseconds until the reader is told that the kernel does not listen

/** What the player asks of a model, for an episode that arrived inside this one. */
function playerModel(newest, autoplay) {
  const values = { payload: newest.payload, caption: newest.title, label: newest.label, speed: 6, autoplay, step: 0 };
  return { get: (name) => values[name], set: (name, value) => { values[name] = value; },
    save_changes() {}, on() {}, off() {} };
}

function render({ model, el: host }) {
  const close = curves.render({ model, el: host });
  const root = host.querySelector(".cl-training");
  const pause = el("button", { type: "button", class: "cl-button cl-pause", onclick: ask }, "Pause");
  const note = el("p", { class: "cl-summary cl-note", role: "status" });
  const show = el("button", { type: "button", class: "cl-button", hidden: true, onclick: () => put(true) });
  const stage = el("div", { class: "cl-newest" });
  const head = root.querySelector(".cl-head");
  head.insertBefore(pause, head.lastElementChild);
  root.append(note, show, stage);
  let timer = null;
  let shown = null;
  let closePlayer = () => {};

  function ask() {
    model.set("paused", !model.get("paused"));
    try { model.save_changes(); } catch { /* no kernel: said below */ }
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (model.get("paused") === model.get("resting") || model.get("finished")) return;
      note.textContent = "The kernel does not answer: it is busy, or was restarted.";
    }, UNHEARD);
    tell();
  }

  function tell() {
    const [paused, resting] = [model.get("paused"), model.get("resting")];
    pause.hidden = model.get("finished");
    pause.textContent = paused ? "Go on" : "Pause";
    pause.setAttribute("aria-pressed", String(paused));
    note.textContent = resting ? "Paused. Nothing is lost: press “Go on”." : paused && !model.get("finished") ? "Pausing after this update …" : "";
    root.dataset.resting = resting;
  }

  /** The reader watches: the newest agent waits until the episode is over, or a button is pressed. */
  function watching() {
    const player = stage.querySelector(".cl-player");
    if (!player) return false;
    const [step, last] = [player.dataset.step, player.querySelector(".cl-range").max];
    return player.dataset.playing === "true" || (step !== "0" && step !== last);
  }

  function put(byHand = false) {
    const newest = model.get("newest");
    if (!newest.payload || newest.step === shown) return;
    show.hidden = byHand || !watching();
    show.textContent = `Show the newest agent (after ${newest.step.toLocaleString("en")} steps)`;
    if (!show.hidden) return;
    closePlayer();
    stage.replaceChildren();
    shown = newest.step;
    closePlayer = player.render({ model: playerModel(newest, !model.get("finished")), el: stage });
    root.dataset.newest = shown;
  }

  const ended = new MutationObserver(() => put());
  ended.observe(stage, { subtree: true, attributes: true, attributeFilter: ["data-playing"] });
  const fresh = () => put();
  model.on("change:newest", fresh);
  for (const name of ["paused", "resting", "finished"]) model.on(`change:${name}`, tell);
  tell();
  put();

  return () => {
    clearTimeout(timer);
    ended.disconnect();
    model.off("change:newest", fresh);
    for (const name of ["paused", "resting", "finished"]) model.off(`change:${name}`, tell);
    closePlayer();
    close();
  };
}

export default { render };
