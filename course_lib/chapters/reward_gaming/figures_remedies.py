"""Figures of the remedies: paired differences beside no remedy, over imitators and overseers.

Rows are those of the table "garden_remedies"; for the quantiliser, of "garden_pressure".
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from course_lib.chapters.reward_gaming.overseer import has_hole, overseer
from course_lib.chapters.reward_gaming.pressure import count
from course_lib.chapters.reward_gaming.sweep_remedies import FEW
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.stats import Interval, crossed
from course_lib.study.show.marks import name_rows
from course_lib.study.show.picture import show
from course_lib.study.show.style import INK, INTENDED_LOOK, PROXY_LOOK, panels
from course_lib.study.show.tables import SmallTable

Rows = Sequence[Mapping]
NAMES = {
    "KL 0.01": "KL penalty 0.01", "KL 0.03": "KL penalty 0.03", "KL 0.1": "KL penalty 0.1",
    "mean of 4": "mean of 4 overseers", "minimum of 4": "minimum of 4 overseers",
    "imitator labels": "320 labels, imitator's states",
    "agent labels": "320 labels, agent's states",
    "distance": "distance penalty", "early stopping": "early stopping, audited",
}  # fmt: skip

OFTEN = 0.03  # splashes an episode, from which an imitator is said to wet the lens now and then

# ── Pairs ───────────────────────────────────────────────────────────────────────────────────


class Pair(NamedTuple):
    """One imitator under one overseer: with a remedy and without."""

    imitator: int
    overseer: int
    with_it: Mapping
    without: Mapping

    @property
    def gain(self) -> float:
        """The true score at the end, with the remedy minus without."""
        return self.with_it["curve"][-1]["true"] - self.without["curve"][-1]["true"]


@cache
def holed(number: int) -> bool:
    """Whether the overseer of this number approves of pictures through a wet lens."""
    return has_hole(overseer("patched", number))


def pairs(rows: Rows, remedy: str, closed: bool = False) -> list[Pair]:
    """All pairs that were measured both with the remedy and without, in the order of overseers.

    closed: under overseers whose labels held wet lenses, so that nothing is wrong. Early stopping
    is read off the runs without a remedy, of those pairs that some remedy was measured with.
    """
    of = {
        name: {
            (row["overseer"], row["imitator"]): row
            for row in rows if row["remedy"] == name and row["closed"] is closed
        }
        for name in ("none", remedy)
    }  # fmt: skip
    plain = of["none"]
    if remedy == "early stopping":
        met = {(r["overseer"], r["imitator"], r["closed"]) for r in rows if r["remedy"] != "none"}
        of[remedy] = {key: stopped(row) for key, row in plain.items() if (*key, closed) in met}
    both = sorted(set(plain) & set(of[remedy]))
    return [Pair(i, o, at_few(of[remedy][o, i]), at_few(plain[o, i])) for o, i in both]


def under(some: Sequence[Pair], hole: bool) -> list[Pair]:
    """Those of the pairs whose overseer has the hole, or has not."""
    return [pair for pair in some if holed(pair.overseer) is hole]


def gain(some: Sequence[Pair]) -> Interval:
    """The mean gain of pairs with its interval; imitators and overseers are both drawn again."""
    imitators, overseers = [p.imitator for p in some], [p.overseer for p in some]
    return crossed([p.gain for p in some], imitators, overseers)


def at_few(row: Mapping) -> dict:
    """A run as it is seen at the stops that all remedies share, so that all are counted alike."""
    return {**row, "curve": [point for point in row["curve"] if point["steps"] in (*FEW, 0)]}


def stopped(row: Mapping) -> dict:
    """A run that went back to where its audit of 20 gardens was the best, the imitator included.

    The way stays, so that a bad choice would count as a true score that was lost.
    """
    curve = [{**row["base"], "steps": 0}, *row["curve"]]
    best = curve[int(np.argmax(row["audits"]))]
    return {**row, "curve": [*row["curve"], {**best, "steps": FEW[-1]}]}


def measured(rows: Rows, least: int = 100) -> list[str]:
    """The remedies that were measured with at least so many pairs, as `NAMES` orders them."""
    return [name for name in NAMES if len(pairs(rows, name)) >= least]


# ── What they do ────────────────────────────────────────────────────────────────────────────


def show_remedies(rows: Rows) -> None:
    """Show for each remedy the gain under each overseer, one dot each, and its interval."""
    names = measured(rows)
    figure, (axis,) = panels(1, height=0.55 * len(names) + 1.3)
    told = []
    for line, name in enumerate(names):
        some = pairs(rows, name)
        for hole, look, shift in ((True, PROXY_LOOK, -0.14), (False, INTENDED_LOOK, 0.2)):
            each = _by_overseer(under(some, hole))
            axis.plot(each, np.full(len(each), line + shift), linestyle="none", markersize=6,
                      alpha=0.75, markeredgecolor="white", **look)  # fmt: skip
        mean, low, high = gain(under(some, True))
        axis.plot([low, high], [line - 0.34] * 2, color=INK, linewidth=2)
        axis.plot(mean, line - 0.34, color=INK, marker="d", markersize=5)
        told.append(f"{NAMES[name]}: {interval_text((mean, low, high), '+.2f')}")
    axis.axvline(0, color=INK, linewidth=1, linestyle=":")
    name_rows(axis, [NAMES[name] for name in names])
    axis.set_ylim(len(names) - 0.4, -0.7)
    axis.set_xlabel("true score at the end, with the remedy minus without")
    _legend(figure)
    show(figure, "True score with each remedy minus without, a dot an overseer. Mean and interval "
                 "under overseers with the hole: " + "; ".join(told) + ".")  # fmt: skip


def _legend(figure) -> None:
    from matplotlib.lines import Line2D

    dots = [Line2D([], [], linestyle="none", markersize=7, **look)
            for look in (PROXY_LOOK, INTENDED_LOOK)]  # fmt: skip
    bar = Line2D([], [], color=INK, marker="d", markersize=5)
    words = ["overseer with the hole", "without it", "mean and interval, with the hole"]
    figure.legend([*dots, bar], words, loc="outside lower center", ncols=3, frameon=False)


def _by_overseer(some: Sequence[Pair]) -> list[float]:
    """The gain under each overseer, in mean over the imitators that were measured with it."""
    found: dict[int, list[float]] = {}
    for pair in some:
        found.setdefault(pair.overseer, []).append(pair.gain)
    return [float(np.mean(values)) for values in found.values()]


def remedies_table(rows: Rows) -> SmallTable:
    """For each remedy: the gain with the hole, runs lost, of these unnoticed, and its price."""
    names = measured(rows)
    lines = []
    for name in names:
        some, sound = under(pairs(rows, name), True), pairs(rows, name, closed=True)
        runs, lost, unnoticed = count([p.with_it for p in some])
        lines.append([NAMES[name], _told(gain(some)), f"{lost} of {runs}",
                      _unnoticed(name, lost, unnoticed), _told(gain(sound))])  # fmt: skip
    sound = pairs(rows, names[0], closed=True)
    runs, lost, unnoticed = count([p.without for p in under(pairs(rows, "early stopping"), True)])
    words = (
        f"Without a remedy the true score was lost in {lost} of {runs} runs under overseers with "
        f"the hole, and in {unnoticed} of these the overseer's score showed nothing. Differences "
        "with 95 % intervals, for which imitators and overseers are both drawn again; * marks an "
        f"interval that leaves 0 out. The last column is of {len(sound)} pairs under "
        f"{len({p.overseer for p in sound})} overseers whose labels held wet lenses."
    )
    heads = ["", "gain, with the hole", "lost", "of these unnoticed", "gain, nothing wrong"]
    return SmallTable(heads, lines, words)


def _told(found: Interval) -> str:
    mean, low, high = found
    star = " *" if low > 0 or high < 0 else ""
    return f"{mean:+.2f} [{low:+.2f}, {high:+.2f}]{star}"


def _unnoticed(name: str, lost: int, unnoticed: int) -> str:
    return "audited" if name == "early stopping" else str(unnoticed) if lost else "–"


# ── Side by side ────────────────────────────────────────────────────────────────────────────

STRENGTHS = ("KL 0.01", "KL 0.03", "KL 0.1")
READ_OUTS = ("mean of 4", "minimum of 4")  # of the opinions of the same four overseers
USUAL = {STRENGTHS: STRENGTHS[1], READ_OUTS: READ_OUTS[1]}  # what was measured with all pairs


def shared_pairs(
    rows: Rows, name: str, hole: bool, among: tuple[str, ...] = STRENGTHS
) -> dict[tuple[int, int, bool], Pair]:
    """The pairs of one remedy that all of these have, by imitator, overseer and "closed".

    hole: under overseers with the hole; else under all without it, by luck or by their labels.
    """
    found = {}
    for one in among:
        some = [(closed, pair) for closed in (False, True) for pair in pairs(rows, one, closed)]
        found[one] = {
            (pair.imitator, pair.overseer, closed): pair for closed, pair in some
            if (not closed and holed(pair.overseer)) is hole
        }  # fmt: skip
    return {key: found[name][key] for key in sorted(set.intersection(*map(set, found.values())))}


def gain_beyond(
    rows: Rows, name: str, other: str, hole: bool, among: tuple[str, ...] = STRENGTHS
) -> Interval:
    """The true score at the end with one remedy minus with another, over the shared pairs."""
    ones, others = (shared_pairs(rows, one, hole, among) for one in (name, other))
    return _crossed({key: ones[key].gain - others[key].gain for key in ones})


def _crossed(values: Mapping[tuple[int, int, bool], float]) -> Interval:
    """Mean and interval; a closed overseer is another one than the patched one of its number."""
    imitators = [imitator for imitator, _, _ in values]
    return crossed(list(values.values()), imitators, [2 * n + c for _, n, c in values])


def side_by_side_table(rows: Rows, among: tuple[str, ...]) -> SmallTable:
    """`STRENGTHS` of the KL penalty or `READ_OUTS` of ensembles over the same pairs."""
    lines, usual = [], USUAL[among]
    for name in among:
        some, none = (shared_pairs(rows, name, hole, among) for hole in (True, False))
        gains = [_told(_crossed({k: p.gain for k, p in one.items()})) for one in (some, none)]
        runs, lost, unnoticed = count([p.with_it for p in some.values()])
        told = f"{lost} of {runs}, {unnoticed} unnoticed" if lost else f"{lost} of {runs}"
        lines.append([NAMES[name], gains[0], told, gains[1]])
    beside = "; ".join(
        f"{NAMES[name]}, {_told(gain_beyond(rows, name, usual, True, among))} with the hole and "
        f"{_told(gain_beyond(rows, name, usual, False, among))} without"
        for name in among if name != usual
    )  # fmt: skip
    words = (
        f"The same {runs} pairs with the hole and {len(none)} without it; * marks an interval that "
        f"leaves 0 out. Beside {NAMES[usual]}: {beside}."
    )
    heads = ["", "gain, with the hole", "lost", "gain, without the hole"]
    return SmallTable(heads, lines, words)


# ── Labels ──────────────────────────────────────────────────────────────────────────────────


def labels_pairs(rows: Rows) -> list[Pair]:
    """Labels of the agent's states beside labels of the imitator's, under overseers with the hole.

    Here the latter stand for "without".
    """
    control = {(p.imitator, p.overseer): p.with_it for p in pairs(rows, "imitator labels")}
    return [
        Pair(p.imitator, p.overseer, p.with_it, control[p.imitator, p.overseer])
        for p in under(pairs(rows, "agent labels"), True) if (p.imitator, p.overseer) in control
    ]  # fmt: skip


def labels_gain(rows: Rows) -> float:
    """Labels of the agent's states minus of the imitator's: mean true score, in hundredths."""
    return 100 * gain(labels_pairs(rows))[0]


def share_lost(rows: Rows, name: str) -> float:
    """The share of a remedy's runs in which the true score is lost, per cent, with the hole."""
    runs, lost, _ = count([p.with_it for p in under(pairs(rows, name), True)])
    return 100 * lost / runs


