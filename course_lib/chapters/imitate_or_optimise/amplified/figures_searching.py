"""Figures of lesson 09c about searching: tailored and blind, and a jury that was distilled."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.chapters.imitate_or_optimise.amplified import juries
from course_lib.chapters.imitate_or_optimise.amplified.own_search import FLAW, Rule, scored
from course_lib.chapters.imitate_or_optimise.amplified.results import found
from course_lib.study.show.marks import seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import COLOURS, INK, legible, panels
from course_lib.study.show.tables import SmallTable

TAILORED: dict[str, Any]
BLIND: dict[str, Any]
TAILORED, BLIND = ({"color": COLOURS[0], "marker": "o"}, {"color": COLOURS[1], "marker": "s"})
SURE = "0.8"  # how much the evaluators differ at the sign where the doubt is best known


def _of(runs: Sequence[Mapping], name: str, kind: str = "flawed") -> np.ndarray:
    return np.array([run["scores"][name][kind] for run in runs])


def best_penalty(runs: Sequence[Mapping]) -> tuple[str, np.ndarray]:
    """The KL penalty whose mean true score is highest, found afterwards, with each seed's score."""
    names = [name for name in runs[0]["scores"] if name.startswith("penalty")]
    best = max(names, key=lambda name: _of(runs, name).mean())
    return best, _of(runs, best)


def show_doubt(flaw: float = 1.2) -> None:
    """Show the tailored search's true score by how often its doubt points at the sign."""
    runs = found("tailored", flaw=flaw)
    figure, (axis,) = panels(1, height=3.4)
    told = []
    for spread, each in runs.items():
        pointed, scores = [run["pointed"] for run in each], _of(each, "tailored")
        axis.plot(pointed, scores, label="tailored search" if spread == "0" else None,
                  linestyle="none", **TAILORED)  # fmt: skip
        told.append(f"doubt right in {np.mean(pointed):.0%} of the levels, {scores.mean():.2f}")
    first = runs["0"]
    name, blind = best_penalty(first)
    for height, words, colour in (
        (blind.mean(), f"blind search, best KL {name}", BLIND["color"]),
        (_of(first, "agent").mean(), "agent, no search", INK),
        (_of(first, "no care").mean(), "search without care", INK),
    ):
        axis.axhline(height, color=colour, linewidth=1.2, linestyle="--")
        axis.text(0.5, height + 0.012, words, color=legible(colour), ha="center", va="bottom")
        told.append(f"{words} {height:.2f}")
    axis.set(xlabel="share of the levels in which the doubt points at the sign", xlim=(-0.03, 1.03),
             ylabel="true score", ylim=(-0.03, 0.75))  # fmt: skip
    axis.legend(loc="upper left")
    show(figure, f"True scores under a flaw of {flaw:g}: {'; '.join(told)}.")


def show_sizes(flaws: Sequence[float] = (1.2, 2.4, 4.8)) -> None:
    """Show true scores by the size of the flaw: the tailored search, and each KL penalty."""
    runs = {flaw: found("tailored", flaw=flaw) for flaw in flaws}
    names = [n for n in runs[flaws[0]]["0"][0]["scores"] if n.startswith("penalty")]
    figure, axes = panels(2, height=3.4, sharey=True)
    told = []
    groups = {f"{flaw:g}": _of(runs[flaw][SURE], "tailored").tolist() for flaw in flaws}
    seed_dots(axes[0], groups, **TAILORED)
    told.append("tailored " + ", ".join(f"{np.mean(v):.2f}" for v in groups.values()))
    for number, name in enumerate(names[2:]):
        means = [_of(runs[flaw]["0"], name).mean() for flaw in flaws]
        look = {"color": COLOURS[1], "alpha": 0.4 + 0.2 * number, "marker": "s"}
        axes[1].plot(range(len(flaws)), means, **look)
        axes[1].text(len(flaws) - 0.9, means[-1], name.removeprefix("penalty "), va="center")
        told.append(f"{name} " + ", ".join(f"{mean:.2f}" for mean in means))
    axes[1].set_xticks(range(len(flaws)), [f"{flaw:g}" for flaw in flaws])
    axes[1].set_xlim(-0.4, len(flaws) - 0.3)
    for axis, title in zip(axes, ("tailored, five seeds", "blind, by KL penalty"), strict=True):
        axis.set(title=title, xlabel="size of the flaw", ylim=(-0.03, 0.72))
    axes[0].set_ylabel("true score")
    show(figure, f"Mean true scores for flaws of 1.2, 2.4 and 4.8: {'; '.join(told)}.")


