"""The figures of the unit on the mice."""

from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.study.measure.stats import interval
from course_lib.study.show.marks import errorbar_rows, intervals_of, name_rows
from course_lib.study.show.names import human_names
from course_lib.study.show.style import style, subplots


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
