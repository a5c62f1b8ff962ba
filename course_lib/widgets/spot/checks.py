"""Checks at the door of spot the difference: each error names the value and what is allowed."""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from course_lib.checks import as_items, shown
from course_lib.engine.checks import check_whole, is_whole
from course_lib.engine.world import World, world, world_of, worlds
from course_lib.study.game.prepared import with_shifts
from course_lib.study.game.rounds import Round, check_subtlety


def homes_of(where: Any, rounds: Any) -> list[World]:
    """The worlds that are meant; ValueError that lists what is allowed."""
    if where is None:
        found = rounds if isinstance(rounds, list | tuple) else []
        meant = {g.world.name for g in found if isinstance(g, Round)}
        return [world(name) for name in meant] or with_shifts()
    if isinstance(where, ModuleType):
        where = getattr(where, "WORLD", where)
    if isinstance(where, str):
        return [world(where)]
    if isinstance(where, World):
        return [where]
    if hasattr(where, "run") and hasattr(where, "text"):  # as load_world reads it
        raise ValueError(
            f"the world {shown(where.name)} is a text that has not been run; read it, and give "
            "what its .run() returns"
        )
    try:
        return [world_of(where)]
    except TypeError:
        allowed = ", ".join(repr(name) for name in worlds())
        raise ValueError(f"world must be None or one of {allowed}, not {where!r:.80}") from None


def check_rounds(rounds: Any, homes: list[World]) -> list[Round]:
    """The rounds as a list; ValueError if there are none, or one is no `Round` of these worlds."""
    found = as_items("rounds", rounds, "Round")
    if not found or not all(isinstance(game, Round) for game in found):
        raise ValueError(f"rounds must be a list of Round, not {shown(rounds)}")
    for game in found:
        if game.world not in homes:
            names = ", ".join(home.name for home in homes)
            raise ValueError(f"{game.name!r} is a round of {game.world.name!r}, not of {names}")
    return found


def check(seed: Any, teams: Any, countdown: Any, subtlety: Any) -> None:
    """Raise ValueError that names what is wrong with the other arguments."""
    check_whole("seed", seed)
    listed = isinstance(teams, Sequence) and not isinstance(teams, str)
    if not listed or not 1 <= len(teams) <= 6 or not all(isinstance(t, str) and t for t in teams):
        raise ValueError(f"teams must be a list of 1 to 6 names, not {teams!r}")
    if len(set(teams)) < len(teams):
        raise ValueError(f"every team needs a name of its own, not {teams!r}")
    if countdown is not None and not (is_whole(countdown) and 5 <= countdown <= 3600):
        raise ValueError(f"countdown must be None or 5 to 3600 seconds, not {countdown!r}")
    if subtlety is not None:
        check_subtlety(subtlety)
