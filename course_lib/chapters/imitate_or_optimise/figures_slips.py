"""The figures of the ridge lesson, and each of them in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.agents.zoo import load, zoo
from course_lib.chapters.imitate_or_optimise import sweep_overseers
from course_lib.chapters.imitate_or_optimise.demonstrators import WAYS, way
from course_lib.chapters.imitate_or_optimise.maps import WORDS, Map
from course_lib.chapters.imitate_or_optimise.observations import Seeing
from course_lib.chapters.imitate_or_optimise.sweep_slips import (
    EQUAL,
    FAR,
    PLAIN,
    RECIPE,
    SIGHTED,
    SLIPS,
    crossing_interval,
    curve,
    exact_crossing,
    told_rate,
)
from course_lib.chapters.imitate_or_optimise.tabular import Trials, optimal, table_of, trials, weigh
from course_lib.study.measure.plots import style
from course_lib.study.measure.stats import rate_over_seeds
from course_lib.worlds.ridge import DEPLOY, TRAIN, WORLD

LEARNERS = ("imitation", "RL", "RL from imitation")
ZOO = ("ridge/sure-feet", "ridge/slip-20")

# ── Against mimicry ─────────────────────────────────────────────────────────────────────────


def beside(name: str = "score", on: Trials | None = None, hole: float = 0.0) -> dict[str, list]:
    """What is exact, at each of the slips: the planner, and the demonstrators on sure feet."""
    where = (on or trials()).where
    sure = {f"demonstrator, {w}": getattr(weigh(way(w, where), where, 0.0), name) for w in WAYS}
    best = [getattr(weigh(optimal(where, s), where, s, hole), name) for s in SLIPS]
    return {"planner": best, **{k: [v] * len(SLIPS) for k, v in sure.items() if "brink" not in k}}


def plot_slips(rows: Sequence[Mapping] | None = None):
    """Score on the left, share of episodes across on the right, against how often feet slip."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(10, 3.9), layout="constrained", sharey=True)
    for axis, name in zip(axes, ("score", "across"), strict=True):
        for number, kind in enumerate(LEARNERS):
            with_interval(axis, *curve(kind, name, rows=rows), kind, number)
        for number, (label, values) in enumerate(beside(name).items()):
            axis.plot(SLIPS, values, color="0.25", linestyle=("-", "--", ":")[number], label=label)
        axis.set(xlabel="slip: how often a step goes to one side", ylabel=name, ylim=(-0.03, 1.03))
        axis.grid(alpha=0.3)
    axes[1].legend(fontsize=8)
    return figure


def with_interval(axis, x: np.ndarray, values: np.ndarray, label: str, number: int) -> None:
    """Draw a line of means over seeds with bars for their intervals."""
    told = np.array([rate_over_seeds(v) for v in values.T])
    spread = np.abs(told[:, 1:].T - told[:, 0])
    axis.errorbar(x, told[:, 0], yerr=spread, capsize=3, label=label, **style(number))


def slips_words(rows: Sequence[Mapping] | None = None) -> str:
    """The scores as lines: means over seeds with 95 % intervals, beside what is exact."""
    exact = beside()
    lines = ["slip   " + "".join(f"{kind:<20}" for kind in LEARNERS) + "planner  ridge, sure feet"]
    found = {kind: curve(kind, rows=rows) for kind in LEARNERS}
    for number, slip in enumerate(SLIPS):
        cells = [cell(*found[kind], slip) for kind in LEARNERS]
        ends = f"{exact['planner'][number]:7.2f}  {exact['demonstrator, ridge'][number]:.2f}"
        lines.append(f"{slip:4.2f}   " + "".join(f"{cell:<20}" for cell in cells) + ends)
    return "\n".join(lines)


def cell(slips: np.ndarray, values: np.ndarray, slip: float) -> str:
    """The mean and interval at this slip, or a dash where nothing was measured."""
    at = np.isclose(slips, slip)
    return told_rate(values[:, at][:, 0]) if at.any() else "-"


def crossing_words(rows: Sequence[Mapping] | None = None) -> str:
    """Where RL overtakes imitation, with its interval, and where it should."""
    slips, imitated = curve("imitation", rows=rows)
    optimised = curve("RL", rows=rows)[1]
    value, low, high = crossing_interval(slips, imitated, optimised)
    planner, around = exact_crossing()
    return (
        f"RL is better by {EQUAL:g} from a slip of {value:.3f} on [{low:.3f}, {high:.3f}] "
        f"({len(optimised)} seeds); the planner, exactly, from {planner:.3f} on.\n"
        f"The way round is worth as much as the ridge at {around:.3f}, exactly."
    )


