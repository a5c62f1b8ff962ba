// What every page begins with: its theme, its part, and a net below it.

import "../style.css";
import { part } from "./address.js";
import { say, sayError } from "./say.js";
import { startTheme } from "./theme.js";

/**
 * Starts a page: `start` fills it. What fails anywhere is said in one sentence.
 * @param {() => void | Promise<void>} start
 */
export async function page(start) {
  window.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    sayError(event.reason);
  });
  window.addEventListener("error", (event) => {
    if (event.error) sayError(event.error); // a damaged file of data is said by who loads it
  });
  startTheme();
  showPart();
  try {
    await start();
    document.documentElement.dataset.ready = "true";
  } catch (error) {
    sayError(error);
  }
}

/** With `?part=game` in the address, what is marked data-part="game" is shown and nothing else. */
function showPart() {
  const wanted = part();
  if (!wanted) return;
  const parts = [
    .../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-part]")),
  ].filter((one) => one !== document.documentElement);
  const names = [...new Set(parts.map((one) => one.dataset.part ?? ""))];
  if (!names.includes(wanted)) {
    delete document.documentElement.dataset.part;
    const known = names.length ? `it has: ${names.join(", ")}` : "it cannot be taken apart";
    say(`This page has no part “${wanted}”; ${known}.`);
    return;
  }
  for (const one of parts) one.hidden = one.dataset.part !== wanted;
}
