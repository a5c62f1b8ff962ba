"""A vector to make, as a kind of exercise: a pair of drawn mazes and a strength.

What such a vector does to mice is in `own_vector.py`; asking for one needs no network.
"""

from dataclasses import dataclass
from typing import Any

from course_lib.quiz.functions import Function
from course_lib.quiz.kinds import Verdict

Pair = tuple[str, str, float]

WITH = """
#########
#C..#...#
#.#.#.#.#
#.#.....#
#.#######
#.......#
#.#.###.#
#.#...#M#
#########
"""
EXAMPLE: Pair = (WITH, WITH.replace("C", "."), 2.0)


@dataclass(frozen=True, kw_only=True)
class Vector(Function):
    """A vector to make; it is right if it sends most of five mice where its cheese lay."""

    example: str = "mine"

    def judge(self, answer: Any) -> Verdict:
        """What the vector does to five mice. Raises ValueError for what is no pair of mazes."""
        if not isinstance(answer, tuple) or len(answer) != 3:
            raise ValueError("give three things: a maze with the cheese, one without, a strength")
        return self.examine(answer)

    def discussion(self, letters: str = "") -> str:
        """A pair of mazes that works."""
        return f"{self.solution[0]}and the same without C, with strength {self.solution[2]:g}."

    def keep(self, answer: Pair) -> str:
        """Both drawings and the strength."""
        return "\n".join(map(str, answer))
