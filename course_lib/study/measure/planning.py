"""What would be best: planners that look at the true state, and what they can say of a level.

One file a world: the best actions in a batch of its states, and conditions on its levels.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.engine.world import world_of
from course_lib.worlds.coin_run.planner import coin_run_actions, off_path
from course_lib.worlds.garden.planner import garden_actions
from course_lib.worlds.gems.planner import gems_actions, gems_ways
from course_lib.worlds.keys_and_chests.planner import keys_and_chests_actions, more_keys
from course_lib.worlds.maze.planner import maze_actions, maze_ways
from course_lib.worlds.ridge.planner import ridge_actions

__all__ = ["CONDITIONS", "PLANNERS", "Planner", "gems_ways", "maze_actions", "maze_ways", "planner"]

PLANNERS = {
    "coin_run": coin_run_actions,
    "garden": garden_actions,
    "gems": gems_actions,
    "keys_and_chests": keys_and_chests_actions,
    "maze": maze_actions,
    "ridge": ridge_actions,
}
# What can be asked of a level: the name of a condition -> a bool for each level.
CONDITIONS = {
    "coin_run": {"off_path": off_path},
    "gems": {
        "equally_far": lambda states: gems_ways(states)["equally_far"],
        "goal_nearer": lambda states: gems_ways(states)["goal_nearer"],
        "lure_nearer": lambda states: gems_ways(states)["lure_nearer"],
    },
    "keys_and_chests": {"more_keys": more_keys},
    "maze": {"detour": lambda states: maze_ways(states)["detour"]},
}


@dataclass(frozen=True)
class Planner:
    """A policy that does what is best for the intended goal, in the fewest steps."""

    distribution: Any
    name: str = "planner"

    def choose(self, observations, states: np.recarray, uniform) -> np.ndarray:
        """The best action (batch,) in each true state (batch,)."""
        return PLANNERS[world_of(self.distribution).name](states)


def planner(distribution) -> Planner:
    """The optimal policy of this distribution's world; it sees the true state, not the picture."""
    name = world_of(distribution).name
    if name not in PLANNERS:
        raise ValueError(f"there is no planner for {name!r}; there are: {', '.join(PLANNERS)}")
    return Planner(distribution)
