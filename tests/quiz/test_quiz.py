"""The desk of a lesson: it refuses what it does not know, and nothing that was saved is lost."""

import json
from dataclasses import replace

import pytest
from support.exercises import FIRST, SMALL, letter_of, raises_there, right_answer

from course_lib.quiz.answers import AnswerFile
from course_lib.quiz.kinds import Open, Verdict
from course_lib.quiz.quiz import Quiz


@pytest.fixture
def quiz(tmp_path):
    """Lesson 01's exercises with an empty folder for answers."""
    return Quiz("01_test", list(FIRST.values()), tmp_path)


def test_an_answer_is_kept_at_once_and_found_by_the_next_kernel(quiz, tmp_path, capsys):
    quiz.check("hover", right_answer(FIRST["hover"]))
    capsys.readouterr()
    later = Quiz("01_test", list(FIRST.values()), tmp_path)
    later.check("hover")
    said = capsys.readouterr().out
    words = FIRST["hover"].words(FIRST["hover"].rights)
    assert said.startswith(f"Your answer from earlier: {words}")
    assert "\nRight." in said
    later.save()
    said = capsys.readouterr().out.splitlines()
    asked = len([one for one in FIRST.values() if not getattr(one, "twin_of", "")])
    assert len(said) == 2 and max(map(len, said)) <= 100
    assert said[0].startswith(f"1 of {asked} exercises answered; saved in 01_test.answers")
    assert said[1].startswith("Not answered yet: ") and "hover" not in said[1]


def test_nothing_saved_is_lost_when_answers_change_and_two_kernels_write(tmp_path):
    one, other = Quiz("x", [SMALL], tmp_path), Quiz("x", [SMALL], tmp_path)
    this, that = (letter_of(SMALL, key) for key in "ab")
    one.check("small", this)
    other.check("small", that)
    one.check("small", this)
    one.check("small", this)
    kept = json.loads((tmp_path / "x.answers.json").read_text())["attempts"]["small"]
    assert [attempt["answer"] for attempt in kept] == ["a", "b", "a"]
    assert [attempt["right"] for attempt in kept] == [True, False, True]


def test_a_damaged_file_is_put_aside_and_said(tmp_path, capsys):
    for number, damage in enumerate(['{"attempts": {"sm', "[]", '{"attempts": {"small": [3]}}'], 1):
        (tmp_path / "x.answers.json").write_text(damage)
        Quiz("x", [SMALL], tmp_path).check("small", "a")
        assert f"x.answers.damaged-{number}.json" in capsys.readouterr().out
        assert (tmp_path / f"x.answers.damaged-{number}.json").read_text() == damage
    assert SMALL.keep(AnswerFile("x", tmp_path).latest("small")) in "ab"


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
    assert said.startswith("(Not kept") and "your answer" in said
    desk.check("small")
    assert "Your answer from earlier: th" in capsys.readouterr().out
    desk.save()
    assert "could not be written" in capsys.readouterr().out


def test_saving_nothing_writes_nothing(quiz, tmp_path, capsys):
    quiz.save()
    assert "Nothing to save yet." in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "method", ["ask", "check", "hint", "form", "reply", "discuss", "predict", "observe", "text"]
)
def test_an_unknown_exercise_is_named_with_the_known_ones(quiz, method):
    more = ("a",) if method == "reply" else ()
    with pytest.raises(ValueError, match=r"there is no exercise 'sortin' in this lesson; .*hover,"):
        getattr(quiz, method)("sortin", *more)


def test_bad_exercises_are_refused():
    with pytest.raises(ValueError, match="'tricky' is not one of easy, medium, hard"):
        Open(name="x", question="?", level="tricky", minutes=1, hints=("", ""), look_for="")
    with pytest.raises(ValueError, match="1 hints; two"):
        Open(name="x", question="?", level="easy", minutes=1, hints=("",), look_for="")
    with pytest.raises(ValueError, match="same name"):
        Quiz("x", [SMALL, SMALL])
    with pytest.raises(ValueError, match="importance 6 is not from 1 to 5"):
        replace(SMALL, importance=6)


def test_a_form_has_the_same_check_behind_it(quiz):
    form = quiz.form("sorting")
    form.asked += 1
    assert form.feedback.startswith("Not answered yet")
    form.answer = {"a": "capability", "b": ""}
    form.asked += 1
    assert form.feedback == quiz.reply("sorting", {"a": "capability"}).words
    assert "a (The boat race): not capability." in form.feedback
    assert quiz.form("sorting").answer == {"a": "capability"}
    choice = quiz.form("hover")
    choice.answer = FIRST["hover"].rights
    choice.asked += 1
    assert choice.feedback.startswith("Right.")
    assert [line["right"] for line in choice.reply["lines"]].count(True) == 1
    again = quiz.form("hover")
    assert again.feedback.startswith("Your answer from earlier") and again.reply["lines"]
    assert again.answer == FIRST["hover"].rights


def test_a_form_does_not_send_the_answers_to_the_browser(quiz):
    for name, one in FIRST.items():
        if one.form() is None:
            continue
        form = quiz.form(name)
        sent = json.dumps([form.get_state(), form._repr_mimebundle_()], default=str)
        told = [*getattr(one, "cases", {}).values(), *getattr(one, "options", {}).values(), one]
        assert all(why not in sent for part in told if (why := getattr(part, "why", None)))
    with pytest.raises(ValueError, match="'keys' has no form"):
        quiz.form("keys")


def test_a_stopped_function_is_a_verdict_not_an_error():
    verdict = FIRST["keys"].judge(raises_there)
    assert verdict == Verdict(
        False, "It stopped with ZeroDivisionError: integer division or modulo by zero"
    )
