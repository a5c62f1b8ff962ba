"""Training runs on disk: everything that is needed to go on exactly where one stopped.

A checkpoint is one safetensors file: the network, the optimiser's memory, the environments'
records (they hold their own random state), the trainer's generator, and the counts so far.
"""

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from course_lib.agents.ppo import Trainer
from course_lib.checks import as_path
from course_lib.engine.files import atomic_path
from course_lib.envs import VectorEnv

FORMAT = "spot-the-difference checkpoint 1"
DIGEST = "sha256"  # the name under which a file keeps its own
# What the settings were called in files written before they had CleanRL's names.
FORMER_NAMES = {
    "envs": "num_envs", "rollout": "num_steps", "epochs": "update_epochs",
    "minibatches": "num_minibatches", "lam": "gae_lambda", "clip": "clip_coef",
    "entropy": "ent_coef", "value_weight": "vf_coef", "max_gradient": "max_grad_norm",
    "first_values": "value_init_scale", "leash": "kl_coef",
}  # fmt: skip


def save_tensors(path: str | Path, tensors: dict, metadata: dict[str, str]) -> None:
    """Write a safetensors file in full or not at all; make its folder if there is none.

    Raises OSError, which names the file, where it cannot be written.
    """
    path = as_path("path", path)
    tensors = {name: values.contiguous() for name, values in tensors.items()}
    metadata = {**metadata, DIGEST: digest(tensors, metadata)}
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_path(path) as beside:
        try:
            save_file(tensors, beside, metadata)
        except SafetensorError as error:
            raise OSError(f"{str(path)!r} cannot be written: {error}") from error


def load_tensors(path: str | Path, wanted: str) -> tuple[dict, dict]:
    """Tensors and metadata of a safetensors file of the `wanted` format.

    Raises FileNotFoundError if it is missing, ValueError if it is damaged or of another kind.
    """
    path = as_path("path", path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {str(path)!r}")
    try:
        with safe_open(path, "pt") as file:
            metadata = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except SafetensorError as error:
        raise ValueError(f"{path} is damaged, or not a safetensors file: {error}") from error
    if metadata.get("format") != wanted:
        raise ValueError(f"{path} is not a {wanted!r} file but {metadata.get('format')!r}")
    kept = metadata.pop(DIGEST, None)  # files written before there was one have none
    if kept is not None and kept != digest(tensors, metadata):
        raise ValueError(f"{path} is damaged: its numbers are not those that were written")
    return tensors, metadata


def digest(tensors: dict, metadata: dict[str, str]) -> str:
    """What tells whether a single bit of a file's numbers or words has changed (SHA-256)."""
    found = sha256(json.dumps(sorted(metadata.items())).encode())
    for name, values in sorted(tensors.items()):
        found.update(f"{name} {values.dtype} {tuple(values.shape)} ".encode())
        found.update(values.detach().reshape(-1).view(torch.uint8).numpy())
    return found.hexdigest()


def save(trainer: Trainer, path: str | Path) -> None:
    """Write a training run to `path`, for `restore` to take it up again."""
    tensors = {f"network.{k}": v for k, v in trainer.network.state_dict().items()}
    for i, memory in trainer.optimiser.state_dict()["state"].items():
        tensors.update({f"optimiser.{i}.{k}": v for k, v in memory.items()})
    tensors["rng"] = trainer.generator.get_state()
    tensors["observation"] = trainer.observations[0].clone()
    tensors["returns"] = torch.from_numpy(trainer.returns)
    tensors["resetting"] = torch.from_numpy(trainer._resetting)
    if isinstance(trainer.environments, VectorEnv):
        # Of the records as they are: an interrupt may have come in the middle of a rollout.
        tensors["observation"] = torch.from_numpy(trainer.environments.sim.observe())
        raw = trainer.environments.sim.batch.view(np.uint8)
        tensors["records"] = torch.from_numpy(np.array(raw).reshape(-1))
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
    trainer.observations[0] = tensors["observation"]
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


def renamed(recipe: dict) -> dict:
    """The settings of a file, under today's names."""
    return {FORMER_NAMES.get(name, name): value for name, value in recipe.items()}


def _under(tensors: dict, prefix: str) -> dict:
    """The tensors whose names begin with `prefix`, without it."""
    return {k[len(prefix) :]: v for k, v in tensors.items() if k.startswith(prefix)}


def _restore_optimiser(trainer: Trainer, memory: dict) -> None:
    state = trainer.optimiser.state_dict()
    state["state"] = {}
    for name, tensor in memory.items():
        number, key = name.split(".", 1)
        state["state"].setdefault(int(number), {})[key] = tensor
    trainer.optimiser.load_state_dict(state)
