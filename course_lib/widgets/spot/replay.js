// The agent's episode on shelf B, which plays beside the rates of the reveal.

import { el } from "../js/dom.js";
import { localModel } from "../js/kernel.js";
import { render as renderPlayer } from "../player/player.js";

const COMING = "An episode of the agent on shelf B is on its way …";

export class Replay {
  /** @param {import("../js/types.d.ts").Model} model */
  constructor(model) {
    this.model = model;
    this.slot = el("div", { class: "cl-replay" });
    this.close = () => {};
  }

  /** The player with the episode, which plays at once; until there is one, that it is coming. */
  show(atFirst = false) {
    this.stop();
    this.slot.replaceChildren();
    const payload = this.model.get("replay");
    if (!payload.episodes) {
      const { truth, done } = this.model.get("told");
      const awaited = truth && !done && this.model.get("shown").agent;
      if (awaited) this.slot.append(el("p", { class: "cl-faint" }, COMING));
      return;
    }
    const { caption } = payload;
    const speed = payload.episodes[0].floating ? 15 : 6; // one that moves by itself has many steps
    const data = { payload, caption, label: caption, speed, autoplay: !atFirst, step: 0 };
    this.close = renderPlayer({ model: localModel(data), el: this.slot });
  }

  stop() {
    this.close();
    this.close = () => {};
  }
}
