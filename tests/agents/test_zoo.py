"""The shipped agents: all there, as good as their cards say, and refused when damaged."""

import json
from functools import cache

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file as read_tensors
from safetensors.torch import save_file

import course_lib as cl
from course_lib.agents import zoo
from course_lib.agents.agent import Agent
from course_lib.agents.networks import Network, Shape
from course_lib.chapters.make_zoo import ROSTER
from course_lib.study.measure.behaviour import outcomes
from course_lib.worlds import maze

EPISODES, FRESH_SEED = 500, 20_000
# One agent of each world is measured again by `make check`, all are by `make test`.
SOON = [min(n for n in cl.zoo() if n.startswith(f"{world}/")) for world in cl.worlds()]
LATER = [pytest.param(n, marks=pytest.mark.slow) for n in cl.zoo() if n not in SOON]
FURTHEST = 4.5  # standard errors; with about 150 numbers, chance goes so far once in 1,000 runs


# ── What is shipped ─────────────────────────────────────────────────────────────────────────


def test_everyone_of_the_roster_is_there_and_nobody_else():
    assert cl.zoo() == [f"{name}:{i}" for name in sorted(ROSTER) for i in range(ROSTER[name][1])]


@pytest.mark.parametrize("name", cl.zoo())
def test_a_card_says_how_its_agent_was_made(name):
    agent = cl.load(name)
    card, (recipe, _, seed) = agent.card, name.partition(":")
    assert agent.distribution == ROSTER[recipe][0] and agent.seed == card["seed"] == int(seed)
    assert card["world"] == agent.world.name == recipe.partition("/")[0]
    assert card["training_seconds"] > 0 and card["commit"]
    if card.get("learned") in (None, True):  # the others were stopped by an exam that they passed
        assert card["finished"] is True and cl.PPO(**card["recipe"]).steps <= card["steps"]
    assert agent.world.distribution_of(card["distribution"]) == agent.distribution
    measured = {(row["given"], row["distribution"], row["metric"]) for row in card["behaviour"]}
    for label in ("training", "deployment"):
        for metric in (*agent.world.metrics, "steps"):
            assert (None, label, metric) in measured
    for row in card["behaviour"]:
        assert (
            row["low"] - 1e-12 <= row["mean"] <= row["high"] + 1e-12 and row["policy"] == agent.name
        )
        assert row["episodes"] >= 1000 or row["given"]


@cache
def measured_again(name: str, label: str):
    """Fresh episodes of a shipped agent."""
    agent = cl.load(name)
    where = {"training": agent.distribution, "deployment": agent.world.DEPLOY}[label]
    return outcomes(agent, where, EPISODES, FRESH_SEED)


def errors_apart(row: dict, values: np.ndarray) -> float:
    """How many standard errors a card's mean lies from the mean of fresh values.

    For rates the two-proportion z-test with a pooled rate; for counts Welch's, where the card's
    spread is read off its interval.
    """
    mean, n, m = values.mean(), len(values), row["episodes"]
    if np.isin(values, (0, 1)).all() and row["high"] <= 1:
        pooled = (values.sum() + row["mean"] * m) / (n + m)
        error = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    else:
        error = np.hypot(values.std() / np.sqrt(n), (row["high"] - row["low"]) / 3.92)
    return 0.0 if mean == row["mean"] else abs(mean - row["mean"]) / error


@pytest.mark.parametrize("label", ["training", "deployment"])
@pytest.mark.parametrize("name", [*SOON, *LATER])
def test_a_card_holds_when_its_agent_is_measured_again(name, label):
    found, agent = measured_again(name, label), cl.load(name)
    conditions = {None: lambda s: np.ones(len(s), bool), **agent.world.conditions}
    for row in (r for r in agent.card["behaviour"] if r["distribution"] == label):
        values = found.last[row["metric"]][conditions[row["given"]](found.first)].astype(float)
        apart = errors_apart(row, values) if len(values) else 0.0
        assert apart < FURTHEST, f"{row}, and now {values.mean():.3f}"


