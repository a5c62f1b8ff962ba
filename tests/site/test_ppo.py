"""Training on the site is training in Python: gradients, a minibatch, and that it learns."""

import json
from base64 import b64decode

import numpy as np
import pytest
import torch
from serverless.worlds import pack
from support.javascript import in_node
from support.looks import KERNEL, READ, as_text, dressing, look, wandered

from course_lib.agents import zoo
from course_lib.agents.agent import Agent
from course_lib.agents.gae import gae
from course_lib.agents.ppo import PPO, Trainer
from course_lib.agents.recipes import recipe_of
from course_lib.engine.world import world
from course_lib.envs import VectorEnv
from course_lib.study.measure.rollout import begin, play_out

SAMPLES = 256
STEP = """
import { Trainer, Memory } from "./../../site/src/agents/ppo.js";
import { normalised } from "./../../site/src/agents/loss.js";
import { readRules } from "./js/rules.js";
const { world, distribution, recipe, batch } = given;
const rules = readRules(world.rules);
const trainer = new Trainer({ kernel, rules, distribution, dressing: readDressing(given.dressing),
  actions: world.world.actions.length, recipe, seed: 0 });
const { network } = trainer;
network.load(readSafetensors(read(given.file)).tensors);
const seen = lookOf(given.look);
trainer.memory = new Memory(1, seen);
trainer.memory.keep(0, seen);
const samples = { actions: batch.actions, logProbs: floats(batch.log_prob),
  advantages: normalised(floats(batch.advantage)), targets: floats(batch.target) };
const texts = (tensors) => Object.fromEntries([...tensors].map(([k, { data }]) => [k, text(data)]));
let gradient;
const improve = network.improve.bind(network);
network.improve = (...how) => {
  gradient ??= texts(network.tensors(network.gradient));
  return improve(...how);
};
const norms = [1, 2, 3].map(() => trainer.learnMinibatch((i) => i, samples, given.rate));
console.log(JSON.stringify({ gradient, norms, weights: texts(network.tensors()) }));
"""


def numbers(text: str, like) -> np.ndarray:
    """An array of single precision from base64, in the shape of `like`."""
    return np.frombuffer(b64decode(text), np.float32).reshape(like.shape)


