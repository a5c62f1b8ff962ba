"""Environment steps trained a second, against Stable-Baselines3's PPO.

Both have the course's network, environment and settings, in a process of its own, one thread.
"""

import sys
from collections.abc import Callable
from dataclasses import replace

import peers
from rows import Row, alternate, compared, emit, few, missing, number, rate, say

from course_lib.agents.ppo import PPO, Trainer
from course_lib.agents.recipes import recipe_of
from course_lib.agents.torch_tools import keep_freed_memory, one_thread
from course_lib.envs import VectorEnv
from course_lib.worlds import maze

TARGETS = {64: 1.5, 256: 2.5}  # environments: times as fast as SB3
RECIPES = {"the course's settings": "course", "usual settings": "usual"}


def measure() -> list[Row]:
    """One row for each number of environments with each of the settings."""
    keep_freed_memory()
    with one_thread:
        return [_case(envs, label) for label in RECIPES for envs in TARGETS]


def settings(name: str, envs: int) -> PPO:
    """The course's recipe, or what PPO's authors took for Atari and many have taken since."""
    recipe = replace(recipe_of("maze"), num_envs=envs, steps=10**9)
    if name == "usual":
        return replace(
            recipe, num_steps=128, update_epochs=4, num_minibatches=4, learning_rate=2.5e-4
        )
    return recipe


def _case(envs: int, label: str) -> Row:
    recipe, least = settings(RECIPES[label], envs), TARGETS[envs]
    what = f"PPO, steps/s, {envs} environments, {label}, one core"
    turn = trainer_turn(recipe)
    try:
        version = peers.stable_baselines()
        peer = peers.Speaker(sys.executable, "peer_sb3.py", str(envs), RECIPES[label])
    except peers.Unavailable as why:
        return missing(what, number(rate(turn, 2.0)), f"≥ {least} ×", str(why))
    ours, theirs, ratio = compared(
        *alternate(lambda: rate(turn, few(2.0, 0.5)), peer, rounds=few(3, 1))
    )
    peer.close()
    say(f"  {what}: {number(ours)} against {number(theirs)}, {ratio:.2f}")
    note = (
        f"Stable-Baselines3 {version} with the course's network and environment; "
        f"{recipe.num_steps} steps, "
        f"{recipe.update_epochs} epoch{'s' * (recipe.update_epochs > 1)}, "
        f"{envs * recipe.num_steps // recipe.num_minibatches:,} samples a minibatch"
    )
    return Row(
        what, number(ours), f"{number(theirs)} (SB3)", ratio, f"≥ {least} ×", ratio >= least, note
    )


def trainer_turn(recipe: PPO) -> Callable[[], int]:
    """A turn: one rollout collected and learned from; it says how many steps that was."""
    trainer = Trainer(VectorEnv(recipe.num_envs, maze.TRAIN, copy=False), recipe)
    trainer.iterate()  # compiles

    def turn() -> int:
        before = trainer.progress.steps
        return trainer.iterate().steps - before

    return turn


if __name__ == "__main__":
    emit(measure)
