"""A cell that trains is run again: the agent of before is not lost, and the reader is told."""

from types import SimpleNamespace

import pytest

import course_lib as cl
from course_lib.agents.agent import Agent
from course_lib.widgets import EpisodePlayer, LiveCurves
from course_lib.widgets.training import live_train
from course_lib.worlds import maze

CELL = "mine = cl.train(maze.TRAIN, cl.PPO(steps=2048))"
SHORT = cl.PPO(steps=2048, num_envs=8)


@pytest.fixture
def shell(monkeypatch):
    """What the running kernel knows: the cells so far, and names."""
    shell = SimpleNamespace(user_ns={"In": ["", CELL]})
    monkeypatch.setattr(live_train, "get_ipython", lambda: shell)
    return shell


def run(shell) -> Agent:
    shell.user_ns["mine"] = agent = cl.train(maze.TRAIN, SHORT, seed=7, curves=False)
    return agent


def test_an_agent_that_a_rerun_replaces_has_another_name(shell, capsys):
    first = run(shell)
    assert capsys.readouterr().out == ""
    second = run(shell)
    assert shell.user_ns["mine_before"] is first and shell.user_ns["mine"] is second
    assert capsys.readouterr().out == (
        "mine was an agent already (maze (seed 7), 2,048 steps). "
        "It is not lost: its name is now mine_before.\n"
    )
    run(shell)
    assert shell.user_ns["mine_before_2"] is second, "nor is the one of before"


def test_agents_that_were_loaded_and_other_cells_stay_as_they_are(shell, capsys):
    shell.user_ns["mine"] = cl.load("maze/corner")
    run(shell)
    shell.user_ns["In"].append("other = cl.train(maze.TRAIN)")
    run(shell)
    assert set(shell.user_ns) == {"In", "mine"} and capsys.readouterr().out == ""
    assert live_train.kept_before(None) == ""


def test_words_and_pictures_of_widgets_name_no_class():
    episode = cl.play(cl.random_policy(maze.TRAIN), maze.TRAIN, seed=1)
    curves = LiveCurves(goal="cheese")
    for widget in (EpisodePlayer(episode), curves, cl.widgets.LevelShelf(maze.TRAIN)):
        assert type(widget).__name__ not in widget._still_html("AAAA") + repr(widget)
        assert 'alt="' in widget._still_html("AAAA") and 'alt=""' not in widget._still_html("AAAA")
