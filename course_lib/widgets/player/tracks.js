// What stands under the player's scrubber: events, values, the legend, every step in words.

/** The rows under the scrubber: marks of events, which are buttons, and the value curve. */
function makeTracks(episodes, state, last, goTo) {
  const rows = [];
  const x = (t, width) => (last ? (t / last) * width : 0);
  episodes.forEach((episode, index) => {
    const track = el("div", { class: "cl-track" });
    for (const [step, kind] of episode.events) {
      const words = `${state.kinds[kind].label}, step ${step}`;
      track.append(el("button", {
        type: "button", class: "cl-event", style: `left:${x(step, 100)}%`,
        title: words, "aria-label": `go to: ${words}`, onclick: () => goTo(step),
      }, markIcon(kind)));
    }
    track.append(el("span", { class: "cl-end", style: `left:${x(episode.steps, 100)}%` }));
    const name = state.several ? `events ${LETTERS[index]}` : "events";
    rows.push(el("span", { class: "cl-gutter" }, name), track);
  });
  const chart = makeValues(episodes, state, last, x);
  if (chart) rows.push(...chart.nodes);
  return { rows, draw: chart ? chart.draw : () => {} };
}

/** The value curves; null if no episode has values. */
function makeValues(episodes, state, last, x) {
  const curves = episodes.filter((episode) => episode.values);
  if (!curves.length) return null;
  const all = curves.flatMap((episode) => Array.from(episode.values)).filter(Number.isFinite);
  const low = Math.min(0, ...all);
  const high = Math.max(low + 1e-3, ...all);
  const height = 72;
  const y = (v) => 6 + (1 - (v - low) / (high - low)) * (height - 12);
  const plot = svg("svg", { class: "cl-values", height, role: "img",
    "aria-label": `value curve, from ${low.toFixed(2)} to ${high.toFixed(2)}` });
  const gutter = el("span", { class: "cl-gutter cl-axis", title: "the reward still expected, as the agent's critic sees it" },
    el("span", {}, high.toFixed(2)), el("span", {}, "value"), el("span", {}, low.toFixed(2)));
  let width = -1;

  function layout() {
    width = plot.parentNode.clientWidth;
    plot.setAttribute("viewBox", `0 0 ${width} ${height}`);
    plot.replaceChildren(
      ...[low, high].map((v) => svg("line", { x1: 0, x2: width, y1: y(v), y2: y(v), class: "cl-grid" })),
      svg("line", { y1: 0, y2: height, class: "cl-cursor" }));
    episodes.forEach((episode, i) => {
      if (!episode.values) return;
      const points = Array.from(episode.values, (v, t) => [x(t, width), y(v)]);
      plot.append(svg("path", { d: linePath(points), class: `cl-line cl-line-${i}` }));
      plot.append(svg("circle", { r: 5, class: `cl-dot cl-ink-${i}` }));
    });
  }

  function draw(t) {
    if (plot.parentNode.clientWidth !== width) layout();
    const cursor = plot.querySelector(".cl-cursor");
    for (const end of ["x1", "x2"]) cursor.setAttribute(end, x(t, width));
    const dots = plot.querySelectorAll(".cl-dot");
    curves.forEach((episode, i) => {
      const now = Math.min(t, episode.steps);
      dots[i].setAttribute("cx", x(now, width));
      dots[i].setAttribute("cy", y(episode.values[now]));
    });
  }
  return { nodes: [gutter, el("div", { class: "cl-plot" }, plot)], draw };
}

function makeLegend(payload, hasShares) {
  const seen = new Set(payload.episodes.flatMap((e) => e.events.map(([, kind]) => kind)));
  const items = payload.kinds.map((kind, i) =>
    seen.has(i) ? el("span", { class: "cl-key" }, markIcon(i), kind.label) : null);
  const arrows = el("span", { class: "cl-faint" },
    "arrows: as long as the action is probable; yellow is the one taken");
  return el("p", { class: "cl-legend" }, ...items, hasShares ? arrows : null);
}

/** Every step of an episode as list items; the same move many times in a row is one item. */
function transcript(episode, kinds) {
  const items = [];
  for (let t = 1; t <= episode.steps; t++) {
    const words = tell(episode, t, kinds).join("; ");
    const last = items.at(-1);
    if (last && last.words === words) last.to = t;
    else items.push({ from: t, to: t, words });
  }
  return items.map(({ from, to, words }) =>
    el("li", {}, `${from === to ? `Step ${from}` : `Steps ${from} to ${to}`}: ${words}`));
}

function makeTranscript(episodes, state) {
  const details = el("details", { class: "cl-transcript" }, el("summary", {}, "Every step in words"));
  details.addEventListener("toggle", () => {
    if (details.childElementCount > 1) return;
    for (const episode of episodes) {
      details.append(el("p", {}, episode.heading), el("ol", { tabindex: 0, "aria-label": episode.heading }, ...transcript(episode, state.kinds)));
    }
  });
  return details;
}

/** What was counted, a row a policy; null where no table was sent (compare.py sends one). */
function makeTallies(table, state) {
  if (!table) return null;
  const rows = table.rows.map(([name, ...counts], i) => el("tr", {},
    el("th", { scope: "row" }, state.several
      ? el("b", { class: `cl-letter cl-ink-${i}` }, el("span", {}, LETTERS[i])) : null, name),
    ...counts.map((count) => el("td", {}, `${count}`))));
  return el("table", { class: "cl-metrics" }, el("caption", {}, table.caption),
    el("thead", {}, el("tr", {}, ...table.heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, ...rows));
}
