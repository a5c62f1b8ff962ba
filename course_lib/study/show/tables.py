"""Small tables: at most eight rows and five columns, the same in print and in a notebook."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from numbers import Real
from textwrap import fill
from typing import Any

from course_lib.study.show.names import LAST, human_names

ROWS, COLUMNS = 8, 5
LEFT = " style='text-align:left'"  # JupyterLab sets tables flush right, words too
INTERVAL = re.compile(r" ?(\[[^\]]{1,18}\]|\(\d+ to \d+\))( \*)?")  # "[0.1, 0.3] *", "(9 to 27)"
PER_CENT = re.compile(r"(?<=\d) ?%")
MINUS = re.compile(r"(?<![\w.)])-(?=\d)")  # as typed, of a number; that of "1e-6" or "0-4" stays
SHORT = 16  # letters of a cell that is not broken: "few keys, seed 0", "14 of 75"


@dataclass(frozen=True)
class SmallTable:
    """Heads and lines of text, with a sentence below.

    lines: as many cells each as there are heads. Raises ValueError for more than 8 lines or 5
    heads: whoever reads it has to choose, so whoever writes it should.
    """

    heads: Sequence[str]
    lines: Sequence[Sequence[str]]
    caption: str = ""

    def __post_init__(self) -> None:
        if len(self.lines) > ROWS or len(self.heads) > COLUMNS:
            raise ValueError(
                f"a table has at most {ROWS} rows and {COLUMNS} columns, not {len(self.lines)} and "
                f"{len(self.heads)}; choose what shows the claim, or draw a figure"
            )

    def __str__(self) -> str:
        rules = [
            "-" * max(map(len, column)) for column in zip(self.heads, *self.lines, strict=True)
        ]
        text = text_table([self.heads, rules, *self.lines])
        return f"{text}\n{fill(self.caption, 92)}" if self.caption else text

    __repr__ = __str__

    def _repr_html_(self) -> str:
        words = [any(_is_text(cell) for cell in column) for column in zip(*self.lines, strict=True)]
        words = words or [False] * len(self.heads)
        looks = [LEFT if text else "" for text in words]
        top = "".join(
            f"<th scope='col'{look}>{_typeset(head)}</th>"
            for head, look in zip(self.heads, looks, strict=True)
        )
        body = "".join(f"<tr>{_row(line, looks)}</tr>" for line in self.lines)
        caption = f"<caption{LEFT}>{_typeset(self.caption)}</caption>" if self.caption else ""
        return f"<table>{caption}<tr>{top}</tr>{body}</table>"


def _typeset(words: str) -> str:
    """Words as HTML: no interval and no per cent is broken in two, and a minus is one."""
    kept = INTERVAL.sub(lambda found: found[0].replace(" ", "&nbsp;"), escape(words))
    return PER_CENT.sub("&nbsp;%", MINUS.sub("−", kept))


def _together(cell: str) -> str:
    """A cell as HTML; where columns are narrow, a long one is broken, and a short one is not."""
    made = _typeset(cell)
    return made.replace(" ", "&nbsp;") if len(cell) <= SHORT else made


def _row(line: Sequence[str], looks: Sequence[str]) -> str:
    first, *others = map(_together, line)
    cells = (f"<td{look}>{cell}</td>" for cell, look in zip(others, looks[1:], strict=True))
    return f"<th scope='row'{looks[0]}>{first}</th>" + "".join(cells)


def _is_text(cell: str) -> bool:
    """Whether a cell is words and no number, so that its column is read from the left."""
    return bool(cell) and not (cell[0].isdigit() or cell[0] in "-−–+." or cell == "no such level")


def small_table(frame: Any, caption: str = "", rates: Iterable[str] = ()) -> SmallTable:
    """A table for people of a DataFrame, or of a mapping from column names to cells.

    Agents get their human names, `planner` and `random` come last, columns are read without
    underscores, numbers are rounded. rates: columns of shares, to be written in per cent.
    Raises ValueError for more than 8 rows or 5 columns.
    """
    columns = {str(name): list(frame[name]) for name in frame}
    share = set(rates)
    texts = {c for cells in columns.values() for c in cells if isinstance(c, str)}
    told = human_names(sorted(texts))
    lines = [
        [_cell(cell, name in share, told) for name, cell in zip(columns, line, strict=True)]
        for line in sorted(zip(*columns.values(), strict=True), key=_standing)
    ]
    return SmallTable([name.replace("_", " ") for name in columns], lines, caption)


def _standing(line: Sequence[Any]) -> int:
    """Where a line stands: those of planner and random after all others."""
    return next((1 + LAST.index(cell) for cell in line if cell in LAST), 0)


def _cell(cell: Any, rate: bool, told: Mapping[str, str]) -> str:
    if isinstance(cell, str):
        return told[cell]
    if isinstance(cell, tuple | list) and len(cell) == 3:
        return with_interval(cell, rate)
    if rate and isinstance(cell, Real):
        return per_cent_text(float(cell))
    if not isinstance(cell, Real):
        return str(cell)
    number = float(cell)
    return f"{number:,.0f}" if number.is_integer() else f"{number:.3g}"


# ── Numbers ─────────────────────────────────────────────────────────────────────────────────


def per_cent_text(share: float) -> str:
    """A share as "98 %"; "no such level" where there is none."""
    return "no such level" if share != share else f"{100 * share:.0f} %"


def with_interval(told: Sequence[float], rate: bool = True) -> str:
    """A share, low and high as "98 % [96, 99]"; another number as "3.2 [3.0, 3.5]"."""
    value, low, high = map(float, told)
    if value != value:
        return per_cent_text(value)
    ends = [100 * low, 100 * high] if rate else [low, high]
    first = per_cent_text(value) if rate else f"{value:.1f}"
    return f"{first} [" + ", ".join(f"{end:.{0 if rate else 1}f}" for end in ends) + "]"


def text_table(
    lines: Iterable[Sequence[object]],
    align: str = "<",
    widths: Sequence[int] = (),
    gap: int = 2,
) -> str:
    """Lines of cells as text with aligned columns; a head is a line like the others.

    align: "<" or ">" for each column; the last one holds for all further columns. widths: the least
    width of each column. gap: blanks between columns. Blanks at the end of a line are left out.
    """
    cells = [[str(cell) for cell in line] for line in lines]
    count = max(map(len, cells), default=0)
    sides = align.ljust(count, align[-1])
    least = [*widths, *[0] * count]
    wide = [
        max([least[i], *(len(line[i]) for line in cells if i < len(line))]) for i in range(count)
    ]
    return "\n".join(
        (" " * gap)
        .join(f"{cell:{side}{width}}" for cell, side, width in zip(line, sides, wide, strict=False))
        .rstrip()
        for line in cells
    )
