"""Optimising: policies of the ridge that are trained with PPO on feet that slip."""

from dataclasses import replace
from typing import Any

from course_lib.agents.ppo import PPO
from course_lib.agents.training import train
from course_lib.chapters.imitate_or_optimise.imitators import HIDDEN
from course_lib.chapters.imitate_or_optimise.observations import FeatureEnv, FeaturePolicy
from course_lib.worlds.ridge import TRAIN

RECIPE = PPO(
    steps=400_000, update_epochs=3, ent_coef=0.02, gamma=0.98, value_init_scale=0.01,
    num_minibatches=8, hidden=HIDDEN,
)  # fmt: skip
FAR = 0.995  # gamma of those who look further ahead: the usual recipe loses 2 % a step
FAR_SIGHTED = replace(RECIPE, gamma=FAR)


def optimise(
    slip: float, seed: int = 0, *, hole: float = 0.0, base: FeaturePolicy | None = None,
    kl_coef: float = 0.0, overseer: Any = None, recipe: PPO = RECIPE,
) -> FeaturePolicy:  # fmt: skip
    """Train a policy with PPO on its own feet; it practises from anywhere, to be evaluated later.

    base: a policy to begin as, and to be tied to: each nat away from it costs `kl_coef` of reward
    (the lessons call it a leash). overseer: who pays, as in `FeatureEnv`.
    """
    distribution = replace(TRAIN, slip=slip, start="anywhere")
    agent = train(
        FeatureEnv(recipe.num_envs, distribution, hole, overseer), replace(recipe, kl_coef=kl_coef),
        seed=seed, anchor=None if base is None else base.agent, bar=False,
    )  # fmt: skip
    return FeaturePolicy(agent, "RL" if base is None else "RL from imitation")
