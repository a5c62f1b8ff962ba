// Episodes as the player takes them: the twin of course_lib/widgets/payload.py, which says what
// each part is.

import { table } from "../../../course_lib/widgets/js/rules.js";

/**
 * @typedef {import("./episode.js").Episode} Episode
 * @typedef {import("./episode.js").State} State
 * @typedef {import("./world.js").World} World
 * @typedef {{ name: string, label: string }} Kind
 */

const WHOLE = 0xffff;
const PARTS = 256; // of a tile, in which the places of figures are told
const CHUNK = 0x8000;

/**
 * The bytes of an array as text.
 * @param {ArrayBufferView} array
 */
export function base64({ buffer, byteOffset, byteLength }) {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

/**
 * The frames, tile ids one after the other, as text: the first whole, of the others what changed.
 * @param {Uint8Array[]} frames
 */
export function packFrames(frames) {
  const size = frames[0].length;
  const out = [...frames[0]];
  for (let t = 1; t < frames.length; t++) {
    const [before, now] = [frames[t - 1], frames[t]];
    const changed = [];
    for (let i = 0; i < size; i++) if (before[i] !== now[i]) changed.push(i);
    if (3 * changed.length < size) {
      out.push(changed.length & 255, changed.length >> 8);
      for (const i of changed) out.push(i & 255, i >> 8, now[i]);
    } else {
      out.push(WHOLE & 255, WHOLE >> 8);
      for (const tile of now) out.push(tile);
    }
  }
  return base64(Uint8Array.from(out));
}

/**
 * What stands between tiles, per frame a list of [tile id, x, y] in tiles, as text.
 * @param {number[][][]} floating
 */
export function packFigures(floating) {
  const out = [];
  for (const figures of floating) {
    out.push(figures.length);
    for (const [tile, x, y] of figures) {
      const [across, down] = [Math.round(PARTS * x), Math.round(PARTS * y)];
      out.push(tile, across & 255, (across >> 8) & 255, down & 255, (down >> 8) & 255);
    }
  }
  return base64(Uint8Array.from(out));
}

/**
 * What is where in the level of a record, without figures: tile ids, rows and columns.
 * @param {World} world
 * @param {State} state
 */
export function scenery({ rules }, state) {
  const [height, width] = rules.shape(state);
  const tiles = new Uint8Array(height * width);
  rules.observe(state, table(tiles, height, width));
  return { tiles, height, width };
}

/**
 * What stands between tiles in a record: [tile id, x, y] each, in tiles.
 * @param {World} world
 * @param {State} state
 */
export function standing({ rules }, state) {
  const { figures, pixels, most } = rules;
  if (!figures) return [];
  const out = table(new Int16Array(3 * most), most, 3);
  return Array.from({ length: figures(state, out) }, (_, n) => {
    const [tile, y, x] = out.data.subarray(3 * n, 3 * n + 3);
    return [tile, x / pixels, y / pixels];
  });
}

/**
 * The part of the level that people are shown: x, y, width and height, in tiles.
 * @param {World} world
 * @param {State} state
 */
export function stage({ rules }, state) {
  const [rows, columns] = rules.shape(state);
  const width = rules.camera ? Math.min(columns, rules.stage ?? columns) : columns;
  const left = rules.agent_position(state)[1] + 0.5 - width / 2;
  return [Math.min(Math.max(0, left), columns - width), 0, width, rows];
}

/**
 * One level, as `paintScene` takes it, its tiles as base64.
 * @param {World} world
 * @param {State} state
 */
export function packLevel(world, state) {
  const { tiles, height, width } = scenery(world, state);
  const floating = standing(world, state);
  return { height, width, tiles: base64(tiles), floating: floating.length ? floating : null };
}

/**
 * Who plays which level, in one line and without saying how it ends.
 * @param {Episode} episode
 */
export function heading({ policy, distribution, seed }) {
  const level = seed == null ? "a drawn level" : `level ${seed}`;
  return [policy, distribution.words, level].filter(Boolean).join(" · ");
}

/**
 * Each event that can happen in the episodes' worlds, once; its place here is its mark.
 * @param {Episode[]} episodes
 * @returns {Kind[]}
 */
export function eventKinds(episodes) {
  /** @type {Map<string, Kind>} */
  const kinds = new Map();
  for (const { world } of episodes) {
    const { metrics, events } = world.packed;
    for (const name of metrics) {
      if (name in events) kinds.set(`${name} ${events[name]}`, { name, label: events[name] });
    }
  }
  return [...kinds.values()];
}

/**
 * When a metric went up: [step, name] each, in the order of steps.
 * @param {Episode} episode
 * @returns {[number, string][]}
 */
export function eventsOf({ world, records }) {
  /** @type {[number, string][]} */
  const found = [];
  for (const name of Object.keys(world.packed.events)) {
    for (let t = 1; t < records.length; t++)
      if (records[t][name] > records[t - 1][name]) found.push([t, name]);
  }
  return found.sort(([a], [b]) => a - b);
}

/** The name of the world as an episode shows it: one for each way it is dressed. @param {Episode} e */
const homeOf = ({ world, distribution }) =>
  world.packed.dressed ? `${world.name}, ${distribution.words}` : world.name;

/**
 * One episode; the world's own parts are in `pack`, the marks in `eventKinds`.
 * @param {Episode} episode
 * @param {Kind[]} kinds
 */
export function packEpisode(episode, kinds) {
  const { world, records, actions, rewards } = episode;
  const { rules, packed } = world;
  const views = records.map((state) => scenery(world, state));
  const paid = rewards.flatMap((reward, t) =>
    reward ? [[t, Math.round(reward * 1e4) / 1e4]] : [],
  );
  const label = (/** @type {string} */ name) =>
    kinds.findIndex((kind) => kind.name === name && kind.label === packed.events[name]);
  return {
    world: homeOf(episode),
    heading: heading(episode),
    steps: actions.length,
    path: base64(Float32Array.from(records.flatMap((s) => rules.agent_position(s)))),
    actions: base64(Uint8Array.from(actions)),
    rewards: paid,
    events: eventsOf(episode).map(([step, name]) => [step, label(name)]),
    metrics: Object.fromEntries(
      packed.metrics.map((name) => [name, Number(lastOf(episode)[name])]),
    ),
    height: views[0].height,
    width: views[0].width,
    frames: packFrames(views.map(({ tiles }) => tiles)),
    ...(rules.figures ? { floating: packFigures(records.map((s) => standing(world, s))) } : {}),
    ...(rules.camera ? { camera: records.map((s) => stage(world, s)) } : {}),
    ...(episode.values ? { values: base64(episode.values) } : {}),
    ...(episode.probabilities ? { probabilities: packShares(episode.probabilities) } : {}),
  };
}

/** @param {Episode} episode */
export const lastOf = ({ records }) => records[records.length - 1];

/** @param {Float32Array} probabilities */
function packShares(probabilities) {
  return base64(
    Uint8Array.from(probabilities, (p) => Math.round(Math.min(1, Math.max(0, p)) * 255)),
  );
}

/**
 * All that the player needs to show these episodes.
 * @param {Episode[]} episodes
 */
export function pack(episodes) {
  const kinds = eventKinds(episodes);
  return {
    worlds: Object.fromEntries(episodes.map((e) => [homeOf(e), e.world.dressed(e.distribution)])),
    kinds,
    episodes: episodes.map((episode) => packEpisode(episode, kinds)),
  };
}

/**
 * What was counted, as the player shows it below several policies: the twin of `pack_table` in
 * player/compare.py. Empty for a single episode.
 * @param {Episode[]} episodes
 */
export function packTable(episodes) {
  if (episodes.length < 2) return undefined;
  const { world } = episodes[0];
  const { metrics, goal, proxies } = world.packed;
  const head = (/** @type {string} */ name) => {
    const role = name === goal ? " (intended goal)" : proxies.includes(name) ? " (proxy)" : "";
    return world.metricWords(name) + role;
  };
  const rows = episodes.map((episode) => [
    episode.policy,
    ...metrics.map((name) => Number(lastOf(episode)[name])),
    episode.actions.length,
    `${Number(episode.rewards.reduce((sum, r) => sum + r, 0).toPrecision(6))}`,
  ]);
  const caption = "Counted on this one level. How often it happens is measured below.";
  return { caption, heads: ["policy", ...metrics.map(head), "steps", "reward"], rows };
}

/**
 * The values of a player's model for these episodes, 1 to 4.
 * @param {Episode[]} episodes
 * @param {{ caption?: string, speed?: number, autoplay?: boolean, step?: number }} look
 */
export function playerValues(episodes, { caption = "", speed, autoplay = false, step = 0 } = {}) {
  return {
    payload: pack(episodes),
    caption,
    label: `Player. ${episodes.map(heading).join("; ")}`,
    speed: speed ?? (episodes[0].world.rules.figures ? 15 : 6),
    autoplay,
    step,
    table: packTable(episodes),
  };
}
