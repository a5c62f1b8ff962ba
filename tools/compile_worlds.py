"""Compiles every world's rules, so that no notebook has to wait for that.

What is compiled is kept (course_lib/engine/compiled.py). Binder runs this when it builds its image;
on a processor of another kind it is compiled anew at first use.
"""

import numpy as np

from course_lib.engine.lanes import Lanes
from course_lib.engine.world import world, worlds
from course_lib.study.planning import planner


def main() -> None:
    """Levels of every world have been drawn, played and shown, and a planner has played in one."""
    for name in worlds():
        home = world(name)
        lanes = Lanes(home.TRAIN, 2)
        lanes.start(np.arange(2, dtype=np.uint64))
        planner(home.TRAIN).choose(lanes.look(), lanes.batch, np.zeros(2))
        lanes.step(np.zeros(2, np.int64))
        lanes.look()
        print(f"{name}: compiled", flush=True)


if __name__ == "__main__":
    main()