def labels_words(rows: Rows) -> str:
    """The two arms with labels beside each other, and whether a lost run showed in the score."""
    some = labels_pairs(rows)
    mean, low, high = gain(some)
    lines = [
        "Labels of the agent's states minus labels of the imitator's, true score:\n  "
        f"{_told((mean, low, high))}; the interval "
        + ("leaves 0 out." if low > 0 or high < 0 else "holds 0.")
    ]
    for words, runs in (("agent", [p.with_it for p in some]),
                        ("imitator", [p.without for p in some])):  # fmt: skip
        found = count(runs)
        lines.append(
            f"Labels of the {words}'s states: lost in {found.lost} of {found.runs} runs;\n  the "
            f"overseer's score shows it in {found.lost - found.unnoticed} of these."
        )
    often = {p.imitator for p in some if p.with_it["base"]["splashes"] >= OFTEN}
    lines.append(
        f"Imitators {' and '.join(map(str, sorted(often)))} wet the lens in at least "
        f"{100 * OFTEN:.0f} of 100 episodes, the others in one or\n  none. Lost with labels of "
        f"their states: {_lost([p for p in some if p.imitator in often])}; of the others':\n  "
        f"{_lost([p for p in some if p.imitator not in often])}."
    )
    return "\n".join(lines)


