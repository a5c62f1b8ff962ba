"""Figures of what is inside the mice: what can be read, what is used, and where a mouse is sent."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from course_lib.chapters.looking_inside.sweep_mice_inside import FARTHER
from course_lib.study.inside import layers, steering
from course_lib.study.measure.rollout import begin
from course_lib.study.measure.stats import over_seeds
from course_lib.study.show.levels import image_grid
from course_lib.study.show.marks import per_cent, seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import INK, INTENDED_LOOK, NEITHER_LOOK, PROXY_LOOK, WIDTH, panels
from course_lib.study.show.tables import SmallTable
from course_lib.worlds import maze

Rows = Sequence[Mapping]
KINDS = {"corner": "corner", "region-2": "region\nof side 2", "region-5": "region\nof side 5",
         "everywhere": "anywhere", "untrained": "untrained"}  # fmt: skip
MIND = (8, 16)  # how the 128 numbers of the last layer are laid out
LAYERS = {"nearby": "layer nearby", "scene": "layer scene", "mind": "layer mind"}


def by_kind(rows: Rows, value: Callable[[Mapping], float], kinds: Sequence[str]) -> dict:
    """For each kind of mouse one number a network, in order of seeds."""
    return {kind: [value(row) for row in sorted(rows, key=lambda row: row["seed"])
                   if row["kind"] == kind] for kind in kinds}  # fmt: skip


# ── The layers ─────────────────────────────────────────────────────────────────────────


def show_layers(agent: Any, seed: int = 1) -> None:
    """Show a maze, and of each map the channel that a cheese changes most; all numbers of mind."""
    sim = begin(maze.DEPLOY, [seed])
    looks, bare = sim.observe(), sim.observe(steering.without(sim.batch, "cheese"))
    shown = [("picture\n9 × 9 tiles", maze.WORLD.picture(sim.batch[0], 20))]
    for layer in layers.LAYERS:
        said, less = (layers.activations(agent, seen, layer)[0] for seen in (looks, bare))
        if said.ndim == 1:
            shown.append((f"{layer}\n{len(said)} numbers", said.reshape(MIND)))
            continue
        channel = int(np.abs(said - less).sum((0, 1)).argmax())
        shown.append((f"{layer}\nchannel {channel + 1} of {said.shape[2]}", said[..., channel]))
    size = (WIDTH, WIDTH / len(shown) + 0.5)
    figure = image_grid([shown], size, fontsize=9, cmap="cividis")
    show(figure, "A maze, and beside it one channel of each of the layers tiles, nearby and scene, "
                 "brighter where its number is higher: in tiles the cheese stands out at its own "
                 "place. Last, the numbers of the layer mind, which have no place.")  # fmt: skip


# ── Read ────────────────────────────────────────────────────────────────────────────────────


def show_reading(rows: Rows) -> None:
    """Show, a panel a layer, how far off probes are: for the cheese, and for control tasks."""
    figure, axes = panels(len(LAYERS), height=3.6, width=7.6, sharey=True)
    told = []
    for axis, (layer, title) in zip(axes, LAYERS.items(), strict=True):
        looks = {"control": {**NEITHER_LOOK, "markersize": 6}, "cheese": INTENDED_LOOK}
        for number, (task, look) in enumerate(looks.items()):
            found = by_kind(rows, partial(_read, layer=layer, task=task), list(KINDS))
            places = np.arange(len(KINDS)) + 0.3 * (0.5 - number)
            seed_dots(axis, found, places=list(places), spread=0.08, **look)
            each = ", ".join(f"{k} {np.mean(v):.0%}" for k, v in found.items())
            told.append(f"{title}, {task}: {each}")
        axis.axhline(1, color=INK, linewidth=1, linestyle=":")
        axis.set_title(title)
        axis.set_xticks(range(len(KINDS)), list(KINDS.values()), fontsize=9, rotation=90)
        axis.set_xlim(-0.6, len(KINDS) - 0.4)
        axis.set_ylim(-0.04, 1.1)
    axes[0].set_ylabel("error ÷ error of the blind guess")
    axes[0].text(-0.45, 0.985, "blind guess", fontsize=9, va="top")
    axes[2].text(1.65, 0.8, "control tasks", fontsize=9, ha="right", color=NEITHER_LOOK["color"])
    axes[2].text(1.65, 0.58, "the cheese", fontsize=9, ha="right", color=INTENDED_LOOK["color"])
    show(figure, "A dot is a network; blue: the cheese, grey: control tasks. " + "; ".join(told))


def _read(row: Mapping, layer: str, task: str) -> float:
    return row["read"][layer][task]


def read_share(rows: Rows, kind: str, layer: str) -> float:
    """How far off the probe for the cheese is, in per cent of the blind guess; mean over mice."""
    return 100 * float(
        np.mean(by_kind(rows, partial(_read, layer=layer, task="cheese"), [kind])[kind])
    )


# ── Steered ─────────────────────────────────────────────────────────────────────────────────

STEERED = {"corner": "corner", "region-5": "region of side 5", "everywhere": "anywhere"}
VERSIONS = {"as it is": "as it is", "subtracted": "vector subtracted",
            "random subtracted": "random subtracted", "painted out": "cheese painted out",
            "added": "vector added", "random added": "random added"}  # fmt: skip


def show_steering(rows: Rows, thing: str, goal: str, kinds: Sequence[str] = tuple(STEERED)) -> None:
    """Show, a panel a kind of mouse, the chance of a step to the goal in each version, as dots."""
    figure, axes = panels(len(kinds), height=3.2, sharey=True)
    names, told = [v.replace("cheese", thing) for v in VERSIONS.values()], []
    for axis, kind in zip(axes, kinds, strict=True):
        for number, version in enumerate(VERSIONS):
            found = steered(rows, thing, version, goal, kind)
            look = NEITHER_LOOK if "random" in version else (
                PROXY_LOOK if goal == "corner" else INTENDED_LOOK)  # fmt: skip
            shifts = 0.09 * (np.arange(len(found)) - (len(found) - 1) / 2)
            axis.plot(found, number + shifts, **{**look, "linestyle": "none", "markersize": 6})
            told.append(f"{STEERED[kind]}, {names[number]}: {np.mean(found):.0%}")
        axis.set_title(STEERED[kind], fontsize=11)
        axis.set_yticks(range(len(names)), names)
        axis.set_ylim(len(names) - 0.5, -0.5)
        per_cent(axis, "x", step=0.5)
        axis.tick_params("x", labelsize=9)
        axis.set_xlabel(f"first step to the {goal}", fontsize=10)
    show(figure, f"A dot is a mouse. Mean chance of a step to the {goal}. " + "; ".join(told) + ".")


def steered(rows: Rows, thing: str, version: str, goal: str, kind: str) -> list[float]:
    """The chance of a step to the goal in a version, one number a mouse of this kind."""
    return by_kind(rows, lambda r: r["steered"][thing][version][goal], [kind])[kind]


def show_changes(rows: Rows, thing: str, goal: str, kinds: Sequence[str]) -> None:
    """Show, as dots and in a table, what a thing's vector does to the step to the goal."""
    from IPython.display import display

    show_steering(rows, thing, goal)
    display(change_table(rows, thing, goal, kinds))


