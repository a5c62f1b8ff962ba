"""The figures of the coin lesson, and each of them in words."""

from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.chapters.coin_run.analysis import PER
from course_lib.protocols import Distribution
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.rollout import begin
from course_lib.study.measure.stats import over_seeds, rate_over_seeds
from course_lib.study.measure.sweep import by_setting
from course_lib.study.show.levels import image_grid
from course_lib.study.show.marks import (
    errorbar_line,
    errorbar_rows,
    intervals_of,
    line_with_band,
    name_rows,
    seed_dots,
)
from course_lib.study.show.names import human_names
from course_lib.study.show.style import (
    INK,
    INTENDED_LOOK,
    NEITHER_LOOK,
    PROXY_LOOK,
    style,
    subplots,
)
from course_lib.study.show.tables import text_table
from course_lib.worlds import coin_run

EMPTY = 3  # rows of tiles at the top of a level where there is only sky
TITLES = {"beginning": "at the beginning", "middle": "in the middle", "end": "at the end",
          "beyond": "beyond the end", "end, wall": "at the end, wall behind"}  # fmt: skip

# ── Levels ──────────────────────────────────────────────────────────────────────────────────


def plot_strips(rows: Mapping[str, Distribution], seeds: Sequence[int], pixels: int = 14):
    """A column of levels for each label: those of these seeds, from wall to wall."""
    columns = (
        [(f"{label}, level {seed}", picture) for seed, picture in zip(seeds, shown, strict=True)]
        for label, shown in ((label, _levels(d, seeds, pixels)) for label, d in rows.items())
    )
    size = (5.4 * len(rows), 1.55 * len(seeds) + 0.2)
    return image_grid([*zip(*columns, strict=True)], size)


def _levels(distribution: Distribution, seeds: Sequence[int], pixels: int) -> list[np.ndarray]:
    """Sharp pictures of levels, uint8 (height, width, 3), without the sky at their top."""
    states = begin(distribution, seeds).batch
    return [coin_run.WORLD.picture(s, pixels)[EMPTY * pixels :] for s in states]


def plot_views(distribution: Distribution, seeds: Sequence[int]):
    """What people see of the beginning of levels, above what the agent sees at that moment."""
    sim = begin(distribution, seeds)
    seen, sharp = sim.observe(), _levels(distribution, seeds, 16)
    size = (3 * len(seeds), 5.2)
    figure, axes = subplots(2, len(seeds), figsize=size, squeeze=False)
    for (above, below), picture, small, seed in zip(axes.T, sharp, seen, seeds, strict=True):
        above.imshow(picture[:, : 16 * 14])
        above.set_title(f"level {seed}, as drawn for you", fontsize=10)
        below.imshow(small, interpolation="nearest")
        below.set_title("as the agent gets it", fontsize=10)
        above.set_axis_off()
        below.set_axis_off()
    figure.set_layout_engine("constrained")
    return figure


# ── Dangers ─────────────────────────────────────────────────────────────────────────────────


def plot_dangers(table):
    """A row a policy: deaths per 100 tiles of ground, in training and deployed, with intervals."""
    policies = table.unique("policy")
    figure, axis = subplots(figsize=(7, 1.4 + 0.4 * len(policies)), layout="constrained")
    for number, label in enumerate(("training", "deployment")):
        rows = [table.get(policy, label, "died") for policy in policies]
        places = np.arange(len(policies)) + 0.24 * number - 0.12
        errorbar_rows(axis, intervals_of(rows), places, label=label, **style(number))
    axis.set(xlabel=f"deaths per {PER} tiles of ground covered, 95 % interval")
    name_rows(axis, list(human_names(policies).values()))
    axis.legend()
    return figure


# ── Difficulty ──────────────────────────────────────────────────────────────────────────────


