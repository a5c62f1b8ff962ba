// The training's front end with its style, as Jupyter has it.

import "../../../course_lib/widgets/training/training.css";

export { default } from "../../../course_lib/widgets/training/training.js";
