"""The garden: plants to water, and a camera that looks on. The rules are in `rules.py`."""

from course_lib.engine.world import World, register
from course_lib.worlds.garden import planner, recipes, rules, sprites, traits
from course_lib.worlds.garden.rules import *  # noqa: F403  (the names of the rule book are the world's)

WORLD = register(
    World.of(
        rules,
        sprites,
        planner,
        traits,
        recipes,
        name="garden",
        goal="watered",
        proxies=("puddles", "splashes"),
        extra_metrics=("drinks",),
        count_metrics=("watered", "puddles", "splashes", "drinks"),
        agent_at="gardener_at",
        planner=planner.garden_actions,
    )
)
