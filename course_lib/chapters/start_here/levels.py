"""Which maze lesson 00 shows first."""

from course_lib.study.measure.episodes import Episode
from course_lib.worlds.maze.planner import maze_ways


def leaves_it(episode: Episode) -> bool:
    """Whether the cheese lay much nearer than the corner, off the way there, and was not taken."""
    ways = {name: found[0] for name, found in maze_ways(episode.records[:1]).items()}
    near = ways["detour"] and 3 * ways["to_cheese"] <= ways["to_corner"]
    return bool(near and episode.metrics["corner"] and not episode.metrics["cheese"])