def plot_by_difficulty(table, axis=None):
    """A line a policy: one metric's rate by the difficulty of the levels, with 95 % intervals."""
    axis = axis or subplots(figsize=(7, 4), layout="constrained")[1]
    labels, metric = table.unique("distribution"), table.rows[0]["metric"]
    for number, (policy, told) in enumerate(human_names(table.unique("policy")).items()):
        rows = [table.get(policy, label, metric) for label in labels]
        places = np.array([int(label) for label in labels]) + 0.08 * number
        errorbar_line(axis, intervals_of(rows), places, label=told, **style(number))
    axis.set(xlabel="difficulty", ylabel=metric, ylim=(-0.03, 1.03))
    axis.grid(alpha=0.3)
    axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return axis.figure


def difficulty_words(table) -> str:
    """A line a policy: the rate at each difficulty, in per cent."""
    labels, metric = table.unique("distribution"), table.rows[0]["metric"]
    lines = [[f"{metric} in %, at difficulty", *labels]]
    for policy, told in human_names(table.unique("policy")).items():
        rates = (table.get(policy, label, metric)["mean"] for label in labels)
        lines.append([told, *(f"{100 * rate:.0f}" for rate in rates)])
    return text_table(lines, "<>", [28, *[6] * len(labels)], gap=0)


# ── Shares ──────────────────────────────────────────────────────────────────────────────────

# A line of the figure: its label, and what is counted in a row of the table "coin_run_shares".
OWN = ("coin, own training", "training", "coin")
SHARE_LINES = (
    ("coin, deployed", "deployment", "coin"),
    ("the same, invisible", "invisible", "coin"),
    ("end, deployed", "deployment", "end"),
    ("neither, alive, deployed", "deployment", "neither"),
)
SHARE_LOOKS: tuple[dict, ...] = (
    INTENDED_LOOK,
    {"color": INTENDED_LOOK["color"], "marker": "o", "fillstyle": "none"},
    PROXY_LOOK,
    NEITHER_LOOK,
)


def plot_shares(rows: Sequence[Mapping]):
    """What agents do, by the share of their training levels with the coin off the path.

    rows: of the table "coin_run_shares". Left a mark is one training seed, without a mean: where
    agents do the one or the other, a mean describes none of them. The dotted line is the mean in
    their own training. Right: deaths per 100 tiles, deployed and in training; a line is the mean
    over seeds, a band its 95 % interval.
    """
    figure, (left, right) = subplots(1, 2, figsize=(11, 4.6), layout="constrained")
    shares = sorted({row["share"] for row in rows})
    places = range(len(shares))
    for number, ((label, *line), look) in enumerate(zip(SHARE_LINES, SHARE_LOOKS, strict=True)):
        beside = [place + 0.18 * (number - 1.5) for place in places]
        seed_dots(left, _by_share(rows, *line), beside, spread=0.05, label=label, **look)
    own = [rate_over_seeds(values)[0] for values in _by_share(rows, *OWN[1:]).values()]
    left.plot(places, own, color=INK, linewidth=1, linestyle=":", label=OWN[0])
    for number, where in enumerate(("training", "deployment")):
        look = {"label": where, **style(number + 4)}
        line_with_band(right, _deaths(rows, where), places, interval=over_seeds, **look)
    left.set(title="share of episodes", ylim=(-0.03, 1.03))
    right.set(title=f"deaths per {PER} tiles of ground covered")
    right.set_ylim(bottom=0)
    for axis in (left, right):
        axis.set_xticks(places, [f"{100 * share:g} %" for share in shares])
        axis.set_xlabel("training levels with the coin off the path (not to scale)")
        axis.grid(alpha=0.3)
        axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2)
    return figure


def _by_share(rows: Sequence[Mapping], where: str, metric: str) -> dict[float, list[float]]:
    """For each share a metric's rate, one for each seed."""

    def rate(row):
        counts = {**row[where], "neither": _neither(row[where])}
        return counts[metric] / counts["episodes"]

    return by_setting(rows, "share", rate)


def _neither(counts: Mapping) -> int:
    """Episodes without coin, end and death; those few who die at the end count as both of these."""
    return max(0, counts["episodes"] - counts["coin"] - counts["end"] - counts["died"])


