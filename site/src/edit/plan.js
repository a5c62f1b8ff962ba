// What a policy makes of a level: its path from the start, its arrows at a moment of it, and both
// in words. The twin of study/inside/arrows.py and of the words of widgets/editor/widget.py.

import { BatchSim } from "../../../course_lib/widgets/js/sim.js";
import { base64, eventsOf } from "../episodes/payload.js";
import { Refusal } from "./words.js";

/**
 * @typedef {import("./home.js").Home} Home
 * @typedef {import("../episodes/world.js").Distribution} Distribution
 * @typedef {import("../episodes/episode.js").Policy} Policy
 * @typedef {import("../episodes/episode.js").Episode} Episode
 * @typedef {import("../../../course_lib/widgets/js/types.d.ts").Cell} Cell
 *
 * @typedef {{
 *   policy: string, shape: [number, number], places: Cell[], shares: Float32Array,
 *   values: ArrayLike<number> | null, actions: number,
 * }} Arrows
 */

/** What a planner is shown, since it looks at the true states. @type {any} */
const LOOKLESS = null;
/** @type {Record<string, string>} */
const SIGNS = { UP: "↑", RIGHT: "→", DOWN: "↓", LEFT: "←", STAY: "∘", WAIT: "∘", JUMP: "⇑",
  JUMP_LEFT: "↖", JUMP_RIGHT: "↗", POUR: "≈" }; // biome-ignore format: a table

/** @param {ArrayLike<number>} shares */
function largest(shares) {
  let best = 0;
  for (let n = 1; n < shares.length; n++) if (shares[n] > shares[best]) best = n;
  return best;
}

/**
 * A policy that says in a sentence why it cannot act: a planner that cannot take a level on, or an
 * agent that sees pictures of another size.
 * @param {Policy} policy
 * @returns {Policy}
 */
export function outspoken({ name, choose, evaluate }) {
  /** @template T @param {() => T} job @returns {T} */
  const told = (job) => {
    try {
      return job();
    } catch (error) {
      throw error instanceof TypeError || !(error instanceof Error)
        ? error
        : new Refusal(error.message);
    }
  };
  return {
    name,
    choose: (...given) => told(() => choose(...given)),
    ...(evaluate && { evaluate: (look) => told(() => evaluate(look)) }),
  };
}

/**
 * The policy's likeliest action, always: no chance is left in it.
 * @param {Policy} policy
 * @returns {Policy}
 */
export function greedy({ name, evaluate, choose }) {
  if (!evaluate) return { name, choose };
  return {
    name: `${name}, greedy`,
    evaluate,
    choose(look) {
      const { probabilities } = evaluate(look);
      const actions = probabilities.length / look.count;
      return Array.from({ length: look.count }, (_, n) =>
        largest(probabilities.subarray(n * actions, (n + 1) * actions)),
      );
    },
  };
}

/**
 * The field of a policy in a level: what it would do on every cell while all else stays.
 * @param {Home} home
 * @param {Distribution} distribution
 * @param {Policy} policy
 * @param {any} state
 * @returns {Arrows}
 */
export function arrows(home, distribution, policy, state) {
  const { ways, editing, rules } = home;
  let places = ways.places(home, state);
  let records = places.map((place) => {
    const s = home.copy(state);
    ways.put(s, place);
    return s;
  });
  const about = { policy: policy.name, shape: rules.shape(state), actions: editing.actions.length };
  if (policy.evaluate) {
    if (!records.length) return { ...about, places, shares: new Float32Array(), values: null };
    const sim = new BatchSim(rules, distribution, records.length);
    const { probabilities, values } = policy.evaluate(sim.observe(records));
    return { ...about, places, shares: probabilities, values };
  }
  const kept = ways.hopes(home, records, state);
  places = places.filter((_, n) => kept[n]);
  records = records.filter((_, n) => kept[n]);
  const shares = new Float32Array(records.length * about.actions);
  const chosen = policy.choose(LOOKLESS, records, []);
  records.forEach((_, n) => {
    shares[n * about.actions + chosen[n]] = 1;
  });
  return { ...about, places, shares, values: null };
}

/**
 * The likeliest action on each cell.
 * @param {Arrows} field
 */
function bests({ places, shares, actions }) {
  return places.map((_, n) => largest(shares.subarray(n * actions, (n + 1) * actions)));
}

/**
 * On how many of the cells that both fields have the likeliest action is another, and of how many.
 * @param {Arrows} before
 * @param {Arrows} after
 */
export function turned(before, after) {
  const now = bests(after);
  const at = new Map(after.places.map((place, n) => [String(place), now[n]]));
  const pairs = bests(before).flatMap((old, n) => {
    const found = at.get(String(before.places[n]));
    return found === undefined ? [] : [old !== found];
  });
  return { count: pairs.filter(Boolean).length, of: pairs.length };
}

/**
 * The field for the front end, as widget.py's `pack_field`.
 * @param {Arrows} field
 * @param {string[]} names of the actions
 */
export function packField(field, names) {
  const { policy, places, shares, shape } = field;
  const lines = Array.from({ length: shape[0] }, () => new Array(shape[1]).fill(" "));
  const best = bests(field);
  places.forEach(([row, column], n) => {
    lines[row][column] = SIGNS[names[best[n]]] ?? "?";
  });
  const text = lines.map((line) => line.join("").trimEnd()).join("\n");
  return { policy, places, shares: base64(Uint8Array.from(shares, asByte)), text };
}

/**
 * A share as a byte; a half goes to the even one of both, as numpy has it.
 * @param {number} share
 */
function asByte(share) {
  const value = Math.fround(Math.min(1, Math.max(0, share)) * 255);
  const down = Math.floor(value);
  const half = value - down === 0.5;
  return half ? down + (down % 2) : Math.round(value);
}

/**
 * How large a drawing is and what it holds, as a sentence.
 * @param {Home} home
 * @param {import("./checks.js").Tiles} tiles
 */
export function contents(home, { rows, columns, data }) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const tile of data) counts.set(home.nameOf(tile), (counts.get(home.nameOf(tile)) ?? 0) + 1);
  const told = [...counts].map(([name, count]) => `${name} ${count}`).join(", ");
  return `${rows} rows and ${columns} columns: ${told}.`;
}

/**
 * How a path goes and ends, as a sentence.
 * @param {Episode} episode
 */
export function pathWords(episode) {
  const { policy, records, actions, world } = episode;
  /** @type {Map<string, number[]>} */
  const steps = new Map();
  for (const [step, name] of eventsOf(episode)) {
    const label = world.packed.events[name];
    steps.set(label, [...(steps.get(label) ?? []), step]);
  }
  const happened = [...steps].map(([label, at]) =>
    at.length === 1 ? `${label} at step ${at[0]}` : `${label} at steps ${at.join(", ")}`,
  );
  if (records[records.length - 1].truncated) happened.push("ran out of time");
  return `${policy}: ${actions.length} steps; ${happened.join("; ")}.`;
}
