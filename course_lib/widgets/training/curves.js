// Curves that grow while a cell is running. Each series has its own colour, dash and mark.

const INK = ["#009E73", "#D55E00", "#E69F00", "#CC79A7"];
const HEIGHT = 260;
const EDGE = { left: 52, right: 24, top: 12, bottom: 40 };
const PATIENCE = 3000;

const big = (n) => (n >= 1e6 ? `${+(n / 1e6).toFixed(2)} M` : n >= 1e3 ? `${Math.round(n / 1e3)} k` : `${n}`);

/** How a series is drawn: reward as a thin dotted line, the others with marks. */
function looks(series, i) {
  return series.name === "reward" && !series.role
    ? { colour: "currentColor", dash: "1.5 4", width: 2 }
    : { colour: INK[i % INK.length], dash: ["none", "9 4", "4 3", "12 3 2 3"][i % 4], width: 3, mark: i };
}

function keyFor(series, i) {
  const { colour, dash, width, mark } = looks(series, i);
  const line = svg("svg", { viewBox: "0 0 44 18", class: "cl-sample", "aria-hidden": "true" },
    svg("line", { x1: 1, x2: 43, y1: 9, y2: 9, stroke: colour, "stroke-width": width, "stroke-dasharray": dash }));
  if (mark !== undefined) {
    line.append(svg("path", { d: SHAPES[markOf(mark)[0]], fill: colour, class: "cl-mark", transform: "translate(22 9)" }));
  }
  const name = series.role ? `${series.name} (${series.role})` : series.name;
  return el("span", { class: "cl-key" }, line, name);
}

function axes(plot, total, top, x, y, width) {
  for (const v of ticks(0, top, 5)) {
    plot.append(svg("line", { x1: EDGE.left, x2: width - EDGE.right, y1: y(v), y2: y(v), class: "cl-grid" }),
      svg("text", { x: EDGE.left - 8, y: y(v) + 5, "text-anchor": "end" }, `${+v.toFixed(2)}`));
  }
  for (const v of ticks(0, total, width < 500 ? 3 : 5)) {
    plot.append(svg("line", { x1: x(v), x2: x(v), y1: y(0), y2: y(0) + 5, class: "cl-grid" }),
      svg("text", { x: x(v), y: y(0) + 20, "text-anchor": "middle" }, big(v)));
  }
  plot.append(
    svg("text", { x: (EDGE.left + width) / 2, y: HEIGHT - 3, "text-anchor": "middle", class: "cl-title" }, "steps of training"),
    svg("text", { transform: `translate(13 ${HEIGHT / 2 - 10}) rotate(-90)`, "text-anchor": "middle", class: "cl-title" }, "mean per episode"));
}

/** One panel; all panels have the same axes. `name` is that of the trait with its points. */
function drawCurves(plot, model, name, width) {
  const series = model.get("series");
  const points = model.get(name);
  const all = model.get("panels").flatMap(([other]) => model.get(other));
  const total = Math.max(model.get("total"), ...all.map((p) => p[0]));
  const top = Math.max(1, ...all.flatMap((p) => p.slice(2)));
  const x = (v) => EDGE.left + (v / total) * (width - EDGE.left - EDGE.right);
  const y = (v) => HEIGHT - EDGE.bottom - (Math.max(0, v) / top) * (HEIGHT - EDGE.bottom - EDGE.top);
  plot.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  plot.replaceChildren();
  axes(plot, total, top, x, y, width);
  series.forEach((one, i) => {
    const { colour, dash, width: thick, mark } = looks(one, i);
    const line = points.map((p) => [x(p[0]), y(p[i + 2])]);
    plot.append(svg("path", { d: linePath(line), class: "cl-line", style: `stroke:${colour};stroke-width:${thick}`,
      "stroke-dasharray": dash }));
    if (mark === undefined) return;
    const every = Math.max(1, Math.ceil(line.length / 9));
    line.forEach(([px, py], n) => {
      if (n !== line.length - 1 && (n + i * 2) % every) return;
      plot.append(svg("path", { d: SHAPES[markOf(mark)[0]], fill: colour, class: "cl-mark",
        transform: `translate(${px.toFixed(1)} ${py.toFixed(1)})` }));
    });
  });
}

