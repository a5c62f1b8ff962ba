"""How hard a round is: exact likelihoods, the ideal observer, the trained classifier."""

from dataclasses import replace

import numpy as np
import pytest

from course_lib.study.game.likelihood import log_likelihood
from course_lib.study.game.observers import Needed, classifier, ideal_observer, ratios, summary
from course_lib.study.game.rounds import Round, between, nothing
from course_lib.study.measure.mixtures import pure
from course_lib.study.measure.two_sample import by_chance
from course_lib.worlds import coin_run, gems, keys_and_chests, maze

RED = replace(gems.TRAIN, goal=("gem", "red"))

# ── Exact likelihoods ───────────────────────────────────────────────────────────────────────

M, K, C, G = (
    w.Distribution for w in (maze, keys_and_chests, coin_run, gems)
)  # each pair: the second makes no level that the first cannot make
PAIRS = {
    "loops": (M(loops=0.3), M(loops=0.4)),
    "sizes and a region": (M(cheese="anywhere", size=(5, 9)), M(cheese=3, size=(7, 9))),
    "the mouse": (M(cheese="anywhere", size=5), M(cheese="anywhere", size=5, mouse="start")),
    "numbers": (K(n=1, keys=(1, 3), chests=(1, 2)), K(n=1, keys=(1, 2), chests=2)),
    "n": (K(n=(1, 4)), K(n=(2, 3))),
    "a vault that is a maze": (K(layout="maze", n=1, loops=0.3), K(layout="maze", n=1, loops=0.1)),
    "rooms": (G(size=(5, 9)), G(size=(7, 9))),
    "difficulty": (C(), C(difficulty=(0, 3))),
    "one difficulty and two": (C(difficulty=(5, 9)), C(difficulty=(7, 8), length=(20, 30))),
    "no wall": (C(wall=False, difficulty=(0, 4)), C(wall=False, difficulty=(0, 1))),
    "a share of coins": (C(coin_random_share=0.3), C(coin_random_share=0.5)),
    "a region of coins": (C(coin_region=1.0), C(coin_region=0.3)),
    "coins above the way": (
        C(coin="middle", coin_height=2),
        C(coin="middle", coin_height=2, difficulty=3),
    ),
    "no hanging saws": (C(hanging_saws=False), C(hanging_saws=False, difficulty=(2, 6))),
    "coins off the path": (C(coin_random_share=0.3), C(coin="off path")),
}


@pytest.mark.parametrize("name", PAIRS)
def test_the_likelihood_ratio_is_1_on_average(name):
    """Of any two distributions f and g: the mean of g/f over levels drawn from f is 1."""
    f, g = (pure(d) for d in PAIRS[name])
    levels = f.draw(3000, [5])
    under_f = log_likelihood(f, levels)
    assert np.isfinite(under_f).all()  # what was drawn can be drawn
    weights = np.exp(log_likelihood(g, levels) - under_f)
    assert weights.std() > 0
    assert abs(weights.mean() - 1) < 4 * weights.std() / np.sqrt(len(weights))


@pytest.mark.parametrize("d", [C(difficulty=0), C(difficulty=(9, 10), wall=False)])
def test_frequent_columns_are_as_frequent_as_the_likelihood_says(d):
    """The coin run's levels that come up most often, counted, beside their probabilities."""
    levels = pure(replace(d, coin="end", length=16)).draw(6000, [6])
    log_p = log_likelihood(levels.shelf, levels)
    seen = np.concatenate([levels.records.tiles, levels.records.home_at], axis=1)
    kinds, first, counts = np.unique(seen, axis=0, return_index=True, return_counts=True)
    p = np.exp(log_p[first])
    assert len(kinds) > 5
    for share, count in sorted(zip(p, counts, strict=True), key=lambda pair: -pair[1])[:5]:
        assert abs(count / 6000 - share) < 5 * np.sqrt(share / 6000)


