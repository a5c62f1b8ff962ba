"""The curve over regions in larger mazes with loops, which stands beside jaxgmg's in lesson 07."""

from collections.abc import Mapping, Sequence

from course_lib.study.measure.format import interval_text
from course_lib.study.measure.stats import rate_over_seeds
from course_lib.study.measure.sweep import by_setting
from course_lib.study.show.marks import line_with_band
from course_lib.study.show.style import style
from course_lib.study.show.tables import text_table


def plot_region_curve(rows: Sequence[Mapping], axis=None):
    """How often cheese and corner are reached, deployed, by the side of the training region.

    rows: of the table "maze_regions". A faint mark is one training seed, a line their mean, a band
    its 95 % interval over seeds. Only levels in which the cheese is off the way. The
    dotted line is the cheese in the agents' own training levels: where it is low, skill is missing.
    """
    import matplotlib.pyplot as plt

    axis = axis or plt.subplots(figsize=(6, 4), layout="constrained")[1]
    own = {side: rate_over_seeds(rates)[0] for side, rates in own_training(rows).items()}
    axis.plot(list(own), list(own.values()), color="0.35", linestyle=":", label="own training")
    for number, metric in enumerate(("cheese", "corner")):
        look = {"label": metric, "interval": rate_over_seeds, **style(number)}
        line_with_band(axis, by_side(rows, metric), **look)
    _finish(axis, "this course: rates where the cheese is off the way")
    return axis.figure


def by_side(rows: Sequence[Mapping], metric: str) -> dict[int, list[float]]:
    """For each side of the region, a metric's rate deployed, off the way, one for each seed."""
    name = f"detour_{metric}"
    return by_setting(
        rows, "side", lambda row: row["deployment"][name] / row["deployment"]["detours"]
    )


def own_training(rows: Sequence[Mapping]) -> dict[int, list[float]]:
    """For each side of the region, the rate of cheese in training levels, one for each seed."""
    return by_setting(
        rows, "side", lambda row: row["training"]["cheese"] / row["training"]["episodes"]
    )


def region_words(rows: Sequence[Mapping]) -> str:
    """The curve as lines of text: means over seeds with their 95 % intervals."""
    cheese, corner = by_side(rows, "cheese"), by_side(rows, "corner")
    own = own_training(rows)
    heads = ("own training: cheese", "off the way: cheese", "off the way: corner first")
    lines = [["side", "seeds", *heads]]
    for side in own:
        cells = [interval_text(rate_over_seeds(r[side]), ".1%", 5) for r in (own, cheese, corner)]
        lines.append([str(side), str(len(own[side])), *cells])
    return text_table(lines, ">><", (4, 5, 21, 21))


def _finish(axis, title: str) -> None:
    axis.set(title=title, xlabel="side of the region in training", ylim=(-0.03, 1.03))
    axis.set_xticks(range(1, 12))
    axis.grid(alpha=0.3)
    axis.legend()
