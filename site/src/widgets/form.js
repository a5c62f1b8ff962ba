// The form's front end with its style, as Jupyter has it.

import "../../../course_lib/widgets/form/form.css";

export { default } from "../../../course_lib/widgets/form/form.js";