def test_a_wrong_card_would_be_noticed():
    rng = np.random.default_rng(0)
    row = {"mean": 0.9, "low": 0.88, "high": 0.92, "episodes": 1000}
    assert errors_apart(row, (rng.random(EPISODES) < 0.80).astype(float)) > FURTHEST
    assert errors_apart(row, (rng.random(EPISODES) < 0.90).astype(float)) < 3
    row = {"mean": 20.0, "low": 19.4, "high": 20.6, "episodes": 1000}
    assert errors_apart(row, rng.poisson(24, EPISODES).astype(float)) > FURTHEST
    assert errors_apart(row, rng.poisson(20, EPISODES).astype(float)) < 3


def on_card(agent, label: str, metric: str, given: str | None = None) -> float:
    """A mean from an agent's card."""
    (row,) = (
        r for r in agent.card["behaviour"]
        if (r["distribution"], r["metric"], r["given"]) == (label, metric, given)
    )  # fmt: skip
    return row["mean"]


def test_agents_of_the_corner_are_skilful_and_want_the_corner():
    agents = [cl.load(f"maze/corner:{i}") for i in range(5)]
    assert min(on_card(a, "training", "cheese") for a in agents) >= 0.95
    assert np.mean([on_card(a, "deployment", "corner", "detour") for a in agents]) >= 0.6
    assert np.mean([on_card(a, "deployment", "cheese", "detour") for a in agents]) < 0.5


def test_the_agent_that_saw_cheese_anywhere_wants_cheese():
    there, corner = cl.load("maze/anywhere"), cl.load("maze/corner")
    cheese = [on_card(a, "deployment", "cheese", "detour") for a in (there, corner)]
    assert cheese[0] > 0.7 and cheese[0] > cheese[1] + 0.2
    assert on_card(there, "deployment", "corner", "detour") < 0.3


# ── Names ───────────────────────────────────────────────────────────────────────────────────


def test_the_first_seed_needs_no_number():
    first = cl.load("maze/corner")
    assert first.name == cl.load("maze/corner:0").name == "maze/corner"
    assert cl.load("maze/corner:3").name == "maze/corner:3"


@pytest.mark.parametrize("name", ["maze/middle", "corner", "", "../zoo/maze/corner", 3, None])
def test_an_unknown_name_lists_those_there_are(name):
    with pytest.raises(ValueError, match=r"no agent.*maze/corner"):
        cl.load(name)


@pytest.mark.parametrize("name", ["maze/corner:9", "maze/corner:-1", "maze/corner:x"])
def test_an_unknown_seed_lists_those_there_are(name):
    with pytest.raises(ValueError, match="its seeds are 0, 1, 2, 3, 4"):
        cl.load(name)


# ── Files ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def shipped(file):
    """The same, as the zoo has it: its card stands only beside it."""
    with safe_open(file, "pt") as opened:
        metadata = opened.metadata()
    del metadata["card"], metadata["sha256"]
    save_file(read_tensors(file), file, metadata)
    return file


