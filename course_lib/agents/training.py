"""A whole training run: from a distribution to an agent, with a way to look on, stop and resume."""

import sys
import warnings
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import gymnasium as gym
import torch
from gymnasium.vector import VectorEnv
from tqdm import tqdm

from course_lib.agents import checkpoints
from course_lib.agents.agent import Agent
from course_lib.agents.learned import verdict
from course_lib.agents.networks import Network
from course_lib.agents.ppo import PPO, Progress, Trainer
from course_lib.agents.recipes import recipe_of
from course_lib.agents.torch_tools import keep_freed_memory, one_thread
from course_lib.checks import as_path, check_callable, check_flag, check_kind, check_text
from course_lib.engine.files import atomic_path
from course_lib.engine.world import world, world_of, worlds
from course_lib.envs import VectorEnv as CourseVectorEnv
from course_lib.protocols import Distribution

SAVE_EVERY = 30.0  # seconds between two writes of a checkpoint


def train(
    distribution: Distribution | VectorEnv | str,
    recipe: PPO | None = None,
    *,
    seed: int = 0,
    name: str | None = None,
    checkpoint: str | Path | None = None,
    callback: Callable[[Progress, Trainer], bool | None] | None = None,
    bar: bool | None = None,
    anchor: Agent | None = None,
) -> Agent:
    """Train an agent with PPO; the same seed gives the same agent on one machine.

    distribution: of levels (with its world's recipe by default), or a Gymnasium vector environment
    with discrete actions, or the id of an environment: "MiniGrid-Empty-5x5-v0". checkpoint: a file
    that is kept up to date; if it is there already, training goes on from it. callback: called
    after every update; training stops when it returns True. bar: show a progress bar (by default
    where there is a terminal); with False nothing is said, either, of an agent that has not
    learned its levels when its steps are over. Its card says so as `learned`.
    anchor: an agent to start from, and to be tied to by the recipe's kl_coef.
    Interrupting (Ctrl-C, or the notebook's stop button) keeps what was learned so far.
    """
    checkpoint = None if checkpoint is None else as_path("checkpoint", checkpoint)
    check_options(recipe, name, callback, bar, anchor)
    distribution = levels_of(distribution)
    if isinstance(distribution, str):
        recipe, name = recipe or PPO(), name or distribution
        distribution = made(distribution, recipe.num_envs)
    if isinstance(distribution, VectorEnv):
        recipe, environments, levels, label = recipe or PPO(), distribution, None, "agent"
    else:
        home = world_of(distribution).name
        recipe, levels, label = recipe or recipe_of(home), distribution, f"{home} (seed {seed})"
        environments = CourseVectorEnv(recipe.num_envs, distribution, copy=False)
    if checkpoint is not None:
        check_writable(checkpoint)
    keep_freed_memory()
    with one_thread:
        trainer = Trainer(environments, recipe, seed, None if anchor is None else anchor.network)
        if checkpoint is not None and Path(checkpoint).exists():
            checkpoints.restore(trainer, checkpoint)
        finished = _run(trainer, checkpoint, callback, sys.stderr.isatty() if bar is None else bar)
    found = verdict(levels, trainer.cohorts)
    if found is not None and not found.learned and finished and bar is not False:
        print(found)
    card = _card(trainer, finished) | ({} if found is None else {"learned": found.learned})
    return Agent(name or label, trainer.network, levels, seed, card)


def check_options(recipe: Any, name: Any, callback: Any, bar: Any, anchor: Any) -> None:
    """Raise TypeError or ValueError that names what is wrong with the options of a run."""
    if recipe is not None:
        check_kind("recipe", recipe, PPO, "settings, such as cl.PPO(steps=100_000)")
    if name is not None:
        check_text("name", name)
    if callback is not None:
        check_callable("callback", callback, "a function of the progress and the trainer", 2)
    if bar is not None:
        check_flag("bar", bar)
    if anchor is not None:
        check_kind("anchor", anchor, Agent, "an agent, as cl.train gives it back")


def levels_of(given: Any) -> Any:
    """The training levels of a world of the course, if its id is given; else what is given."""
    ids = {world(name).env_id: world(name).TRAIN for name in worlds()}
    return ids.get(str(given).rpartition(":")[2], given) if isinstance(given, str) else given


def made(env_id: str, count: int) -> VectorEnv:
    """So many environments of this Gymnasium id side by side.

    Of observations that are dictionaries the picture is taken, under "image" or "rgb", as MiniGrid
    and others have it. Raises ValueError for an unknown id or one without a picture, and what
    gymnasium says of it.
    """
    try:
        seen = gym.make(env_id).observation_space
    # The last three: from "module:Name-v0", whose module gymnasium imports, or from its maker.
    except (gym.error.Error, ImportError, TypeError, ValueError) as error:
        words = str(error).encode("utf-8", "backslashreplace").decode()  # gymnasium repeats the id
        raise ValueError(
            f"there are no environments {env_id!r} to train in ({words}). Levels are named by a "
            'distribution, such as maze.TRAIN, others by an id, such as "MiniGrid-Empty-5x5-v0"'
        ) from error
    wrappers = [_picture_of(env_id, seen)] if isinstance(seen, gym.spaces.Dict) else []
    return gym.make_vec(env_id, count, vectorization_mode="sync", wrappers=wrappers)


