"""Environment steps a second with the agent's own pictures, against procgen's maze."""

import gymnasium as gym
import peers
from rows import Row, alternate, compared, emit, missing, number, rate, stepper

from course_lib.worlds import maze

WHAT = "environment steps/s, 13×13, 1,024 at once, new levels and pictures, one core"
TARGET = 20


def measure() -> list[Row]:
    """One row: the maze with pictures against procgen's."""
    count, size13 = 1024, maze.Distribution(size=13)
    environments = gym.make_vec("course/Maze-v0", num_envs=count, distribution=size13, copy=False)
    environments.reset(seed=0)
    turn = stepper(environments, count)
    turn()  # compiles
    try:
        peer = peers.Speaker(peers.procgen(), "peer_procgen.py")
    except peers.Unavailable as why:
        return [missing(WHAT, number(rate(turn)), f"≥ {TARGET} × procgen", str(why))]
    ours, theirs, ratio = compared(*alternate(lambda: rate(turn), peer))
    peer.close()
    note = "procgen 0.10.7's maze, easy, 64 at once on one thread: 64×64 pictures; ours 52×52"
    return [
        Row(WHAT, number(ours), f"{number(theirs)} (procgen)", ratio, f"≥ {TARGET} ×",
            ratio >= TARGET, note)
    ]  # fmt: skip


if __name__ == "__main__":
    emit(measure)
