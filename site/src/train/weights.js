// Weights as files: saved from the page, and taken into it.

import { el } from "../../../course_lib/widgets/js/dom.js";
import { makeAgent } from "../agents/agent.js";
import { readDressing } from "../agents/network.js";
import { readSafetensors } from "../agents/safetensors.js";
import { asTrouble, openKernel } from "../episodes/agents.js";
import { openWorld } from "../episodes/world.js";
import { Trouble } from "../shell/say.js";

/** @typedef {import("../episodes/own.js").AgentFile} AgentFile */

/**
 * Gives the reader the agent's file, which Python's `cl.zoo.load_file` reads, too.
 * @param {AgentFile} file
 */
export function download({ bytes, card }) {
  const url = URL.createObjectURL(new Blob([/** @type {any} */ (bytes)]));
  const name = `${card.name}-seed-${card.seed}`.replace(/[^\w.-]+/g, "-");
  const link = el("a", { href: url, download: `${name}.safetensors` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * The agent in a file of the reader's. A Trouble says in a sentence why there is none, or why it
 * cannot play here.
 * @param {File} chosen
 * @returns {Promise<AgentFile>}
 */
export async function upload(chosen) {
  const bytes = new Uint8Array(await chosen.arrayBuffer());
  const file = await asTrouble(() => readSafetensors(bytes));
  const world = await openWorld(String(file.card.world));
  const { dressing, grid } = world.distribution("training");
  const kernel = await openKernel();
  const { network } = await asTrouble(() =>
    makeAgent(kernel, file, readDressing(world.packed.dressings[dressing])),
  );
  const [rows, columns] = grid;
  if (network.rows !== rows || network.columns !== columns)
    throw new Trouble(
      `This agent sees ${network.rows} × ${network.columns} tiles, and the levels here show ` +
        `${rows} × ${columns}.`,
    );
  if (network.shape.actions !== world.actions.length)
    throw new Trouble(
      `This agent has ${network.shape.actions} actions, and ${world.title} has ${world.actions.length}.`,
    );
  return { bytes, card: file.card };
}
