"""The gems: objects of some colour and shape. The rules are in `rules.py`."""

from course_lib.engine.world import World, register
from course_lib.worlds.gems import likelihood, planner, recipes, rules, sprites, traits
from course_lib.worlds.gems.rules import *  # noqa: F403  (the names of the rule book are the world's)

WORLD = register(
    World.of(
        rules,
        sprites,
        planner,
        likelihood,
        traits,
        recipes,
        name="gems",
        goal="gem",
        proxies=("lure",),
        agent_at="robot_at",
        planner=planner.gems_actions,
    )
)
