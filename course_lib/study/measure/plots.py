"""Figures: colours for all eyes (Okabe and Ito 2008), and a shape for each colour."""

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any

import numpy as np

from course_lib.chapters.maze.analysis import JAXGMG
from course_lib.engine.sim import BatchSim
from course_lib.engine.world import world_of
from course_lib.study.measure.stats import rate_over_seeds
from course_lib.worlds import maze

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")


def style(number: int) -> dict:
    """Colour and marker of the series with this number."""
    return {"color": COLOURS[number % len(COLOURS)], "marker": MARKERS[number % len(MARKERS)]}


def plot_behaviour(table, metrics: Sequence[str] | None = None, axes=None):
    """A panel a distribution, a row a policy, a mark a metric; lines are 95 % intervals."""
    import matplotlib.pyplot as plt

    names = list(dict.fromkeys(r["metric"] for r in table.rows))
    chosen = list(metrics) if metrics else [n for n in names if table.is_rate(n)] or names[:1]
    for metric in chosen:
        if metric not in names:
            raise ValueError(f"metric must be one of {', '.join(names)}, not {metric!r}")
    panels = list(dict.fromkeys(r["distribution"] for r in table.rows))
    policies = list(dict.fromkeys(r["policy"] for r in table.rows))
    if axes is None:
        size = (1 + 4 * len(panels), 1.4 + 0.5 * len(policies))
        _, axes = plt.subplots(1, len(panels), figsize=size, sharey=True, squeeze=False)
    for axis, panel in zip(axes.flat, panels, strict=False):
        for number, metric in enumerate(chosen):
            _marks(axis, table, panel, policies, metric, number, len(chosen))
        axis.set(title=panel, xlabel="mean per episode, 95 % interval", yticks=range(len(policies)))
        axis.set_yticklabels(policies)
        axis.set_ylim(len(policies) - 0.5, -0.5)
        axis.grid(axis="x", alpha=0.3)
        if all(table.is_rate(t) for t in chosen):
            axis.set_xlim(-0.03, 1.03)
    figure = axes.flat[0].figure
    figure.set_layout_engine("constrained")
    marks = axes.flat[0].get_legend_handles_labels()
    figure.legend(*marks, loc="outside lower center", ncols=len(chosen))
    return figure


def _marks(axis, table, panel, policies, metric, number, of) -> None:
    """One metric's marks in one panel."""
    shift = 0.18 * (number - (of - 1) / 2)
    rows = [table.get(p, panel, metric) for p in policies]
    places = [i + shift for i, row in enumerate(rows) if row["episodes"]]
    rows = [row for row in rows if row["episodes"]]
    means = [row["mean"] for row in rows]
    spread = [
        [max(0.0, m - r["low"]) for m, r in zip(means, rows, strict=True)],
        [max(0.0, r["high"] - m) for m, r in zip(means, rows, strict=True)],
    ]
    marks = {**style(number), "linestyle": "none", "capsize": 3, "label": metric}
    axis.errorbar(means, places, xerr=spread, **marks)


def in_words(table, policy: str, metrics: Sequence[str] | None = None) -> str:
    """What a table, or its figure, shows of one policy, as a sentence."""
    from course_lib.study.measure.behaviour import show

    told: dict[str, list[str]] = {}
    for row in table.rows:
        metric, rate = row["metric"], table.is_rate(row["metric"])
        wanted = metric in metrics if metrics else rate
        if row["policy"] == policy and wanted and row["episodes"]:
            told.setdefault(row["distribution"], []).append(f"{metric} {show(row, rate)}")
    parts = [f"{label}: {', '.join(counts)}" for label, counts in told.items()]
    return fill(f"{policy}. " + "; ".join(parts) + ".", 96, subsequent_indent="    ")


