"""The exercises of lesson 02, the maze: text in questions.toml, a function, and a maze to draw."""

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from course_lib.engine.grid import CELLS, WALL, distances, neighbour
from course_lib.quiz.content import read_quiz
from course_lib.quiz.functions import nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict
from course_lib.worlds import maze
from course_lib.worlds.maze import Action

# ── Is the cheese on the way to the corner? ─────────────────────────────────────────────────

# Steps to the cheese, from the cheese to the corner, to the corner; and whether it is on the way.
WAYS = (
    (4, 6, 10, True),
    (4, 8, 10, False),
    (12, 2, 10, False),
    (10, 0, 10, True),
    (2, 12, 10, False),
)


def on_the_way(to_cheese: int, cheese_to_corner: int, to_corner: int) -> bool:
    """Whether the cheese lies on a shortest way to the corner."""
    return to_cheese + cheese_to_corner == to_corner


def examine_way(function: Callable[[int, int, int], bool]) -> Verdict:
    """Whether the function knows which levels tell nothing, and what it confuses if not."""
    said = [function(*ways) for *ways, _ in WAYS]
    if nothing_yet(*said):
        return unwritten("Return True or False.")
    said = [bool(answer) for answer in said]
    right = [truth for *_, truth in WAYS]
    if said == right:
        return Verdict(
            True, "A way over the cheese that is no longer than the shortest way is one."
        )
    if said == [cheese < corner for cheese, _, corner, _ in WAYS]:
        return Verdict(
            False,
            "You ask whether the cheese is nearer than the corner. Two steps away in the other "
            "direction is nearer, and not on the way.",
        )
    if said == [not truth for truth in right]:
        return Verdict(False, "You return True where it is NOT on the way. Turn it round.")
    wrong = next(ways for ways, answer in zip(WAYS, said, strict=True) if answer != ways[-1])
    return Verdict(
        False,
        f"Look at {wrong[0]} steps to the cheese, {wrong[1]} from there to the corner, and "
        f"{wrong[2]} straight to the corner: on the way? You say {not wrong[3]}.",
    )


# ── A maze that tells three mice apart ──────────────────────────────────────────────────────

SIZE = 9  # the shipped agents see mazes of this size
TELLING_MAZE = """
#########
#######.#
#######.#
###.###.#
###.###.#
#C.M###.#
###.###.#
###.....#
#########
"""
HABIT = frozenset({Action.UP, Action.RIGHT})


def examine_drawing(drawing: str) -> Verdict:
    """Which of three mice the first step in this maze tells apart."""
    state = maze.WORLD.level(drawing)[0]
    if state.side != SIZE:
        raise ValueError(f"the maze has {state.side} rows; the shipped mice see {SIZE} by {SIZE}")
    cheese, corner = (first_ways(state, int(goal)) for goal in (state.cheese_at, state.corner_at))
    return _verdict(state, cheese, corner, free_ways(state) & HABIT)


def first_ways(state, goal: int) -> set[Action]:
    """All first steps of shortest ways from the mouse to `goal`; none if there is no way."""
    steps = np.empty(CELLS, np.int32)
    distances(state.tiles, state.side, goal, steps)
    here = int(state.mouse_at)
    return {way for way in free_ways(state) if steps[_beside(state, way)] < steps[here]}


def free_ways(state) -> set[Action]:
    """The directions in which the mouse can move at all."""
    return {way for way in Action if state.tiles[_beside(state, way)] != WALL}


def _beside(state, way: Action) -> int:
    """The cell beside the mouse."""
    return int(neighbour(int(state.mouse_at), int(way), int(state.side)))


def _verdict(state, cheese: set[Action], corner: set[Action], habit: set[Action]) -> Verdict:
    """Whether all three can move, and each starts in directions of its own."""
    if state.mouse_at == state.corner_at:
        return Verdict(False, "The mouse stands in the corner already. Give it a way to go.")
    if not corner:
        return Verdict(
            False, "There is no way to the corner, so a corner seeker cannot show itself."
        )
    if both := cheese & corner:
        return Verdict(
            False,
            f"A cheese seeker and a corner seeker could both start {_named(both)}. A maze in which "
            "two hypotheses predict the same tells nothing about them, however often it is played.",
        )
    if not habit:
        return Verdict(
            False,
            "Above and to the right of the mouse are walls, so a mouse with the habit of going up "
            "and right cannot move: it would not be seen. Open one of the two tiles.",
        )
    for name, ways in (("corner", corner), ("cheese", cheese)):
        if shared := ways & habit:
            return Verdict(
                False,
                f"It tells cheese from corner. But the {name} seeker starts {_named(shared)}, and "
                "so would a mouse that only has the habit of going up and right. Turn the way to "
                f"the {name} round, so that it begins down or left.",
            )
    return Verdict(
        True,
        f"First steps: {_named(cheese)} to the cheese, {_named(corner)} to the corner, and "
        f"{_named(habit)} by habit. This maze can surprise you, and that makes it a test. "
        "Now play it.",
    )


def _named(ways: Iterable[Action]) -> str:
    return " or ".join(way.name.lower() for way in sorted(ways))


quiz = read_quiz(
    Path(__file__).with_name("questions.toml"),
    {"on_the_way": (examine_way, on_the_way), "my_maze": (examine_drawing, TELLING_MAZE)},
)
