"""Unit 06b: the vector to make, the data file, and the routes."""

from itertools import pairwise

import numpy as np
import pytest

import course_lib as cl
from course_lib.chapters.looking_inside import (
    figures_mice,
    own_vector,
    routes_mice,
    vector_kind,
)
from course_lib.study.inside import retargeting
from course_lib.study.measure.sweep import load_results

KINDS = ("corner", "region-2", "region-5", "anywhere", "everywhere", "untrained")


def test_a_vector_of_one_pair_turns_mice_that_go_for_cheese_and_none_of_the_corner():
    goes = own_vector.try_vector(vector_kind.EXAMPLE)
    assert goes.cell == (1, 1) and goes.mazes > 50
    assert sum(gain > own_vector.ENOUGH for gain in goes.gain) >= own_vector.MICE
    assert max(own_vector.try_vector(vector_kind.EXAMPLE, "corner").gain) < 0.1
    assert "beyond the random one" in str(goes.table())


def test_two_mazes_that_are_the_same_make_no_vector():
    drawing = vector_kind.WITH
    verdict = own_vector.examine_vector((drawing, drawing, 2.0))
    assert not verdict.right and not verdict.kept
    weak = own_vector.examine_vector((drawing, drawing.replace("C", "."), 0.0))
    assert not weak.right and "strength" in weak.message


def test_what_is_no_pair_is_refused_with_what_is_missing():
    bare = vector_kind.WITH.replace("C", ".")
    for wrong, words in (((bare, bare, 1.0), "has no cheese"), ((3, bare, 1.0), "not text"),
                         ((vector_kind.WITH.replace("#C.", "#.C"), bare, 1.0), "odd")):  # fmt: skip
        with pytest.raises(ValueError, match=words):
            own_vector.try_vector(wrong)


def test_held_out_mazes_ask_for_a_step_away_from_the_cheese():
    states, steps = own_vector.held_out((7, 1), 60)
    assert len(states) == len(steps) > 10


def test_the_data_file_has_five_networks_of_each_kind_and_all_that_the_figures_need():
    rows = load_results("mice_inside")
    assert {kind: sum(row["kind"] == kind for row in rows) for kind in KINDS} == dict.fromkeys(
        KINDS, 5
    )
    for row in rows:
        assert set(row["read"]) == set(figures_mice.LAYERS)
        assert set(row["sent"]) == set(figures_mice.SENT)
        for thing in ("cheese", "corner"):
            assert set(row["steered"][thing]) == set(figures_mice.VERSIONS)
    assert 0 <= figures_mice.sent_share(rows, "everywhere") <= 100
    figures_mice.distance_table(rows, "everywhere")
    kinds = ("corner", "region-2", "region-5", "everywhere")
    assert len(figures_mice.change_table(rows, "cheese", "cheese", kinds).lines) == 4


def test_routes_end_at_the_target_the_cheese_or_when_time_is_up():
    cell, states = (1, 1), retargeting.off_the_way((1, 1), 12, 1)
    walked = routes_mice.routes(cl.load("maze/everywhere"), states, cell)
    assert len(walked) == 12
    for route, state in zip(walked, states, strict=True):
        assert route[0] == state.mouse_at
        assert all(abs(a - b) in (0, 1, 9) for a, b in pairwise(route))
        assert 10 not in route[:-1] and int(state.cheese_at) not in route[:-1]
    assert np.mean([r[-1] == s.cheese_at for r, s in zip(walked, states, strict=True)]) > 0.5
