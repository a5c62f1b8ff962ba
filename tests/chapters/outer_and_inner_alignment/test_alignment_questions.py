"""The exercises of lesson 01: what a wrong answer shows, and the documented cases to sort."""

import pytest
from support.exercises import FIRST, raises_there, right_answer

from course_lib.chapters.outer_and_inner_alignment import rewards
from course_lib.chapters.outer_and_inner_alignment.questions import examine_keys, examine_reward
from course_lib.quiz.quiz import Quiz


@pytest.fixture
def quiz(tmp_path):
    """Lesson 01's exercises with an empty folder for answers."""
    return Quiz("01_test", list(FIRST.values()), tmp_path)


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("keys", max, "capability problem"),
        ("keys", lambda keys, chests: keys, "for their own sake"),
        ("keys", lambda keys, chests: ..., "It returns nothing yet"),
        ("keys", lambda keys, chests: min(keys, chests) - (chests < keys), "How many chests"),
        ("keys", raises_there, "ZeroDivisionError"),
        ("my_reward", lambda step: ..., "It returns nothing yet"),
        ("my_reward", lambda step: 3, "Every step pays the same"),
        ("my_reward", rewards.near_the_cheese, "bumping into a wall pays 0.10"),
        ("my_reward", rewards.each_step_nearer, "One step nearer and one step back pay 0.10"),
        ("my_reward", lambda step: step.smell, "AttributeError"),
        ("sorting", {"specification": "bcf"}, "specification where"),
        ("sorting", {"specification": "a"}, "Not sorted yet"),
        ("sorting", {"specification": "a", "intended": "a"}, "more than one place"),
        ("sorting", {"outer": "a"}, "'outer' is none of"),
        ("own_case", "no idea", "too short"),
    ],
)
def test_a_check_names_the_misunderstanding(quiz, capsys, name, answer, words):
    quiz.check(name, answer)
    said = " ".join(capsys.readouterr().out.split())
    assert words in said and not said.startswith("Right")


def test_a_reward_is_right_if_the_best_paid_mouse_gets_the_cheese():
    for reward in (rewards.cheese_only, rewards.nearer_and_back, lambda step: -step.distance):
        assert examine_reward(reward).right
    assert examine_keys(min).right


@pytest.mark.parametrize("name", ["sorting", "more_cases"])
def test_cases_have_sources_and_every_bin_of_the_eight_is_used(name):
    cases = FIRST[name].cases
    assert all(any(c.isdigit() for c in case.source) for case in cases.values())
    if name == "sorting":
        homes = {home for case in cases.values() for home in case.homes}
        assert len(cases) == 8 and homes == set(FIRST[name].bins)


def test_at_least_two_of_the_eight_cases_are_from_2024_or_later():
    sources = [case.source for case in FIRST["sorting"].cases.values()]
    assert sum(any(year in source for year in ("2024", "2025", "2026")) for source in sources) >= 2


def test_both_homes_of_an_ambiguous_case_are_accepted(quiz, capsys):
    open_cases = [key for key, case in FIRST["sorting"].cases.items() if len(case.homes) > 1]
    assert len(open_cases) == 2
    for key in open_cases:
        for home in FIRST["sorting"].cases[key].homes:
            quiz.check("sorting", right_answer(FIRST["sorting"]) | {key: home})
            assert capsys.readouterr().out.startswith("Right. 8 of 8")


@pytest.mark.parametrize("name", ["near", "toward", "lucky", "tells"])
def test_every_measured_rate_is_an_answer(name):
    assert all(FIRST[name].truth(value) for value in (0, 11.9, 24.8, 57.2, 98.6, 100))
