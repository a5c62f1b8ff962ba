"""Environment steps trained a second, against Stable-Baselines3's PPO.

Both have the course's network, environment and settings, in a process of its own, one thread.
"""

import sys
from dataclasses import replace

import peers
from rows import Row, alternate, compared, emit, missing, number, rate

from course_lib.agents.ppo import Trainer, keep_freed_memory, one_thread
from course_lib.agents.recipes import recipe_of
from course_lib.envs import VectorEnv
from course_lib.worlds import maze

# environments, epochs, what must be reached (None: shown only)
CASES = ((64, 1, 1.3), (256, 1, 2.0), (64, 4, None), (256, 4, None))


def measure() -> list[Row]:
    """One row for each number of environments and epochs."""
    keep_freed_memory()
    with one_thread():
        return [_case(*case) for case in CASES]


def _case(envs: int, epochs: int, least: float | None) -> Row:
    what = f"PPO, steps/s, {envs} environments, {epochs} epoch{'s' * (epochs > 1)}, one core"
    target = f"≥ {least} ×" if least else ""
    turn = trainer_turn(envs, epochs)
    try:
        version = peers.stable_baselines()
        peer = peers.Speaker(sys.executable, "peer_sb3.py", str(envs), str(epochs))
    except peers.Unavailable as why:
        return missing(what, number(rate(turn, 2.0)), target, str(why))
    ours, theirs, ratio = compared(*alternate(lambda: rate(turn, 2.0), peer, rounds=3))
    peer.close()
    note = f"Stable-Baselines3 {version} with the course's network, environment and settings"
    reached = None if least is None else ratio >= least
    return Row(what, number(ours), f"{number(theirs)} (SB3)", ratio, target, reached, note)


def trainer_turn(envs: int, epochs: int):
    """A turn: one rollout collected and learned from; it says how many steps that was."""
    recipe = replace(recipe_of("maze"), envs=envs, epochs=epochs, steps=10**9)
    trainer = Trainer(VectorEnv(envs, maze.TRAIN, copy=False), recipe)
    trainer.iterate()  # compiles

    def turn() -> int:
        before = trainer.progress.steps
        return trainer.iterate().steps - before

    return turn


if __name__ == "__main__":
    emit(measure)
