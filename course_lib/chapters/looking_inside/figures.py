"""The figures of the lesson that looks inside."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.engine.sim import BatchSim
from course_lib.study.inside import causal
from course_lib.study.inside.overlay import steps_with_coin
from course_lib.study.measure.stats import interval
from course_lib.study.show.marks import errorbar_rows, intervals_of, name_rows
from course_lib.study.show.names import human_names
from course_lib.study.show.style import COLOURS, style, subplots

HUES = (*COLOURS[:6], "#666666", "#8c564b", "#7b6fd0")
NEWS = (("good news", 1, "o"), ("bad news", -1, "X"))  # a shape for each, beside the hues


def plot_news(episode: Any, laid: Any, steps: Sequence[int] | None = None):
    """Moments of an episode as the agent sees them: good news above, bad news below.

    A hue is a factor; the larger a mark, the more that place adds to the critic's value.
    steps: by default four with the coin in view.
    """
    import matplotlib.pyplot as plt

    steps = steps_with_coin(episode) if steps is None else steps
    looks = BatchSim(episode.distribution, 1).observe(episode.records)
    size = (2.5 * len(steps) + 0.4, 5)
    figure, axes = subplots(2, len(steps), figsize=size, squeeze=False)
    for line, (news, sign, marker) in zip(axes, NEWS, strict=True):
        for axis, step in zip(line, steps, strict=True):
            rows, columns = laid.parts.shape[1:3]
            axis.imshow(looks[step], extent=(-0.5, columns - 0.5, rows - 0.5, -0.5), alpha=0.75)
            axis.set_title(f"{news}, step {step}", fontsize=10)
            axis.set_axis_off()
            for number in range(len(laid.names)):
                strength = np.maximum(sign * laid.parts[step, ..., number], 0)
                row, column = np.nonzero(strength > 0.05)
                axis.scatter(column, row, s=160 * np.minimum(strength[row, column], 1.5),
                             c=HUES[number % len(HUES)], marker=marker, edgecolors="white",
                             linewidths=0.7)  # fmt: skip
    marks = [plt.Line2D([], [], linestyle="none", marker="s", color=HUES[n % len(HUES)], label=name)
             for n, name in enumerate(laid.names)]  # fmt: skip
    figure.set_layout_engine("constrained")
    figure.legend(handles=marks, loc="outside lower center", ncols=len(marks), fontsize=9)
    return figure


def plot_patches(found: Mapping[str, Sequence[np.ndarray]]):
    """A row a factor: the patches of the agent's pictures in which it is strongest."""
    columns = max(map(len, found.values()))
    size = (1.1 * columns + 1.2, 1.1 * len(found))
    figure, axes = subplots(len(found), columns, figsize=size, squeeze=False)
    for number, (line, (name, shown)) in enumerate(zip(axes, found.items(), strict=True)):
        for axis in line:
            axis.set_xticks([])
            axis.set_yticks([])
            axis.set_visible(False)
        for axis, picture in zip(line, shown, strict=False):
            axis.imshow(picture)
            axis.set_visible(True)
            for edge in axis.spines.values():
                edge.set(color=HUES[number % len(HUES)], linewidth=2)
        line[0].set_ylabel(name, rotation=0, ha="right", va="center")
    figure.set_layout_engine("constrained")
    return figure


def plot_claims(rows: Sequence[Mapping]):
    """A panel a thing, a dot a level: what the picture says of it, and what its removal takes."""
    figure, axes = subplots(1, len(rows), figsize=(2.9 * len(rows), 3.2), squeeze=False)
    for number, (axis, row) in enumerate(zip(axes.flat, rows, strict=True)):
        look = style(number)
        axis.scatter(row["picture"], row["value"], s=8, alpha=0.35, **look)
        both = np.concatenate([row["picture"], row["value"]])
        ends = [both.min(), both.max()]
        axis.plot(ends, ends, color="0.4", linestyle=":")
        axis.axhline(0, color="0.7", linewidth=0.8)
        axis.axvline(0, color="0.7", linewidth=0.8)
        axis.set(title=f"{row['thing']}, {row['levels']} levels", xlabel="the picture says")
    axes[0, 0].set_ylabel("removal takes from the value")
    figure.set_layout_engine("constrained")
    return figure