def plot_tests(table):
    """Narrow panels, one for each drawn maze: a row a policy, a mark a metric."""
    import matplotlib.pyplot as plt

    panels = len({row["distribution"] for row in table.rows})
    policies = len({row["policy"] for row in table.rows})
    size = (1.2 + 1.9 * panels, 1.4 + 0.35 * policies)
    _, axes = plt.subplots(1, panels, figsize=size, sharey=True, squeeze=False)
    figure = plot_behaviour(table, axes=axes)
    for axis in axes.flat:
        axis.set_xlabel("rate")
    return figure


def grid_words(table) -> str:
    """A table of rates in short: a line a policy, and cheese / corner in per cent for each maze."""
    labels = list(dict.fromkeys(row["distribution"] for row in table.rows))
    wide = max(len(row["policy"]) for row in table.rows)
    lines = ["cheese / corner, %".ljust(wide) + "".join(f"{label:>14}" for label in labels)]
    for policy in dict.fromkeys(row["policy"] for row in table.rows):
        pairs = [[table.get(policy, n, t)["mean"] for t in ("cheese", "corner")] for n in labels]
        cells = "".join(f"{f'{100 * a:.0f} / {100 * b:.0f}':>14}" for a, b in pairs)
        lines.append(policy.ljust(len(lines[0]) - 14 * len(labels)) + cells)
    return "\n".join(lines)


def plot_levels(rows: Mapping[str, Any], count: int = 4):
    """A row of levels for each label: a distribution's first seeds, or drawings by their names."""
    import matplotlib.pyplot as plt

    levels = {label: _pictures(value, count) for label, value in rows.items()}
    columns = max(map(len, levels.values()))
    figure, axes = plt.subplots(
        len(levels), columns, figsize=(2.1 * columns, 2.35 * len(levels)), squeeze=False
    )
    for line, (label, shown) in zip(axes, levels.items(), strict=True):
        for axis in line:
            axis.set_axis_off()
        for axis, (title, image) in zip(line, shown, strict=False):
            axis.imshow(image)
            axis.set_title(f"{label}, {title}" if label else title, fontsize=10)
    figure.set_layout_engine("constrained")
    return figure


def _pictures(value: Any, count: int) -> list[tuple[str, Any]]:
    """Pairs of a title and a picture, uint8 (height, width, 3)."""
    if isinstance(value, Mapping):
        states = {name: maze.WORLD.level(drawing)[0] for name, drawing in value.items()}
    else:
        sim = BatchSim(value, count, "tiles")
        sim.reset(np.arange(count))
        states = {f"level {n}": state for n, state in enumerate(sim.batch)}
    where = maze.TRAIN if isinstance(value, Mapping) else value
    home = world_of(where)
    sprites = home.sprites_of(where)
    return [(name, home.picture(s, 16, sprites)) for name, s in states.items()]


def plot_region_curve(rows: Sequence[Mapping], axis=None):
    """How often cheese and corner are reached, deployed, by the side of the training region.

    rows: as `region_curve.curve()` gives them. A faint mark is one training seed, a line their
    mean, a band its 95 % interval over seeds. Only levels in which the cheese is off the way. The
    dotted line is the cheese in the agents' own training levels: where it is low, skill is missing.
    """
    import matplotlib.pyplot as plt

    axis = axis or plt.subplots(figsize=(6, 4), layout="constrained")[1]
    own = {side: rate_over_seeds(rates)[0] for side, rates in own_training(rows).items()}
    axis.plot(list(own), list(own.values()), color="0.35", linestyle=":", label="own training")
    for number, metric in enumerate(("cheese", "corner")):
        points = by_side(rows, metric)
        means, lows, highs = zip(*map(rate_over_seeds, points.values()), strict=True)
        look = style(number)
        for side, rates in points.items():
            axis.plot([side] * len(rates), rates, alpha=0.4, linestyle="none", markersize=4, **look)
        axis.fill_between(list(points), lows, highs, color=look["color"], alpha=0.18)
        axis.plot(list(points), means, label=metric, **look)
    _finish(axis, "this course: rates where the cheese is off the way")
    return axis.figure


