"""Training runs on disk: everything that is needed to go on exactly where one stopped.

A checkpoint is one safetensors file: the network, the optimiser's memory, the environments'
records (they hold their own random state), the trainer's generator, and the counts so far.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from course_lib.agents.ppo import Trainer
from course_lib.agents.tensors import load_arrays, renamed, save_arrays
from course_lib.engine.record import memory
from course_lib.envs import VectorEnv

FORMAT = "spot-the-difference checkpoint 1"


def save_tensors(path: str | Path, tensors: Mapping[str, Tensor], metadata: dict[str, str]) -> None:
    """Write a safetensors file in full or not at all, as `tensors.save_arrays` does."""
    arrays = {name: values.detach().contiguous().numpy() for name, values in tensors.items()}
    save_arrays(path, arrays, metadata)


def load_tensors(path: str | Path, wanted: str) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Tensors and metadata of a safetensors file, and errors, as `tensors.load_arrays` has them."""
    arrays, metadata = load_arrays(path, wanted)
    return {name: torch.from_numpy(np.array(v)) for name, v in arrays.items()}, metadata


def save(trainer: Trainer, path: str | Path) -> None:
    """Write a training run to `path`, for `restore` to take it up again."""
    tensors = {f"network.{k}": v for k, v in trainer.network.state_dict().items()}
    for i, moments in trainer.optimiser.state_dict()["state"].items():
        tensors.update({f"optimiser.{i}.{k}": v for k, v in moments.items()})
    tensors["rng"] = trainer.generator.get_state()
    tensors["observation"] = torch.from_numpy(np.array(trainer.observation))
    tensors["returns"] = torch.from_numpy(trainer.returns)
    tensors["resetting"] = torch.from_numpy(trainer._resetting)
    if isinstance(trainer.environments, VectorEnv):
        # Of the records as they are: an interrupt may have come in the middle of a rollout.
        tensors["observation"] = torch.from_numpy(trainer.environments.sim.observe())
        raw = memory(trainer.environments.sim.batch)
        tensors["records"] = torch.from_numpy(raw.flatten())
    progress = asdict(trainer.progress)
    progress["latest"] = {k: list(v) for k, v in progress["latest"].items()}
    about = {**_run_of(trainer), "progress": progress}
    save_tensors(path, tensors, {"format": FORMAT, "about": json.dumps(about)})


def restore(trainer: Trainer, path: str | Path) -> None:
    """Restore the trainer from a checkpoint. Raises ValueError if it is another run's."""
    tensors, metadata = load_tensors(path, FORMAT)
    about = json.loads(metadata["about"])
    about["recipe"] = renamed(about["recipe"])
    for key, value in json.loads(json.dumps(_run_of(trainer))).items():
        if about.get(key) != value:
            raise ValueError(f"{path} is of a run with {key} {about.get(key)}, not {value}")
    trainer.network.load_state_dict(_under(tensors, "network."))
    _restore_optimiser(trainer, _under(tensors, "optimiser."))
    trainer.generator.set_state(tensors["rng"])
    trainer.observation = tensors["observation"].numpy()
    trainer.returns[:] = tensors["returns"].numpy()
    trainer._resetting[:] = tensors["resetting"].numpy()
    if isinstance(trainer.environments, VectorEnv):
        batch = trainer.environments.sim.batch
        batch[:] = tensors["records"].numpy().view(batch.dtype)
    for name, value in about["progress"].items():
        if name != "latest":
            setattr(trainer.progress, name, value)
    trainer.cohorts.forget_running()
    trainer.progress.latest.clear()
    if about["progress"]["latest"]:
        episodes = trainer.progress.episodes
        trainer.progress.add(**{k: np.array(v) for k, v in about["progress"]["latest"].items()})
        trainer.progress.episodes = episodes


def _run_of(trainer: Trainer) -> dict:
    """The seed, settings and levels that two runs must share to share a checkpoint."""
    where = trainer.environments
    if isinstance(where, VectorEnv):
        where = where.sim.distribution
    return {"seed": trainer.seed, "recipe": asdict(trainer.recipe), "training on": str(where)}


def _under(tensors: dict, prefix: str) -> dict:
    """The tensors whose names begin with `prefix`, without it."""
    return {k[len(prefix) :]: v for k, v in tensors.items() if k.startswith(prefix)}


def _restore_optimiser(trainer: Trainer, moments: dict) -> None:
    state = trainer.optimiser.state_dict()
    state["state"] = {}
    for name, tensor in moments.items():
        number, key = name.split(".", 1)
        state["state"].setdefault(int(number), {})[key] = tensor
    trainer.optimiser.load_state_dict(state)
