"""Figures of how much variety was enough: outcomes counted by seeds, and what seeing a coin adds.

Rows are those of the table "coin_run_variety".
"""

from collections.abc import Mapping, Sequence

from course_lib.chapters.coin_run.sweep_variety import AMOUNTS, LEARNED, SEEDS
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
GROUND = {"section": "at a section's first tile", "anywhere": "anywhere on the ground"}
REGIONS = {0.0: "the end only", 0.2: "the right 20 %", 1.0: "all along the way"}

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


def of_share(rows: Rows, share: float) -> list[Mapping]:
    """The agents of one share, in order of their seeds."""
    found = [row for row in rows if row["kind"] == "share" and row["amount"] == share]
    return sorted(found, key=lambda row: row["seed"])


def of_region(rows: Rows, region: float) -> list[Mapping]:
    """The agents of one region; a region of 0 is the end alone, as a share of 0 is."""
    if region == 0:
        return of_share(rows, 0.0)
    found = [row for row in rows if row["kind"] == "region" and row["amount"] == region]
    return sorted(found, key=lambda row: row["seed"])


def counted(rows: Rows, place: str = "off path") -> dict[str, int]:
    """How many of these agents have each outcome."""
    found = [outcome(row, place) for row in rows]
    return {name: found.count(name) for name in LOOKS}


def late(rows: Rows) -> bool:
    """Whether the coin is taken by most agents of no share of up to 5 %, and of some above."""
    most = {s: counted(of_share(rows, s))["takes the coin"] > HALF * len(SEEDS) for s in shares()}
    return most[1.0] and not any(found for share, found in most.items() if share <= 0.05)


def shares() -> list[float]:
    """The shares that were measured, ascending."""
    return sorted(AMOUNTS["share"])


# ── How often the coin was elsewhere ────────────────────────────────────────────────────────


def show_shares(rows: Rows) -> None:
    """Show for each share its five agents: how much of their own is learned, and the outcome."""
    figure, (left, right) = panels(2, height=3.2, sharey=True, width_ratios=(1.1, 1))
    names, told = [f"{100 * share:g} %" for share in shares()], []
    for line, share in enumerate(shares()):
        agents = of_share(rows, share)
        for spot, row in enumerate(sorted(agents, key=lambda r: list(LOOKS).index(outcome(r)))):
            _mark(right, spot, line, row)
        for row in agents:
            _mark(left, row["own"], line, row)
        each = ", ".join(f"{count} {name}" for name, count in counted(agents).items() if count)
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
    figure.legend([*marks, hollow], words, loc="outside lower center", ncols=4)


# ── Those that do neither ───────────────────────────────────────────────────────────────────


def hover_table(rows: Rows, most: int = 6) -> SmallTable:
    """What agents that do neither do with the coin back at the end, shown and invisible."""
    lost = [row for row in rows if row["kind"] == "share" and outcome(row) == "neither"]
    lost.sort(key=lambda row: (not learned(row), row["amount"], row["seed"]))
    lines = [
        [f"{100 * row['amount']:g} %, seed {row['seed']}",
         *(f"{rate(row, 'end', look):.0%}" for look in ("shown", "invisible")),
         *(f"{rate(row, 'end', look, 'truncated'):.0%}" for look in ("shown", "invisible"))]
        for row in lost[:most]
    ]  # fmt: skip
    heads = ["trained with", "takes it, shown", "takes it, invisible",
             "out of time, shown", "out of time, invisible"]  # fmt: skip
    return SmallTable(heads, lines, "The coin is back at the end; 1,000 levels an agent.")


# ── How far away it was ─────────────────────────────────────────────────────────────────────


def show_regions(rows: Rows, places: Mapping[str, str] | None = None) -> None:
    """Show for each region how often the coin is taken, shown and invisible: a dot an agent."""
    places = places or {**GROUND, "off path": "off the path"}
    figure, axes = panels(len(places), height=3.4, sharey=True)
    hidden = {"color": INK, "marker": "o", "markerfacecolor": "white", "markeredgecolor": INK}
    told = []
    for axis, (place, title) in zip(axes, places.items(), strict=True):
        for shift, (look, style) in zip(
            (-0.17, 0.17), (("shown", {**INTENDED_LOOK}), ("invisible", hidden)), strict=True
        ):
            groups = {r: [rate(row, place, look) for row in of_region(rows, r)] for r in REGIONS}
            spots = [number + shift for number in range(len(REGIONS))]
            seed_dots(axis, groups, spots, spread=0.1, label=look, **{**style, "markersize": 6})
            told.append(f"{title}, {look}: " + ", ".join(
                f"{REGIONS[r]} " + " ".join(f"{v:.0%}" for v in values)
                for r, values in groups.items()))  # fmt: skip
        axis.set_title(title, fontsize=11)
        axis.set_xlim(-0.6, len(REGIONS) - 0.4)
        axis.set_xticks(range(len(REGIONS)), ["the\nend", "right\n20 %", "all\nalong"])
        per_cent(axis, "y")
    axes[0].set_ylabel("takes the coin")
    axes[1].set_xlabel("where the coin stood in training")
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    show(figure, "Coins taken by each agent. " + "; ".join(told) + ".")


def added_words(rows: Rows) -> str:
    """What seeing the coin adds, in mean over the agents of each region, paired by agent."""
    lines = []
    for region, name in REGIONS.items():
        agents = of_region(rows, region)
        cells = []
        for place, title in {**GROUND, "off path": "off the path"}.items():
            gains = [rate(r, place) - rate(r, place, "invisible") for r in agents]
            more = sum(gain > 0 for gain in gains)
            mean = 100 * sum(gains) / len(gains)
            cells.append(f"{title} {mean:+.0f} points ({more} of {len(gains)} more)")
        lines.append(f"coin in training: {name}\n    " + "; ".join(cells))
    return "\n".join(lines)


def added(rows: Rows, region: float, place: str) -> float:
    """By how many points agents of a region take the coin more often when they see it, in mean."""
    agents = of_region(rows, region)
    gains = [rate(row, place) - rate(row, place, "invisible") for row in agents]
    return 100 * sum(gains) / len(gains)


def how_many(rows: Rows, some: Sequence[float]) -> int:
    """How many agents of these shares take the coin off the path in more than half of levels."""
    return sum(counted(of_share(rows, share))["takes the coin"] for share in some)
