"""Compiles every world's rules, so that no notebook has to wait for that.

What is compiled is kept, see course_lib/engine/compiled.py; if it is there already, nothing is
done. `make lab` runs this, and Binder when it builds its image: on a processor of another kind all
is compiled at first use, as it is without this.
"""

import os
import shutil
import time
from pathlib import Path

from course_lib.engine import compiled

DAYS = 30  # for which folders of other source are left there


def main() -> None:
    """Fill the folder of compiled functions, whole or not at all, unless it is there."""
    place = compiled.folder()
    if place is None or place.exists():
        return
    print("Compiling the worlds, once: about a minute.", flush=True)
    part = place.with_name(f"part-{os.getpid()}-{place.name}")
    try:
        part.mkdir(parents=True)
    except OSError as problem:  # a home that may only be read
        print(f"Nothing is kept ({problem}): each notebook compiles for itself.")
        return
    os.environ[compiled.INTO] = str(part)
    try:
        compile_all()
        part.rename(place)
    except OSError:  # another process was quicker
        if not place.exists():
            raise
    finally:
        shutil.rmtree(part, ignore_errors=True)
    forget(place)


def compile_all() -> None:
    """Draw, play and show levels of every world, let its planner play, ask how likely they are."""
    import numpy as np

    import course_lib as cl
    from course_lib.agents.mosaic.kernels import compact, number, scatter
    from course_lib.envs import VectorEnv
    from course_lib.study.game.likelihood import log_likelihood
    from course_lib.study.measure.mixtures import pure

    places, row = np.zeros((1, 1), np.int32), np.zeros((1, 1), np.float32)  # as networks look
    number(places, places, places.copy(), np.full(4, -1, np.int32), 0, places.copy())
    compact(places[0].copy(), np.full(1, -1, np.int32), np.zeros(1, np.int32))
    scatter(row, places[0], row.copy())
    for name in cl.worlds():
        where = cl.world(name).TRAIN
        cl.play(cl.random_policy(where), where, seed=0)
        if cl.world(name).planner:
            cl.play(cl.planner(where), where, seed=0)
        for view in ("picture", "tiles"):
            env = VectorEnv(2, where, view=view)
            env.reset(seed=0)
            env.step(np.zeros(2, np.int64))
        if cl.world(name).likelihood:
            log_likelihood(pure(where), pure(where).draw(2, [0]))
        missing = "" if cl.world(name).planner else " (it has no planner)"
        print(f"{name}: compiled{missing}", flush=True)


def forget(place: Path) -> None:
    """Delete old folders of other source."""
    for old in place.parent.glob("*kernels-*"):
        if old != place and time.time() - old.stat().st_mtime > 86_400 * DAYS:
            shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    main()