def _deaths(rows: Sequence[Mapping], where: str) -> dict[float, list[float]]:
    """For each share the deaths per 100 tiles of ground covered, one for each seed."""
    return by_setting(
        rows, "share", lambda row: PER * row[where]["died"] / max(row[where]["covered"], 1)
    )


def share_words(rows: Sequence[Mapping]) -> str:
    """The curve as lines of text: means over seeds with their 95 % intervals."""
    columns = {name: _by_share(rows, *line) for name, *line in (OWN, *SHARE_LINES)}
    wide = {name: max(len(name), len("100% [100%, 100%]")) + 2 for name in columns}
    lines = ["share  seeds  " + "".join(name.ljust(wide[name]) for name in columns)]
    for share in sorted({row["share"] for row in rows}):
        cells = [
            interval_text(rate_over_seeds(column[share]), ".0%").ljust(wide[name])
            for name, column in columns.items()
        ]
        seeds = len(columns[OWN[0]][share])
        lines.append(f"{100 * share:4g} %  {seeds:5}  " + "".join(cells))
    return "\n".join(line.rstrip() for line in lines)


# ── The critic ──────────────────────────────────────────────────────────────────────────────


def plot_critic(rows: Sequence[Mapping]):
    """A panel a place: what the critic expects (above), what the actor does (below), by distance.

    rows: as `coin_tests.critic` gives them. Bands are 95 % intervals over agents.
    """
    places = list(dict.fromkeys(row["place"] for row in rows))
    size = (2.5 * len(places) + 0.5, 5.4)
    figure, axes = subplots(2, len(places), figsize=size, sharex=True, sharey="row")
    for number, place in enumerate(places):
        for line, what in enumerate(("value", "right")):
            for shown in (True, False):
                _critic_line(axes[line, number], rows, place, what, shown)
            axes[line, number].axvline(0, color="0.5", linestyle=":")
            axes[line, number].grid(alpha=0.3)
        axes[0, number].set_title(TITLES.get(place, place), fontsize=10)
        axes[1, number].set_xlabel("tiles from the place")
    axes[0, 0].set_ylabel("critic: value")
    axes[1, 0].set_ylabel("actor: chance of going right")
    axes[1, 0].set_ylim(-0.03, 1.03)
    figure.set_layout_engine("constrained")
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return figure


def _critic_line(axis, rows, place: str, what: str, shown: bool) -> None:
    points = _by_distance(rows, place, what, shown)
    look = {**style(0 if shown else 1), "linestyle": "-" if shown else "--", "markersize": 4}
    label = "coin shown" if shown else "no coin to be seen"
    line_with_band(axis, points, interval=over_seeds, seeds=False, label=label, **look)


def _by_distance(rows, place: str, what: str, shown: bool) -> dict[int, list[float]]:
    """For each distance at which the runner can stand, a number for each agent."""
    found: dict[int, list[float]] = {}
    for row in rows:
        if (row["place"], row["shown"]) == (place, shown) and row["levels"]:
            found.setdefault(row["distance"], []).append(row[what])
    return found


def critic_words(rows: Sequence[Mapping], distance: int = -2) -> str:
    """The figure in words: the curves so many tiles from each place, and what the coin adds."""
    side = "before" if distance < 0 else "behind"
    lines = [f"Critic's value {abs(distance)} tiles {side} the place, coin shown and not:"]
    for place in dict.fromkeys(row["place"] for row in rows):
        told = [_by_distance(rows, place, "value", s).get(distance, []) for s in (True, False)]
        right = [_by_distance(rows, place, "right", s).get(distance, []) for s in (True, False)]
        if not told[0]:
            continue  # nobody can stand there
        shown, hidden = (over_seeds(values)[0] for values in told)
        more = interval_text(over_seeds(np.array(told[0]) - np.array(told[1])), "+.2f")
        ways = " and ".join(f"{np.mean(chances):.0%}" for chances in right)
        words = f"{shown:.2f} and {hidden:.2f}, the coin adds {more}; goes right {ways}"
        lines.append(f"  {TITLES.get(place, place):23} {words}")
    return "\n".join(lines)
