// Parts of the level editor: what can be put down, who is shown, the texts.

import { button, el, icon, pen } from "../js/dom.js";
import { Held } from "../js/held.js";
import { Sheet } from "../js/sprites.js";

/**
 * @typedef {import("../js/types.d.ts").Model} Model
 * @typedef {number | typeof HAND} Brush
 * @typedef {{ brushes: [number, string][], floor: number }} Kit
 * @typedef {import("../js/types.d.ts").World & Kit} EditorWorld
 * @typedef {{ (message: any): void, stop(): void, waits(): boolean }} Ask
 */

export const HAND = "hand";
const HAND_ICON = "M10 1l3 4h-2v4h4V7l4 3-4 3v-2h-4v4h2l-3 4-3-4h2v-4H5v2l-4-3 4-3v2h4V5H7z";

/**
 * The buttons for what can be put down, the hand first; `choose` gets a brush.
 * @param {EditorWorld} world
 * @param {(brush: Brush) => void} choose
 */
export function makeBrushes(world, choose) {
  const sheet = new Sheet(world.sprites);
  /** @type {[Brush, string][]} */
  const all = [[HAND, "move things"], ...world.brushes];
  const box = el("div", { class: "cl-brushes", role: "group", "aria-label": "what to put down" });
  const buttons = all.map(([tile, name], n) => {
    const words = `${name} (${n})`;
    const named = { class: "cl-button cl-brush", "aria-label": words, title: words };
    const one = button(brushFace(tile, sheet), () => choose(tile), {
      ...named,
      "aria-pressed": "false",
    });
    one.append(el("span", {}, tile === HAND ? "move" : name));
    box.append(one);
    return one;
  });
  const show = (/** @type {Brush} */ brush) => {
    all.forEach(([tile], n) => {
      buttons[n].setAttribute("aria-pressed", String(tile === brush));
    });
  };
  return { box, all, show };
}

/**
 * @param {Brush} tile
 * @param {Sheet} sheet
 */
function brushFace(tile, sheet) {
  if (tile === HAND) return icon(HAND_ICON);
  const canvas = el("canvas", { width: 44, height: 44, "aria-hidden": "true" });
  pen(canvas).drawImage(sheet.sprite(tile, 44), 0, 0);
  return canvas;
}

/**
 * The reader's own value of what the kernel is asked for, while they are at `node`.
 * @param {HTMLElement} node
 * @param {Model} model
 * @param {Ask} ask
 * @param {string} name of the trait
 * @param {() => void} show draws from `held.value`
 */
function hold(node, model, ask, name, show) {
  const put = (/** @type {any} */ value) => ask({ set: { [name]: value } });
  return new Held(node, { get: () => model.get(name), put, show, waits: ask.waits });
}

/**
 * A box to tick, with its words.
 * @param {string} words
 * @param {(on: boolean) => void} changed
 */
function check(words, changed) {
  const box = el("input", { type: "checkbox" });
  box.addEventListener("change", () => changed(box.checked));
  return { box, label: el("label", { class: "cl-check" }, box, words) };
}

/**
 * The choice of the policy that is shown.
 * @param {Model} model
 * @param {Ask} ask
 * @param {() => void} chosen
 */
function makeWho(model, ask, chosen) {
  const names = {
    agent: model.get("agent_name"),
    planner: "planner (the best way)",
    nobody: "nobody",
  };
  const there = Object.entries(names).filter(([, name]) => name);
  const select = el(
    "select",
    { class: "cl-speed", "aria-label": "arrows and path of" },
    ...there.map(([value, name]) => el("option", { value }, name)),
  );
  const held = hold(select, model, ask, "show", () => {
    select.value = held.value;
    chosen();
  });
  select.addEventListener("change", () => held.keep(select.value));
  return { select, held };
}

/**
 * The slider along the path.
 * @param {Model} model
 * @param {Ask} ask
 */
