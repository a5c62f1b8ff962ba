"""A prediction is kept, changed until the result is seen, and then met by what was measured."""

import json
from dataclasses import replace

import pytest

from course_lib.quiz.predictions import Foretold, Prediction
from course_lib.quiz.quiz import Quiz, percent

WHERE = Prediction(
    name="where",
    question="Where will it go?",
    level="easy",
    minutes=1,
    hints=("one", "two"),
    see="Where did it go?",
    options={
        "a": Foretold("It goes to the corner.", "It was there in training.", right=True),
        "b": Foretold("It goes to the cheese.", "That was never needed."),
        "c": Foretold("It is lost.", "Its way is straight."),
    },
)
RATE = replace(
    WHERE,
    name="rate",
    options={
        "a": Foretold("more than half", "Many do.", between=(50, 100)),
        "b": Foretold("less than half", "Few do.", between=(0, 50)),
    },
)


@pytest.fixture
def desk(tmp_path):
    return Quiz("02_test", [WHERE, RATE], tmp_path)


def kept(desk, name):
    return json.loads(desk.answers.path.read_text(encoding="utf-8"))["attempts"][name]


def letter(one: Prediction, key: str) -> str:
    return "abc"[one.order.index(key)]


def test_a_prediction_is_kept_with_how_sure_one_is_and_changed_until_the_result(desk, capsys):
    desk.predict("where", letter(WHERE, "b"), 80)
    assert "Kept: “It goes to the cheese.”, 80 % sure." in capsys.readouterr().out
    desk.predict("where", letter(WHERE, "a"), 0.6)
    desk.observe("where", letter(WHERE, "c"))
    said = " ".join(capsys.readouterr().out.split())
    assert "You said “It goes to the corner”, 60 % sure. You saw “It is lost”." in said
    assert "It was “It goes to the corner”. What you saw is not what was measured." in said
    assert all(option.why in said for option in WHERE.options.values())
    desk.predict("where", letter(WHERE, "b"), 90)
    assert "is not changed any more" in capsys.readouterr().out
    first, second, seen = kept(desk, "where")
    assert (first["answer"], first["confidence"], first["right"]) == ("b", 80, None)
    assert (second["answer"], second["confidence"], second["observed"]) == ("a", 60, None)
    told = [seen[name] for name in ("answer", "confidence", "right", "observed", "was")]
    assert told == ["a", 60, True, "c", "a"]


def test_the_debrief_comes_again_from_the_file_and_nothing_is_kept_twice(desk, tmp_path, capsys):
    desk.predict("where", letter(WHERE, "b"), 95)
    desk.observe("where", letter(WHERE, "a"))
    first = capsys.readouterr().out.split("\n", 1)[1]
    later = Quiz("02_test", [WHERE, RATE], tmp_path)
    later.observe("where")
    assert capsys.readouterr().out == first
    later.observe("where", letter(WHERE, "c"))
    assert len(kept(desk, "where")) == 2
    later.predict("where")
    assert "You said “It goes to the cheese”, 95 % sure." in capsys.readouterr().out


def test_who_predicted_nothing_sees_all_the_same(desk, capsys):
    desk.observe("where")
    said = capsys.readouterr().out
    assert said.startswith("Where did it go?\n(Choose one.)") and "no harm" in said
    desk.observe("where", letter(WHERE, "a"))
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith("You had not predicted this, which is no harm. You saw “It goes to")
    assert "Look at the result" not in said
    (only,) = kept(desk, "where")
    assert (only["answer"], only["right"], only["observed"]) == (None, None, "a")


def test_a_measured_number_decides_and_its_options_go_by_the_number(desk, capsys):
    assert RATE.order == ("b", "a")
    desk.predict("rate", "b", 70)
    capsys.readouterr()
    desk.observe("rate", 93.25, "b")
    said = capsys.readouterr().out
    assert "The measured number is 93.2 %, so it was “more than half”." in " ".join(said.split())
    assert kept(desk, "rate")[-1]["right"] is True
    with pytest.raises(ValueError, match=r'quiz.observe\("rate", the measured number'):
        desk.observe("rate")
    assert RATE.truth(50) == "ab" and RATE.truth(-1) == ""


@pytest.mark.parametrize("odd", ["?", "ab", "z", 3, ["a", 1], {}, float("nan"), print, True])
def test_what_cannot_be_read_is_said_and_not_kept(desk, odd, capsys):
    desk.predict("where", odd, 80)
    desk.predict("where", "a", odd if odd != [] else "")
    said = capsys.readouterr().out
    assert "cannot be read" in said or "Where will it go?" in said
    assert not desk.answers.path.exists()


def test_a_form_has_the_same_behind_it_and_closes_when_the_result_is_seen(desk):
    form = desk.form("where")
    assert form.feedback == "" and form.sure == 0
    form.answer, form.sure = "c", 90
    form.asked += 1
    assert form.feedback.startswith("Kept: “It is lost.”, 90 % sure.") and not form.reply["done"]
    seeing = desk._observing(WHERE, None, desk.foresight.state(WHERE, None))
    assert [row["key"] for row in seeing.exercise["rows"]] == list(WHERE.order)
    seeing.answer = "a"
    seeing.asked += 1
    assert seeing.reply["done"] and len(seeing.reply["lines"]) == 3
    right = next(line for line in seeing.reply["lines"] if line["right"])
    assert right["marks"] == ["✓ this was measured", "◆ what you saw"]
    assert form.reply["done"] and "is not changed any more" in form.feedback


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"a": ("x", "y", True), "b": ("z", "y", False, (0, 1))}, "some options have `between`"),
        ({"a": ("x", "y", True, (0, 1)), "b": ("z", "y", False, (1, 2))}, "`between` and `right`"),
        ({"a": ("x", "y", False, (1, 0)), "b": ("z", "y", False, (1, 2))}, "the smaller one first"),
        ({"a": ("x", "y", False, (1,)), "b": ("z", "y", False, (1, 2))}, "is not two numbers"),
        ({"a": ("x", "y", False), "b": ("z", "y", False)}, "no option is right"),
        ({"a": ("x", "y", True), "b": ("z", "", False)}, "option b has no `why`"),
    ],
)
def test_options_that_cannot_be_are_refused(options, words):
    with pytest.raises(ValueError, match=words):
        replace(WHERE, options={key: Foretold(*one) for key, one in options.items()})


def test_how_sure_one_is_can_be_said_in_two_ways():
    assert percent(None) is None and percent(80) == 80 and percent(0.8) == 80
    assert percent(1) == 100 and percent(100) == 100 and percent(0.5) == 50
    for odd in (49, 101, 0.4, -1, "80", True, 2):
        with pytest.raises(ValueError, match="from 50 to 100 per cent sure"):
            percent(odd)
