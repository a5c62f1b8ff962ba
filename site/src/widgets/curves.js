// The curves's front end with its style, as Jupyter has it.

import "../../../course_lib/widgets/training/curves.css";

export { default } from "../../../course_lib/widgets/training/curves.js";
