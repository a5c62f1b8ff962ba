"""Levels made in the browser are the kernel's: every byte, over many distributions and seeds."""

import hashlib
from base64 import b64encode
from dataclasses import replace

import numpy as np
import pytest
from numba import njit
from serverless.distributions import named
from support.javascript import in_node
from support.raw import content

import course_lib as cl
from course_lib.engine import rng
from course_lib.engine.record import record, zeros
from course_lib.engine.sim import BatchSim
from course_lib.engine.world import World
from course_lib.widgets.payload import pack_params
from course_lib.widgets.translate import rules_js
from course_lib.worlds import maze

LEVELS, STEPS = 1000, 60
HASHES = """
import { createHash } from "node:crypto";
import { readRules } from "./js/rules.js";
import { BatchSim } from "./js/sim.js";
const { count, steps, sets, seeds } = given;
const rules = readRules(given.rules);
const all = new Uint8Array(Buffer.from(given.actions, "base64"));
const told = sets.map((distribution) => {
  const sim = new BatchSim(rules, distribution, count);
  const hash = createHash("sha256");
  const look = () => {
    const { tiles, floating } = sim.observe();
    hash.update(tiles);
    if (floating) hash.update(floating.filter((_, n) => floating[n - (n % 3)] >= 0));
  };
  sim.reset(seeds.map(BigInt));
  hash.update(sim.bytes);
  look();
  for (let t = 0; t < steps; t++) {
    sim.step(all.subarray(t * count, (t + 1) * count));
    hash.update(sim.bytes);
    hash.update(new Uint8Array(sim.rewards.buffer));
  }
  look();
  for (const state of sim.finalStates) hash.update(state.bytes);
  return hash.digest("hex");
});
process.stdout.write(JSON.stringify(told));
"""


def distributions(home: World) -> list:
    """All that the lessons, the site and the drawn rounds of a world know, each once."""
    found = [home.TRAIN, home.DEPLOY, *(one for _, one in named(home).values())]
    found += [replace(home.TRAIN, **d) for group in home.changes.values() for d in group]
    return [one for n, one in enumerate(found) if one not in found[:n]]


def seeds() -> np.ndarray:
    """Small seeds, as lessons have them, and such as only 64 bits hold."""
    wide = np.random.default_rng(0).integers(0, 2**64, LEVELS // 10, np.uint64)
    return np.concatenate([np.arange(LEVELS - len(wide), dtype=np.uint64), wide])


def look(sim: BatchSim) -> bytes:
    """What is seen of a batch: tiles, and what stands between them."""
    tiles = np.empty((sim.count, *sim.distribution.grid), np.uint8)
    sim._kernels[1](sim.batch, tiles)
    if not sim.world.figures:
        return tiles.tobytes()
    floating = np.empty((sim.count, 12, 3), np.int16)
    sim._kernels[2](sim.batch, tiles, floating)
    return tiles.tobytes() + floating[floating[:, :, 0] >= 0].tobytes()


def hashed(distribution, actions: np.ndarray) -> str:
    """What numba's levels and steps come to."""
    sim, found = BatchSim(distribution, LEVELS), hashlib.sha256()
    sim.reset(seeds())
    found.update(content(sim.batch) + look(sim))
    for each in actions:
        sim.step(each)
        found.update(content(sim.batch))
        found.update(sim.rewards.tobytes())
    found.update(look(sim) + content(sim.final_states))
    return found.hexdigest()


@pytest.mark.parametrize("name", cl.worlds())
def test_levels_and_steps_are_the_kernels_to_the_byte(name):
    home = cl.world(name)
    several = distributions(home)
    choice = np.random.default_rng(1).integers(0, len(home.Action), (STEPS, LEVELS))
    sets = [{"grid": list(d.grid), "params": pack_params(d)} for d in several]
    told = in_node(
        HASHES, rules=rules_js(home), sets=sets, count=LEVELS, steps=STEPS,
        seeds=[str(seed) for seed in seeds()],
        actions=b64encode(choice.astype(np.uint8).tobytes()).decode(),
    )  # fmt: skip
    for distribution, found in zip(several, told, strict=True):
        assert found == hashed(distribution, choice), distribution


# ── 64 bits, and bits of plain numbers ──────────────────────────────────────────────────────

THREE, ODD, HALF = np.uint64(3), np.uint64(0x9E3779B97F4A7C15), np.uint64(32)
State = record(("a", np.int64), ("b", np.int64), ("out", np.int64), ("same", np.bool_))


@njit
def product(x, y=ODD):
    return x * y


@njit
def bits(s, action):
    x, y = s.rng, s.seed
    s.same = x == y
    if action == 0:
        s.rng = x + y
    if action == 1:
        s.rng = x - (y ^ ODD)
    if action == 2:
        s.rng = product(x, y)
    if action == 3:
        s.rng = product(x) & y | x >> THREE
    if action == 4:
        s.rng = product(product(y) << THREE, x >> HALF) ^ np.uint64(s.a)
    if action == 5:
        s.rng = x << HALF | x >> HALF
    if action == 6:
        x = x >> HALF
        s.rng = x
        s.out = np.int64(x)
    if action == 7:
        s.rng = y if s.a > 0 else x
    if action == 8:
        s.out = (s.a & s.b) - (s.a | s.b) + (s.a ^ s.b)
    if action == 9:
        s.out = (s.a >> 7) + (s.b >> 33) + ~s.b
    if action == 10:
        s.out = (s.a & 0xFFFF) << 30
    if action == 11:
        s.out = s.a // 7 + s.b % 1000 + s.a % -13
    if action == 12:
        rng.seed(s, y)
        s.out = rng.randint(s, 1 << 20)
    if action == 13:
        s.out = -1 if x != y else 1
        s.seed = rng.next_seed(s)


BITS = """
import { readRules } from "./js/rules.js";
import { recordsOn } from "./js/sim.js";
const rules = readRules(given.rules);
const bytes = new Uint8Array(Buffer.from(given.start, "base64"));
recordsOn(rules, bytes.slice()).forEach((state, n) => {
  rules.step(state, given.actions[n]);
  bytes.set(state.bytes, n * rules.record.bytes);
});
process.stdout.write(JSON.stringify(Buffer.from(bytes).toString("hex")));
"""


def test_bits_are_the_kernels():
    dice = np.random.default_rng(5)
    states = zeros(State, 1400)
    for name in ("rng", "seed"):
        states[name] = dice.integers(0, 2**64, len(states), np.uint64) >> (
            dice.integers(0, 2, len(states)) * 40
        ).astype(np.uint64)
    for name in ("a", "b"):
        states[name] = dice.integers(-(2**52), 2**52, len(states)) >> dice.integers(0, 45, 1400)
    states["seed"][::5] = states["rng"][::5]
    actions = np.arange(len(states)) % 14
    world = replace(maze.WORLD, State=State, step=bits)
    start = b64encode(content(states)).decode()
    found = in_node(
        BITS, rules=rules_js(world, levels=False), start=start, actions=actions.tolist()
    )
    for state, action in zip(states, actions, strict=True):
        bits(state, action)
    told = np.frombuffer(bytes.fromhex(found), State)
    for name in State.names:
        wrong = np.flatnonzero(told[name] != states[name])
        assert not len(wrong), (name, actions[wrong[:5]], told[name][wrong[:5]])


def test_there_are_as_many_distributions_as_were_promised():
    assert sum(len(distributions(cl.world(name))) for name in cl.worlds()) >= 57
