"""The rounds of spot the difference, packed for the site: 30 prepared ones, then 500 drawn ones.

`rounds` is the bytes of a JSON object {seed, prepared, turns, places, rounds}. They are the first
rounds of `cl.widgets.SpotTheDifference()`, in its order and with its levels: a level is a seed,
which the page draws as numpy does, and a distribution's numbers. `turns` is their order for a
class. What the observers need, what the agent does and its episode at the reveal come from
`data/rounds.jsonl` and `data/drawn_rounds.jsonl`. `readRounds` in site/src/spot/rounds.js reads
them.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from course_lib.engine.world import World, world
from course_lib.study.game import predictions
from course_lib.study.game.attributes import attributes_of
from course_lib.study.game.drawn import SHELVES, TOGETHER, first_rounds, known_episode
from course_lib.study.game.known import known_behaviour, known_levels
from course_lib.study.game.prepared import PREPARED, turns
from course_lib.study.game.rounds import Round
from course_lib.study.measure.mixtures import Shelf
from course_lib.study.show.names import human_name
from course_lib.widgets.payload import distribution_words, pack_params
from course_lib.widgets.spot.payload import letters_of
from serverless import data


def write(folder: Path) -> None:
    """Write all rounds; ValueError that names one of which something is not known."""
    text = json.dumps(pack(first_rounds()), ensure_ascii=False, separators=(",", ":"))
    content = text.encode()
    data.write_packed(folder, "rounds", content, head=len(content))


def pack(rounds: list[Round]) -> dict:
    """These rounds, in their order."""
    places = {name: Place(world(name)) for name in {game.world.name: None for game in rounds}}
    packed = [pack_round(game, places[game.world.name]) for game in rounds]
    told = {name: place.pack() for name, place in places.items()}
    return {"seed": 0, "prepared": len(PREPARED), "turns": class_order(rounds), "places": told,
            "rounds": packed}  # fmt: skip


def class_order(rounds: list[Round]) -> list[int]:
    """The order of the rounds for a class, as `class_place` has it, without drawing them again."""
    order = turns(rounds[: len(PREPARED)])
    for first in range(len(PREPARED), len(rounds), TOGETHER):
        order += [first + place for place in turns(rounds[first : first + TOGETHER])]
    return order


class Place:
    """What is told of a world in every round of it, and the distributions that there are."""

    def __init__(self, home: World):
        self.home = home
        self.distributions: list[Any] = []

    def number(self, distribution: Any) -> int:
        """The number of this distribution; a new one is added."""
        if distribution not in self.distributions:
            self.distributions.append(distribution)
        return self.distributions.index(distribution)

    def pack(self) -> dict:
        """All of it; `params` are the names of what each distribution has numbers of."""
        home, usual = self.home, self.home.sprites_json()
        packed: list[dict] = []
        sheets: list[list] = []
        for one in self.distributions:
            numbers, art = pack_params(one), home.sprites_json(one)
            told: dict[str, Any] = {"words": distribution_words(one), "grid": list(one.grid),
                                    "params": list(numbers.values())}  # fmt: skip
            if art != usual:
                sheets += [art] if art not in sheets else []
                told["sprites"] = sheets.index(art)
            packed.append(told)
        return {
            "title": home.title,
            "rewarded": home.rewarded,
            "letters": letters_of(home),
            "attributes": [{"name": a.name, "words": a.words} for a in attributes_of(home)],
            "choices": predictions.choices(home),
            "agent": predictions.agent_name(home),
            "who": human_name(predictions.agent_name(home)),
            "params": list(numbers),
            "sprites": sheets,
            "distributions": packed,
        }


def pack_round(game: Round, place: Place) -> dict:
    """A round; what is not known of it is measured by `make sweep NAME=drawn_rounds`."""
    needed, did, episode = known_levels(game), known_behaviour(game), known_episode(game)
    if not (needed and did and episode):
        raise ValueError(f"{game.name!r} is not measured: make sweep NAME=drawn_rounds")
    did = {shelf: counts(did[shelf]) for shelf in SHELVES}
    return {**pack_shelves(game, needed, place), "did": did, "episode": episode}


def pack_shelves(game: Round, needed: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """A round's shelves, what differs, and what each observer needs to see it."""
    return {
        "name": game.name,
        "world": game.world.name,
        "subtlety": game.subtlety,
        "a": pack_shelf(game.a, place),
        "b": pack_shelf(game.b, place),
        "truth": list(game.truth),
        "how": game.how,
        "needed": [one and list(one.row().values()) for one in needed.values()],
    }


def pack_shelf(shelf: Shelf, place: Place) -> list[list]:
    """The parts of a shelf: shares, and numbers of their distributions."""
    return [[share, place.number(distribution)] for share, distribution in shelf.parts]


def counts(did: dict) -> list[int]:
    """How many episodes ended in each way, in the order of `NAMES`."""
    return [round(did[name]["rate"] * did["episodes"]) for name in predictions.NAMES]
