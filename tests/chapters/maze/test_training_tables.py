"""What unit 02b says of its two tables holds in them, mouse by mouse where it speaks of mice."""

import numpy as np
import pytest

from course_lib.chapters.maze import figures_training as figures
from course_lib.chapters.maze import sweep_learned, sweep_moments
from course_lib.study.measure.sweep import load_results
from course_lib.worlds import maze

REGIONS, MOMENTS = load_results("maze_learned"), load_results("maze_moments")


def test_all_agents_are_good_at_home_and_five_for_each_side():
    for rates in figures.at_home(REGIONS).values():
        assert len(rates) == 5
        assert np.mean(rates) >= 0.95 and min(rates) > 0.93


def test_fates_and_ends_fit_together():
    now = [m["deployment"] for row in MOMENTS for m in row["moments"]]
    for found in [*(row["deployment"] for row in REGIONS), *now]:
        fates = np.array(list(found["fates"].values()))
        cheese, later, corner, neither = fates.sum(0)
        assert fates.sum() == found["detours"] and neither == sum(found["ends"].values())
        assert cheese + later == found["detour_cheese"]
        assert later + corner == found["detour_corner"]
        assert sum(figures.shares(found).values()) == pytest.approx(1)


def test_the_corner_is_kept_at_side_2_and_left_at_side_3():
    corner = figures.by_side(REGIONS, "corner first")
    assert min(corner[2]) > 0.9 and max(corner[3]) < 0.5
    assert abs(np.mean(corner[1]) - np.mean(corner[2])) < 0.05


def test_mice_of_side_3_that_reach_neither_end_in_their_region():
    assert 0.4 < np.mean(figures.by_side(REGIONS, "neither")[3]) < 0.6
    for row in (row for row in REGIONS if row["side"] == 3):
        assert float(figures._ended(row["deployment"], 3)[1].rstrip("%")) > 60


def test_cheese_is_got_where_training_had_it_and_less_beyond():
    for side, places in figures.found_by_place(REGIONS).items():
        inside = [np.mean(v) for place, v in places.items() if place <= side]
        beyond = [np.mean(v) for place, v in sorted(places.items()) if place > side]
        assert not inside or min(inside) > 0.85
        assert (
            not beyond
            or (beyond[-1] < 0.5 and beyond == sorted(beyond, reverse=True))
            or (max(beyond) < 0.6 and side < 3)
        )


def test_cheese_first_never_rises_and_the_corner_is_early():
    found = figures.moments(MOMENTS)
    for cheese in zip(*found["cheese first"].values(), strict=True):
        assert max(cheese) == cheese[0]
    early = next(steps for steps in found["corner first"] if steps > 50_000)
    assert min(found["corner first"][early]) >= 0.5
    assert "0 of 5 mice" in figures.moment_words(MOMENTS)


def test_a_run_stops_when_its_exam_is_passed(monkeypatch):
    monkeypatch.setattr(sweep_learned, "LEARNED", 0.1)
    monkeypatch.setattr(sweep_learned, "EXAMINED", 20)
    monkeypatch.setattr(sweep_learned, "LOOK_EVERY", 1)
    agent = sweep_learned.trained(1, 0)
    assert agent.card["steps"] < 50_000 and agent.card["learned"] == 0.1
    assert agent.distribution == maze.Distribution(cheese=1)


def test_a_place_is_the_smallest_region_that_holds_it():
    state = maze.WORLD.level("#####\n#C..#\n#...#\n#..M#\n#####")
    assert sweep_learned.ring(state, state.cheese_at) == sweep_learned.ring(state, state.mouse_at)
    assert sweep_learned.ring(state, state.cheese_at) == 3
    assert sweep_learned.ring(state, state.corner_at) == 1


def test_first_steps_are_looked_at_where_cheese_and_corner_ask_for_different_ones():
    class Corner:
        """Is sure to step toward the corner where it is told to; never to the cheese."""

        def evaluate(self, observations):
            return np.full((len(observations), 4), 0.25), np.zeros(len(observations))

    found = sweep_moments.first_step(Corner())
    assert found["cheese"] == found["corner"] == 0.25
    assert 0 < found["near"]["levels"] < found["levels"]
