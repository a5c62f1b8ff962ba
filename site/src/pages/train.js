// The page Train: sliders, a training run while it goes on, and what has become of it.

import { page } from "../shell/shell.js";
import { TrainPage } from "../train/train_page.js";

/** @param {string} id */
const place = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

page(() => new TrainPage(place("train"), place("agent")).start());
