"""How much of a score is skill: beside policies that look at nothing, and beside a reflex."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from course_lib.protocols import Policy
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.policies import policy_name
from course_lib.study.show.marks import per_cent
from course_lib.study.show.picture import show
from course_lib.study.show.style import INK, INTENDED_LOOK, RANDOM_LOOK, panels
from course_lib.study.show.tables import SmallTable
from course_lib.worlds.coin_run import DEPLOY, TRAIN, Distribution

HARD = (0, 5, 10)  # of 0 to 10
LOOKS = {
    "trained runners": INTENDED_LOOK,
    "always jump right": {"color": "#CC79A7", "marker": "D"},
    "always run right": {"color": "#009E73", "marker": "v"},
    "random": RANDOM_LOOK,
}
SECTION = Distribution(coin="section")
Rates = dict[int, list[float]]  # from a difficulty to one rate for each policy of a group


def coin_rates(
    groups: Mapping[str, Sequence[Policy]], episodes: int = 300, hard: Sequence[int] = HARD
) -> dict[str, Rates]:
    """For each group of policies and each difficulty, how often each takes the coin at the end."""
    return {
        name: {
            level: [rate(one, replace(TRAIN, difficulty=level), "coin", episodes) for one in some]
            for level in hard
        }
        for name, some in groups.items()
    }


def rate(policy: Policy, where: Distribution, metric: str, episodes: int = 300) -> float:
    """The share of episodes in which this happens."""
    return float(np.mean(outcomes(policy, where, episodes, seed=100).last[metric] > 0))


def gained(found: Mapping[str, Rates], level: int, trivial: str = "always jump right") -> float:
    """Of all that could be added to a trivial policy, the share that trained runners add.

    A planner takes the coin in every level. Only where something can be added: in the easiest
    levels one button does all that can be done.
    """
    own, low = (float(np.mean(found[name][level])) for name in ("trained runners", trivial))
    return (own - low) / (1 - low)


def show_skill(found: Mapping[str, Rates]) -> None:
    """Show a line a group over the difficulty of the levels; a dot is one policy."""
    figure, (axis,) = panels(1, height=3.4)
    told = []
    for name, rates in found.items():
        look, means = LOOKS[name], [float(np.mean(values)) for values in rates.values()]
        for level, values in rates.items():
            axis.plot([level] * len(values), values, **{**look, "linestyle": "none"}, markersize=5)
        axis.plot(list(rates), means, color=look["color"], linestyle=look.get("linestyle", "-"),
                  linewidth=1.5, label=name)  # fmt: skip
        told.append(f"{name} " + ", ".join(f"{level}: {m:.0%}" for level, m in
                                           zip(rates, means, strict=True)))  # fmt: skip
    axis.set_xticks(list(HARD))
    axis.set_xlabel("difficulty of the levels")
    axis.set_ylabel("takes the coin at the end")
    axis.set_xlim(min(HARD) - 0.5, max(HARD) + 0.5)
    per_cent(axis, "y")
    for line in axis.get_lines():
        line.set_clip_on(False)
    figure.legend(*axis.get_legend_handles_labels(), loc="outside right center", labelcolor=INK)
    show(figure, "Coins taken by difficulty; dots are single policies. " + "; ".join(told) + ".")


def reflex_table(runners: Sequence[Policy], reflexes: Sequence[Policy]) -> SmallTable:
    """Trained runners in mean beside reflexes: coin at the end, end without it, coin on the way."""
    unseen = replace(SECTION, coin_shown=False)
    lines = []
    for name, some in {
        f"{len(runners)} trained runners": runners,
        **{policy_name(one): [one] for one in reflexes},
    }.items():
        columns = [
            np.mean([rate(one, where, metric) for one in some])
            for where, metric in (
                (TRAIN, "coin"),
                (DEPLOY, "end"),
                (SECTION, "coin"),
                (unseen, "coin"),
            )
        ]
        lines.append([name, *(f"{100 * value:.0f} %" for value in columns)])
    heads = ["", "coin at the end", "coin off the path: end", "coin on the way, shown", "invisible"]
    return SmallTable(heads, lines, "300 levels each; on the way is at a section's first tile.")
