"""Keys and chests: only chests pay. The rules are in `rules.py`."""

from course_lib.engine.world import World, register
from course_lib.worlds.keys_and_chests import likelihood, planner, recipes, rules, sprites, traits
from course_lib.worlds.keys_and_chests.rules import *  # noqa: F403  (the names of the rule book are the world's)

WORLD = register(
    World.of(
        rules,
        sprites,
        planner,
        likelihood,
        traits,
        recipes,
        name="keys_and_chests",
        goal="chests",
        proxies=("keys",),
        extra_metrics=("spare_keys", "inventory", "ghosts"),
        count_metrics=("chests", "keys", "spare_keys", "inventory", "ghosts"),
        agent_at="dragon_at",
        planner=planner.keys_and_chests_actions,
    )
)
