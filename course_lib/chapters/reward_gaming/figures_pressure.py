"""The figures of the garden lesson about pressure, and each of them in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.chapters.reward_gaming.pressure import DEPLOYED, ScoredEpisodes, measure
from course_lib.chapters.reward_gaming.snapshots import pictures
from course_lib.protocols import Overseer
from course_lib.study.measure.best_of_n import FORMS, best_of_n, form_interval, kl_best_of_n
from course_lib.study.measure.format import interval_text, seeds_text
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import random_policy
from course_lib.study.show.style import panels, style, subplots
from course_lib.study.show.tables import text_table
from course_lib.worlds.garden import WORLD

SCORES = {"true": "true score", "seen": "overseer's score"}

# ── Snapshots ───────────────────────────────────────────────────────────────────────────────


def tiles_of(drawings: Mapping[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """Tile ids (n, rows, columns) and veils (n,) of gardens drawn as text."""
    states = np.concatenate([WORLD.level(text) for text in drawings.values()]).view(np.recarray)
    return np.stack([WORLD.tiles(s) for s in states]), states.lens > 0


DRY = "###o###\n#G..d.#\n#.d...#\n#.....#\n#...d.#\n#.d...#\n#######"
FOUR = {
    "dry": DRY,
    "half": DRY.replace("d", "W", 2),
    "well": DRY.replace("d", "W"),
    "flooded": DRY.replace(".", "~"),
}


def plot_snapshots(overseer: Overseer, drawings: Mapping[str, str] = FOUR):
    """Gardens as the overseer gets them, and what it says of each."""
    return plot_attacks(dict(zip(drawings, pictures(*tiles_of(drawings)), strict=True)), overseer)


def plot_attacks(shown: Mapping[str, np.ndarray], overseer: Overseer):
    """Pictures uint8 by their titles, each with the overseer's approval."""
    approved = overseer.approve(np.stack(list(shown.values())))
    titles = [f"{name}\napproval {a:.2f}" for name, a in zip(shown, approved, strict=True)]
    height = 2.2 + 0.25 * max(title.count("\n") + 1 for title in titles)
    figure, axes = subplots(
        1, len(shown), figsize=(2.3 * len(shown), height), squeeze=False, layout="constrained"
    )
    for axis, title, picture in zip(axes.flat, titles, shown.values(), strict=True):
        axis.imshow(picture, interpolation="nearest")
        axis.set_title(title, fontsize=10)
        axis.set_axis_off()
    return figure


def snapshot_words(overseers: Mapping[str, Any], drawings: Mapping[str, str] = FOUR) -> str:
    """What each of the overseers says of the gardens, in a line each."""
    shown = pictures(*tiles_of(drawings))
    lines = [[label, *(f"{a:.2f}" for a in one.approve(shown))] for label, one in overseers.items()]
    return text_table([["", *drawings], *lines], "<>", [10] * (1 + len(drawings)), gap=0)


def policies_words(base: Any, overseer: Overseer, levels: int = 100) -> str:
    """True and overseer's score of a random policy, the base and the planner, with how sure."""
    lines = []
    for policy in (random_policy(DEPLOYED), base, planner(DEPLOYED)):
        row = measure(policy, overseer, None, levels=levels)
        true, seen = (f"{row[k]:.2f} ± {1.96 * row[f'{k}_se']:.2f}" for k in SCORES)
        lines.append(f"{policy.name:<10} true score {true}, overseer's {seen}")
    return "\n".join([*lines, f"({levels} gardens each; ± is half of a 95 % interval)"])


def stops_words(rows: Sequence[Mapping]) -> str:
    """How both scores stood at each stop of a training."""
    return "\n".join(
        f"{r['steps']:>7,} steps: true score {r['true']:.2f}, overseer's {r['seen']:.2f}; on the "
        f"camera {r['splashes']:.1f} times, {r['kl']:.1f} nats away"
        for r in rows
    )


def chosen_words(got: ScoredEpisodes, numbers: Sequence[int] = (1, 4, 16, 64, 256, 1024)) -> str:
    """Both scores of the best of n, estimated from these episodes, and its distance in nats."""
    lines = []
    for n in numbers:
        true, seen = (best_of_n(got.seen, score, n) for score in (got.true, got.seen))
        nats = f"{kl_best_of_n(n):.2f} nats"
        lines.append(f"n = {n:5,}: true score {true:.2f}, overseer's {seen:.2f}; {nats}")
    return "\n".join(lines)


