"""The exercises of all lessons: every answer gets words, none raises, notebooks ask them all."""

import importlib
import json
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.exercises import raises_there, right_answer

from course_lib import chapters
from course_lib.quiz.kinds import Open
from course_lib.quiz.quiz import Quiz
from course_lib.quiz.sorting import Sorting

LESSONS = [
    importlib.import_module(f"course_lib.chapters.{module.name}.questions")
    for module in pkgutil.iter_modules(chapters.__path__)
    if module.ispkg
]
NOTEBOOKS = Path(__file__).parents[2] / "lessons"
ALL = [one for lesson in LESSONS for one in lesson.quiz.exercises.values()]
NAMES = [
    f"{lesson.quiz.answers.lesson}: {name}" for lesson in LESSONS for name in lesson.quiz.exercises
]


@pytest.mark.parametrize("one", ALL, ids=NAMES)
def test_the_right_answer_is_right_and_every_kind_of_nothing_is_unanswered(one, tmp_path, capsys):
    desk = Quiz("x", [one], tmp_path)
    for nothing in (None, ..., "", "  ", {"specification": "", "capability": None}):
        desk.check(one.name, nothing)
        assert capsys.readouterr().out.startswith("Not answered yet")
    assert list(tmp_path.iterdir()) == []
    desk.check(one.name, right_answer(one))
    wanted = "Noted." if isinstance(one, Open) else "Right."
    assert capsys.readouterr().out.startswith(wanted)


@pytest.mark.parametrize("one", ALL, ids=NAMES)
def test_no_answer_raises_whatever_it_is(one, tmp_path, capsys):
    desk = Quiz("x", [one], tmp_path)
    odd = ["?", "zz", 3, -1.5, float("nan"), [], ["a", 1], {"a": "nowhere"}, {1: 2}, object(), int]
    odd += [{"specification": 7}, b"a", True, print, raises_there, {"specification": "aa"}]
    for answer in odd:
        desk.check(one.name, answer)
        assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("one", ALL, ids=NAMES)
def test_an_exercise_says_how_hard_it_is_and_has_two_different_hints(one, tmp_path, capsys):
    desk = Quiz("x", [one], tmp_path)
    desk.ask(one.name)
    text = capsys.readouterr().out
    assert one.level in text and f"{one.minutes} minute" in text and "quiz.check" in text
    assert max(map(len, text.splitlines())) <= 110
    for _ in range(3):
        desk.hint(one.name)
    hints = capsys.readouterr().out.split("Hint ")[1:]
    assert [hint[0] for hint in hints] == ["1", "2"]
    assert one.hints[0] != one.hints[1] and "solution" in hints[1]


@pytest.mark.parametrize("one", [one for one in ALL if isinstance(one, Sorting)])
def test_every_wrong_place_of_every_case_has_an_explanation(one):
    for key, case in one.cases.items():
        for given in one.bins:
            verdict = one.judge({key: given})
            assert (given in case.homes) == verdict.message.startswith("1 of"), (key, given)
            if given not in case.homes:
                assert f"{key} ({case.title}): not {given}. " in verdict.message


@pytest.mark.parametrize("lesson", LESSONS, ids=[one.quiz.answers.lesson for one in LESSONS])
def test_every_exercise_is_asked_unanswered_and_solved_in_its_notebook(lesson):
    path = NOTEBOOKS / f"{lesson.quiz.answers.lesson}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    source = {kind: "" for kind in ("markdown", "code")}
    for cell in cells:
        source[cell["cell_type"]] += "".join(cell["source"]) + "\n"
    folded = re.findall(r"<details>.*?</details>", source["markdown"], re.S)
    printed = json.dumps([cell.get("outputs") for cell in cells], ensure_ascii=False)
    for name, one in lesson.quiz.exercises.items():
        assert re.search(rf'quiz\.(check|form)\("{name}"', source["code"]), name
        assert isinstance(one, Open) or any(name in part for part in folded), name
        if f'quiz.check("{name}"' in source["code"]:
            assert f'Not answered yet: \\"{name}\\"' in printed, f"{name} is stored answered"


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
