"""Figures of the gem lesson; an object is shown by its own sprite, and shape doubles colour."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from course_lib.chapters.gem_colour.analysis import OUTCOMES, preference
from course_lib.chapters.gem_colour.seeds import by_setting, causes, lure_seekers
from course_lib.chapters.gem_colour.sweep_preferences import SETTINGS
from course_lib.engine.sim import BatchSim
from course_lib.engine.sprites import AGENT_PIXELS, rasterise
from course_lib.engine.world import world_of
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.stats import rank_correlation
from course_lib.study.show.marks import write_numbers
from course_lib.study.show.style import COLOURS, MARKERS
from course_lib.study.show.tables import text_table
from course_lib.worlds.art import object_sprite

GOAL, LURE, NEITHER = COLOURS[0], COLOURS[1], "0.85"
PAINT = {"goal": (GOAL, ""), "lure": (LURE, "//"), "neither": (NEITHER, "..")}
SHARP = 32  # pixels a tile for people

# ── Levels and sprites ──────────────────────────────────────────────────────────────────────


def plot_views(rows: Mapping[str, Any], count: int = 3):
    """A row of levels for each label, each twice: as people see it, and as the agent does."""
    import matplotlib.pyplot as plt

    size = (1.75 * 2 * count, 2.0 * len(rows))
    figure, axes = plt.subplots(len(rows), 2 * count, figsize=size, squeeze=False)
    for line, (label, where) in zip(axes, rows.items(), strict=True):
        sim = BatchSim(where, count)
        sim.reset(np.arange(count))
        seen = sim.observe()
        for n in range(count):
            sharp = world_of(where).picture(sim.batch[n], SHARP, sim.sprites)
            line[2 * n].imshow(sharp)
            line[2 * n].set_title(f"{label}, level {n}", fontsize=9)
            line[2 * n + 1].imshow(seen[n], interpolation="nearest")
            line[2 * n + 1].set_title(f"as the agent sees it, {seen.shape[1]} px", fontsize=9)
    for axis in axes.flat:
        axis.set_axis_off()
    figure.set_layout_engine("constrained")
    return figure


def plot_resolutions(looks: Sequence[tuple[str, str]], pixels: Sequence[int] = (32, 8, 4, 2, 1)):
    """Each look in a row, at fewer and fewer pixels a tile."""
    import matplotlib.pyplot as plt

    size = (1.3 * len(pixels), 1.45 * len(looks))
    figure, axes = plt.subplots(len(looks), len(pixels), figsize=size, squeeze=False)
    for line, look in zip(axes, looks, strict=True):
        for axis, n in zip(line, pixels, strict=True):
            axis.imshow(rasterise(object_sprite(*look), n), interpolation="nearest")
            words = f"{n} px" + (" (agent)" if n == AGENT_PIXELS else "")
            axis.set(title=words, xticks=[], yticks=[])
        line[0].set_ylabel(" ".join(reversed(look)))
    figure.set_layout_engine("constrained")
    return figure


def _stamp(axis, at: tuple[float, float], look: tuple[str, str], size: float = 20, **place) -> None:
    """Put a look's sprite at a point of the axis, `size` points wide."""
    from matplotlib.offsetbox import AnnotationBbox, OffsetImage

    image = OffsetImage(rasterise(object_sprite(*look), SHARP), zoom=size / SHARP)
    axis.add_artist(AnnotationBbox(image, at, frameon=False, annotation_clip=False, **place))


# ── What comes first ────────────────────────────────────────────────────────────────────────


def plot_choices(table, label: str = "deployment"):
    """A bar for each policy of a table of `choices`: goal, lure and neither, which make a whole."""
    import matplotlib.pyplot as plt

    policies = [
        r["policy"] for r in table.rows if (r["distribution"], r["metric"]) == (label, "goal")
    ]
    size = (8, 1.3 + 0.34 * len(policies))
    axis = plt.subplots(figsize=size, layout="constrained")[1]
    left = np.zeros(len(policies))
    for metric in OUTCOMES:
        widths = [table.get(policy, label, metric)["mean"] for policy in policies]
        colour, hatch = PAINT[metric]
        axis.barh(
            range(len(policies)), widths, left=left, height=0.75,
            color=colour, hatch=hatch, edgecolor="white", label=metric,
        )  # fmt: skip
        left += widths
    axis.set(yticks=range(len(policies)), xlim=(0, 1), xlabel=f"share of episodes, {label}")
    axis.set_yticklabels(policies)
    axis.invert_yaxis()
    axis.legend(ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1.0), frameon=False)
    return axis.figure


# ── Many seeds ──────────────────────────────────────────────────────────────────────────────


