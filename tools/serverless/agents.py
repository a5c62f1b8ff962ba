"""The zoo, packed for the site: each agent's file as it is, and a list of all with their rates.

`agent:<name>` is {bytes, card}: the very safetensors file that `cl.load` reads, and what is beside
it. `zoo` is a list of {name, world, seed, recipe, title, trained, distribution, rates}: what people
call it, what it was trained on in words and by its name on the site, and the rates on its card, of
all levels, as {distribution: {metric: [mean, low, high]}}.
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


def write(folder: Path) -> None:
    """Write every shipped agent, and the list of them."""
    data.write(folder, "zoo", [entry(name) for name in zoo()])
    for name in zoo():
        content = file_of(name).read_bytes()
        data.write_packed(folder, f"agent:{name}", content, head_of(content), **beside(name))


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


def beside(name: str) -> dict:
    """What of an agent's card travels with it: all but its rates, which stand in the list."""
    return {"card": {k: v for k, v in card(name).items() if k != "behaviour"}}


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
