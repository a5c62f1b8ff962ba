"""The attributes of a world, as somebody sees them who looks at levels: what there is to spot."""

from dataclasses import fields

from course_lib.engine.traits import Attribute
from course_lib.engine.world import World
from course_lib.worlds.attributes import fixed

UNSEEN = ("limit", "ghosts", "sight")


def attributes_of(world: World) -> tuple[Attribute, ...]:
    """The attributes of a world: its own, or all fields of its distribution that can be seen.

    Raises ValueError for a world with nothing to tell apart.
    """
    found = world.attributes or tuple(
        Attribute(f.name, f.name.replace("_", " "), fixed(f.name))
        for f in fields(world.Distribution)
        if f.name not in UNSEEN
    )
    if not found:
        raise ValueError(
            f"the world {world.name!r} has no attributes to tell apart: its Distribution needs a "
            "field besides limit"
        )
    return found
