"""What is asked again: errors first, then what was never answered, then what is oldest."""

import json
from pathlib import Path

import pytest
from support.exercises import SMALL

from course_lib.quiz import recall
from course_lib.quiz.quiz import Quiz

LESSONS = {"00_start": ["cat"], "01_goals": ["dog", "cow", "pig"], "02_maze": ["owl"]}


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """The desk of lesson 02 in a course of three small lessons, and its folder for answers."""
    for lesson, names in LESSONS.items():
        folder = tmp_path / "chapters" / lesson
        folder.mkdir(parents=True)
        asked = "".join(exercise(name) for name in names)
        twins = exercise("twin", 'twin_of = "cat"') + exercise("figure", "recall = false")
        text = f'lesson = "{lesson}"\n{asked}{twins}'
        (folder / "questions.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(recall, "COURSE", tmp_path)
    return Quiz("02_maze", [SMALL], tmp_path)


def exercise(name: str, more: str = "") -> str:
    return f"""
[{name}]
kind = "choice"
level = "easy"
minutes = 1
question = "Which {name}?"
hints = ["one", "two"]
{more}
options.a = {{text = "this {name}", right = true, why = "so"}}
options.b = {{text = "that {name}", right = false, why = "not so"}}
"""


def answered(folder: Path, lesson: str, **tries) -> None:
    """Attempts (right, confidence, day) are in a lesson's file."""
    named = {
        name.replace("__", " ").replace("_of_", "/"): [
            {"answer": "ab"[not right], "right": right, "confidence": sure,
             "time": f"2026-11-{day:02}T09:00:00"}
            for right, sure, day in these
        ] for name, these in tries.items()
    }  # fmt: skip
    content = {"lesson": lesson, "version": 2, "attempts": named}
    (folder / f"{lesson}.answers.json").write_text(json.dumps(content), encoding="utf-8")


def names(desk, part: int = 1, lesson: str = "02_maze", before: str | None = None) -> list[str]:
    found = recall.drawn(lesson, desk.answers.home, part, before)
    return [f"{lesson[:2]} {one.name}" for lesson, one in found]


def test_without_answers_two_of_the_lesson_before_are_drawn_the_same_everywhere(desk):
    first = names(desk)
    assert len(first) == 2 and all(name.startswith("01 ") for name in first)
    assert names(desk) == first
    assert set(first + names(desk, 2)) == {"01 dog", "01 cow", "01 pig", "00 cat"}
    assert names(desk, 3) == []


def test_errors_come_first_and_of_these_the_confident_ones(desk, tmp_path):
    answered(tmp_path, "01_goals", dog=[(False, 60, 1)], cow=[(False, 95, 9)], pig=[(True, 90, 1)])
    assert names(desk) == ["01 cow", "01 dog"]
    assert names(desk, 2) == ["00 cat", "01 pig"]  # never answered, then right


def test_only_the_first_try_of_an_occasion_counts_and_a_later_occasion_more(desk, tmp_path):
    answered(tmp_path, "01_goals", dog=[(False, 60, 1), (True, None, 1)], cow=[(False, 50, 1)])
    assert names(desk) == ["01 dog", "01 cow"]
    answered(tmp_path, "00_start", cat=[(True, 80, 2)])
    answered(tmp_path, "01b_more", recall__01_of_dog=[(True, 80, 8)])
    assert names(desk) == ["01 cow", "01 pig"]
    assert names(desk, 2) == ["00 cat", "01 dog"]  # right, the oldest first


def test_what_was_recalled_is_kept_counts_and_does_not_change_what_is_asked(desk, capsys):
    desk.recall()
    asked = capsys.readouterr().out
    assert asked.count("From lesson 01. Which") == 2
    before = names(desk)
    name = f"recall 01/{before[0].split()[1]}"
    desk.check(name, "a", 90)
    assert "You were 90 % sure." in capsys.readouterr().out
    desk.recall()
    assert names(desk) == before
    assert capsys.readouterr().out == asked
    desk.calibration()
    assert "Only 1 answer counts so far" in capsys.readouterr().out


def test_a_lessons_second_unit_asks_of_its_first_once_no_other_is_left(desk, tmp_path):
    assert names(desk, 1, "01_goals") == ["00 cat"]
    assert names(desk, 1, "01_goals", "pig") == ["00 cat", "01 cow"]
    assert names(desk, 2, "01_goals", "pig") == ["01 cow", "01 dog"]
    answered(tmp_path, "01_goals", cow=[(False, 90, 1)], dog=[(True, 60, 1)], pig=[(False, 99, 1)])
    assert names(desk, 2, "01_goals", "pig") == ["01 cow", "01 dog"]
    with pytest.raises(ValueError, match="no exercise 'hen' in this lesson"):
        names(desk, 1, "01_goals", "hen")


def test_the_first_lesson_has_nothing_to_recall(tmp_path, capsys):
    Quiz("00_start_here", [SMALL], tmp_path).recall()
    assert "nothing to recall" in capsys.readouterr().out


def test_every_lesson_of_the_course_but_the_first_has_four_questions_to_recall():
    lessons = sorted(p for p in (recall.COURSE / "chapters").glob("*/questions.toml"))
    known = [recall.read_choices(path)[0] for path in lessons]
    assert len(known) == 11
    for lesson in sorted(known)[2:]:
        assert len(recall.earlier_choices(lesson)) >= 4, lesson
