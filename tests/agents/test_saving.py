"""Saving an agent: one file is the whole of it, and nothing that is no agent is written or read."""

import contextlib
import json
import os

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file as read_tensors
from safetensors.torch import save_file

from course_lib.agents import tensors, zoo
from course_lib.agents.agent import Agent
from course_lib.agents.networks import Network, Shape
from course_lib.worlds import maze


def without_digest(metadata: dict) -> dict:
    """As files had it before they kept one."""
    return {key: value for key, value in metadata.items() if key != tensors.DIGEST}


def test_a_saved_agent_is_one_file(file):
    """The card beside it is a copy for people: lost, damaged or another's, it does no harm."""
    beside = file.with_suffix(".json")
    assert json.loads(beside.read_text())["steps"] == 0
    for damage in (lambda: beside.write_text("{"), beside.unlink):
        damage()
        assert zoo.load_file(file).card["steps"] == 0


def test_a_save_that_is_stopped_anywhere_leaves_one_whole_agent(file, monkeypatch):
    """Stopped before each replacement in turn, the file holds the older agent or the newer one."""
    newer = zoo.load_file(file)
    newer.card["steps"] = 1
    with torch.no_grad():
        newer.network.policy.bias.fill_(1)
    replace = os.replace
    for allowed in range(3):
        count = iter(range(allowed))

        def stopped(source, target, count=count):
            if next(count, None) is None:
                raise KeyboardInterrupt
            replace(source, target)

        monkeypatch.setattr(os, "replace", stopped)
        with contextlib.suppress(KeyboardInterrupt):
            zoo.save(newer, file)
        found = zoo.load_file(file)
        is_newer = found.network.policy.bias[0].item() == 1
        assert found.card["steps"] == is_newer == (allowed > 0)


@pytest.mark.parametrize(
    "change",
    [{"name": "mine"}, {"seed": 9}, {"distribution": maze.DEPLOY}],
    ids=lambda c: next(iter(c)),
)
def test_a_renamed_agent_is_saved_under_its_new_name(file, change):
    """Also where its card, as it was loaded, still has the old one."""
    agent = zoo.load_file(file)
    for name, value in change.items():
        setattr(agent, name, value)
    zoo.save(agent, file)
    again = zoo.load_file(file)
    for name, value in change.items():
        assert getattr(again, name) == value


def test_weights_that_half_precision_cannot_hold_are_kept_as_they_are(file):
    agent = zoo.load_file(file)
    with torch.no_grad():
        agent.network.policy.bias.fill_(1e6)
    zoo.save(agent, file)
    assert float(zoo.load_file(file).network.policy.bias[0]) == 1e6


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_what_is_not_finite_is_neither_saved_nor_loaded(file, number):
    agent, before = zoo.load_file(file), file.read_bytes()
    with torch.no_grad():
        agent.network.mind.weight[0, 0] = number
    with pytest.raises(ValueError, match=r"'maze/test:2' has numbers in mind\.weight.*not finite"):
        zoo.save(agent, file)
    assert file.read_bytes() == before
    numbers = read_tensors(file)
    numbers["mind.weight"][0, 0] = number
    with safe_open(file, "pt") as opened:
        save_file(numbers, file, without_digest(opened.metadata()))
    with pytest.raises(ValueError, match="not finite"):
        zoo.load_file(file)


def test_a_card_that_is_no_json_is_named_before_anything_is_written(file):
    agent, before = zoo.load_file(file), file.read_bytes()
    agent.card["note"] = {1, 2}
    with pytest.raises(ValueError, match="card of 'maze/test:2' cannot be written as JSON"):
        zoo.save(agent, file)
    assert file.read_bytes() == before


def test_an_agent_of_somebody_elses_environment_is_saved_too(tmp_path):
    agent = Agent("pole", Network(Shape((4,), 2, hidden=8)), None, 1, {"steps": 5})
    zoo.save(agent, tmp_path / "pole.safetensors")
    again = zoo.load_file(tmp_path / "pole.safetensors")
    assert again.distribution is None and again.card["steps"] == 5
    seen = np.ones((3, 4), np.float32)
    assert np.allclose(again.evaluate(seen)[0], agent.evaluate(seen)[0], atol=1e-3)


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_a_single_bit_of_a_saved_agent_is_missed(file, part):
    whole = bytearray(file.read_bytes())
    whole[int(part * len(whole))] ^= 1
    file.write_bytes(whole)
    with pytest.raises(ValueError, match="damaged"):
        zoo.load_file(file)
