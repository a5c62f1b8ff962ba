"""What each world's agents are trained with, unless one says otherwise: see `World.recipe`."""

from course_lib.agents.ppo import PPO
from course_lib.engine.world import world as world_named


def recipe_of(world: str, purpose: str = "live") -> PPO:
    """The recipe for training this world's agents, PPO's own settings if the world has none.

    purpose: "live" inside a lesson, on one core, while people talk; or one of the world's others:
    "shipped", longer and with smaller steps, "curve" for sweeps over many seeds.
    Raises ValueError for a purpose that the world has no recipe for.
    """
    home = world_named(world)
    recipes = {**home.other_recipes, "live": home.recipe or {}}
    if purpose not in recipes:
        raise ValueError(
            f"{world!r} has no recipe for {purpose!r}; there are: {', '.join(sorted(recipes))}"
        )
    found = recipes[purpose]
    return found if isinstance(found, PPO) else PPO(**found)
