"""The same maze and the same mouse, and only the cheese is moved: what a mouse does then.

A mouse that is lost would be lost in both; a mouse that cannot see the cheese would do, and expect,
the same in both.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.agents.zoo import load
from course_lib.engine.grid import CELLS, FAR, distances
from course_lib.engine.sim import BatchSim
from course_lib.engine.streams import Stream
from course_lib.protocols import Policies, Policy
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.episodes import Episode, play
from course_lib.study.measure.policies import as_list, policy_name
from course_lib.study.measure.rollout import begin, level_seeds, play_out, resume
from course_lib.study.measure.stats import bootstrap_mean
from course_lib.study.measure.tables import Table, row_of
from course_lib.study.show.tables import SmallTable
from course_lib.worlds import maze
from course_lib.worlds.maze.planner import maze_ways


def company() -> tuple[list[Agent], list[Agent]]:
    """Five mice of the corner, and five controls; named for people.

    The controls were trained with the cheese anywhere, until they got it nearly always.
    """
    mice, controls = (
        [load(f"maze/{recipe}:{n}").copy(name=f"{name} {n}") for n in range(5)]
        for recipe, name in (("corner", "mouse"), ("everywhere", "control"))
    )
    return mice, controls


def detours(levels: int, seed: int = 0) -> np.recarray:
    """The first records of those of `levels` deployment mazes that are detours."""
    states = begin(maze.DEPLOY, level_seeds(levels, seed)).batch
    return states[maze_ways(states)["detour"]]


def cheese_to_corner(states: np.recarray) -> np.recarray:
    """The same mazes and mice, with the cheese in the corner."""
    states = states.copy()
    states.cheese_at = states.corner_at
    return states


# ── Where a mouse reached neither ───────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Neither:
    """Detours in which a mouse reached neither, and the same mazes with the cheese in the corner.

    got_when_moved: in how many of these it got the cheese. first: the first records (neither,).
    """

    detours: int
    neither: int
    got_when_moved: int
    first: np.recarray

    def __repr__(self) -> str:
        return (
            f"Detours: {self.detours}. It reached neither cheese nor corner in {self.neither} of "
            f"them.\nThe same {self.neither} mazes with the cheese moved into the corner: it got "
            f"the cheese in {self.got_when_moved}."
        )


def neither(policy: Policy, levels: int = 1000, seed: int = 0) -> Neither:
    """The detours in which the policy reached neither, played again with the cheese moved."""
    found = outcomes(policy, maze.DEPLOY, levels, seed)
    detour = maze_ways(found.first)["detour"]
    lost = found.first[detour & (found.last.cheese == 0) & (found.last.corner == 0)]
    if not len(lost):
        return Neither(int(detour.sum()), 0, 0, lost)
    again = play_out(resume(maze.DEPLOY, cheese_to_corner(lost)), policy, [seed, Stream.ACTIONS])
    return Neither(int(detour.sum()), len(lost), int((again.cheese > 0).sum()), lost)


def both_ways(policy: Policy, found: Neither, which: int = 0) -> tuple[Episode, Episode]:
    """One of these mazes as an episode, and beside it the same with the cheese in the corner."""
    there: Any = found.first[which : which + 1]
    home = cheese_to_corner(there)
    return play(policy, maze.DEPLOY, level=there), play(policy, maze.DEPLOY, level=home)


# ── A task of equal difficulty ──────────────────────────────────────────────────────────────


def equal_pairs(levels: int = 1000, seed: int = 0) -> tuple[np.recarray, np.recarray]:
    """Detours with at least four steps to the cheese, and for each a task that is as long.

    The second is the same maze with the cheese in the corner, and the mouse put where it has as
    many steps to go.
    """
    away: Any = detours(levels, seed)
    to_cheese = maze_ways(away)["to_cheese"]
    home: Any = cheese_to_corner(away)
    rng, steps = np.random.default_rng([seed, Stream.SPOT]), np.empty(CELLS, np.int32)
    kept = np.zeros(len(away), bool)
    for i, wanted in enumerate(to_cheese):
        state = home[i]
        distances(state.tiles, state.side, state.corner_at, steps)
        cells = np.flatnonzero(steps[: state.side**2] == wanted)
        if 4 <= wanted < FAR and len(cells):
            home.mouse_at[i], kept[i] = rng.choice(cells), True
    return away[kept], home[kept]


def equal_difficulty(policies: Policies, levels: int = 1000, seed: int = 0) -> Table:
    """A table of how often the cheese is got, in pairs of mazes that ask for as many steps."""
    away, home = equal_pairs(levels, seed)
    rows = []
    for policy in as_list(policies):
        for label, states in (("in the corner", home), ("elsewhere", away)):
            last = play_out(resume(maze.DEPLOY, states), policy, [seed, Stream.ACTIONS])
            rows.append(row_of(policy_name(policy), label, "cheese", last.cheese > 0))
    return Table(rows, words=maze.WORLD.words.metrics)


# ── Is the cheese seen? ─────────────────────────────────────────────────────────────────────


def expectations(agents: Any, levels: int = 1000, seed: int = 0) -> Table:
    """A table of what agents expect at the start: the cheese where it lies, and in the corner.

    "less": expected with the cheese in the corner, minus expected with it off the way, maze by
    maze. "same step": how often the likeliest first step is the same.
    """
    away = detours(levels, seed)
    home = cheese_to_corner(away)
    rows = []
    for agent in as_list(agents):
        sim = BatchSim(maze.DEPLOY, len(away))
        (there, value), (here, best) = (agent.evaluate(sim.observe(s)) for s in (away, home))
        told = {"in the corner": best, "elsewhere": value, "less": best - value,
                "same step": there.argmax(1) == here.argmax(1)}  # fmt: skip
        for metric, values in told.items():
            limits = None if metric == "same step" else bootstrap_mean
            rows.append(row_of(policy_name(agent), "detours", metric, values, limits))
    return Table(rows, counts=frozenset(told) - {"same step"})


def expectation_table(agents: Any, levels: int = 500, seed: int = 0) -> SmallTable:
    """The expectations in numbers: reward expected in both, and how often the first step stays."""
    table = expectations(agents, levels, seed)
    lines = []
    for name in table.unique("policy"):
        rows = {metric: table.get(name, "detours", metric) for metric in table.unique("metric")}
        less = [f"{100 * rows['less'][end]:.0f}" for end in ("mean", "low", "high")]
        lines.append([name, f"{rows['in the corner']['mean']:.2f}",
                      f"{rows['elsewhere']['mean']:.2f}", f"{less[0]} [{less[1]}, {less[2]}]",
                      f"{rows['same step']['mean']:.0%}"])  # fmt: skip
    heads = ["agent", "cheese in the corner", "cheese elsewhere", "difference in hundredths",
             "same first step"]  # fmt: skip
    return SmallTable(heads, lines, "Reward expected at the start of the same detours.")