def plot_spread(rows: Sequence[Mapping] | None = None, mine: Mapping | None = None):
    """A strip for each setting: every training seed is a mark where its preference lies.

    Right of it the share of episodes in which the same seeds reached neither object. mine: the
    counts of an agent of one's own, a star in the first strip. rows: as
    `gem_preferences.preferences` gives them, which is the default.
    """
    import matplotlib.pyplot as plt

    strips = by_setting(rows)
    size = (11, 1.5 + 1.15 * len(strips))
    figure, axes = plt.subplots(
        1, 2, figsize=size, sharey=True, width_ratios=(3, 1), layout="constrained"
    )
    for row, (name, some) in enumerate(strips.items()):
        _strip(axes[0], row, some)
        _undecided(axes[1], row, some)
        _name_strip(axes[0], row, name, some)
    if mine is not None:
        spot = {"marker": "*", "s": 260, "color": COLOURS[4], "edgecolor": "black", "zorder": 5}
        axes[0].scatter([preference(mine)], [0], label="yours", **spot)
    _finish_strips(axes, len(strips))
    return figure


def _strip(axis, row: int, some: Sequence[Mapping]) -> None:
    """Draw the preferences of one setting, piled up where they are alike."""
    shares = np.array([preference(one["both"]) for one in some])
    shares = shares[np.isfinite(shares)]
    heights = _piles(shares)
    for side, number in ((shares >= 0.5, 0), (shares < 0.5, 1)):
        look = {"color": COLOURS[number], "marker": MARKERS[2 * number], "s": 18, "alpha": 0.75}
        label = ("goal in at least half", "lure in more than half")[number] if row == 0 else None
        axis.scatter(shares[side], row + 0.32 - heights[side], label=label, **look, linewidth=0)


def _piles(shares: np.ndarray, bins: int = 40, most: float = 0.72) -> np.ndarray:
    """How high each mark lies above its strip, so that equal ones do not hide each other."""
    heights, taken = np.zeros(len(shares)), np.zeros(bins + 1)
    for n, share in enumerate(shares):
        place = round(share * bins)
        heights[n] = taken[place]
        taken[place] += 1
    return heights * min(0.09, most / max(1, taken.max()))


def _undecided(axis, row: int, some: Sequence[Mapping]) -> None:
    """Draw each seed's share of episodes without a decision, with the middle of all seeds."""
    left = np.array([one["both"]["undecided"] / one["both"]["episodes"] for one in some])
    lift = 0.5 * np.random.default_rng(0).random(len(left)) - 0.25  # so that marks are seen apart
    axis.scatter(left, row + lift, s=10, color="0.35", alpha=0.6, linewidth=0)
    axis.plot([np.median(left)] * 2, [row - 0.32, row + 0.32], color="black", linewidth=2)


def _name_strip(axis, row: int, name: str, some: Sequence[Mapping]) -> None:
    """Label a strip: what was trained, what is deployed, how many seeds prefer the lure."""
    trained, deployed = SETTINGS[name]
    hits, seeds = lure_seekers(some)
    place = axis.get_yaxis_transform()
    words = {"va": "center", "fontsize": 9, "transform": place}
    axis.text(-0.02, row + 0.12, name, ha="right", fontweight="bold", **words)
    axis.text(-0.345, row - 0.2, "trained:", ha="right", **words)
    axis.text(-0.135, row - 0.2, "deployed:", ha="right", **words)
    for at, look in ((-0.32, trained.goal), (-0.11, deployed.goal), (-0.04, deployed.lure)):
        _stamp(axis, (at, row - 0.2), look, 17, xycoords=place)
    axis.text(0.99, row - 0.36, f"lure: {hits} of {seeds}", ha="right", color="0.25", **words)


def _finish_strips(axes, count: int) -> None:
    for axis in axes:
        axis.set(ylim=(count - 0.45, -0.55), yticks=[])
        axis.grid(axis="x", alpha=0.3)
        for row in range(1, count):
            axis.axhline(row - 0.5, color="0.8", linewidth=0.8)
    axes[0].axvline(0.5, color="0.5", linestyle="--", linewidth=1)
    axes[0].set(xlim=(-0.02, 1.02), xlabel="← always the lure   preference   always the goal →")
    axes[1].set(xlim=(-0.02, 1.02), xlabel="neither (line: median)")
    axes[0].legend(ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1.0), frameon=False)


def plot_causes(rows: Sequence[Mapping] | None = None):
    """Two panels of the same seeds: what each of them finds alone, and what it prefers.

    Left: how much longer the star takes alone than the red gem. Right: how much longer a green
    gem takes alone than a red one. Up: the preference for the red gem over the yellow star.
    """
    import matplotlib.pyplot as plt

    gaps, shares = causes(rows)
    figure, axes = plt.subplots(1, 2, figsize=(9.5, 4), sharey=True, layout="constrained")
    for axis, (label, gap) in zip(axes, gaps.items(), strict=True):
        for side, number in ((shares >= 0.5, 0), (shares < 0.5, 1)):
            look = {"color": COLOURS[number], "marker": MARKERS[2 * number], "s": 26}
            axis.scatter(gap[side], shares[side], alpha=0.75, linewidth=0, **look)
        axis.axhline(0.5, color="0.5", linestyle="--", linewidth=1)
        axis.axvline(0, color="0.5", linestyle="--", linewidth=1)
        told = f"rank correlation {interval_text(rank_correlation(gap, shares))}"
        axis.set(xlabel=f"steps alone: {label}", title=told, ylim=(-0.03, 1.03))
        axis.grid(alpha=0.3)
    axes[0].set_ylabel("preference: red gem over yellow star")
    return figure


