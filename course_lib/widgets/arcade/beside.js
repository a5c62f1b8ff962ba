// The player of the reader's and the agent's episode: a widget of its own, which gets its place.

import { el } from "../js/dom.js";

const GONE =
  "The episodes side by side are gone with the kernel. Run this cell again for new ones.";

export class Beside {
  /**
   * @param {import("../js/types.d.ts").Model} model
   * @param {(text: string) => void} complain
   */
  constructor(model, complain) {
    this.model = model;
    this.complain = complain;
    this.node = el("div", { class: "cl-beside" });
    /** @type {any} */
    this.view = null;
  }

  /** Shows the player that the model names, if it names one. */
  async show() {
    const reference = this.model.get("player");
    this.remove();
    this.node.replaceChildren();
    if (!reference) return;
    const { widget_manager: manager } = this.model;
    try {
      const child = await manager.get_model(reference.replace("IPY_MODEL_", ""));
      const view = await manager.create_view(child);
      if (this.model.get("player") !== reference) {
        view.remove();
        return;
      }
      this.view = view;
      this.node.replaceChildren(view.el);
    } catch {
      // stored without it, or its kernel is gone: one's own game is there all the same
      this.complain(GONE);
    }
  }

  remove() {
    this.view?.remove();
    this.view = null;
  }
}
