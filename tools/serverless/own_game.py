"""Rounds of spot the difference in a world of a lesson's own, with all that its page needs.

The site's other rounds (rounds.py) are of its worlds, and were measured beforehand. A world that a
lesson makes in a cell is no world of the site: so its game brings its rules, and says what a
trained classifier needs in each round. An agent for it is trained in the lesson only.
"""

from functools import cache
from typing import Any

from course_lib.chapters.your_own_world.built import known
from course_lib.engine.world import World
from course_lib.study.game.drawn import drawn_round
from course_lib.study.game.observers import measured_roughly
from course_lib.study.game.rounds import Round
from course_lib.widgets.payload import pack_world
from course_lib.widgets.translate import rules_js
from serverless.rounds import Place, pack_shelves

ROUNDS = 12  # that a reader can play; the classifier takes half a second for each


@cache
def own_game(home: World, seed: int) -> dict[str, Any]:
    """The first rounds of the game that `SpotTheDifference(home, seed=seed)` plays.

    {"seed", "places", "rounds"} as `rounds.pack` has them, and "world": {name, rules, world}.
    """
    with known(home):
        place = Place(home)
        games = [drawn_round([home], number, seed) for number in range(ROUNDS)]
        rounds = [pack_round(game, place) for game in games]
        return {
            "seed": seed,
            "places": {home.name: place.pack()},
            "rounds": rounds,
            "world": {"name": home.name, "rules": rules_js(home), "world": pack_world(home)},
        }


def pack_round(game: Round, place: Place) -> dict[str, Any]:
    """A round of which is known what an observer needs, and nothing of an agent."""
    needed = measured_roughly(game)
    return {**pack_shelves(game, needed, place), "did": None, "episode": None}
