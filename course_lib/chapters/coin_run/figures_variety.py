"""Figures of how much variety was enough: outcomes counted by seeds, and what seeing a coin adds.

Rows are those of the table "coin_run_variety".
"""

from collections.abc import Mapping, Sequence

from course_lib.chapters.coin_run.sweep_variety import AMOUNTS, LEARNED, SEEDS
from course_lib.study.measure.stats import over_seeds
from course_lib.study.show.marks import name_rows, per_cent, seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import (
    INK,
    INTENDED_LOOK,
    NEITHER_LOOK,
    PROXY_LOOK,
    panels,
)
from course_lib.study.show.tables import SmallTable

Rows = Sequence[Mapping]
HALF = 0.5  # an outcome is what happens in more than half of the episodes
LOOKS = {"takes the coin": INTENDED_LOOK, "runs to the end": PROXY_LOOK, "neither": NEITHER_LOOK}
DEPLOYED = {"section": "where a section begins", "anywhere": "anywhere on the way",
            "off path": "off the path"}  # fmt: skip
TRAININGS = {
    "at the end": ("share", 0.0),
    "in the right 20 %": ("region", 0.2),
    "all along the way": ("region", 1.0),
    "off the path": ("share", 1.0),
}

# ── What is read off a row ──────────────────────────────────────────────────────────────────


def rate(row: Mapping, place: str, look: str = "shown", metric: str = "coin") -> float:
    """The share of an agent's episodes in which this happened, with the coin at this place."""
    counts = row[place][look]
    return counts[metric] / counts["episodes"]


def outcome(row: Mapping, place: str = "off path") -> str:
    """What the agent does in more than half of the episodes, one of `LOOKS`; else "neither"."""
    if rate(row, place) > HALF:
        return "takes the coin"
    return "runs to the end" if rate(row, place, metric="end") > HALF else "neither"


def learned(row: Mapping) -> bool:
    """Whether the agent takes the coin in at least 95 % of the exam levels of its own kind."""
    return row["own"] >= LEARNED


def of(rows: Rows, kind: str, amount: float) -> list[Mapping]:
    """The agents of one kind and amount of variety, in order of their seeds."""
    found = [row for row in rows if (row["kind"], row["amount"]) == (kind, amount)]
    return sorted(found, key=lambda row: row["seed"])


def counted(rows: Rows, place: str = "off path") -> dict[str, int]:
    """How many of these agents have each outcome."""
    found = [outcome(row, place) for row in rows]
    return {name: found.count(name) for name in LOOKS}


def how_many(rows: Rows, some: Sequence[float]) -> int:
    """How many agents of these shares take the coin off the path in more than half of levels."""
    return sum(counted(of(rows, "share", share))["takes the coin"] for share in some)


def shares() -> list[float]:
    """The shares that were measured, ascending."""
    return sorted(AMOUNTS["share"])


# ── How often the coin was elsewhere ────────────────────────────────────────────────────────


def show_shares(rows: Rows) -> None:
    """Show for each share its five agents: how much of their own is learned, and the outcome."""
    figure, (left, right) = panels(2, height=3.2, sharey=True, width_ratios=(1.1, 1))
    names, told = [f"{100 * share:g} %" for share in shares()], []
    for line, share in enumerate(shares()):
        agents = of(rows, "share", share)
        for spot, row in enumerate(sorted(agents, key=lambda r: list(LOOKS).index(outcome(r)))):
            _mark(right, spot, line, row)
        for row in agents:
            _mark(left, row["own"], line, row)
        each = ", ".join(f"{name} {count}" for name, count in counted(agents).items() if count)
        told.append(f"{names[line]}: {each}; {sum(map(learned, agents))} have learned their own")
    left.axvline(LEARNED, color=INK, linewidth=1, linestyle=":")
    left.set_xlabel("coins taken in levels of their own kind")
    left.set_xlim(0.7, 1.01)
    left.set_xticks([0.7, 0.8, 0.9, 1], ["70 %", "80 %", "90 %", "100 %"])
    right.set_xlim(-0.6, len(SEEDS) - 0.4)
    right.set_xticks([])
    right.set_xlabel("five agents, the coin off the path")
    name_rows(left, names)
    left.set_ylabel("coin off the path\nin training")
    _legend(figure)
    show(figure, "Five agents a share, with what they do when the coin is off the path. "
                 + "; ".join(told) + ".")  # fmt: skip


def _mark(axis, x: float, y: float, row: Mapping) -> None:
    """Draw an agent in the colour and shape of its outcome; hollow if its own is not learned."""
    look = LOOKS[outcome(row)]
    fill = look["color"] if learned(row) else "white"
    axis.plot(x, y, **look, markersize=9, linestyle="none", markerfacecolor=fill,
              markeredgecolor=look["color"], markeredgewidth=1.6)  # fmt: skip


