"""The desk of a lesson: it refuses what it does not know, and nothing that was saved is lost."""

import json

import pytest
from support.exercises import FIRST, SMALL, raises_there

from course_lib.quiz.answers import AnswerFile
from course_lib.quiz.kinds import Open, Verdict
from course_lib.quiz.quiz import Quiz


@pytest.fixture
def quiz(tmp_path):
    """Lesson 01's exercises with an empty folder for answers."""
    return Quiz("01_test", list(FIRST.values()), tmp_path)


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
