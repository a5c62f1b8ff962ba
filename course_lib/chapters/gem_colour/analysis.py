"""What the gem lesson asks: which object comes first, how straight the way, through which channel.

Everywhere `counts` are what `gem_preferences.reached` gives: {"episodes", "goal", "lure",
"undecided", "mean_steps"}. A preference is goal / (goal + lure), as in Ramanauskas and Şimşek 2023.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.agents.zoo import load, zoo
from course_lib.chapters.gem_colour.sweep_preferences import reached
from course_lib.engine.sprites import AGENT_PIXELS, rasterise, rgb
from course_lib.protocols import Policies, Policy
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.episodes import Episode, play
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import as_list, policy_name, random_policy
from course_lib.study.measure.stats import wilson
from course_lib.study.measure.tables import Table, distinct, rows_of
from course_lib.study.show.tables import text_table
from course_lib.worlds.art import COLOURS, DARK, object_sprite
from course_lib.worlds.gems import TRAIN, Distribution
from course_lib.worlds.gems.planner import gems_ways

Look = tuple[str, str]
OUTCOMES = ("goal", "lure", "neither")
STEPS = 6  # colours on a path from one to another
LOOKS: dict[str, Look] = {  # objects to be found alone; one has the colour of the floor
    "yellow gem": ("gem", "yellow"),
    "red gem": ("gem", "red"),
    "green gem": ("gem", "green"),
    "blue gem": ("gem", "blue"),
    "white gem": ("gem", "#e8e8e8"),
    "unseen gem": ("gem", DARK),
    "yellow star": ("star", "yellow"),
}

# ── What comes first ────────────────────────────────────────────────────────────────────────


def choices(
    policies: Policies,
    levels: Mapping[str, Distribution],
    episodes: int = 300,
    seed: int = 0,
    baselines: bool = True,
) -> Table:
    """A table of what was reached first: the goal, the lure, or neither before the time was up.

    baselines: a random policy and the planner stand beside the policies.
    """
    rows = []
    for label, where in levels.items():
        beside = [random_policy(where), planner(where)] if baselines else []
        for policy, name in _named(policies, beside):
            last = outcomes(policy, where, episodes, seed).last
            neither = (last.gem == 0) & (last.lure == 0)
            hits = dict(zip(OUTCOMES, (last.gem, last.lure, neither), strict=True))
            rows += rows_of(name, label, {**hits, "steps": last.steps})
    return Table(rows)


def preference(counts: Mapping) -> float:
    """The share of the goal among the episodes that were decided; nan if none was."""
    decided = counts["goal"] + counts["lure"]
    return counts["goal"] / decided if decided else float("nan")


def preference_words(table: Table, label: str) -> str:
    """The preference of every policy of a table of `choices`, with its interval, in words."""
    goals = (r for r in table.rows if (r["distribution"], r["metric"]) == (label, "goal"))
    return "\n".join(f"{r['policy']}: {_shares(table, r['policy'], label)}" for r in goals)


def _shares(table: Table, policy: str, label: str) -> str:
    row = table.get(policy, label, "goal")
    goal, lure = (
        round(table.get(policy, label, metric)["mean"] * row["episodes"])
        for metric in ("goal", "lure")
    )
    if goal + lure == 0:
        return "reached neither in any episode"
    share = interval_text((goal / (goal + lure), *wilson(goal, goal + lure)), ".1%")
    return f"the goal in {share} of {goal + lure} decided episodes (of {row['episodes']})"


def walks(
    policies: Policies, levels: Mapping[str, Distribution], episodes: int = 300, seed: int = 0
) -> Table:
    """A table of how straight the policies walk to the object that they reach first.

    Only episodes that were decided count: steps taken, beside the shortest way to that object.
    A random policy stands beside them.
    """
    rows = []
    for label, where in levels.items():
        for policy, name in _named(policies, [random_policy(where)]):
            found = outcomes(policy, where, episodes, seed)
            decided = (found.last.gem + found.last.lure) > 0
            ways = gems_ways(found.first)
            shortest = np.where(found.last.gem > 0, ways["to_goal"], ways["to_lure"])[decided]
            taken = found.last.steps[decided]
            numbers = {"steps taken": taken, "shortest way": shortest, "ratio": taken / shortest}
            rows += rows_of(name, label, numbers)
    return Table(rows, counts=frozenset(numbers))


# ── Episodes to look at ─────────────────────────────────────────────────────────────────────


def examples(policy: Policy, where: Distribution, begin: int = 0, most: int = 300) -> list[Episode]:
    """Up to three episodes: the first that ends at the goal, at the lure, and at neither.

    Counted from the level `begin`; a kind that none of `most` levels shows is missing.
    """
    found: dict[str, Episode] = {}
    for seed in range(begin, begin + most):
        episode = play(policy, where, seed=seed)
        found.setdefault(ending(episode), episode)
        if len(found) == len(OUTCOMES):
            break
    return [found[name] for name in OUTCOMES if name in found]


def ending(episode: Episode) -> str:
    """What was reached first: "goal", "lure" or "neither"."""
    metrics = episode.metrics
    return "goal" if metrics["gem"] else "lure" if metrics["lure"] else "neither"


def examples_words(episodes: Sequence[Episode]) -> str:
    """Which levels these are, how they end, and how often the robot undid the step before."""
    return "\n".join(
        f"level {one.seed}: {ending(one)} after {len(one.actions)} steps, "
        f"{turns(one)} of them straight back to where it came from"
        for one in episodes
    )


def turns(episode: Episode) -> int:
    """How many steps led straight back to where the robot had been before the last one."""
    at = episode.positions()
    moved = (at[1:-1] != at[:-2]).any(axis=1)
    return int(((at[2:] == at[:-2]).all(axis=1) & moved).sum())


def robots(recipe: str = "gems/yellow-gem") -> list[Agent]:
    """The shipped agents of a recipe, by seed."""
    return [load(name) for name in zoo() if name.partition(":")[0] == recipe]


def record_words(agents: Sequence[Any]) -> str:
    """What training left on the cards of shipped agents: nothing of it says what they prefer."""
    lines = ["seed   gem in training   steps (mean)"]
    for agent in agents:
        rows = _on_card(agent, "training")
        lines.append(f"{agent.seed:4}   {rows['gem']:15.1%}   {rows['steps']:12.2f}")
    return "\n".join(lines)


def card_preferences(recipe: str = "gems/yellow-gem") -> list[float]:
    """The preferences deployed that stand on the cards of a recipe's shipped agents, by seed."""
    found = [_on_card(agent, "deployment") for agent in robots(recipe)]
    return [preference({"goal": means["gem"], "lure": means["lure"]}) for means in found]


