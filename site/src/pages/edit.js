// The level editor: any world, any agent, and the whole state in the address.

import { EditPage } from "../edit/page.js";
import { page } from "../shell/shell.js";

page(() => new EditPage(/** @type {HTMLElement} */ (document.getElementById("editor"))).start());
