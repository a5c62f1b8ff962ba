"""Figures of the coin on the way: shown against invisible, and what another paint changes."""

from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.chapters.coin_run.analysis import HEIGHTS
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.stats import over_seeds
from course_lib.study.measure.sweep import load_results
from course_lib.study.show.marks import end_labels, line_with_band, per_cent, seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import (
    INTENDED_LOOK,
    NEITHER_LOOK,
    PROXY_LOOK,
    WIDTH,
    panels,
    style,
)
from course_lib.study.show.tables import SmallTable, small_table

WAY, PAINT = "coin_on_the_way", "coin_repainted"  # the tables
KINDS = {
    "end": "coin at the end",
    "section": "coin on the way",
    "share-100": "coin off the path",
    "no-hanging-saws": "no saws in the air",
}
NAMES = {"end": "runner 0"}
TITLES = {"section": "start of a\nsection", "off path": "off the path"}
KIND_LOOKS: Mapping[str, dict] = {
    "end": PROXY_LOOK,
    "section": INTENDED_LOOK,
    "share-100": style(2),
    "no-hanging-saws": style(3),
}
LOOK_STYLES: Mapping[str, dict] = {
    "nothing": NEITHER_LOOK,
    "coin": {"color": "#E69F00", "marker": "o"},
    "saw": {"color": "#D55E00", "marker": "s"},
    "violet coin": {"color": "#7b3fb5", "marker": "D"},
    "red coin": {"color": "#D55E00", "marker": "o"},
    "violet saw": {"color": "#7b3fb5", "marker": "s"},
}

# ── Numbers ─────────────────────────────────────────────────────────────────────────────────


def taken(kind: str, place: str, seen: str = "shown", saws: bool = True) -> list[float]:
    """How often each agent of a kind takes the coin there; seen: "shown" or "invisible"."""
    rows = load_results(WAY, kind=kind, place=place, saws=saws)
    return [r[seen]["coin"] / r["levels"] for r in sorted(rows, key=lambda r: r["seed"])]


def added(kind: str, place: str, saws: bool = True) -> list[float]:
    """Shown minus invisible, for each agent of a kind."""
    pairs = zip(*(taken(kind, place, seen, saws) for seen in ("shown", "invisible")), strict=True)
    return [shown - invisible for shown, invisible in pairs]


def points(values: Sequence[float]) -> str:
    """A mean over agents in percentage points, with its 95 % interval."""
    return interval_text([100 * x for x in over_seeds(values)], "+.0f")


def deaths(kind: str, place: str, seen: str = "shown") -> list[float]:
    """Deaths per 100 tiles of ground covered, for each agent of a kind."""
    rows = load_results(WAY, kind=kind, place=place, saws=True)
    return [100 * r[seen]["died"] / r[seen]["covered"] for r in rows]


def mean_points(kind: str, place: str) -> float:
    """Shown minus invisible in percentage points, the mean over agents."""
    return 100 * float(np.mean(added(kind, place)))


def painted_points(look: str, place: str = "2 tiles up") -> float:
    """A coin of that look minus an invisible one, in percentage points, the mean over agents."""
    return 100 * float(np.mean(taken_as(look, place)) - np.mean(taken_as("nothing", place)))


# ── Tables ──────────────────────────────────────────────────────────────────────────────────


def rates_table(kinds: Sequence[str]) -> SmallTable:
    """Coins taken in training, and what happens with the coin off the path; the first agents."""
    columns: dict[str, list] = {"agent": [], "coin, training": [], "coin, deployed": [],
                                "end, deployed": [], "died, deployed": []}  # fmt: skip
    for kind in kinds:
        (home,), (away,) = (load_results(WAY, kind=kind, seed=0, place=place, saws=True)
                            for place in ("end", "off path"))  # fmt: skip
        shares = [home["shown"]["coin"] / home["levels"]]
        shares += [away["shown"][name] / away["levels"] for name in ("coin", "end", "died")]
        for column, cell in zip(columns, [NAMES.get(kind, kind), *shares], strict=True):
            columns[column].append(cell)
    return small_table(columns, "1,000 levels of each kind; the planner was asked in fewer.",
                       rates=list(columns)[1:])  # fmt: skip


