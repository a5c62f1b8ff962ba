// The player of episodes. Everything comes in one payload; nothing is asked of the kernel.

const SPEEDS = [1, 2, 4, 6, 10, 20, 40];
const LARGEST = 420; // pixels across one picture, and at most half the height of the window
const LETTERS = "ABCD";
const PATHS = ["#0072B2", "#D55E00", "#009E73", "#B0508C"]; // as --cl-0 to --cl-3 in style.css
const ICONS = {
  first: "M3 4h2.5v12H3zM17 4v12L7 10z",
  back: "M14.5 4H17v12h-2.5zM12 4v12L3 10z",
  play: "M5 3v14l12-7z",
  pause: "M4 3h4.5v14H4zM11.5 3H16v14h-4.5z",
  on: "M3 4h2.5v12H3zM8 4v12l9-6z",
  last: "M14.5 4H17v12h-2.5zM3 4v12l10-6z",
};

/** The payload of one episode, unpacked. */
function readEpisode(packed, payload) {
  const { width, height, steps } = packed;
  const home = payload.worlds[packed.world];
  const probabilities = packed.probabilities && bytes(packed.probabilities);
  let tiles = null; // unpacked when the episode is first seen: a notebook may hold fifty
  let figures = null;
  return {
    ...packed,
    sheet: new Sheet(home.sprites),
    moves: home.actions,
    path: floats(packed.path),
    actions: bytes(packed.actions),
    rewards: new Map(packed.rewards),
    values: packed.values && floats(packed.values),
    overlay: packed.overlay && readOverlay(packed.overlay),
    shares(t) {
      if (!probabilities) return null;
      const n = home.actions.length;
      return Array.from(probabilities.subarray(t * n, t * n + n), (p) => p / 255);
    },
    scene(t) {
      tiles ??= unpackFrames(packed.frames, steps + 1, width * height);
      figures ??= packed.free ? unpackFigures(packed.free) : [];
      return { width, height, tiles: tiles.subarray(t * width * height, (t + 1) * width * height),
        camera: packed.camera?.[t], free: figures[t] };
    },
  };
}

/** What happens at step `t` of an episode, as the parts of a sentence. */
function tell(episode, t, kinds) {
  const now = Math.min(t, episode.steps);
  const parts = [];
  if (now > 0) {
    const at = (k) => `${episode.path[2 * k]},${episode.path[2 * k + 1]}`;
    const move = episode.moves[episode.actions[now - 1]].name;
    parts.push(at(now) === at(now - 1) ? `${move}, but did not move` : move);
    const reward = episode.rewards.get(now - 1);
    if (reward) parts.push(`reward ${+reward.toFixed(2)}`);
  } else parts.push("start");
  for (const [step, kind] of episode.events) if (step === now) parts.push(kinds[kind].label);
  if (now === episode.steps) parts.push("end of the episode");
  return parts;
}

/** The likely actions in words, the most probable first. */
function tellShares(episode, t) {
  const shares = episode.shares(Math.min(t, episode.steps));
  if (!shares || t >= episode.steps) return "";
  const order = shares.map((p, a) => [p, episode.moves[a].name]).sort((a, b) => b[0] - a[0]);
  const likely = order.filter(([p], i) => i === 0 || p >= 0.05).slice(0, 4);
  return likely.map(([p, name]) => `${name} ${Math.round(100 * p)} %`).join(", ");
}

/** One episode's picture with its heading and what is happening. */
function makeStage(episode, index, state) {
  const canvas = el("canvas", { role: "img" });
  const frame = el("div", { class: "cl-frame", tabindex: 0, "aria-label": "picture", role: "group" },
    canvas);
  const now = el("p", { class: "cl-now" });
  const shares = el("p", { class: "cl-shares" });
  const news = episode.overlay ? el("p", { class: "cl-shares" }) : null;
  const letter = state.several ? el("b", { class: `cl-letter cl-ink-${index}` }, el("span", {}, LETTERS[index])) : null;
  const about = el("div", { class: "cl-about" },
    el("p", { class: "cl-heading" }, letter, episode.heading), now, shares, news);
  const node = el("section", { class: "cl-stage" }, frame, about);
  const ctx = canvas.getContext("2d");

  /** What is not on the screen gets its size and its words; the picture comes when it is seen. */
  function paint(t) {
    const here = Math.min(t, episode.steps);
    const [, , columns, rows] = episode.camera?.[here] || [0, 0, episode.width, episode.height];
    const px = fitCanvas(canvas, columns, rows,
      Math.min(frame.clientWidth || 320, LARGEST, Math.max(240, window.innerHeight / 2)));
    if (state.seen) paintPicture(t, here, px);
    const words = tell(episode, t, state.kinds).join("; ");
    now.textContent = `Step ${here}: ${words}.`;
    shares.textContent = state.showShares && tellShares(episode, t) ? `Next: ${tellShares(episode, t)}` : "";
    canvas.setAttribute("aria-label", `${episode.heading}. Step ${here} of ${episode.steps}: ${words}`);
  }

  function paintPicture(t, here, px) {
    const scene = episode.scene(here);
    paintScene(ctx, episode.sheet, scene, px);
    const corner = scene.camera || [0, 0];
    if (news) showOverlay(ctx, news, episode.overlay, here, px, corner, state);
    if (state.showPath) {
      paintPath(ctx, episode.path, here, px, PATHS[index], corner);
      paintAgent(scene, here, px, corner);
      paintEvents(here, px, corner);
    }
    if (state.showShares && here < episode.steps && episode.shares(here)) {
      const at = [episode.path[2 * here] - corner[1], episode.path[2 * here + 1] - corner[0]];
      paintArrows(ctx, at, episode.moves, episode.shares(here), episode.actions[here], px);
    }
  }

  function paintAgent(scene, t, px, corner) {
    const [row, column] = [episode.path[2 * t], episode.path[2 * t + 1]];
    const whole = Number.isInteger(row) && Number.isInteger(column) && !scene.free;
    if (!whole) return;
    const tile = episode.sheet.sprite(scene.tiles[row * scene.width + column], px);
    ctx.drawImage(tile, Math.round((column - corner[0]) * px), Math.round((row - corner[1]) * px));
  }

  function paintEvents(t, px, corner) {
    for (const [step, kind] of episode.events) {
      if (step > t) continue;
      const [row, column] = [episode.path[2 * step], episode.path[2 * step + 1]];
      const [x, y] = [column + 0.82 - corner[0], row + 0.18 - corner[1]];
      paintMark(ctx, kind, x * px, y * px, Math.max(12, px * 0.5));
    }
  }

  return { node, paint, frame, about };
}

