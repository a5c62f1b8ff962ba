// An episode as the payload has it, unpacked, and what happens in it, in words.

import { likely } from "../js/arrows.js";
import { bytes, floats, unpackFigures, unpackFrames } from "../js/payload.js";
import { Sheet } from "../js/sprites.js";
import { readOverlay } from "./overlay.js";

/**
 * @typedef {{ name: string, label: string }} Kind
 * @typedef {ReturnType<typeof readEpisode>} Episode
 *
 * What the parts of a player share. t: the step that is shown. seen: whether the player is on the
 * screen, or nearly. news, factor: what of the overlay is drawn.
 * @typedef {{ t: number, speed: number, playing: boolean, seen: boolean, several: boolean,
 *   kinds: Kind[], showPath: boolean, showShares: boolean, news: string, factor: number }} State
 */

export const LETTERS = "ABCDEF";

/**
 * The payload of one episode, unpacked.
 * @param {any} packed
 * @param {any} payload
 */
export function readEpisode(packed, payload) {
  /** @type {{ world: string, heading: string, width: number, height: number, steps: number,
   *   events: [number, number][], camera?: number[][] }} */
  const plain = packed;
  const { width, height, steps } = plain;
  /** @type {import("../js/types.d.ts").World} */
  const home = payload.worlds[plain.world];
  const probabilities = packed.probabilities && bytes(packed.probabilities);
  /** @type {Uint8Array | null} */
  let tiles = null; // unpacked when the episode is first seen: a notebook may hold fifty
  /** @type {import("../js/types.d.ts").Floating[][] | null} */
  let figures = null;
  return {
    ...plain,
    sheet: new Sheet(home.sprites),
    moves: home.actions,
    path: floats(packed.path),
    actions: bytes(packed.actions),
    rewards: new Map(/** @type {[number, number][]} */ (packed.rewards)),
    values: packed.values ? floats(packed.values) : null,
    overlay: packed.overlay ? readOverlay(packed.overlay) : null,
    /**
     * The chances of all actions at step `t`; null where none were sent.
     * @param {number} t
     * @returns {number[] | null}
     */
    shares(t) {
      if (!probabilities) return null;
      const n = home.actions.length;
      return Array.from(probabilities.subarray(t * n, t * n + n), (p) => p / 255);
    },
    /**
     * The picture at step `t`.
     * @param {number} t
     * @returns {import("../js/types.d.ts").Scene}
     */
    scene(t) {
      tiles ??= unpackFrames(packed.frames, steps + 1, width * height);
      figures ??= packed.floating ? unpackFigures(packed.floating) : [];
      return {
        width,
        height,
        tiles: tiles.subarray(t * width * height, (t + 1) * width * height),
        camera: plain.camera?.[t],
        floating: figures[t],
      };
    },
  };
}

/**
 * What happens at step `t` of an episode, as the parts of a sentence.
 * @param {Episode} episode
 * @param {number} t
 * @param {Kind[]} kinds
 */
export function tell(episode, t, kinds) {
  const now = Math.min(t, episode.steps);
  const parts = now > 0 ? tellMove(episode, now) : ["start"];
  for (const [step, kind] of episode.events) if (step === now) parts.push(kinds[kind].label);
  if (now === episode.steps) parts.push("end of the episode");
  return parts;
}

/**
 * The action that led to step `now`, and its reward.
 * @param {Episode} episode
 * @param {number} now
 */
function tellMove(episode, now) {
  const at = (/** @type {number} */ k) => `${episode.path[2 * k]},${episode.path[2 * k + 1]}`;
  const move = episode.moves[episode.actions[now - 1]].name;
  const parts = [at(now) === at(now - 1) ? `${move}, but did not move` : move];
  const reward = episode.rewards.get(now - 1);
  if (reward) parts.push(`reward ${+reward.toFixed(2)}`);
  return parts;
}

/**
 * The likely actions in words, the most probable first.
 * @param {Episode} episode
 * @param {number} t
 */
export function tellShares(episode, t) {
  const shares = episode.shares(Math.min(t, episode.steps));
  if (!shares || t >= episode.steps) return "";
  return likely(shares, episode.moves).slice(0, 4).join(", ");
}
