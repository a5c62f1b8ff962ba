"""Figures of the tables "key_drawings" and "key_painted": what the drawing of keys in hand does."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from course_lib.chapters.keys_and_chests.display import WAYS
from course_lib.chapters.keys_and_chests.figures_ratios import GROUPS, LOOKS
from course_lib.chapters.keys_and_chests.painted import FLOORS
from course_lib.study.measure.sweep import load_results
from course_lib.study.show.marks import per_cent, seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import FAINT, panels
from course_lib.study.show.tables import SmallTable

READ: dict[str, Callable[[Mapping], float]] = {
    "useless keys taken": lambda row: row["useless"] / row["available"],
    "chests opened": lambda row: row["chests"] / row["possible"],
    "out of time": lambda row: row["out_of_time"] / row["episodes"],
    "left end of the top row": lambda row: _in_columns(row, slice(1, 4)),
    "right end of the top row": lambda row: _in_columns(row, slice(5, 8)),
}
OF = {  # what a share of READ is a share of, as its axis says
    "useless keys taken": "of those that lie there",
    "chests opened": "of those that can be opened",
    "out of time": "of the episodes",
    "left end of the top row": "of the steps, all keys taken",
    "right end of the top row": "of the steps, all keys taken",
}
WAY_WORDS = {"as always": "as\nalways", "no more than in training": "four\nat most",
             "from the right": "from the\nright", "not at all": "none"}  # fmt: skip
FLOOR_WORDS = {"full": "keys on\nthe floor", "full, keys in hand": "keys on the floor\nand in hand",
               "empty": "keys in\nhand only"}  # fmt: skip


def _in_columns(row: Mapping, columns: slice) -> float:
    """The share of steps with all keys taken that begin in these columns of the top row."""
    return sum(row["visits_in_top_row"][columns]) / sum(row["visits_by_row"])


# ── Ways of drawing ─────────────────────────────────────────────────────────────────────────


def drawn(what: str, way: str, who: str) -> list[float]:
    """A share of READ when keys are drawn that way, one a seed."""
    return [READ[what](row) for row in load_results("key_drawings", who=who, way=way)]


def show_ways(what: Sequence[str], ways: Sequence[str] = WAYS) -> None:
    """Show shares for each way of drawing, a dot an agent, with a line for each agent.

    what: of READ, a panel each. ways: of WAYS.
    """
    figure, axes = panels(len(what), height=3.7)
    told = []
    for axis, title in zip(axes, what, strict=True):
        axis.set_title(title)
        for who, aside in (("few-keys", -0.12), ("many-keys", 0.12)):
            columns = [drawn(title, way, who) for way in ways]
            for line in zip(*columns, strict=True):
                axis.plot([n + aside for n in range(len(ways))], line, color=FAINT, linewidth=1)
            for place, values in enumerate(columns):
                seed_dots(axis, {who: values}, places=[place + aside], spread=0.07, **LOOKS[who])
                told.append(f"{title}, {ways[place]}, {who.replace('-', ' ')}: {_told(values)}")
        axis.set_xlabel("how keys in hand are drawn")
        axis.set_ylabel(OF[title])
        axis.set_xticks(range(len(ways)), [WAY_WORDS[way] for way in ways])
        axis.set_xlim(-0.5, len(ways) - 0.5)
        per_cent(axis, "y", margin=0.05)
    _legend(figure, axes[0])
    show(figure, "Dots joined by a line are one agent. " + "; ".join(told) + ".")


def lost_words(ways: Sequence[str] = WAYS[:2]) -> str:
    """The steps that each few-keys agent loses on the way, for each way of drawing."""
    lines = []
    for way in ways:
        lost = [
            row["parts"]["lost"] for row in load_results("key_drawings", way=way, who="few-keys")
        ]
        lines.append(f"{' '.join(f'{steps:.1f}' for steps in lost)} drawn {way}")
    return f"Steps lost on the way, seeds 0 to 4: {'; '.join(lines)}."


def presses_table(ways: Sequence[str] = ("as always", "from the right")) -> SmallTable:
    """Steps per episode from the top row of the floor into the display, for each few-keys agent."""
    lines = []
    for who in GROUPS:
        cells = [
            " ".join(f"{row['presses'] / row['episodes']:.1f}"
                     for row in load_results("key_drawings", who=who, way=way))
            for way in ways
        ]  # fmt: skip
        lines.append([GROUPS[who].replace("\n", " "), *cells])
    caption = "Steps into the display in an episode; a number is an agent, in the order of seeds."
    return SmallTable(["agents", *(f"drawn {way}" for way in ways)], lines, caption)


def walls_table() -> SmallTable:
    """Of 100 steps beside a wall with a key in hand, how many go into it, for each agent."""
    rows = [row for who in GROUPS for row in load_results("key_drawings", way="as always", who=who)]
    rows = [row for row in rows if row["who"] == "few-keys" or row["seed"] < 2]
    lines = [
        [_name(row), f"{row['presses'] / row['episodes']:.1f}", _per_hundred(row, [0]),
         _per_hundred(row, [1, 2, 3])]
        for row in rows
    ]  # fmt: skip
    heads = ["agent", "steps into the display, per episode", "into the display, of 100 beside it",
             "into another wall, of 100 beside one"]  # fmt: skip
    return SmallTable(heads, lines, "With a key in hand, in 500 deployment levels.")


def _name(row: Mapping) -> str:
    return f"{row['who'].replace('-', ' ')}, seed {row['seed']}"


def _per_hundred(row: Mapping, walls: Sequence[int]) -> str:
    pressed, beside = (sum(row[name][wall] for wall in walls) for name in ("pressed", "beside"))
    return f"{100 * pressed / beside:.1f}"


# ── A painted key ───────────────────────────────────────────────────────────────────────────


def under_it(floor: str, who: str, picture: str = "painted", starts: str = "nearer") -> list[float]:
    """In what share of the starts the place under the painted key comes first, one a seed."""
    counts = [row[starts][picture] for row in load_results("key_painted", floor=floor, who=who)]
    return [count["place"] / sum(count.values()) for count in counts]


def show_painted(starts: str = "nearer") -> None:
    """Show for each floor how often the place comes first, a dot an agent, plain and painted."""
    figure, axes = panels(2, height=3.9, sharey=True)
    titles = {"plain": "the picture as it is", "painted": "a key painted there"}
    told = []
    for axis, (picture, title) in zip(axes, titles.items(), strict=True):
        axis.set_title(title)
        for place, floor in enumerate(FLOORS):
            for who, aside in (("few-keys", -0.14), ("many-keys", 0.14)):
                values = under_it(floor, who, picture, starts)
                seed_dots(axis, {who: values}, places=[place + aside], spread=0.07, **LOOKS[who])
                told.append(f"{title}, {floor}, {who.replace('-', ' ')}: {_told(values)}")
        axis.set_xticks(range(len(FLOORS)), [FLOOR_WORDS[floor] for floor in FLOORS], fontsize=9)
        axis.set_xlim(-0.5, len(FLOORS) - 0.5)
        per_cent(axis, "y", margin=0.05)
    axes[0].set_ylabel("under the far end first")
    _legend(figure, axes[0])
    show(figure, "A dot for each agent. " + "; ".join(told) + ".")


# ── Parts ───────────────────────────────────────────────────────────────────────────────────


def _legend(figure: Any, axis: Any) -> None:
    marks = [axis.plot([], [], **{**LOOKS[who], "linestyle": "none"})[0] for who in GROUPS]
    names = [name.replace("\n", " ") for name in GROUPS.values()]
    figure.legend(marks, names, loc="outside lower center", ncols=2, frameon=False)


def _told(values: Sequence[float]) -> str:
    return ", ".join(f"{100 * value:.0f}" for value in values) + " %"
