"""What an imitator aims at, what is shipped of the ridge, and lesson 09's exercises."""

import numpy as np
import pytest
from support.exercises import said

from course_lib.chapters.imitate_or_optimise import (
    figures_between,
    figures_slips,
    maps,
    questions,
    sweep_amplify,
    sweep_slips,
)
from course_lib.chapters.reward_gaming import figures_remedies
from course_lib.study.measure.sweep import load_results

# ── What is shipped ─────────────────────────────────────────────────────────────────────────


def test_every_job_was_done_once():
    assert [row["job"] for row in load_results("ridge_slips")] == list(sweep_slips.jobs())


def test_the_crossing_is_near_the_exact_one_and_its_interval_is_narrow():
    slips, imitated = sweep_slips.curve("imitation")
    value, low, high = sweep_slips.crossing_interval(slips, imitated, sweep_slips.curve("RL")[1])
    assert low <= value <= high and high - low < 0.05
    assert abs(value - sweep_slips.exact_crossing()[0]) < 0.04


def test_rl_goes_into_the_great_hole_and_a_leashed_one_does_not():
    loose = sweep_slips.curve("RL", hole=sweep_slips.DEEP)[1]
    tied = sweep_slips.curve("leash", hole=sweep_slips.DEEP, leash=sweep_slips.LEASH)[1]
    assert (loose < 0.1).all() and (tied > loose.max() + 0.2).all()


def of_last(name: str, key: str) -> np.ndarray:
    """A number of each seed's last round of amplify and distil."""
    return sweep_amplify.ends(sweep_amplify.runs(), [name], key)[:, 0]


def test_capacity_and_doubt_end_it_and_chance_errors_average_out():
    small, large = (sweep_amplify.name_of(units, 1000) for units in (2, 64))
    assert (of_last(small, "amplified") > of_last(small, "fresh") + 0.3).all()
    assert (of_last(large, "fresh") > sweep_amplify.planners_score() - 0.05).all()
    few, careful = (sweep_amplify.name_of(64, 16, care) for care in (0.0, sweep_amplify.CARE))
    assert (of_last(few, "copied_best") > of_last(few, "shown_best") + 0.1).all()
    assert (of_last(few, "fresh") > of_last(few, "amplified") + 0.2).all()
    assert (of_last(few, "firm") > of_last(few, "fresh") + 0.05).all()
    assert (of_last(careful, "fresh") > of_last(few, "fresh") + 0.05).all()


def test_an_error_that_is_the_same_everywhere_is_copied():
    wrong = sweep_amplify.name_of(64, 1000, thought=sweep_amplify.SURE)
    shown, copied = of_last(wrong, "shown_best"), of_last(wrong, "copied_best")
    assert (shown < 0.9).all() and (np.abs(shown - copied) < 0.06).all()
    assert (of_last(wrong, "fresh") < sweep_amplify.planners_score() - 0.06).all()


def test_figures_and_words_tell_what_was_measured():
    measured = maps.measured_map()
    figures = [
        figures_slips.plot_slips(),
        figures_slips.plot_maps({"measured": measured}),
        figures_between.plot_rounds(figures_between.runs_shown()),
    ]
    assert all(figure.axes for figure in figures)
    assert "exactly" in figures_slips.crossing_words()
    rounds = figures_between.rounds_words(figures_between.runs_shown())
    for words in (figures_slips.slips_words(), rounds):
        assert "planner" in words and "nan" not in words
    assert "gamma" in figures_slips.sight_words()
    assert "garden" in figures_remedies.garden_words()


# ── Exercises ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("bridge", 0.4, "multiplied"),
        ("bridge", 0.64, "Two steps"),
        ("mimicry", "a", "letter"),
        ("mimicry", "c", "leave it first"),
        ("mymap", lambda slip, hole: "optimise", "nearer"),
        ("mymap", lambda slip, hole: "imitate", "need not"),
        ("mymap", lambda slip, hole: "yes", "'yes' is none of"),
        ("amplify", "d", "the sign"),
        ("amplify", "b", "average out"),
    ],
)
def test_a_check_names_the_misunderstanding(name, answer, words):
    verdict = questions.quiz.exercises[name].judge(answer)
    assert verdict.right is not True and words in said(verdict)
