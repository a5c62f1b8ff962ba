"""What the gem lesson measures, on policies of which the answer is known, and its exercises."""

import numpy as np
import pytest

import course_lib as cl
from course_lib.chapters.gem_colour import analysis, figures, questions
from course_lib.chapters.gem_colour import seeds as gem_seeds
from course_lib.chapters.gem_colour.sweep_preferences import SETTINGS
from course_lib.engine.grid import DOWN, UP
from course_lib.engine.sprites import AGENT_PIXELS, rasterise, rgb
from course_lib.quiz.quiz import Quiz
from course_lib.study.measure.episodes import from_actions
from course_lib.study.measure.tables import Table, row_of
from course_lib.worlds import gems
from course_lib.worlds.art import COLOURS, DARK, object_sprite
from course_lib.worlds.gems import Tile

PLANNER, RANDOM = cl.planner(gems.DEPLOY), cl.random_policy(gems.DEPLOY)
BOTH = {"deployment": gems.DEPLOY}


class LureSeeker:
    """Takes the shortest way to the lure."""

    name = "lure seeker"

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
    """Goes to the goal where the lure is dimmer than the goal in one channel, else to the lure."""

    def __init__(self, channel: int):
        self.channel, self.name = channel, f"seeker of channel {channel}"

    def choose(self, observations, states, uniform):
        others = np.delete(observations, self.channel, axis=-1).max(axis=-1)
        bright = (observations[..., self.channel] > 150) & (others < 60)
        pure = bright.any(axis=(1, 2))  # one of the two is of this channel alone
        lure = LureSeeker().choose(observations, states, uniform)
        return np.where(pure, lure, PLANNER.choose(observations, states, uniform))


# ── Measurements ────────────────────────────────────────────────────────────────────────────


def test_three_outcomes_are_counted_apart_and_make_a_whole():
    table = analysis.choices([LureSeeker(), Ditherer()], BOTH, episodes=200)
    for policy, metric in (("planner", "goal"), ("lure seeker", "lure")):
        assert table.get(policy, "deployment", metric)["mean"] == 1
    neither = table.get("ditherer", "deployment", "neither")["mean"]
    assert 0.5 < neither < 1
    for policy in ("planner", "random", "lure seeker", "ditherer"):
        shares = [table.get(policy, "deployment", metric)["mean"] for metric in analysis.OUTCOMES]
        assert sum(shares) == pytest.approx(1)


def test_baselines_stand_beside_the_policies_once_and_only_where_wanted():
    def names(policies, **options):
        table = analysis.choices(policies, BOTH, episodes=5, **options)
        return list(dict.fromkeys(row["policy"] for row in table.rows))

    assert names([LureSeeker(), RANDOM]) == ["lure seeker", "random", "planner"]
    assert names(LureSeeker(), baselines=False) == ["lure seeker"]


def test_a_preference_is_about_decided_episodes_only():
    assert analysis.preference({"goal": 30, "lure": 10, "undecided": 60}) == 0.75
    assert np.isnan(analysis.preference({"goal": 0, "lure": 0, "undecided": 9}))
    told = analysis.preference_words(analysis.choices(LureSeeker(), BOTH, 40), "deployment")
    assert "lure seeker: the goal in 0.0% [0.0%, 8.8%] of 40 decided episodes (of 40)" in told
    rows = [row_of("lost", "here", metric, [0, 0]) for metric in ("goal", "lure")]
    assert "neither in any episode" in analysis.preference_words(Table(rows), "here")


def test_a_walk_is_measured_against_the_object_that_was_reached():
    table = analysis.walks([PLANNER, LureSeeker()], BOTH, episodes=150)
    for policy in ("planner", "lure seeker"):
        assert table.get(policy, "deployment", "ratio")["mean"] == 1
        assert table.get(policy, "deployment", "ratio")["episodes"] == 150
    assert table.get("random", "deployment", "ratio")["mean"] > 3
    assert table.get("random", "deployment", "ratio")["episodes"] < 150


