"""What each world's agents are trained with, unless one says otherwise."""

from course_lib.agents.ppo import PPO

# LIVE trains inside a lesson, on one core, while people talk; SHIPPED is the same, longer.
LIVE = {
    "gems": PPO(steps=300_000),
    "keys_and_chests": PPO(steps=800_000),
    "maze": PPO(steps=450_000),
}
SHIPPED = {
    "gems": PPO(steps=500_000),
    "keys_and_chests": PPO(steps=3_000_000),
    "maze": PPO(steps=1_500_000),
}
CURVE = {  # for sweeps over many seeds, in the larger maze
    "maze": PPO(steps=400_000, learning_rate=3e-3),
}


def recipe_of(world: str) -> PPO:
    """The recipe for training this world's agents live; ValueError if it has none."""
    if world not in LIVE:
        raise ValueError(f"there is no recipe for {world!r}; there are: {', '.join(LIVE)}")
    return LIVE[world]
