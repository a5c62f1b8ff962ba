"""The zoo, packed for the site: each agent's file as it is, and a list of all with their rates.

`agent:<name>` is {bytes}: the very safetensors file that `cl.load` reads. `zoo` is a list of {name,
world, seed, recipe, title, trained, distribution, rates}: what people call it, what it was trained
on in words and by its name on the site, and the rates on its card, of all levels, as
{distribution: {metric: [mean, low, high]}}.
"""

import json
import struct
from pathlib import Path

from course_lib.agents.zoo import zoo
from course_lib.engine.world import world
from course_lib.paths import ZOO
from course_lib.study.show.names import human_name
from serverless import data
from serverless.distributions import name_of

# Weights hardly shrink, and the folder has to stay below 20 MB: so of these recipes, by the first
# part of their names that fits, it carries fewer seeds than the course.
SEEDS = {"coin_run/end": 5, "coin_run/": 4, "": 5}


def shipped() -> list[str]:
    """The names of the agents that the site carries."""
    return [name for name in zoo() if int(name.partition(":")[2]) < _seeds_of(name)]


def _seeds_of(name: str) -> int:
    return next(seeds for first, seeds in SEEDS.items() if name.startswith(first))


def words() -> str:
    """How many of the course's agents the site carries, in a sentence."""
    return (
        f"This site carries {len(shipped())} of the course's {len(zoo())} agents: of some recipes "
        "fewer seeds, so that the whole folder stays below 20 MB."
    )


def write(folder: Path) -> None:
    """Write the agents that the site carries, and the list of them."""
    data.write(folder, "zoo", [entry(name) for name in shipped()])
    for name in shipped():
        content = file_of(name).read_bytes()
        data.write_packed(folder, f"agent:{name}", content, head_of(content))


def file_of(name: str) -> Path:
    """The file of the agent of this name."""
    recipe, _, seed = name.partition(":")
    return ZOO / recipe / f"{seed}.safetensors"


def head_of(content: bytes) -> int:
    """How long the head of a safetensors file is, its eight bytes of length included."""
    return 8 + struct.unpack("<Q", content[:8])[0]


def card(name: str) -> dict:
    """What lies beside an agent as JSON."""
    return json.loads(file_of(name).with_suffix(".json").read_text())


def entry(name: str) -> dict:
    """One line of the list of agents."""
    about = card(name)
    home = world(about["world"])
    recipe = name.partition(":")[0]
    rates: dict[str, dict[str, list[float]]] = {}
    for row in about.get("behaviour", []):
        if row["given"] is None:
            found = [round(row[k], 4) for k in ("mean", "low", "high")]
            rates.setdefault(row["distribution"], {})[row["metric"]] = found
    return {
        "name": name,
        "world": home.name,
        "seed": about["seed"],
        "recipe": recipe,
        "title": human_name(name),
        "trained": home.words.trained.get(recipe.partition("/")[2], recipe.partition("/")[2]),
        "distribution": name_of(home, home.distribution_of(about["distribution"])),
        "rates": rates,
    }