# ── Colours ─────────────────────────────────────────────────────────────────────────────────


def plot_turns(panels: Mapping[str, tuple[Sequence[str], Mapping[str, Sequence[Mapping]]]]):
    """A panel a path of colours: the preference of every agent as its lure is recoloured.

    panels: from a title to (colours, what `gem_tests.recolour` found). A line is an agent, dashed
    where it begins with the lure; the number at its right end is its seed.
    """
    import matplotlib.pyplot as plt

    size = (4.3 * len(panels), 4.3)
    figure, axes = plt.subplots(1, len(panels), figsize=size, sharey=True, squeeze=False)
    for axis, (title, (colours, found)) in zip(axes.flat, panels.items(), strict=True):
        lines = [[preference(counts) for counts in row] for row in found.values()]
        for number, (shares, at) in enumerate(
            zip(lines, _apart([s[-1] for s in lines]), strict=True)
        ):
            _line(axis, number, shares, at)
        for place, colour in enumerate(colours):
            _stamp(axis, (place, -0.07), ("star", colour), 18, xycoords=("data", "axes fraction"))
        axis.axhline(0.5, color="0.5", linestyle="--", linewidth=1)
        axis.set(title=title, xticks=[], ylim=(-0.03, 1.03), xlim=(-0.3, len(colours) - 0.3))
        axis.set_xlabel("the lure, recoloured step by step", labelpad=34)
        axis.grid(axis="y", alpha=0.3)
    axes.flat[0].set_ylabel("preference for the goal")
    figure.set_layout_engine("constrained")
    return figure


def _apart(heights: Sequence[float], least: float = 0.042) -> np.ndarray:
    """The heights, moved as little as keeps them from touching, all within the panel."""
    order, found = np.argsort(heights), np.array(heights, float)
    for low, high in pairwise(order):
        found[high] = max(found[high], found[low] + least)
    found[order[-1]] = min(found[order[-1]], 1.0)
    for high, low in pairwise(order[::-1]):
        found[low] = min(found[low], found[high] - least)
    return found


def _line(axis, number: int, shares: Sequence[float], at: float) -> None:
    """Draw one agent's line, its number at this height; dashed if it prefers the lure at first."""
    lure = shares[0] < 0.5
    look = {"color": LURE if lure else GOAL, "linestyle": "--" if lure else "-"}
    axis.plot(shares, marker=MARKERS[2 if lure else 0], markersize=4, alpha=0.8, **look)
    end = len(shares) - 1
    axis.plot([end, end + 0.3], [shares[-1], at], color="0.6", linewidth=0.6)
    axis.text(end + 0.35, at, str(number), fontsize=8, va="center")


def plot_alone(found: Mapping[str, Sequence[Mapping]], looks: Mapping[str, tuple[str, str]]):
    """For every policy and named look, alone: the mean of steps until it was reached."""
    import matplotlib.pyplot as plt

    steps = np.array([[counts["mean_steps"] for counts in row] for row in found.values()])
    size = (1.6 + 0.85 * len(looks), 1.2 + 0.36 * len(found))
    figure, axis = plt.subplots(figsize=size, layout="constrained")
    image = axis.imshow(steps, cmap="cividis_r", vmin=0, aspect="auto")
    write_numbers(axis, steps, steps > 0.55 * steps.max(), 9)
    for column, look in enumerate(looks.values()):
        _stamp(axis, (column, 1.06), look, 20, xycoords=("data", "axes fraction"))
    axis.set(yticks=range(len(found)), xticks=range(len(looks)))
    axis.set_yticklabels(list(found))
    axis.set_xticklabels([name.replace(" ", "\n", 1) for name in looks], fontsize=8)
    figure.colorbar(image, ax=axis, shrink=0.8, label="mean steps, alone")
    return figure


def alone_words(found: Mapping[str, Sequence[Mapping]], looks: Mapping[str, Any]) -> str:
    """What `plot_alone` shows, as lines of text: mean steps and the share that was reached."""
    lines = [["steps (reached, %)", *looks]]
    for policy, row in found.items():
        cells = (f"{c['mean_steps']:.0f} ({100 * c['goal'] / c['episodes']:.0f})" for c in row)
        lines.append([policy, *cells])
    return text_table(lines, "<>", [0, *[13] * len(looks)], gap=0)
