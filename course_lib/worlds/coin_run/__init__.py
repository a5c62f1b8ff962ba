"""The coin run: platform levels with a coin somewhere. The rules are in `rules.py`."""

from course_lib.engine.world import World, register
from course_lib.worlds.coin_run import likelihood, planner, recipes, rules, sprites, traits
from course_lib.worlds.coin_run.rules import *  # noqa: F403  (the names of the rule book are the world's)

WORLD = register(
    World.of(
        rules,
        planner,
        likelihood,
        traits,
        recipes,
        sprites,
        name="coin_run",
        goal="coin",
        proxies=("end",),
        extra_metrics=(*rules.DEATHS, "covered"),
        count_metrics=("covered",),
        events={
            "coin": "took the coin",
            "end": "reached the end",
            "died_pit": "fell into a pit",
            "died_saw": "ran into a saw",
            "died_enemy": "met an enemy",
        },
        planner=planner.coin_run_actions,
    )
)