def _on_card(agent: Agent, levels: str) -> dict[str, float]:
    """The means of the metrics in all levels of this kind, as the agent's card has them."""
    rows = agent.card["behaviour"]
    return {
        row["metric"]: row["mean"]
        for row in rows
        if (row["given"], row["distribution"]) == (None, levels)
    }


# ── Through which channel ───────────────────────────────────────────────────────────────────


def between(first: str, last: str, steps: int) -> list[str]:
    """So many colours "#rrggbb" from the first to the last, in equal steps."""
    if steps < 2:
        raise ValueError(f"steps must be a whole number from 2, not {steps!r}")
    start, end = rgb(_hex(first)), rgb(_hex(last))
    mixes = (start + (end - start) * part for part in np.linspace(0, 1, steps))
    return ["#" + "".join(f"{round(channel):02x}" for channel in mixed) for mixed in mixes]


def recolour(
    policies: Policies, where: Distribution, ends: Sequence[str], episodes: int = 100, seed: int = 0
) -> dict[str, tuple[list[str], dict[str, list[dict]]]]:
    """The lure takes six colours, from its own to each of the ends: counts as `reached` gives.

    {"from yellow to red": (colours, {policy: [counts, one for each colour]}), ...}.
    """
    found = {}
    shape, colour = where.lure
    for end in ends:
        path = between(colour, end, STEPS)
        dressed = [replace(where, lure=(shape, one)) for one in path]
        counts = {
            name: [reached(policy, one, episodes, seed) for one in dressed]
            for policy, name in _named(policies)
        }
        found[f"from {colour} to {end}"] = path, counts
    return found


def alone(
    policies: Policies, looks: Mapping[str, Look] = LOOKS, episodes: int = 100, seed: int = 0
) -> dict[str, list[dict]]:
    """By policy the counts of `reached`, where each of the named looks is the only object.

    A random policy stands beside the others.
    """
    dressed = [replace(TRAIN, goal=look) for look in looks.values()]
    return {
        name: [reached(policy, one, episodes, seed) for one in dressed]
        for policy, name in _named(policies, [random_policy(TRAIN)])
    }


def turn_words(panels: Mapping[str, tuple[Sequence[str], Mapping]]) -> str:
    """What `recolour` found, as lines of text: every policy's preference at each colour."""
    lines = []
    for title, (colours, found) in panels.items():
        lines.append(title)
        wide = max(map(len, found))
        lines.append(" " * wide + "  " + "  ".join(colours))
        for name, row in found.items():
            cells = (f"{100 * preference(counts):5.0f} %" for counts in row)
            lines.append(name.ljust(wide) + "  " + "  ".join(cells))
    return "\n".join(lines)


# ── What can be told apart ──────────────────────────────────────────────────────────────────


def difference(first: Look, second: Look, pixels: int = AGENT_PIXELS) -> float:
    """How far apart two looks are at so many pixels a tile: root mean square, 0 to 255."""
    one, two = (rasterise(object_sprite(*look), pixels).astype(float) for look in (first, second))
    return float(np.sqrt(np.mean((one - two) ** 2)))


def difference_words(pairs: Sequence[tuple[Look, Look]], pixels: Sequence[int]) -> str:
    """The differences of pairs of looks at several resolutions, as lines of text."""
    lines = [["pixels a tile", *map(str, pixels)]]
    for first, second in pairs:
        name = f"{' '.join(reversed(first))} / {' '.join(reversed(second))}"
        lines.append([name, *(f"{difference(first, second, n):.0f}" for n in pixels)])
    return text_table(lines, "<>", [0, *[7] * len(pixels)], gap=0)


# ── Parts ───────────────────────────────────────────────────────────────────────────────────


def _named(policies: Policies, beside: Sequence[Any] = ()) -> list[tuple[Any, str]]:
    """Each policy with a name of its own, then those beside them that are not among them."""
    some = as_list(policies)
    some += [one for one in beside if one.name not in map(policy_name, some)]
    return list(zip(some, distinct(map(policy_name, some)), strict=True))


def _hex(colour: str) -> str:
    return COLOURS.get(colour, colour)
