// The page Watch and measure: one episode in the player, and below it many of them counted.

import { page } from "../shell/shell.js";
import { WatchPage } from "../watch/watch_page.js";

/** @param {string} id */
const place = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

page(() => new WatchPage(place("episode"), place("measure")).start());
