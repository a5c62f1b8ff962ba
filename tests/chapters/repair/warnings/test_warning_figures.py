"""The figures of warnings, on rows made up so that the right answer is known."""

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pytest

from course_lib.chapters.repair.warnings import (
    doubts,
    figures_asking,
    figures_committee,
    figures_gate,
    figures_plan,
    own_doubt,
)
from course_lib.chapters.repair.warnings.sweep_asking import ALLOWED, LENGTHS
from course_lib.chapters.repair.warnings.sweep_committee import FALSE_ALARMS
from course_lib.chapters.repair.warnings.timing import AROUND


@pytest.fixture(autouse=True)
def shown(monkeypatch):
    """What is shown, as its alternative texts."""
    words: list[str] = []
    for module in (figures_asking, figures_committee, figures_gate):
        monkeypatch.setattr(module, "show", lambda figure, alt: words.append(alt))
    return words


def committee_rows() -> list[dict]:
    """Committees of four worlds; in the coin run every level fails."""

    def acting(area: float, lost: bool) -> dict:
        one = {"area": [area, area], "among": None if lost else [0.5, 0.5],
               "roc": np.clip(FALSE_ALARMS + 0.1, 0, 1).tolist()}  # fmt: skip
        return {"failed": {"training": 0, "deployment": 1000 if lost else 600}, "committee": one,
                "entropy": {**one, "area": [area - 0.1] * 2}}  # fmt: skip

    return [
        {"where": where, "number": n, "episodes": 1000,
         "acting": [acting(0.6 + 0.01 * n, where == "coin_run")] * 3}
        for where in figures_committee.NAMES for n in range(5)
    ]  # fmt: skip


def asking_rows() -> list[dict]:
    """Five agents in two worlds: the committee is as good as the coin, entropy 10 points better."""
    better = {"coin": 0.0, "committee": 0.0, "entropy": 0.1}
    asked = [{"doubt": "never", "length": "", "allowed": 0.0, "failed": 0.8, "calls": 0.0,
              "helped": 0.0, "steps": 50.0}]  # fmt: skip
    asked += [
        {"doubt": doubt, "length": length, "allowed": share, "calls": 1.0, "helped": 2.0 * (n + 1),
         "failed": 0.6 - 0.2 * n - gain, "steps": 40.0}
        for doubt, gain in better.items() for length in LENGTHS
        for n, share in enumerate(ALLOWED[doubt][length])
    ]  # fmt: skip
    line = {"present": [100] * (2 * AROUND + 1), "asking": [0] * AROUND + [50] * (AROUND + 1)}
    when = {doubt: {"first": {"before": 10, "after": 80, "never": 10}, **line} for doubt in better}
    return [{"where": where, "number": n, "asked": asked, "when": when}
            for where in figures_asking.WORLDS for n in range(5)]  # fmt: skip


GATE = [
    {"shift": "maze: cheese anywhere", "world": "maze", "runs": 40, "alarms": {"8": 4, "32": 40},
     "episodes": 1000, "failed": {"training": [10] * 5, "after": [910] * 5}},
    {"shift": "maze: nothing", "world": "maze", "runs": 40, "alarms": {"8": 2, "32": 2},
     "episodes": 1000, "failed": {"training": [10] * 5, "after": [10] * 5}},
]  # fmt: skip


def test_areas_are_counted_by_committee(shown):
    rows = committee_rows()
    assert figures_committee.mean_area(rows, "maze") == pytest.approx(0.62)
    assert figures_committee.areas(rows, "coin_run", "among") == []
    figures_committee.show_areas(rows)
    figures_committee.show_areas(rows, "among")
    assert "maze: 0.60 0.61 0.62 0.63 0.64" in shown[0] and "all levels fail" in shown[1]
    table = str(figures_committee.area_table(rows))
    assert "0.62 [0.60, 0.64]" in table and "every level fails" in table
    assert "+0.10 [+0.10, +0.10]" in str(figures_committee.alone_table(rows))


