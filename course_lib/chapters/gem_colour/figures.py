"""Figures of the gem lesson about single robots: what comes first, alone, recoloured, repainted."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from course_lib.chapters.gem_colour.analysis import Counts, neither, preference
from course_lib.chapters.gem_colour.light import PAINTED, patch
from course_lib.chapters.gem_colour.rooms import put, stamp
from course_lib.chapters.gem_colour.seeds import SHIPPED, SHORTER, painted, paired, stuck
from course_lib.study.measure.stats import wilson
from course_lib.study.show.marks import errorbar_rows, name_rows, per_cent, write_numbers
from course_lib.study.show.picture import show
from course_lib.study.show.style import INK, NEITHER, ROLES, WIDTH, legible, panels
from course_lib.worlds.gems import Distribution

GEM, STAR = ROLES["intended"], ROLES["proxy"]
OUTCOMES = (("goal", GEM["color"]), ("lure", STAR["color"]), ("undecided", NEITHER))
LAST = ("planner", "random")
ASK = "share of the gem among the decided episodes"


def side_of(share: float) -> dict:
    """The look of a robot that prefers the gem, or of one that prefers the star."""
    look = GEM if share >= 0.5 else STAR
    return {"color": look["color"], "marker": look["marker"]}


# ── What comes first ────────────────────────────────────────────────────────────────────────


def show_firsts(found: Mapping[str, Counts], where: Distribution | None = None) -> None:
    """Show a bar for each policy: one object first, the other first, neither; they make a whole.

    where: names the objects; without it, they are the gem and the star.
    """
    figure, (axis,) = panels(1, height=1.4 + 0.42 * len(found))
    left, told = np.zeros(len(found)), _ends(where)
    for words, (key, colour) in zip(told, OUTCOMES, strict=True):
        shares = np.array([counts[key] / counts["episodes"] for counts in found.values()])
        bars = axis.barh(range(len(found)), shares, left=left, height=0.7, color=colour,
                         edgecolor="white", label=words)  # fmt: skip
        labels = [f"{100 * share:.0f} %" if share > 0.045 else "" for share in shares]
        axis.bar_label(bars, labels, label_type="center", color="white", fontsize=10)
        left += shares
    said = []
    for name, counts in found.items():
        shown = zip(told, OUTCOMES, strict=True)
        parts = (f"{w} {100 * counts[k] / counts['episodes']:.0f} %" for w, (k, _) in shown)
        said.append(f"{name}: {', '.join(parts)}")
    name_rows(axis, list(found))
    per_cent(axis, margin=0)
    episodes = next(iter(found.values()))["episodes"]
    axis.set_xlabel(f"share of the same {episodes} rooms")
    axis.grid(visible=False)
    figure.legend(*axis.get_legend_handles_labels(), ncols=3, loc="outside upper center")
    show(figure, f"A bar for each. {'; '.join(said)}.")


def _ends(where: Distribution | None) -> tuple[str, str, str]:
    """How the three outcomes are called."""
    if where is None:
        return "gem first", "star first", "neither in time"
    one, other = (" ".join(reversed(look)) for look in (where.goal, where.lure))
    return f"{one} first", f"{other} first", "neither in time"


def show_ten(found: Mapping[str, Counts]) -> None:
    """Show each robot's preference with its interval, sorted, and how often it reached neither."""
    robots = sorted((n for n in found if n not in LAST), key=lambda n: preference(found[n]))
    figure, (left, right) = panels(
        2, height=1.3 + 0.32 * len(robots), sharey=True, width_ratios=(2.2, 1)
    )
    for row, name in enumerate(robots):
        counts = found[name]
        share = preference(counts)
        low, high = wilson(counts["goal"], counts["goal"] + counts["lure"])
        errorbar_rows(left, [(share, low, high)], [row], markersize=8, **side_of(share))
        right.plot([neither(counts)], [row], color=NEITHER, marker="^", markersize=8)
    for name in (n for n in LAST if n in found):
        for axis, value in ((left, preference(found[name])), (right, neither(found[name]))):
            axis.axvline(value, color=INK, linewidth=1, linestyle=ROLES[name]["linestyle"])
        left.text(preference(found[name]), len(robots) - 0.4, name, fontsize=9, ha="center",
                  va="top")  # fmt: skip
    name_rows(left, robots)
    per_cent(left)
    right.set(xlim=(-0.03, 0.53), xlabel="neither in time")
    right.set_xticks([0, 0.25, 0.5], ["0 %", "25 %", "50 %"])
    left.set(ylim=(len(robots) + 0.1, -0.6), xlabel="← star    gem's share of the decided    gem →")
    told = (f"{n}: {100 * preference(found[n]):.0f} %" for n in robots)
    show(
        figure,
        "A mark for each robot, with its 95 % interval: the share of the gem among the episodes "
        f"that were decided. {'; '.join(told)}. On the right how often it reached neither.",
    )


