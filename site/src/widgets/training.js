// The front end of a training run with its style, as Jupyter has it.

import "../../../course_lib/widgets/player/player.css";
import "../../../course_lib/widgets/training/training.css";

export { default } from "../../../course_lib/widgets/training/training.js";
