// The arcade: the reader acts, the kernel applies the rules, the browser draws the answer.

const ARROWS = { "0,-1": "M10 3l7 9h-4.5v5h-5v-5H3z", "1,0": "M17 10l-9 7v-4.5H3v-5h5V3z",
  "0,1": "M10 17l7-9h-4.5V3h-5v5H3z", "-1,0": "M3 10l9 7v-4.5h5v-5h-5V3z" };
const KEYS = { ArrowUp: "0,-1", ArrowRight: "1,0", ArrowDown: "0,1", ArrowLeft: "-1,0" };
const PATIENCE = 4000; // milliseconds until the reader is told that no kernel answers

/** Buttons for all actions: directions as a cross of arrows, others by their names. */
function makePad(actions, act) {
  const pad = el("div", { class: "cl-pad" });
  actions.forEach(({ name, dx, dy }, action) => {
    const arrow = ARROWS[`${dx},${dy}`];
    const face = arrow
      ? svg("svg", { viewBox: "0 0 20 20", class: "cl-icon", "aria-hidden": "true" },
          svg("path", { d: arrow, fill: "currentColor" }))
      : name;
    const place = arrow ? `grid-column:${dx + 2};grid-row:${dy + 2}` : "grid-column:1 / -1";
    pad.append(el("button", { type: "button", class: "cl-button", "aria-label": name, title: name,
      style: place, onclick: () => act(action) }, face));
  });
  return pad;
}

function render({ model, el: host }) {
  const world = model.get("world");
  const sheet = new Sheet(world.sprites);
  const byDirection = {};
  world.actions.forEach(({ dx, dy }, action) => { byDirection[`${dx},${dy}`] ??= action; });

  const canvas = el("canvas", { role: "img" });
  const frame = el("div", { class: "cl-frame", tabindex: 0, role: "group",
    "aria-label": "the level; arrow keys move the agent" }, canvas);
  const status = el("p", { class: "cl-status" });
  const trouble = el("p", { class: "cl-trouble", role: "alert" });
  const live = el("div", { class: "cl-live", "aria-live": "polite" });
  const say = announcer(live, 700);
  const pad = makePad(world.actions, act);
  const next = el("button", { type: "button", class: "cl-button", onclick: () => ask({ level: "next" }) }, "New level");
  const again = el("button", { type: "button", class: "cl-button", onclick: () => ask({ level: "again" }) }, "Start again");
  const title = el("p", { class: "cl-heading" });
  const root = el("div", { class: "cl-widget cl-arcade", role: "group", tabindex: -1,
    "aria-label": `Play by hand: ${model.get("label")}` },
    frame,
    el("div", { class: "cl-side" }, title, status, pad,
      el("div", { class: "cl-row" }, next, again),
      el("p", { class: "cl-faint" }, "Click the picture, then use the arrow keys; or click beside the agent."),
      trouble, live));
  host.append(root);

  // One request at a time and one in the queue, so that a held key does not pile up moves.
  let waiting = null;
  let queued = null;
  function ask(message) {
    if (waiting) {
      queued = message;
      return;
    }
    waiting = setTimeout(() => {
      waiting = queued = null;
      trouble.textContent = "No answer from the kernel. Run this cell (Shift+Enter), then play.";
    }, PATIENCE);
    try { model.send(message); } catch { /* no kernel: the line above says so in a moment */ }
  }

  function act(action) {
    if (action != null && !model.get("over")) ask({ press: action });
  }

  function draw() {
    const scene = model.get("scene");
    const steps = scene.path.length / 2 - 1;
    const [left, top, wide, high] = scene.camera;
    const px = fitCanvas(canvas, wide, high, Math.min(frame.clientWidth || 320, 420));
    const ctx = canvas.getContext("2d");
    const shown = { ...scene, tiles: bytes(scene.tiles) };
    paintScene(ctx, sheet, shown, px);
    const [row, column] = scene.path.slice(-2);
    if (steps > 0) {
      paintPath(ctx, scene.path, steps, px, "#0072B2", [left, top]);
      if (!scene.free && Number.isInteger(row) && Number.isInteger(column)) {
        const tile = sheet.sprite(shown.tiles[row * scene.width + column], px);
        ctx.drawImage(tile, (column - left) * px, (row - top) * px);
      }
    }
    for (const [step, kind] of scene.events) {
      const [r, c] = scene.path.slice(2 * step, 2 * step + 2);
      paintMark(ctx, kind, (c + 0.82 - left) * px, (r + 0.18 - top) * px, Math.max(12, px * 0.5));
    }
    const text = model.get("status");
    title.textContent = `${model.get("label")} · level ${model.get("seed")}`;
    status.textContent = text;
    canvas.setAttribute("aria-label", `${title.textContent}. ${text}`);
    for (const one of pad.children) one.disabled = model.get("over");
    next.classList.toggle("cl-main", model.get("over"));
    root.dataset.steps = steps;
  }

  function answered() {
    clearTimeout(waiting);
    waiting = null;
    trouble.textContent = "";
    say(model.get("status"));
    const message = queued;
    queued = null;
    if (message) ask(message);
  }

  function click(event) {
    frame.focus({ preventScroll: true });
    const scene = model.get("scene");
    const box = canvas.getBoundingClientRect();
    const [row, column] = scene.path.slice(-2);
    const [left, top, wide, high] = scene.camera;
    const dx = ((event.clientX - box.left) / box.width) * wide + left - column - 0.5;
    const dy = ((event.clientY - box.top) / box.height) * high + top - row - 0.5;
    if (Math.max(Math.abs(dx), Math.abs(dy)) < 0.5) return;
    const across = Math.abs(dx) > Math.abs(dy);
    act(byDirection[across ? `${Math.sign(dx)},0` : `0,${Math.sign(dy)}`]);
  }

  const unguard = guardKeys(root, (key) => {
    if (!(key in KEYS)) return false;
    act(byDirection[KEYS[key]]);
    return true;
  });
  canvas.addEventListener("click", click);
  root.addEventListener("click", (event) => {
    if (event.detail > 0 && event.target.closest(".cl-button")) frame.focus({ preventScroll: true });
  });
  const resized = new ResizeObserver(draw);
  resized.observe(root);
  model.on("change:scene", draw);
  model.on("change:answers", answered);
  draw();

  return () => {
    clearTimeout(waiting);
    say.stop();
    unguard();
    resized.disconnect();
    model.off("change:scene", draw);
    model.off("change:answers", answered);
  };
}

export default { render };