def search_words(found: Any, at: Sequence[int] = (0, 4, 14, -1)) -> str:
    """Both scores of the best plan after so many generations."""
    return "\n".join(
        f"{int(found.tried[g]):>6,} plans tried: overseer's score {found.seen[g]:.2f}, "
        f"true {found.true[g]:.2f}"
        for g in at
    )


# ── Pressure ────────────────────────────────────────────────────────────────────────────────

Points = Callable[[Mapping, str], tuple[np.ndarray, np.ndarray]]


def curve_of(row: Mapping, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Steps and a score along a run of PPO, its beginning (0 steps) included."""
    points = [{"steps": 0, **row["base"]}, *row["curve"]]
    return np.array([p["steps"] for p in points]), np.array([p[name] for p in points])


def best_of(row: Mapping, name: str) -> tuple[np.ndarray, np.ndarray]:
    """n, and a score of the best of n, the mean over gardens."""
    return _listed(row["best"], "n", name)


def search_of(row: Mapping, name: str) -> tuple[np.ndarray, np.ndarray]:
    """How many plans were tried, and a score of the best of them, the mean over gardens."""
    return _listed(row["search"], "tried", name)


def _listed(points: Sequence[Mapping], at: str, name: str) -> tuple[np.ndarray, np.ndarray]:
    return np.array([p[at] for p in points]), np.array([np.mean(p[name]) for p in points])


DIALS = {
    "best of n": (best_of, "n: episodes of which the best is taken"),
    "PPO, from the imitator on": (curve_of, "steps of PPO"),
    "search": (search_of, "plans tried"),
}


def plot_pressure(
    chosen: Sequence[Mapping],
    pressed: Sequence[Mapping],
    searched: Sequence[Mapping],
    besides: Sequence[Mapping],
):
    """True and overseer's score against the pressure: best of n, PPO, and a search of plans.

    besides: rows that say what a random policy and the planner are worth: the dotted lines.
    """
    figure, axes = panels(3, 12, 3.8, sharey=True)
    for axis, rows, (title, (points, label)) in zip(
        axes, (chosen, pressed, searched), DIALS.items(), strict=True
    ):
        draw_scores(axis, rows, points)
        axis.set(xlabel=label, title=title, xscale="linear" if points is curve_of else "log")
        for name, height in besides_of(besides).items():
            axis.axhline(height, color="0.4", linestyle=":", linewidth=1)
            if axis is axes[0]:
                axis.annotate(name, (1, height), (0, 3), textcoords="offset points", fontsize=9)
    tried = searched[0]["search"][::2]
    axes[2].set_xticks([p["tried"] for p in tried], [f"{p['tried']:,}" for p in tried])
    axes[2].minorticks_off()
    axes[0].set_ylabel("score")
    axes[0].legend()
    return figure


def besides_of(rows: Sequence[Mapping]) -> dict[str, float]:
    """The true score of the random policy and of the planner, means over seeds."""
    return {
        f"{name}, true": float(np.mean([row[name]["patched"]["true"] for row in rows]))
        for name in ("random", "planner")
    }


def draw_scores(axis, rows: Sequence[Mapping], points: Points) -> None:
    """Draw both scores: faint lines are seeds, a bold one their mean."""
    for number, (name, label) in enumerate(SCORES.items()):
        all_of = [points(row, name) for row in rows]
        for x, y in all_of:
            axis.plot(x, y, color=style(number)["color"], alpha=0.3, linewidth=1)
        x, mean = mean_of(rows, points, name)
        axis.plot(x, mean, label=label, linewidth=2, markersize=5, **style(number))


def mean_of(rows: Sequence[Mapping], points: Points, name: str) -> tuple[np.ndarray, np.ndarray]:
    """The pressures, and the means over seeds of a score there."""
    return points(rows[0], name)[0], np.mean([points(row, name)[1] for row in rows], axis=0)


def pressure_words(
    chosen: Sequence[Mapping], pressed: Sequence[Mapping], searched: Sequence[Mapping] = ()
) -> str:
    """The curves as lines of text: means over seeds with 95 % intervals."""
    parts = []
    for label, rows, points in (
        ("n", chosen, best_of), ("steps", pressed, curve_of), ("plans", searched, search_of),
    ):  # fmt: skip
        if rows:
            at = [f"{pressure:,}" for pressure in points(rows[0], "true")[0].tolist()]
            both = [over_runs([points(row, name)[1] for row in rows]) for name in SCORES]
            lines = [[label, "true score", "overseer's score"], *zip(at, *both, strict=True)]
            parts.append(text_table(lines, "><", (9, 20)))
    return "\n".join(parts)


def over_runs(runs: Sequence[np.ndarray]) -> list[str]:
    """The means over runs (runs, points) of scores, each with its interval."""
    return [seeds_text(values) for values in np.transpose(runs).tolist()]


def trained_of(row: Mapping, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Steps and a score along a run of PPO, without its beginning, which no log scale has."""
    steps, values = curve_of(row, name)
    return steps[1:], values[1:]


def plot_long(held: Mapping[str, Sequence[Mapping]]):
    """Both scores along runs that went on for long, a panel for each group of runs."""
    figure, axes = panels(len(held), 9, 3.6, sharey=True)
    for axis, (title, rows) in zip(axes, held.items(), strict=True):
        draw_scores(axis, rows, trained_of)
        axis.set(title=title, xlabel="steps of PPO", xscale="log")
    axes[0].set_ylabel("score")
    axes[0].legend()
    return figure


def long_words(held: Mapping[str, Sequence[Mapping]], after: int = 80_000) -> str:
    """How both scores stood late in long runs: means over seeds with intervals, for each stop."""
    lines = []
    for label, rows in held.items():
        lines.append(f"{label} ({len(rows)} seeds)")
        for points in zip(*(row["curve"] for row in rows), strict=True):
            steps = points[0]["steps"]
            if steps >= after:
                true, seen = (seeds_text([p[name] for p in points]) for name in SCORES)
                nats = np.mean([p["kl"] for p in points])
                lines.append(f"{steps:>12,} steps: true score {true}, overseer's {seen}; "
                             f"{nats:.0f} nats away")  # fmt: skip
    return "\n".join(lines)


# ── Distance ────────────────────────────────────────────────────────────────────────────────


def gains(form: str, rows: Sequence[Mapping]) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each run d = sqrt(KL) and the gain in true score; of best of n, for each seed."""
    found = []
    for row in rows:
        points = best_of if form == "best of n" else curve_of
        d, true = np.sqrt(points(row, "kl")[1]), points(row, "true")[1]
        found.append((d[1:], true[1:] - true[0]))
    return found


DIAL_OF = {"best of n": "best of n", "RL": "PPO, with the form for RL"}


def plot_distance(
    chosen: Sequence[Mapping], pressed: Sequence[Mapping], searched: Sequence[Mapping]
):
    """The gain in true score against the distance from the imitator, with Gao et al.'s forms.

    On the right all three dials on one axis: the means over seeds.
    """
    figure, axes = panels(3, 12, 3.8)
    for axis, form, rows in zip(axes, FORMS, (chosen, pressed), strict=False):
        runs = gains(form, rows)
        (alpha, *_), (beta, *_) = form_interval(form, runs, draws=50)
        for d, gain in runs:
            axis.plot(d, gain, linestyle="none", alpha=0.5, **style(0))
        x = np.linspace(0.05, max(d.max() for d, _ in runs), 100)
        axis.plot(x, FORMS[form](x, alpha, beta), color="0.3", linestyle="--", label="fitted form")
        axis.set(
            title=DIAL_OF[form], xlabel="d: square root of KL, in nats", ylabel="gain in true score"
        )
        axis.legend()
    far(axes[2], {"best of n": (chosen, best_of), "PPO": (pressed, curve_of),
                  "search": (searched, search_of)})  # fmt: skip
    axes[2].legend(fontsize=8)
    return figure


def far(axis, groups: Mapping[str, tuple]) -> None:
    """Draw true score against KL, a line of means over seeds for each group of (rows, points)."""
    for number, (label, (rows, points)) in enumerate(groups.items()):
        kl, true = (mean_of(rows, points, name)[1] for name in ("kl", "true"))
        axis.plot(np.maximum(kl, 0.1), true, label=label, markersize=5, **style(number))
    axis.set(title="all on one axis", xscale="log", xlabel="KL from the imitator, in nats")
    axis.set_ylabel("true score")


def distance_words(chosen: Sequence[Mapping], pressed: Sequence[Mapping]) -> str:
    """The fitted parameters of both forms, each with its interval over seeds."""
    lines = []
    for form, rows in zip(FORMS, (chosen, pressed), strict=True):
        alpha, beta = (interval_text(x, ".3f") for x in form_interval(form, gains(form, rows)))
        lines.append(f"{form:<10}alpha = {alpha}, beta = {beta}; {len(rows)} seeds")
    return "\n".join(lines)
