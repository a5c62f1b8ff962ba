"""A world as the answer to an exercise."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from course_lib.chapters.your_own_world.exchange import remembered
from course_lib.engine import world as registry
from course_lib.engine.world import World
from course_lib.quiz.functions import Function
from course_lib.quiz.kinds import Verdict


@dataclass(frozen=True, kw_only=True)
class Built(Function):
    """A world to build or to mend; like a function it is examined by a program."""

    example: str = "WORLD"

    def judge(self, answer: Any) -> Verdict:
        """What `check_world` says of it. Raises ValueError for what is no world."""
        if not isinstance(answer, World):
            raise ValueError(
                f"{answer!r:.60} is no world; hand in WORLD, as cl.register returns it"
            )
        with known(answer):
            return self.examine(answer)

    def keep(self, answer: Any) -> str:
        """Its name, goal and proxies; the cell itself stays in the notebook."""
        return f"{answer.name}: goal {answer.goal}, proxies {', '.join(answer.proxies) or 'none'}"

    def discussion(self, letters: str = "") -> str:
        """The world of the solution, as text."""
        import inspect

        return "".join(inspect.findsource(self.solution.step.py_func)[0])


@contextmanager
def known(world: World) -> Iterator[None]:
    """Let a world be known by its name for a while, if it is not registered."""
    if registry._WORLDS.get(world.name) is world:
        yield
        return
    bring_back = remembered()
    registry._WORLDS[world.name], registry._HOMES[world.Distribution] = world, world.name
    try:
        yield
    finally:
        bring_back()
