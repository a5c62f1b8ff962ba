"""Files of numbers: safetensors that are written in full or not at all, and know their own digest.

In numpy: an agent is read without torch. `checkpoints.py` has the same for torch's tensors.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from course_lib.checks import as_path
from course_lib.engine.files import atomic_path

DIGEST = "sha256"  # the name under which a file keeps its own
# What a recipe's settings were called in files written before they had CleanRL's names.
FORMER_NAMES = {
    "envs": "num_envs", "rollout": "num_steps", "epochs": "update_epochs",
    "minibatches": "num_minibatches", "lam": "gae_lambda", "clip": "clip_coef",
    "entropy": "ent_coef", "value_weight": "vf_coef", "max_gradient": "max_grad_norm",
    "first_values": "value_init_scale", "leash": "kl_coef",
}  # fmt: skip


def save_arrays(
    path: str | Path, arrays: Mapping[str, np.ndarray], metadata: dict[str, str]
) -> None:
    """Write a safetensors file in full or not at all; make its folder if there is none.

    Raises OSError, which names the file, where it cannot be written.
    """
    path = as_path("path", path)
    kept: dict[str, Any] = {name: np.asarray(v, order="C") for name, v in arrays.items()}
    metadata = {**metadata, DIGEST: digest(kept, metadata)}
    path.parent.mkdir(parents=True, exist_ok=True)
    written = save(kept, metadata)  # its save_file leaves a file of its own where it is killed
    with atomic_path(path) as beside:
        beside.write_bytes(written)


def load_arrays(path: str | Path, wanted: str) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Arrays and metadata of a safetensors file of the `wanted` format.

    Raises FileNotFoundError if it is missing, ValueError if it is damaged or of another kind.
    """
    path = as_path("path", path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {str(path)!r}")
    try:
        with safe_open(path, "np") as file:
            metadata = file.metadata() or {}
            arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except SafetensorError as error:
        raise ValueError(f"{path} is damaged, or not a safetensors file: {error}") from error
    if metadata.get("format") != wanted:
        raise ValueError(f"{path} is not a {wanted!r} file but {metadata.get('format')!r}")
    kept = metadata.pop(DIGEST, None)  # files written before there was one have none
    if kept is not None and kept != digest(arrays, metadata):
        raise ValueError(f"{path} is damaged: its numbers are not those that were written")
    return arrays, metadata


def digest(arrays: Mapping[str, np.ndarray], metadata: Mapping[str, str]) -> str:
    """What tells whether a single bit of a file's numbers or words has changed (SHA-256).

    Types have torch's names in it, as in the first files that had one.
    """
    found = sha256(json.dumps(sorted(metadata.items())).encode())
    for name, values in sorted(arrays.items()):
        found.update(f"{name} torch.{values.dtype} {values.shape} ".encode())
        found.update(np.asarray(values, order="C").tobytes())
    return found.hexdigest()


def renamed(recipe: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a file, under today's names."""
    return {FORMER_NAMES.get(name, name): value for name, value in recipe.items()}
