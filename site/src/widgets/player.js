// The player's front end with its style, as Jupyter has it.

import "../../../course_lib/widgets/player/player.css";

export { default } from "../../../course_lib/widgets/player/player.js";