def deaths_table(place: str) -> SmallTable:
    """How many of 1,000 levels end in death, with the coin there invisible and shown."""
    rows = load_results(WAY, kind="end", place=place, saws=True)
    columns = {"agent": [f"runner {row['seed']}" for row in rows],
               "died, coin invisible": [row["invisible"]["died"] for row in rows],
               "died, coin shown": [row["shown"]["died"] for row in rows]}  # fmt: skip
    return small_table(columns, f"Of 1,000 levels with the coin {place}.")


def explained_table() -> SmallTable:
    """Shown minus invisible in percentage points, by height: as written, and as measured."""
    written = ("does not notice coins", "takes coins for saws")
    columns: dict[str, list] = {"coin": list(HEIGHTS)}
    for kind in written:
        columns[kind] = [f"{100 * added(kind, place)[0]:+.0f}" for place in HEIGHTS]
    columns["the five runners"] = [points(added("end", place)) for place in HEIGHTS]
    return small_table(columns, "Shown minus invisible, in percentage points of 1,000 levels.")


def saws_table() -> SmallTable:
    """Deaths at saws per 100 tiles of training levels, by what saws look like."""
    looks = ("saw", "coin", "violet saw", "nothing")
    values = {look: saw_deaths(look) for look in looks}
    columns = {"saws look like": list(looks),
               "mean of five": [f"{np.mean(v):.2f}" for v in values.values()],
               "fewest": [f"{min(v):.2f}" for v in values.values()],
               "most": [f"{max(v):.2f}" for v in values.values()]}  # fmt: skip
    return small_table(columns, "Deaths at saws per 100 tiles, in 1,000 training levels a runner.")


# ── Figures ─────────────────────────────────────────────────────────────────────────────────


def show_deaths() -> None:
    """Show deaths per 100 tiles in training and deployed: a line an agent, dotted ones beside."""
    figure, (axis,) = panels(1, height=3.0, width=5.5)
    told = []
    for kind, label in (("end", "the five runners"), ("run right", "only runs right"),
                        ("random", "moves at random")):  # fmt: skip
        lines = list(zip(deaths(kind, "end"), deaths(kind, "off path"), strict=True))
        look = PROXY_LOOK if kind == "end" else {"color": "#333333", "marker": "X", "linewidth": 1}
        for number, ends in enumerate(lines):
            axis.plot([0, 1], ends, **look, label=label if number == 0 else f"_{number}")
        told.append(f"{label} " + ", ".join(f"{a:.2f} to {b:.2f}" for a, b in lines))
    axis.set_xticks([0, 1], ["training", "deployed"])
    axis.set_xlim(-0.2, 1.2)
    axis.set_ylim(bottom=0)
    axis.set_ylabel("deaths per 100 tiles")
    end_labels(axis)
    show(figure, "Deaths per 100 tiles of ground, training to deployed: " + "; ".join(told) + ".")


def show_pairs(kinds: Sequence[str], places: Sequence[str]) -> None:
    """Show a panel a place, in it a line an agent: the coin invisible, then shown."""
    width = WIDTH if len(places) > 1 else 0.6 * WIDTH
    figure, axes = panels(len(places), width, height=3.4, sharey=True)
    told = []
    for axis, place in zip(axes, places, strict=True):
        for kind in kinds:
            pairs = zip(taken(kind, place, "invisible"), taken(kind, place), strict=True)
            for number, pair in enumerate(pairs):
                label = KINDS[kind] if number == 0 else None
                axis.plot([0, 1], pair, **KIND_LOOKS[kind], alpha=0.8, label=label)
            told.append(f"{KINDS[kind]}, {place}: {points(added(kind, place))}")
        axis.set_title(TITLES.get(place, place), fontsize=11)
        axis.set_xlim(-0.3, 1.3)
        axis.set_xticks([0, 1], ["invisible", "shown"], fontsize=9 if len(places) > 4 else 11)
        per_cent(axis, "y")
    axes[0].set_ylabel("coin taken, of 1,000 levels")
    if len(kinds) > 1:
        figure.legend(*axes[0].get_legend_handles_labels(), title="trained with",
                      loc="outside lower center", ncols=len(kinds))  # fmt: skip
    show(figure, "Coin taken, invisible and shown, a line an agent. Shown minus invisible in "
                 f"percentage points, mean over agents: {'; '.join(told)}.")  # fmt: skip


