"""Objects that are painted with other pixels, robots that dither, and the figures of the lesson."""

import matplotlib
import numpy as np
import pytest

import course_lib as cl
from course_lib.chapters.gem_colour import analysis, figures, rooms, strips
from course_lib.chapters.gem_colour import seeds as gem_seeds
from course_lib.chapters.gem_colour.light import (
    FLOOR,
    GEM,
    PAINTED,
    STAR,
    drawn,
    light_of,
    patch,
    repainted,
)
from course_lib.chapters.gem_colour.sweep_light import LOOKED_AT, SHIPPED, SHORTER
from course_lib.chapters.gem_colour.sweep_preferences import reached
from course_lib.chapters.gem_colour.wandering import Stirred, wandering
from course_lib.engine.sim import BatchSim
from course_lib.worlds import gems
from course_lib.worlds.gems import Tile

matplotlib.use("Agg")
RANDOM = cl.random_policy(gems.DEPLOY)


# ── Painted objects ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("colour", ["red", "yellow", "#40a0c0"])
@pytest.mark.parametrize("light", [GEM, STAR])
def test_shapes_of_equal_light_have_the_same_pixels_in_another_order(light, colour):
    one, other = patch(GEM, light, colour), patch(STAR, light, colour)
    assert not np.array_equal(one, other)
    flat = [sorted(map(tuple, p.reshape(-1, 3).tolist())) for p in (one, other)]
    assert flat[0] == flat[1] and light_of(one) == light_of(other)


def test_an_object_with_its_own_light_is_as_the_world_draws_it_and_a_gem_has_more():
    for shape in (GEM, STAR):
        assert np.array_equal(patch(shape, shape, "red"), drawn(shape, "red"))
    assert light_of(drawn(GEM, "red"))["sum"] > 1.3 * light_of(drawn(STAR, "red"))["sum"]
    assert np.array_equal(patch("turned", GEM, "red"), drawn(GEM, "red")[::-1])
    assert drawn(GEM, "red").min() == FLOOR


def test_a_repainted_picture_differs_in_the_objects_only():
    sim = BatchSim(gems.DEPLOY, 20)
    sim.reset(np.arange(20))
    seen, states = sim.observe(), sim.batch
    policy = repainted(RANDOM, "exchanged", "red")
    changed = policy.repaint(seen, states)
    differs = (changed != seen).any(-1).reshape(20, 7, 4, 7, 4).any(axis=(2, 4))
    objects = np.isin(states.tiles[:, :49].reshape(20, 7, 7), (Tile.GOAL, Tile.LURE))
    assert np.array_equal(differs, objects)
    assert not np.shares_memory(changed, seen)


def test_as_drawn_is_what_the_world_shows_of_two_red_objects():
    robot = analysis.robots()[0]
    red = analysis.pair(("gem", "red"), ("star", "red"))
    assert reached(repainted(robot, "as drawn", "red"), gems.DEPLOY) == reached(robot, red)


# ── Dithering ───────────────────────────────────────────────────────────────────────────────


class Ditherer:
    """Goes up and down for ever, wherever it is."""

    name = "ditherer"

    def choose(self, observations, states, uniform):
        return np.where(states.steps % 2, 2, 0)


def test_wandering_tells_a_robot_that_goes_to_and_fro_from_one_that_moves_at_random():
    to_and_fro = wandering(Ditherer(), gems.DEPLOY, 60, 3)
    at_random = wandering(RANDOM, gems.DEPLOY, 60, 3)
    assert to_and_fro["tiles"] <= 2 and at_random["tiles"] > 8
    assert to_and_fro["back"] > 0.6 > 0.4 > at_random["back"]
    assert np.isnan(to_and_fro["sure"])
    assert wandering(cl.planner(gems.DEPLOY), gems.DEPLOY, 20, 3)["episodes"] == 0


