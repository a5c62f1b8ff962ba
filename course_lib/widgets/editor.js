// The level editor. The browser draws and listens; the kernel applies the world's rules and asks
// the policy about every cell. While something is being dragged, each cell is shown as it would be.

const HAND = "hand";
const TILE_LEAST = 26; // pixels on the screen, so that a finger finds a tile; wide levels scroll
const BOARD_MOST = 480;
const WIDE = 26; // columns from which on a level takes the whole width
const ARROW_KEYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** The buttons for what can be put down, the hand first; `choose` gets a brush. */
function makeBrushes(world, sheet, choose) {
  const all = [[HAND, "move things"], ...world.brushes];
  const box = el("div", { class: "cl-brushes", role: "group", "aria-label": "what to put down" });
  const buttons = all.map(([tile, name], n) => {
    const words = `${name} (${n})`;
    const one = el("button", { type: "button", class: "cl-button cl-brush", "aria-pressed": "false",
      "aria-label": words, title: words, onclick: () => choose(tile) }, brushFace(tile, sheet),
      el("span", {}, tile === HAND ? "move" : name));
    box.append(one);
    return one;
  });
  const show = (brush) => all.forEach(([tile], n) =>
    buttons[n].setAttribute("aria-pressed", String(tile === brush)));
  return { box, all, show };
}

function brushFace(tile, sheet) {
  if (tile === HAND) {
    return svg("svg", { viewBox: "0 0 20 20", class: "cl-icon", "aria-hidden": "true" },
      svg("path", { d: "M10 1l3 4h-2v4h4V7l4 3-4 3v-2h-4v4h2l-3 4-3-4h2v-4H5v2l-4-3 4-3v2h4V5H7z", fill: "currentColor" }));
  }
  const canvas = el("canvas", { width: 44, height: 44, "aria-hidden": "true" });
  canvas.getContext("2d").drawImage(sheet.sprite(tile, 44), 0, 0);
  return canvas;
}

/** Who is shown and how: a choice of the policy, greedy or dice, one arrow a cell or all. */
function makeChoices(model, ask, redraw, state) {
  const names = { agent: model.get("agent_name"), planner: "planner (the best way)", nobody: "nobody" };
  const who = el("select", { class: "cl-speed", "aria-label": "arrows and path of" },
    ...Object.entries(names).filter(([, name]) => name)
      .map(([value, name]) => el("option", { value }, name)));
  who.addEventListener("change", () => ask({ set: { show: who.value } }));
  const greedy = el("input", { type: "checkbox" });
  greedy.addEventListener("change", () => ask({ set: { greedy: greedy.checked } }));
  const all = el("input", { type: "checkbox" });
  all.addEventListener("change", () => { state.all = all.checked; redraw(); });
  const dice = el("button", { type: "button", class: "cl-button",
    onclick: () => ask({ set: { dice: model.get("dice") + 1 } }) }, "Other dice");
  const range = el("input", { type: "range", class: "cl-moment", min: 0, step: 1, "aria-label": "step of the path" });
  range.addEventListener("input", () => ask({ set: { moment: Number(range.value) }, final: false }));
  const output = el("output", { class: "cl-faint" });
  const agentOnly = el("div", { class: "cl-row" },
    el("label", { class: "cl-check" }, greedy, "always the likeliest action"), dice);
  const path = el("label", { class: "cl-check cl-path-step" }, "step of the path", range, output);
  const box = el("div", { class: "cl-choices" },
    el("label", { class: "cl-check" }, "arrows and path of", who), agentOnly,
    el("label", { class: "cl-check" }, all, "every action on each cell"), path);

  function show() {
    const [steps, moment] = [model.get("scene").steps, model.get("moment")];
    who.value = model.get("show");
    greedy.checked = model.get("greedy");
    dice.disabled = model.get("greedy");
    dice.textContent = `Other dice (now ${model.get("dice")})`;
    agentOnly.hidden = model.get("show") !== "agent";
    all.parentNode.hidden = path.hidden = model.get("show") === "nobody";
    range.max = steps;
    if (document.activeElement !== range || Number(range.value) > steps) range.value = moment;
    range.setAttribute("aria-valuetext", `step ${moment} of ${steps}`);
    output.textContent = `${moment} of ${steps}`;
  }
  return { box, show };
}

