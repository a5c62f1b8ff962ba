// Below the editor: the level as a link and as a file.

import { el } from "../../../course_lib/widgets/js/dom.js";
import { makeButton, row } from "../shell/choices.js";

const MOST_BYTES = 100_000;

/**
 * @typedef {{
 *   link: () => string, text: () => string, name: () => string,
 *   use: (text: string) => void, said: (sentence: string) => void,
 * }} Asked what the buttons ask for, and whom they tell
 */

/**
 * Buttons that copy the link, save the level as a file of text, and open one.
 * @param {Asked} page
 */
export function makeFiles(page) {
  const copy = makeButton("Copy the link to this level", () => copyLink(page));
  const save = makeButton("Save as a file", () => {
    const url = URL.createObjectURL(new Blob([`${page.text()}\n`], { type: "text/plain" }));
    el("a", { href: url, download: page.name() }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000); // once it is saved
    page.said(`The level is saved as ${page.name()}.`);
  });
  const file = el("input", {
    type: "file",
    accept: ".txt,text/plain",
    hidden: true,
    "aria-label": "a file with a level",
  });
  file.addEventListener("change", () => openFile(page, file));
  const open = makeButton("Open a file", () => file.click());
  return row("the level as a link and as a file", copy, save, open, file);
}

/** @param {Asked} page */
async function copyLink(page) {
  const address = page.link();
  try {
    await navigator.clipboard.writeText(address);
    page.said("The link is copied: it opens this level with this agent at this step.");
  } catch {
    page.said("This browser does not let the page copy. The link stands in the address bar.");
  }
}

/**
 * @param {Asked} page
 * @param {HTMLInputElement} input
 */
async function openFile(page, input) {
  const [chosen] = input.files ?? [];
  if (!chosen) return;
  const text = chosen.size > MOST_BYTES ? null : await chosen.text();
  input.value = ""; // so that the same file can be opened again
  if (text === null) page.said(`${chosen.name} is too long for a level.`);
  else {
    page.said("");
    page.use(text);
  }
}
