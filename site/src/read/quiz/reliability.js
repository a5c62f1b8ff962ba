// The picture of a calibration: the twin of course_lib/study/show/reliability.py.

import { escapedHtml as escaped, fixed, float, percent } from "./python.js";

/** @typedef {import("./calibration.js").Row} Row */

const [WIDE, HIGH] = [500, 250];
const [LEFT, RIGHT, TOP, BOTTOM] = [52, 175, 14, 42]; // pixels around the plot
const FIRST = 0.47; // where the plot begins: a little before 50 %, so that dots there are whole
const STYLE =
  "font: 13px system-ui, sans-serif; max-width: 100%; color: var(--jp-ui-font-color1, #222)";
const [BLUE, ORANGE] = ["#2a7fc9", "#d9660a"];

/** @param {number} sure from 0.5 to 1 */
const across = (sure) => LEFT + ((sure - FIRST) / (1 - FIRST)) * (WIDE - LEFT - RIGHT);

/** @param {number} right from 0 to 1 */
const down = (right) => TOP + (1 - right) * (HIGH - TOP - BOTTOM);

/**
 * A picture of the rows of a calibration, with a table and sentences below it.
 * @param {Row[]} here
 * @param {Row[]} everywhere
 * @param {string[][]} rows
 * @param {string[]} told
 */
export function reliabilityHtml(here, everywhere, rows, told) {
  const [head, ...body] = rows.map((row) => row.map(escaped));
  const cells = head.map((cell) => `<th scope='col'>${cell}</th>`).join("");
  const lines = body.map((row) => row.map((cell) => `<td>${cell}</td>`).join(""));
  const table = [cells, ...lines].map((line) => `<tr>${line}</tr>`).join("");
  const words = told.map((one) => `<p>${escaped(one)}</p>`).join("");
  const picture = reliabilitySvg(here, everywhere, told.join(" "));
  return `<div style="max-width: 46rem">${picture}<table>${table}</table>${words}</div>`;
}

/**
 * @param {Row[]} here
 * @param {Row[]} everywhere
 * @param {string} said
 */
function reliabilitySvg(here, everywhere, said) {
  const parts = [axes(), diagonal(), intervals(everywhere), dots(everywhere), squares(here)];
  const each = everywhere.map((row) => `${percent(row.said)} sure: ${percent(row.right)} right`);
  const first = "How often right at how sure, beside an ideal observer.";
  const alt = escaped(`${first} ${each.join(", ")}. ${said}`.trim());
  return (
    `<svg role="img" aria-label="${alt}" viewBox="0 0 ${WIDE} ${HIGH}" width="${WIDE}" ` +
    `style="${STYLE}" fill="currentColor">${parts.join("")}</svg>`
  );
}

function axes() {
  const parts = [0, 0.5, 1].map((share) => {
    const y = down(share);
    const grid = line(LEFT, y, WIDE - RIGHT, y, "currentColor", 0.25);
    return grid + words(LEFT - 6, y + 4, percent(share), "end");
  });
  for (const share of [0.5, 0.6, 0.7, 0.8, 0.9, 1]) {
    parts.push(words(across(share), HIGH - BOTTOM + 17, percent(share), "middle"));
  }
  parts.push(words((LEFT + WIDE - RIGHT) / 2, HIGH - 6, "how sure you were", "middle"));
  const y = float((TOP + HIGH - BOTTOM) / 2);
  const turned = `transform="rotate(-90 12 ${y})"`;
  parts.push(`<text x="12" y="${y}" text-anchor="middle" ${turned}>how often right</text>`);
  return parts.join("");
}

function diagonal() {
  const lines = ["the ideal observer is", "right as often as it says"].map((text, n) =>
    words(across(1) + 8, down(1) + 4 + 15 * n, text, "start"),
  );
  const rule = line(across(0.5), down(0.5), across(1), down(1), "currentColor", 0.8, "5 4");
  return rule + lines.join("");
}

/** @param {Row[]} rows */
const intervals = (rows) =>
  rows
    .map(({ said, low, high }) =>
      line(across(said), down(low), across(said), down(high), BLUE, 0.6),
    )
    .join("");

/** @param {Row[]} rows */
function dots(rows) {
  const parts = rows.map(
    ({ said, right, answers }) =>
      `<circle cx="${fixed(across(said), 1)}" cy="${fixed(down(right), 1)}" r="6" ` +
      `fill="${BLUE}"><title>${answers} answers</title></circle>`,
  );
  const x = across(1) + 14;
  parts.push(`<circle cx="${float(x)}" cy="${float(down(0.5))}" r="6" fill="${BLUE}"/>`);
  return parts.join("") + words(x + 12, down(0.5) + 4, "all answers", "start");
}

/** @param {Row[]} rows */
function squares(rows) {
  if (!rows.length) return "";
  const parts = rows.map(({ said, right }) => square(across(said), down(right)));
  const [x, y] = [across(1) + 14, down(0.5) + 22];
  return [...parts, square(x, y), words(x + 12, y + 4, "this lesson", "start")].join("");
}

/**
 * @param {number} x
 * @param {number} y
 */
const square = (x, y) =>
  `<rect x="${fixed(x - 7, 1)}" y="${fixed(y - 7, 1)}" width="14" height="14" ` +
  `fill="none" stroke="${ORANGE}" stroke-width="2"/>`;

/**
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2
 * @param {number} y2
 * @param {string} colour
 * @param {number} opacity
 */
function line(x1, y1, x2, y2, colour, opacity, dashes = "none") {
  const [a, b, c, d] = [x1, y1, x2, y2].map((one) => fixed(one, 1));
  return (
    `<line x1="${a}" y1="${b}" x2="${c}" y2="${d}" stroke="${colour}" stroke-width="1.5" ` +
    `opacity="${opacity}" stroke-dasharray="${dashes}"/>`
  );
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {string} anchor
 */
const words = (x, y, text, anchor) =>
  `<text x="${fixed(x, 1)}" y="${fixed(y, 1)}" text-anchor="${anchor}">${escaped(text)}</text>`;
