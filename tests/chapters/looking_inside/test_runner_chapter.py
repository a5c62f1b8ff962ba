"""The units on the runner: their exercises, and what their figures read from the data."""

import numpy as np
import pytest

from course_lib.chapters.looking_inside import figures_runner, questions, runners
from course_lib.study.show.tables import SmallTable

COIN_AHEAD = questions.TELLING_LEVEL
BOTH = "\n".join(["#...........#"] * 8 + ["#......R..C.#"] + ["#############"] * 3)
WALL_ONLY = "\n".join(["#...........#"] * 8 + ["#C.......R..#"] + ["#############"] * 3)
NEITHER = "\n".join(
    ["#.......................#"] * 8
    + ["#C.......R..............#"]
    + ["#########################"] * 3
)


def test_a_share_of_what_should_add_up():
    assert questions.examine_left_out(questions.left_out).right
    unwritten = questions.examine_left_out(lambda parts, value, at_baseline: ...)
    assert "returns nothing yet" in unwritten.message and not unwritten.kept
    sizes = questions.examine_left_out(
        lambda parts, value, at: abs(sum(map(abs, parts)) - (value - at)) / (value - at)
    )
    assert "sizes of the parts" in sizes.message


def test_what_is_left_at_right_angles():
    assert questions.examine_project_out(questions.project_out).right
    unwritten = questions.examine_project_out(lambda activation, direction: ...)
    assert "returns nothing yet" in unwritten.message
    long = questions.examine_project_out(lambda a, d: a - (a @ d) * d)
    assert "length 1" in long.message


@pytest.mark.parametrize(
    ("level", "right", "words"),
    [
        (COIN_AHEAD, True, "Only the coin is in the picture"),
        (WALL_ONLY, True, "Only the wall is in the picture"),
        (BOTH, False, "are both in the runner's picture"),
        (NEITHER, False, "Neither coin nor end wall"),
    ],
)
def test_a_level_tells_coin_from_wall_where_one_of_them_is_in_sight(level, right, words):
    verdict = questions.examine_level(level.strip())
    assert verdict.right is right
    assert words in verdict.message


def test_there_are_five_runners_of_each_kind():
    for recipe in runners.RECIPES:
        assert [a.name for a in runners.runners(recipe)] == [
            f"coin_run/{recipe}" + f":{seed}" * bool(seed) for seed in runners.SEEDS
        ]


def test_what_is_told_is_what_was_measured():
    coin = figures_runner.apart("end", "middle", 5, "value", "coin", "neither")
    wall = figures_runner.apart("end", "middle", 5, "value", "wall", "neither")
    assert len(coin) == 5 and min(coin) > 0
    assert wall == [0] * 5, "the wall is not in the picture"
    assert figures_runner.interaction("end", "middle", 5) == pytest.approx([0] * 5)
    own = figures_runner.own_part("end", "training")
    shown, hidden = (figures_runner.painted("end", "training", w) for w in ("shown", "hidden"))
    np.testing.assert_allclose(np.add(own, hidden), shown)
    for table in (figures_runner.painted_table(), figures_runner.baseline_table(),
                  figures_runner.distance_table()):  # fmt: skip
        assert isinstance(table, SmallTable)
