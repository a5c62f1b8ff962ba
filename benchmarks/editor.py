"""How long the level editor takes to replan, all arrows and the path, on one core.

Compiling and the first passes of the network are done before the clock starts.
"""

import statistics
import time

from rows import Row, emit, few

import course_lib as cl
from course_lib.agents.torch_tools import one_thread
from course_lib.engine.world import world
from course_lib.widgets import LevelEditor

EDITS = few(20, 3)


def measure() -> list[Row]:
    """One row: the slowest of the worlds that have an agent in the zoo."""
    first: dict[str, str] = {}
    for name in cl.zoo():
        first.setdefault(name.split("/")[0], name)
    with one_thread:
        found = {home: replan_ms(name) for home, name in first.items()}
    slowest = max(found, key=lambda home: found[home])
    each = ", ".join(f"{home} {ms:.0f} ms" for home, ms in found.items())
    return [
        Row("level editor: all arrows and the path planned anew, the slowest world",
            f"{found[slowest]:.0f} ms ({slowest})", target="< 200 ms",
            reached=found[slowest] < 200, note=f"medians of {EDITS} levels: {each}"),
    ]  # fmt: skip


def replan_ms(name: str) -> float:
    """The median time, in milliseconds, to show a level anew with this agent."""
    agent = cl.load(name)
    editor = LevelEditor(world(agent.world.name).DEPLOY, agent)
    times = []
    for seed in range(EDITS):
        editor.new(seed)  # warms up; the clock measures showing it again
        start = time.perf_counter()
        editor._draw(editor.board.record)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


if __name__ == "__main__":
    emit(measure)
