"""Variety, choosing and remedies: numbers, tables and figures, on rows whose answer is known."""

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pytest

from course_lib.chapters.repair import analysis_choosing as choosing
from course_lib.chapters.repair import (
    figures_choosing,
    figures_remedies,
    figures_variety,
    own_score,
)
from course_lib.chapters.repair.level_scores import REGRETS
from course_lib.chapters.repair.regret_estimates import Estimates, estimate_table
from course_lib.chapters.repair.sweep_mazes import CHOSEN, PLAIN, SHARES

LIFT = 0.2  # what replay by exact regret brings in the rows below, at equal steps


def a_row(share: float, how: str, seed: int, steps: int, got: float) -> dict:
    """A mouse that spent so many steps off the way and gets this share of that cheese."""
    deployment = {"episodes": 1000, "detours": 1000, "detour_cheese": round(1000 * got)}
    spent = {"steps": 150_000, "steps_off": steps, "episodes_off": steps // 50, "levels_off": 90}
    return {"share": share, "how": how, "seed": seed, "deployment": deployment, "spent": spent,
            "training": {"episodes": 1000, "cheese": 950}}  # fmt: skip


def rows() -> list[dict]:
    """Plain mice get what their steps bring; those of exact regret as much, and `LIFT` more."""
    found = []
    for seed in range(3):
        for share in SHARES:
            found.append(a_row(share, PLAIN, seed, int(1e5 * share), 0.1 + 0.6 * share))
        for how, some in CHOSEN.items():
            for share in some:
                lift = LIFT if how == "exact regret" else 0.0
                found.append(a_row(share, how, seed, 20_000, 0.1 + 0.12 + lift))
    return found


@pytest.fixture
def shown(monkeypatch):
    """The alternative texts of the figures that are shown."""
    told: list[str] = []
    for module in (figures_choosing, figures_remedies, figures_variety):
        monkeypatch.setattr(module, "show", lambda figure, alt: told.append(alt))
    return told


# ── What is read off the rows ───────────────────────────────────────────────────────────────


def test_at_equal_steps_a_mouse_is_compared_with_the_curve_of_the_plain_ones():
    assert choosing.plain_curve(rows(), 0, 20_000) == pytest.approx(0.22)
    assert choosing.plain_curve(rows(), 0, 15_000) == pytest.approx(0.19)
    for how, some in CHOSEN.items():
        wanted = [LIFT if how == "exact regret" else 0.0] * 3
        for share in some:
            assert choosing.as_many_steps(rows(), how, share) == pytest.approx(wanted)
    assert choosing.at_equal_steps(rows()) == pytest.approx((20, 20, 20))


def test_a_difference_is_settled_only_if_its_interval_leaves_out_0():
    assert choosing.settled((3.0, 1.0, 5.0)) == 1
    assert choosing.settled((-3.0, -5.0, -1.0)) == -1
    assert choosing.settled((-3.0, -7.0, 1.0)) == 0


def test_at_the_same_share_a_mouse_is_compared_with_the_plain_one_of_its_seed():
    share = CHOSEN["uniform replay"][0]
    plain = 0.1 + 0.6 * share
    found = choosing.same_share(rows(), "uniform replay", share)
    assert found == pytest.approx([0.22 - round(plain, 3)] * 3, abs=1e-3)


def test_what_is_enough_is_what_most_mice_need():
    assert choosing.enough(rows()) == 100
    some = [row for row in rows() if row["share"] != 0.3 or row["how"] != PLAIN]
    some += [a_row(0.3, PLAIN, seed, 30_000, got) for seed, got in enumerate((0.6, 0.7, 0.2))]
    assert choosing.enough(some) == 30
    assert choosing.enough([a_row(0.0, PLAIN, 0, 0, 0.1)]) == 100


# ── Figures and tables ──────────────────────────────────────────────────────────────────────


def test_choosing_is_drawn_and_told(shown):
    figures_choosing.show_exposure(rows())
    assert "plain at 10 %: 10,000 steps, 16% got" in shown[0]
    table = figures_choosing.paired_table(rows())
    exact = next(line for line in table.lines if line[:2] == ["exact regret", "10 %"])
    assert exact[2:] == ["20,000", "+26 [+26, +26]", "+20 [+20, +20]"]
    spent = figures_choosing.exposure_table(rows())
    assert [line[0] for line in spent.lines] == [PLAIN, *CHOSEN]
    assert spent.lines[1][1:3] == ["42 % (42 to 42)", "20,000"]


def test_variety_is_drawn_and_told_for_three_worlds(shown):
    figures_variety.show_variety()
    for world in ("maze 30 %", "keys and chests 100 %", "coin run 5 %"):
        assert world in shown[0]


def test_remedies_are_drawn_and_each_has_a_difference(shown):
    figures_remedies.show_remedies()
    assert all(name in shown[0] for name in figures_remedies.NAMES.values())
    assert len(figures_remedies.remedy_table().lines) == len(figures_remedies.NAMES) - 1
    mean, low, high = figures_remedies.difference([0.5, 0.7], [0.1, 0.3])
    assert mean == pytest.approx(0.4) and low < mean < high


def test_estimates_are_ordered_within_one_kind_of_maze():
    """Over both kinds the estimate agrees with the regret; among mazes off the way it does not."""
    detour = np.arange(100) >= 50
    regret = np.where(detour, 0.9, 0.1) + np.linspace(0, 0.05, 100)
    estimate = np.where(detour, 0.5, 0.0) - np.linspace(0, 0.05, 100)
    scores = {"exact regret": regret, "positive value loss": estimate}
    found = Estimates(scores, detour, np.full(100, 0.5))
    assert found.order("positive value loss", True)[0] == pytest.approx(-1)
    assert found.chosen() == {"exact regret": 1.0, "positive value loss": 1.0}
    table = estimate_table(found)
    assert table.lines[1][-1].startswith("-1.00") and "expects 0.50 on the way" in table.caption


# ── The exercise ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("score", "right", "said"),
    [
        (own_score.hopeful, True, "replayed for ever"),
        (lambda played: 1 - played.best, True, "no planner was asked"),
        (lambda played: played.best, False, "lost, nothing expected"),
        (REGRETS["positive value loss"], False, "lost, nothing expected"),
        (REGRETS["exact regret"], False, "needs a planner"),
        (lambda played: 3.0, False, "shape ()"),
    ],
)
def test_a_score_of_ones_own_is_judged_by_what_it_would_replay(score, right, said):
    verdict = own_score.examine_score(score)
    assert verdict.right == right and said in verdict.message