/** The level and the arrows as text; the level's can be changed. */
function makeTexts(model, ask) {
  const area = el("textarea", { class: "cl-text", rows: 10, spellcheck: "false", "aria-label": "the level as text" });
  area.addEventListener("keydown", (event) => {
    const run = event.key === "Enter" && (event.ctrlKey || event.metaKey || event.shiftKey);
    if (!run && event.key !== "Escape") event.stopPropagation();
  });
  const use = el("button", { type: "button", class: "cl-button", onclick: () => ask({ text: area.value }) }, "Use this text");
  const field = el("pre", { class: "cl-text cl-field-text", tabindex: 0, role: "group", "aria-label": "the arrows as text" });
  const box = el("details", { class: "cl-transcript" }, el("summary", {}, "Level and arrows as text"),
    el("div", { class: "cl-texts" }, el("div", {}, area, use), field));
  let last = null;
  function show() {
    const { text } = model.get("scene");
    if (text !== last) area.value = last = text;
    area.rows = text.split("\n").length + 1;
    field.textContent = model.get("field").text || "no arrows are shown";
  }
  return { box, show };
}

/** The picture of the level, with the path, the arrows, the cursor and what is being carried. */
function paintBoard(canvas, sheet, model, state, box) {
  const [scene, world] = [model.get("scene"), model.get("world")];
  const { width, height } = scene;
  const px = fitCanvas(canvas, width, height, Math.max(box, width * TILE_LEAST));
  const ctx = canvas.getContext("2d");
  const shown = { ...scene, tiles: bytes(scene.tiles), camera: null };
  paintScene(ctx, sheet, shown, px);
  if (scene.steps > 0) paintWay(ctx, sheet, shown, model.get("moment"), px);
  const field = readField(model.get("field"), world.actions);
  if (field) paintField(ctx, field, world.actions, px, [0, 0], { all: state.all, who: model.get("show") });
  if (state.cursorShown) paintFrame(ctx, state.cursor, px, "#1565c0");
  if (state.carry) {
    paintFrame(ctx, state.carry.from, px, "#d55e00");
    const [x, y] = state.pointer || [state.cursor[1] + 0.5, state.cursor[0] + 0.5];
    ctx.globalAlpha = 0.85;
    ctx.drawImage(sheet.sprite(state.carry.tile, px), (x - 0.5) * px, (y - 0.5) * px);
    ctx.globalAlpha = 1;
  }
  return px;
}

/** The path, the figure at `moment` of it, and what happened on the way. */
function paintWay(ctx, sheet, scene, moment, px) {
  paintPath(ctx, scene.path, scene.steps, px, "#0072B2");
  const [row, column] = scene.path.slice(2 * moment, 2 * moment + 2);
  if (!scene.free && Number.isInteger(row) && Number.isInteger(column)) {
    ctx.drawImage(sheet.sprite(scene.tiles[row * scene.width + column], px), column * px, row * px);
  }
  for (const [tile, x, y] of scene.free || []) ctx.drawImage(sheet.sprite(tile, px), Math.round(x * px), Math.round(y * px));
  for (const [step, kind] of scene.events) {
    const [r, c] = scene.path.slice(2 * step, 2 * step + 2);
    paintMark(ctx, kind, (c + 0.82) * px, (r + 0.18) * px, Math.max(12, px * 0.4));
  }
}

function paintFrame(ctx, [row, column], px, colour) {
  for (const [wide, ink] of [[6, "#fff"], [3, colour]]) {
    ctx.lineWidth = wide;
    ctx.strokeStyle = ink;
    ctx.strokeRect(column * px + 3, row * px + 3, px - 6, px - 6);
  }
}

