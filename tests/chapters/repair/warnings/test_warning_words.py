"""What unit 07b says of its data files holds in them."""

import numpy as np
import pytest

from course_lib.chapters.repair.warnings import figures_asking, figures_committee, figures_gate
from course_lib.chapters.repair.warnings.committees import LARGE, LARGE_ONES
from course_lib.chapters.repair.warnings.figures_committee import MIXED, NAMES, areas
from course_lib.chapters.repair.warnings.sweep_asking import LENGTHS
from course_lib.study.measure.stats import over_seeds
from course_lib.study.measure.sweep import load_results


@pytest.fixture(scope="module")
def committees():
    return load_results("committee")


@pytest.fixture(scope="module")
def asking():
    return load_results("asking")


def test_what_committees_notice_is_that_levels_are_new(committees):
    for where in NAMES:
        assert len(figures_committee.of(committees, where)) == 5
    assert 0.55 < figures_committee.mean_area(committees, "maze") < 0.7
    _, low, high = over_seeds(areas(committees, "maze", "among"))
    assert 0.45 < low < 0.5 < high < 0.55
    for where in ("gems", "keys_and_chests"):
        _, low, high = over_seeds(areas(committees, where, "among"))
        assert 0.5 < low < high < 0.6, "only just above one half"
    assert figures_committee.failed(committees, "coin_run") > 0.99
    assert areas(committees, MIXED, "among")[0] < 0.25, "the other way round"


def gain(rows, where, against):
    """What committees have beyond one agent's entropy: mean, low and high."""
    pairs = zip(areas(rows, where, against), areas(rows, where, against, "entropy"), strict=True)
    return over_seeds([one - other for one, other in pairs])


def test_a_committee_tells_more_than_ones_own_entropy_among_keys_only(committees):
    for where, against in (("maze", "area"), ("maze", "among"), ("gems", "area"),
                           ("gems", "among"), ("coin_run", "area")):  # fmt: skip
        _, low, high = gain(committees, where, against)
        assert low < 0 < high
    assert gain(committees, "keys_and_chests", "area")[1] > 0.1
    assert 0 < gain(committees, "keys_and_chests", "among")[1] < 0.1
    assert max(areas(committees, "keys_and_chests", "area", "entropy")) < 0.5


def test_two_members_more_tell_nothing_of_failure_and_little_of_what_is_new(committees):
    for where in LARGE:
        some = figures_committee.of(committees, f"{where}, five members")
        assert len(some) == LARGE_ONES
        for against in ("area", "among"):
            gains = [figures_committee.area(row, against)
                     - figures_committee.area(row, against, "three") for row in some]  # fmt: skip
            mean, low, high = over_seeds(gains)
            assert mean < 0.05
            if (where, against) == ("keys_and_chests", "area"):
                assert 0 < low < 0.01 and 0.02 < mean < 0.035
            else:
                assert low < 0 < high
        small = figures_committee.of(committees, where)[0]
        assert [one["failed"] for one in small["acting"]] == [
            one["failed"] for one in some[0]["acting"][:3]
        ], "the same agents in the same episodes"


def test_no_doubt_beats_a_coin_that_costs_as_much(asking):
    for where in figures_asking.WORLDS:
        rows = figures_asking.of(asking, where)
        assert len(rows) == 5
        for length in LENGTHS:
            for doubt in ("entropy", "committee"):
                values = [figures_asking.beyond_coin(row, doubt, length) for row in rows]
                mean, low, high = over_seeds(values)
                assert low <= 0
                if (where, length) == ("maze", "one step"):
                    assert high < 0 and mean < -0.15, "the next step undoes it"
                if (where, length) == ("maze", "to the end"):
                    assert abs(mean) < 0.05, "the lines come together"


def test_mice_are_mostly_sure_and_runners_doubt_before_the_coin(asking):
    mice, runners = (figures_asking.of(asking, where) for where in ("maze", "coin_run"))
    never = [row["when"]["entropy"]["first"]["never"]
             / sum(row["when"]["entropy"]["first"].values()) for row in mice]  # fmt: skip
    assert min(never) > 0.7
    shares = np.nanmean([figures_asking.asking_share(row, "committee") for row in runners], axis=0)
    assert shares[:4].max() > 0.2 and shares[10:].max() < 0.06


def test_every_corner_of_the_gates_figure_has_a_shift():
    rows = {row["shift"]: row for row in load_results("gate")}
    place = {s: (figures_gate.rings(r, 32)[0], figures_gate.harm(r)[0]) for s, r in rows.items()}
    for shift in ("keys: more keys than chests", "coin run: coin off the path"):
        assert place[shift][0] < 0.5 and place[shift][1] > 0.8, "harm without a ring"
    assert min(place["maze: cheese anywhere"]) > 0.5
    assert place["maze: fewer walls"][0] > 0.5 and place["maze: fewer walls"][1] < 0.05
    assert place["maze: nothing"][0] <= 0.1
