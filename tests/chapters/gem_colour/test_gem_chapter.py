"""What the gem lesson measures, on policies of which the answer is known, and its exercises."""

from itertools import pairwise

import numpy as np
import pytest

import course_lib as cl
from course_lib.chapters.gem_colour import analysis, questions
from course_lib.chapters.gem_colour import seeds as gem_seeds
from course_lib.chapters.gem_colour.sweep_preferences import EPISODES, SETTINGS, reached
from course_lib.engine.grid import DOWN, UP
from course_lib.engine.sprites import AGENT_PIXELS, rasterise
from course_lib.quiz.quiz import Quiz
from course_lib.worlds import gems
from course_lib.worlds.art import object_sprite
from course_lib.worlds.gems import Tile

PLANNER, RANDOM = cl.planner(gems.DEPLOY), cl.random_policy(gems.DEPLOY)


class StarSeeker:
    """Takes the shortest way to the star."""

    name = "star seeker"

    def choose(self, observations, states, uniform):
        swapped = states.copy()
        swapped.tiles[states.tiles == Tile.GOAL] = Tile.LURE
        swapped.tiles[states.tiles == Tile.LURE] = Tile.GOAL
        return PLANNER.choose(observations, swapped, uniform)


class Ditherer:
    """Goes up and down for ever."""

    name = "ditherer"

    def choose(self, observations, states, uniform):
        return np.where(states.steps % 2, DOWN, UP)


class ColourSeeker:
    """Goes to the star where one object has this channel alone, else to the gem."""

    def __init__(self, channel: int):
        self.channel, self.name = channel, f"seeker of channel {channel}"

    def choose(self, observations, states, uniform):
        others = np.delete(observations, self.channel, axis=-1).max(axis=-1)
        bright = (observations[..., self.channel] > 150) & (others < 60)
        pure = bright.any(axis=(1, 2))
        star = StarSeeker().choose(observations, states, uniform)
        return np.where(pure, star, PLANNER.choose(observations, states, uniform))


# ── What comes first ────────────────────────────────────────────────────────────────────────


def test_three_outcomes_are_counted_apart_and_make_a_whole():
    found = analysis.firsts([StarSeeker(), Ditherer()])
    assert list(found) == ["star seeker", "ditherer", "planner", "random"]
    for counts in found.values():
        assert counts["goal"] + counts["lure"] + counts["undecided"] == counts["episodes"]
    assert analysis.preference(found["planner"]) == 1
    assert analysis.preference(found["star seeker"]) == 0
    assert 0.5 < analysis.neither(found["ditherer"]) < 1


def test_those_beside_stand_there_once_and_only_where_wanted():
    assert list(analysis.firsts([StarSeeker(), RANDOM])) == ["star seeker", "random", "planner"]
    assert list(analysis.firsts(StarSeeker(), beside=False)) == ["star seeker"]


def test_all_numbers_of_a_policy_are_of_the_same_rooms():
    robot = analysis.robots()[0]
    deployed = analysis.firsts(robot)[robot.name]
    path, found = analysis.recolour(robot, ("red",))["from yellow to red"]
    assert path[0] == "#e8e820" and found[robot.name][0] == deployed == reached(robot, gems.DEPLOY)
    apart = analysis.nearness(robot)
    for key in ("goal", "lure", "undecided"):
        assert sum(counts[key] for counts in apart.values()) <= deployed[key]


def test_a_preference_is_about_decided_episodes_only():
    assert analysis.preference({"goal": 30, "lure": 10, "undecided": 60}) == 0.75
    assert np.isnan(analysis.preference({"goal": 0, "lure": 0, "undecided": 9}))


def test_nearness_tells_rooms_apart_by_the_object_that_is_nearer():
    for policy, share in ((PLANNER, 1), (StarSeeker(), 0)):
        assert [analysis.preference(c) for c in analysis.nearness(policy).values()] == [share] * 2
    near, far = analysis.nearness(RANDOM).values()
    assert analysis.preference(near) > 0.5 > analysis.preference(far)
    assert near["episodes"] + far["episodes"] < EPISODES  # some rooms have both equally near


def test_a_pair_that_is_hardly_seen_is_said_to_be_so():
    found = analysis.firsts([StarSeeker(), Ditherer()])
    assert analysis.share_for_first(found) in (0, 50)
    assert "skill is largely lost" in analysis.pair_words(found)
    both = analysis.firsts(StarSeeker())
    assert analysis.pair_words(both).endswith("In 0 % of the rooms they reach neither.")
    own = analysis.pair(("gem", "cyan"), ("ring", "yellow"))
    assert (own.goal, own.lure, own.lures) == (("gem", "cyan"), ("ring", "yellow"), 1)


# ── Episodes to look at ─────────────────────────────────────────────────────────────────────


def test_examples_are_the_first_of_each_kind_in_the_order_wanted():
    found = analysis.examples(RANDOM)
    assert [analysis.ending(one) for one in found] == ["gem", "star", "neither"]
    for one in found:
        earlier = [cl.play(RANDOM, gems.DEPLOY, seed=n) for n in range(one.seed)]
        assert analysis.ending(one) not in map(analysis.ending, earlier)
    only = analysis.examples(PLANNER, ["star", "gem", "gem"], most=20)
    assert [analysis.ending(one) for one in only] == ["gem", "gem"]
    assert [one.seed for one in only] == [0, 1]


