"""What agents look at, as the site's JavaScript has it: tile ids and figures, without a picture."""

import numpy as np

from course_lib.engine.sim import BatchSim
from course_lib.engine.world import FIGURES


def look(sim: BatchSim, batch=None) -> tuple[np.ndarray, np.ndarray]:
    """Tile ids uint8 (count, rows, columns) and figures int16 (count, FIGURES, 3) of all."""
    batch = sim.batch if batch is None else batch
    tiles = np.zeros((len(batch), *sim.distribution.grid), np.uint8)
    floating = np.full((len(batch), FIGURES, 3), -1, np.int16)
    sim._kernels[2](batch, tiles)
    if sim.world.figures:
        sim._kernels[3](batch, tiles, floating)
    return tiles, floating


def wandered(distribution, count: int, seed: int, steps: int = 12) -> BatchSim:
    """Environments in which somebody has acted at random for a while."""
    rng = np.random.default_rng(seed)
    sim = BatchSim(distribution, count)
    sim.reset(rng.integers(2**31, size=count))
    for _ in range(steps):
        sim.step(rng.integers(len(sim.world.Action), size=count))
    return sim