def worth_words(table: Any, slip: float, hole: float = 0.0) -> str:
    """What comes of a table on feet that slip, in a line."""
    got = weigh(table, trials().where, slip, hole)
    seen = f", overseer's score {got.seen:.2f}" if hole else ""
    return f"true score {got.score:.2f}{seen}; across {got.across:.0%}, fell {got.fell:.0%}"


def zoo_words(
    names: Sequence[str] = ZOO, slips: Sequence[float] = (TRAIN.slip, DEPLOY.slip)
) -> str:
    """What comes of shipped agents, who see pictures: means over their seeds, exact for each."""
    lines = ["true score" + "".join(f"{f'slip {slip:g}':>22}" for slip in slips)]
    for name in names:
        seeds = [n for n in zoo() if n.startswith(f"{name}:")]
        tables = [table_of(Seeing(load(n)), trials()) for n in seeds]
        cells = [told_rate([weigh(t, trials().where, s).score for t in tables]) for s in slips]
        lines.append(f"{name:<16}" + "".join(f"{c:>22}" for c in cells) + f"  ({len(seeds)} seeds)")
    return "\n".join(lines)


# ── The map ─────────────────────────────────────────────────────────────────────────────────

SHADES = {"imitate": "#56B4E9", "equal": "#F0F0F0", "optimise": "#E69F00"}


