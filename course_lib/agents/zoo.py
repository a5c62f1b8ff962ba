"""The zoo: trained agents on disk. Numbers are safetensors, the card beside them is JSON.

`zoo/maze/corner/3.safetensors` and `3.json` are the agent "maze/corner:3", the fourth seed of
the recipe "maze/corner". Weights are stored as half-precision numbers; the behaviour on a card
was measured with the weights as they are stored.

An agent that is saved carries its card inside, too, so that one file is the whole agent: a save
that is killed half-way leaves the older agent or the newer one, and no mixture. The JSON beside it
is then a copy for people to read. Shipped agents were saved before that, and have it only there.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.agents.tensors import load_arrays, renamed, save_arrays
from course_lib.agents.weights import Shape, Weights
from course_lib.checks import as_path, check_kind, shown
from course_lib.engine.files import atomic_path
from course_lib.engine.world import world, worlds
from course_lib.paths import ZOO

FORMAT = "spot-the-difference agent 1"


def zoo() -> list[str]:
    """The names of all shipped agents, as `load` takes them."""
    files = sorted(ZOO.glob("*/*/*.safetensors"), key=lambda f: (f.parent, int(f.stem)))
    return [f"{f.parent.relative_to(ZOO).as_posix()}:{f.stem}" for f in files]


def load(name: str | Path) -> Agent:
    """The shipped agent of this name: "maze/corner" is its first seed, "maze/corner:3" its fourth.

    A name that ends in ".safetensors" is a file, as `save` writes it: `load_file`.
    Raises ValueError if there is none of that name, or if its files are damaged.
    """
    if isinstance(name, Path) or str(name).endswith(".safetensors"):
        return load_file(name)
    recipe, _, number = name.partition(":") if isinstance(name, str) else (repr(name), "", "")
    path = ZOO / recipe / f"{number or 0}.safetensors"
    if f"{recipe}:{number or 0}" not in zoo():
        have = sorted({n.partition(":")[0] for n in zoo()})
        seeds = [n.partition(":")[2] for n in zoo() if n.partition(":")[0] == recipe]
        known = f"its seeds are {', '.join(seeds)}" if seeds else f"there are: {', '.join(have)}"
        raise ValueError(f"there is no agent {shown(name)} in the zoo; {known}")
    return load_file(path)


def load_file(path: str | Path) -> Agent:
    """The agent that `save` wrote to `path`.

    Raises FileNotFoundError if the file is missing, or the card of one that does not carry it;
    ValueError if either is damaged, or if the card belongs to another agent.
    """
    path = as_path("path", path)
    arrays, metadata = load_arrays(path, FORMAT)
    about = _parsed(metadata.get("about", ""), path)
    inside = "card" in metadata
    card = _parsed(metadata["card"], path) if inside else _read_card(path.with_suffix(".json"))
    for key in ("name", "seed", "world"):
        if card.get(key) != about.get(key):
            raise ValueError(
                f"the card of {path} is another agent's: its {key} is {card.get(key)!r}, "
                f"the file's is {about.get(key)!r}"
            )
    if isinstance(card.get("recipe"), dict):
        card["recipe"] = renamed(card["recipe"])
    shape = Shape(**{k: _tuple(v) for k, v in about["shape"].items()})
    try:
        weights = Weights(shape, {k: v.astype(np.float32) for k, v in arrays.items()})
    except ValueError as error:
        raise ValueError(f"{path} does not hold the network it names: {error}") from error
    check_finite(about["name"], weights.arrays)
    return Agent(about["name"], weights, _distribution_of(about, path), about["seed"], card)


def save(agent: Agent, path: str | Path) -> None:
    """Write an agent to `path` (safetensors), and its card beside it (json) for people to read.

    Raises ValueError if its weights are not all finite, or its card is nothing that JSON can hold;
    OSError where it cannot be written. The file is then as it was.
    """
    path = as_path("path", path)
    check_kind("agent", agent, Agent, "an agent, as cl.train gives it back")
    agent = agent.copy()  # what was changed since it was made is checked
    check_finite(agent.name, agent.weights)
    foreign = agent.distribution is None
    about = {
        "name": agent.name,
        "world": None if foreign else agent.world.name,
        "distribution": None if foreign else asdict(agent.distribution),
        "seed": agent.seed,
    }
    card = {**about, **{k: v for k, v in agent.card.items() if k not in about}}
    try:
        text, inside = json.dumps(card, indent=1), json.dumps(card, separators=(",", ":"))
    except TypeError as error:
        raise ValueError(f"the card of {agent.name!r} cannot be written as JSON: {error}") from None
    shape = {"shape": asdict(agent.shape)}
    metadata = {"format": FORMAT, "about": json.dumps({**about, **shape}), "card": inside}
    save_arrays(path, {k: _short(v) for k, v in agent.weights.items()}, metadata)
    with atomic_path(path.with_suffix(".json")) as beside:
        beside.write_text(text + "\n")


def check_finite(name: str, arrays: Mapping[str, np.ndarray]) -> None:
    """Raise ValueError if a number of the network is infinite or none at all."""
    for part, values in arrays.items():
        if not np.isfinite(values).all():
            raise ValueError(f"agent {name!r} has numbers in {part} that are not finite")


def _short(values: np.ndarray) -> np.ndarray:
    """The values in half precision, or as they are where that is too small for one of them."""
    with np.errstate(over="ignore"):
        half = values.astype(np.float16)
    return half if np.isfinite(half).all() else values


def _distribution_of(about: dict, path: Path) -> Any:
    """What the agent was trained on; None for an environment that is not the course's."""
    if about["world"] is None:
        return None
    if about["world"] not in worlds():
        raise ValueError(
            f"the agent in {path} was trained in the world {about['world']!r}, which is not known "
            "here: run its cell; or load its file with cl.load_world(file), read it, and .run() it"
        )
    return world(about["world"]).distribution_of(about["distribution"])


def _read_card(path: Path) -> dict:
    try:
        return _parsed(path.read_text(encoding="utf-8", errors="replace"), path)
    except FileNotFoundError as error:
        raise FileNotFoundError(f"the agent's card {path} is missing") from error


def _parsed(text: str, path: Path) -> dict:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"the card {path} is damaged: {error}") from error
    if not isinstance(found, dict):
        raise ValueError(f"the card {path} is damaged: it holds {found!r}, not a card")
    return found


def _tuple(value):
    return tuple(value) if isinstance(value, list) else value
