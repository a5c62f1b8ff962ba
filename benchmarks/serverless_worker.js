// What serverless.py measures in a browser: a training until it is good enough, and episodes.

import { bytes } from "../course_lib/widgets/js/payload.js";
import { makeAgent } from "../site/src/agents/agent.js";
import { loadKernel } from "../site/src/agents/kernel.js";
import { readDressing } from "../site/src/agents/network.js";
import { readSafetensors, writeSafetensors } from "../site/src/agents/safetensors.js";
import { train } from "../site/src/agents/train.js";
import { base64 } from "../site/src/episodes/payload.js";
import { World } from "../site/src/episodes/world.js";
import { lastRecords } from "../site/src/measure/outcomes.js";

const WINDOW = 1000; // episodes, as in learn_one.py

/** Train until the mean return of the latest episodes is `enough`. */
async function learn({ kernel, world, distribution, dressing, seed, enough }) {
  const { goal, recipes } = world.packed;
  let reached = false;
  const { tensors, card } = await train({
    ...{ kernel, rules: world.rules, world: world.name, distribution, dressing, seed },
    actions: world.actions.length,
    recipe: recipes.live,
    onUpdate: ({ episodes, latest }) => {
      reached = episodes >= WINDOW && latest[goal] >= enough;
    },
    stopped: () => reached,
  });
  return { reached, steps: card.steps, file: base64(writeSafetensors(tensors, card)) };
}

/** Let an agent play 1,000 episodes; the mean of each metric. */
function episodes({ kernel, world, distribution, dressing, file, count, seed }) {
  const agent = makeAgent(kernel, readSafetensors(bytes(file)), dressing);
  const policy = { name: "", choose: (look, _, uniform) => agent.choose(look, uniform) };
  const last = lastRecords(world, distribution, policy, count, { seed });
  const mean = (name) => last.reduce((sum, state) => sum + Number(state[name]), 0) / count;
  return Object.fromEntries(world.packed.metrics.map((name) => [name, mean(name)]));
}

globalThis.onmessage = async ({ data: { job, world: packed, on, net, ...how } }) => {
  const kernel = await loadKernel(bytes(net.simd), bytes(net.plain));
  const world = new World(packed);
  const distribution = world.distribution(on);
  const dressing = readDressing(packed.dressings[distribution.dressing]);
  const jobs = { learn, episodes };
  postMessage(await jobs[job]({ kernel, world, distribution, dressing, ...how }));
};
