// Parts of the level editor: what can be put down, who is shown, the texts, the painted board.

const HAND = "hand";
const TILE_LEAST = 26; // pixels on the screen, so that a finger finds a tile; wide levels scroll

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
