"""Agents from elsewhere are asked as the course's own: SB3, torch, ONNX, functions."""

import re
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from stable_baselines3 import DQN, PPO
from support.errors import refused
from torch import nn

import course_lib as cl
from course_lib.agents.adapters import adapted, as_agent
from course_lib.chapters.repair.warnings.asking import committee_doubt
from course_lib.study.inside.arrows import arrows
from course_lib.worlds import gems, maze

PAGE = Path(__file__).parents[2] / "docs" / "your_own_agent.md"


def seen(count: int = 5) -> np.ndarray:
    """Pictures of training mazes, uint8 (count, 36, 36, 3)."""
    import gymnasium as gym

    return gym.make_vec("course/Maze-v0", num_envs=count).reset(seed=3)[0]


@pytest.fixture(scope="module")
def ppo():
    return PPO("MlpPolicy", "course_lib:course/Maze-v0", n_steps=8, batch_size=8, seed=0)


def test_every_block_of_the_page_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    names: dict = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)
    assert names["episode"].probabilities is not None and names["episode"].values is not None
    assert names["editor"].arrows is not None
    assert "SB3's mouse" in names["mouse"].name


# ── Stable-Baselines3 ───────────────────────────────────────────────────────────────────────────


def test_a_policy_gradient_model_tells_its_own_probabilities_and_values(ppo):
    agent, pictures = as_agent(ppo, maze.TRAIN), seen()
    shares, values = agent.evaluate(pictures)
    given, _ = ppo.policy.obs_to_tensor(pictures)
    wanted = ppo.policy.get_distribution(given).distribution.probs.detach().numpy()
    assert np.allclose(shares, wanted, atol=1e-6) and np.allclose(shares.sum(1), 1)
    assert np.allclose(values, ppo.policy.predict_values(given).detach().numpy()[:, 0])
    greedy = ppo.predict(pictures, deterministic=True)[0]
    assert np.array_equal(shares.argmax(1), greedy)
    episode = cl.play(ppo, maze.DEPLOY, seed=2)
    assert episode.policy == "PPO" and episode.probabilities.shape[1] == 4
    assert np.array_equal(cl.play(ppo, maze.DEPLOY, seed=2).actions, episode.actions)


def test_chances_follow_the_uniform_numbers(ppo):
    agent, pictures = as_agent(ppo), seen(1)
    shares = agent.evaluate(pictures)[0][0]
    many = np.repeat(pictures, 400, 0)
    chosen = agent.choose(many, None, (np.arange(400) + 0.5) / 400)
    assert np.allclose(np.bincount(chosen, minlength=4) / 400, shares, atol=0.01)
    assert 0 <= agent.act(pictures[0]) < 4


def test_a_q_network_acts_and_what_it_does_not_tell_is_left_out():
    model = DQN("MlpPolicy", "course_lib:course/Maze-v0", buffer_size=100, seed=0)
    episode = cl.play(model, maze.DEPLOY, seed=2)
    assert episode.probabilities is None and episode.values is None
    assert {row["policy"] for row in cl.behaviour(model, maze.TRAIN, episodes=20).rows} >= {"DQN"}
    field = arrows(model, maze.TRAIN, seed=2)
    assert field.values is None and set(np.unique(field.probabilities)) == {0.0, 1.0}
    cl.widgets.EpisodePlayer(episode)


def test_a_model_of_another_world_is_refused(ppo):
    agent = as_agent(ppo, maze.TRAIN, name="theirs")
    refused(lambda: cl.play(agent, gems.TRAIN), "'theirs'", "'maze'", "'gems'")
    refused(lambda: cl.widgets.SpotTheDifference("gems", agent=agent), "'theirs'", "'maze'")
    assert cl.widgets.SpotTheDifference("maze", agent=agent).agent is agent


def test_a_committee_takes_members_from_elsewhere_if_they_tell_their_probabilities(ppo):
    doubt = committee_doubt([cl.load("maze/corner"), ppo])
    assert doubt(seen()).shape == (5,) and (doubt(seen()) >= 0).all()
    refused(lambda: committee_doubt([ppo, lambda observation: 0]), "<lambda>", "probabilities")


# ── torch ───────────────────────────────────────────────────────────────────────────────────────


