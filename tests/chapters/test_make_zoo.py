"""Making the shipped agents: what a stopped run has left is gone on with."""

import pytest

import course_lib as cl
from course_lib.agents.zoo import load_file, save
from course_lib.chapters import make_zoo


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(make_zoo, "ZOO", tmp_path)
    return tmp_path


def test_an_agent_that_was_trained_and_not_yet_measured_is_measured_and_not_trained(
    folder, monkeypatch
):
    agent, path = cl.load("maze/corner"), folder / "maze" / "corner" / "0.safetensors"
    rows = agent.card.pop("behaviour")
    save(agent, path)
    assert not make_zoo.is_made("maze/corner", 0)
    monkeypatch.setattr(make_zoo, "measured", lambda one: rows)
    monkeypatch.setattr(make_zoo, "train", lambda *args, **kwargs: pytest.fail("trained anew"))
    make_zoo.make("maze/corner", 0)
    assert make_zoo.is_made("maze/corner", 0)
    assert load_file(path).card["behaviour"] == rows


def test_who_is_not_on_disk_is_not_made(folder):
    assert not make_zoo.is_made("maze/corner", 0)
