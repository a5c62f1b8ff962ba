"""The style of all figures: what a colour means, a shape beside it, letters and sizes.

The colours are Okabe and Ito's (2008), which nearly all eyes tell apart. The same thing has the
same colour in every lesson, in figures, in tables and in the widgets.
"""

from collections.abc import Iterable
from typing import Any

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")

INTENDED, PROXY, NEITHER = "#0072B2", "#D55E00", "#767676"
INK, FAINT = "#333333", "#d9d9d9"
# What each role looks like in a figure: blue and round for what was intended, orange and square
# for what came in its place, grey for neither, thin and dark for what one compares with.
ROLES: dict[str, dict[str, Any]] = {
    "intended": {"color": INTENDED, "marker": "o"},
    "proxy": {"color": PROXY, "marker": "s"},
    "neither": {"color": NEITHER, "marker": "^"},
    "planner": {"color": INK, "marker": "P", "linewidth": 1, "linestyle": "-"},
    "random": {"color": INK, "marker": "X", "linewidth": 1, "linestyle": ":"},
}
INTENDED_LOOK, PROXY_LOOK, NEITHER_LOOK = (ROLES[r] for r in ("intended", "proxy", "neither"))
PLANNER_LOOK, RANDOM_LOOK = ROLES["planner"], ROLES["random"]
LEAST = 4.5  # contrast of words with the white below them

WIDTH = 7.0  # inches of a figure, which are 672 pixels on the page: a cell is not much wider
STYLE: Any = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so letters are the same everywhere
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.labelsize": 11,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
    "grid.color": FAINT,
    "lines.linewidth": 2,
    "legend.frameon": False,
    "figure.facecolor": "white",  # on a dark page, too: no ink has to know on what it stands
    "savefig.facecolor": "white",
}


def style(number: int) -> dict:
    """Colour and marker of the series with this number, where no role gives it one."""
    return {"color": COLOURS[number % len(COLOURS)], "marker": MARKERS[number % len(MARKERS)]}


def legible(colour: Any) -> tuple[float, float, float]:
    """A colour in which words can be read on white: darkened until the contrast is 4.5 to 1.

    The hue stays, so the words still go with what is drawn in the colour itself. Contrast as in
    WCAG 2.2 (success criterion 1.4.3).
    """
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(colour)
    while 1.05 / (_luminance((red, green, blue)) + 0.05) < LEAST:
        red, green, blue = 0.96 * red, 0.96 * green, 0.96 * blue
    return red, green, blue


def _luminance(parts: Iterable[float]) -> float:
    """How bright a colour is, from 0 to 1, of red, green and blue from 0 to 1."""
    light = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), light, strict=True))


def subplots(*shape, **how) -> tuple[Any, Any]:
    """Figure and axes as `plt.subplots` gives them, in the style of the course."""
    import matplotlib.pyplot as plt

    with plt.rc_context(STYLE):
        return plt.subplots(*shape, **how)


def panels(
    count: int, width: float = WIDTH, height: float = 3.2, rows: int = 1, **how
) -> tuple[Any, list]:
    """A new figure with `count` panels in each of its rows, all on a faint grid: figure and axes.

    width, height: of the figure, in inches. how: as in `plt.subplots`, such as `sharey=True`.
    """
    figure, axes = subplots(
        rows, count, figsize=(width, height), layout="constrained", squeeze=False, **how
    )
    for axis in axes.flat:
        axis.grid(color=FAINT, linewidth=0.8)
    return figure, list(axes.flat)
