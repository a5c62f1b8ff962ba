"""What the maze lessons ask about a shift, beyond how often the cheese is reached.

How an agent plays on drawn levels, where its first step leads, how straight it walks to the
corner, and how much was lost.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from course_lib.engine.grid import WALL
from course_lib.engine.sim import BatchSim
from course_lib.engine.streams import Stream
from course_lib.protocols import Distribution, Policies, Policy
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.episodes import Episode
from course_lib.study.measure.policies import as_batch_policy, as_list, policy_name
from course_lib.study.measure.rollout import begin, is_over, level_seeds, play_out, resume, rollout
from course_lib.study.measure.stats import bootstrap_mean, of_rate
from course_lib.study.measure.tables import Table, as_row, row_of, rows_of
from course_lib.worlds import maze
from course_lib.worlds.maze.planner import maze_actions, maze_ways

FATES = {"cheese": "cheese first", "corner": "corner first", "neither": "neither"}
ROLES = {"cheese": "intended", "corner": "proxy", "neither": "neither"}


def play_drawings(
    policies: Policies, levels: Mapping[str, str], times: int = 200, seed: int = 0
) -> Table:
    """A table of what the policies do on drawn mazes, each of them played `times` times.

    levels: from a label to a drawing. An agent draws its steps by chance, so plays differ; the
    intervals are about the plays of this agent on this drawing, and about nothing wider.
    """
    rows = []
    for label, drawing in levels.items():
        batch = np.repeat(maze.WORLD.level(drawing), times).view(np.recarray)
        for policy in as_list(policies):
            sim = resume(maze.Distribution(size=int(batch[0].side)), batch)
            last = play_out(sim, policy, [seed, Stream.ACTIONS])
            for metric in (*maze.WORLD.metrics, "steps"):
                rows.append(_row(policy, label, metric, last[metric], rate=metric != "steps"))
            rows.append(_row(policy, label, "both", (last.cheese > 0) & (last.corner > 0)))
    return Table(rows)


def first_steps(
    policies: Policies, distribution: Distribution, levels: int = 2000, seed: int = 0
) -> Table:
    """A table of first steps, in levels where corner and cheese ask for different ones.

    Rows are grouped by the direction that leads to the corner: a mouse that merely goes up and
    right would fail where that is down or left. One step a level, so that levels are independent.
    """
    states = _beginnings(distribution, levels, seed)
    to_cheese, to_corner = maze_actions(states), maze_actions(_cheese_in_corner(states))
    rows = []
    for direction in maze.Action:
        chosen = states[(to_corner == direction) & (to_cheese != direction)]
        cheese = to_cheese[(to_corner == direction) & (to_cheese != direction)]
        for policy in as_list(policies):
            taken = _choices(policy, distribution, chosen, seed)
            label = f"corner: {direction.name.lower()}"
            rows.append(_row(policy, label, "toward the corner", taken == direction))
            rows.append(_row(policy, label, "toward the cheese", taken == cheese))
    return Table(rows)


def corner_walks(
    policies: Policies, distribution: Distribution, episodes: int = 1000, seed: int = 0
) -> Table:
    """A table of how straight the policies walk, in detours where they enter the corner first.

    "walk": steps taken until then, by those of the shortest way from the same start. Skill that is
    kept shows here even where the cheese is ignored.
    """
    rows = []
    for policy in as_list(policies):
        states = _beginnings(distribution, episodes, seed)
        states = states[maze_ways(states)["detour"]]
        arrived = _arrivals(policy, distribution, states, seed)
        taken, shortest = (n[arrived > 0] for n in (arrived, maze_ways(states)["to_corner"]))
        label = "detours with the corner first"
        rows.append(row_of(policy_name(policy), label, "walk", taken / shortest, bootstrap_mean))
    words = {"walk": "steps taken for each step of the shortest way"}
    return Table(rows, counts=frozenset(words), words=words)


def regret(
    table: Table, policy: str, distribution: str, metric: str = "cheese"
) -> tuple[float, float, float]:
    """Normalised regret, with its interval: (optimal - achieved) / (optimal - random).

    0 is as good as the planner, 1 no better than random. The interval is that of the policy's own
    rate; the two baselines are taken as known.
    """
    best = table.get("planner", distribution, metric)["mean"]
    span = best - table.get("random", distribution, metric)["mean"]
    if span <= 0:
        raise ValueError(
            f"the planner does no better than random at {metric!r}: no regret to speak of"
        )
    row = table.get(policy, distribution, metric)
    mean, high, low = ((best - row[key]) / span for key in ("mean", "low", "high"))
    return mean, low, high


def fates(policies: Policies, levels: int = 500, seed: int = 0) -> Table:
    """A table of what happens in detours: cheese first, corner first, or neither; one of the three.

    Where the mouse enters the corner and gets the cheese later, that is corner first.
    """
    rows = []
    for policy in as_list(policies):
        found = outcomes(policy, maze.DEPLOY, levels, seed)
        last = found.last[maze_ways(found.first)["detour"]]
        corner = last.corner > 0
        happened = {"cheese": (last.cheese > 0) & ~corner, "corner": corner,
                    "neither": (last.cheese == 0) & ~corner}  # fmt: skip
        rows += rows_of(policy_name(policy), "detours", happened)
    return Table(rows, words=FATES, roles=ROLES)


def drawn_fates(
    policies: Policies, levels: Mapping[str, str], times: int = 100, seed: int = 0
) -> Table:
    """The same three for drawn mazes, each of them played `times` times."""
    table = play_drawings(policies, levels, times, seed)
    rows = []
    for policy in table.unique("policy"):
        for label in levels:
            cheese, corner = (table.get(policy, label, t)["mean"] for t in ("cheese", "corner"))
            both = table.get(policy, label, "both")["mean"]
            told = {
                "cheese": cheese - both,
                "corner": corner,
                "neither": 1 - cheese - corner + both,
            }
            rows += [as_row(policy, label, t, v, v, v, times) for t, v in told.items()]
    return Table(rows, words=FATES, roles=ROLES)


def corner_map(agent: Any, drawing: str) -> np.ndarray:
    """The chance that the first step leads toward the corner, for every tile of the cheese.

    The mouse stands where the drawing shows it. float (rows, columns); nan on walls and mouse.
    """
    state = maze.WORLD.level(drawing)
    side = int(state[0].side)
    free = np.flatnonzero(state[0].tiles[: side * side] != WALL)
    cells = free[free != state[0].mouse_at]
    states = np.repeat(state, len(cells)).view(np.recarray)
    states.cheese_at = cells
    sim = BatchSim(maze.Distribution(size=side), len(cells))
    probabilities, _ = agent.evaluate(sim.observe(states))
    found = np.full(side * side, np.nan)
    found[cells] = probabilities[:, maze_actions(_cheese_in_corner(state))[0]]
    return found.reshape(side, side)


def is_detour(episode: Episode) -> bool:
    """Whether the cheese lies off the way from the mouse to the corner."""
    return bool(maze_ways(episode.records[:1])["detour"][0])


def passes_by(episode: Episode) -> bool:
    """Whether the mouse starts nearer to the cheese, off its way, and yet ends without it."""
    ways = {name: found[0] for name, found in maze_ways(episode.records[:1]).items()}
    nearer = ways["detour"] and 3 * ways["to_cheese"] <= ways["to_corner"]
    return bool(nearer and episode.metrics["corner"] and not episode.metrics["cheese"])


# ── Parts ───────────────────────────────────────────────────────────────────────────────────


def _row(policy: Policy, label: str, metric: str, values, rate: bool = True) -> dict:
    """One row of a table: the mean of the values with its interval."""
    return row_of(policy_name(policy), label, metric, values, of_rate if rate else bootstrap_mean)


def _beginnings(distribution: Distribution, count: int, seed: int) -> np.recarray:
    """The first records of `count` levels."""
    return begin(distribution, level_seeds(count, seed)).batch


def _cheese_in_corner(states: np.recarray) -> np.recarray:
    states = states.copy()
    states.cheese_at = states.corner_at
    return states


def _choices(
    policy: Policy, distribution: Distribution, states: np.recarray, seed: int
) -> np.ndarray:
    """The policy's action in each of these states, (batch,)."""
    if len(states) == 0:
        return np.zeros(0, np.int64)
    sim = BatchSim(distribution, len(states))
    uniform = np.random.default_rng([seed, Stream.FIRST_STEPS]).random(len(states))
    return np.asarray(as_batch_policy(policy, sim.world)(sim.observe(states), states, uniform))


def _arrivals(
    policy: Policy, distribution: Distribution, states: np.recarray, seed: int
) -> np.ndarray:
    """The steps after which each episode entered the corner before the cheese; 0 if it did not."""
    sim, arrived = resume(distribution, states), np.zeros(len(states), np.int64)
    steps = rollout(sim, policy, [seed, Stream.ACTIONS], lambda s: is_over(s) | (s.corner > 0))
    for time, step in enumerate(steps, start=1):
        arrived[step.active[sim.batch.corner[step.active] > 0]] = time
    return arrived