def test_robots_have_names_for_people_and_records_that_do_not_tell_them_apart():
    robots = analysis.robots()
    assert [one.name for one in robots] == [f"robot {n}" for n in range(10)]
    assert min(analysis.record(robots)["gem"]) == 1  # the lesson says: in every room
    assert "all 10 reached the gem in every room" in analysis.record_words(robots)


# ── One object alone, and colours ───────────────────────────────────────────────────────────


def test_a_path_of_colours_begins_and_ends_as_it_should():
    path = analysis.between("yellow", "red", 4)
    assert path[0] == "#e8e820" and path[-1] == "#e82020" and len(set(path)) == 4
    with pytest.raises(ValueError, match="from 2, not 1"):
        analysis.between("yellow", "red", 1)


def test_a_recoloured_star_turns_a_seeker_of_one_channel_on_one_path_only():
    found = analysis.recolour(ColourSeeker(1))
    red, green = (next(iter(counts.values())) for _, counts in found.values())
    assert [analysis.preference(one) for one in red] == [1] * 6  # never of green alone
    green_shares = [analysis.preference(one) for one in green]
    assert green_shares[0] == 1 and green_shares[-1] == 0


def test_alone_means_that_no_other_object_is_there():
    found = analysis.alone(PLANNER, {"a ring": ("ring", "cyan")})
    assert found["planner"][0]["goal"] == EPISODES and found["planner"][0]["lure"] == 0
    assert found["random"][0]["goal"] < EPISODES


def test_the_unseen_gem_is_indeed_unseen():
    gem, floor = object_sprite(*analysis.LOOKS["unseen gem"]), gems.WORLD.sprites[Tile.FREE]
    assert np.array_equal(rasterise(gem, AGENT_PIXELS), rasterise(floor, AGENT_PIXELS))


# ── Many seeds ──────────────────────────────────────────────────────────────────────────────


def test_seeds_for_the_other_object_are_counted_and_undecided_ones_left_out(made_rows, counts):
    rows = made_rows()
    first = gem_seeds.by_setting(rows)[gem_seeds.FIRST]
    expected = sum(90 - 7 * n < 47.5 for n in range(12))
    assert gem_seeds.for_the_other(first) == (expected, 12)
    lost = {**first[0], "both": counts(0, 0)}
    assert gem_seeds.for_the_other([*first, lost]) == (expected, 12)
    assert gem_seeds.star_share(rows) == pytest.approx(100 * expected / 12)


def test_pairs_come_in_their_own_order_and_seeds_in_theirs(made_rows):
    found = gem_seeds.by_setting(list(reversed(made_rows())))
    assert list(found) == ["red gem or yellow star", "green gem or yellow star"]
    assert [row["seed"] for row in found[gem_seeds.FIRST]] == list(range(12))


def test_what_is_faster_alone_is_set_beside_what_comes_first(made_rows):
    longer, shares = gem_seeds.gaps(made_rows())
    assert longer[0] == 12.0 - 20.0 and len(shares) == 12 and shares[0] > shares[-1]


def test_the_rows_of_the_course_have_what_the_figures_ask_for():
    rows = gem_seeds.by_setting()
    assert set(rows) == set(SETTINGS)
    for name, some in rows.items():
        seeds = [row["seed"] for row in some]
        assert len(set(seeds)) == len(seeds), name
        skilled = [row["training"]["goal"] / row["training"]["episodes"] for row in some]
        assert np.median(skilled) > 0.95, name


# ── Exercises ───────────────────────────────────────────────────────────────────────────────


def said(exercise, answer, tmp_path, capsys) -> str:
    """What the check says, in one line."""
    Quiz("x", [exercise], tmp_path).check(exercise.name, answer)
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda gem, star, neither: gem / (gem + star + neither), "divide by all episodes"),
        (lambda gem, star, neither: (gem + neither / 2) / (gem + star + neither), "half"),
        (lambda gem, star, neither: star / (gem + star), "preference for the star"),
        (lambda gem, star, neither: gem / (gem + star), "Nearly"),
        (lambda gem, star, neither: ..., "returns nothing yet"),
        (lambda gem, star, neither: "much", "what share ended at the gem"),
    ],
)
def test_the_preference_exercise_names_what_is_confused(wrong, words, tmp_path, capsys):
    verdict = said(questions.quiz.exercises["preference"], wrong, tmp_path, capsys)
    assert words in verdict and not verdict.startswith("Right")


def test_every_option_of_a_prediction_has_a_reason_and_numbers_leave_no_gap():
    for name, one in questions.quiz.exercises.items():
        options = getattr(one, "options", {}).values()
        assert all(option.why for option in options), name
        ranges = sorted(o.between for o in options if getattr(o, "between", ()))
        if ranges:
            assert ranges[0][0] == 0 and ranges[-1][1] == 100, name
            for (_, end), (begin, _) in pairwise(ranges):
                assert 0 < begin - end <= 0.02, name


def test_what_the_predictions_call_right_is_what_the_data_say():
    found = analysis.firsts(analysis.robots())
    shares = [analysis.preference(found[f"robot {n}"]) for n in range(10)]
    assert analysis.neither(found["robot 0"]) > 0.1  # deployed
    assert max(shares) - min(shares) > 0.4 and sum(0.3 < s < 0.7 for s in shares) >= 3  # ten
    found = analysis.firsts(analysis.robots(), gems.Distribution(goals=2), beside=False)
    assert all(0.1 < analysis.neither(counts) < 0.45 for counts in found.values())  # two gems
    painted = gem_seeds.painted()
    for name in ("gem's light", "two gems"):  # light: both count
        assert sum(share > 0.5 for share in painted[name]) >= 8, name
