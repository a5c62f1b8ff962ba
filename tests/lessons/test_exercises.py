"""The exercises of all lessons: every answer gets words, none raises, notebooks ask them all."""

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from support.exercises import raises_there, right_answer

from course_lib import chapters
from course_lib.quiz.choices import Choice
from course_lib.quiz.functions import Function
from course_lib.quiz.kinds import Number, Open
from course_lib.quiz.predictions import Prediction
from course_lib.quiz.quiz import Quiz
from course_lib.quiz.sorting import Sorting

LESSONS = [
    importlib.import_module(f"course_lib.chapters.{module.name}.questions")
    for module in pkgutil.iter_modules(chapters.__path__)
    if module.ispkg
]
ALL = [one for lesson in LESSONS for one in lesson.quiz.exercises.values()]
NAMES = [
    f"{lesson.quiz.answers.lesson}: {name}" for lesson in LESSONS for name in lesson.quiz.exercises
]


@pytest.mark.parametrize("one", ALL, ids=NAMES)
def test_the_right_answer_is_right_and_every_kind_of_nothing_is_unanswered(one, tmp_path, capsys):
    desk = Quiz("x", [one], tmp_path)
    for nothing in (None, ..., "", "  ", "...", {"specification": "", "capability": None}):
        desk.check(one.name, nothing)
        assert capsys.readouterr().out.startswith("Not answered yet")
    assert list(tmp_path.iterdir()) == []
    desk.check(one.name, right_answer(one))
    notes = "Kept: " if isinstance(one, Prediction) else "Noted."
    wanted = notes if isinstance(one, Open | Prediction) else "Right."
    assert capsys.readouterr().out.startswith(wanted)


@pytest.mark.parametrize("one", ALL, ids=NAMES)
def test_no_answer_raises_whatever_it_is(one, tmp_path, capsys):
    desk = Quiz("x", [one], tmp_path)
    odd = ["?", "zz", 3, -1.5, float("nan"), [], ["a", 1], {"a": "nowhere"}, {1: 2}, object(), int]
    odd += [{"specification": 7}, b"a", True, print, raises_there, {"specification": "aa"}]
    for answer in odd:
        desk.check(one.name, answer)
        assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("one", [one for one in ALL if type(one) is Function])
def test_a_function_that_is_not_written_yet_is_no_wrong_answer(one, tmp_path, capsys):
    desk = Quiz("x", [one], tmp_path)
    desk.check(one.name, lambda *_: ...)
    assert "It returns nothing yet." in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("one", ALL, ids=NAMES)
def test_how_an_answer_is_written_is_python(one):
    ast.parse(one.call)


@pytest.mark.parametrize("one", ALL, ids=NAMES)
def test_an_exercise_says_how_hard_it_is_and_has_two_different_hints(one, tmp_path, capsys):
    desk = Quiz("x", [one], tmp_path)
    desk.ask(one.name)
    text = capsys.readouterr().out
    assert one.level in text and f"{one.minutes} minute" in text and "\nAnswer: quiz." in text
    assert max(map(len, text.splitlines())) <= 110
    for _ in range(3):
        desk.hint(one.name)
    hints = capsys.readouterr().out.split("Hint ")[1:]
    assert [hint[0] for hint in hints] == ["1", "2"]
    desk.discuss(one.name)
    solved = capsys.readouterr().out
    assert len(solved.split()) >= 5 and "There is no single answer" not in solved
    assert one.hints[0] != one.hints[1] and f'quiz.discuss("{one.name}")' in hints[1]


@pytest.mark.parametrize("one", [one for one in ALL if isinstance(one, Sorting)])
def test_every_wrong_place_of_every_case_has_an_explanation(one):
    for key, case in one.cases.items():
        for given in one.bins:
            verdict = one.judge({key: given})
            assert (given in case.homes) == verdict.message.startswith("1 of"), (key, given)
            if given not in case.homes:
                assert f"{key} ({case.title}): not {given}. " in verdict.message


@pytest.mark.parametrize("one", ALL, ids=NAMES)
def test_what_an_exercise_prints_before_the_answer_does_not_give_it_away(one, tmp_path, capsys):
    desk = Quiz("x", [one], tmp_path)
    desk.text(one.name)
    said = " ".join(capsys.readouterr().out.split())
    reasons = [*getattr(one, "options", {}).values(), *getattr(one, "cases", {}).values(), one]
    assert not [why for part in reasons if (why := getattr(part, "why", "")) and why in said]
    line = said.split("Answer: ")[1]
    assert '"..."' in line or "=..." in line or isinstance(one, Function | Number), line


def test_the_place_of_an_option_says_nothing_about_whether_it_is_right():
    places = Counter(
        one.order.index(one.rights) / (len(one.options) - 1)
        for one in ALL
        if isinstance(one, Choice) and not one.several
    )
    among = places.total()
    assert among > 10
    assert places[0] < 0.45 * among and places[1] < 0.45 * among  # first and last


@pytest.mark.parametrize(
    "one", [one for one in ALL if isinstance(one, Prediction)], ids=lambda one: one.name
)
def test_every_prediction_meets_what_is_right_and_a_reason_for_each_option(one, tmp_path):
    desk = Quiz("x", [one], tmp_path)
    desk.reply(one.name, one.order[0], 70)
    told = desk.foresight.observe(one, one.example_value(), one.order[-1])
    assert told.done and len(told.lines) == len(one.options)
    assert all(len(line.why.split()) >= 5 and line.why[-1] in ".?!”)" for line in told.lines)
    assert "You said “" in told.words and "70 % sure" in told.words and "You saw “" in told.words
    assert any("right" in line.marks for line in told.lines)


@pytest.mark.parametrize("lesson", LESSONS, ids=[one.quiz.answers.lesson for one in LESSONS])
def test_options_are_named_by_what_they_say_and_twins_have_their_twin(lesson):
    text = Path(lesson.__file__).with_name("questions.toml").read_text(encoding="utf-8")
    assert not re.findall(r"\b[Oo]ptions? [a-h]\b|\*\*[a-h]\*\*", text)
    known = lesson.quiz.exercises
    twins = [one.twin_of for one in known.values() if isinstance(one, Choice) and one.twin_of]
    assert all(name in known and not getattr(known[name], "twin_of", "") for name in twins)


def test_asking_needs_no_torch_and_no_widgets_in_any_lesson():
    code = (
        "import importlib, pkgutil, sys\n"
        "from course_lib import chapters\n"
        "for one in pkgutil.iter_modules(chapters.__path__):\n"
        "    if one.ispkg:\n"
        "        name = f'course_lib.chapters.{one.name}.questions'\n"
        "        quiz = importlib.import_module(name).quiz\n"
        "        for exercise in quiz.exercises:\n"
        "            quiz.ask(exercise)\n"
        "needed = {'torch', 'anywidget', 'ipywidgets'} & set(sys.modules)\n"
        "assert not needed, needed\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