def test_five_members_are_compared_with_three_of_the_five_by_committee():
    rows = [{**row, "where": "maze, five members"} for row in committee_rows()[:5]]
    for row in rows:
        row["acting"] = [{**one, "three": {**one["committee"], "area": [0.5, 0.5]}}
                         for one in row["acting"]]  # fmt: skip
    table = str(figures_committee.size_table(rows))
    assert "+0.12 [+0.10, +0.14]" in table and "+0.00 [+0.00, +0.00]" in table
    assert "gems" not in table, "not measured there"


def test_a_doubt_is_compared_with_a_coin_that_costs_as_much(shown):
    rows = asking_rows()
    for length in LENGTHS:
        assert figures_asking.beyond_coin(rows[0], "committee", length) == pytest.approx(0)
        assert figures_asking.beyond_coin(rows[0], "entropy", length) == pytest.approx(0.1)
    assert "+10 [+10, +10]" in str(figures_asking.coin_table(rows))
    figures_asking.show_asking(rows)
    assert "one step, coin toss: 80% with 0.0 steps, 60% with 2.0 steps" in shown[0]


def test_a_mixture_of_coins_is_worth_the_hull_of_their_points():
    x, y = figures_asking.lower_hull([0, 9.9, 9.6, 3, 12], [0.9, 0.5, 0.1, 0.8, 0.3])
    assert (x, y) == ([0, 9.6], [0.9, 0.1])
    assert figures_asking.lower_hull([0, 2, 4], [0.8, 0.3, 0.2]) == ([0, 2, 4], [0.8, 0.3, 0.2])


def test_prices_and_moments_are_told(shown):
    rows = asking_rows()
    table = str(figures_asking.price_table(rows, prices=(0.01, 0.5)))
    assert "own entropy, one step" in table and "never asks" in table
    figures_asking.show_when(rows)
    assert "0% before, 50% from then on" in shown[0]
    first = str(figures_asking.first_table(rows))
    assert "10 % [10, 10]" in first and "80 % [80, 80]" in first


def test_the_gate_is_drawn_and_told(shown):
    figures_gate.show_gate(GATE)
    assert "maze: cheese anywhere: rings 100%, failures +90%" in shown[0]
    assert figures_gate.harm(GATE[0]) == pytest.approx((0.9, 0.9, 0.9))
    table = str(figures_gate.size_table(GATE))
    assert "10 %" in table and "100 %" in table and "no shift" not in table


def test_the_plan_is_handed_what_was_measured(monkeypatch):
    counts = {"detour_cheese": 30, "detours": 100}
    mazes = [{"how": "plain", "share": share, "deployment": counts} for share in (0.0, 0.1, 1.0)]
    monkeypatch.setattr(figures_plan, "load_results", lambda name: mazes)
    table = str(figures_plan.plan_table(committee_rows(), GATE, asking_rows()))
    assert "70 % with 10 %" in table and "maze 15 %" in table
    assert "1 of 1 harmful shifts and 0 of 1 other shifts" in table
    assert "maze fails 80 → 30 % for 4.0 steps" in table


def test_a_doubt_of_ones_own_is_judged(shown):
    assert doubts.examine_doubt(doubts.surprised_others).right
    assert doubts.examine_doubt(lambda own, members: 1 - own.max(1)).right
    known = doubts.examine_doubt(lambda own, members: 2 * doubts.entropy(own))
    assert not known.right and "own entropy" in known.message
    assert "(40,)" in doubts.examine_doubt(lambda own, members: own).message
    assert "same of every picture" in doubts.examine_doubt(lambda o, m: np.ones(len(o))).message
    assert not doubts.examine_doubt(lambda own, members: ...).kept
    assert own_doubt.points_of(lambda own, members: ...) == []
    row = own_doubt.row_of(asking_rows())
    figures_asking.show_mine([], row)
    figures_asking.show_mine([(3.0, 0.5)], row)
    assert "not written yet" in shown[0] and "50% with 3.0 steps" in shown[1]