def _lost(some: Sequence[Pair]) -> str:
    """In how many of the pairs the run without, here the control's, was lost."""
    found = count([p.without for p in some])
    return f"{found.lost} of {found.runs} runs"


# ── Quantilising ────────────────────────────────────────────────────────────────────────────


class Share(NamedTuple):
    """What became of one share q of an imitator's episodes, as one overseer chose them."""

    q: float
    overseer: int
    gain: float  # in true score, over the imitator's own
    cost: float  # splashes an episode
    bound: float  # the imitator's splashes / q


def shares(rows: Rows) -> list[Share]:
    """All of them in which the imitator splashes at all. rows: those of kind "sampled"."""
    return [
        Share(q, one["overseer"], one["quantilized"]["true"][n] - one["quantilized"]["true"][0],
              one["quantilized"]["splashes"][n], one["quantilized"]["splashes"][0] / q)
        for row in rows if row["kind"] == "sampled" and row["splashes"] > 0
        for one in row["scored"] if not one["closed"]
        for n, q in enumerate(row["shares"])
    ]  # fmt: skip


def quantiliser_table(rows: Rows) -> SmallTable:
    """By q: gain in true score, and how much of the bound the cost takes, with the hole and not."""
    found = shares(rows)
    lines = []
    for q in sorted({one.q for one in found}, reverse=True):
        cells = [f"{q:g}", f"{1 / q:,.0f} times"]
        for hole in (True, False):
            some = [one for one in found if one.q == q and holed(one.overseer) is hole]
            used = np.median([one.cost / one.bound for one in some])
            cells.append(f"{np.mean([one.gain for one in some]):+.2f}; {used:.0%}")
        lines.append([*cells])
    pools = len([row for row in rows if row["kind"] == "sampled" and row["splashes"] > 0])
    words = (
        "Each cell: gain in true score over the imitator; then the median share of the bound that "
        f"the splashes come to. {pools} pools of 10,000 episodes (an imitator in a garden), each "
        "judged by 20 overseers."
    )
    heads = ["q", "the cost is at most", "overseer with the hole", "without it"]
    return SmallTable(heads, lines, words)
