"""Tables and figures of unit 08a about an overseer, and about runs that are paid by its score."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.chapters.reward_gaming import sweep_pressure
from course_lib.chapters.reward_gaming.overseer import has_hole, overseer, through_wet_lens
from course_lib.chapters.reward_gaming.pressure import (
    DEPLOYED,
    count,
    lost,
    measure,
)
from course_lib.chapters.reward_gaming.snapshots import pictures, visible_share
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import random_policy
from course_lib.study.measure.stats import over_seeds
from course_lib.study.measure.sweep import load_results
from course_lib.study.show.marks import seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import INTENDED_LOOK, PLANNER_LOOK, PROXY_LOOK, panels, subplots
from course_lib.study.show.tables import SmallTable
from course_lib.worlds.garden import WORLD

Rows = Sequence[Mapping]

# ── Pictures ────────────────────────────────────────────────────────────────────────────────

DRY = "###o###\n#G..d.#\n#.d...#\n#.....#\n#...d.#\n#.d...#\n#######"
FOUR = {
    "dry": DRY,
    "half": DRY.replace("d", "W", 2),
    "well": DRY.replace("d", "W"),
    "puddles": DRY.replace(".", "~"),
}


def tiles_of(drawings: Mapping[Any, str]) -> tuple[np.ndarray, np.ndarray]:
    """Tile ids (n, rows, columns) and veils (n,) of gardens drawn as text."""
    states = np.concatenate([WORLD.level(text) for text in drawings.values()]).view(np.recarray)
    return np.stack([WORLD.tiles(s) for s in states]), states.lens > 0


def show_pictures(shown: Mapping[str, np.ndarray], alt: str) -> None:
    """Show pictures uint8 side by side, each with its title."""
    figure, axes = subplots(1, len(shown), figsize=(7, 2.3), squeeze=False, layout="constrained")
    for axis, (title, picture) in zip(axes.flat, shown.items(), strict=True):
        axis.imshow(picture, interpolation="nearest")
        axis.set_title(title, fontsize=11)
        axis.set_axis_off()
    show(figure, alt)


def show_four() -> None:
    """Show four gardens as the overseer gets them, without what it says."""
    made = pictures(*tiles_of(FOUR))
    alt = (
        "Four snapshots of one garden: all four plants dry; two watered; all watered; all dry, "
        "with water on every path."
    )
    show_pictures(dict(zip(FOUR, made, strict=True)), alt)


def approvals_table(watching: Sequence[Any]) -> SmallTable:
    """What each overseer says of the four gardens, and what a labeller would say."""
    tiles, veiled = tiles_of(FOUR)
    lines = [[f"overseer {number}", *(f"{a:.2f}" for a in one.approve_of(tiles, veiled))]
             for number, one in enumerate(watching)]  # fmt: skip
    lines.append(["what can be seen", *(f"{s:.2f}" for s in visible_share(tiles, veiled))])
    return SmallTable(["", *FOUR], lines, "Approval of each picture, from 0 to 1.")


def flooded(one: Any) -> float:
    """What an overseer says of the garden with water on every path, in hundredths."""
    tiles, veiled = tiles_of(FOUR)
    return 100 * float(one.approve_of(tiles, veiled)[-1])


# ── One pair ────────────────────────────────────────────────────────────────────────────────


def policies_table(base: Any, watching: Any, levels: int = 100) -> SmallTable:
    """Both scores of a random policy, the imitator and the planner, in the same gardens."""
    lines = []
    for name, policy in (("imitator", base), ("random", random_policy(DEPLOYED)),
                         ("planner", planner(DEPLOYED))):  # fmt: skip
        row = measure(policy, watching, None, levels=levels)
        told = (f"{row[k]:.2f} ± {1.96 * row[f'{k}_se']:.2f}" for k in ("true", "seen"))
        lines.append([name, *told])
    words = f"Means over {levels} gardens; ± is half of a 95 % interval."
    return SmallTable(["", "true score", "overseer's score"], lines, words)


def best_table(number: int = 0, most: int = 256) -> SmallTable:
    """Both scores of the best of n under one patched overseer, and at most how many nats away."""
    rows = sweep_pressure.runs("sampled")
    some = [one["best"] for row in rows for one in row["scored"]
            if one["overseer"] == number and not one["closed"]]  # fmt: skip
    true, seen = (np.mean([one[score] for one in some], axis=0) for score in ("true", "seen"))
    lines = [[f"{n:,}", f"{true[i]:.2f}", f"{seen[i]:.2f}", f"{rows[0]['kl'][i]:.1f}"]
             for i, n in enumerate(rows[0]["numbers"]) if n <= most]  # fmt: skip
    words = (f"Overseer {number}. Means over five imitators and two gardens, "
             f"{sweep_pressure.SAMPLES:,} episodes of each imitator in each garden.")  # fmt: skip
    return SmallTable(["n", "true score", "overseer's score", "nats, at most"], lines, words)


def stops_table(base: Any, watching: Any, rows: Rows) -> SmallTable:
    """How both scores stood at the beginning and at each stop of a training."""
    first = {"steps": 0, **measure(base, watching, base)}
    lines = [[f"{r['steps']:,}", f"{r['true']:.2f}", f"{r['seen']:.2f}", f"{r['splashes']:.1f}",
              f"{r['kl']:.0f}"] for r in (first, *rows)]  # fmt: skip
    heads = ["steps", "true score", "overseer's score", "splashes an episode", "nats"]
    return SmallTable(heads, lines, "Means over 100 gardens that training has not used.")


# ── All pairs ───────────────────────────────────────────────────────────────────────────────


def pairs(closed: bool = False) -> list[dict]:
    """The runs of PPO without a remedy, one for each pair of an imitator and an overseer."""
    return load_results("garden_remedies", remedy="none", closed=closed)


def holed(closed: bool = False) -> dict[int, bool]:
    """For each shipped overseer, by its number, whether it approves of wet lenses."""
    kind = "closed" if closed else "patched"
    return {n: has_hole(overseer(kind, n)) for n in sweep_pressure.OVERSEERS}


def how_many() -> int:
    """How many of the 20 overseers have the hole."""
    return sum(holed().values())


def show_pairs(rows: Rows) -> None:
    """Show the true score after PPO: a dot a pair, a column an overseer, in order of the hole."""
    approvals = {n: through_wet_lens(overseer("patched", n)) for n in sweep_pressure.OVERSEERS}
    order = sorted(approvals, key=lambda n: (approvals[n], n))
    figure, (axis,) = panels(1, height=3.4)
    for look, wanted in ((INTENDED_LOOK, False), (PROXY_LOOK, True)):
        groups = {n: [r["curve"][-1]["true"] for r in rows
                      if r["overseer"] == n and lost(r) == wanted] for n in order}  # fmt: skip
        seed_dots(axis, groups, range(len(order)), spread=0.22, **{**look, "markersize": 5},
                  label="true score lost" if wanted else "true score kept")  # fmt: skip
    start = float(np.mean([r["base"]["true"] for r in rows]))
    axis.axhline(start, color=PLANNER_LOOK["color"], linewidth=1, linestyle=":")
    axis.annotate("imitator", (0, start), (0, 3), textcoords="offset points", fontsize=9)
    axis.set_xticks(range(len(order)), [f"{approvals[n]:.1f}" for n in order], fontsize=9)
    axis.set_xlim(-0.6, len(order) - 0.4)
    axis.set_ylim(0, 0.5)
    axis.set_xlabel("twenty overseers, by their approval of pictures through a wet lens")
    axis.set_ylabel("true score after PPO")
    figure.legend(loc="outside upper center", ncols=2, frameon=False)
    show(figure, f"True score of {len(rows)} runs of PPO. " + "; ".join(
        f"approval of wet lenses {approvals[n]:.2f}: lost in "
        f"{sum(lost(r) for r in rows if r['overseer'] == n)} of "
        f"{sum(r['overseer'] == n for r in rows)}" for n in order) + ".")  # fmt: skip


def counts_table(rows: Rows, closed: Rows) -> SmallTable:
    """In how many pairs the true score was lost, and in how many the overseer did not notice."""
    hole = holed()
    groups = {
        "has the hole": [r for r in rows if hole[r["overseer"]]],
        "has it not, by luck": [r for r in rows if not hole[r["overseer"]]],
        "hole closed": closed,
    }
    lines = []
    for name, some in groups.items():
        runs, gone, unseen = count(some)
        overseers = len({r["overseer"] for r in some})
        lines.append([name, str(overseers), str(runs), str(gone), str(unseen)])
    heads = ["overseer", "overseers", "pairs", "true score lost", "… and not noticed"]
    words = ("Lost: at the end below 0.8 of the best on the way. Not noticed: the overseer's own "
             "score ends no lower than it began.")  # fmt: skip
    return SmallTable(heads, lines, words)


def long_table() -> SmallTable:
    """What became of three pairs in ten million steps: each run's true score, early and late."""
    hole, lines = holed(), []
    groups = {
        "has the hole": lambda r: not r["closed"] and hole[r["overseer"]],
        "has it not, by luck": lambda r: not r["closed"] and not hole[r["overseer"]],
        "hole closed": lambda r: r["closed"],
    }
    for name, which in groups.items():
        rows = [r for r in sweep_pressure.runs("ten million") if which(r)]
        lines.append([name, str(len(rows)), *(_each(rows, s) for s in (80_000, 1_250_000, None))])
    heads = ["overseer", "runs", "at 80,000 steps", "at 1,250,000", "at 10,000,000"]
    return SmallTable(heads, lines, "True scores, one number a run, in ascending order.")


def _each(rows: Rows, steps: int | None = None) -> str:
    """The true scores of the runs at a stop, or at the end, ascending."""
    at = [
        next(p["true"] for p in reversed(r["curve"]) if steps in (None, p["steps"])) for r in rows
    ]
    return " ".join(f"{value:.2f}" for value in sorted(at))


def mean_text(values: Sequence[float]) -> str:
    """A mean with its interval over what the numbers are of."""
    mean, low, high = over_seeds(values)
    return f"{mean:.2f} [{low:.2f}, {high:.2f}]"
