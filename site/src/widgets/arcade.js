// The arcade's front end with its style, as Jupyter has it.

import "../../../course_lib/widgets/arcade/arcade.css";

export { default } from "../../../course_lib/widgets/arcade/arcade.js";