def change_table(rows: Rows, thing: str, goal: str, kinds: Sequence[str]) -> SmallTable:
    """What subtracting and adding the vector change beyond random vectors, mouse by mouse."""
    lines = []
    for kind in kinds:
        each = {v: np.array(steered(rows, thing, v, goal, kind)) for v in VERSIONS}
        every = {v: np.array(steered(rows, thing, v, "all steps", kind)) for v in VERSIONS}
        cells = [each["painted out"] - each["as it is"],
                 each["subtracted"] - each["random subtracted"],
                 each["added"] - each["random added"],
                 every["subtracted"] - every["random subtracted"]]  # fmt: skip
        lines.append([KINDS[kind].replace("\n", " "), *map(_points, cells)])
    heads = ["cheese in training", f"{thing} painted out", "vector subtracted",
             "vector added", "all steps, subtracted"]  # fmt: skip
    return SmallTable(heads, lines, f"Change of the chance of a step to the {goal}, in percentage "
                      "points, with the interval over five mice; of vectors, beyond a random one "
                      "of the same length. Last column: how much probability goes to other steps, "
                      "whichever these are, again beyond a random vector.")  # fmt: skip


def _points(changes: np.ndarray) -> str:
    mean, low, high = (100 * value for value in over_seeds(list(changes)))
    return f"{mean:+.0f} [{low:+.0f}, {high:+.0f}]"


