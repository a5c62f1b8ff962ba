"""The maze: a mouse, some cheese, and a corner. The rules are in `rules.py`."""

from course_lib.engine.world import World, register
from course_lib.worlds.maze import likelihood, planner, recipes, rules, sprites, traits
from course_lib.worlds.maze.rules import *  # noqa: F403  (the names of the rule book are the world's)

WORLD = register(
    World.of(
        rules,
        sprites,
        planner,
        likelihood,
        traits,
        recipes,
        name="maze",
        goal="cheese",
        proxies=("corner",),
        agent_at="mouse_at",
        planner=planner.maze_actions,
    )
)
