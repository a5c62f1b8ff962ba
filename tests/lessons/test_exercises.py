"""The exercises: every answer gets words, none raises, and nothing that was saved is lost."""

import importlib
import json
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

from course_lib import chapters
from course_lib.quiz.answers import AnswerFile
from course_lib.quiz.functions import Function
from course_lib.quiz.kinds import Choice, Number, Open, Option, Verdict
from course_lib.quiz.quiz import Quiz
from course_lib.quiz.sorting import Sorting

LESSONS = [
    importlib.import_module(f"course_lib.chapters.{module.name}.questions")
    for module in pkgutil.iter_modules(chapters.__path__)
    if module.ispkg
]
FIRST = importlib.import_module(
    "course_lib.chapters.outer_and_inner_alignment.questions"
).quiz.exercises
NOTEBOOKS = Path(__file__).parents[2] / "lessons"
ALL = [one for lesson in LESSONS for one in lesson.quiz.exercises.values()]
NAMES = [
    f"{lesson.quiz.answers.lesson}: {name}" for lesson in LESSONS for name in lesson.quiz.exercises
]

SMALL = Choice(
    name="small",
    question="Which?",
    level="easy",
    minutes=1,
    hints=("one", "two"),
    options={"a": Option("this", True, "yes, this"), "b": Option("that", False, "not that")},
)


def raises_there(keys: int, chests: int) -> int:
    """A student's function with a mistake in it."""
    return keys // 0


@pytest.fixture
def quiz(tmp_path):
    """Lesson 01's exercises with an empty folder for answers."""
    return Quiz("01_test", list(FIRST.values()), tmp_path)


def right_answer(one):
    """An answer that must be accepted, read off the exercise itself."""
    if isinstance(one, Choice):
        return "".join(key for key, option in one.options.items() if option.right)
    if isinstance(one, Sorting):
        return {key: case.homes[0] for key, case in one.cases.items()}
    if isinstance(one, Number):
        return one.value
    if isinstance(one, Function):
        return one.solution
    return "My cat was meant to sleep in its basket, and learned to sleep where it is warm."


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


def test_an_answer_is_kept_at_once_and_found_by_the_next_kernel(quiz, tmp_path, capsys):
    quiz.check("hover", "b")
    capsys.readouterr()
    later = Quiz("01_test", list(FIRST.values()), tmp_path)
    later.check("hover")
    assert capsys.readouterr().out.startswith("Your answer from earlier: b\nRight.")
    later.save()
    said = capsys.readouterr().out
    assert "hover          right" in said and "mesa           not answered yet" in said


def test_nothing_saved_is_lost_when_answers_change_and_two_kernels_write(tmp_path):
    one, other = Quiz("x", [SMALL], tmp_path), Quiz("x", [SMALL], tmp_path)
    one.check("small", "a")
    other.check("small", "b")
    one.check("small", "a")
    one.check("small", "a")
    kept = json.loads((tmp_path / "x.answers.json").read_text())["attempts"]["small"]
    assert [attempt["answer"] for attempt in kept] == ["a", "b", "a"]
    assert [attempt["right"] for attempt in kept] == [True, False, True]


def test_a_damaged_file_is_put_aside_and_said(tmp_path, capsys):
    for number, damage in enumerate(['{"attempts": {"sm', "[]", '{"attempts": {"small": [3]}}'], 1):
        (tmp_path / "x.answers.json").write_text(damage)
        Quiz("x", [SMALL], tmp_path).check("small", "a")
        assert f"x.answers.damaged-{number}.json" in capsys.readouterr().out
        assert (tmp_path / f"x.answers.damaged-{number}.json").read_text() == damage
    assert AnswerFile("x", tmp_path).latest("small") == "a"


def test_a_crash_while_writing_leaves_the_old_file(tmp_path, monkeypatch):
    Quiz("x", [SMALL], tmp_path).check("small", "a")
    before = (tmp_path / "x.answers.json").read_bytes()
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    Quiz("x", [SMALL], tmp_path).check("small", "b")
    assert (tmp_path / "x.answers.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["x.answers.json"]


def test_a_folder_that_cannot_be_written_is_said_and_the_answer_stays(tmp_path, capsys):
    desk = Quiz("x", [SMALL], tmp_path / "missing")
    desk.check("small", "a")
    said = capsys.readouterr().out
    assert said.startswith("(Not kept") and "Right." in said
    desk.check("small")
    assert "Your answer from earlier: a" in capsys.readouterr().out
    desk.save()
    assert "could not be written" in capsys.readouterr().out


def test_saving_nothing_writes_nothing(quiz, tmp_path, capsys):
    quiz.save()
    assert "Nothing to save yet." in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("method", ["ask", "check", "hint", "form", "judge", "discuss"])
def test_an_unknown_exercise_is_named_with_the_known_ones(quiz, method):
    more = ("a",) if method == "judge" else ()
    with pytest.raises(ValueError, match=r"'sortin'.*hover, three_goals"):
        getattr(quiz, method)("sortin", *more)


def test_bad_exercises_are_refused():
    with pytest.raises(ValueError, match="'tricky' is not one of easy, medium, hard"):
        Open(name="x", question="?", level="tricky", minutes=1, hints=("", ""), look_for="")
    with pytest.raises(ValueError, match="1 hints; two"):
        Open(name="x", question="?", level="easy", minutes=1, hints=("",), look_for="")
    with pytest.raises(ValueError, match="same name"):
        Quiz("x", [SMALL, SMALL])
    with pytest.raises(ValueError, match="not a sorting exercise"):
        Quiz("x", [SMALL]).discuss("small")


def test_a_form_has_the_same_check_behind_it(quiz):
    form = quiz.form("sorting")
    form.asked += 1
    assert form.feedback.startswith("Not answered yet")
    form.answer = {"a": "capability", "b": ""}
    form.asked += 1
    assert form.feedback == quiz.judge("sorting", {"a": "capability"})
    assert "a (The boat race): not capability." in form.feedback
    assert quiz.form("sorting").answer == {"a": "capability"}
    choice = quiz.form("hover")
    choice.answer = "b"
    choice.asked += 1
    assert choice.feedback.startswith("Right.")
    assert "quiz.check" in repr(choice)


def test_a_form_does_not_send_the_answers_to_the_browser(quiz):
    sent = json.dumps(quiz.form("sorting").exercise)
    assert all(case.why not in sent for case in FIRST["sorting"].cases.values())
    with pytest.raises(ValueError, match="'keys' has no form"):
        quiz.form("keys")


def test_a_stopped_function_is_a_verdict_not_an_error():
    verdict = FIRST["keys"].judge(raises_there)
    assert verdict == Verdict(
        False, "It stopped with ZeroDivisionError: integer division or modulo by zero"
    )


def test_asking_needs_no_torch_and_no_widgets():
    code = (
        "import sys; from course_lib.chapters.outer_and_inner_alignment.questions import quiz;"
        "quiz.ask('hover');"
        "assert not {'torch', 'anywidget'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