def test_what_cannot_be_is_impossible():
    corner, elsewhere = pure(maze.TRAIN), pure(M(cheese=(7, 1)))
    assert (log_likelihood(corner, elsewhere.draw(20, [0])) == -np.inf).all()
    assert (log_likelihood(pure(gems.TRAIN), pure(RED).draw(5, [0])) == -np.inf).all()
    hidden = pure(C(coin_shown=False))
    assert (log_likelihood(pure(C()), hidden.draw(5, [0])) == -np.inf).all()
    assert np.isfinite(log_likelihood(hidden, hidden.draw(5, [0]))).all()


def test_goal_and_lure_may_change_places_and_nobody_can_tell():
    one = G(goal=("gem", "red"), lure=("star", "blue"), lures=1)
    other = G(lure=("gem", "red"), goal=("star", "blue"), lures=1)
    levels = pure(one).draw(10, [0])
    assert (log_likelihood(pure(one), levels) == log_likelihood(pure(other), levels)).all()


def test_unknown_likelihoods_are_refused_by_name():
    with pytest.raises(ValueError, match=r"cheese=\(2, 3\)"):
        log_likelihood(pure(M(cheese=(2, 3))), pure(maze.TRAIN).draw(2, [0]))
    with pytest.raises(ValueError, match="coin=2"):
        log_likelihood(pure(C(coin=2)), pure(coin_run.TRAIN).draw(2, [0]))
    with pytest.raises(ValueError, match="coin='section'"):
        log_likelihood(pure(C(coin="section")), pure(coin_run.TRAIN).draw(2, [0]))


# ── Observers ───────────────────────────────────────────────────────────────────────────────


def test_a_plain_swap_takes_one_level_and_a_fine_one_many():
    assert ideal_observer(between(gems.TRAIN, RED), pool=500).levels == 1
    game = between(gems.TRAIN, RED, 1.0)
    found = ratios(game, 400)
    assert np.allclose(abs(found), np.log(0.55 / 0.45))
    observer = ideal_observer(game, pool=20_000)
    # By hand: a walk of steps ±0.2007, up with 55 %, until 15 steps up from where it began.
    rng = np.random.default_rng(0)
    walks = np.where(rng.random((2000, 3000)) < 0.55, 1, -1).cumsum(1)
    expected = np.median((walks >= 15).argmax(1))
    assert abs(observer.levels - expected) < 0.2 * expected
    assert observer.low < observer.levels < observer.high


def test_where_nothing_differs_it_rules_out_what_was_feared():
    game = nothing(gems.TRAIN, RED, 0.5)
    assert game.truth == () and game.feared == between(gems.TRAIN, RED, 0.5).b
    assert 1 < ideal_observer(game, pool=2000).levels < 30
    with pytest.raises(ValueError, match="no difference is feared"):
        ideal_observer(Round("same", pure(RED), pure(RED)))


def test_never_within_so_many_levels_is_said():
    game = between(gems.TRAIN, RED, 1.0)
    found = ideal_observer(game, runs=100, most=5, pool=200)
    assert found.levels is None and str(found) == "more than 5 levels"
    mostly = summary(np.array([3] * 10 + [9] * 90), 5)
    assert (mostly.levels, mostly.low, mostly.high) == (None, 3, None)
    assert str(Needed(40, 8, None, 9, 64)) == ("40 levels (nine runs in ten: 8 to more than 64)")


def test_a_classifier_sees_what_is_plain_and_not_what_is_not_there():
    plain = classifier(between(gems.TRAIN, RED), runs=3, most=16)
    assert plain.levels is not None and plain.levels <= 12
    assert classifier(nothing(maze.TRAIN, maze.DEPLOY), runs=5, most=12).levels is None


def test_chance_is_counted_exactly():
    assert by_chance(5, 5) == pytest.approx(1 / 32) and by_chance(0, 5) == 1
    assert by_chance(4, 5) == pytest.approx(6 / 32)
