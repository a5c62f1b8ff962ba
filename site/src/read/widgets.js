// The widgets of a unit: in each place stands the widget itself, as soon as it comes near the
// window. Until then, and where it cannot, its picture stands there.

import { LevelEditor } from "../edit/editor.js";
import { Home } from "../edit/home.js";
import { EditorModel } from "../edit/model.js";
import { agentPolicy } from "../episodes/agents.js";
import { openWorld } from "../episodes/world.js";
import { ArcadeModel } from "../play/arcade_model.js";
import { Model } from "../shell/model.js";
import { mount } from "../shell/mount.js";
import { sayError } from "../shell/say.js";
import { openGame, ownGame } from "../spot/game.js";
import arcade from "../widgets/arcade.js";
import curves from "../widgets/curves.js";
import editor from "../widgets/editor.js";
import player from "../widgets/player.js";
import shelf from "../widgets/shelf.js";
import spot from "../widgets/spot.js";
import training from "../widgets/training.js";
import { places } from "./exercises.js";

/**
 * @typedef {import("./course.js").Stored} Stored
 * @typedef {(stored: Stored, host: HTMLElement) => Promise<unknown>} Maker
 */

const NEAR = "600px"; // from the window, where a widget begins to live

/**
 * A widget for which its state is enough.
 * @param {{ render: (place: any) => any }} face
 * @returns {Maker}
 */
const alone = (face) => (stored, host) => mount(face, new Model({ ...stored.state }), host);

/** The arcade with its rules, so that it makes new levels. @type {Maker} */
async function standArcade(stored, host) {
  const { world, distribution, seed } = stored.state;
  if (stored.state.rules) return alone(arcade)(stored, host); // a world of the lesson's own
  const home = await openWorld(world);
  const model = new ArcadeModel(home, home.distribution(distribution), seed);
  return mount(arcade, model, host);
}

/** A level to draw, with its agent. @type {Maker} */
async function standEditor({ state: { world, distribution, agent, text } }, host) {
  const home = await openWorld(world);
  const levels = home.distribution(distribution);
  const policy = await agentPolicy(agent, home, levels);
  const made = new LevelEditor(new Home(home), levels, { agent: policy, text, show: "agent" });
  return mount(editor, new EditorModel(made, () => {}), host);
}

/** Rounds of spot the difference. @type {Maker} */
async function standGame({ state: { world, own } }, host) {
  const { model } = own ? { model: ownGame(own) } : await openGame(world ? { world } : {});
  return mount(spot, model, host);
}

/** A shelf whose levels the page cannot make has those that were stored. */
class ShelfModel extends Model {
  /** @override */
  told() {
    const answers = this.values.answers + 1;
    const { rules, params } = this.values; // with both the front end has made them itself
    const trouble =
      rules && params ? "" : "More levels of this shelf need Python: open the unit in Jupyter.";
    this.update({ trouble, answers });
  }
}

/** By what a widget is; a "picture" stays one. @type {Record<string, Maker>} */
const MAKERS = {
  player: alone(player),
  arcade: standArcade,
  shelf: (stored, host) => mount(shelf, new ShelfModel({ ...stored.state }), host),
  curves: alone(curves),
  training: alone(training),
  editor: standEditor,
  spot: standGame,
};

/** Lets the widgets of a unit live. @param {Stored[]} stored */
export function startWidgets(stored) {
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        stand(stored, /** @type {HTMLElement} */ (target));
      }
    },
    { rootMargin: NEAR },
  );
  for (const place of places("[data-widget]")) seen.observe(place);
}

/**
 * The widget stands in its place; where it cannot, that is said and its picture stays.
 * @param {Stored[]} stored
 * @param {HTMLElement} place
 */
async function stand(stored, place) {
  const one = stored[Number(place.dataset.widget)];
  if (one.kind === "picture") return;
  const host = document.createElement("div");
  try {
    await MAKERS[one.kind](one, host);
  } catch (error) {
    sayError(error);
    return;
  }
  place.replaceChildren(host);
  place.classList.add("stands");
}
