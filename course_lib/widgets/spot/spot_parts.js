// The parts of spot the difference: shelves of levels, and the answer of each team.

const NAMES = { A: "A · training", B: "B · deployment" };

/** How many levels stand side by side on a shelf; zoom makes them larger (+) or smaller (-). */
function columnsFor(count, wide, zoom) {
  const base = wide ? (count <= 6 ? 2 : count <= 24 ? 3 : 4)
    : count <= 6 ? 3 : count <= 12 ? 4 : count <= 24 ? 6 : 8;
  return Math.max(1, base - zoom);
}

/** A shelf: its name, its levels, and the button for more of them. */
function makeShelf(name, ask) {
  const grid = el("div", { class: "cl-levels" });
  const count = el("span", { class: "cl-faint" });
  const more = el("button", { type: "button", class: "cl-button", title: `more levels of ${name} (${name.toLowerCase()})`,
    onclick: () => ask({ ask: "more", shelf: name }) });
  const text = el("pre", {});
  const words = el("details", { class: "cl-words" }, el("summary", {}, `Shelf ${name} as text`), text);
  const node = el("section", { class: `cl-shelf cl-shelf-${name}`, "aria-label": `shelf ${NAMES[name]}` },
    el("div", { class: "cl-shelf-head" }, el("b", { class: "cl-shelf-name" }, NAMES[name]), count, more),
    grid, words);
  let shown = null;
  let sheets = [];

  /** One canvas for each level; those that are there already stay. */
  function fill(game) {
    const levels = game.shelves[name];
    shown = { levels, most: game.most };
    sheets = game.sheets.map((sprites) => new Sheet(sprites));
    grid.replaceChildren(...levels.map((level, i) =>
      el("canvas", { role: "img", "aria-label": `level ${i + 1} of shelf ${name}` })));
    count.textContent = `${levels.length} levels`;
    more.hidden = levels.length >= game.most;
    more.textContent = `${Math.min(game.most, 2 * levels.length) - levels.length} more`;
    text.textContent = levels.map((level, i) => `level ${i + 1}\n${asText(level, game.letters)}`).join("\n\n");
  }

  /** `widest`, in tiles, and `count` are the same on both shelves, so that sizes can be compared. */
  function paint(widest, count, wide, zoom) {
    if (!shown) return;
    const columns = columnsFor(count, wide, zoom);
    grid.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    const box = ((grid.clientWidth || 420) - 8 * (columns - 1)) / columns;
    shown.levels.forEach((level, i) => {
      const canvas = grid.children[i];
      const px = fitCanvas(canvas, level.width, level.height, Math.min(box, 460) * (level.width / widest));
      paintScene(canvas.getContext("2d"), sheets[level.sheet], { ...level, tiles: bytes(level.tiles) }, px);
    });
  }
  return { node, fill, paint };
}

/** A level with one letter for each tile, figures on the tile nearest to them. */
function asText(level, letters) {
  const tiles = Array.from(bytes(level.tiles));
  for (const [tile, x, y] of level.free || []) tiles[Math.round(y) * level.width + Math.round(x)] = tile;
  const rows = [];
  for (let r = 0; r < level.height; r++) {
    rows.push(tiles.slice(r * level.width, (r + 1) * level.width).map((tile) => letters[tile]).join(""));
  }
  return rows.join("\n");
}

/** Buttons − and + round a number of hands. */
function makeHands(key, words, state, changed) {
  const out = el("output", { class: "cl-hands-count" }, "0");
  const by = (step) => {
    state.hands = { ...state.hands, [key]: Math.max(0, (state.hands[key] || 0) + step) };
    out.textContent = state.hands[key];
    changed();
  };
  const one = (step, face, what) => el("button", { type: "button", class: "cl-button cl-small",
    "aria-label": `${what}: ${words}`, onclick: () => by(step) }, face);
  const buttons = [one(-1, "−", "one hand less"), one(1, "+", "one hand more")];
  const node = el("span", { class: "cl-hands" }, buttons[0], out, buttons[1]);
  return { node, show: () => {
    out.textContent = state.hands[key] || 0;
    for (const button of buttons) button.disabled = state.locked;
  } };
}