HEADS = {"value": "critic: value", "right": "actor: chance of going right"}


def plot_effects(cases: Sequence[Mapping]):
    """A panel a head: what each change of `causal.conditions` does, a mark an agent."""
    tables = {title: causal.effects(cases, what) for what, title in HEADS.items()}
    size = (1.8 + 4 * len(tables), 3.4)
    figure, axes = subplots(1, len(tables), figsize=size, sharey=True, squeeze=False)
    for axis, (title, table) in zip(axes.flat, tables.items(), strict=True):
        names = table.unique("metric")
        for number, place in enumerate(table.unique("distribution")):
            rows = [row for row in table.rows if row["distribution"] == place]
            where = np.array([names.index(row["metric"]) for row in rows]) + 0.3 * number - 0.25
            agents = list(dict.fromkeys(row["policy"] for row in rows))
            where = where + 0.05 * np.array([agents.index(row["policy"]) for row in rows])
            look = {**style(number), "markersize": 5, "label": f"at the {place}"}
            errorbar_rows(axis, intervals_of(rows), where, **look)
        axis.axvline(0, color="0.5", linestyle=":")
        axis.set(title=title)
        name_rows(axis, names)
    figure.set_layout_engine("constrained")
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return figure


def plot_actor_and_critic(rows: Sequence[Mapping]):
    """For each thing and agent: how much the critic's value changes without it, and the actor."""
    figure, axis = subplots(figsize=(6.4, 4.2), layout="constrained")
    things = list(dict.fromkeys(row["thing"] for row in rows))
    for number, thing in enumerate(things):
        chosen = [row for row in rows if row["thing"] == thing]
        critic = [np.abs(row["value"]).mean() for row in chosen]
        actor = [row["actor"].mean() for row in chosen]
        axis.plot(critic, actor, linestyle="none", label=thing, markersize=8, **style(number))
    axis.set(xlabel="critic: mean change of the value, either way",
             ylabel="actor: probability that goes to other actions")  # fmt: skip
    axis.set_xlim(left=0)
    axis.set_ylim(bottom=0)
    axis.grid(alpha=0.3)
    axis.legend()
    return figure


def plot_probes(rows: Sequence[Mapping]):
    """A row a network: how many cells a probe is off, at its task and at the control task."""
    agents = list(dict.fromkeys(row["agent"] for row in rows))
    figure, axis = subplots(figsize=(7, 1.2 + 0.45 * len(agents)), layout="constrained")
    for number, (task, label) in enumerate((("cheese", "the cheese"), ("control", "control task"))):
        chosen = [row for row in rows if row["task"] == task]
        where = np.array([agents.index(row["agent"]) for row in chosen]) + 0.16 * number - 0.08
        errorbar_rows(axis, intervals_of(chosen), where, label=label, **style(number))
    axis.set(xlabel="cells off, held-out levels, 95 % interval")
    axis.set_xlim(left=0)
    name_rows(axis, list(human_names(agents).values()))
    axis.legend()
    return figure


def plot_steer(rows: Sequence[Mapping]):
    """A panel an agent: the chance of a step toward cheese and corner, for each vector added."""
    agents = list(dict.fromkeys(row["agent"] for row in rows))
    versions = list(dict.fromkeys(row["version"] for row in rows))
    told, size = human_names(agents), (1.6 + 2.8 * len(agents), 3.2)
    figure, axes = subplots(1, len(agents), figsize=size, sharey=True, squeeze=False)
    for axis, agent in zip(axes.flat, agents, strict=True):
        for number, goal in enumerate(("cheese", "corner")):
            chances = [interval(row[goal]) for row in rows if row["agent"] == agent]
            where = np.arange(len(versions)) + 0.2 * number - 0.1
            errorbar_rows(axis, chances, where, label=f"toward the {goal}", **style(number))
        axis.set(title=told[agent], xlim=(-0.03, 1.03), xlabel="chance of the step")
        name_rows(axis, versions)
    figure.set_layout_engine("constrained")
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return figure
