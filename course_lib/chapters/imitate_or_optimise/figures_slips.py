"""The figures of the ridge lesson, and each of them in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.agents.zoo import load, zoo
from course_lib.chapters.imitate_or_optimise.imitators import WAYS, way
from course_lib.chapters.imitate_or_optimise.maps import WORDS, Map
from course_lib.chapters.imitate_or_optimise.observations import PixelPolicy
from course_lib.chapters.imitate_or_optimise.sweep_slips import (
    EQUAL,
    PLAIN,
    SIGHTED,
    SLIPS,
    crossing_interval,
    curve,
    exact_crossing,
)
from course_lib.chapters.imitate_or_optimise.tabular import (
    evaluate,
    optimal,
    table_of,
    trials,
)
from course_lib.chapters.imitate_or_optimise.train import FAR, RECIPE
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.stats import rate_over_seeds
from course_lib.study.show.marks import errorbar_line
from course_lib.study.show.style import panels, style, subplots
from course_lib.study.show.tables import text_table
from course_lib.worlds.ridge import DEPLOY, TRAIN

LEARNERS = ("imitation", "RL", "RL from imitation")
ZOO = ("ridge/sure-feet", "ridge/slip-20")
Rows = Sequence[Mapping] | None

# ── Against mimicry ─────────────────────────────────────────────────────────────────────────


def beside(name: str = "score") -> dict[str, list[float]]:
    """What is exact, at each of the slips: the planner, and two demonstrators on sure feet."""
    dynamics = trials().dynamics
    best = [getattr(evaluate(optimal(dynamics, s), dynamics, s), name) for s in SLIPS]
    sure = {w: getattr(evaluate(way(w, dynamics), dynamics, 0.0), name) for w in WAYS}
    shown = {f"demonstrator, {w}": [sure[w]] * len(SLIPS) for w in ("ridge", "road")}
    return {"planner": best, **shown}


def plot_slips(rows: Rows = None):
    """Score on the left, share of episodes across on the right, against how often feet slip."""
    figure, axes = panels(2, 10, 3.9, sharey=True)
    for axis, name in zip(axes, ("score", "across"), strict=True):
        for number, kind in enumerate(LEARNERS):
            with_interval(axis, *curve(kind, name, rows=rows), kind, number)
        for (label, values), line in zip(beside(name).items(), ("-", "--", ":"), strict=True):
            axis.plot(SLIPS, values, color="0.25", linestyle=line, label=label)
        axis.set(xlabel="slip: how often a step goes to one side", ylabel=name, ylim=(-0.03, 1.03))
    axes[1].legend(fontsize=8)
    return figure


def with_interval(axis, x: Any, values: np.ndarray, label: str, number: int) -> None:
    """Draw a line of means over seeds, values (seeds, n), with bars for their intervals."""
    errorbar_line(axis, map(rate_over_seeds, values.T.tolist()), x, label=label, **style(number))


def slips_words(rows: Rows = None) -> str:
    """The scores as lines: means over seeds with 95 % intervals, beside what is exact."""
    exact, found = beside(), [curve(kind, rows=rows) for kind in LEARNERS]
    lines = [["slip", *LEARNERS, "planner  ridge, sure feet"]]
    for slip, best, ridge in zip(
        SLIPS, exact["planner"], exact["demonstrator, ridge"], strict=True
    ):
        cells = [cell(*one, slip) for one in found]
        lines.append([f"{slip:4.2f}", *cells, f"{best:7.2f}  {ridge:.2f}"])
    return text_table(lines, widths=(7, 20, 20, 20), gap=0)


def cell(slips: np.ndarray, values: np.ndarray, slip: float) -> str:
    """The mean and interval at this slip, or a dash where nothing was measured."""
    at = np.isclose(slips, slip)
    return interval_text(rate_over_seeds(values[:, at][:, 0].tolist())) if at.any() else "-"


def crossing_words(rows: Rows = None) -> str:
    """Where RL overtakes imitation, with its interval, and where it should."""
    slips, imitated = curve("imitation", rows=rows)
    optimised = curve("RL", rows=rows)[1]
    found = interval_text(crossing_interval(slips, imitated, optimised), ".3f")
    value, ends = found.split(" ", 1)
    planner, around = exact_crossing()
    return (
        f"RL is better by {EQUAL:g} from a slip of {value} on {ends} "
        f"({len(optimised)} seeds); the planner, exactly, from {planner:.3f} on.\n"
        f"The way round is worth as much as the ridge at {around:.3f}, exactly."
    )


def worth_words(table: Any, slip: float, hole: float = 0.0) -> str:
    """What comes of a table on feet that slip, in a line."""
    got = evaluate(table, trials().dynamics, slip, hole)
    seen = f", overseer's score {got.seen:.2f}" if hole else ""
    return f"true score {got.score:.2f}{seen}; across {got.across:.0%}, fell {got.fell:.0%}"


def zoo_words(
    names: Sequence[str] = ZOO, slips: Sequence[float] = (TRAIN.slip, DEPLOY.slip)
) -> str:
    """What comes of shipped agents, who see pictures: means over their seeds, exact for each."""
    head, lines = "true score" + "".join(f"{f'slip {slip:g}':>22}" for slip in slips), []
    for name in names:
        seeds = [n for n in zoo() if n.startswith(f"{name}:")]
        tables = [table_of(PixelPolicy(load(n)), trials()) for n in seeds]
        scores = [[evaluate(t, trials().dynamics, s).score for t in tables] for s in slips]
        cells = [interval_text(rate_over_seeds(some)) for some in scores]
        lines.append([f"{name:<16}", *cells, f"  ({len(seeds)} seeds)"])
    table = text_table(lines, "<" + ">" * len(slips) + "<", (0, *[22] * len(slips)), gap=0)
    return f"{head}\n{table}"


# ── The map ─────────────────────────────────────────────────────────────────────────────────

SHADES = {"imitate": "#56B4E9", "equal": "#F0F0F0", "optimise": "#E69F00"}


def plot_maps(maps: Mapping[str, Map | tuple[np.ndarray, Map]]):
    """Maps side by side: what is better, by slip and size of the hole; letters double colours.

    A map that was drawn by hand is given as (words, the map at whose places they stand).
    """
    from matplotlib.colors import to_rgb

    figure, axes = subplots(
        1, len(maps), figsize=(4.2 * len(maps), 3.9), layout="constrained", squeeze=False
    )
    for axis, (title, given) in zip(axes.flat, maps.items(), strict=True):
        words, like = given if isinstance(given, tuple) else (given.words(), given)
        axis.imshow([[to_rgb(SHADES[w]) for w in line] for line in words], origin="lower",
                    aspect="auto")  # fmt: skip
        for (row, column), word in np.ndenumerate(words):
            axis.text(column, row, word[0].upper(), ha="center", va="center", fontsize=9)
        axis.set_xticks(range(len(like.slips)), [f"{s:g}" for s in like.slips])
        axis.set_yticks(range(len(like.holes)), [f"{h:g}" for h in like.holes])
        axis.set(title=title, xlabel="slip", ylabel="size of the hole")
    figure.supxlabel("I: imitating is better   E: no difference   O: optimising is better")
    return figure


def map_words(exact: Map, measured: Map) -> str:
    """The measured gains, and how often both maps say the same."""
    lines = [["hole", *(f"slip {s:g}" for s in measured.slips)]]
    lines += [[f"{hole:4.2f}", *(f"{gain:+.2f}" for gain in gains)]
              for hole, gains in zip(measured.holes, measured.gain, strict=True)]  # fmt: skip
    lines[0].append("(RL less imitation)")
    rows, columns = ([np.abs(np.array(there) - value).argmin() for value in here]
                     for there, here in ((exact.holes, measured.holes),
                                         (exact.slips, measured.slips)))  # fmt: skip
    same = exact.words()[np.ix_(rows, columns)] == measured.words()
    return "\n".join([text_table(lines, widths=(7, *[12] * len(columns)), gap=0),
                      f"The exact map says the same at {same.sum()} of {same.size}."])  # fmt: skip


def sight_words(rows: Rows = None) -> str:
    """True scores where the hole is 1: of those who discount much or little, and of imitators."""
    kinds = {
        f"PPO, gamma {RECIPE.gamma:g}": curve("RL", hole=PLAIN, rows=rows),
        f"PPO, gamma {FAR:g}": curve("RL, far-sighted", hole=PLAIN, rows=rows),
        "imitation": curve("imitation", rows=rows),
    }
    lines = [f"{name:<18}{cell(*found, SIGHTED)}" for name, found in kinds.items()]
    return "\n".join([f"slip {SIGHTED:g}, hole {PLAIN:g}: true score", *lines])


def agreement(mine: np.ndarray, exact: Map) -> str:
    """How many places of a student's map are as the exact one has them, and where it errs."""
    words = exact.words()
    right = mine == words
    lines = [f"{right.sum()} of {right.size} places agree with the exact map."]
    for word in WORDS:
        if missed := int((~right & (words == word)).sum()):
            lines.append(f"Where the answer is {word!r}, {missed} are drawn otherwise.")
    return "\n".join(lines)
