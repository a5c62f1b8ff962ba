"""How often right at how sure: what counts, what is advised, and how few answers are too few."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.quiz.calibration import advice, answers_in, ideal_brier, mean_brier, report

ANSWER = st.fixed_dictionaries(
    {"sure": st.integers(50, 100).map(lambda n: n / 100), "right": st.booleans()}
)


def attempt(right, sure, **more):
    return {"answer": "a", "right": right, "confidence": sure, "observed": None, "was": None,
            "time": "", **more}  # fmt: skip


def said(sure: float, right: int, of: int) -> list[dict]:
    return [{"sure": sure, "right": n < right} for n in range(of)]


def test_the_first_judged_answer_counts_and_a_prediction_only_once_its_result_was_seen():
    found = answers_in({
        "predicted": [attempt(None, 70)],
        "seen": [attempt(None, 60), attempt(True, 90, observed="a")],
        "chosen": [attempt(False, 80), attempt(True, 100)],
        "without": [attempt(False, None), attempt(True, 95)],
        "nothing": [],
    })  # fmt: skip
    assert found == [{"sure": 0.9, "right": True}, {"sure": 0.8, "right": False}]


def test_the_advice_names_the_number_to_say_next_time():
    text = advice([*said(0.9, 4, 6), *said(0.7, 3, 4)])
    assert text == (
        "You were about 90 % sure 6 times and right 4 times, which may still be chance: say 70 % "
        "next time."
    )
    assert "chance" not in advice(said(0.95, 10, 30))
    assert "say 50 % next time" in advice(said(0.95, 2, 30))
    assert "say 95 % next time" in advice(said(0.6, 30, 30))
    assert "right about as often as you said" in advice(said(0.8, 8, 10))
    few = [one for sure in (0.5, 0.6, 0.7, 0.8) for one in said(sure, 0, 2)]
    assert advice(few) == (
        "You were 65 % sure on average, and right in 0 % of your answers: say less next time."
    )


@pytest.mark.parametrize("count", [1, 2, 5])
def test_five_answers_are_too_few_for_any_advice(count):
    text = advice(said(1.0, 0, count))
    assert "too few to judge" in text and "next time" not in text


def test_the_ideal_observer_gets_what_it_expects_and_a_coin_a_quarter():
    assert mean_brier(said(0.5, 3, 6)) == ideal_brier(said(0.5, 3, 6)) == 0.25
    assert mean_brier(said(0.8, 8, 10)) == pytest.approx(ideal_brier(said(0.8, 8, 10)))


@given(st.lists(ANSWER, max_size=40), st.lists(ANSWER, max_size=40))
def test_every_report_says_all_answers_in_words_and_in_a_picture(here, before):
    picture, text = report(here, here + before)
    if not here + before:
        assert text.startswith("No answer") and "<svg" not in picture
        return
    counts = [
        re.findall(r"\d+ of (\d+)|(–)", line) for line in text.splitlines() if " sure  " in line
    ]
    assert sum(int(found[-1][0]) for found in counts) == len(here + before)
    assert all(len(found) == 1 + bool(before) for found in counts)
    assert sum(int(found[0][0] or 0) for found in counts) == len(here)
    assert max(map(len, text.splitlines())) <= 100
    assert 'role="img"' in picture and 'aria-label="How often right' in picture
    assert picture.count("<circle") == len(counts) + 1  # and one in the legend
    assert "nan" not in picture
