"""What agents look at, as the site's JavaScript has it: tile ids and figures, without a picture."""

from base64 import b64encode

import numpy as np
from serverless.network import BUILDS, NETWORK
from serverless.worlds import pack_dressing

from course_lib.engine.looks import FIGURES
from course_lib.engine.sim import BatchSim

# For a script of `in_node`: what all of these tests read, and how.
READ = """
import fs from "node:fs";
import { loadKernel } from "./../../site/src/agents/kernel.js";
import { readSafetensors, writeSafetensors } from "./../../site/src/agents/safetensors.js";
import { makeAgent } from "./../../site/src/agents/agent.js";
import { readDressing } from "./../../site/src/agents/network.js";
const read = (path) => new Uint8Array(fs.readFileSync(path));
const kernel = await loadKernel(...given.kernel.map(read));
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const shorts = (text) => text && new Int16Array(bytes(text).buffer);
const floats = (text) => new Float32Array(bytes(text).buffer);
const lookOf = ({ tiles, floating, ...sizes }) =>
  ({ ...sizes, tiles: bytes(tiles), floating: shorts(floating) });
const text = ({ buffer, byteOffset, byteLength }) =>
  Buffer.from(buffer, byteOffset, byteLength).toString("base64");
"""
KERNEL = [str(NETWORK / name) for name in BUILDS]


def look(sim: BatchSim) -> dict:
    """What the environments show now, as JSON: a Look of the site's, its arrays in base64."""
    rows, columns = sim.distribution.grid
    tiles = np.zeros((sim.count, rows, columns), np.uint8)
    floating = np.full((sim.count, FIGURES, 3), -1, np.int16)
    sim._kernels[1](sim.batch, tiles)
    if sim.world.figures:
        sim._kernels[2](sim.batch, tiles, floating)
    sizes = {"count": sim.count, "rows": rows, "columns": columns}
    figures = as_text(floating) if sim.world.figures else None
    return {**sizes, "tiles": as_text(tiles), "floating": figures}


def dressing(distribution) -> str:
    """The sprites that agents see in a distribution, as the site has them."""
    return pack_dressing(BatchSim(distribution, 1).sprites)


def wandered(distribution, count: int, seed: int, steps: int = 12) -> BatchSim:
    """Environments in which somebody has acted at random for a while."""
    rng = np.random.default_rng(seed)
    sim = BatchSim(distribution, count)
    sim.reset(rng.integers(2**31, size=count))
    for _ in range(steps):
        sim.step(rng.integers(len(sim.world.Action), size=count))
    return sim


def as_text(array: np.ndarray) -> str:
    """The array's bytes in base64."""
    return b64encode(np.ascontiguousarray(array).tobytes()).decode()
