// Spot the difference: two shelves, an answer, the reveal. Python draws the rounds and keeps score.

const PATIENCE = 8000; // milliseconds until the reader is told that no kernel answers
const HELP = "1 to 9 tick what differs, 0 nothing, [ and ] less or more sure, P the next prediction, "
  + "T the next team, A or B more levels, + and − larger or smaller pictures, L for a class, "
  + "C countdown, R reveal, N next round.";

/** Messages to the kernel, one at a time; `atWork` is told while it takes long, and a word if it is silent. */
function makeAsk(model, trouble, atWork) {
  let waiting = null;
  let slow = null;
  function rest() {
    clearTimeout(waiting);
    clearTimeout(slow);
    atWork(false);
  }
  function ask(message) {
    rest();
    slow = setTimeout(() => atWork(true), 300);
    waiting = setTimeout(() => {
      trouble.textContent = "No answer from the kernel yet. If it was restarted, run this cell again (Shift+Enter).";
    }, PATIENCE);
    try { model.send(message); } catch { /* no kernel: the line above says so in a moment */ }
  }
  ask.answered = () => {
    rest();
    trouble.textContent = model.get("trouble");
  };
  ask.stop = rest;
  return ask;
}

/** Writes drafts and hands to the kernel, at most every 150 ms. */
function makeWriter(model, state) {
  let timer = null;
  const now = () => {
    clearTimeout(timer);
    timer = null;
    model.set("drafts", copied(state.drafts));
    model.set("hands", { ...state.hands });
    model.set("edits", state.edits); // the last of the three: this one is listened to
    try { model.save_changes(); } catch { /* no kernel */ }
  };
  /** What a question must bring along: what was set waits while the kernel is busy, a message does not. */
  const filled = () => {
    now();
    return { drafts: copied(state.drafts), hands: { ...state.hands }, edits: state.edits };
  };
  return { later: () => { timer ??= setTimeout(now, 150); }, filled, stop: () => clearTimeout(timer) };
}

const copied = (drafts) => drafts.map((draft) => ({ ...draft, knobs: [...draft.knobs] }));

/** A clock that counts down and locks the answers at its end. */
function makeClock(seconds, state, say, over) {
  const face = el("output", { class: "cl-clock" }, seconds ? `${seconds} s` : "");
  const start = el("button", { type: "button", class: "cl-button", title: "countdown (c)", onclick: toggle }, "Start the clock");
  let timer = null;
  let end = 0;
  function tick() {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    face.textContent = `${left} s`;
    face.classList.toggle("cl-late", left <= 5);
    if (left === 10) say("10 seconds left");
    if (left > 0) return;
    stop();
    face.textContent = "Time is up";
    say("Time is up");
    over();
  }
  function stop() {
    clearInterval(timer);
    timer = null;
    start.textContent = "Start the clock";
  }
  function toggle() {
    if (timer) return reset();
    if (!seconds || state.told) return;
    end = performance.now() + 1000 * seconds;
    timer = setInterval(tick, 200);
    start.textContent = "Stop the clock";
    tick();
  }
  function reset() {
    stop();
    face.classList.remove("cl-late");
    face.textContent = seconds ? `${seconds} s` : "";
  }
  return { node: el("span", { class: "cl-countdown", hidden: !seconds }, face, start), toggle, reset, stop };
}

