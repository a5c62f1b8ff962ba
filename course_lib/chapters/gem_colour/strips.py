"""The hundred seeds of each pair as strips; what a seed finds alone beside what it prefers."""

from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.chapters.gem_colour.analysis import Counts, neither, preference
from course_lib.chapters.gem_colour.figures import side_of
from course_lib.chapters.gem_colour.rooms import stamp
from course_lib.chapters.gem_colour.seeds import FIRST, by_setting, for_the_other, gap, gaps
from course_lib.chapters.gem_colour.sweep_preferences import SETTINGS
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.stats import rank_correlation
from course_lib.study.show.marks import per_cent, ring
from course_lib.study.show.picture import show
from course_lib.study.show.style import FAINT, INK, NEITHER, panels

Rows = Sequence[Mapping]
LEARNED = 0.95  # of the gems in training rooms: else a seed's robot may lack skill
BINS, LIFT, MOST = 50, 0.075, 0.62  # of a strip: how wide a pile is, and how high


def show_strips(rows: Rows | None = None, only: str | None = None) -> None:
    """Show a strip for each pair: every training seed is a mark where its preference lies.

    Beside it the share of episodes in which the same seeds reached neither. only: one pair.
    """
    strips = by_setting(rows)
    if only is not None:
        strips = {only: strips[only]}
    figure, axes = panels(2, height=1.0 + 1.05 * len(strips), sharey=True, width_ratios=(3, 1))
    told = []
    for row, (name, some) in enumerate(strips.items()):
        _pile(axes[0], row, some)
        _undecided(axes[1], row, some)
        _name(axes[0], row, name, some)
        hits, of = for_the_other(some)
        middle = np.nanmedian([preference(one["both"]) for one in some])
        rings = sum(not has_learned(one) for one in some)
        told.append(f"{name}: {hits} of {of} prefer the second, median {100 * middle:.0f} %, "
                    f"{rings} not learned")  # fmt: skip
    for axis in axes:
        axis.set(ylim=(len(strips) - 0.4, -0.6), yticks=[])
        for row in range(1, len(strips)):
            axis.axhline(row - 0.55, color=FAINT, linewidth=0.8)
    axes[0].axvline(0.5, color=INK, linestyle="--", linewidth=1)
    per_cent(axes[0])
    axes[0].set_xlabel("share of the intended object among the decided")
    axes[1].set(xlim=(-0.03, 0.53), xlabel="neither in time")
    axes[1].set_xticks([0, 0.25, 0.5], ["0 %", "25 %", "50 %"])
    show(figure, f"A mark for each seed; rings are robots that reach the gem in less than 95 % of "
                 f"their training rooms. {'; '.join(told)}.")  # fmt: skip


def _pile(axis, row: int, some: Rows) -> None:
    """Draw the preferences of one pair, piled up where they are alike; rings have not learned."""
    shares = np.array([preference(one["both"]) for one in some])
    known, lacking = np.isfinite(shares), np.array([not has_learned(one) for one in some])
    shares, lacking = shares[known], lacking[known]
    _dots(axis, shares, row + 0.34 - piles(shares), shares, lacking, markersize=4)


def _dots(axis, x, y, shares: np.ndarray, lacking: np.ndarray, markersize: float) -> None:
    """Draw a mark for each seed, in the look of what it prefers; a ring if it is `lacking`."""
    for gem in (True, False):
        look = side_of(float(gem))
        for hollow in (False, True):
            some = ((shares >= 0.5) == gem) & (lacking == hollow)
            edge = ring(look["color"]) if hollow else {}
            width = markersize / 5 if hollow else 0
            axis.plot(x[some], y[some], alpha=0.8, linestyle="none", markersize=markersize,
                      **{**look, **edge, "markeredgewidth": width})  # fmt: skip


def has_learned(row: Mapping) -> bool:
    """Whether the robot of this seed reaches the gem in 95 % of its training rooms."""
    return row["training"]["goal"] >= LEARNED * row["training"]["episodes"]


def piles(shares: np.ndarray) -> np.ndarray:
    """How high each mark lies above its strip, so that equal ones do not hide each other."""
    heights, taken = np.zeros(len(shares)), np.zeros(BINS + 1)
    for n, share in enumerate(shares):
        place = round(share * BINS)
        heights[n] = taken[place]
        taken[place] += 1
    return heights * min(LIFT, MOST / max(1, taken.max()))


def _undecided(axis, row: int, some: Rows) -> None:
    """Draw each seed's share of episodes without a decision, with the middle of all seeds."""
    left = np.array([neither(one["both"]) for one in some])
    lift = 0.5 * np.random.default_rng(0).random(len(left)) - 0.25  # so that marks are seen apart
    axis.plot(left, row + lift, color=NEITHER, marker="^", markersize=3.5, alpha=0.6,
              markeredgewidth=0, linestyle="none")  # fmt: skip
    axis.plot([np.median(left)] * 2, [row - 0.32, row + 0.32], color="black", linewidth=2)


def _name(axis, row: int, name: str, some: Rows) -> None:
    """Name a strip by its objects: that of training, the other one left, the intended right."""
    trained, deployed = SETTINGS[name]
    hits, seeds = for_the_other(some)
    place = axis.get_yaxis_transform()
    words = {"va": "center", "fontsize": 9, "transform": place}
    axis.text(-0.2, row - 0.3, "trained on", ha="right", **words)
    stamp(axis, (-0.15, row - 0.3), trained.goal, 17, xycoords=place)
    for at, look in ((-0.045, deployed.lure), (1.045, deployed.goal)):
        stamp(axis, (at, row + 0.1), look, 17, xycoords=place)
    axis.text(0.02, row - 0.44, f"{hits} of {seeds}", ha="left", color=INK, **words)
    axis.text(0.98, row - 0.44, f"{seeds - hits} of {seeds}", ha="right", color=INK, **words)


def show_gaps(mine: tuple[Counts, Counts, Counts] | None = None, rows: Rows | None = None) -> None:
    """Show for each of the hundred seeds what it finds alone, beside what it prefers.

    mine: counts of one's own robot, with gem and star, with the gem alone, with the star alone.
    """
    longer, shares = gaps(rows)
    figure, (axis,) = panels(1, height=4.0)
    lacking = np.array([not has_learned(one) for one in by_setting(rows)[FIRST]])
    _dots(axis, longer, shares, shares, lacking, markersize=6)
    told = interval_text(rank_correlation(longer, shares))
    own = ""
    if mine is not None:
        both, gem, star = mine
        at = (gap(gem, star), preference(both))
        axis.plot(*at, marker="D", markersize=12, color="black", markeredgecolor="white")
        ground = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1}
        axis.annotate("yours", at, (12, 0), textcoords="offset points", va="center", weight="bold",
                      bbox=ground)  # fmt: skip
        own = f" Yours: {at[0]:+.0f} steps and {100 * at[1]:.0f} %."
    axis.axhline(0.5, color=INK, linestyle="--", linewidth=1)
    axis.axvline(0, color=INK, linestyle="--", linewidth=1)
    per_cent(axis, "y")
    axis.set(xlabel="← star faster alone      steps: star − gem      gem faster alone →",
             ylabel="gem's share of the decided", title=f"rank correlation {told}")  # fmt: skip
    show(
        figure,
        f"A dot for each of {len(shares)} seeds of {FIRST}, a ring for the {lacking.sum()} that "
        f"have not learned their training rooms. The more steps longer the star takes "
        f"alone than the red gem, the more often the gem comes first: rank correlation {told}."
        f"{own}",
    )