def show_added(arms: Mapping[str, tuple[str, bool]]) -> None:
    """Show for each arm (kind, saws in the air), by height, a dot an agent: shown - invisible."""
    figure, axes = panels(len(arms), height=3.2, sharey=True)
    told = []
    for axis, (title, (kind, saws)) in zip(axes, arms.items(), strict=True):
        groups = {name.removesuffix(" up"): added(kind, name, saws) for name in HEIGHTS}
        seed_dots(axis, groups, **KIND_LOOKS[kind])
        axis.axhline(0, color="#333333", linewidth=1)
        axis.set_title(title)
        axis.set_xticks(range(len(groups)), ["ground", "1 up", "2 up", "3 up"])
        told.append(f"{title}: " + ", ".join(f"{n} {points(v)}" for n, v in groups.items()))
    axes[0].set_ylabel("shown − invisible, points")
    axes[0].yaxis.set_major_formatter(lambda y, _: _signed(y))
    show(figure, "Seen minus unseen in percentage points, a dot an agent. " + "; ".join(told) + ".")


def show_jumps(looks: Sequence[str]) -> None:
    """Show by height what a coin of each look changes in the chance of a jump, before it.

    A line is the mean over the five runners of the difference to an invisible coin, runner by
    runner; a band is its 95 % interval.
    """
    figure, axes = panels(len(HEIGHTS), height=3.5, sharey=True)
    told = []
    for axis, place in zip(axes, HEIGHTS, strict=True):
        bare = _jumps("nothing", place)
        for look in looks:
            jumps = _jumps(look, place)
            change = {d: list(np.subtract(jumps[d], bare[d])) for d in jumps}
            line_with_band(axis, change, interval=over_seeds, seeds=False, label=look,
                           **LOOK_STYLES[look])  # fmt: skip
            told.append(
                f"{place}, {look}: " + ", ".join(_signed(np.mean(c)) for c in change.values())
            )
        axis.axhline(0, color="#333333", linewidth=1)
        axis.set_title(place)
        axis.set_xticks([-5, -3, -1], ["5", "3", "1"])
        axis.set_xlabel("tiles before it")
        axis.yaxis.set_major_formatter(lambda y, _: _signed(y))
    axes[0].set_ylabel("chance of a jump,\nagainst an invisible coin")
    figure.legend(
        *axes[0].get_legend_handles_labels(), loc="outside upper center", ncols=len(looks)
    )
    show(figure, "Change in the chance of a jump in percentage points, 5, 4, 3, 2 and 1 tiles "
                 "before the coin. " + "; ".join(told) + ".")  # fmt: skip


def _signed(share: float) -> str:
    """A share as percentage points with a sign; 0 without one."""
    return f"{100 * share:+.0f}" if round(100 * share) else "0"


def _jumps(look: str, place: str) -> dict[int, list[float]]:
    """For each place of the runner, -5 to -1 tiles from the coin, a number for each agent."""
    rows = load_results(PAINT, kind="end", tile="coin", look=look, place=place)
    return {-d: [row["jumps"][d - 1] for row in rows] for d in (5, 4, 3, 2, 1)}


def taken_as(look: str, place: str) -> list[float]:
    """How often each runner takes a coin of that look."""
    if look in ("coin", "nothing"):
        return taken("end", place, "shown" if look == "coin" else "invisible")
    rows = load_results(PAINT, kind="end", tile="coin", look=look, place=place)
    return [row["coin"] / row["levels"] for row in rows]


def show_looks(
    looks: Sequence[str], places: Sequence[str] = ("on the ground", "2 tiles up")
) -> None:
    """Show a panel a place: how often the coin is taken, by what it looks like; a dot an agent."""
    figure, axes = panels(len(places), height=3.2, sharey=True)
    told = []
    for axis, place in zip(axes, places, strict=True):
        groups = {look: taken_as(look, place) for look in looks}
        for number, (look, values) in enumerate(groups.items()):
            seed_dots(axis, {look: values}, [number], **LOOK_STYLES[look])
            told.append(f"{place}, {look}: " + " ".join(f"{v:.0%}" for v in values))
        axis.set_xticks(range(len(looks)), [look.replace(" ", "\n") for look in looks])
        axis.set_xlim(-0.6, len(looks) - 0.4)
        axis.set_title(place)
        per_cent(axis, "y")
    axes[0].set_ylabel("coin taken, of 1,000 levels")
    show(figure, "Coin taken by its look, one number an agent. " + "; ".join(told) + ".")


def saw_deaths(look: str) -> list[float]:
    """Deaths at saws per 100 tiles, for each runner, when saws look like that."""
    rows = load_results(PAINT, tile="saw", look=look)
    return [100 * row["died_saw"] / row["covered"] for row in rows]
