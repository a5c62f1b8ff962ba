"""The repair lesson's figures and words, on rows made up so that the right answer is known."""

import json

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pytest

from course_lib import paths
from course_lib.chapters.repair import (
    figures_choosing,
    figures_variety,
    literature,
    sweep_mazes,
)
from course_lib.chapters.repair.regret_estimates import Estimates, estimate_words


@pytest.fixture
def with_tables(monkeypatch, tmp_path):
    """A function that lets tables of these names be shipped in place of the real ones."""

    def ship(**tables):
        for file in paths.DATA.iterdir():
            if file.stem not in tables:
                (tmp_path / file.name).symlink_to(file)
        for name, rows in tables.items():
            lines = [json.dumps(row) + "\n" for row in rows]
            (tmp_path / f"{name}.jsonl").write_text("".join(lines))
        monkeypatch.setattr(paths, "DATA", tmp_path)

    return ship


def around(rate: float) -> list[float]:
    """Five seeds near a rate."""
    return [min(1.0, max(0.0, rate + d)) for d in (-0.02, -0.01, 0.0, 0.01, 0.02)]


def maze_row(share: float, how: str, seed: int, got: float) -> dict:
    """A row of `maze_shares` in which the cheese off the way is got at this rate."""
    got_here = {"detour_cheese": round(600 * got), "detour_corner": round(600 * (1 - got))}
    none_here = {"detours": 0, "detour_cheese": 0, "detour_corner": 0}
    deployment = {"episodes": 1000, "cheese": 500, "corner": 400, "detours": 600, **got_here}
    usual = {"episodes": 1000, "cheese": 980, "corner": 980, **none_here}
    row = {"share": share, "how": how, "seed": seed, "training": usual, "deployment": deployment}
    return row if how == sweep_mazes.PLAIN else {**row, "played": {"episodes": 10, "detours": 4}}


MAZES = [
    maze_row(share, how, seed, got)
    for how, lift in zip(sweep_mazes.WAYS, (0.0, 0.3, 0.0), strict=True)
    for share, base in zip(sweep_mazes.SHARES, (0.1, 0.3, 0.6), strict=True)
    for seed, got in enumerate(around(base + lift))
]


def test_how_rare_is_too_rare_is_read_off_the_intervals():
    points = {0.0: around(0.9), 0.01: around(0.8), 0.1: [0.1, 0.9, 0.5, 0.3, 0.7], 0.3: around(0.1)}
    assert figures_variety.enough(points, 0.5) == (0.01, 0.3)
    assert figures_variety.enough({0.0: around(0.9)}, 0.5) == (0.0, None)
    assert figures_variety.enough({0.0: around(0.1)}, 0.5) == (None, 0.0)
    back = {0.0: around(0.9), 0.1: around(0.1), 0.3: around(0.9)}
    assert figures_variety.enough(back, 0.5) == (0.3, None), (
        "enough must hold at larger shares, too"
    )


def test_variety_is_drawn_and_told():
    one = {0.0: around(0.9), 0.1: around(0.4), 1.0: around(0.1)}
    found = {"maze": {"goal missed": one, "proxy": figures_variety.missed(one)}}
    figure = figures_variety.plot_variety(found)
    assert [axis.get_title() for axis in figure.axes] == ["maze"]
    words = figures_variety.variety_words(found)
    assert "share    10 %" in words and "40 [38, 42]" in words and "5 seeds" in words
    assert "too rare: up to 0; enough: from 0.1" in figures_variety.rare_words(0.5, found)


def test_ways_of_choosing_are_drawn_and_told():
    figure = figures_choosing.plot_choosing(MAZES)
    labels = [text.get_text() for text in figure.axes[1].get_legend().get_texts()]
    assert labels == list(sweep_mazes.WAYS)
    lines = figures_choosing.choosing_words(MAZES).splitlines()
    plain = next(line for line in lines if line.startswith("plain") and " 3%" in line)
    exact = next(line for line in lines if line.startswith("exact regret") and " 3%" in line)
    assert "70 [68, 72]" in plain and "40 [38, 42]" in exact and "40 [40, 40]" in exact
    assert "-30 [-30, -30]" in exact and "-30" not in plain


def test_what_was_played_is_counted_or_follows_from_the_share():
    plain, chosen = (maze_row(0.03, how, 0, 0.5) for how in sweep_mazes.WAYS[:2])
    assert figures_choosing.played_off(plain) == pytest.approx(0.03 * 0.6)
    assert figures_choosing.played_off(chosen) == pytest.approx(0.4)


def test_differences_are_taken_seed_by_seed():
    assert figures_variety.beside([0.1, 0.5, 0.9], [0.2, 0.6, 1.0]) == "-10 [-10, -10]"
    assert figures_variety.beside([0.1, 0.5], [0.5, 0.1]).startswith("+0 [")


def test_the_table_beside_the_literature_has_our_own_figures(with_tables):
    extra = [
        maze_row(share, sweep_mazes.PLAIN, seed, got)
        for share, base in ((0.0, 0.1), (0.3, 0.8), (1.0, 0.9))
        for seed, got in enumerate(around(base))
    ]
    counts = {"episodes": 1000, "chests": 900, "possible": 1000, "spare_keys": 5, "useless": 10}
    keys = [{"share": 0.0, "seed": s, "training": counts, "deployment": counts} for s in range(5)]
    coin = {"episodes": 1000, "coin": 30, "end": 900}
    coins = [
        {"share": share, "seed": s, "training": coin, "deployment": coin}
        for share in (0.0, 0.02)
        for s in range(5)
    ]
    larger = [{**row, "remedy": "larger"} for row in extra]
    with_tables(
        maze_shares=[*MAZES, *extra], key_shares=keys, coin_run_shares=coins, regularisers=larger
    )
    words = repr(literature.repair_beside_the_literature())
    assert "Coin missed at 0 %: 97 [97, 97] %; at 2 %: 97 [97, 97] %" in words
    assert "missed: plain 70 [68, 72] %; exact regret 40 [38, 42] %" in words
    assert "side 1 and side 11: 0.13 and 0.69; optimum 0.88" in words
    assert list(figures_variety.remedies()) == ["none", "larger"]
    assert len(figures_variety.remedies()["none"]) == 5


def test_remedies_are_drawn_and_told():
    rows = [row for row in MAZES if row["how"] == sweep_mazes.PLAIN and row["share"] == 0.01]
    figure = figures_variety.plot_remedies({"none": rows, "longer": rows})
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == ["none", "longer"]
    words = figures_variety.remedy_words({"none": rows})
    assert "98 [98, 98]" in words and "10 [8, 12]" in words and "90 [88, 92]" in words


def test_estimates_are_told():
    detour = np.array([False] * 90 + [True] * 10)
    exact = np.where(detour, 0.9, 0.01) + np.linspace(0, 0.001, 100)
    found = Estimates({"exact regret": exact, "positive value loss": -exact}, detour)
    assert found.chosen() == {"exact regret": 1.0, "positive value loss": 0.0}
    words = estimate_words(found)
    assert "100%" in words and "-1.00 [-1.00, -1.00]" in words and "10.0% of all 100" in words
