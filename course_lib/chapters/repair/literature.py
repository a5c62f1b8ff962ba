"""Repair, beside the literature: what others found, what we found, and why the two may differ."""

from collections.abc import Mapping, Sequence

from course_lib.chapters.maze.literature import JAXGMG
from course_lib.chapters.repair import sweep_mazes
from course_lib.chapters.repair.figures_choosing import by_way, gone
from course_lib.chapters.repair.figures_variety import COIN, GOAL, percent, variety
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.stats import over_seeds
from course_lib.study.measure.sweep import load_results
from course_lib.study.measure.tables import Beside


def repair_beside_the_literature() -> Beside:
    """The comparison, out of the data files that are shipped."""
    return Beside([
        ("CoinRun, coin at random in 2 % of training levels",
         "Helps markedly (Langosco et al. 2022; known to us at second hand).", _coins(),
         "Our coin lies off the way; theirs at the start of a section of the level. Theirs is a "
         "larger network, and trained far longer."),
        ("Maze, a larger region for the cheese in training",
         "Cheese off-distribution, side 1 and side 11: {:.2f} and {:.2f}; optimum {:.2f} (jaxgmg, "
         "discounted returns).".format(*(JAXGMG["cheese"][n] for n in (0, -1)), JAXGMG["optimum"]),
         _regions(), "The same size of maze; another network, pictures instead of planes, and far "
         "fewer steps than their 20 million."),
        ("Mazes, levels by regret",
         "Proposed as a remedy (Abdel Sadek et al. 2025; we have no figure of theirs).",
         _chosen(), "Small mazes, short training, one buffer size, and replayed levels are "
         "trained on."),
        ("100 to 100,000 training levels of one kind",
         "Success on new levels 61.8 % and 99.3 % (Hilton et al. 2020).",
         "Every episode here has a new level: variety of the usual kind is complete, and the "
         "agents of the first section failed all the same.",
         "Another kind of variety: more levels of one kind, or levels of another kind."),
    ])  # fmt: skip


def _coins() -> str:
    points = variety()[COIN][GOAL]
    return f"Coin missed at 0 %: {percent(points[0.0])} %; at 2 %: {percent(points[0.02])} %."


def _regions() -> str:
    """Our discounted cheese, deployed, at the first and the last side."""
    first, last = (_discounted(load_results("maze_regions"), side) for side in (1, 11))
    return f"{first} and {last} (discounted in the same way)."


def _discounted(rows: Sequence[Mapping], side: int) -> str:
    values = [r["deployment"]["discounted_cheese"] for r in rows if r["side"] == side]
    return interval_text(over_seeds(values))


def _chosen() -> str:
    share, ways = sweep_mazes.SHARES[1], by_way()
    missed = [f"{how} {percent(gone(ways[how])[share])} %"
              for how in (sweep_mazes.PLAIN, "exact regret")]  # fmt: skip
    return f"With {share:.0%} of new levels, cheese missed: {'; '.join(missed)}."