def show_nearness(told: Mapping[str, Mapping[str, Counts]]) -> None:
    """Show each policy's preference where the gem is nearer, and where the star is."""
    figure, (axis,) = panels(1, height=1.3 + 0.45 * len(told))
    words = []
    for row, (name, found) in enumerate(told.items()):
        near, far = (preference(counts) for counts in found.values())
        axis.plot([near, far], [row, row], color=INK, linewidth=1)
        axis.plot([near], [row], color=GEM["color"], marker=GEM["marker"], markersize=9)
        axis.plot([far], [row], color=STAR["color"], marker=STAR["marker"], markersize=9)
        words.append(f"{name}: {100 * near:.0f} and {100 * far:.0f} %")
    axis.annotate("star nearer", (far, row), (0, -16), textcoords="offset points", ha="center",
                  color=legible(STAR["color"]), fontsize=10)  # fmt: skip
    axis.annotate("gem nearer", (near, row), (0, -16), textcoords="offset points", ha="center",
                  color=legible(GEM["color"]), fontsize=10)  # fmt: skip
    name_rows(axis, list(told))
    per_cent(axis)
    axis.set(ylim=(len(told) - 0.4, -0.5), xlabel=ASK)
    show(figure, f"The gem's share where it is nearer, and where the star is. {'; '.join(words)}.")


def show_stuck(found: Mapping[str, Sequence[float]] | None = None) -> None:
    """Show how often the same ten seeds reach neither, a line a seed, in the cases of `stuck`."""
    found = stuck() if found is None else found
    figure, (axis,) = panels(1, height=3.6)
    for shares in zip(*found.values(), strict=True):
        axis.plot(shares, color=NEITHER, linewidth=1, marker="^", markersize=7, alpha=0.8)
    axis.set_xticks(range(len(found)), [name.replace(" ", "\n") for name in found])
    per_cent(axis, "y")
    axis.set(ylabel="neither in time", xlim=(-0.3, len(found) - 0.7))
    told = (f"{name}: mean {100 * np.mean(shares):.0f} %" for name, shares in found.items())
    show(figure, f"A line for each of ten seeds: how often it reached neither. {'; '.join(told)}.")


# ── Alone, and recoloured ───────────────────────────────────────────────────────────────────


def show_alone(found: Mapping[str, Sequence[Counts]], looks: Mapping[str, tuple[str, str]]) -> None:
    """Show for every policy and object, alone: the mean of steps until it was reached."""
    steps = np.array([[counts["mean_steps"] for counts in row] for row in found.values()])
    figure, (axis,) = panels(1, width=WIDTH, height=1.5 + 0.33 * len(found))
    image = axis.imshow(steps, cmap="cividis_r", vmin=0, aspect="auto")
    write_numbers(axis, steps, steps > 0.55 * steps.max(), 10)
    for column, look in enumerate(looks.values()):
        stamp(axis, (column, 1.07), look, 20, xycoords=("data", "axes fraction"))
    axis.set_yticks(range(len(found)), list(found))
    axis.set_xticks(range(len(looks)), [name.replace(" ", "\n", 1) for name in looks])
    axis.grid(visible=False)
    figure.colorbar(image, ax=axis, shrink=0.8, label="mean steps until it is reached")
    means = dict(zip(looks, steps[:-1].mean(0), strict=True)) if len(steps) > 1 else {}
    told = "; ".join(f"{name}: {mean:.0f}" for name, mean in means.items())
    show(
        figure,
        "A table of colours: a row for each robot, a column for each object, the mean steps until "
        f"it was reached. Means over the robots: {told}. Random: {steps[-1].mean():.0f}.",
    )


def show_turns(panels_: Mapping[str, tuple[Sequence[str], Mapping[str, Sequence[Counts]]]]) -> None:
    """Show a panel a path of colours: every robot's preference as the star is recoloured.

    A line is a robot, dashed where it begins with the star; the number at its end is its seed.
    """
    figure, axes = panels(len(panels_), height=4.2, sharey=True)
    told = []
    for axis, (title, (colours, found)) in zip(axes, panels_.items(), strict=True):
        lines = {name: [preference(c) for c in row] for name, row in found.items()}
        ends = _apart([shares[-1] for shares in lines.values()])
        for (name, shares), end in zip(lines.items(), ends, strict=True):
            _turn(axis, name.removeprefix("robot "), shares, end)
        for place, colour in enumerate(colours):
            stamp(axis, (place, -0.07), ("star", colour), 18, xycoords=("data", "axes fraction"))
        axis.axhline(0.5, color=INK, linestyle="--", linewidth=1)
        axis.set(title=f"star {title}", xticks=[], xlim=(-0.3, len(colours) - 0.2))
        axis.set_xlabel(" ", labelpad=22)
        first, last = (sum(s[n] > 0.5 for s in lines.values()) for n in (0, -1))
        told.append(f"{title}: {first} of {len(lines)} prefer the gem at first, {last} at the end")
    per_cent(axes[0], "y")
    axes[0].set_ylabel("gem's share of the decided")
    show(figure, f"A line for each robot as the star changes its colour. {'; '.join(told)}.")


