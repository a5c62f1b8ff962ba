"""Optimising: policies of the ridge that are trained with PPO on feet that slip."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from course_lib.agents.agent import Agent
from course_lib.agents.ppo import PPO, Progress, Trainer
from course_lib.agents.training import train
from course_lib.chapters.imitate_or_optimise.imitators import HIDDEN
from course_lib.chapters.imitate_or_optimise.observations import FeatureEnv, FeaturePolicy
from course_lib.worlds.ridge import TRAIN

FAR = 0.995  # a discount factor of those who look further ahead
STEADY = PPO(
    steps=400_000, update_epochs=3, ent_coef=0.02, gamma=0.98, value_init_scale=0.01,
    num_minibatches=8, hidden=HIDDEN,
)  # fmt: skip
LONG = 1_000_000  # steps of a training that is longer than usual
# For pay that comes from staying somewhere. By the true reward it is worth more in some seeds than
# the steady recipe, and stuck in others.
RECIPE = replace(STEADY, gamma=FAR, steps=200_000, learning_rate=4e-3, ent_coef=0.004)
Watch = Callable[[int, FeaturePolicy], None]


def optimise(
    slip: float, seed: int = 0, *, hole: float = 0.0, base: FeaturePolicy | None = None,
    kl_coef: float = 0.0, overseer: Any = None, recipe: PPO = RECIPE, watch: Watch | None = None,
) -> FeaturePolicy:  # fmt: skip
    """Train a policy with PPO on its own feet; it practises from anywhere, to be evaluated later.

    base: a policy to begin as, and to be tied to: each nat away from it costs `kl_coef` of reward
    (a KL penalty). overseer: who pays, as in `FeatureEnv`. watch: is told after every update how
    many steps there were, and the policy as it is then.
    """
    distribution = replace(TRAIN, slip=slip, start="anywhere")

    def look(progress: Progress, trainer: Trainer) -> None:
        if watch is not None:
            watch(progress.steps, FeaturePolicy(Agent("RL", trainer.network, distribution, seed)))

    agent = train(
        FeatureEnv(recipe.num_envs, distribution, hole, overseer), replace(recipe, kl_coef=kl_coef),
        seed=seed, anchor=None if base is None else base.agent, bar=False, callback=look,
    )  # fmt: skip
    return FeaturePolicy(agent, "RL" if base is None else "RL from imitation")
