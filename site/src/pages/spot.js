// Spot the difference: the game with all its rounds.

import { page } from "../shell/shell.js";
import { SpotPage } from "../spot/spot_page.js";

page(async () => {
  const place = (/** @type {string} */ id) =>
    /** @type {HTMLElement} */ (document.getElementById(id));
  await new SpotPage({
    choices: place("choices"),
    game: place("game"),
    answers: place("answers"),
  }).start();
});
