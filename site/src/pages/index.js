// The first page: a maze to play at once.

import { page } from "../shell/shell.js";

page(async () => {});
