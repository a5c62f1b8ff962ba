// The shelf's front end with its style, as Jupyter has it.

import "../../../course_lib/widgets/shelf/shelf.css";

export { default } from "../../../course_lib/widgets/shelf/shelf.js";