def test_examples_are_the_first_of_each_kind_and_a_missing_kind_is_left_out():
    found = analysis.examples(RANDOM, gems.DEPLOY)
    assert [analysis.ending(one) for one in found] == ["goal", "lure", "neither"]
    for one in found:
        earlier = [cl.play(RANDOM, gems.DEPLOY, seed=n) for n in range(one.seed)]
        assert analysis.ending(one) not in map(analysis.ending, earlier)
    only = analysis.examples(PLANNER, gems.DEPLOY, most=20)
    assert [analysis.ending(one) for one in only] == ["goal"] and only[0].seed == 0
    assert analysis.examples_words(only).startswith("level 0: goal after")


def test_steps_straight_back_are_turns_and_standing_at_a_wall_is_none():
    room = "#######\n#R....#\n#.....#\n#.....#\n#.....#\n#..L.G#\n#######"
    moves = {"RLRLRL": 5, "DDDRRR": 0, "UUUUUU": 0, "DDDUUU": 1, "RRULLL": 0}
    for letters, turns in moves.items():
        actions = ["URDL".index(letter) for letter in letters]
        episode = from_actions(gems.DEPLOY, actions, level=room)
        assert analysis.turns(episode) == turns, letters


def channels(colour: str) -> str:
    """The channels in which a colour is brighter than the floor: of "rgb", those letters."""
    pairs = zip("rgb", rgb(COLOURS.get(colour, colour)), rgb(DARK), strict=True)
    return "".join(channel for channel, bright, dark in pairs if bright > dark)


def test_channels_and_paths_of_colours():
    assert [channels(c) for c in ("yellow", "red", "cyan", "#202020", "#ffffff")] == [
        "rg", "r", "gb", "", "rgb"
    ]  # fmt: skip
    path = analysis.between("yellow", "red", 4)
    assert path[0] == "#e8e820" and path[-1] == "#e82020" and len(set(path)) == 4
    with pytest.raises(ValueError, match="from 2, not 1"):
        analysis.between("yellow", "red", 1)


def test_a_recoloured_lure_turns_a_seeker_of_one_channel_on_one_way_only():
    panels = analysis.recolour(ColourSeeker(1), gems.DEPLOY, ("red", "green"), episodes=30)
    name = "seeker of channel 1"
    to_red, to_green = (
        [analysis.preference(counts) for counts in found[name]] for _, found in panels.values()
    )
    assert to_red == [1] * 6  # the lure never is of the green channel alone
    assert to_green[0] == 1 and to_green[-1] == 0
    assert "from yellow to green" in analysis.turn_words(panels)


def test_alone_means_that_no_other_object_is_there():
    found = analysis.alone(PLANNER, {"a ring": ("ring", "cyan")}, episodes=50)
    assert found["planner"][0]["goal"] == 50 and found["planner"][0]["lure"] == 0
    assert found["random"][0]["goal"] < 50
    assert "a ring" in figures.alone_words(found, {"a ring": ("ring", "cyan")})


def test_the_unseen_gem_is_indeed_unseen():
    gem, floor = object_sprite(*analysis.LOOKS["unseen gem"]), gems.WORLD.sprites[Tile.FREE]
    assert np.array_equal(rasterise(gem, AGENT_PIXELS), rasterise(floor, AGENT_PIXELS))


def test_looks_grow_alike_as_pixels_become_few():
    gem, star = ("gem", "yellow"), ("star", "yellow")
    gaps = [analysis.difference(gem, star, pixels) for pixels in (32, 4, 1)]
    assert gaps == sorted(gaps, reverse=True) and analysis.difference(gem, gem) == 0
    assert "yellow gem / yellow star" in analysis.difference_words([(gem, star)], (4, 1))


# ── Many seeds ──────────────────────────────────────────────────────────────────────────────


