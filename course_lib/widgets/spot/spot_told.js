// What is told after the reveal: what differs, who needed how many levels, what the agent does.

const percent = (share) => `${Math.round(100 * share)} %`;

const signed = (n) => `${n}`.replace("-", "−");

/** A share from 0 to 1 as a bar with its interval. */
function rateBar({ rate, low, high }, ink) {
  return el("span", { class: "cl-rate" },
    el("span", { class: "cl-rate-bar", "aria-hidden": "true" },
      el("span", { class: `cl-rate-fill cl-back-${ink}`, style: `width:${100 * rate}%` }),
      el("span", { class: "cl-rate-range", style: `left:${100 * low}%;width:${100 * (high - low)}%` })),
    el("span", { class: "cl-rate-words" }, `${percent(rate)} [${Math.round(100 * low)}, ${Math.round(100 * high)}]`));
}

function makeRates(agent) {
  const rows = agent.rows.map((row) => el("tr", { class: agent.leading.includes(row.name) ? "cl-most" : "" },
    el("th", { scope: "row" }, row.words), el("td", {}, rateBar(row.A, 0)), el("td", {}, rateBar(row.B, 1))));
  const head = el("tr", {}, el("th", { scope: "col" }, `The agent ${agent.name}`),
    el("th", { scope: "col" }, "A · training"), el("th", { scope: "col" }, "B · deployment"));
  return el("table", { class: "cl-rates" },
    el("caption", {}, `Rates in ${agent.episodes} fresh levels of each shelf, with 95 % intervals.`),
    el("thead", {}, head), el("tbody", {}, ...rows));
}

/** Levels on a line of powers of ten: what you looked at, what the two observers needed. */
function makeNeeded(told, looked) {
  const most = 4096;
  const x = (n) => (100 * Math.log(Math.max(1, n))) / Math.log(most);
  const rows = [{ who: "You looked at", levels: looked.B, words: `${looked.A} levels of A and ${looked.B} of B` }, ...told.needed];
  const lines = rows.map((row, i) => {
    const high = row.high ?? (row.low == null ? null : row.most);
    const track = el("span", { class: "cl-scale", "aria-hidden": "true" },
      ...[1, 10, 100, 1000].map((n) => el("span", { class: "cl-tick", style: `left:${x(n)}%` })),
      row.low != null ? el("span", { class: "cl-scale-range", style: `left:${x(row.low)}%;width:${x(high) - x(row.low)}%` }) : null,
      row.levels != null ? el("span", { class: "cl-scale-mark", style: `left:${x(row.levels)}%` }, markIcon(i)) : null);
    return el("div", { class: "cl-needed-row" }, el("b", {}, row.who), track, el("span", {}, row.words));
  });
  const axis = el("div", { class: "cl-needed-row cl-faint", "aria-hidden": "true" }, el("span", {}),
    el("span", { class: "cl-scale cl-scale-axis" },
      ...[1, 10, 100, 1000].map((n) => el("span", { class: "cl-scale-number", style: `left:${x(n)}%` }, `${n}`))),
    el("span", {}, "levels until 95 % sure"));
  return el("div", { class: "cl-needed" }, ...lines, axis);
}

/** The sentences that say what differs. */
function truthNodes(told, game) {
  if (!told.truth.length) return [el("p", { class: "cl-truth" }, "Nothing differs. Both shelves are drawn from the same levels.")];
  return told.truth.map((name) => {
    const { words } = game.knobs.find((knob) => knob.name === name);
    return el("p", { class: "cl-truth" }, el("b", {}, `${words[0].toUpperCase()}${words.slice(1)}: `), `${told.how[name]}.`);
  });
}

/** Whether a team has foreseen the agent, and if not, what it mostly does. */
function foreseenWords(row, agent) {
  if (row.foreseen === null) return "";
  const ways = (agent?.rows ?? []).filter((one) => agent.leading.includes(one.name)).map((one) => `“${one.words}”`);
  return row.foreseen ? "; foresaw the agent" : `; did not foresee the agent, which mostly ${ways.join(" or ")}`;
}

function verdict(row, game, agent) {
  const names = (text) => text === "nothing" ? "nothing" : text.split(" + ")
    .map((name) => game.knobs.find((knob) => knob.name === name)?.words ?? name).join(" and ");
  const points = `${row.points > 0 ? "+" : ""}${signed(row.points)} points`;
  return el("li", { class: row.right ? "cl-right" : "cl-wrong" },
    el("b", {}, `${row.right ? "✓" : "✗"} ${row.team}: `),
    `said “${names(row.said)}”, ${percent(row.sure)} sure: ${row.right ? "right" : "not right"}, ${points}${foreseenWords(row, agent)}.`);
}

function makeStandings(standings, calibration) {
  if (!standings.length) return null;
  const rows = standings.map((row) => el("tr", {}, el("th", { scope: "row" }, row.team),
    ...[signed(row.points), `${row.right} of ${row.rounds}`, percent(row.said),
      row.predictions ? `${row.foreseen} of ${row.predictions}` : "–"].map((cell) => el("td", {}, cell))));
  const heads = ["team", "points", "exactly right", "sure, on average", "agent foreseen"];
  const lines = calibration.map((row) => el("li", {},
    `When you said ${percent(row.from)} to ${percent(row.to)}, you were right in ${percent(row.right)} `
    + `of ${row.answers} [${Math.round(100 * row.low)}, ${Math.round(100 * row.high)}].`));
  return el("div", { class: "cl-standings" },
    el("table", {}, el("caption", {}, "So far"),
      el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))), el("tbody", {}, ...rows)),
    el("details", {}, el("summary", {}, "How well do you know what you know?"), el("ul", {}, ...lines),
      el("p", { class: "cl-faint" }, "Who is well calibrated is right as often as they say. In brackets: 95 % intervals.")));
}

/** Everything after the reveal but the player, which `slot` will hold. */
function makeTold(told, game, slot, next) {
  const looked = { A: game.shelves.A.length, B: game.shelves.B.length };
  const title = el("p", { class: "cl-told-title", tabindex: -1 }, "What differs");
  const foretold = told.agent ? makeRates(told.agent)
    : el("p", { class: "cl-faint" }, told.done ? "" : "The agent is being watched …");
  const node = el("section", { class: "cl-told", "aria-label": "the reveal" },
    title, ...truthNodes(told, game),
    el("ul", { class: "cl-verdicts" }, ...told.rows.map((row) => verdict(row, game, told.agent))),
    makeNeeded(told, looked), foretold, slot, makeStandings(told.standings, told.calibration),
    el("div", { class: "cl-row" }, next));
  return { node, title };
}