def plot_maps(maps: Mapping[str, Map | tuple[np.ndarray, Map]]):
    """Maps side by side: what is better, by slip and size of the hole; letters double colours.

    A map that was drawn by hand is given as (words, the map at whose places they stand).
    """
    import matplotlib.pyplot as plt
    from matplotlib.colors import to_rgb

    figure, axes = plt.subplots(
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
    lines = ["hole   " + "".join(f"slip {s:<7g}" for s in measured.slips) + "(RL less imitation)"]
    for hole, gains in zip(measured.holes, measured.gain, strict=True):
        lines.append(f"{hole:4.2f}   " + "".join(f"{g:<+12.2f}" for g in gains))
    found = exact.words()
    near = [[found[_nearest(exact.holes, h), _nearest(exact.slips, s)] for s in measured.slips]
            for h in measured.holes]  # fmt: skip
    same = int((np.array(near) == measured.words()).sum())
    return "\n".join(
        [*lines, f"The exact map says the same at {same} of {len(near) * len(near[0])}."]
    )


def _nearest(values: Sequence[float], wanted: float) -> int:
    return int(np.abs(np.array(values) - wanted).argmin())


def sight_words(rows: Sequence[Mapping] | None = None) -> str:
    """True scores where the hole is 1: of those who discount much or little, and of imitators."""
    kinds = {
        f"PPO, gamma {RECIPE.gamma:g}": curve("RL", hole=PLAIN, rows=rows),
        f"PPO, gamma {FAR:g}": curve("RL, far-sighted", hole=PLAIN, rows=rows),
        "imitation": curve("imitation", rows=rows),
    }
    told = [f"{name:<18}{cell(*found, SIGHTED)}" for name, found in kinds.items()]
    return "\n".join([f"slip {SIGHTED:g}, hole {PLAIN:g}: true score", *told])


# ── Overseers that are learned ──────────────────────────────────────────────────────────────

PILES = {"as learned": ("open", False), "hole closed": ("closed", False),
         "councils of 4": ("open", True)}  # fmt: skip


def plot_overseers():
    """True scores of walkers paid by learned overseers, against what these give at the sign."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(10, 3.7), layout="constrained", sharey=True)
    for number, (label, which) in enumerate(PILES.items()):
        rows = sweep_overseers.measured(*which)
        true = [row["RL"]["true"] for row in rows]
        look = {"label": label, **style(number), "linestyle": "none"}
        for axis, name in zip(axes, ("sign", "agreement"), strict=True):
            axis.plot([row[name] for row in rows], true, **look)
    copied = np.mean([row["imitation"]["true"] for row in sweep_overseers.measured()])
    for axis in axes:
        axis.axhline(copied, color="0.25", linestyle=":", label="imitation")
        axis.grid(alpha=0.3)
    axes[0].set(xlabel="what it gives at the sign (at the flag: 1)", ylabel="true score of RL",
                ylim=(-0.03, 0.63))  # fmt: skip
    axes[1].set(xlabel="agreement with labels of fresh snapshots (correlation)")
    axes[0].legend(fontsize=8)
    return figure


def overseers_words() -> str:
    """What learned overseers say, and in how many cases RL by them is worse than imitation."""
    lines = [f"{'':<15}{'agreement':<12}over half at the sign   worse than imitation: RL   search"]
    for label, which in PILES.items():
        rows = sweep_overseers.measured(*which)
        least, of = min(row["agreement"] for row in rows), len(rows)
        counts = [sum(row["sign"] > 0.5 for row in rows)]
        counts += [sweep_overseers.worse(rows, how) for how in ("RL", "search")]
        a, b, c = (f"{count} of {of}" for count in counts)
        lines.append(f"{label:<15}{f'{least:.2f} to 1':<12}{a:<30}{b:<19}{c}")
    return "\n".join(lines)


def said_words(overseers: Mapping[str, Any]) -> str:
    """What overseers say of walkers at the flag, at the sign, and at the best place elsewhere."""
    lines = [f"{'':<12}agreement   at the flag   at the sign   best elsewhere"]
    for label, overseer in overseers.items():
        told = sweep_overseers.said(overseer)
        lines.append(f"{label:<12}{told['agreement']:9.3f}{told['flag']:14.2f}{told['sign']:14.2f}"
                     f"{told['elsewhere']:17.2f}")  # fmt: skip
    return "\n".join(lines)


def liked_words(overseer: Any) -> str:
    """What the camera has where an overseer gives most, flag and sign apart, as text."""
    on = trials()
    pay = sweep_overseers.elsewhere(sweep_overseers.pays(overseer, on), on)
    level, cell = np.unravel_index(pay.argmax(), pay.shape)
    state = on.states[level : level + 1].copy().view(np.recarray)
    state.walker_at = cell
    signs = {tile: sign for sign, tile in WORLD.legend.items()}
    lines = ["".join(signs[tile] for tile in row) for row in sweep_overseers.views(state)[0]]
    return "\n".join([f"{overseer.name} gives {pay.max():.2f} here:", *lines])


def agreement(mine: np.ndarray, exact: Map) -> str:
    """How many places of a drawn map are as the exact one has them, and where it errs."""
    words = exact.words()
    right = mine == words
    lines = [f"{int(right.sum())} of {right.size} places agree with the exact map."]
    for word in WORDS:
        missed = int((~right & (words == word)).sum())
        if missed:
            lines.append(f"Where the answer is {word!r}, {missed} are drawn otherwise.")
    return "\n".join(lines)


# ── Switches ────────────────────────────────────────────────────────────────────────────────


def plot_switches(rows: Sequence[Mapping]):
    """For each switch a dot a seed: true score and surprise."""
    import matplotlib.pyplot as plt

    names = list(dict.fromkeys(r["switch"] for r in rows))
    figure, axes = plt.subplots(1, 2, figsize=(9, 2.9), layout="constrained", sharey=True)
    titles = {"score": "true score, sure feet", "surprise": "surprise, nats an action"}
    for number, (axis, (key, title)) in enumerate(zip(axes, titles.items(), strict=True)):
        places = [names.index(r["switch"]) for r in rows]
        axis.plot([r[key] for r in rows], places, linestyle="none", alpha=0.7, **style(number))
        axis.set(xlabel=title, yticks=range(len(names)))
        axis.set_yticklabels(names)
        axis.grid(alpha=0.3)
    axes[0].set_xlim(-0.03, 1)
    axes[0].invert_yaxis()
    return figure


def switch_words(rows: Sequence[Mapping]) -> str:
    """The same as lines: means over seeds."""
    lines = ["switch       score  across  fell  surprise (nats an action)"]
    for name in dict.fromkeys(r["switch"] for r in rows):
        mean = {k: np.mean([r[k] for r in rows if r["switch"] == name])
                for k in ("score", "across", "fell", "surprise")}  # fmt: skip
        lines.append(
            f"{name:<11}  {mean['score']:5.2f}  {mean['across']:6.0%}  {mean['fell']:4.0%}  "
            f"{mean['surprise']:.2f}"
        )
    seeds = len({r["seed"] for r in rows})
    return "\n".join([*lines, f"({seeds} seeds each; nobody slips)"])
