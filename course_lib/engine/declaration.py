"""Whether the parts of a world fit together: said when it is registered, not when it is played."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields, is_dataclass

from course_lib.engine.record import HEAD


def check_world(world) -> None:
    """Raises ValueError that names what does not fit together in a `World`, and what is allowed."""
    if not str(world.name).isidentifier():
        raise ValueError(f"a world's name is a word such as 'my_world', not {world.name!r}")
    check_record(world)
    check_tiles(world)
    check_distributions(world)


def check_record(world) -> None:
    """Raises ValueError unless all that is counted stands in the record, under one name each."""
    names = world.State.names or ()
    if names[: len(HEAD)] != tuple(name for name, _ in HEAD):
        raise ValueError(f"{world.name}: State must be made by cl.record(...), not {world.State}")
    twice = repeated(world.metrics)
    if twice:
        raise ValueError(f"{world.name}: metrics are named once, not twice: {', '.join(twice)}")
    known = ", ".join(world.metrics)
    for what, asked, allowed in (
        ("metric", world.metrics, names),
        ("count_metrics", world.count_metrics, world.metrics),
        ("events", world.events, world.metrics),
        ("agent_at", filter(None, [world.agent_at]), names),
    ):
        for name in asked:
            if name not in allowed:
                fields = ", ".join(names[len(HEAD) :])
                raise ValueError(
                    f"{world.name}: {what} {name!r} is not in the record, which has {fields}"
                    if allowed is names
                    else f"{world.name}: {what} {name!r} is no metric; there are: {known}"
                )


def check_tiles(world) -> None:
    """Raises ValueError unless each tile has a letter and a sprite, and actions count up."""
    for kind in (world.Tile, world.Action):
        if len(kind) < len(kind.__members__):
            raise ValueError(f"{world.name}: two names of {kind.__name__} have the same number")
    if [action.value for action in world.Action] != list(range(len(world.Action))):
        raise ValueError(f"{world.name}: actions count from 0 on, not {list(world.Action)}")
    for letter in world.legend:
        if not isinstance(letter, str) or len(letter) != 1 or letter.isspace():
            raise ValueError(f"{world.name}: the legend has letters, not {letter!r}")
    for tile in world.Tile:
        letters = [letter for letter, shown in world.legend.items() if shown == tile]
        if len(letters) != 1:
            raise ValueError(
                f"{world.name}: tile {tile.name} has {len(letters)} letters in the legend; each "
                "tile needs one of its own, and of two tiles with one letter only the last has it"
            )
        if not world.sprites.get(tile):
            raise ValueError(f"{world.name}: tile {tile.name} has no sprite")
    for name, numbers in (("legend", world.legend.values()), ("sprites", world.sprites)):
        if unknown := set(numbers) - set(world.Tile):
            raise ValueError(f"{world.name}: the {name} have {unknown}, which is no tile")


def check_distributions(world) -> None:
    """Raises ValueError unless TRAIN and DEPLOY are distributions with all that the engine asks."""
    kind: type = world.Distribution
    if not is_dataclass(world.Distribution):
        raise ValueError(f"{world.name}: Distribution must be a frozen dataclass")
    has = {field.name for field in fields(world.Distribution)} | set(dir(world.Distribution))
    for needed in ("limit", "grid", "params"):
        if needed not in has:
            raise ValueError(f"{world.name}: Distribution needs {needed!r}; see World's docstring")
    for name in ("TRAIN", "DEPLOY"):
        if not isinstance(getattr(world, name), kind):
            raise ValueError(f"{world.name}: {name} must be a Distribution of this world")


def check_place(world, known, home: str) -> None:
    """Raises ValueError unless a world's names are its own, or those of the one it replaces.

    known: all worlds so far, by name. home: the name of the one that has its Distribution.
    """
    if home != world.name:
        raise ValueError(f"{world.name!r} needs a Distribution of its own; this is {home!r}'s")
    for other in known.values():
        if other.name != world.name and other.env_id == world.env_id:
            raise ValueError(f"env_id {world.env_id!r} belongs to the world {other.name!r}")
    before = known.get(world.name)
    if before and of_course(before) and not of_course(world):
        raise ValueError(f"the course has a world {world.name!r}; call yours something else")


def of_course(world) -> bool:
    """Whether a world is the course's own, not a reader's."""
    return world.Distribution.__module__.startswith("course_lib.worlds.")


def repeated(names: Iterable[str]) -> list[str]:
    """The names that occur more than once."""
    return [name for name, count in Counter(names).items() if count > 1]