function render({ model, el: host }) {
  const world = model.get("world");
  const sheet = new Sheet(world.sprites);
  const names = new Map(world.brushes);
  const state = { brush: HAND, cursor: [1, 1], cursorShown: false, carry: null, stroke: null, pointer: null, all: false };

  // ── The parts ──
  const canvas = el("canvas", { role: "img" });
  const frame = el("div", { class: "cl-frame cl-board", tabindex: 0, role: "application",
    "aria-label": "the level; arrow keys move a cursor, Enter picks up and puts down" }, canvas);
  const scroll = el("div", { class: "cl-scroll" }, frame);
  const status = el("p", { class: "cl-status" });
  const trouble = el("p", { class: "cl-trouble", role: "alert" });
  const here = el("p", { class: "cl-faint cl-here" });
  const live = el("div", { class: "cl-live", "aria-live": "polite" });
  const say = announcer(live, 700);
  const ask = makeAsker(model, (text) => { trouble.textContent = text; });
  const brushes = makeBrushes(world, new Sheet(world.sprites), choose);
  const choices = makeChoices(model, ask, draw, state);
  const texts = makeTexts(model, ask);
  const deed = (name, words) => el("button", { type: "button", class: "cl-button", onclick: () => ask({ do: name }) }, words);
  const [undo, redo] = [deed("undo", "Undo"), deed("redo", "Redo")];
  const root = el("div", { class: "cl-widget cl-editor", role: "group", tabindex: -1,
    "aria-label": `Level editor: ${model.get("label")}`, "data-wide": String(model.get("scene").width > WIDE) },
    el("div", { class: "cl-boardside" }, brushes.box, scroll,
      el("div", { class: "cl-row" }, undo, redo, deed("again", "As at first"), deed("next", "New level"))),
    el("div", { class: "cl-side" },
      el("p", { class: "cl-heading" }, model.get("label")), status, trouble, choices.box, here,
      el("p", { class: "cl-faint cl-help" },
        "Drag things with mouse or finger. By key: arrows move the cursor, Enter picks up and puts down, "
        + "a number chooses what to put, Delete clears, Z undoes, Y redoes.")),
    texts.box, live);
  host.append(root);

  // ── What is where ──
  const tileAt = ([row, column]) => {
    const scene = model.get("scene");
    return row < scene.rows && column < scene.columns ? bytes(scene.drawing)[row * scene.columns + column] : null;
  };
  const inside = ([row, column]) => {
    const { rows, columns } = model.get("scene");
    return row >= 0 && column >= 0 && row < rows && column < columns;
  };
  const nameOf = (tile) => names.get(tile) || "wall";
  const same = (a, b) => a && b && a[0] === b[0] && a[1] === b[1];

  function draw() {
    const scene = model.get("scene");
    paintBoard(canvas, sheet, model, state, Math.min(scroll.clientWidth - 8 || 320, scene.width > WIDE ? Infinity : BOARD_MOST));
    status.textContent = model.get("status");
    undo.disabled = !scene.undo;
    redo.disabled = !scene.redo;
    brushes.show(state.brush);
    choices.show();
    texts.show();
    canvas.setAttribute("aria-label", `${model.get("label")}. ${model.get("status")}`);
    Object.assign(root.dataset, { steps: scene.steps, moment: model.get("moment"), answers: model.get("answers") });
  }

  function tellCell(cell) {
    const field = readField(model.get("field"), world.actions);
    const likely = tellField(field, world.actions, ...cell);
    const words = `row ${cell[0]}, column ${cell[1]}: ${nameOf(tileAt(cell))}${likely ? `; ${likely}` : ""}`;
    here.textContent = words;
    return words;
  }

  // ── What the reader does ──
  function choose(brush) {
    drop(null);
    state.brush = brush;
    draw();
  }

  /** Back to the start of the path, where the level can be changed; false if it was not there. */
  function atStart() {
    if (!model.get("moment")) return true;
    ask({ set: { moment: 0 } });
    trouble.textContent = "Back at the start of the path: now the level can be changed.";
    return false;
  }

  function pick(cell) {
    const tile = tileAt(cell);
    if (tile === null || tile === world.floor || !atStart()) return;
    state.carry = { from: cell, tile, over: cell };
    say(`picked up: ${nameOf(tile)}`);
  }

  /** What is carried hovers over a cell: the level is shown as it would be. */
  function hover(cell) {
    if (same(cell, state.carry.over) || !inside(cell)) return;
    state.carry.over = cell;
    ask({ edit: { move: [...state.carry.from, ...cell] }, final: false });
  }

  /** What is carried is put down, or, without a cell, back to where it was. */
  function drop(cell) {
    const carry = state.carry;
    state.carry = state.pointer = null;
    if (!carry) return;
    if (cell && inside(cell) && !same(cell, carry.from)) ask({ edit: { move: [...carry.from, ...cell] }, final: true });
    else if (!same(carry.over, carry.from)) ask({ edit: null });
  }

  function put(cell, final) {
    const stroke = (state.stroke ??= { cells: [] });
    if (!stroke.cells.some((one) => same(one, cell))) stroke.cells.push(cell);
    else if (!final) return;
    ask({ edit: { put: state.brush, cells: stroke.cells.map((one) => [...one]) }, final });
    if (final) state.stroke = null;
  }

  function cellOf(event) {
    const box = canvas.getBoundingClientRect();
    const { width, height } = model.get("scene");
    const x = ((event.clientX - box.left) / box.width) * width;
    const y = ((event.clientY - box.top) / box.height) * height;
    state.pointer = [x, y];
    return [Math.floor(y), Math.floor(x)];
  }

  function down(event) {
    if (event.button) return;
    event.preventDefault();
    frame.focus({ preventScroll: true });
    drop(null);
    const cell = cellOf(event);
    [state.cursor, state.cursorShown] = [cell, false];
    if (!inside(cell)) return;
    canvas.setPointerCapture(event.pointerId);
    if (state.brush === HAND) pick(cell);
    else if (atStart()) put(cell, false);
    tellCell(cell);
    draw();
  }

  function moved(event) {
    const cell = cellOf(event);
    if (state.carry) hover(cell);
    else if (state.stroke) { if (inside(cell)) put(cell, false); }
    else {
      if (inside(cell) && event.pointerType === "mouse") tellCell(cell);
      return;
    }
    draw();
  }

  function up(event) {
    const cell = cellOf(event);
    if (state.carry) drop(cell);
    else if (state.stroke) put(state.stroke.cells.at(-1), true);
    state.pointer = null;
    draw();
  }

  function cancel() {
    if (state.stroke) ask({ edit: null });
    state.stroke = null;
    drop(null);
    draw();
  }

  function step(key) {
    const { rows, columns } = model.get("scene");
    const [row, column] = state.cursor;
    const [down, right] = state.cursorShown ? ARROW_KEYS[key] : [0, 0];
    state.cursor = [Math.min(rows - 1, Math.max(0, row + down)), Math.min(columns - 1, Math.max(0, column + right))];
    state.cursorShown = true;
    state.pointer = null;
    if (state.carry) hover(state.cursor);
    const px = canvas.clientWidth / model.get("scene").width;
    scroll.scrollLeft = Math.max(Math.min(scroll.scrollLeft, (state.cursor[1] - 1) * px),
      (state.cursor[1] + 2) * px - scroll.clientWidth);
    say(tellCell(state.cursor));
  }

  function act() {
    state.cursorShown = true;
    if (state.carry) drop(state.cursor);
    else if (state.brush === HAND) pick(state.cursor);
    else if (atStart()) put(state.cursor, true);
  }

  function press(key, event) {
    const onBoard = event.target === frame;
    const number = /^\d$/.test(key) ? brushes.all[Number(key)] : null;
    if (key in ARROW_KEYS && onBoard) step(key);
    else if ((key === "Enter" || key === " ") && onBoard) act();
    else if ((key === "Delete" || key === "Backspace") && onBoard && atStart()) {
      ask({ edit: { put: world.floor, cells: [state.cursor] }, final: true });
    } else if (key === "z") ask({ do: "undo" });
    else if (key === "y") ask({ do: "redo" });
    else if (number) choose(number[0]);
    else return false;
    draw();
    return true;
  }

  // Ctrl+Z would undo a change of the notebook's cells, Escape would leave the picture.
  function first(event) {
    if (event.target.closest("textarea")) return;
    const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
    if (event.target.type === "range" && plain && /^(Arrow|Home|End|Page)/.test(event.key)) {
      event.stopImmediatePropagation(); // the slider's own keys
      return;
    }
    const undoing = (event.ctrlKey || event.metaKey) && "zy".includes(event.key.toLowerCase());
    if (undoing) ask({ do: event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo" });
    else if (event.key === "Escape" && (state.carry || state.stroke)) cancel();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  root.addEventListener("keydown", first);
  const unguard = guardKeys(root, press);
  const listeners = { pointerdown: down, pointermove: moved, pointerup: up, pointercancel: cancel };
  for (const [name, listener] of Object.entries(listeners)) canvas.addEventListener(name, listener);

  // ── What the kernel says ──
  const complain = () => { trouble.textContent = model.get("trouble"); };
  const answered = () => {
    complain();
    draw();
    if (here.textContent && inside(state.cursor)) tellCell(state.cursor);
    say(model.get("trouble") || model.get("status"));
  };
  const drawn = ["scene", "field", "show", "greedy", "dice", "moment"].map((name) => `change:${name}`);
  for (const name of drawn) model.on(name, draw);
  model.on("change:answers", answered);
  model.on("change:trouble", complain);
  const resized = new ResizeObserver(draw);
  resized.observe(root);
  complain();
  draw();

  return () => {
    ask.stop();
    say.stop();
    unguard();
    resized.disconnect();
    for (const name of drawn) model.off(name, draw);
    model.off("change:answers", answered);
    model.off("change:trouble", complain);
  };
}

export default { render };