def rule_table(rule: Rule) -> SmallTable:
    """Your rule's true scores, beside those of the same number everywhere."""
    rules = {"yours": rule} | {f"{n} everywhere": lambda _, n=n: n for n in (1, 3, 8, 64)}
    lines = []
    for name, each in rules.items():
        flawed, sound = scored(each)
        lines.append([name, f"{flawed:.2f}", f"{sound:.2f}"])
    heads = ("candidates", f"flaw {FLAW:g}", "no flaw")
    return SmallTable(heads, lines, "True score of the overseer's search.")


# ── A jury, distilled ───────────────────────────────────────────────────────────────────────

SHOWN = ("as it is", *(f"16 units, {n} levels" for n in (40, 10, 5, 2)))
WORSE = 0.025  # share of levels
PLACES = {"at_sign": "stays at the sign", "elsewhere": "stays at another tile"}


def show_distilled(members: Sequence[int] = (4, 0)) -> None:
    """Show in what share of levels a search stays where it should not, by what was distilled."""
    figure, axes = panels(2, height=3.5, sharey=True)
    looks = {
        4: ("minimum of four", TAILORED),
        0: ("no flaw (control)", {"color": INK, "marker": "P"}),
    }
    told = []
    for axis, (key, title) in zip(axes, PLACES.items(), strict=True):
        for number, count in enumerate(members):
            runs, (words, look) = found("distilled", members=count), looks[count]
            groups = {name: [run[key] for run in runs[name]] for name in SHOWN}
            places = [place + 0.34 * (number - 0.5) for place in range(len(SHOWN))]
            seed_dots(axis, groups, places, spread=0.03, label=words, **look)
            told.append(f"{words}, {title}: " + ", ".join(
                f"{name} {np.mean(values):.0%}" for name, values in groups.items()))  # fmt: skip
        axis.set_xticks(
            range(len(SHOWN)), ["as it is", *(n.split(", ")[1].split()[0] for n in SHOWN[1:])]
        )
        axis.set(title=title, xlabel="distilled from so many levels", xlim=(-0.6, len(SHOWN) - 0.4))
    axes[0].set(ylabel="share of levels", ylim=(-0.03, 0.62))
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    show(figure, f"Means over ten seeds. {'; '.join(told)}.")


def rests_table(members: int = 4) -> SmallTable:
    """By labelled levels: in how many seeds they show the flaw, and how many did worse for it."""
    runs, control = found("distilled", members=members), found("distilled", members=0)
    lines = []
    for size, levels in sorted(juries.DISTILLED, key=lambda each: each[1]):
        name = f"{size} units, {levels} levels"
        worse = [
            _lost(a) > _lost(b) + WORSE for a, b in zip(runs[name], control[name], strict=True)
        ]
        shown = [juries.rests(seed, members, levels) > 0 for seed in range(len(worse))]
        hit = sum(w for w, s in zip(worse, shown, strict=True) if s)
        lines.append([f"{levels}", f"{sum(shown)} of {len(shown)}", f"{hit} of {sum(shown)}",
                      f"{sum(worse) - hit} of {len(shown) - sum(shown)}"])  # fmt: skip
    heads = ("labelled levels", "show the flaw", "of these worse", "of the others worse")
    return SmallTable(heads, lines, (
        "Seeds. Worse: the search stays at the sign or at another tile in at least 3 % more of the "
        "levels than in the control."
    ))  # fmt: skip


def _lost(run: Mapping) -> float:
    return run["at_sign"] + run["elsewhere"]
