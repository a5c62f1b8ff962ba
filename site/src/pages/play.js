// The page Play: a world, a distribution, a level, and who plays beside one.

import { PlayPage } from "../play/play_page.js";
import { page } from "../shell/shell.js";

page(() => new PlayPage(/** @type {HTMLElement} */ (document.getElementById("game"))).start());
