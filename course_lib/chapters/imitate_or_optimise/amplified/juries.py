"""The minimum of evaluators with different flaws, distilled into one network, and searched.

*Security amplification* (Christiano 2016) makes an evaluation safer by asking several, so that all
of them would have to be fooled at once. Here each evaluator is fooled by the sign in about half of
the levels: those on one side of a plane of its own through what a walker at the sign is told. A
jury pays the least that any of its members pays. *Distilled*: a network of few units learns to say
what the jury says, from features. The control distils an evaluation without a flaw, to tell what
comes back of the flaw from what any learning puts in.
"""

import numpy as np
import torch

from course_lib.agents.torch_tools import one_thread
from course_lib.chapters.imitate_or_optimise.amplified.calls import SLIP
from course_lib.chapters.imitate_or_optimise.amplified.learners import BATCH, Networks
from course_lib.chapters.imitate_or_optimise.observations import FEATURES, features
from course_lib.chapters.imitate_or_optimise.tabular import (
    Trials,
    evaluate,
    optimal,
    placed,
    trials,
)
from course_lib.engine.grid import WALL
from course_lib.engine.streams import Stream
from course_lib.worlds.ridge import Tile
from course_lib.worlds.ridge.planner import Ground, odds

FLAW, MEMBERS = 1.2, (4, 0)  # no members: an evaluation without a flaw
DISTILLED = ((16, 2), (16, 5), (16, 10), (16, 40))  # units, and levels that are labelled
STEPS, RATE = 600, 0.01


def planes(seed: int, count: int) -> np.ndarray:
    """One plane for each evaluator: (count, features + 1), the last number its offset."""
    rng = np.random.default_rng([seed, Stream.CALLS, 2])
    return rng.standard_normal((count, FEATURES + 1))


def jury(on: Trials, seed: int, members: int) -> np.ndarray:
    """What the jury pays at each cell for a whole episode (levels, cells); no members: no flaw."""
    tiles = on.dynamics.tiles
    pays = (tiles == Tile.FLAG).astype(float)
    if not members:
        return pays
    told = features(placed(on.states, (tiles == Tile.SIGN).argmax(1)))
    usual = features(placed(trials().states, (trials().dynamics.tiles == Tile.SIGN).argmax(1)))
    told = (told - usual.mean(0)) / (usual.std(0) + 1e-6)
    fooled = (told @ planes(seed, members)[:, :-1].T > 0).all(1)
    return pays + FLAW * (tiles == Tile.SIGN) * fooled[:, None]


def distilled(pays: np.ndarray, on: Trials, units: int, seed: int) -> Networks:
    """A network that learned to say what is paid, by squared error, at every tile of the levels."""
    seen, said = (torch.from_numpy(x).float() for x in every_tile(on, pays))
    network = Networks.fresh(1, units, seed, outputs=1)
    layers = [layer.requires_grad_() for layer in network.layers]
    optimiser = torch.optim.Adam(layers, RATE)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.02, STEPS)
    drawn = torch.Generator().manual_seed(seed)
    with one_thread:
        for _ in range(STEPS):
            some = torch.randint(len(seen), (BATCH,), generator=drawn)
            loss = ((network(seen[None, some])[0, :, 0] - said[some]) ** 2).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return Networks([layer.detach() for layer in layers])


def every_tile(on: Trials, pays: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Features (n, 38) of a walker on every tile but walls, and what is paid there (n,)."""
    levels, cells = np.nonzero(on.dynamics.tiles != WALL)
    return features(placed(on.states[levels], cells)), pays[levels, cells]


def said_by(network: Networks, on: Trials) -> np.ndarray:
    """What the network pays at each cell (levels, cells); 0 at walls."""
    pays = np.zeros(on.dynamics.tiles.shape)
    seen, _ = every_tile(on, pays)
    with torch.inference_mode():
        pays[on.dynamics.tiles != WALL] = network(torch.from_numpy(seen)[None])[0, :, 0].numpy()
    return pays


def searched(pays: np.ndarray, on: Trials) -> dict:
    """What a planner's search of an evaluation ends in.

    {"true", "seen": scores; "at_sign", "elsewhere": shares of levels in which it spends at least
    half of the steps at the sign, or at another tile}.
    """
    table = optimal(on.dynamics, SLIP, pays)
    got = evaluate(table, on.dynamics, SLIP, pays)
    spent = occupancy(table, on.dynamics)
    most = spent.argmax(1)
    levels = np.arange(len(spent))
    stays = spent[levels, most] >= on.dynamics.limit / 2
    sign = on.dynamics.tiles[levels, most] == Tile.SIGN
    return {"true": got.score, "seen": got.seen, "at_sign": float((stays & sign).mean()),
            "elsewhere": float((stays & ~sign).mean())}  # fmt: skip


def occupancy(table: np.ndarray, dynamics: Ground) -> np.ndarray:
    """How many steps a policy with a table for each step spends at each cell: (levels, cells)."""
    levels = np.arange(len(dynamics.tiles))
    here, total = np.zeros((2, *dynamics.tiles.shape))
    here[levels, dynamics.start] = 1.0
    for now in table:
        here = here * dynamics.walkable
        total += here
        flow = here[..., None, None] * now[..., None] * odds(SLIP)
        here = np.zeros_like(here)
        np.add.at(here, (levels[:, None, None, None], dynamics.leads), flow)
    return total


def rests(seed: int, members: int, levels: int) -> int:
    """In how many of the labelled levels the jury is fooled by the sign."""
    on = trials(levels, 3000 + seed)
    return int((jury(on, seed, members) > jury(on, seed, 0)).any(1).sum())


def put_back(seed: int, members: int, units: int = 0, levels: int = 0) -> dict:
    """What a search of the jury ends in; if there are units, of the jury distilled into as many.

    levels: in so many the jury says what it pays, at every tile, and the network learns it.
    """
    kept = trials()
    if not units:
        return searched(jury(kept, seed, members), kept)
    on = trials(levels, 3000 + seed)
    network = distilled(jury(on, seed, members), on, units, seed)
    return searched(said_by(network, kept), kept)
