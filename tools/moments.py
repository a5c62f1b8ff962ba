"""When the wrong goal appears in training, drawn from the rows of the sweep `moments`.

python tools/moments.py            prints the table
python tools/moments.py --write    writes it into docs/when_it_appears.md, and draws the picture
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from course_lib.study.measure.sweep import load_results

DOCS = Path(__file__).parents[1] / "docs"
PAGE, PICTURE = DOCS / "when_it_appears.md", DOCS / "when_it_appears.svg"
BEGIN, END = "<!-- moments: begin -->", "<!-- moments: end -->"
# Of each world: its title; what is wanted and what came in its place; and the names of the three
# lines: what is wanted in training, the same deployed, and what came in its place.
WORLDS = {
    "maze": ("Maze", ("cheese", "corner"), ("cheese", "cheese", "corner first")),
    "gems": ("Gem colour", ("gem", "lure"), ("yellow gem", "red gem first", "yellow star first")),
    "keys_and_chests": (
        "Keys and chests",
        ("chests", "spare_keys"),
        ("chests", "chests", "useless keys"),
    ),
    "coin_run": ("Coin run", ("coin", "end"), ("coin", "coin", "end without the coin")),
}
TRAINED, WANTED, INSTEAD = "wanted, in training", "wanted, deployed", "in its place, deployed"
HOME, AWAY = "in training", "deployed"
Rows = Sequence[Mapping]


def curves(rows: Rows, name: str) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Steps (moments,), and of each of the three lines its values (seeds, moments) an episode."""
    _, (goal, proxy), _ = WORLDS[name]
    runs = [row["moments"] for row in rows if row["name"] == name]
    steps = np.array([moment["steps"] for moment in runs[0]])

    def values(part: str, metric: str) -> np.ndarray:
        return np.array([[_mean(moment[part], metric) for moment in run] for run in runs])

    return steps, {
        TRAINED: values("training", goal),
        WANTED: values("deployment", goal),
        INSTEAD: values("deployment", proxy),
    }


def _mean(counts: Mapping, metric: str) -> float:
    """Of one number an episode; where two goals can be told apart, over those levels."""
    counts = counts.get("telling", counts.get("all", counts))
    return counts[metric] / counts["episodes"]


def half(steps: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The steps at which each seed's line first is half-way from its first value to its last."""
    rise = (values - values[:, :1]) / (values[:, -1:] - values[:, :1])
    return steps[np.argmax(rise >= 0.5, axis=1)]


def table(rows: Rows) -> str:
    """For each world when what is wanted and what came in its place had risen half-way."""
    lines = [
        "| world | wanted, in training: half-way after | in its place, deployed | half-way after "
        "| wanted, deployed: at first, at best, at the end |",
        "|---|---|---|---|---|",
    ]
    for name, (title, _, (_, _, instead)) in WORLDS.items():
        steps, found = curves(rows, name)
        mean = found[WANTED].mean(0)
        lines.append(
            f"| {title} | {_range(half(steps, found[TRAINED]))} | {instead} "
            f"| {_range(half(steps, found[INSTEAD]))} "
            f"| {mean[0]:.2f}, {mean.max():.2f}, {mean[-1]:.2f} |"
        )
    return "\n".join(lines) + "\n"


def _range(steps: np.ndarray) -> str:
    """The fewest and the most of some numbers of steps, in thousands."""
    low, high = (round(each / 1000) for each in (steps.min(), steps.max()))
    return f"{low}k steps" if low == high else f"{low}k to {high}k steps"


def draw(rows: Rows, file: Path) -> None:
    """Draw a panel for each world: means over seeds, and the seeds as thin lines."""
    import matplotlib as mpl

    from course_lib.study.show.style import INK, INTENDED, PROXY, panels

    mpl.use("Agg")
    with mpl.rc_context({"svg.hashsalt": "moments", "svg.fonttype": "none"}):
        figure, axes = panels(2, width=9, height=6.4, rows=2)
        for axis, (name, (title, _, names)) in zip(axes, WORLDS.items(), strict=True):
            steps, found = curves(rows, name)
            labels = [f"{n}, {w}" for n, w in zip(names, (HOME, AWAY, AWAY), strict=True)]
            for values, label, colour in zip(
                found.values(), labels, (INK, INTENDED, PROXY), strict=True
            ):
                axis.plot(steps / 1000, values.T, color=colour, linewidth=0.6, alpha=0.5)
                axis.plot(steps / 1000, values.mean(0), color=colour, label=label)
            axis.set_title(title, loc="left")
            axis.set_xlabel("thousand steps of training")
            highest = max(values.max() for values in found.values())
            axis.set_ylabel("an episode" if highest > 1 else "of the levels")
            axis.set_yticks(np.linspace(0, 1, 6) if highest <= 1 else np.arange(4))
            axis.set_ylim(0, 1.42 * highest)  # room for the names
            axis.legend(fontsize=9, loc="upper right")
        figure.savefig(file, metadata={"Date": None})


def main() -> None:
    """Print the table, or write page and picture."""
    rows = load_results("moments")
    if "--write" not in sys.argv[1:]:
        print(table(rows))
        return
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    text = before + BEGIN + "\n" + table(rows) + END + rest.split(END)[1]
    PAGE.write_text(text, encoding="utf-8")
    draw(rows, PICTURE)


if __name__ == "__main__":
    main()
