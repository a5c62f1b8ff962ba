"""What each world's agents are trained with, unless one says otherwise."""

from course_lib.agents.ppo import PPO

# LIVE trains inside a lesson, on one core, while people talk; SHIPPED is the same, longer and with
# smaller steps.
LIVE = {
    "maze": PPO(steps=600_000, learning_rate=3e-3),
}
SHIPPED = {
    "maze": PPO(steps=1_500_000, microbatch=64),
}
CURVE = {  # for sweeps over many seeds, in the larger maze
    "maze": PPO(steps=400_000, learning_rate=3e-3, microbatch=64),
}


def recipe_of(world: str) -> PPO:
    """The recipe for training this world's agents live; ValueError if it has none."""
    if world not in LIVE:
        raise ValueError(f"there is no recipe for {world!r}; there are: {', '.join(LIVE)}")
    return LIVE[world]
