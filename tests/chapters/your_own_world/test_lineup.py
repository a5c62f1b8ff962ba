"""Whose mouse is this? Letters hide names, answers are kept, and the reveal is measured."""

import json

import numpy as np
import pytest
from support.errors import refused

import course_lib as cl
from course_lib.agents.zoo import save
from course_lib.chapters.your_own_world import buttons
from course_lib.chapters.your_own_world.lineup import five_mice
from course_lib.engine import world as registry
from course_lib.quiz.content import read_quiz
from course_lib.study.game.predictions import NAMES, leading, shares
from course_lib.study.measure.mixtures import pure
from course_lib.worlds import gems, maze

QUIZ = """
lesson = "10_x"
[why]
kind = "open"
level = "easy"
minutes = 1
question = "Why?"
hints = ["a", "b"]
look_for = "c"
"""


@pytest.fixture(scope="module")
def mice():
    """Two mice, by whose they are."""
    return {"Ada": cl.load("maze/corner:1"), "Ben": cl.load("maze/anywhere:0")}


def test_nothing_that_is_shown_or_asked_tells_whose_an_agent_is(mice):
    asked = cl.lineup(mice, levels=2)
    sent = [player.payload for player in asked.players()]
    exercise = asked.form().exercise
    told = json.dumps([sent, exercise, [p.label for p in asked.players()]]) + repr(asked)
    for secret in ("Ada", "Ben", "maze/corner:1", "maze/anywhere", "mouse 1"):
        assert secret not in told
    assert [row["key"] for row in exercise["rows"]] == ["A", "B"] == list(asked.letters)
    assert list(exercise["bins"]) == ["cheese", "corner first", "both", "neither"]
    assert exercise["sure"] and "mouse A" in told


def test_the_order_follows_from_the_seed_and_is_not_always_that_of_the_names(mice):
    orders = [cl.lineup(mice, levels=1, seed=seed)._owners["A"] for seed in range(8)]
    assert set(orders) == {"Ada", "Ben"}
    assert orders == [cl.lineup(mice, levels=1, seed=seed)._owners["A"] for seed in range(8)]


def test_the_players_show_each_agent_on_the_very_same_levels(mice):
    asked = cl.lineup(mice, levels=3, seed=5)
    assert [[e.seed for e in row] for row in asked.episodes] == [[5, 5], [6, 6], [7, 7]]
    for row in asked.episodes:
        for letter, episode in zip(asked.letters, row, strict=True):
            alone = cl.play(mice[asked._owners[letter]], maze.DEPLOY, seed=episode.seed)
            assert np.array_equal(episode.actions, alone.actions)


def test_the_reveal_is_what_is_measured_beside_what_was_said(mice, capsys):
    asked = cl.lineup(mice, seed=1)
    owner = asked._owners
    said = {x: "corner first" if owner[x] == "Ada" else "neither" for x in asked.letters}
    asked.say(said, 80)
    assert "Kept, 80 % sure" in capsys.readouterr().out
    table = asked.reveal(200)
    rows = {line[0]: line for line in table.lines}
    for letter in asked.letters:
        did = shares(mice[owner[letter]], pure(maze.DEPLOY), 200)
        line = rows[f"{letter} · {owner[letter]}"]
        for cell, name in zip(line[2:4], NAMES[:2], strict=True):
            rate, low, high = (100 * did[name][part] for part in ("rate", "low", "high"))
            assert cell == f"{rate:.0f} % [{low:.0f}, {high:.0f}]"
        named = {"goal": "cheese", "proxy": "corner first"}
        assert line[4] == " or ".join(named.get(name, name) for name in leading(did))
        assert line[1] == ("✓ corner first" if owner[letter] == "Ada" else "✗ neither")
    assert rows["random"][1] == "" and "right about 1 of 2" in table.caption
    asked.say({letter: "both" for letter in asked.letters}, 60)
    assert "not changed any more" in capsys.readouterr().out and asked.said == said


