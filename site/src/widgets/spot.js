// The front end of spot the difference with its style, as Jupyter has it.

import "../../../course_lib/widgets/spot/spot.css";

export { default } from "../../../course_lib/widgets/spot/spot.js";
