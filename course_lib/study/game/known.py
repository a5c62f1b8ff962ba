"""What is known beforehand about the prepared rounds: levels that observers need, agents' rates.

`make sweep NAME=rounds` measures what is missing in data/rounds.jsonl; interrupted,
it goes on where it stopped. A row counts only for the very round, and the very agent, that it was
measured for: change either, and the command measures anew.
"""

from dataclasses import fields
from functools import cache
from hashlib import sha256
from typing import Any

from course_lib.engine.world import world_of
from course_lib.paths import DATA
from course_lib.study.game.observers import Needed, classifier, ideal_observer
from course_lib.study.game.predictions import agent_of, metrics, shipped
from course_lib.study.game.prepared import PREPARED
from course_lib.study.game.rounds import Round
from course_lib.study.measure.mixtures import Shelf
from course_lib.study.measure.sweep import Sweep, load_results

TABLES = ("rounds", "drawn_rounds")  # of the prepared rounds, and of the first that are drawn


def fingerprint(game: Round) -> str:
    """A short text that changes when the shelves of a round do.

    Settings at their defaults do not count, so a world may get new ones and the facts stay.
    """
    said = repr(tuple(_said(shelf) for shelf in (game.a, game.b, game.feared)))
    return sha256(said.encode()).hexdigest()[:12]


def _said(shelf: Shelf | None) -> Any:
    """A shelf as plain values: of each distribution its world and what is not as by default."""
    if shelf is None:
        return None
    return [
        (share, world_of(d).name, [
            (f.name, getattr(d, f.name)) for f in fields(d) if getattr(d, f.name) != f.default
        ])
        for share, d in shelf.parts
    ]  # fmt: skip


def agent_print(name: str) -> str:
    """A short text that changes when a shipped agent's weights do; "" if it is not shipped."""
    path = shipped(name)
    return sha256(path.read_bytes()).hexdigest()[:12] if path else ""


def level_job(game: Round) -> str:
    """The name of the row that says how many levels the round takes."""
    return f"levels, {game.name}, {fingerprint(game)}"


def agent_job(game: Round, name: str) -> str:
    """The name of the row that says what an agent does in the round."""
    return f"agent {name} {agent_print(name)}, {game.name}, {fingerprint(game)}"


def measure(what: str, number: int) -> dict:
    """What is to be known about the prepared round of this number."""
    game = PREPARED[number]
    if what == "levels":
        found = {"observer": ideal_observer(game), "classifier": classifier(game)}
        return {"name": game.name, **{name: needed.row() for name, needed in found.items()}}
    agent = agent_of(game.world)
    return {"name": game.name, **metrics(agent, game.a, game.b)}


def jobs() -> dict[str, dict]:
    """Everything that can be known with the agents that are shipped."""
    found = {level_job(g): {"what": "levels", "number": i} for i, g in enumerate(PREPARED)}
    for i, game in enumerate(PREPARED):
        name = game.world.shipped_agent
        if agent_print(name):
            found[agent_job(game, name)] = {"what": "agent", "number": i}
    return found


@cache
def _rows() -> dict[str, dict]:
    there = [name for name in TABLES if (DATA / f"{name}.jsonl").exists()]
    return {row["job"]: row for name in there for row in load_results(name)}


def known_row(job: str) -> dict | None:
    """The row of this name, as shipped; None if there is none."""
    return _rows().get(job)


def known_levels(game: Round) -> dict[str, Needed | None] | None:
    """What both observers need in this round, as shipped; None if that is not known."""
    row = known_row(level_job(game))
    return row and {name: row[name] and Needed(**row[name]) for name in ("observer", "classifier")}


def known_behaviour(game: Round, agent: Any = None) -> dict | None:
    """What the shipped agent does in this round, as shipped; None if that is not known."""
    name = game.world.shipped_agent
    return None if agent is not None or not name else known_row(agent_job(game, name))


SWEEP = Sweep("rounds", __doc__, measure, jobs)