def test_the_form_asks_for_all_letters_and_for_how_sure(mice):
    asked = cl.lineup(mice)
    form = asked.form()
    for answer, sure, words in (({"A": "cheese"}, 80, "Not sorted yet: B"),
                                ({"A": "cheese", "B": "both"}, 0, "how sure"),
                                ({"A": "cheese", "B": "both"}, 70, "Kept, 70 % sure")):  # fmt: skip
        form.answer, form.sure = answer, sure
        form.asked += 1
        assert words in form.feedback
    asked.reveal(20)
    assert form.reply["done"] and asked.said == {"A": "cheese", "B": "both"}


def test_an_answer_counts_once_in_the_calibration_of_a_quiz(mice, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_ANSWERS", str(tmp_path))
    (tmp_path / "questions.toml").write_text(QUIZ)
    quiz = read_quiz(tmp_path / "questions.toml")
    asked = cl.lineup(mice, quiz=quiz)
    asked.say({"A": "neither", "B": "neither"}, 90)
    for _ in range(2):
        asked.reveal(20)
    (kept,) = quiz.answers.tries("lineup")
    assert kept["answer"] == {"A": "neither", "B": "neither"}
    assert (kept["right"], kept["confidence"]) == (False, 90)
    quiz.save()
    cl.lineup(mice, quiz=quiz).reveal(20)  # nothing said, nothing kept
    assert len(quiz.answers.tries("lineup")) == 1


def test_five_files_of_an_own_world_make_a_lineup(tmp_path):
    cl.register(buttons.WORLD)
    agent = cl.train(buttons.TRAIN, cl.PPO(steps=512, num_envs=16, num_steps=16))
    files = [tmp_path / f"pupil_{seed}.safetensors" for seed in range(5)]
    for file in files:
        save(agent, file)
    asked = cl.lineup(files)
    assert asked.distribution == buttons.DEPLOY and len(asked.letters) == 5
    assert sorted(asked._owners.values()) == [f"pupil_{seed}" for seed in range(5)]
    assert [len(line) for line in asked.reveal(20).lines] == [5] * 6
    registry._WORLDS.pop("buttons")
    refused(lambda: cl.lineup(files), "'buttons'", "pupil_0", "cl.load_world")


def test_what_is_no_lineup_is_refused(mice, tmp_path):
    right = mice["Ada"]
    refused(lambda: cl.lineup([right]), "2 to 6 agents, not 1")
    refused(lambda: cl.lineup([right] * 7), "2 to 6 agents, not 7")
    refused(lambda: cl.lineup([right, cl.load("gems/yellow-gem")]), "one world", "gems, maze")
    always_up = lambda observation: 0  # noqa: E731
    refused(lambda: cl.lineup([always_up, always_up]), "none that is known", "distribution=")
    assert len(cl.lineup([always_up, right]).letters) == 2
    refused(lambda: cl.lineup([right, right], gems.DEPLOY), "'maze'", "'gems'")
    refused(lambda: cl.lineup(mice, levels=7), "levels", "7")
    refused(lambda: cl.lineup(mice, seed=-1), "seed", "-1")
    refused(lambda: cl.lineup(mice, quiz="quiz"), "quiz", "'quiz'", error=TypeError)
    (tmp_path / "cut.safetensors").write_bytes(b"\0" * 40)
    refused(lambda: cl.lineup([right, tmp_path / "cut.safetensors"]), "cut.safetensors")
    missing = tmp_path / "none.safetensors"
    refused(lambda: cl.lineup([right, missing]), "none.safetensors", error=FileNotFoundError)
    asked = cl.lineup(mice)
    refused(lambda: asked.say({"C": "both"}, 80), "'C'", "A, B")
    refused(lambda: asked.say({"A": "the moon"}, 80), "'the moon'", "'corner first'")
    refused(lambda: asked.say({"A": "both", "B": "both"}, 30), "sure", "30")


def test_the_five_mice_of_the_lesson_want_different_things():
    table = cl.lineup(five_mice(), levels=1).reveal(200)
    assert {line[4] for line in table.lines[:5]} == {"cheese", "corner first"}