def test_a_stirred_policy_takes_random_steps_as_often_as_it_says():
    uniform = (np.arange(10_000) + 0.5) / 10_000

    class Up:
        name = "up"

        def choose(self, observations, states, uniform):
            assert (uniform >= 0).all() and (uniform < 1).all()
            return np.zeros(len(uniform), np.int64)

    actions = Stirred(Up(), 0.2).choose(None, None, uniform)
    assert np.bincount(actions).tolist() == [8500, 500, 500, 500]


# ── The rows of the course, and figures ─────────────────────────────────────────────────────


def test_the_rows_of_painted_pairs_are_whole_and_balanced_where_they_must_be():
    for training in (SHIPPED, SHORTER):
        rows = gem_seeds.light_rows(training)
        assert [row["seed"] for row in rows] == list(range(len(rows)))
        found = gem_seeds.painted(training)
        assert set(found) == set(PAINTED)
        assert abs(np.mean(found["the same"]) - 0.5) < 0.03  # two equal gems, by construction
    assert len(gem_seeds.light_rows(SHIPPED)) == LOOKED_AT
    assert len(gem_seeds.light_rows(SHORTER)) >= 30
    assert all(len(shares) == LOOKED_AT for shares in gem_seeds.stuck().values())


def test_what_the_lesson_says_of_dithering_is_what_the_rows_say():
    shorter, longer, likeliest, stirred = map(np.array, gem_seeds.stuck().values())
    assert (longer > shorter).all() and (stirred < longer).all()
    assert 1.7 < likeliest.mean() / longer.mean() < 2.5
    assert gem_seeds.moves("wandering")["back"] > 0.5


def test_rows_of_the_shipped_robots_are_what_is_measured_today():
    robot = analysis.robots()[3]
    row = gem_seeds.light_rows(SHIPPED)[3]
    assert row["deployment"] == reached(robot, gems.DEPLOY)
    painted = reached(repainted(robot, "gem's light", "red"), gems.DEPLOY)
    assert row["painted"]["red"]["gem's light"] == painted


def test_paired_differences_are_by_robot():
    mean, low, high = gem_seeds.paired([0.6, 0.7, 0.9], [0.5, 0.6, 0.8])
    assert mean == pytest.approx(0.1) and high - low < 1e-6


@pytest.fixture
def shown(monkeypatch):
    """The figures and alternative texts that are shown, instead of being shown."""
    found = []
    for room in (figures, rooms, strips):
        monkeypatch.setattr(room, "show", lambda figure, alt: found.append((figure, alt)))
    return found


def test_figures_draw_what_they_are_given_and_say_it_in_words(shown, made_rows, counts, tmp_path):
    found = analysis.firsts([RANDOM], beside=False)
    looks = {"red gem": ("gem", "red")}
    rooms.show_rooms()
    rooms.show_planes()
    rooms.show_painted()
    figures.show_firsts(found)
    figures.show_firsts(found, analysis.pair(("line", "red"), ("door", "blue")))
    figures.show_ten({f"robot {n}": counts(10 * n, 80) for n in range(4)} | found)
    figures.show_nearness({"random": analysis.nearness(RANDOM)})
    figures.show_stuck()
    figures.show_light()
    figures.show_alone({"robot 0": [counts(50, 0)], "random": [counts(60, 0)]}, looks)
    figures.show_turns({"from yellow to red": (["#e8e820"] * 6, {"robot 0": [counts(3, 5)] * 6})})
    strips.show_strips(made_rows())
    strips.show_gaps((counts(3, 5), counts(9, 0), counts(9, 0, 9.0)), made_rows())
    assert len(shown) == 13
    for number, (figure, alt) in enumerate(shown):
        assert len(alt.split()) > 8 and alt.endswith(".")
        figure.savefig(tmp_path / f"{number}.png", dpi=30)
    told = " ".join(alt for _, alt in shown)
    assert "red line first" in told and "Yours: +4 steps and 38 %." in told
    strip = shown[11][0].axes[0]
    assert sum(len(line.get_xdata()) for line in strip.lines) >= 24


def test_words_that_are_printed_hold_the_measured_numbers():
    assert "of the 25 tiles visited" in gem_seeds.lost_words()
    assert figures.light_words().count("points [") == 3