def _legend(figure) -> None:
    from matplotlib.lines import Line2D

    marks = [Line2D([], [], **look, linestyle="none", markersize=8) for look in LOOKS.values()]
    hollow = Line2D([], [], color=INK, marker="o", linestyle="none", markersize=8,
                    markerfacecolor="white")  # fmt: skip
    words = [*LOOKS, "hollow: not learned"]
    figure.legend([*marks, hollow], words, loc="outside lower center", ncols=4, frameon=False)


def shorter_words(rows: Rows, some: Sequence[float] = (0.05, 0.10)) -> str:
    """The same two shares after a shorter training; rows: of the table "coin_run_shares"."""
    told = []
    for share in some:
        agents = [row for row in rows if row["share"] == share]
        coins = [row["deployment"]["coin"] / row["deployment"]["episodes"] for row in agents]
        own = [row["training"]["coin"] / row["training"]["episodes"] for row in agents]
        told.append(
            f"{100 * share:g} %: {sum(coin > HALF for coin in coins)} of {len(agents)} take the "
            f"coin off the path; of their own coins they take {min(own):.0%} to {max(own):.0%}"
        )
    return "After 0.7 million steps, in another training.\n" + "\n".join(told)


# ── What became of the end ──────────────────────────────────────────────────────────────────


def end_table(rows: Rows, share: float) -> SmallTable:
    """What the agents of a share do off the path, and with the coin back at the end."""
    lines = [[f"{100 * share:g} %, seed {row['seed']}", *_at_end(row)]
             for row in of(rows, "share", share)]  # fmt: skip
    lines.append(["0 %, seed 0", *_at_end(of(rows, "share", 0.0)[0])])
    heads = ["trained with", "takes it off the path", "at the end, shown", "at the end, invisible",
             "out of time, invisible"]  # fmt: skip
    return SmallTable(heads, lines, "The same 1,000 levels for each agent and each column.")


def _at_end(row: Mapping) -> list[str]:
    shares = (rate(row, "off path"), rate(row, "end"), rate(row, "end", "invisible"),
              rate(row, "end", "invisible", "truncated"))  # fmt: skip
    return [f"{100 * share:.0f} %" for share in shares]


# ── How far away it was ─────────────────────────────────────────────────────────────────────


def show_places(rows: Rows) -> None:
    """Show for each training how often the coin is taken, shown and invisible: a dot an agent."""
    figure, axes = panels(len(DEPLOYED), height=3.6, sharey=True)
    hidden = {"color": INK, "marker": "o", "markerfacecolor": "white", "markeredgecolor": INK}
    looks = {"shown": (-0.17, {**INTENDED_LOOK}), "invisible": (0.17, hidden)}
    told = []
    for axis, (place, title) in zip(axes, DEPLOYED.items(), strict=True):
        for look, (shift, style) in looks.items():
            groups = {name: [rate(row, place, look) for row in of(rows, *which)]
                      for name, which in TRAININGS.items()}  # fmt: skip
            spots = [number + shift for number in range(len(groups))]
            seed_dots(axis, groups, spots, spread=0.1, label=look, **{**style, "markersize": 6})
            told += [f"coin {title}, {look}, trained with it {name}: "
                     + " ".join(f"{value:.0%}" for value in values)
                     for name, values in groups.items()]  # fmt: skip
        axis.set_title(title, fontsize=11)
        axis.set_xlim(-0.6, len(TRAININGS) - 0.4)
        axis.set_xticks(range(len(TRAININGS)), list(TRAININGS), rotation=50, ha="right",
                        rotation_mode="anchor")  # fmt: skip
        per_cent(axis, "y")
    axes[0].set_ylabel("takes the coin")
    figure.legend(
        *axes[0].get_legend_handles_labels(), loc="outside upper center", ncols=2, frameon=False
    )
    show(figure, "Coins taken by each agent. " + "; ".join(told) + ".")


def added(rows: Rows, training: str, place: str) -> list[float]:
    """For each agent of a training, by how many points it takes the coin more often if shown."""
    return [
        100 * (rate(row, place) - rate(row, place, "invisible"))
        for row in of(rows, *TRAININGS[training])
    ]


def added_table(rows: Rows) -> SmallTable:
    """What seeing the coin adds for each training, in mean over five agents, with its interval."""
    lines = [
        [f"coin {name}", *(_points(over_seeds(added(rows, name, place))) for place in DEPLOYED)]
        for name in TRAININGS
    ]
    words = (
        "Points by which the coin is taken more often when shown: mean and interval over agents."
    )
    return SmallTable(["in training", *DEPLOYED.values()], lines, words)


def _points(told: Sequence[float]) -> str:
    mean, low, high = (f"{round(min(max(value, -100), 100)):+d}" for value in told)
    return f"{mean} [{low}, {high}]"
