"""Numbers and tables as text."""

from collections.abc import Iterable, Mapping, Sequence

from course_lib.study.measure.stats import over_seeds, rate_over_seeds


def interval_text(told: Sequence[float], form: str = ".2f", wide: int = 0) -> str:
    """A value, low and high as "0.50 [0.41, 0.59]".

    form: the format of each number, such as ".1%". wide: the least width of the value.
    """
    mean, low, high = (format(number, form) for number in told)
    return f"{mean:>{wide}} [{low}, {high}]"


def show(row: Mapping, rate: bool) -> str:
    """A row's number with its interval, as short text: a rate in per cent."""
    if row["episodes"] == 0:
        return "no such level"
    return interval_text([row[name] for name in ("mean", "low", "high")], ".1%" if rate else ".2f")


def seeds_text(values: Sequence[float], rate: bool = True, form: str = ".2f") -> str:
    """A mean over training seeds with its interval; of a single seed the value alone.

    rate: whether the interval is kept within 0 to 1.
    """
    if len(values) < 2:
        return format(values[0], form)
    return interval_text((rate_over_seeds if rate else over_seeds)(values), form)


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
