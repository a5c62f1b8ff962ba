"""How long the level editor takes to replan: all arrows and the path, for each shipped world.

    python benchmarks/editor.py          # milliseconds of one core, median of 20 edits

The aim is 200 ms. Compiling and the first pass of the network are done before the clock starts.
"""

import statistics
import time

import course_lib as cl
from course_lib.agents.ppo import one_thread
from course_lib.engine.world import world
from course_lib.widgets import LevelEditor

EDITS = 20


def replan_ms(name: str) -> float:
    """The median time, in milliseconds, to show a level anew with this agent."""
    agent = cl.load(name)
    editor = LevelEditor(world(agent.world.name).DEPLOY, agent)
    times = []
    for seed in range(EDITS):
        editor.new(seed)  # the first edits warm up; the median does not see them
        start = time.perf_counter()
        editor._draw(editor.board.record)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main() -> None:
    """One line for each world that has an agent in the zoo."""
    first: dict[str, str] = {}
    for name in cl.zoo():
        first.setdefault(name.split("/")[0], name)
    with one_thread():
        for home, name in first.items():
            print(f"{home:18} {name:28} {replan_ms(name):7.1f} ms")


if __name__ == "__main__":
    main()