def _picture_of(env_id: str, seen: gym.spaces.Dict) -> Callable[[gym.Env], gym.Env]:
    """A wrapper that leaves the picture of a dictionary."""
    pictures = [key for key in ("image", "rgb") if isinstance(seen.get(key), gym.spaces.Box)]
    if not pictures:
        raise ValueError(
            f"{env_id!r} shows {', '.join(map(repr, seen))}; of dictionaries a picture under "
            "'image' or 'rgb' is taken. Wrap the environments, and hand them in instead of the id"
        )
    key = pictures[0]
    return lambda env: gym.wrappers.TransformObservation(env, lambda all_: all_[key], seen[key])


def check_writable(path: str | Path) -> None:
    """Raise OSError, which names the file, unless it can be written; make its folder if need be.

    Asked before a run begins, and not when it is over.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_path(path.with_name(f".{path.name}.try")) as beside:
            beside.touch()
        path.with_name(f".{path.name}.try").unlink()
    except OSError as error:
        raise OSError(f"the checkpoint {path} cannot be written: {error}") from error
    if path.is_dir():
        raise OSError(f"the checkpoint {path} cannot be written: it is a folder")


def until_passed(
    exam: Callable[[Network], float], metric: str, bar: float, near: float, every: int
) -> Callable[[Progress, Trainer], bool]:
    """A callback for `train` that ends a run when its network has passed an exam.

    exam: gives a network's mark, a share. It is held every so many updates (`every`), and only
    where the latest rate of the metric is at most `near` below the bar.
    """
    updates = 0

    def has_passed(progress: Progress, trainer: Trainer) -> bool:
        nonlocal updates
        updates += 1
        if updates % every or progress.rates().get(metric, 0) < bar - near:
            return False
        return exam(trainer.network) >= bar

    return has_passed


def _run(trainer: Trainer, checkpoint, callback, bar: bool) -> bool:
    """Run the trainer to its end (True), or until it is stopped (False)."""
    total, saved = trainer.recipe.steps, 0.0
    with tqdm(total=total, disable=not bar, unit="step", unit_scale=True) as shown:
        try:
            while trainer.progress.steps < total:
                progress = trainer.iterate()
                _show(shown, progress)
                _check_converging(trainer)
                if checkpoint is not None and progress.seconds - saved > SAVE_EVERY:
                    saved = progress.seconds
                    _keep(trainer, checkpoint)
                if callback is not None and callback(progress, trainer):
                    break
        except KeyboardInterrupt:
            print(f"Stopped after {trainer.progress.steps:,} steps; what was learned is kept.")
    if checkpoint is not None:
        _keep(trainer, checkpoint)
    return trainer.progress.steps >= total


def _check_converging(trainer: Trainer) -> None:
    """Raise FloatingPointError if the network's numbers are no longer finite."""
    if not all(torch.isfinite(values).all() for values in trainer.network.policy.parameters()):
        raise FloatingPointError(
            f"after {trainer.progress.steps:,} steps the network's numbers are no longer finite: "
            f"training has diverged. The learning rate was {trainer.recipe.learning_rate:g}; "
            "a smaller one may help, or rewards that are less large"
        )


def _keep(trainer: Trainer, checkpoint: str | Path) -> None:
    """Write the checkpoint; if that fails, say so and go on: the agent is worth more."""
    try:
        checkpoints.save(trainer, checkpoint)
    except OSError as error:
        warnings.warn(
            f"after {trainer.progress.steps:,} steps the checkpoint {checkpoint} could not be "
            f"written ({error}); training goes on without it",
            stacklevel=4,
        )


def _show(bar: tqdm, progress: Progress) -> None:
    """Show on the bar how far the run is, and the latest rates."""
    bar.update(min(progress.steps, bar.total) - bar.n)
    bar.set_postfix({k: f"{v:.2f}" for k, v in progress.rates().items()}, refresh=False)


def _card(trainer: Trainer, finished: bool) -> dict:
    """The card of a run: its recipe, seed, length and last rates."""
    progress = trainer.progress
    return {
        "recipe": asdict(trainer.recipe),
        "seed": trainer.seed,
        "steps": progress.steps,
        "finished": finished,
        "training_seconds": round(progress.seconds, 1),
        "last_rates": {k: round(v, 4) for k, v in progress.rates().items()},
    }
