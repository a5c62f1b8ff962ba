// The level editor. The browser draws and listens; the kernel applies the world's rules and asks
// the policy about every cell. While something is being dragged, each cell is shown as it would be.

const BOARD_MOST = 480;
const WIDE = 26; // columns from which on a level takes the whole width
const ARROW_KEYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

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

  /** A button without use gives the focus that it had to the board, not to the notebook. */
  function allow(button, use) {
    const had = document.activeElement === button;
    button.disabled = !use;
    if (had && !use) frame.focus({ preventScroll: true });
  }

  function draw() {
    const scene = model.get("scene");
    paintBoard(canvas, sheet, model, state, Math.min(scroll.clientWidth - 8 || 320, scene.width > WIDE ? Infinity : BOARD_MOST));
    status.textContent = model.get("status");
    allow(undo, scene.undo);
    allow(redo, scene.redo);
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