function icon(name) {
  return svg("svg", { viewBox: "0 0 20 20", class: "cl-icon", "aria-hidden": "true" },
    svg("path", { d: ICONS[name], fill: "currentColor" }));
}

function button(name, label, onclick) {
  return el("button", { type: "button", class: "cl-button", "aria-label": label, title: label, onclick },
    icon(name));
}

function toggle(label, key, state, draw) {
  const box = el("input", { type: "checkbox", checked: state[key] });
  box.addEventListener("change", () => { state[key] = box.checked; draw(); });
  return el("label", { class: "cl-toggle" }, box, label);
}

function speedChoice(state) {
  const speeds = [...new Set([...SPEEDS, state.speed])].sort((a, b) => a - b);
  const select = el("select", { class: "cl-speed", "aria-label": "steps per second" },
    ...speeds.map((s) => el("option", { value: s, selected: s === state.speed }, `${s} steps/s`)));
  select.addEventListener("change", () => { state.speed = Number(select.value); });
  const change = (by) => {
    const to = Math.min(speeds.length - 1, Math.max(0, select.selectedIndex + by));
    select.selectedIndex = to;
    state.speed = speeds[to];
  };
  return { select, change };
}

/** Writes the step to the kernel at most every 300 ms; nothing depends on an answer. */
function stepWriter(model, state) {
  let timer = null;
  const write = () => {
    timer = null;
    if (model.get("step") === state.t) return;
    model.set("step", state.t);
    try { model.save_changes(); } catch { /* no kernel: the player goes on without */ }
  };
  const later = () => { timer ??= setTimeout(write, 300); };
  later.stop = () => clearTimeout(timer);
  return later;
}

