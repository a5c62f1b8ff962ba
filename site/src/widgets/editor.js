// The level editor's front end with its style, as Jupyter has it.

import "../../../course_lib/widgets/editor/editor.css";

export { default } from "../../../course_lib/widgets/editor/editor.js";
