"""The picture of a calibration: dots at how sure and how often right, beside the diagonal."""

from collections.abc import Sequence
from html import escape

WIDE, HIGH = 500, 250
LEFT, RIGHT, TOP, BOTTOM = 52, 175, 14, 42  # pixels around the plot
FIRST = 0.47  # where the plot begins: a little before 50 %, so that dots there are whole
STYLE = "font: 13px system-ui, sans-serif; max-width: 100%; color: var(--jp-ui-font-color1, #222)"
BLUE, ORANGE = "#2a7fc9", "#d9660a"


def across(sure: float) -> float:
    """Where a share from 0.5 to 1 stands, in pixels from the left."""
    return LEFT + (sure - FIRST) / (1 - FIRST) * (WIDE - LEFT - RIGHT)


def down(right: float) -> float:
    """Where a share from 0 to 1 stands, in pixels from above."""
    return TOP + (1 - right) * (HIGH - TOP - BOTTOM)


def reliability_html(
    here: Sequence[dict], everywhere: Sequence[dict], rows: Sequence[Sequence[str]], told: list[str]
) -> str:
    """A picture of the rows of `scoring.calibration`, with a table and sentences below it.

    Blue dots with 95 % intervals are all lessons, orange squares this lesson.
    """
    head, *body = [[escape(cell) for cell in row] for row in rows]
    cells = "".join(f"<th scope='col'>{cell}</th>" for cell in head)
    lines = ["".join(f"<td>{cell}</td>" for cell in row) for row in body]
    table = "".join(f"<tr>{line}</tr>" for line in [cells, *lines])
    words = "".join(f"<p>{escape(one)}</p>" for one in told)
    picture = reliability_svg(here, everywhere, " ".join(told))
    return f'<div style="max-width: 46rem">{picture}<table>{table}</table>{words}</div>'


def reliability_svg(here: Sequence[dict], everywhere: Sequence[dict], words: str = "") -> str:
    """The picture alone, as SVG, whose alternative text are its dots and these words."""
    parts = [*_axes(), *_diagonal(), *_intervals(everywhere), *_dots(everywhere), *_squares(here)]
    dots = ", ".join(f"{row['said']:.0%} sure: {row['right']:.0%} right" for row in everywhere)
    alt = escape(f"How often right at how sure, beside an ideal observer. {dots}. {words}".strip())
    return (
        f'<svg role="img" aria-label="{alt}" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" '
        f'style="{STYLE}" fill="currentColor">{"".join(parts)}</svg>'
    )


def _axes() -> list[str]:
    parts = []
    for share in (0.0, 0.5, 1.0):
        y = down(share)
        parts.append(_line(LEFT, y, WIDE - RIGHT, y, "currentColor", 0.25))
        parts.append(_words(LEFT - 6, y + 4, f"{share:.0%}", "end"))
    for share in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        parts.append(_words(across(share), HIGH - BOTTOM + 17, f"{share:.0%}", "middle"))
    middle = (LEFT + WIDE - RIGHT) / 2
    parts.append(_words(middle, HIGH - 6, "how sure you were", "middle"))
    y = (TOP + HIGH - BOTTOM) / 2
    turned = f'transform="rotate(-90 12 {y})"'
    parts.append(f'<text x="12" y="{y}" text-anchor="middle" {turned}>how often right</text>')
    return parts


def _diagonal() -> list[str]:
    words = ("the ideal observer is", "right as often as it says")
    lines = [_words(across(1) + 8, down(1) + 4 + 15 * n, w, "start") for n, w in enumerate(words)]
    return [_line(across(0.5), down(0.5), across(1), down(1), "currentColor", 0.8, "5 4"), *lines]


def _intervals(rows: Sequence[dict]) -> list[str]:
    return [
        _line(
            across(row["said"]), down(row["low"]), across(row["said"]), down(row["high"]), BLUE, 0.6
        )
        for row in rows
    ]


def _dots(rows: Sequence[dict]) -> list[str]:
    parts = [
        f'<circle cx="{across(row["said"]):.1f}" cy="{down(row["right"]):.1f}" r="6" '
        f'fill="{BLUE}"><title>{row["answers"]} answers</title></circle>'
        for row in rows
    ]
    x = across(1) + 14
    legend = f'<circle cx="{x}" cy="{down(0.5)}" r="6" fill="{BLUE}"/>'
    return [*parts, legend, _words(x + 12, down(0.5) + 4, "all answers", "start")]


def _squares(rows: Sequence[dict]) -> list[str]:
    if not rows:
        return []
    parts = [_square(across(row["said"]), down(row["right"])) for row in rows]
    x, y = across(1) + 14, down(0.5) + 22
    return [*parts, _square(x, y), _words(x + 12, y + 4, "this lesson", "start")]


def _square(x: float, y: float) -> str:
    size = f'x="{x - 7:.1f}" y="{y - 7:.1f}" width="14" height="14"'
    return f'<rect {size} fill="none" stroke="{ORANGE}" stroke-width="2"/>'


def _line(
    x1: float, y1: float, x2: float, y2: float, colour: str, opacity: float, dashes: str = "none"
) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    drawn = f'stroke="{colour}" stroke-width="1.5" opacity="{opacity}" stroke-dasharray="{dashes}"'
    return f"<line {ends} {drawn}/>"


def _words(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
