// The first page: a maze to play at once.

import { openWorld } from "../episodes/world.js";
import { ArcadeModel } from "../play/arcade_model.js";
import { mount } from "../shell/mount.js";
import { page } from "../shell/shell.js";
import arcade from "../widgets/arcade.js";

page(async () => {
  const world = await openWorld("maze");
  const model = new ArcadeModel(world, world.distribution("training"), 0);
  await mount(arcade, model, /** @type {HTMLElement} */ (document.getElementById("game")));
});
