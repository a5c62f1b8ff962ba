"""The rounds that follow the prepared ones: drawn without end, the first 500 measured beforehand.

`make sweep NAME=drawn_rounds` measures what is missing in data/drawn_rounds.jsonl; interrupted,
it goes on where it stopped. With it a reveal needs no waiting, and the site without a server has
all it tells: levels that observers need, agents' rates, and of each round, the prepared ones too,
the episode of the agent that is shown, as its actions. A row counts only for the very round, and
the very agent, that it was measured for.
"""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

import numpy as np

from course_lib.engine.streams import Stream
from course_lib.engine.world import World
from course_lib.study.game.known import (
    agent_job,
    agent_print,
    known_behaviour,
    known_row,
    level_job,
)
from course_lib.study.game.observers import measured_roughly
from course_lib.study.game.predictions import agent_of, metrics, typical
from course_lib.study.game.prepared import PREPARED, turns, with_shifts
from course_lib.study.game.rounds import Round, draw_round
from course_lib.study.measure.mixtures import Levels
from course_lib.study.measure.sweep import Sweep

COUNT = 500  # of drawn rounds that are measured beforehand
MOST = 96  # levels of a shelf that can be looked at
SHELVES = ("A", "B")
PLAYED = 41  # the stream of the levels of a round that is played


def drawn_round(
    homes: Sequence[World], number: int, seed: int = 0, subtlety: float | None = None
) -> Round:
    """The round of this number, from 0, in a game of these worlds; by default of any subtlety."""
    rng = np.random.default_rng([seed, number, Stream.SPOT])
    home = homes[int(rng.integers(len(homes)))]
    chosen = round(float(rng.random()), 2) if subtlety is None else subtlety
    return draw_round(home, chosen, int(rng.integers(2**31)))


def played_levels(game: Round, number: int, seed: int = 0) -> dict[str, Levels]:
    """The levels of both shelves, "A" and "B", where this is the round of this number in a game."""
    shelves = zip(SHELVES, (game.a, game.b), strict=True)
    return {name: shelf.draw(MOST, [seed, number, PLAYED, i])
            for i, (name, shelf) in enumerate(shelves)}  # fmt: skip


TOGETHER = 50  # drawn rounds that a class has in an order of its own


def class_place(
    rounds: Sequence[Round],
    homes: Sequence[World],
    number: int,
    seed: int = 0,
    subtlety: float | None = None,
) -> int:
    """Which round of a game alone a class has as its round of this number, both from 0.

    rounds: those before the drawn ones. The class stays in one world for a while (`turns`); its
    rounds are those that everybody has, so that what is known of them holds.
    """
    if number < len(rounds):
        return turns(rounds)[number]
    within = (number - len(rounds)) % TOGETHER
    first = number - within
    places = range(first, first + TOGETHER)
    return first + turns([drawn_round(homes, place, seed, subtlety) for place in places])[within]


def first_round(number: int) -> Round:
    """The round of this number, from 0, of the whole game with seed 0."""
    return PREPARED[number] if number < len(PREPARED) else drawn_round(with_shifts(), number)


def first_rounds() -> list[Round]:
    """All rounds that something is known of, in the order in which they are played."""
    return [first_round(number) for number in range(len(PREPARED) + COUNT)]


# ── What is known of them beforehand ────────────────────────────────────────────────────────


def episode_job(game: Round) -> str:
    """The name of the row that holds the episode of a prepared round."""
    return f"episode of {agent_job(game, game.world.shipped_agent)}"


def known_episode(game: Round) -> dict | None:
    """The episode at the reveal of this round, in plain values, as shipped; None if there is none.

    It belongs to the levels of the game with seed 0, in which this is the round of its number.
    """
    row = known_row(episode_job(game)) or known_behaviour(game)
    return row.get("episode") if row else None


def shown_episode(agent: Any, game: Round, number: int, most: str) -> dict:
    """The agent's episode at the reveal of the round of this number, in plain values.

    most: how most of its episodes end. level: the number among the levels of shelf B, from 0.
    found: whether it ends so. The rest are arrays of `Episode` as the player packs them, as text.
    """
    level, episode, found = typical(agent, played_levels(game, number)["B"], most)
    told = {name: packed for name, packed in pack_minds(episode).items() if packed is not None}
    return {"level": level, "found": found, **told}


def pack_minds(episode: Any) -> dict[str, str | None]:
    """Actions, values and probabilities as base64, or None: what rules alone do not give."""
    arrays = {"actions": (episode.actions, "u1"), "values": (episode.values, "<f4"),
              "probabilities": (rounded_shares(episode.probabilities), "u1")}  # fmt: skip
    return {name: None if array is None else b64encode(np.asarray(array, kind).tobytes()).decode()
            for name, (array, kind) in arrays.items()}  # fmt: skip


def rounded_shares(probabilities: Any) -> np.ndarray | None:
    """Probabilities in 255ths, as the player shows them."""
    if probabilities is None:
        return None
    return np.rint(np.clip(np.asarray(probabilities), 0, 1) * 255)


def measure(what: str, number: int) -> dict:
    """What is to be known about the round of this number: one row."""
    game = first_round(number)
    if what == "levels":
        found = measured_roughly(game)
        return {"name": game.name, **{who: one and one.row() for who, one in found.items()}}
    agent, known = agent_of(game.world), known_behaviour(game) if what == "episode" else None
    did = known or metrics(agent, game.a, game.b)
    episode = shown_episode(agent, game, number, did["B"]["most"])
    return {"name": game.name, **({} if known else did), "episode": episode}


def jobs() -> dict[str, dict]:
    """Everything that is to be known, in the order of the rounds."""
    found: dict[str, dict] = {}
    for number, game in enumerate(first_rounds()):
        name, prepared = game.world.shipped_agent, number < len(PREPARED)
        if not prepared:
            found[level_job(game)] = {"what": "levels", "number": number}
        if agent_print(name):
            job = episode_job(game) if prepared else agent_job(game, name)
            found[job] = {"what": "episode" if prepared else "agent", "number": number}
    return found


SWEEP = Sweep("drawn_rounds", __doc__, measure, jobs)
