// One episode's picture with its heading and what is happening.

import { paintArrows } from "../js/arrows.js";
import { el, pen } from "../js/dom.js";
import { paintMark, paintPath } from "../js/marks.js";
import { fitCanvas, paintScene } from "../js/sprites.js";
import { LETTERS, tell, tellShares } from "./episode.js";
import { showOverlay } from "./overlay.js";

/**
 * @typedef {import("./episode.js").Episode} Episode
 * @typedef {import("./episode.js").State} State
 * @typedef {import("../js/types.d.ts").Scene} Scene
 */

const LARGEST = 420; // pixels across one picture, and at most half the height of the window
// As --cl-0 to --cl-5 in style.css.
const PATHS = ["#0072B2", "#D55E00", "#009E73", "#B0508C", "#806000", "#5B4BC4"];

/**
 * The letter of an episode among several.
 * @param {number} index
 */
export function letter(index) {
  return el("b", { class: `cl-letter cl-ink-${index}` }, el("span", {}, LETTERS[index]));
}

export class Stage {
  /**
   * @param {Episode} episode
   * @param {number} index
   * @param {State} state
   */
  constructor(episode, index, state) {
    this.episode = episode;
    this.index = index;
    this.state = state;
    this.canvas = el("canvas", { role: "img" });
    this.ctx = pen(this.canvas);
    this.now = el("p", { class: "cl-now" });
    this.shares = el("p", { class: "cl-shares" });
    this.news = el("p", { class: "cl-shares" });
    const named = { class: "cl-frame", tabindex: 0, "aria-label": "picture", role: "group" };
    this.frame = el("div", named, this.canvas);
    const heading = el("p", { class: "cl-heading" }, state.several ? letter(index) : null);
    heading.append(episode.heading);
    const about = [heading, this.now, this.shares, episode.overlay ? this.news : null];
    this.about = el("div", { class: "cl-about" }, ...about);
    this.node = el("section", { class: "cl-stage" }, this.frame, this.about);
  }

  /**
   * What is not on the screen gets its size and its words; the picture comes when it is seen.
   * @param {number} t
   */
  paint(t) {
    const { episode, state } = this;
    const here = Math.min(t, episode.steps);
    const [, , columns, rows] = episode.camera?.[here] || [0, 0, episode.width, episode.height];
    const given = getComputedStyle(this.frame).getPropertyValue("--cl-picture"); // by what holds it
    const most = parseFloat(given) || Math.min(LARGEST, Math.max(240, window.innerHeight / 2));
    const px = fitCanvas(this.canvas, columns, rows, Math.min(this.frame.clientWidth || 320, most));
    if (state.seen) this.paintPicture(here, px);
    const words = tell(episode, t, state.kinds).join("; ");
    const next = state.showShares && tellShares(episode, t);
    this.now.textContent = `Step ${here}: ${words}.`;
    this.shares.textContent = next ? `Next: ${next}` : "";
    const label = `${episode.heading}. Step ${here} of ${episode.steps}: ${words}`;
    this.canvas.setAttribute("aria-label", label);
  }

  /**
   * @param {number} t
   * @param {number} px
   */
  paintPicture(t, px) {
    const { ctx, episode, state } = this;
    const scene = episode.scene(t);
    paintScene(ctx, episode.sheet, scene, px);
    const corner = scene.camera || [0, 0];
    if (episode.overlay) showOverlay(ctx, this.news, episode.overlay, t, px, corner, state);
    if (state.showPath) {
      paintPath(ctx, episode.path, t, px, PATHS[this.index], corner);
      this.paintAgent(scene, t, px, corner);
      this.paintEvents(t, px, corner);
    }
    const shares = episode.shares(t);
    if (state.showShares && t < episode.steps && shares) {
      const at = [episode.path[2 * t] - corner[1], episode.path[2 * t + 1] - corner[0]];
      paintArrows(ctx, at, episode.moves, shares, episode.actions[t], px);
    }
  }

  /**
   * The agent once more, over its path; where it stands between tiles, the scene has it on top.
   * @param {Scene} scene
   * @param {number} t
   * @param {number} px
   * @param {number[]} corner
   */
  paintAgent(scene, t, px, corner) {
    const [row, column] = [this.episode.path[2 * t], this.episode.path[2 * t + 1]];
    const whole = Number.isInteger(row) && Number.isInteger(column) && !scene.floating;
    if (!whole) return;
    const tile = this.episode.sheet.sprite(scene.tiles[row * scene.width + column], px);
    const [x, y] = [(column - corner[0]) * px, (row - corner[1]) * px];
    this.ctx.drawImage(tile, Math.round(x), Math.round(y));
  }

  /**
   * @param {number} t
   * @param {number} px
   * @param {number[]} corner
   */
  paintEvents(t, px, corner) {
    for (const [step, kind] of this.episode.events) {
      if (step > t) continue;
      const [row, column] = [this.episode.path[2 * step], this.episode.path[2 * step + 1]];
      const [x, y] = [column + 0.82 - corner[0], row + 0.18 - corner[1]];
      paintMark(this.ctx, kind, x * px, y * px, Math.max(12, px * 0.5));
    }
  }
}
