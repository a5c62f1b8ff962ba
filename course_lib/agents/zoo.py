"""The zoo: trained agents on disk. Numbers are safetensors, the card beside them is JSON.

`zoo/maze/corner/3.safetensors` and `3.json` are the agent "maze/corner:3", the fourth seed of
the recipe "maze/corner". Weights are stored as half-precision numbers; the behaviour on a card
was measured with the weights as they are stored.
"""

import json
from dataclasses import asdict
from pathlib import Path

import torch

from course_lib.agents.agent import Agent
from course_lib.agents.checkpoints import load_tensors, renamed, save_tensors
from course_lib.agents.networks import Network, Shape
from course_lib.engine.files import atomic_path
from course_lib.engine.world import world
from course_lib.paths import ZOO

FORMAT = "spot-the-difference agent 1"


def zoo() -> list[str]:
    """The names of all shipped agents, as `load` takes them."""
    files = sorted(ZOO.glob("*/*/*.safetensors"), key=lambda f: (f.parent, int(f.stem)))
    return [f"{f.parent.relative_to(ZOO).as_posix()}:{f.stem}" for f in files]


def load(name: str) -> Agent:
    """The shipped agent of this name: "maze/corner" is its first seed, "maze/corner:3" its fourth.

    Raises ValueError if there is none of that name, or if its files are damaged.
    """
    recipe, _, number = str(name).partition(":")
    path = ZOO / recipe / f"{number or 0}.safetensors"
    if f"{recipe}:{number or 0}" not in zoo():
        have = sorted({n.partition(":")[0] for n in zoo()})
        seeds = [n.partition(":")[2] for n in zoo() if n.partition(":")[0] == recipe]
        known = f"its seeds are {', '.join(seeds)}" if seeds else f"there are: {', '.join(have)}"
        raise ValueError(f"there is no agent {name!r} in the zoo; {known}")
    return load_file(path)


def load_file(path: str | Path) -> Agent:
    """The agent that `save` wrote to `path`.

    Raises FileNotFoundError if the file or its card is missing, ValueError if either is damaged,
    or if the card belongs to another agent.
    """
    path = Path(path)
    tensors, metadata = load_tensors(path, FORMAT)
    card = _read_card(path.with_suffix(".json"))
    about = json.loads(metadata["about"])
    for key in ("name", "seed", "world"):
        if card.get(key) != about[key]:
            raise ValueError(
                f"the card of {path} is another agent's: its {key} is {card.get(key)!r}, "
                f"the file's is {about[key]!r}"
            )
    network = Network(Shape(**{k: _tuple(v) for k, v in about["shape"].items()}))
    try:
        network.load_state_dict({k: v.to(torch.float32) for k, v in tensors.items()})
    except RuntimeError as error:
        raise ValueError(f"{path} does not hold the network it names: {error}") from error
    network.eval()
    distribution = world(about["world"]).distribution_of(about["distribution"])
    return Agent(about["name"], network, distribution, about["seed"], card)


def save(agent: Agent, path: str | Path) -> None:
    """Write an agent: numbers to `path` (safetensors), its card beside it (json)."""
    path = Path(path)
    about = {
        "name": agent.name,
        "world": agent.world.name,
        "distribution": asdict(agent.distribution),
        "seed": agent.seed,
    }
    shape = asdict(agent.network.shape)
    tensors = {k: v.to(torch.float16) for k, v in agent.network.state_dict().items()}
    metadata = {"format": FORMAT, "about": json.dumps({**about, "shape": shape})}
    save_tensors(path, tensors, metadata)
    card = json.dumps({**about, **agent.card}, indent=1)
    with atomic_path(path.with_suffix(".json")) as beside:
        beside.write_text(card + "\n")


def _read_card(path: Path) -> dict:
    try:
        card = json.loads(path.read_text())
    except FileNotFoundError as error:
        raise FileNotFoundError(f"the agent's card {path} is missing") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"the card {path} is damaged: {error}") from error
    if not isinstance(card, dict):
        raise ValueError(f"the card {path} is damaged: it holds {card!r}, not a card")
    if isinstance(card.get("recipe"), dict):
        card["recipe"] = renamed(card["recipe"])
    return card


def _tuple(value):
    return tuple(value) if isinstance(value, list) else value
