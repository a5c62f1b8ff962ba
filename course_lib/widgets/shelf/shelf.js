// The shelf of levels. Pictures are drawn here; only "more" asks the kernel.

const MORE = 12;
const THUMB = 150; // pixels across a picture of a square level
const FLAT = 2; // a level so many times as wide as high gets twice the room

function thumbnail(level, sheet, px) {
  const canvas = el("canvas", { "aria-hidden": "true", width: level.width * px, height: level.height * px });
  const ratio = window.devicePixelRatio || 1;
  canvas.style.width = `${(level.width * px) / ratio}px`;
  paintScene(canvas.getContext("2d"), sheet, { ...level, tiles: bytes(level.tiles) }, px);
  return canvas;
}

function tilePicture(tile, sheet) {
  const canvas = el("canvas", { width: 32, height: 32, "aria-hidden": "true" });
  canvas.getContext("2d").drawImage(sheet.sprite(tile, 32), 0, 0);
  return canvas;
}

const inWords = (counts) => Object.entries(counts).map(([name, n]) => `${name} ${n}`).join(", ");

function makeCounts(counts, byName, sheet) {
  return el("span", { class: "cl-counts" }, ...Object.entries(counts).map(([name, n]) =>
    el("span", { class: "cl-count", title: name }, tilePicture(byName.get(name), sheet), `${n}`)));
}

function render({ model, el: host }) {
  const world = model.get("world");
  const [sheet, small] = [new Sheet(world.sprites), new Sheet(world.sprites)];
  const byName = new Map(Object.entries(world.names).map(([tile, name]) => [name, Number(tile)]));
  const heading = el("p", { class: "cl-heading" });
  const shelf = el("div", { class: "cl-thumbs", role: "group", "aria-label": "levels; press one to select it" });
  const legend = el("p", { class: "cl-legend" });
  const summary = el("p", { class: "cl-summary" });
  const trouble = el("p", { class: "cl-trouble", role: "alert" });
  const live = el("div", { class: "cl-live", "aria-live": "polite" });
  const say = announcer(live, 700);
  const ask = makeAsker(model, (text) => { trouble.textContent = text; });
  const more = el("button", { type: "button", class: "cl-button", onclick: () => ask({ more: MORE }) }, `${MORE} more levels`);
  const none = el("button", { type: "button", class: "cl-button", onclick: () => select([]) }, "Select none");
  const root = el("div", { class: "cl-widget cl-shelf", role: "group", tabindex: -1, "aria-label": `Shelf of levels: ${model.get("label")}` },
    heading, legend, shelf, summary, el("div", { class: "cl-row" }, more, none), trouble, live);
  host.append(root);
  const buttons = new Map();

  function select(seeds) {
    model.set("selected", seeds);
    try { model.save_changes(); } catch { /* no kernel: the mark is there all the same */ }
  }

  function press(seed) {
    const before = model.get("selected");
    select(before.includes(seed) ? before.filter((one) => one !== seed) : [...before, seed]);
  }

  function makeThumb(level, px) {
    const words = `level ${level.seed}: ${inWords(level.counts)}`;
    const one = el("button", { type: "button", class: "cl-thumb", "aria-label": words, title: words,
      onclick: () => press(level.seed) }, thumbnail(level, sheet, px),
      el("span", { class: "cl-number" }, `level ${level.seed}`), makeCounts(level.counts, byName, small));
    buttons.set(level.seed, one);
    return one;
  }

  /** The mean of each count, and the least and most: what differs from level to level. */
  function tellMeans(levels) {
    const names = [...new Set(levels.flatMap((level) => Object.keys(level.counts)))];
    const parts = names.map((name) => {
      const all = levels.map((level) => level.counts[name] || 0);
      const [low, high] = [Math.min(...all), Math.max(...all)];
      const mean = all.reduce((a, b) => a + b, 0) / all.length;
      return low === high ? `${name} always ${low}` : `${name} ${mean.toFixed(1)} (${low} to ${high})`;
    });
    return `In these ${levels.length} levels: ${parts.join(", ")}.`;
  }

  function build() {
    const levels = model.get("levels");
    const widest = Math.max(...levels.map((level) => level.width));
    const highest = Math.max(...levels.map((level) => level.height));
    const room = THUMB * (widest > FLAT * highest ? 2.2 : 1) * (window.devicePixelRatio || 1);
    const px = Math.max(4, Math.floor(room / widest));
    shelf.style.setProperty("--cl-thumb", `${Math.max(THUMB, (px * widest) / (window.devicePixelRatio || 1)) + 18}px`);
    buttons.clear();
    shelf.replaceChildren(...levels.map((level) => makeThumb(level, px)));
    heading.textContent = `${model.get("label")} · ${levels.length} levels`;
    const used = new Set(levels.flatMap((level) => Object.keys(level.counts)));
    legend.replaceChildren(...[...used].map((name) =>
      el("span", { class: "cl-key" }, tilePicture(byName.get(name), small), name)));
    summary.textContent = tellMeans(levels);
    root.dataset.levels = levels.length;
    mark();
  }

  function mark() {
    const chosen = model.get("selected");
    for (const [seed, one] of buttons) one.setAttribute("aria-pressed", String(chosen.includes(seed)));
    none.disabled = !chosen.length;
    root.dataset.selected = chosen.join(" ");
    say(chosen.length ? `selected: level ${chosen.join(", ")}` : "no level is selected");
  }

  const complain = () => { trouble.textContent = model.get("trouble"); };
  const unguard = guardKeys(root, move);

  /** Arrow keys go from picture to picture. */
  function move(key, event) {
    const all = [...buttons.values()];
    const at = all.indexOf(event.target.closest(".cl-thumb"));
    if (at < 0) return false;
    const top = all[at].offsetTop;
    const across = Math.max(1, all.filter((one) => one.offsetTop === top).length);
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across }[key];
    if (by === undefined) return false;
    all[Math.min(all.length - 1, Math.max(0, at + by))].focus();
    return true;
  }

  model.on("change:levels", build);
  model.on("change:selected", mark);
  model.on("change:answers", complain);
  build();
  complain();

  return () => {
    ask.stop();
    say.stop();
    unguard();
    model.off("change:levels", build);
    model.off("change:selected", mark);
    model.off("change:answers", complain);
  };
}

export default { render };
