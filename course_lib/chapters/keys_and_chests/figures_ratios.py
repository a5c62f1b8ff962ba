"""Figures of the table "key_ratios": useless keys, chests, and what extra steps were spent on."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.chapters.keys_and_chests.routes import PARTS
from course_lib.study.measure.sweep import load_results
from course_lib.study.show.marks import name_rows, per_cent, seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import INK, ROLES, panels

GROUPS = {"few-keys": "few keys\nin training", "many-keys": "many keys\nin training"}
LOOKS = {"few-keys": ROLES["proxy"], "many-keys": ROLES["intended"]}
WRITTEN = {"chest lover": "P", "key lover": "X", "keys first": "D"}
SIZES = (("3 : 3", "4 : 3", "3 : 2", "4 : 2", "6 : 1"), ("6 : 6", "6 : 5", "7 : 5", "8 : 4"))
PART_COLOURS = {"useless keys": "#D55E00", "order": "#E69F00", "lost": "#767676"}
PART_HATCHES = {"useless keys": "", "order": "//", "lost": ".."}
PART_WORDS = {"useless keys": "for useless keys", "order": "for the order of the other things",
              "lost": "lost on the way"}  # fmt: skip

# ── Shares ──────────────────────────────────────────────────────────────────────────────────


def shares(levels: str, who: str, taken: str = "useless", of: str = "available") -> list[float]:
    """The share of the useless keys that lie there and were taken, one a seed.

    taken, of: "chests" and "possible" for the share of the chests that could be opened.
    """
    return [row[taken] / row[of] for row in load_results("key_ratios", levels=levels, who=who)]


def part_shares(levels: str, part: str, who: str = "few-keys") -> list[float]:
    """The share of one part in the steps beyond the planner's, one a seed; part: of PARTS."""
    rows = load_results("key_ratios", levels=levels, who=who)
    return [row["parts"][part] / row["more"][0] for row in rows]


def show_shares(levels: str = "deployment") -> None:
    """Show the shares of useless keys and of chests, a dot an agent; written policies beside."""
    what = {"useless keys taken": ("useless", "available"), "chests opened": ("chests", "possible")}
    figure, axes = panels(len(what), height=3.5)
    told = []
    for axis, (title, parts) in zip(axes, what.items(), strict=True):
        axis.set_title(title)
        for place, who in enumerate(GROUPS):
            values = shares(levels, who, *parts)
            seed_dots(axis, {who: values}, places=[place], **LOOKS[who])
            told.append(f"{title}, {GROUPS[who]}: {_per_cents(values)}".replace("\n", " "))
        axis.set_xticks(range(len(GROUPS)), list(GROUPS.values()))
        axis.set_xlim(-0.5, 2.3)
        for name, colour in (("chest lover", INK), ("random", INK)):
            value = shares(levels, name, *parts)[0]
            axis.axhline(value, color=colour, linewidth=1, linestyle=":")
            axis.annotate(name, (2.28, value), (0, 3), textcoords="offset points", ha="right")
            told.append(f"{title}, {name}: {value:.0%}")
        per_cent(axis, "y", margin=0.05)
    axes[0].set_ylabel("of those that lie there")
    show(figure, "A dot for each agent. " + "; ".join(told) + ".")


def show_ratios() -> None:
    """Show the share of the useless keys that is taken, where there are more and more of them."""
    figure, axes = panels(2, height=4.0, sharey=True, width_ratios=[5, 4])
    told = []
    for axis, labels in zip(axes, SIZES, strict=True):
        axis.annotate(
            "none\nthere", (0, 0.5), ha="center", va="center", color=ROLES["neither"]["color"]
        )
        for place, levels in enumerate(labels[1:], start=1):
            for who, aside in (("few-keys", -0.14), ("many-keys", 0.14)):
                values = shares(levels, who)
                seed_dots(axis, {levels: values}, places=[place + aside], spread=0.09,
                          **{**LOOKS[who], "markersize": 6})  # fmt: skip
                told.append(f"{levels}, {who.replace('-', ' ')}: {_per_cents(values)}")
            for name, marker in WRITTEN.items():
                look = {"marker": marker, "color": INK, "markersize": 6, "fillstyle": "none"}
                axis.plot([place], shares(levels, name), linestyle="none", label=name, **look)
        axis.set_xticks(range(len(labels)), [f"{pair}\n{_spare(pair)}" for pair in labels])
        axis.set_xlim(-0.5, len(labels) - 0.5)
        axis.set_xlabel("keys : chests, and useless keys")
        per_cent(axis, "y", margin=0.05)
    axes[0].set(title="up to 7 things in a vault", ylabel="of the useless keys, taken")
    axes[1].set_title("11 or 12 things")
    marks = [_mark(axes[0], who) for who in GROUPS]
    handles, labels = axes[0].get_legend_handles_labels()
    handles, labels = handles[: len(WRITTEN)], labels[: len(WRITTEN)]
    names = [name.replace("\n", " ") for name in GROUPS.values()]
    figure.legend(
        marks + handles, names + labels, loc="outside lower center", ncols=3, frameon=False
    )
    show(figure, "Shares of the useless keys that were taken. " + "; ".join(told) + ".")


def _mark(axis, who: str) -> Any:
    """A mark of a kind of agent, for the legend; it is drawn nowhere."""
    return axis.plot([], [], **{**LOOKS[who], "linestyle": "none"})[0]


def _spare(pair: str) -> int:
    keys, chests = map(int, pair.split(" : "))
    return keys - chests


def _per_cents(values: Sequence[float]) -> str:
    return ", ".join(f"{100 * value:.0f}" for value in values) + " %"


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def show_parts(levels: Mapping[str, str]) -> None:
    """Show what the steps beyond the planner's were spent on, a panel a kind of levels.

    levels: from a name in the table to the title of its panel.
    """
    figure, axes = panels(len(levels), height=3.9, sharey=True)
    told = []
    for axis, (name, title) in zip(axes, levels.items(), strict=True):
        rows = _part_rows(name)
        left = np.zeros(len(rows))
        for part in PARTS:
            steps = np.array([row[part] for row in rows.values()])
            axis.barh(range(len(rows)), steps, left=left, color=PART_COLOURS[part], height=0.68,
                      hatch=PART_HATCHES[part], edgecolor="white", linewidth=0.8,
                      label=PART_WORDS[part])  # fmt: skip
            left += steps
        for place, total in enumerate(left):
            axis.annotate(f"{total:.1f}", (total, place), (4, 0), textcoords="offset points",
                          va="center", fontsize=10)  # fmt: skip
        axis.set(title=title, xlabel="steps beyond the planner's", xlim=(0, 30))
        told += [f"{title}, {who}: " + ", ".join(f"{part} {row[part]:.1f}" for part in PARTS)
                 for who, row in rows.items()]  # fmt: skip
    name_rows(axes[0], list(rows))
    figure.legend(
        *axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False
    )
    show(figure, "Bars of mean steps for each dragon. " + "; ".join(told) + ".")


def _part_rows(levels: str) -> dict[str, dict[str, float]]:
    """Mean steps by part for the written policies, each few-keys agent, and the others' mean."""
    rows = load_results("key_ratios", levels=levels)
    parts = {(row["who"], row["seed"]): row["parts"] for row in rows}
    found = {name: parts[name, 0] for name in WRITTEN}
    found |= {f"few keys, seed {s}": p for (who, s), p in parts.items() if who == "few-keys"}
    many = [p for (who, _), p in parts.items() if who == "many-keys"]
    mean = {part: float(np.mean([one[part] for one in many])) for part in PARTS}
    return found | {f"many keys, mean of {len(many)}": mean}