@pytest.mark.parametrize("name", ["maze", "coin_run", "garden"])
def test_a_minibatch_moves_the_weights_as_in_python(name, tmp_path):
    home, rate = world(name), 1e-3
    recipe = PPO(**{**vars(recipe_of(name)), "learning_rate": rate})
    trainer = Trainer(VectorEnv(4, home.TRAIN), recipe, seed=5)
    agent = Agent("begins", trainer.network, home.TRAIN, 5)
    zoo.save(agent, tmp_path / "begins.safetensors")  # in half precision: then both begin there
    trainer.network.load_state_dict(
        zoo.load_file(tmp_path / "begins.safetensors").network.state_dict()
    )
    sim = wandered(home.TRAIN, SAMPLES, 3)
    batch = _batch(trainer, sim)
    lists = {k: as_text(batch[k].numpy()) for k in ("log_prob", "advantage", "target")}
    told = in_node(
        READ + STEP,
        world=pack(home),
        distribution=pack(home)["distributions"]["training"],
        recipe=vars(recipe) | {"num_envs": 16, "num_minibatches": 1},
        rate=rate,
        batch={"actions": batch["action"].tolist(), **lists},
        look=look(sim),
        dressing=dressing(home.TRAIN),
        file=str(tmp_path / "begins.safetensors"),
        kernel=KERNEL,
    )
    norms, clipping = [], torch.nn.utils.clip_grad_norm_
    gradient: dict = {}

    def clip(parameters, longest):
        for part, value in trainer.network.named_parameters():
            gradient.setdefault(part, value.grad.clone())
        norms.append(float(clipping(parameters, longest)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch.nn.utils, "clip_grad_norm_", clip)
        before = {k: v.clone() for k, v in trainer.network.state_dict().items()}
        for _ in range(3):
            trainer._learn_minibatch(dict(batch))
    assert told["norms"] == pytest.approx(norms, rel=1e-4)
    for part, wanted in gradient.items():
        found = numbers(told["gradient"][part], wanted)
        assert np.abs(found - wanted.numpy()).max() < 1e-4 * wanted.abs().max(), part
    for part, wanted in trainer.network.state_dict().items():
        found = numbers(told["weights"][part], wanted)
        assert np.abs(found - wanted.numpy()).max() < 1e-4 * max(1, wanted.abs().max()), part
        moved = (wanted - before[part]).abs().max()
        assert np.abs(found - wanted.numpy()).max() < 0.02 * moved, part


def _batch(trainer: Trainer, sim) -> dict[str, torch.Tensor]:
    """A minibatch of which some samples are clipped on either side."""
    rng = np.random.default_rng(2)
    observation = torch.from_numpy(sim.observe())
    with torch.inference_mode():
        logits, values = trainer.network(observation)
    action = torch.from_numpy(rng.integers(logits.shape[1], size=SAMPLES))
    log_prob = torch.log_softmax(logits, 1).gather(1, action[:, None])[:, 0]
    noise = torch.from_numpy(rng.normal(0, 0.3, (3, SAMPLES)).astype(np.float32))
    return {
        "taken": trainer.sight.taken(observation.numpy()),
        "action": action,
        "log_prob": log_prob + noise[0],
        "advantage": noise[1] + 0.1,
        "target": values + noise[2],
        "weight": torch.ones(SAMPLES),
    }


def test_advantages_are_those_of_python():
    rng = np.random.default_rng(0)
    steps, count, gamma, decay = 40, 7, 0.97, 0.9
    rewards, values, following = rng.normal(size=(3, steps, count)).astype(np.float32)
    ends = rng.random((steps, count))
    terminated, truncated = (ends < 0.1).astype(np.uint8), (ends > 0.9).astype(np.uint8)
    code = """
    import { advantages, normalised } from "./../../site/src/agents/loss.js";
    const { rewards, values, nextValues } =
      Object.fromEntries(Object.entries(given.floats).map(([k, v]) => [k, floats(v)]));
    const [terminated, truncated] = [bytes(given.terminated), bytes(given.truncated)];
    const rollout = { rewards, values, nextValues, terminated, truncated };
    const found = advantages(rollout, given.count, { gamma: given.gamma, gae_lambda: given.decay });
    console.log(JSON.stringify({ found: text(found), normal: text(normalised(found)) }));
    """
    arrays = {"rewards": rewards, "values": values, "nextValues": following}
    told = in_node(
        READ + code, kernel=KERNEL, floats={k: as_text(v) for k, v in arrays.items()},
        terminated=as_text(terminated), truncated=as_text(truncated),
        count=count, gamma=gamma, decay=decay,
    )  # fmt: skip
    errors = rewards + gamma * following * (1 - terminated) - values
    wanted = gae(errors, 1.0 - (terminated | truncated), gamma * decay)
    assert np.abs(numbers(told["found"], wanted) - wanted).max() < 1e-5
    normal = (wanted - wanted.mean()) / (wanted.std() + 1e-8)
    assert np.abs(numbers(told["normal"], wanted) - normal).max() < 1e-5


RUN = """
import { Run } from "./../../site/src/train/run.js";
const net = Object.fromEntries(["simd", "plain"].map((k, i) => [k, text(read(given.kernel[i]))]));
const [news, rested] = [[], []];
const run = new Run({ ...given.order, net }, (told) => {
  news.push(told);
  const passed = told.point?.rates.gem >= given.enough && told.point.steps > 0;
  if (passed) run.stopped = true;
  if (told.deployed && !rested.length) run.paused = true; // once, for a moment
  if (!("resting" in told)) return;
  rested.push([told.resting, news.at(-2)?.deployed?.steps]);
  setTimeout(() => { run.paused = false; }, 100);
});
await run.start();
const { bytes: file, card } = news.at(-1).done ?? {};
if (file) fs.writeFileSync(given.to, file);
const points = news.flatMap(({ point }) => point ?? []);
const deployed = news.flatMap((told) => told.deployed ?? []);
const newest = news.findLast((told) => told.newest)?.newest;
const { trouble } = news.at(-1);
console.log(JSON.stringify({ card, points, deployed, newest, rested, trouble }));
"""


def test_an_agent_that_was_trained_on_the_site_is_one_of_pythons(tmp_path):
    home = world("gems")
    packed = pack(home)
    training, deployment = (packed["distributions"][k] for k in ("training", "deployment"))
    order = {"world": packed, "distribution": training, "deployment": deployment, "seed": 0}
    recipe = packed["recipes"]["live"]
    given = {"kernel": KERNEL, "to": str(tmp_path / "trained.safetensors"), "enough": 0.93}
    told = in_node(READ + RUN, order={**order, "recipe": recipe}, **given)
    assert "trouble" not in told
    assert [resting for resting, _ in told["rested"]] == [True, False], "paused, and gone on"
    assert told["points"][0]["steps"] == told["points"][0]["begun"] == 0
    assert told["points"][-1]["steps"] <= recipe["steps"]
    assert told["deployed"] and told["newest"]["payload"]["episodes"]
    agent = zoo.load_file(given["to"])
    assert agent.distribution == home.TRAIN and agent.seed == 0 and agent.world is home
    assert set(agent.card) >= {"recipe", "steps", "finished", "training_seconds", "last_rates"}
    assert PPO(**agent.card["recipe"]) == recipe_of("gems")
    last = play_out(begin(home.TRAIN, np.arange(300)), agent, 0)
    assert last["gem"].mean() > 0.85, "it has learned, and Python sees it"


def test_an_order_that_cannot_be_filled_is_refused_in_a_sentence(tmp_path):
    packed = pack(world("maze"))
    of = packed["distributions"]
    both = {"distribution": of["training"], "deployment": of["training"]}
    order = {"world": packed, **both, "seed": 0}
    given = {"kernel": KERNEL, "to": str(tmp_path / "none"), "enough": 2}
    recipe = packed["recipes"]["live"] | {"num_envs": 16, "num_steps": 4, "num_minibatches": 4}
    for change, words in {
        "large": "The deployment's pictures are 9 × 9 tiles large|13 × 13",
        "minibatches": "num_minibatches must divide num_envs × num_steps = 64 exactly; 5 does not.",
        "rate": "numbers are no longer finite: training has diverged. The learning rate was 1e+30",
    }.items():
        changed, how = dict(order), dict(recipe)
        if change == "large":
            changed["distribution"] = of["large"]
        how |= {"minibatches": {"num_minibatches": 5}, "rate": {"learning_rate": 1e30}}.get(
            change, {}
        )
        told = in_node(READ + RUN, order={**changed, "recipe": how}, **given)
        assert "trouble" in told, json.dumps(told)[:300]
        assert any(word in told["trouble"] for word in words.split("|")), told["trouble"]


def test_training_begins_in_the_levels_of_python():
    home = world("maze")
    recipe = PPO(**{**vars(recipe_of("maze")), "num_envs": 8})
    trainer = Trainer(VectorEnv(8, home.TRAIN), recipe, seed=9)
    code = """
    import { Trainer } from "./../../site/src/agents/ppo.js";
    import { readRules } from "./js/rules.js";
    const { world, distribution, recipe } = given;
    const trainer = new Trainer({ kernel, rules: readRules(world.rules), distribution, recipe,
      dressing: readDressing(given.dressing), actions: 4, seed: 9 });
    console.log(JSON.stringify(text(trainer.sim.bytes)));
    """
    packed = pack(home)
    told = in_node(
        READ + code, kernel=KERNEL, world=packed, recipe=vars(recipe),
        distribution=packed["distributions"]["training"], dressing=dressing(home.TRAIN),
    )  # fmt: skip
    assert b64decode(told) == trainer.environments.sim.batch.tobytes()
