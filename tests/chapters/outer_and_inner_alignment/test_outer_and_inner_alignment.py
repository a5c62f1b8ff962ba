"""The exercises of lesson 01: what a wrong answer shows, and the documented cases to sort."""

import json
from pathlib import Path

import pytest
from support.exercises import FIRST, raises_there, right_answer

from course_lib.quiz.quiz import Quiz

NOTEBOOKS = Path(__file__).parents[3] / "lessons"


@pytest.fixture
def quiz(tmp_path):
    """Lesson 01's exercises with an empty folder for answers."""
    return Quiz("01_test", list(FIRST.values()), tmp_path)


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("hover", "a", "Payments add up"),
        ("keys", max, "capability problem"),
        ("keys", lambda keys, chests: keys, "terminal goal"),
        ("keys", raises_there, "ZeroDivisionError"),
        ("regret", 0.6, "divisor"),
        ("regret", 0.25, "gained"),
        ("hole", 1, "maximiser"),
        ("mesa", "a", "people wrote it"),
        ("mesa", "ac", "choose one"),
        ("understanding", "ab", "specification gaming"),
        ("understanding", "a", "not all"),
        ("sorting", {"specification": "bej"}, "3 times you said specification"),
        ("sorting", {"specification": "b"}, "Not sorted yet: a c"),
        ("sorting", {"specification": "a", "intended": "a"}, "more than one place"),
        ("sorting", {"outer": "a"}, "'outer' is none of"),
        ("own_case", "no idea", "too short"),
    ],
)
def test_a_check_names_the_misunderstanding(quiz, capsys, name, answer, words):
    quiz.check(name, answer)
    said = " ".join(capsys.readouterr().out.split())
    assert words in said and not said.startswith("Right")


def test_the_solution_in_the_notebook_discusses_every_case_with_its_source():
    path = NOTEBOOKS / "01_outer_and_inner_alignment.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    for key, case in FIRST["sorting"].cases.items():
        start = f"**{key} · {case.title}: {' or '.join(case.homes)}.**"
        assert f"{start} {case.why} *{case.source}*" in text, key


def test_the_sorting_exercise_has_its_cases_sources_and_two_ambiguous_ones():
    cases = FIRST["sorting"].cases
    assert len(cases) >= 12
    assert {home for case in cases.values() for home in case.homes} == set(FIRST["sorting"].bins)
    assert all(any(c.isdigit() for c in case.source) for case in cases.values())
    assert [key for key, case in cases.items() if len(case.homes) > 1] == ["n", "p"]


def test_both_homes_of_an_ambiguous_case_are_accepted(quiz, capsys):
    for home in ("capability", "misgeneralisation"):
        answer = right_answer(FIRST["sorting"]) | {"n": home}
        quiz.check("sorting", answer)
        assert capsys.readouterr().out.startswith("Right. 16 of 16")