/** The form in which all teams answer. `state` has drafts and hands; `changed` tells the kernel. */
function makeForm(game, teams, state, changed, id) {
  const several = teams.length > 1;
  const shows = [];
  const columns = `minmax(210px, 400px) repeat(${teams.length}, minmax(44px, ${several ? "100px" : "auto"})) auto`;

  function table(legend, note, rows) {
    const head = several || state.large ? el("div", { class: "cl-line-head" }, el("span", {}),
      ...teams.map((team) => el("b", { class: "cl-team" }, several ? team : "")),
      el("b", { class: "cl-hands-head" }, "hands")) : null;
    return el("fieldset", { class: "cl-step", style: `--cl-columns:${columns}` },
      el("legend", {}, legend), note ? el("p", { class: "cl-faint" }, note) : null, head, ...rows);
  }

  /** A line with a box or a button for each team, and the show of hands. */
  function line(key, number, words, type, group, get, set) {
    const boxes = teams.map((team, t) => {
      const box = el("input", { type, name: `${id}-${group}-${t}`, id: `${id}-${key}-${t}`,
        "aria-label": several ? `${team}: ${words}` : words });
      box.addEventListener("change", () => { set(state.drafts[t], box.checked); changed(); });
      shows.push(() => {
        box.checked = get(state.drafts[t]);
        box.disabled = state.locked;
      });
      return box;
    });
    const hands = makeHands(key, words, state, changed);
    shows.push(hands.show);
    return el("div", { class: "cl-option" },
      el("label", { for: `${id}-${key}-0` }, number === null ? null : el("kbd", {}, number), words),
      ...boxes.map((box) => el("span", { class: "cl-cell" }, box)), hands.node);
  }

  const knob = ({ name, words }, i) => line(`knob:${name}`, i + 1, words, "checkbox", name,
    (draft) => draft.knobs.includes(name), (draft, on) => {
      draft.knobs = on ? [...draft.knobs, name] : draft.knobs.filter((one) => one !== name);
      if (on) draft.nothing = false;
    });
  const nothing = line("knob:nothing", 0, "nothing differs", "checkbox", "nothing",
    (draft) => draft.nothing, (draft, on) => {
      draft.nothing = on;
      if (on) draft.knobs = [];
    });
  const choice = ({ name, words }) => line(`choice:${name}`, null, words, "radio", "choice",
    (draft) => draft.prediction === name, (draft, on) => { if (on) draft.prediction = name; });

  const sliders = teams.map((team, t) => {
    const out = el("output", { class: "cl-sure" });
    const range = el("input", { type: "range", class: "cl-range", min: 50, max: 100, step: 5,
      "aria-label": several ? `${team}: how sure` : "how sure" });
    range.addEventListener("input", () => { state.drafts[t].sure = range.value / 100; changed(); });
    shows.push(() => {
      const sure = Math.round(100 * state.drafts[t].sure);
      range.value = sure;
      range.disabled = state.locked;
      range.style.setProperty("--cl-done", `${2 * (sure - 50)}%`);
      range.setAttribute("aria-valuetext", `${sure} per cent sure`);
      out.textContent = `${sure} %`;
    });
    const take = el("button", { type: "button", class: "cl-button cl-take", onclick: () => state.take(t) },
      several ? `Hands answer for ${team}` : "Take the show of hands as the answer");
    shows.push(() => { take.disabled = state.locked; });
    return el("div", { class: "cl-slider-line" }, several ? el("b", { class: "cl-team" }, team) : null,
      range, out, take);
  });

  const first = table("1  What differs?", "Several may be right.", [...game.knobs.map(knob), nothing]);
  const steps = [
    el("fieldset", { class: "cl-step cl-step-sure" }, el("legend", {}, "2  How sure are you that this is exactly right?"),
      el("p", { class: "cl-faint" }, "Right: up to 25 points. Wrong: down to −75. At 50 % nothing is lost or won."),
      ...sliders),
    game.agent
      ? table(`3  What will the agent ${game.agent} do in most levels of B?`, "", game.choices.map(choice))
      : el("p", { class: "cl-faint" }, "No agent is shipped for this world yet, so there is nothing to foretell."),
  ];
  return { node: el("div", { class: "cl-form" }, first, el("div", {}, ...steps)), show: () => shows.forEach((show) => show()) };
}