def counts(goal: int, lure: int, steps: float = 5.0, episodes: int = 100) -> dict:
    """Counts as `reached` gives them."""
    left = episodes - goal - lure
    return {
        "episodes": episodes,
        "goal": goal,
        "lure": lure,
        "undecided": left,
        "mean_steps": steps,
    }


def made_rows(seeds: int = 12) -> list[dict]:
    """Rows of two settings in which seed n finds a red gem the slower, the larger n is."""
    rows = []
    for seed in range(seeds):
        for name, slow in (("red gem or yellow star", seed), ("green gem or yellow star", -seed)):
            share = 90 - 7 * seed
            rows.append(
                {"setting": name, "trained": "yellow gem", "seed": seed, "training": counts(100, 0),
                 "both": counts(share, 95 - share), "goal_alone": counts(90, 0, 20.0 + slow),
                 "lure_alone": counts(99, 0, 12.0)}
            )  # fmt: skip
    return rows


def test_seeds_that_go_for_the_lure_are_counted_and_undecided_ones_left_out():
    rows = made_rows()
    expected = sum(90 - 7 * n < 47.5 for n in range(12))
    first = gem_seeds.by_setting(rows)["red gem or yellow star"]
    assert gem_seeds.lure_seekers(first) == (expected, 12)
    lost = {**first[0], "both": counts(0, 0)}
    assert gem_seeds.lure_seekers([*first, lost]) == (expected, 12)
    assert f"lure preferred by {expected} of 12 seeds" in gem_seeds.spread_words(rows)


def test_settings_come_in_their_own_order_and_seeds_in_theirs():
    found = gem_seeds.by_setting(list(reversed(made_rows())))
    assert list(found) == ["red gem or yellow star", "green gem or yellow star"]
    assert [row["seed"] for row in found["red gem or yellow star"]] == list(range(12))


def test_rank_correlation_is_1_for_any_rising_pair_and_covers_0_for_noise():
    rising = np.arange(20.0)
    assert gem_seeds.rank_correlation(rising, rising**3)[0] == pytest.approx(1)
    assert gem_seeds.rank_correlation(rising, -rising)[0] == pytest.approx(-1)
    noise = np.random.default_rng(4).random((2, 200))
    rho, low, high = gem_seeds.rank_correlation(*noise)
    assert low < 0 < high and low < rho < high
    ties = gem_seeds.rank_correlation([1, 1, 2, 2, 3, np.nan], [1, 1, 2, 2, 3, 9])
    assert ties[0] == pytest.approx(1)


def test_causes_set_what_is_found_alone_beside_what_is_preferred():
    gaps, shares = gem_seeds.causes(made_rows())
    assert len(shares) == 12 and shares[0] > shares[-1]
    for gap in gaps.values():
        assert gem_seeds.rank_correlation(gap, shares)[0] == pytest.approx(1)


def test_the_shipped_rows_have_what_the_figures_ask_for():
    rows = gem_seeds.by_setting()
    assert set(rows) == set(SETTINGS)
    for name, some in rows.items():
        seeds = [row["seed"] for row in some]
        assert len(set(seeds)) == len(seeds), name
        skilled = [row["training"]["goal"] / row["training"]["episodes"] for row in some]
        assert np.median(skilled) > 0.95, name


def test_figures_draw_what_they_are_given(tmp_path):
    table = analysis.choices(LureSeeker(), BOTH, episodes=20)
    panels = analysis.recolour([PLANNER, LureSeeker()], gems.DEPLOY, ("red",), episodes=5)
    looks = {"red gem": ("gem", "red")}
    drawn = [
        figures.plot_views({"training": gems.TRAIN, "deployment": gems.DEPLOY}, count=2),
        figures.plot_resolutions([("gem", "red"), ("star", "yellow")]),
        figures.plot_choices(table),
        figures.plot_spread(made_rows(), mine=counts(40, 50)),
        figures.plot_causes(made_rows()),
        figures.plot_turns(panels),
        figures.plot_alone(analysis.alone(PLANNER, looks, episodes=5), looks),
    ]
    for number, figure in enumerate(drawn):
        figure.savefig(tmp_path / f"{number}.png", dpi=40)
    marks = sum(len(c.get_offsets()) for c in drawn[3].axes[0].collections)
    assert marks == 12 * 2 + 1


