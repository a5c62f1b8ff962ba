"""Figures: colours for all eyes (Okabe and Ito 2008), and a shape for each colour."""

from collections.abc import Sequence

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")


def style(number: int) -> dict:
    """Colour and marker of the series with this number."""
    return {"color": COLOURS[number % len(COLOURS)], "marker": MARKERS[number % len(MARKERS)]}


def plot_behaviour(table, tallies: Sequence[str] | None = None, axes=None):
    """A panel a distribution, a row a policy, a mark a tally; lines are 95 % intervals."""
    import matplotlib.pyplot as plt

    names = list(dict.fromkeys(r["tally"] for r in table.rows))
    chosen = list(tallies) if tallies else [n for n in names if table.is_rate(n)] or names[:1]
    for tally in chosen:
        if tally not in names:
            raise ValueError(f"tally must be one of {', '.join(names)}, not {tally!r}")
    panels = list(dict.fromkeys(r["distribution"] for r in table.rows))
    policies = list(dict.fromkeys(r["policy"] for r in table.rows))
    if axes is None:
        size = (1 + 4 * len(panels), 1.4 + 0.5 * len(policies))
        _, axes = plt.subplots(1, len(panels), figsize=size, sharey=True, squeeze=False)
    for axis, panel in zip(axes.flat, panels, strict=False):
        for number, tally in enumerate(chosen):
            _marks(axis, table, panel, policies, tally, number, len(chosen))
        axis.set(title=panel, xlabel="mean per episode, 95 % interval", yticks=range(len(policies)))
        axis.set_yticklabels(policies)
        axis.set_ylim(len(policies) - 0.5, -0.5)
        axis.grid(axis="x", alpha=0.3)
        if all(table.is_rate(t) for t in chosen):
            axis.set_xlim(-0.03, 1.03)
    axes.flat[0].legend(loc="upper center", bbox_to_anchor=(0.5, -0.28), ncols=len(chosen))
    figure = axes.flat[0].figure
    figure.set_layout_engine("constrained")
    return figure


def _marks(axis, table, panel, policies, tally, number, of) -> None:
    """One tally's marks in one panel."""
    shift = 0.18 * (number - (of - 1) / 2)
    rows = [table.get(p, panel, tally) for p in policies]
    places = [i + shift for i, row in enumerate(rows) if row["episodes"]]
    rows = [row for row in rows if row["episodes"]]
    means = [row["mean"] for row in rows]
    spread = [
        [max(0.0, m - r["low"]) for m, r in zip(means, rows, strict=True)],
        [max(0.0, r["high"] - m) for m, r in zip(means, rows, strict=True)],
    ]
    marks = {**style(number), "linestyle": "none", "capsize": 3, "label": tally}
    axis.errorbar(means, places, xerr=spread, **marks)