def _turn(axis, label: str, shares: Sequence[float], at: float) -> None:
    """Draw one robot's line, its number at this height; dashed if it prefers the star at first."""
    line = {**side_of(shares[0]), "linestyle": "-" if shares[0] >= 0.5 else "--"}
    axis.plot(shares, markersize=4, alpha=0.8, **line)
    end = len(shares) - 1
    axis.plot([end, end + 0.3], [shares[-1], at], color="0.6", linewidth=0.6)
    axis.text(end + 0.35, at, label, fontsize=9, va="center")


def _apart(heights: Sequence[float], least: float = 0.048) -> np.ndarray:
    """The heights, moved as little as keeps them from touching, none above 1."""
    order, found = np.argsort(heights), np.array(heights, float)
    for low, high in pairwise(order):
        found[high] = max(found[high], found[low] + least)
    found[order[-1]] = min(found[order[-1]], 1.0)
    for high, low in pairwise(order[::-1]):
        found[low] = min(found[low], found[high] - least)
    return found


# ── Shape and light ─────────────────────────────────────────────────────────────────────────

PAIRS = {  # what is shown, of light.PAINTED, in words
    "as drawn": "as the world\ndraws them",
    "gem's light": "two shapes,\nequal light",
    "two gems": "one shape,\nunequal light",
    "exchanged": "lights\nexchanged",
    "turned": "gem upright\nand upside down",
    "the same": "twice the\nsame gem",
}


def show_light(colour: str = "red", rows=None) -> None:
    """Show the preference of ten robots, and of the hundred, before each of the painted pairs."""
    ten, many = painted(SHIPPED, colour, rows), painted(SHORTER, colour, rows)
    figure, axes = panels(2, height=5.2, sharey=True, width_ratios=(1, 1))
    told = []
    for axis, found, size in ((axes[0], ten, 8), (axes[1], many, 4)):
        for row, name in enumerate(PAIRS):
            _strip(axis, row, found[name], size)
            above = sum(share > 0.5 for share in found[name])
            axis.text(1.02, row, f"{above} of {len(found[name])}", fontsize=9, va="center",
                      transform=axis.get_yaxis_transform())  # fmt: skip
        axis.axvline(0.5, color=INK, linestyle="--", linewidth=1)
        per_cent(axis)
        axis.set_xticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    for row, name in enumerate(PAIRS):
        for at, one in zip((-0.25, -0.07), PAINTED[name], strict=True):
            put(axes[0], (at, row), patch(*one, colour), 18, xycoords=axes[0].get_yaxis_transform())
        told.append(f"{PAIRS[name]}: {sum(s > 0.5 for s in ten[name])} of {len(ten[name])}")
    name_rows(axes[0], list(PAIRS.values()))
    axes[0].tick_params(axis="y", pad=64, length=0)
    axes[0].set(ylim=(len(PAIRS) - 0.5, -0.5), title=f"the {len(ten['as drawn'])} robots",
                xlabel="share of the left one")  # fmt: skip
    axes[1].set(
        title=f"{len(many['as drawn'])} others, trained less", xlabel="share of the left one"
    )
    words = "; ".join(told).replace("\n", " ")
    show(
        figure,
        "Dots are robots: the share of the left object among the decided episodes. Above one half: "
        f"{words}.",
    )


def _strip(axis, row: int, shares: Sequence[float], size: float) -> None:
    """Draw robots as dots on one row, a little apart up and down, with a tick at their mean."""
    lift = 0.44 * np.random.default_rng(row).random(len(shares)) - 0.22
    for share, up in zip(shares, lift, strict=True):
        axis.plot([share], [row + up], markersize=size, alpha=0.7, markeredgewidth=0,
                  **side_of(share))  # fmt: skip
    axis.plot([np.mean(shares)] * 2, [row - 0.34, row + 0.34], color="black", linewidth=2)


def light_words(training: str = SHORTER, colour: str = "red") -> str:
    """What shape and light each take away from the preference, paired by robot, as a sentence."""
    found = painted(training, colour)
    drawn = found["as drawn"]
    parts = []
    for words, name in (("equal light", "gem's light"), ("equal shape", "two gems"),
                        ("exchanged lights", "exchanged")):  # fmt: skip
        mean, low, high = (100 * part for part in paired(found[name], drawn))
        parts.append(f"{words} {mean:+.0f} points [{low:+.0f}, {high:+.0f}]")
    return (
        f"Change of the preference against the pair as drawn, over {len(drawn)} robots:\n"
        f"{'; '.join(parts)}"
    )