function words(model) {
  const points = model.get("points");
  if (!points.length) return "Training has started; no episode has ended yet.";
  const [step, seconds] = points.at(-1);
  const told = model.get("panels").map(([name, title]) => {
    const [, , ...rates] = model.get(name).at(-1) || [];
    if (!rates.length) return null;
    return (title ? `${title}: ` : "") + model.get("series").map((one, i) => `${one.name} ${rates[i].toFixed(2)}`).join(", ");
  });
  const speed = seconds > 0 ? ` (${big(Math.round(step / seconds))} a second)` : "";
  return `${big(step)} of ${big(model.get("total"))} steps, ${Math.round(seconds)} s${speed}: ${told.filter(Boolean).join("; ")}.`;
}

function render({ model, el: host }) {
  const message = el("p", { class: "cl-message" });
  const line = el("p", { class: "cl-summary" });
  const done = el("div", { class: "cl-done" });
  const panels = model.get("panels").map(([name, title]) => {
    const plot = svg("svg", { class: "cl-curves", height: HEIGHT, role: "img" });
    return { name, plot, box: el("div", { class: "cl-panel" }, title ? el("p", { class: "cl-panel-title" }, title) : null, plot) };
  });
  const live = el("div", { class: "cl-live", "aria-live": "polite" });
  const say = announcer(live, 10_000);
  const stop = el("button", { type: "button", class: "cl-button cl-main", onclick: ask }, "Stop and keep what it has learned");
  const root = el("div", { class: "cl-widget cl-training", role: "group", tabindex: -1, "aria-label": "Training, live" },
    el("div", { class: "cl-head" }, el("div", {}, message, line), stop),
    el("div", { class: "cl-bar" }, done), el("div", { class: "cl-panels" }, ...panels.map(({ box }) => box)),
    el("p", { class: "cl-legend" }, ...model.get("series").map(keyFor)), live);
  host.append(root);
  let timer = null;

  function ask() {
    root.focus({ preventScroll: true }); // a button that is disabled would lose the keys to the notebook
    stop.disabled = true;
    stop.textContent = "Stopping …";
    model.set("stopped", true);
    try { model.save_changes(); } catch { /* no kernel: said below */ }
    timer = setTimeout(() => {
      if (model.get("heard") || model.get("finished")) return;
      message.textContent = "The kernel does not answer. If it is busy, press ■ (interrupt) in the toolbar above: "
        + "what was learned is kept. If it was restarted, this training is over.";
    }, PATIENCE);
  }

  function draw() {
    const text = words(model);
    const finished = model.get("finished");
    if (finished) message.textContent = model.get("message");
    else if (model.get("heard")) message.textContent = "Stopping after this update …";
    line.textContent = text;
    if (finished && document.activeElement === stop) root.focus({ preventScroll: true });
    stop.hidden = finished;
    const step = model.get("points").at(-1)?.[0] ?? 0;
    done.style.width = `${Math.min(100, (100 * step) / model.get("total"))}%`;
    for (const { name, plot, box } of panels) {
      plot.setAttribute("aria-label", text);
      drawCurves(plot, model, name, Math.max(280, box.clientWidth));
    }
    root.dataset.points = model.get("points").length;
    say(finished ? `${model.get("message")} ${text}` : text);
  }

  const names = ["points", "deployed", "message", "finished", "heard"].map((name) => `change:${name}`);
  for (const name of names) model.on(name, draw);
  const unguard = guardKeys(root, () => false);
  const resized = new ResizeObserver(draw);
  resized.observe(root);
  draw();

  return () => {
    clearTimeout(timer);
    say.stop();
    unguard();
    resized.disconnect();
    for (const name of names) model.off(name, draw);
  };
}

export default { render };