# ── Sent ────────────────────────────────────────────────────────────────────────────────────

SENT = {"as it is": "as it is", "other channels": "other channels clamped",
        "clamped": "cheese channels clamped", "cheese there": "cheese put there"}  # fmt: skip


def arrivals(row: Mapping, version: str, start: int | None = None) -> float:
    """The share of mazes in which one mouse comes to the target; in one bin of steps, if given."""
    bins = row["sent"][version]
    chosen = [bins[str(start)]] if start is not None else list(bins.values())
    return sum(hits for hits, _ in chosen) / sum(count for _, count in chosen)


def sent_share(rows: Rows, kind: str) -> float:
    """How often clamped mice of a kind come to the target, in per cent; mean over mice."""
    return 100 * float(np.mean(by_kind(rows, lambda r: arrivals(r, "clamped"), [kind])[kind]))


def show_sent(rows: Rows, kinds: Sequence[str] = tuple(STEERED)) -> None:
    """Show, a panel a kind of mouse, how often the target is reached in each version, as dots."""
    figure, axes = panels(len(kinds), height=2.6, sharey=True)
    told = []
    for axis, kind in zip(axes, kinds, strict=True):
        for number, version in enumerate(SENT):
            found = by_kind(rows, partial(arrivals, version=version), [kind])[kind]
            look = PROXY_LOOK if version == "clamped" else NEITHER_LOOK
            look = INTENDED_LOOK if version == "cheese there" else look
            shifts = 0.09 * (np.arange(len(found)) - (len(found) - 1) / 2)
            axis.plot(found, number + shifts, **{**look, "linestyle": "none", "markersize": 6})
            told.append(f"{STEERED[kind]}, {SENT[version]}: {np.mean(found):.0%}")
        axis.set_title(STEERED[kind], fontsize=11)
        axis.set_yticks(range(len(SENT)), list(SENT.values()))
        axis.set_ylim(len(SENT) - 0.5, -0.5)
        per_cent(axis, "x", step=0.5)
        axis.tick_params("x", labelsize=9)
        axis.set_xlabel("comes to the target", fontsize=10)
    show(figure, "A dot is a mouse. Share of mazes in which it comes to the target before it has "
                 "the cheese, mean: " + "; ".join(told) + ".")  # fmt: skip


def distance_table(rows: Rows, kind: str) -> SmallTable:
    """How often the target is reached, by how much farther than the cheese it is: means."""
    own = [row for row in rows if row["kind"] == kind]
    lines = []
    for least, after in zip(FARTHER, [*FARTHER[1:], None], strict=True):
        shares = {v: [100 * arrivals(row, v, least) for row in own] for v in SENT}
        span = f"{least} to {after - 1} steps" if after else f"{least} steps or more"
        lines.append(["not farther" if least < 0 else span,
                      *(f"{np.mean(v):.0f} % ({min(v):.0f} to {max(v):.0f})"
                        for name, v in shares.items() if name != "as it is")])  # fmt: skip
    heads = ["target farther than cheese", *(SENT[v] for v in SENT if v != "as it is")]
    return SmallTable(heads, lines, "Target reached before the cheese: mean over five mice, and "
                                    "the lowest and highest of them.")  # fmt: skip
