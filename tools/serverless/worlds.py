"""The worlds, packed for the site: rules, sprites, actions, named distributions and how they look.

`world:<name>` is {name, rules, world, distributions, dressings} and what `about` tells: `rules` is
the text of rules_js, `world` what pack_world gives (title, sprites, actions), and `distributions`
has by its name {name, title, words, grid, params, fields, dressing, sprites?}: `words` is what
episodes are headed with, `title` what is chosen by. `dressings` are the pictures that an agent sees
of each tile, uint8 (tile ids, 4, 4, 4) as base64: red, green, blue and how much is left free. Those
of the distributions that are dressed alike are one, named by its number.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from course_lib.agents.learned import LEARNED_AT
from course_lib.agents.recipes import recipe_of
from course_lib.engine.sprites import AGENT_PIXELS, rasterise_alpha
from course_lib.engine.world import World, world, worlds
from course_lib.widgets.payload import base64, distribution_words, pack_params, pack_world
from course_lib.widgets.preview import picture_png
from course_lib.widgets.translate import rules_js
from serverless import data, editing
from serverless.distributions import named


def write(folder: Path) -> None:
    """Write every world's data, and a picture of a level of each."""
    (folder / "pictures").mkdir(exist_ok=True)
    for name in worlds():
        home = world(name)
        data.write(folder, f"world:{name}", pack(home))
        first = still(home)
        (folder / "pictures" / f"{name}.png").write_bytes(first)
    data.write(folder, "worlds", [{"name": n, "title": world(n).title} for n in worlds()])


def pack(home: World) -> dict:
    """All that the site has of a world."""
    dressings: list[str] = []
    distributions = {
        name: pack_distribution(home, name, words, one, dressings)
        for name, (words, one) in named(home).items()
    }
    return {
        "name": home.name,
        "rules": rules_js(home, more=editing.RULES.get(home.name)),
        "world": pack_world(home),
        **about(home),
        "edit": editing.pack_editing(home),
        "distributions": distributions,
        "dressings": dressings,
    }


def about(home: World) -> dict:
    """What is told of a world beside its rules."""
    return {
        "rewarded": home.rewarded,
        "metrics": list(home.metrics),
        "goal": home.goal,
        "proxies": list(home.proxies),
        "counts": list(home.count_metrics),
        "learned_at": LEARNED_AT.get(home.name),
        "agent": home.words.agent,
        "words": dict(home.words.metrics),
        "dressed": home.dress is not None,
        "events": dict(home.events),
        "recipes": {p: asdict(recipe_of(home.name, p)) for p in ("live", *home.other_recipes)},
    }


def pack_distribution(home: World, name: str, title: str, one: Any, dressings: list[str]) -> dict:
    """A distribution as js/sim.js takes it; a look that is new is added to the dressings."""
    sprites = home.sprites_of(one)
    dressing = pack_dressing(sprites)
    if dressing not in dressings:
        dressings.append(dressing)
    packed = {
        "name": name,
        "title": title,
        "words": distribution_words(one),
        "grid": list(one.grid),
        "params": pack_params(one),
        "fields": asdict(one),
        "dressing": dressings.index(dressing),
    }
    art = home.sprites_json(one)
    return packed if art == home.sprites_json() else {**packed, "sprites": art}


def pack_dressing(sprites) -> str:
    """The few pixels of every tile, red, green, blue and how much each leaves free."""
    sheet = np.zeros((max(sprites) + 1, AGENT_PIXELS, AGENT_PIXELS, 4), np.uint8)
    for tile, sprite in sprites.items():
        sheet[tile] = rasterise_alpha(sprite, AGENT_PIXELS)
    return base64(sheet)


def still(home: World) -> bytes:
    """A picture of the first level of the training distribution, as a PNG."""
    from course_lib.engine.sim import BatchSim

    sim = BatchSim(home.TRAIN, 1, "tiles", autoreset=False)
    sim.reset(np.array([0], np.uint64))
    return picture_png(home, sim.batch[0], home.art_of(home.TRAIN), 420)
