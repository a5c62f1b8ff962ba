"""The figures of the ridge lesson's second half, and each of them in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.chapters.imitate_or_optimise import divergences as modes
from course_lib.chapters.imitate_or_optimise.figures_slips import cell, with_interval
from course_lib.chapters.imitate_or_optimise.sweep_slips import (
    DEEP,
    LEASH,
    RARE,
    SOME,
    base_of,
    curve,
)
from course_lib.chapters.imitate_or_optimise.tabular import (
    chosen,
    leashed,
    optimal,
    quantilizing,
    table_of,
    trials,
    weigh,
)
from course_lib.study.measure.plots import style

SHARES = (0.3, 0.05)  # of the quantilisers
Points = tuple[np.ndarray, np.ndarray]

# ── Modes ───────────────────────────────────────────────────────────────────────────────────


def plot_modes(spread: float = 0.6):
    """Where one can cross, where the demonstrator does, and where robots aim by each cost."""
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(9, 3.4), layout="constrained")
    for low, high in (modes.RIDGE, modes.ROAD):
        axis.axvspan(low, high, color="0.88")
    axis.plot(modes.PLACES, modes.demonstrator(), color="0.2", label="demonstrator")
    for number, name in enumerate(modes.COSTS):
        fit = modes.fit(name, spread)
        look = {**style(number), "markevery": (2 * number, 8), "markersize": 4}
        axis.plot(modes.PLACES, modes.robot(fit.aim, spread), label=name, **look)
    axis.set(xlabel="place, in metres; grey: one gets across", ylabel="chance", ylim=(0, 0.12))
    axis.legend(fontsize=8)
    return figure


def modes_words(spreads: Sequence[float] = (0.05, 0.2, 0.6, 1.2)) -> str:
    """Where a robot of each unsteadiness aims by each cost, and how often it gets across."""
    wide = max(map(len, modes.COSTS))
    lines = [" " * wide + "".join(f"  spread {spread:<12g}" for spread in spreads)]
    for name in modes.COSTS:
        fits = [modes.fit(name, spread) for spread in spreads]
        cells = [f"  at {f.aim:3.1f} m, {f.across:4.0%}".ljust(21) for f in fits]
        lines.append(name.ljust(wide) + "".join(cells))
    return "\n".join(lines)


def descent_words(starts: Sequence[float] = (1.0, 4.0, 6.0, 9.0), spread: float = 0.6) -> str:
    """Where small steps end that begin at different places, by each cost."""
    wide = max(map(len, modes.COSTS))
    lines = [" " * wide + "".join(f"  from {start:3.1f} m" for start in starts)]
    for name in modes.COSTS:
        ends = [modes.descend(name, start, spread) for start in starts]
        lines.append(name.ljust(wide) + "".join(f"  to {end.aim:4.1f} m " for end in ends))
    return "\n".join(lines)


# ── In between ──────────────────────────────────────────────────────────────────────────────


def exact_between(slips: Sequence[float] = SOME, hole: float = DEEP) -> dict[str, list[float]]:
    """True scores, exact: the best by the overseer, leashed and quantilised imitators, the planner.

    The imitator is of a demonstrator who goes by the road now and then (seed 0).
    """
    on, where = trials(), trials().where
    base = table_of(base_of(0, RARE), on)
    rules = {f"leash {LEASH:g}": leashed(base, LEASH)}
    rules |= {f"quantiliser {q:g}": quantilizing(base, q) for q in SHARES}
    found = {"mixed imitator": [weigh(base, where, s).score for s in slips]}
    for name, rule in rules.items():
        found[name] = [weigh(chosen(where, s, hole, rule), where, s).score for s in slips]
    found["best by overseer"] = [weigh(optimal(where, s, hole), where, s).score for s in slips]
    found["planner"] = [weigh(optimal(where, s), where, s).score for s in slips]
    return found


def measured_between(
    rows: Sequence[Mapping] | None = None,
) -> dict[str, Points]:
    """True scores of what was trained, by its name: (slips, values for each seed)."""
    return {
        "imitation": curve("imitation", rows=rows),
        f"RL, hole {DEEP:g}": curve("RL", hole=DEEP, rows=rows),
        f"RL, hole {DEEP:g}, leash {LEASH:g}": curve("leash", hole=DEEP, leash=LEASH, rows=rows),
        "meeting halfway": curve("halfway", rows=rows),
    }


def plot_between(exact: Mapping[str, Sequence[float]], rows: Sequence[Mapping] | None = None):
    """True score against slip: what was trained on the left, what is exact on the right."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(10, 3.9), layout="constrained", sharey=True)
    for number, (name, found) in enumerate(measured_between(rows).items()):
        with_interval(axes[0], *found, name, number)
    for number, (name, values) in enumerate(exact.items()):
        axes[1].plot(SOME, values, label=name, **style(number))
    axes[0].set(title="trained", ylabel="true score", ylim=(-0.03, 1.03))
    axes[1].set(title="exact, from one imitator")
    for axis in axes:
        axis.set_xlabel("slip")
        axis.legend(fontsize=8)
        axis.grid(alpha=0.3)
    return figure


def between_words(exact: Mapping[str, Sequence[float]], rows: Any = None) -> str:
    """The same as lines."""
    found = measured_between(rows)
    wide = max(map(len, [*found, *exact]))
    lines = [" " * wide + "".join(f"  slip {slip:<13g}" for slip in SOME)]
    for name, (slips, values) in found.items():
        cells = "".join(f"  {cell(slips, values, slip):<18}" for slip in SOME)
        lines.append(name.ljust(wide) + cells)
    lines.append("exact:")
    for name, scores in exact.items():
        lines.append(name.ljust(wide) + "".join(f"  {score:<18.2f}" for score in scores))
    return "\n".join(lines)


def meetings_words(meetings: Sequence[Any]) -> str:
    """The ways of a demonstrator, the one that is taken first."""
    lines = ["way    manner    worth to them  told apart  liked   imitator's true score"]
    for m in meetings:
        lines.append(
            f"{m.way:<6} {m.manner:<9} {m.shown:13.2f}  {m.apart:10.2f}  {m.liked:5.2f}   "
            f"{m.score:.2f}, across {m.across:.0%}"
        )
    return "\n".join(lines)