function render({ model, el: host }) {
  const payload = model.get("payload");
  const episodes = payload.episodes.map((packed) => readEpisode(packed, payload));
  const last = Math.max(...episodes.map((episode) => episode.steps));
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const state = {
    t: Math.min(model.get("step"), last), speed: model.get("speed"), playing: false, seen: false,
    several: episodes.length > 1, kinds: payload.kinds, showPath: true,
    showShares: episodes.some((episode) => episode.shares(0)), news: "both", factor: -1,
  };
  const overlays = episodes.map((episode) => episode.overlay).filter(Boolean);
  const hasShares = state.showShares;
  const write = stepWriter(model, state);
  const live = el("div", { class: "cl-live", "aria-live": "polite" });
  const say = announcer(live);

  // ── The parts ──
  const stages = episodes.map((episode, i) => makeStage(episode, i, state));
  const range = el("input", { type: "range", class: "cl-range", min: 0, max: last, step: 1,
    value: state.t, "aria-label": "step" });
  const counter = el("output", { class: "cl-counter" });
  const tracks = makeTracks(episodes, state, last, (t) => { pause(); goTo(t); write(); });
  const advantages = overlays.length ? makeAdvantages(episodes, last, tracks.rows) : null;
  const play = button("play", "play (space)", () => (state.playing ? pause() : start()));
  play.classList.add("cl-play");
  const speed = speedChoice(state);
  const controls = el("div", { class: "cl-controls" },
    button("first", "first step (Home)", () => jump(0)),
    button("back", "one step back (left arrow)", () => jump(state.t - 1)),
    play,
    button("on", "one step on (right arrow)", () => jump(state.t + 1)),
    button("last", "last step (End)", () => jump(last)),
    counter, speed.select);
  const toggles = el("div", { class: "cl-toggles" },
    toggle("path", "showPath", state, draw),
    hasShares ? toggle("action probabilities", "showShares", state, draw) : null);
  const timeline = el("div", { class: "cl-timeline" },
    el("span", { class: "cl-gutter" }, "step"), el("div", { class: "cl-slider" }, range), ...tracks.rows);
  const caption = model.get("caption");
  const root = el("figure", { class: "cl-widget cl-player", role: caption ? null : "group", tabindex: -1,
    "aria-label": model.get("label"), "data-count": episodes.length },
    caption ? el("figcaption", {}, caption) : null,
    el("div", { class: "cl-stages" }, ...stages.map((stage) => stage.node)),
    controls, timeline, makeTallies(model.get("table"), state), makeTranscript(episodes, state), live);
  const legend = makeLegend(payload, hasShares);
  if (state.several) {
    controls.append(toggles);
    timeline.after(legend);
  } else stages[0].about.append(legend, toggles);
  if (overlays.length) timeline.after(makeNews(overlays, state, draw));
  host.append(root);

  // ── What they do ──
  let clock = null;
  let since = 0;

  function draw() {
    for (const stage of stages) stage.paint(state.t);
    tracks.draw(state.t);
    advantages?.draw(state.t);
    range.value = state.t;
    range.setAttribute("aria-valuetext", `step ${state.t} of ${last}`);
    range.style.setProperty("--cl-done", `${last ? (100 * state.t) / last : 0}%`);
    counter.textContent = `${state.t} / ${last}`;
    root.dataset.step = state.t;
  }

  function goTo(t) {
    state.t = Math.min(last, Math.max(0, t));
    draw();
    if (state.playing) return;
    const words = episodes.map((episode, i) =>
      (state.several ? `${LETTERS[i]}: ` : "") + tell(episode, state.t, state.kinds).join(", "));
    say(`Step ${state.t} of ${last}. ${words.join(". ")}`);
  }

  function jump(t) {
    pause();
    goTo(t);
    write();
  }

  function showPlay() {
    const word = state.playing ? "Pause" : state.t >= last && last ? "Play again" : "Play";
    play.replaceChildren(icon(state.playing ? "pause" : "play"), word);
    play.setAttribute("aria-label", state.playing ? "pause (space)" : "play (space)");
    root.dataset.playing = state.playing;
  }

  function start() {
    if (state.playing) return;
    if (state.t >= last) goTo(0);
    state.playing = true;
    since = performance.now();
    clock = requestAnimationFrame(tick);
    showPlay();
  }

  function pause() {
    cancelAnimationFrame(clock);
    if (state.playing) {
      state.playing = false;
      goTo(state.t);
      write();
    }
    showPlay();
  }

  function tick(now) {
    const steps = Math.floor(((now - since) / 1000) * state.speed);
    if (steps > 0) {
      since = now - since > 1000 ? now : since + (steps * 1000) / state.speed;
      goTo(state.t + (steps > 20 ? 1 : steps));
    }
    if (state.t >= last) pause();
    else clock = requestAnimationFrame(tick);
  }

  function press(key) {
    if (key === " " || key === "k") state.playing ? pause() : start();
    else if (key === "ArrowRight" || key === ".") jump(state.t + 1);
    else if (key === "ArrowLeft" || key === ",") jump(state.t - 1);
    else if (key === "Home") jump(0);
    else if (key === "End") jump(last);
    else if (key === "<") speed.change(-1);
    else if (key === ">") speed.change(1);
    else return false;
    showPlay();
    return true;
  }

  // A click leaves the focus on the picture, so that the keys go on working as described.
  const focusStage = (event) => {
    if (event.detail > 0 && event.target.closest(".cl-button, .cl-event")) {
      stages[0].frame.focus({ preventScroll: true });
    }
  };
  const unguard = guardKeys(root, press);
  root.addEventListener("click", focusStage);
  range.addEventListener("input", () => { if (state.playing) pause(); goTo(Number(range.value)); showPlay(); });
  range.addEventListener("change", write);
  for (const stage of stages) stage.frame.addEventListener("click", () => (state.playing ? pause() : start()));

  const moved = () => { if (model.get("step") !== state.t) { goTo(model.get("step")); showPlay(); } };
  model.on("change:step", moved);
  let fresh = model.get("autoplay") && !still;
  const seen = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) pause();
    else if (fresh) { fresh = false; start(); }
  });
  seen.observe(root);
  const near = new IntersectionObserver((entries) => { // half a screen ahead, so that none is blank
    state.seen = entries.at(-1).isIntersecting;
    if (state.seen) draw();
  }, { rootMargin: "50%", scrollMargin: "50%" });
  near.observe(root);
  const printed = () => { state.seen = true; draw(); };
  window.addEventListener("beforeprint", printed);
  const resized = new ResizeObserver(draw);
  resized.observe(root);
  showPlay();
  draw();

  return () => {
    cancelAnimationFrame(clock);
    write.stop();
    say.stop();
    unguard();
    seen.disconnect();
    near.disconnect();
    resized.disconnect();
    window.removeEventListener("beforeprint", printed);
    model.off("change:step", moved);
  };
}

export default { render };
