"""Golden rollouts: what a few seeds give, as text that one can read and that git can compare.

After a change that is meant, `GOLDEN=write pytest tests/test_golden.py` writes them anew; look at
the difference before it is committed. Shipped agents know the pictures whose checksums stand here:
where those change, the zoo has to be trained again.
"""

import os
import random
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path

import numba
import numpy as np
import pytest

import course_lib as cl
from course_lib.engine import rng
from course_lib.envs import VectorEnv
from course_lib.worlds import coin_run, garden, gems, keys_and_chests, maze, ridge

GOLDEN = Path(__file__).parent / "golden"
ABREAST, LIMIT = 6, 11  # frames beside each other, and actions of the random walks
EXTRA = {
    "coin_run": {
        "hard_and_open": coin_run.Distribution(30, 10, coin="beyond", wall=False),
    },
    "garden": {
        "short_of_water": garden.Distribution("tripod", plants=6, drying=3, size=5),
    },
    "gems": {
        "maze_of_moons_and_doors": gems.Distribution(
            ("moon", "cyan"), ("door", "#e88020"), 2, 3, layout="maze", loops=0.3, size=(5, 9)
        ),
    },
    "keys_and_chests": {
        "maze_with_ghosts": keys_and_chests.Distribution(
            1, 2, (1, 3), ghosts=1, layout="maze", loops=0.3, size=(9, 11)
        ),
    },
    "maze": {
        "loops_of_many_sizes": maze.Distribution(size=(5, 11), cheese=3, mouse="start", loops=0.3),
        "chosen_cells": maze.Distribution(size=7, cheese=(2, 4), mouse=(5, 1), loops=1.0),
    },
    "ridge": {
        "wide_and_slippery": ridge.Distribution(slip=0.5, length=2, reach=6, size=11),
    },
}
CASES = [
    (name, label, seed)
    for name in cl.worlds()
    for label in ("training", "deployment", *EXTRA.get(name, {}))
    for seed in (0, 1)
]


def distribution_of(name: str, label: str):
    """The distribution of a case, with a limit that keeps its file short."""
    own = {"training": cl.world(name).TRAIN, "deployment": cl.world(name).DEPLOY}
    return replace({**own, **EXTRA.get(name, {})}[label], limit=LIMIT)


def abreast(titles: list[str], frames: list[str]) -> str:
    """Frames of text beside each other, each under its title, a few in a row."""
    width = max(max(len(line) for line in f.splitlines()) for f in frames)
    width = max(width, *map(len, titles)) + 2
    blocks = []
    for i in range(0, len(frames), ABREAST):
        columns = [[t, *f.splitlines()] for t, f in zip(titles, frames, strict=True)]
        lines = zip(*columns[i : i + ABREAST], strict=True)
        blocks.append("\n".join("".join(c.ljust(width) for c in ln).rstrip() for ln in lines))
    return "\n\n".join(blocks)


def transcript(name: str, label: str, seed: int) -> str:
    """A random walk from this seed's level: frames, actions, rewards, metrics, the next seed."""
    world, distribution = cl.world(name), distribution_of(name, label)
    env = VectorEnv(1, distribution)
    env.reset(seed=seed)
    begun = zlib.crc32(env.sim.observe().tobytes())
    walk = random.Random(seed)  # whose random() stays the same over versions of Python
    titles, frames = ["start"], [world.text(env.sim.batch[0])]
    following = int(rng.next_seed(env.sim.batch[0]))
    while True:
        action = world.Action(int(walk.random() * len(world.Action)))
        _, reward, ended, cut, _ = env.step(np.array([action]))
        last = env.sim.final_states[0] if ended[0] or cut[0] else env.sim.batch[0]
        titles.append(action.name + (f" {reward[0]:+g}" if reward[0] else ""))
        frames.append(world.text(last))
        if ended[0] or cut[0]:
            break
    assert int(env.sim.batch[0].seed) == following
    end = "terminated" if ended[0] else "truncated"
    metrics = ", ".join(f"{metric} {int(last[metric])}" for metric in world.metrics)
    return (
        f"{distribution}\nseed {seed}; the agent's first picture has the crc32 {begun:08x}\n\n"
        f"{abreast(titles, frames)}\n\n{end} after {int(last['steps'])} steps: {metrics}\n"
        f"next level: seed {following}\n\n{world.text(env.sim.batch[0])}\n"
    )


@pytest.mark.parametrize("name, label, seed", CASES)
def test_rollout(name, label, seed):
    file = GOLDEN / f"{name}_{label}_{seed}.txt"
    now = transcript(name, label, seed)
    if os.environ.get("GOLDEN") == "write":
        file.write_text(now)
    assert file.exists(), "new: run GOLDEN=write pytest tests/test_golden.py, and read the file"
    assert now == file.read_text()


def test_no_golden_file_is_left_over():
    wanted = {f"{name}_{label}_{seed}.txt" for name, label, seed in CASES}
    assert {file.name for file in GOLDEN.iterdir()} == wanted


def test_kernels_are_compiled_unless_that_is_switched_off():
    assert bool(numba.config.DISABLE_JIT) == (os.environ.get("NUMBA_DISABLE_JIT") == "1")


@pytest.mark.slow
def test_interpreted_the_rollouts_are_the_same_and_nothing_warns():
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "GOLDEN"))}
    chosen = ["-k", "test_rollout or switched_off", "-W", "error", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", __file__, *chosen],
        env={**clean, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert f"{len(CASES) + 1} passed" in done.stdout
