"""Runs in procgen's own Python 3.10: steps a game, and prints a rate for each line that comes in.

The argument names the game. 64 environments, easy levels without end, one thread, 64 x 64 x 3
pictures: its usual setting.
"""

import sys
import time

import numpy as np
from procgen import ProcgenGym3Env

COUNT = 64


def rate(env, actions, seconds):
    """Environment steps a second, with a picture of every step taken out."""
    done, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        for row in actions:
            env.act(row)
            env.observe()
        done += actions.size
    return done / (time.process_time() - start)


def main():
    """One rate for each line of standard input."""
    env = ProcgenGym3Env(
        num=COUNT, env_name=sys.argv[1], distribution_mode="easy", num_levels=0, num_threads=0
    )
    actions = np.random.default_rng(0).integers(15, size=(64, COUNT)).astype(np.int32)
    for _ in sys.stdin:
        print(rate(env, actions, 1.0), flush=True)


if __name__ == "__main__":
    main()