# ── Exercises ───────────────────────────────────────────────────────────────────────────────


def said(exercise, answer, tmp_path) -> str:
    """What the check says, in one line."""
    return " ".join(Quiz("x", [exercise], tmp_path).judge(exercise.name, answer).split())


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda goal, lure, neither: goal / (goal + lure + neither), "divide by all episodes"),
        (lambda goal, lure, neither: (goal + neither / 2) / (goal + lure + neither), "half"),
        (lambda goal, lure, neither: lure / (goal + lure), "preference for the lure"),
        (lambda goal, lure, neither: goal / (goal + lure), "Nearly"),
        (lambda goal, lure, neither: ..., "returns nothing yet"),
        (lambda goal, lure, neither: "much", "what share went to the goal"),
    ],
)
def test_the_preference_exercise_names_what_is_confused(wrong, words, tmp_path):
    verdict = said(questions.quiz.exercises["preference"], wrong, tmp_path)
    assert words in verdict and verdict.startswith("Not yet")


def channels_where(holds):
    """A function that names the channels in which `holds(colour, floor)`."""
    return lambda *both: "".join(c for c, *pair in zip("rgb", *both, strict=True) if holds(*pair))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (channels_where(lambda bright, dark: bright > 0), "with black"),
        (channels_where(lambda bright, dark: bright != dark), "darker"),
        (
            lambda *both: channels_where(lambda bright, dark: bright > dark)(*both)[::-1],
            "in the order",
        ),
        (lambda colour, floor: "r", "you say 'r'"),
        (lambda colour, floor: None, "returns nothing yet"),
    ],
)
def test_the_channel_exercise_names_what_is_confused(wrong, words, tmp_path):
    verdict = said(questions.quiz.exercises["brighter"], wrong, tmp_path)
    assert words in verdict and verdict.startswith("Not yet")


def test_a_guess_is_scored_and_not_told_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(questions, "shipped", lambda: "glglgllllg")
    verdict = said(questions.quiz.exercises["ten"], "GLGLG LLLLL", tmp_path)
    assert "You have 9 of 10" in verdict and "has 6" in verdict
    assert "You have 4 of 10" in said(questions.quiz.exercises["ten"], "gggggggggg", tmp_path)
    assert "with the letters swapped" in said(
        questions.quiz.exercises["ten"], "lglglggggl", tmp_path
    )
    for odd in ("gl", "gggggggggx", 7, ["g"] * 10):
        assert "10 letters g (gem) or l (lure)" in said(
            questions.quiz.exercises["ten"], odd, tmp_path
        )


def test_what_the_shipped_agents_prefer_is_read_off_their_cards():
    shares = analysis.card_preferences()
    assert len(shares) == len(questions.shipped()) == 10
    assert all(0 <= share <= 1 for share in shares)
    assert set(questions.shipped()) == {"g", "l"}, "the lesson is about seeds that differ"
    assert len(analysis.record_words(analysis.robots()).splitlines()) == 11


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("training", "ab", "not all"),
        ("training", "e", "trained away"),
        ("hundred", "ad", "another says the opposite"),
        ("hundred", "b", "drawn once"),
        ("reader", "b", "keeps its green"),
        ("reader", "c", "two channels"),
        ("resolution", "a", "no shape to go by"),
        ("understanding", "abd", "lost skill"),
        ("mine", "z", "none of a b c d e"),
    ],
)
def test_a_choice_names_the_misunderstanding(name, answer, words, tmp_path):
    verdict = said(questions.quiz.exercises[name], answer, tmp_path)
    assert words in verdict and not verdict.startswith("Right")
