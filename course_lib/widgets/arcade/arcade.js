// The arcade: the reader acts and the browser applies the rules (RULES, see rules_js.py).

const RATES = [30, 20, 15, 10]; // steps a second, where the world moves by itself
const PATIENCE = 4000; // milliseconds until the reader is told that no kernel answers
const MOVES_ITSELF = Boolean(RULES.figures);

function render({ model, el: host }) {
  const world = model.get("world");
  const sheet = new Sheet(world.sprites);
  const hands = new Hands(world.actions);
  let game = null;
  let mine = false; // whether this view has been played, and no longer follows the model
  let wanted = null; // the seed of a level that the kernel has not sent yet

  // ── The parts ──
  const canvas = el("canvas", { role: "img" });
  const curtain = el("p", { class: "cl-curtain" });
  const keys = MOVES_ITSELF
    ? "Left and right arrow run, up arrow or space jumps; hold two at once."
    : "Click the picture, then use the arrow keys; or click beside the agent.";
  const frame = el("div", { class: "cl-frame", tabindex: 0, role: "group",
    "aria-label": `the level. ${keys} N: new level, R: start again.` }, canvas, curtain);
  const title = el("p", { class: "cl-heading" });
  const status = el("p", { class: "cl-status" });
  const trouble = el("p", { class: "cl-trouble", role: "alert" });
  const live = el("div", { class: "cl-live", "aria-live": "polite" });
  const say = announcer(live, 700);
  const pad = makePad(world.actions, { act, hands, changed, holds: MOVES_ITSELF });
  const next = el("button", { type: "button", class: "cl-button", title: "new level (N)", onclick: goOn }, "New level");
  const again = el("button", { type: "button", class: "cl-button", title: "start again (R)", onclick: startAgain }, "Start again");
  const rates = el("select", { class: "cl-speed", "aria-label": "steps per second" },
    ...RATES.map((rate) => el("option", { value: rate }, `${rate} steps/s`)));
  const beside = el("div", { class: "cl-beside" });
  const root = el("div", { class: "cl-widget cl-arcade", role: "group", tabindex: -1,
    "data-moves-itself": MOVES_ITSELF, "aria-label": `Play by hand: ${model.get("label")}` },
    frame,
    el("div", { class: "cl-side" }, title, status, pad,
      el("div", { class: "cl-row" }, next, again, MOVES_ITSELF ? rates : null),
      el("p", { class: "cl-faint" }, keys, " N: new level, R: start again."), trouble, live),
    beside);
  host.append(root);

  // ── The picture and the words ──
  function draw() {
    if (!game) return;
    const scene = game.scene();
    const [left, top, wide, high] = scene.camera;
    const box = Math.min(frame.clientWidth || 320, MOVES_ITSELF ? 640 : 420);
    const px = fitCanvas(canvas, wide, high, box);
    const ctx = canvas.getContext("2d");
    paintScene(ctx, sheet, scene, px);
    const [row, column] = game.where;
    if (game.steps > 0 && !clock.running) { // while it runs, a line is in the way
      paintPath(ctx, game.path, game.steps, px, "#0072B2", [left, top]);
      if (!scene.free) {
        const tile = sheet.sprite(scene.tiles[row * scene.width + column], px);
        ctx.drawImage(tile, (column - left) * px, (row - top) * px);
      }
    }
    for (const [step, kind] of game.events) {
      const [r, c] = game.path.slice(2 * step, 2 * step + 2);
      paintMark(ctx, kind, (c + 0.82 - left) * px, (r + 0.18 - top) * px, Math.max(12, px * 0.5));
    }
    tell();
  }

  function tell() {
    const text = game.status();
    title.textContent = `${model.get("label")} · level ${game.seed}`;
    status.textContent = text;
    if (!clock.running) canvas.setAttribute("aria-label", `${title.textContent}. ${text}`);
    const way = game.over ? "over" : clock.running ? "running" : game.steps ? "paused" : "ready";
    curtain.textContent = !MOVES_ITSELF || way === "running" ? ""
      : { ready: "An arrow key starts it; or hold the picture where you want to go",
          paused: "Paused. An arrow key goes on", over: "Over. N: new level, R: start again" }[way];
    if (game.over && pad.contains(document.activeElement)) frame.focus({ preventScroll: true });
    for (const one of pad.children) one.disabled = game.over; // what is disabled loses the focus
    next.classList.toggle("cl-main", game.over);
    Object.assign(root.dataset, { steps: game.steps, seed: game.seed, way });
    beside.hidden = !game.over;
  }

  // ── Playing ──
  const clock = new Clock(RATES[0], () => press(hands.action()), draw);

  function press(action) {
    if (action == null || !game || game.over) return;
    const before = game.events.length;
    game.press(action);
    mine = true;
    if (game.over) {
      clock.stop();
      hands.clear();
      if (model.get("against")) expect("the agent's episode");
    }
    save(game.over);
    if (!clock.running || game.events.length > before) say(game.status());
  }

  /** Keys, buttons or fingers changed, in a world that moves by itself. */
  function changed() {
    if (!game || game.over) return;
    clock.start();
    clock.early();
  }

  function act(action) {
    press(action);
    draw();
  }

  function pause() {
    hands.clear();
    if (!clock.running) return;
    clock.stop();
    save(true);
    say(`Paused. ${game.status()}`);
    draw();
  }

  function begin(level, moves = []) {
    clock.stop();
    hands.clear();
    game = new Game(RULES, bytes(level.start));
    game.seed = level.seed;
    for (const action of moves) game.press(action);
    trouble.textContent = "";
    draw();
  }

  const levelOf = (seed) => model.get("levels").find((level) => level.seed === seed);

  function goTo(seed) {
    if (!game || wanted != null) return;
    const level = levelOf(seed);
    if (level) begin(level);
    else wanted = seed;
    mine = true;
    save(true);
    if (!level) expect("more levels");
    else say(`Level ${seed}. ${game.status()}`);
  }

  function goOn() { goTo(game.seed + 1); }
  function startAgain() { goTo(game.seed); }

  // ── The kernel: hears what was pressed, about once a second, and answers with levels ──
  let saving = null;
  let waiting = null;

  function save(now) {
    if (!now) {
      saving ??= setTimeout(() => save(true), MOVES_ITSELF ? 1000 : 300);
      return;
    }
    clearTimeout(saving);
    saving = null;
    model.set("seed", wanted ?? game.seed);
    model.set("moves", wanted == null ? [...game.moves] : []);
    try { model.save_changes(); } catch { /* no kernel: one can play all the same */ }
  }

  /** The reader is told if no kernel answers in time. */
  function expect(what) {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      waiting = wanted = null;
      trouble.textContent = `No answer from the kernel. Run this cell (Shift+Enter) for ${what}.`;
    }, PATIENCE);
  }

  function answered() {
    clearTimeout(waiting);
    waiting = null;
    trouble.textContent = model.get("trouble");
  }

  function newLevels() {
    const level = wanted != null && levelOf(wanted);
    if (!level) return;
    wanted = null;
    answered();
    begin(level);
  }

  /** The game is what the model says: at the start, and when Python has moved. */
  function adopt() {
    const level = levelOf(model.get("seed")) || (!game && model.get("levels")[0]);
    if (!level) return;
    mine = false;
    wanted = null;
    answered();
    begin(level, level.seed === model.get("seed") ? model.get("moves") : []);
    say(game.status());
  }

  function follow() {
    if (!mine) adopt();
  }

  /** The player of both episodes is a widget of its own; here it gets its place. */
  let shown = null;
  async function showPlayer() {
    const reference = model.get("player");
    shown?.remove();
    shown = null;
    beside.replaceChildren();
    if (!reference) return;
    answered();
    try {
      const child = await model.widget_manager.get_model(reference.replace("IPY_MODEL_", ""));
      const view = await model.widget_manager.create_view(child);
      if (model.get("player") !== reference) return view.remove();
      shown = view;
      beside.replaceChildren(view.el);
    } catch { // stored without it, or its kernel is gone: one's own game is there all the same
      trouble.textContent = "The episodes side by side are gone with the kernel. Run this cell again for new ones.";
    }
  }

  // ── Hands ──
  function pointAt(event) {
    const box = canvas.getBoundingClientRect();
    const [row, column] = game.where;
    const [left, top, wide, high] = game.scene().camera;
    return [((event.clientX - box.left) / box.width) * wide + left - column - 0.5,
      ((event.clientY - box.top) / box.height) * high + top - row - 0.5];
  }

  function click(event) {
    frame.focus({ preventScroll: true });
    const [dx, dy] = pointAt(event);
    if (MOVES_ITSELF || Math.max(Math.abs(dx), Math.abs(dy)) < 0.5) return;
    const across = Math.abs(dx) > Math.abs(dy);
    act(hands.byDirection[across ? `${Math.sign(dx)},0` : `0,${Math.sign(dy)}`]);
  }

  /** A finger or the mouse on the picture: run to its side, and jump if it is above. */
  function touch(event) {
    if (!MOVES_ITSELF || !(event.buttons || event.type === "pointerdown")) return;
    event.preventDefault();
    if (event.type === "pointerdown") {
      frame.focus({ preventScroll: true });
      canvas.setPointerCapture(event.pointerId);
    }
    const [dx, dy] = pointAt(event);
    let fresh = false;
    const set = (axis, direction) => {
      const source = `${event.pointerId} ${axis}`;
      if (direction) fresh = hands.hold(source, direction) || fresh;
      else hands.release(source);
    };
    set("x", Math.abs(dx) > 0.5 && `${Math.sign(dx)},0`);
    set("y", dy < -1.5 && "0,-1");
    if (fresh) changed();
  }

  function lift(event) {
    hands.release(`${event.pointerId} x`);
    hands.release(`${event.pointerId} y`);
  }

  const low = (key) => (key.length === 1 ? key.toLowerCase() : key);

  const unguard = guardKeys(root, (key, event) => {
    const name = low(key);
    if (name === "n") return goOn() ?? true;
    if (name === "r") return startAgain() ?? true;
    const direction = ARROW_KEYS[name];
    if (!direction) return false;
    if (!MOVES_ITSELF) {
      const action = hands.byDirection[name === " " ? "0,0" : direction];
      if (action !== undefined) act(action);
    } else if (!event.repeat && hands.hold(name, direction)) changed();
    return true;
  });
  const keyUp = (event) => {
    if (!(low(event.key) in ARROW_KEYS)) return;
    hands.release(low(event.key));
    event.stopPropagation();
  };
  const left = (event) => { if (!root.contains(event.relatedTarget)) pause(); };
  const hidden = () => { if (document.hidden) pause(); };

  root.addEventListener("keyup", keyUp);
  root.addEventListener("focusout", left);
  window.addEventListener("blur", pause);
  document.addEventListener("visibilitychange", hidden);
  canvas.addEventListener("click", click);
  canvas.addEventListener("pointerdown", touch);
  canvas.addEventListener("pointermove", touch);
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, lift);
  rates.addEventListener("change", () => clock.setRate(Number(rates.value)));
  root.addEventListener("click", (event) => {
    if (event.detail > 0 && event.target.closest(".cl-side .cl-button")) frame.focus({ preventScroll: true });
  });
  const seen = new IntersectionObserver(([entry]) => { if (!entry.isIntersecting) pause(); });
  seen.observe(frame);
  const resized = new ResizeObserver(() => draw());
  resized.observe(root);
  const listeners = { "change:turn": adopt, "change:moves": follow, "change:levels": newLevels,
    "change:player": showPlayer, "change:trouble": answered };
  for (const [name, listener] of Object.entries(listeners)) model.on(name, listener);
  adopt();
  showPlayer();

  return () => {
    clock.stop();
    for (const timer of [saving, waiting]) clearTimeout(timer);
    say.stop();
    unguard();
    seen.disconnect();
    resized.disconnect();
    shown?.remove();
    window.removeEventListener("blur", pause);
    document.removeEventListener("visibilitychange", hidden);
    for (const [name, listener] of Object.entries(listeners)) model.off(name, listener);
  };
}

export default { render };
