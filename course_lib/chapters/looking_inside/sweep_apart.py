"""Coin and wall apart, at each distance; and a coin above the way beside a saw in its place.

The runner stands on the ground, so many tiles before a coin, in the same 600 levels for all. What
critic and actor say is a mean over levels, for each of five runners trained with the coin at the
end and five trained with the coin where sections begin.

"end" and "middle": coin and wall, each shown or not (four cases). "above 0" to "above 3": no wall;
a coin, a saw or nothing, so many tiles above the way in mid-level.

Expected, before a run was made (a small check at 3, 4 and 5 tiles had been seen): from 5 tiles on
the wall is not in the picture (11 columns) and can add nothing, while the coin raises the value;
at 4 tiles and nearer the coin adds less without a wall than with one. If critics rated coins as
such, it would add the same in all cases. Of jumps: seeing the coin changes them, and the change is
like that made by a saw; if the coin were ignored, it would be zero.

`make sweep NAME=coin_and_wall` writes data/coin_and_wall.jsonl; interrupted, it goes on.
"""

from course_lib.chapters.looking_inside.runners import RECIPES, runners
from course_lib.study.inside.coin_and_wall import four_cases, hanging
from course_lib.study.measure.sweep import Sweep

LEVELS = 600
DISTANCES = (7, 6, 5, 4, 3, 2, 1)
HEIGHTS = (0, 1, 2, 3)
PLACES = ("middle", "end")


def measure(recipe: str, where: str, distance: int, levels: int = LEVELS) -> dict:
    """What five runners say at one place and distance."""
    agents = runners(recipe)
    if where.startswith("above"):
        return hanging(agents, int(where[-1]), distance, levels)
    return four_cases(agents, where, distance, levels)


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    places = (*PLACES, *(f"above {height}" for height in HEIGHTS))
    return {
        f"{recipe}, {where}, {distance}": {"recipe": recipe, "where": where, "distance": distance}
        for recipe in RECIPES for where in places for distance in DISTANCES
    }  # fmt: skip


SWEEP = Sweep("coin_and_wall", __doc__, measure, jobs, lambda: {"levels": LEVELS})