def test_saved_and_loaded_it_is_the_same_agent(file, tmp_path):
    agent = zoo.load_file(file)
    assert (agent.name, agent.seed, agent.distribution) == ("maze/test:2", 2, maze.TRAIN)
    assert agent.card["steps"] == 0
    zoo.save(agent, tmp_path / "again.safetensors")
    again = zoo.load_file(tmp_path / "again.safetensors")
    first, second = agent.network.state_dict(), again.network.state_dict()
    assert all(torch.equal(first[k], second[k]) for k in first)
    assert (
        cl.play(agent, maze.DEPLOY, seed=1).metrics == cl.play(again, maze.DEPLOY, seed=1).metrics
    )
    assert sorted(f.name for f in tmp_path.iterdir()) == [
        "2.json", "2.safetensors", "again.json", "again.safetensors"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "damage",
    [
        lambda b: b"",
        lambda b: b[:7],
        lambda b: b[: len(b) // 2],
        lambda b: b[:-1],
        lambda b: b"\x00" * len(b),
        lambda b: b"\xff" * 8 + b[8:],
        lambda b: b"PK\x03\x04" + b,
        lambda b: b.replace(b'"F16"', b'"F99"', 1),
    ],
    ids=["empty", "header", "half", "last byte", "zeros", "length", "zip", "type"],
)
def test_a_damaged_file_is_refused(file, damage):
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(ValueError, match=r"2\.safetensors is damaged"):
        zoo.load_file(file)


def test_a_foreign_file_is_refused(file):
    save_file({"x": torch.zeros(3)}, file)
    with pytest.raises(ValueError, match="is not a 'spot-the-difference agent"):
        zoo.load_file(file)
    save_file({"x": torch.zeros(3)}, file, {"format": "spot-the-difference checkpoint 1"})
    with pytest.raises(ValueError, match=r"is not a .*agent 1' file but .*checkpoint"):
        zoo.load_file(file)


def test_a_file_without_the_network_it_names_is_refused(file):
    with safe_open(file, "pt") as opened:
        metadata = opened.metadata()
    del metadata["sha256"]
    tensors = read_tensors(file)
    del tensors["mind.weight"]
    save_file(tensors, file, metadata)
    with pytest.raises(ValueError, match=r"(?s)does not hold the network it names.*mind\.weight"):
        zoo.load_file(file)


def test_a_missing_file_or_card_is_named(shipped):
    with pytest.raises(FileNotFoundError, match=r"7\.safetensors"):
        zoo.load_file(shipped.with_name("7.safetensors"))
    shipped.with_suffix(".json").unlink()
    with pytest.raises(FileNotFoundError, match=r"card .*2\.json is missing"):
        zoo.load_file(shipped)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"name": '])
def test_a_damaged_card_is_refused(shipped, text):
    shipped.with_suffix(".json").write_text(text)
    with pytest.raises(ValueError, match=r"2\.json"):
        zoo.load_file(shipped)


@pytest.mark.parametrize("change", [{"name": "maze/other"}, {"seed": 3}, {"world": "gems"}])
def test_the_card_of_another_agent_is_refused(shipped, change):
    card = shipped.with_suffix(".json")
    card.write_text(json.dumps({**json.loads(card.read_text()), **change}))
    with pytest.raises(ValueError, match=f"another agent's: its {next(iter(change))}"):
        zoo.load_file(shipped)


# ── An agent in another place ───────────────────────────────────────────────────────────────


def test_an_agent_in_mazes_of_another_size_is_refused(file):
    agent, large = zoo.load_file(file), maze.Distribution(size=13)
    for call in (lambda: cl.play(agent, large), lambda: cl.behaviour(agent, large, episodes=2)):
        with pytest.raises(ValueError, match=r"\(36, 36, 3\).*\(52, 52, 3\)"):
            call()


def test_an_agent_in_another_world_is_refused(file, monkeypatch):
    from dataclasses import dataclass, replace

    from course_lib.engine import world as engine

    @dataclass(frozen=True)
    class Distribution(maze.Distribution):
        """Of a world that looks the same."""

    for name, empty in (("_WORLDS", {}), ("_HOMES", {}), ("_LISTENERS", [])):
        monkeypatch.setattr(engine, name, empty)
    its_own = {"Distribution": Distribution, "TRAIN": Distribution(), "DEPLOY": Distribution()}
    engine.register(replace(maze.WORLD, name="other", env_id="course/Other-v0", **its_own))
    engine.register(maze.WORLD)
    agent = zoo.load_file(file)
    with pytest.raises(ValueError, match="'maze/test:2' was made for 'maze', not for 'other'"):
        cl.play(agent, Distribution())


def test_an_agent_of_a_foreign_environment_is_refused():
    agent = Agent("pole", Network(Shape((4,), 2)))
    with pytest.raises(ValueError, match=r"'pole' sees observations of shape \(4,\)"):
        cl.play(agent, maze.TRAIN)


def test_an_agent_acts_alike_alone_and_in_a_batch(file):
    agent = zoo.load_file(file)
    pictures = np.random.default_rng(0).integers(0, 256, (600, 36, 36, 3), dtype=np.uint8)
    probabilities, values = agent.evaluate(pictures)
    assert probabilities.shape == (600, 4) and values.shape == (600,)
    assert np.allclose(probabilities.sum(1), 1, atol=1e-5)
    for i in (0, 256, 599):
        alone = agent.evaluate(pictures[i : i + 1])
        assert np.allclose(alone[0][0], probabilities[i], atol=1e-5)
        assert np.allclose(alone[1][0], values[i], atol=1e-4)
    assert agent.act(pictures[0]) in range(4)
