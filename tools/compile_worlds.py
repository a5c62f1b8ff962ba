"""Compiles every world's rules, so that no notebook has to wait for that.

What is compiled is kept, see course_lib/engine/compiled.py; if it is there already, nothing is
done. `make lab` runs this, and Binder when it builds its image: on a processor of another kind all
is compiled at first use, as it is without this.
"""

import os
import shutil
import subprocess
import sys
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
    """Have a process of its own keep what it compiles, in the folder that is named for it.

    Most functions learn where they are kept when their file is imported, and here that is over.
    """
    subprocess.run([sys.executable, __file__], check=True)


def keep_all() -> None:
    """Do with every world what people do first: draw, play, measure and show its levels."""
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
        home = cl.world(name)
        best = cl.planner(home.DEPLOY) if home.planner else None
        for view in ("picture", "tiles"):
            env = VectorEnv(2, home.TRAIN, view=view)
            env.reset(seed=0)
            env.step(np.zeros(2, np.int64))
        for given in (None, *home.conditions):
            cl.behaviour([], home.DEPLOY, episodes=2, given=given)
        episode = cl.play(best or cl.random_policy(home.DEPLOY), home.DEPLOY, seed=0)
        for widget in (
            cl.widgets.EpisodePlayer(episode),
            cl.widgets.EpisodePlayer(episode, episode),
            cl.widgets.LevelShelf(home.DEPLOY),
            cl.widgets.LevelEditor(home, best),
            cl.widgets.Arcade(home.DEPLOY, against=best),
        ):
            widget._repr_mimebundle_()
        if home.likelihood:
            log_likelihood(pure(home.TRAIN), pure(home.TRAIN).draw(2, [0]))
        missing = "" if home.planner else " (it has no planner)"
        print(f"{name}: compiled{missing}", flush=True)


def forget(place: Path) -> None:
    """Delete old folders of other source."""
    for old in place.parent.glob("*kernels-*"):
        if old != place and time.time() - old.stat().st_mtime > 86_400 * DAYS:
            shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    if compiled.into() is None:
        main()
    else:
        keep_all()