function makeMoment(model, ask) {
  const range = el("input", {
    type: "range",
    class: "cl-moment",
    min: 0,
    step: 1,
    "aria-label": "step of the path",
  });
  const output = el("output", { class: "cl-faint" });
  const node = el("label", { class: "cl-check cl-path-step" }, "step of the path", range, output);
  const put = (/** @type {number} */ moment) => ask({ set: { moment }, final: false });
  const get = () => model.get("moment");
  const held = new Held(range, { get, put, show, waits: ask.waits });
  range.addEventListener("input", () => held.keep(Number(range.value)));
  function show() {
    const { steps } = model.get("scene");
    const moment = Math.min(steps, held.value);
    range.max = steps;
    range.value = String(moment);
    range.setAttribute("aria-valuetext", `step ${moment} of ${steps}`);
    output.textContent = `${moment} of ${steps}`;
  }
  return { node, held };
}

/**
 * Who is shown and how: a choice of the policy, greedy or dice, one arrow a cell or all.
 * @param {Model} model
 * @param {Ask} ask
 * @param {(all: boolean) => void} showAll
 */
export function makeChoices(model, ask, showAll) {
  const who = makeWho(model, ask, () => show());
  const greedy = check("always the likeliest action", (on) => likeliest.keep(on));
  const all = check("every action on each cell", showAll);
  const dice = button("Other dice", () => thrown.keep(thrown.value + 1));
  const likeliest = hold(greedy.box, model, ask, "greedy", () => show());
  const thrown = hold(dice, model, ask, "dice", () => show());
  const moment = makeMoment(model, ask);
  const agentOnly = el("div", { class: "cl-row" }, greedy.label, dice);
  const box = el(
    "div",
    { class: "cl-choices" },
    el("label", { class: "cl-check" }, "arrows and path of", who.select),
    agentOnly,
    all.label,
    moment.node,
  );

  /** What a late answer hides or switches off gives its focus back, and not to the notebook. */
  function keepFocus(/** @type {() => void} */ change) {
    const had = box.contains(document.activeElement) ? document.activeElement : null;
    change();
    const lost = had instanceof HTMLElement && (had.matches(":disabled") || !had.checkVisibility());
    if (lost) who.select.focus({ preventScroll: true });
  }

  /** Who is shown is the reader's to say, so what that hides goes at once, not at the answer. */
  function show() {
    const shown = who.held.value;
    keepFocus(() => {
      greedy.box.checked = dice.disabled = likeliest.value;
      agentOnly.hidden = shown !== "agent";
      all.label.hidden = moment.node.hidden = shown === "nobody";
    });
    dice.textContent = `Other dice (now ${thrown.value})`;
  }
  function hear() {
    for (const one of [who.held, likeliest, thrown, moment.held]) one.hear();
  }
  return { box, hear };
}

/**
 * The level and the arrows as text; the level's can be changed.
 * @param {Model} model
 * @param {Ask} ask
 */
export function makeTexts(model, ask) {
  const area = el("textarea", {
    class: "cl-text",
    rows: 10,
    spellcheck: "false",
    "aria-label": "the level as text",
  });
  area.addEventListener("keydown", (event) => {
    const run = event.key === "Enter" && (event.ctrlKey || event.metaKey || event.shiftKey);
    if (!run && event.key !== "Escape") event.stopPropagation();
  });
  const use = button("Use this text", () => ask({ text: area.value }));
  const own = el("div", {}, area, use); // whoever writes here is not interrupted by another level
  const field = el("pre", {
    class: "cl-text cl-field-text",
    tabindex: 0,
    role: "group",
    "aria-label": "the arrows as text",
  });
  const box = el(
    "details",
    { class: "cl-transcript" },
    el("summary", {}, "Level and arrows as text"),
    el("div", { class: "cl-texts" }, own, field),
  );
  own.addEventListener("focusout", () => setTimeout(show)); // once the focus is elsewhere
  /** @type {string | null} */
  let last = null;
  function show() {
    /** @type {{ text: string }} */
    const { text } = model.get("scene");
    if (text !== last && !own.contains(document.activeElement)) {
      last = text;
      area.value = text;
    }
    area.rows = text.split("\n").length + 1;
    field.textContent = model.get("field").text || "no arrows are shown";
  }
  return { box, show };
}
