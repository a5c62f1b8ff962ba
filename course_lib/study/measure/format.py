"""Numbers as text."""

from collections.abc import Mapping, Sequence

from course_lib.study.measure.stats import over_seeds, rate_over_seeds


def interval_text(told: Sequence[float], form: str = ".2f", wide: int = 0) -> str:
    """A value, low and high as "0.50 [0.41, 0.59]".

    form: the format of each number, such as ".1%". wide: the least width of the value.
    """
    mean, low, high = (format(number, form) for number in told)
    return f"{mean:>{wide}} [{low}, {high}]"


def row_text(row: Mapping, rate: bool) -> str:
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
