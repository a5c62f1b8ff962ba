"""The ridge: a narrow way, and a way round. The rules are in `rules.py`."""

from course_lib.engine.world import World, register
from course_lib.worlds.ridge import planner, recipes, rules, sprites, traits
from course_lib.worlds.ridge.rules import *  # noqa: F403  (the names of the rule book are the world's)

WORLD = register(
    World.of(
        rules,
        sprites,
        planner,
        traits,
        recipes,
        name="ridge",
        goal="across",
        proxies=("ridge", "sign"),
        extra_metrics=("fell", "slipped"),
        count_metrics=("slipped",),
        undrawn_fields=("slip",),
        agent_at="walker_at",
        planner=planner.ridge_actions,
    )
)