class Logits(nn.Module):
    """Channels first: four logits, and a value if it is asked for one."""

    def __init__(self, both: bool = False):
        super().__init__()
        torch.manual_seed(0)
        self.layer, self.value = nn.Linear(3 * 36 * 36, 4), nn.Linear(3 * 36 * 36, 1)
        self.both = both

    def forward(self, x):
        assert x.shape[1:] == (3, 36, 36) and x.dtype == torch.float32
        flat = x.flatten(1) / 255
        return (self.layer(flat), self.value(flat)) if self.both else self.layer(flat)


def test_a_module_gives_logits_or_logits_and_values():
    pictures = seen()
    for both in (False, True):
        module = Logits(both)
        shares, values = as_agent(module).evaluate(pictures)
        flat = torch.from_numpy(np.moveaxis(pictures, -1, 1).copy()).float().flatten(1) / 255
        wanted = torch.softmax(module.layer(flat), 1).detach().numpy()
        assert np.allclose(shares, wanted, atol=1e-6)
        assert (values is None) is not both
        episode = cl.play(module, maze.TRAIN, seed=1)
        assert (episode.values is None) is not both
    own = as_agent(Logits(), prepare=lambda x: torch.from_numpy(x).permute(0, 3, 1, 2) * 1.0)
    assert np.allclose(own.evaluate(pictures)[0], as_agent(Logits()).evaluate(pictures)[0])


def test_a_module_that_does_not_fit_is_refused_in_a_sentence():
    refused(lambda: cl.play(nn.Linear(3, 4), maze.TRAIN), "Linear", "prepare=", "(1, 3, 36, 36)")
    refused(lambda: cl.play(nn.Identity(), maze.TRAIN), "Identity", "logits (batch, actions)")
    for wrong in (3, None, object(), nn.Linear):
        refused(lambda wrong=wrong: as_agent(wrong), "as_agent takes", error=TypeError)
    for own in (cl.load("maze/corner"), cl.random_policy(maze.TRAIN), lambda seen: 0):
        assert adapted(own) is own


# ── ONNX ────────────────────────────────────────────────────────────────────────────────────────


def written(path: Path, shape: list, kind: int, values: bool = True) -> np.ndarray:
    """Write a file with one linear layer; return its weights (features, 4)."""
    weights = np.random.default_rng(0).normal(size=(3 * 36 * 36, 4)).astype(np.float32) / 255
    nodes = [
        helper.make_node("Cast", ["picture"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("Flatten", ["float"], ["flat"], axis=1),
        helper.make_node("MatMul", ["flat", "w"], ["logits"]),
        helper.make_node("ReduceMax", ["logits"], ["value"], axes=[1], keepdims=0),
    ]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [None, 4])]
    if values:
        outputs.append(helper.make_tensor_value_info("value", TensorProto.FLOAT, [None]))
    graph = helper.make_graph(
        nodes if values else nodes[:3], "agent",
        [helper.make_tensor_value_info("picture", kind, shape)], outputs,
        [numpy_helper.from_array(weights, "w")],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, path)
    return weights


@pytest.mark.parametrize("kind", [TensorProto.FLOAT, TensorProto.UINT8])
@pytest.mark.parametrize("first", [True, False])
def test_an_onnx_file_is_run_with_channels_where_its_input_has_them(tmp_path, first, kind):
    path = tmp_path / "mouse.onnx"
    weights = written(path, [None, 3, 36, 36] if first else [None, 36, 36, 3], kind, values=first)
    agent, pictures = cl.as_agent(path, maze.TRAIN), seen()
    flat = (np.moveaxis(pictures, -1, 1) if first else pictures).reshape(5, -1).astype(np.float32)
    shares, values = agent.evaluate(pictures)
    logits = flat @ weights
    wanted = np.exp(logits - logits.max(1, keepdims=True))
    assert np.allclose(shares, wanted / wanted.sum(1, keepdims=True), atol=1e-3)
    assert (values is not None) is first
    assert cl.play(agent, maze.DEPLOY, seed=1).policy == "mouse"


def test_a_damaged_missing_or_unfit_onnx_file_is_refused(tmp_path):
    path = tmp_path / "mouse.onnx"
    refused(lambda: cl.as_agent(path), "mouse.onnx", error=FileNotFoundError)
    path.write_bytes(b"not a network")
    refused(lambda: cl.as_agent(path), "mouse.onnx", "no ONNX file")
    written(path, [None, 36, 36, 3], TensorProto.FLOAT)
    refused(lambda: cl.play(cl.as_agent(path), gems.TRAIN), "mouse.onnx", "36", "28")