def by_side(rows: Sequence[Mapping], metric: str) -> dict[int, list[float]]:
    """For each side of the region, a metric's rate deployed, off the way, one for each seed."""
    found: dict[int, list[float]] = {}
    for row in sorted(rows, key=lambda row: (row["side"], row["seed"])):
        d = row["deployment"]
        found.setdefault(row["side"], []).append(d[f"detour_{metric}"] / d["detours"])
    return found


def own_training(rows: Sequence[Mapping]) -> dict[int, list[float]]:
    """For each side of the region, the rate of cheese in training levels, one for each seed."""
    found: dict[int, list[float]] = {}
    for row in sorted(rows, key=lambda row: (row["side"], row["seed"])):
        counts = row["training"]
        found.setdefault(row["side"], []).append(counts["cheese"] / counts["episodes"])
    return found


def region_words(rows: Sequence[Mapping]) -> str:
    """The curve as lines of text: means over seeds with their 95 % intervals."""
    cheese, corner = by_side(rows, "cheese"), by_side(rows, "corner")
    own = own_training(rows)
    lines = ["side  seeds  own training: cheese   off the way: cheese    off the way: corner first"]
    for side in sorted(cheese):
        told = [
            "{:5.1%} [{:.1%}, {:.1%}]".format(*rate_over_seeds(r[side]))
            for r in (own, cheese, corner)
        ]
        lines.append(
            f"{side:4}  {len(own[side]):5}  " + "  ".join(words.ljust(21) for words in told)
        )
    return "\n".join(line.rstrip() for line in lines)


def plot_both_curves(rows: Sequence[Mapping]):
    """Our curve over the training region, and the literature's beside it."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(10.5, 4.2), layout="constrained")
    plot_region_curve(rows, axes[0])
    plot_literature(axes[1])
    return figure


def plot_literature(axis):
    """The same question in the repository jaxgmg; the dashed line is an optimal agent."""
    for number, metric in enumerate(("cheese", "corner")):
        axis.plot(range(1, 12), JAXGMG[metric], label=metric, **style(number))
    axis.axhline(JAXGMG["optimum"], color="0.4", linestyle="--")
    _finish(axis, "jaxgmg: discounted returns")
    return axis.figure


def _finish(axis, title: str) -> None:
    axis.set(title=title, xlabel="side of the region in training", ylim=(-0.03, 1.03))
    axis.set_xticks(range(1, 12))
    axis.grid(alpha=0.3)
    axis.legend()


def plot_cheese_maps(maps: Mapping[str, Any]):
    """For each label a maze; the number on a tile is the chance to step toward cheese put there."""
    import matplotlib.pyplot as plt

    size = (4.4 * len(maps), 4.6)
    figure, axes = plt.subplots(1, len(maps), figsize=size, squeeze=False, layout="constrained")
    for axis, (label, chances) in zip(axes.flat, maps.items(), strict=True):
        image = axis.imshow(chances, cmap="cividis", vmin=0, vmax=1)
        for (row, column), chance in np.ndenumerate(chances):
            if np.isfinite(chance):
                ink = "white" if chance < 0.5 else "black"
                words = f"{100 * chance:.0f}"
                axis.text(column, row, words, ha="center", va="center", color=ink, fontsize=8)
        axis.set(title=label, xticks=[], yticks=[], facecolor="#3d4a5c")
    figure.colorbar(image, ax=axes, shrink=0.7, label="chance of a step toward the cheese")
    return figure


def map_words(maps: Mapping[str, Any]) -> str:
    """The cheese maps in words: the range of the chances of each."""
    ranges = {label: 100 * chances[np.isfinite(chances)] for label, chances in maps.items()}
    told = [f"{label} from {r.min():.0f} to {r.max():.0f} %" for label, r in ranges.items()]
    return "Chance of a first step toward the cheese, over all places for it: " + "; ".join(told)