function render({ model, el: host }) {
  const id = `cl-spot-${Math.random().toString(36).slice(2)}`;
  const teams = model.get("teams");
  const seconds = model.get("countdown");
  const state = { drafts: [], hands: {}, edits: 0, locked: false, told: false, zoom: 0, team: 0,
    large: teams.length > 1 || seconds > 0, take: (team) => ask({ ask: "hands", team, filled: writer.filled() }) };
  const trouble = el("p", { class: "cl-trouble", role: "alert" }, model.get("trouble"));
  const live = el("div", { class: "cl-live", "aria-live": "polite" });
  const say = announcer(live, 700);
  const ask = makeAsk(model, trouble, (busy) => {
    root.classList.toggle("cl-at-work", busy);
    if (busy) say("The kernel is at work. A world's first levels take some seconds.");
  });
  const writer = makeWriter(model, state);
  const clock = makeClock(seconds, state, say, 
    () => keepFocus(() => { state.locked = true; form?.show(); }));

  // ── The parts ──
  const title = el("b", { class: "cl-round" });
  const rewarded = el("p", {});
  const active = el("span", { class: "cl-faint" });
  const shelves = { A: makeShelf("A", ask), B: makeShelf("B", ask) };
  const both = el("div", { class: "cl-shelves" }, shelves.A.node, shelves.B.node);
  const size = (by, face, words) => el("button", { type: "button", class: "cl-button cl-small", title: words,
    "aria-label": words, onclick: () => zoom(by) }, face);
  const classView = el("input", { type: "checkbox" });
  classView.addEventListener("change", () => keepFocus(() => {
    state.large = classView.checked;
    newForm();
    paint();
  }));
  const place = el("div", {});
  const reveal = el("button", { type: "button", class: "cl-button cl-main", title: "reveal (r)", onclick: unveil }, "Reveal");
  const next = el("button", { type: "button", class: "cl-button cl-main", title: "next round (n)", onclick: goOn }, "Next round");
  const actions = el("div", { class: "cl-row" }, reveal, active);
  const toldPlace = el("div", {});
  const slot = el("div", { class: "cl-replay" });
  const root = el("div", { class: "cl-widget cl-spot", role: "group", tabindex: -1, "aria-label": "Spot the difference" },
    el("div", { class: "cl-top" }, title, clock.node, el("span", { class: "cl-tools" },
      size(-1, "−", "smaller pictures (-)"), size(1, "+", "larger pictures (+)"),
      el("label", { class: "cl-toggle" }, classView, "for a class"))),
    rewarded, both, place, actions, trouble, toldPlace,
    el("details", { class: "cl-keys" }, el("summary", {}, "Keys"), el("p", {}, HELP)), live);
  host.append(root);
  let form = null;
  let player = null;
  let round = 0;
  let titleOfTold = null;

  // ── What they do ──
  /** What has the focus may vanish or be locked; then the widget itself gets it, not the notebook. */
  function keepFocus(act) {
    const had = root.contains(document.activeElement);
    act();
    const now = document.activeElement;
    const lost = !root.contains(now) || now.disabled || now.closest("[hidden]");
    if (had && lost) root.focus({ preventScroll: true });
  }

  function changed() {
    state.edits += 1;
    form.show();
    writer.later();
  }

  function newForm() {
    root.classList.toggle("cl-large", state.large);
    classView.checked = state.large;
    form = makeForm(model.get("shown"), teams, state, changed, id);
    place.replaceChildren(form.node);
    form.show();
    showTeam();
  }

  function showTeam() {
    active.textContent = teams.length > 1 ? `The keys now answer for ${teams[state.team]}.` : "";
  }

  function paint() {
    const game = model.get("shown");
    const all = [...game.shelves.A, ...game.shelves.B];
    const widest = Math.max(...all.map((level) => level.width));
    const wide = all.some((level) => level.width > 1.6 * level.height);
    both.classList.toggle("cl-stacked", wide);
    const most = Math.max(game.shelves.A.length, game.shelves.B.length);
    for (const shelf of Object.values(shelves)) shelf.paint(widest, most, wide, state.zoom);
  }

  function showGame() {
    const game = model.get("shown");
    const fresh = game.number !== round;
    if (fresh && round) root.scrollIntoView({ block: "start" });
    round = game.number;
    title.textContent = `Round ${game.number}${game.of ? ` of ${game.of}` : ""} · ${game.title}`;
    rewarded.textContent = `${game.rewarded} Does anything differ between the shelves, beyond chance?`;
    for (const shelf of Object.values(shelves)) shelf.fill(game);
    paint();
    root.dataset.round = game.number;
    root.dataset.looked = `${game.shelves.A.length} ${game.shelves.B.length}`;
    if (!fresh) {
      say(`${game.shelves.A.length} levels of A, ${game.shelves.B.length} of B`);
      return;
    }
    state.locked = state.told = false;
    state.team = 0;
    readAnswers();
    clock.reset();
    newForm();
    next.disabled = game.last;
    next.textContent = game.last ? "That was the last round" : "Next round";
    say(`Round ${game.number}: ${game.title}. Shelves A and B show ${game.shelves.A.length} levels each.`);
  }

  /** What Python or another view filled in; a page that is restored may be given older answers. */
  function hearAnswers() {
    if (model.get("edits") >= state.edits) readAnswers();
  }

  function readAnswers() {
    state.edits = model.get("edits");
    state.drafts = copied(model.get("drafts"));
    state.hands = { ...model.get("hands") };
    form?.show();
  }

  /** The reveal; at the beginning, as in a stored notebook, it takes neither focus nor place. */
  function showTold(atFirst = false) {
    const told = model.get("told");
    const game = model.get("shown");
    const ready = Boolean(told.truth);
    actions.hidden = ready;
    root.dataset.told = ready ? (told.done ? "all" : "some") : "";
    if (!ready) {
      toldPlace.replaceChildren();
      titleOfTold = null;
      return;
    }
    const first = !state.told;
    state.told = state.locked = true;
    clock.reset();
    form.show();
    const focused = toldPlace.contains(document.activeElement);
    const parts = makeTold(told, game, slot, next);
    toldPlace.replaceChildren(parts.node);
    titleOfTold = parts.title;
    if (atFirst) return;
    if (first || focused) titleOfTold.focus({ preventScroll: true });
    if (!first) return;
    parts.node.scrollIntoView({ block: "start" });
    const words = told.truth.map((name) => game.knobs.find((knob) => knob.name === name).words);
    say(`What differs: ${words.join(" and ") || "nothing"}. `
      + told.rows.map((row) => `${row.team}: ${row.right ? "right" : "not right"}, ${row.points} points`).join(". "));
  }

  /** The player that is there already, with the agent's two episodes as its data. */
  function showReplay() {
    player?.();
    player = null;
    slot.replaceChildren();
    const payload = model.get("replay");
    if (!payload.episodes) return;
    const caption = "The agent on one level of A and one of B, as it most often goes";
    const speed = payload.episodes[0].free ? 15 : 6; // a world that moves by itself takes many steps
    const data = { payload, caption, label: caption, speed, autoplay: false, step: 0 };
    const inner = { get: (key) => data[key], set: (key, value) => { data[key] = value; },
      save_changes() {}, on() {}, off() {} };
    player = Player.render({ model: inner, el: slot });
  }

  function unveil() {
    if (state.told) return;
    ask({ ask: "reveal", filled: writer.filled() });
  }

  function goOn() {
    if (!state.told || next.disabled) return;
    root.focus({ preventScroll: true });
    ask({ ask: "next" });
  }

  function zoom(by) {
    state.zoom = Math.min(5, Math.max(-4, state.zoom + by));
    paint();
  }

  function toggle(number) {
    const game = model.get("shown");
    const draft = state.drafts[state.team];
    const name = game.knobs[number - 1]?.name;
    if (number === 0) Object.assign(draft, { nothing: !draft.nothing, knobs: [] });
    else if (name) {
      draft.knobs = draft.knobs.includes(name) ? draft.knobs.filter((one) => one !== name) : [...draft.knobs, name];
      draft.nothing = false;
    }
    changed();
    say(draft.nothing ? "nothing differs" : `ticked: ${draft.knobs.join(", ") || "none"}`);
  }

  function slide(team, by) {
    const draft = state.drafts[team];
    draft.sure = Math.min(1, Math.max(0.5, Math.round(20 * (draft.sure + by)) / 20));
    changed();
    say(`${Math.round(100 * draft.sure)} per cent sure`);
  }

  function foretell() {
    const { choices } = model.get("shown");
    const draft = state.drafts[state.team];
    const at = choices.findIndex((choice) => choice.name === draft.prediction);
    draft.prediction = choices[(at + 1) % choices.length].name;
    changed();
    say(choices[(at + 1) % choices.length].words);
  }

  function press(key, event) {
    if (event.target.type === "range" && !slot.contains(event.target)) {
      const by = { ArrowRight: 0.05, ArrowUp: 0.05, ArrowLeft: -0.05, ArrowDown: -0.05, Home: -1, End: 1 }[key];
      const team = [...root.querySelectorAll(".cl-slider-line input")].indexOf(event.target);
      if (by && !state.locked) slide(team, by);
      if (by) return true;
    }
    const letter = key.toLowerCase();
    if (letter === "a" || letter === "b") shelves[key.toUpperCase()].node.querySelector(".cl-button:not([hidden])")?.click();
    else if (key === "+" || key === "=") zoom(1);
    else if (key === "-") zoom(-1);
    else if (letter === "l") classView.click();
    else if (letter === "n") goOn();
    else if (letter === "c") clock.toggle();
    else if (state.locked && letter !== "r") return false;
    else if (letter === "r") unveil();
    else if (/^[0-9]$/.test(key)) toggle(Number(key));
    else if (key === "[" || key === "]") slide(state.team, key === "]" ? 0.05 : -0.05);
    else if (letter === "p" && model.get("shown").agent) foretell();
    else if (letter === "t") { state.team = (state.team + 1) % teams.length; showTeam(); say(active.textContent); }
    else return false;
    return true;
  }

  // The player inside keeps its keys to itself, but for the one that leads on.
  slot.addEventListener("keydown", (event) => { if (event.key.toLowerCase() === "n") goOn(); }, true);
  const unguard = guardKeys(root, press);
  const resized = new ResizeObserver(paint);
  resized.observe(root);
  const heard = { "change:shown": () => keepFocus(showGame), "change:told": () => keepFocus(() => showTold()),
    "change:replay": () => keepFocus(showReplay),
    "change:edits": hearAnswers, "change:heard": ask.answered, "change:trouble": ask.answered };
  for (const [name, listener] of Object.entries(heard)) model.on(name, listener);
  showGame();
  showTold(true);
  showReplay();

  return () => {
    ask.stop();
    writer.stop();
    clock.stop();
    say.stop();
    unguard();
    player?.();
    resized.disconnect();
    for (const [name, listener] of Object.entries(heard)) model.off(name, listener);
  };
}

export default { render };
