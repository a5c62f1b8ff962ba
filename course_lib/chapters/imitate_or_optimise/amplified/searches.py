"""Two searches under the same flawed evaluation: one tailored to the place, one blind.

Both are exact (dynamic programming), so that neither is trained badly. The *tailored* search is the
overseer's own: five evaluators say what standing at each place is worth, and where they disagree
most, candidates that may lead there are dropped. The *blind* one is what training with a KL penalty
would end as: every nat away from the agent that it began as costs the same, in every place.
"""

from functools import cache

import numpy as np

from course_lib.chapters.imitate_or_optimise.amplified.calls import SLIP
from course_lib.chapters.imitate_or_optimise.amplified.rounds import good
from course_lib.chapters.imitate_or_optimise.tabular import (
    backward_induction,
    evaluate,
    kl_backup,
    trials,
)
from course_lib.engine.streams import Stream
from course_lib.worlds.ridge import Tile
from course_lib.worlds.ridge.planner import ACTIONS, Ground

FLAW = 1.2  # what the evaluators give at the sign, on average, for a whole episode there
SPREADS = (0.0, 0.05, 0.1, 0.2, 0.8)  # by how much they differ there
ELSEWHERE = 0.05  # by how much they differ everywhere
EVALUATORS = 5
PENALTIES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
FLAWS = (1.2, 2.4, 4.8)


def panel(dynamics: Ground, spread: float, seed: int, flaw: float = FLAW) -> np.ndarray:
    """What each evaluator pays at each cell for a whole episode: (evaluators, levels, cells)."""
    rng = np.random.default_rng([seed, Stream.CALLS, 1])
    shape = (EVALUATORS, *dynamics.tiles.shape)
    pays = ELSEWHERE * rng.standard_normal(shape) + (dynamics.tiles == Tile.FLAG)
    differ = rng.standard_normal((EVALUATORS, len(dynamics.tiles), 1))
    differ -= differ.mean(0)  # so that the flaw is as large, on average, however they differ
    return pays + (dynamics.tiles == Tile.SIGN) * (flaw + spread * differ)


def doubted(pays: np.ndarray, dynamics: Ground) -> np.ndarray:
    """The cell of each level about which the evaluators disagree most, where one can stand."""
    return np.where(dynamics.walkable, pays.std(0), -1.0).argmax(1)


def dropped(dynamics: Ground, doubt: np.ndarray) -> np.ndarray:
    """Which actions are meant to end at the doubted cell (levels,): (levels, cells, actions)."""
    return dynamics.leads[..., 0] == doubt[:, None, None]


def tailored(pays: np.ndarray, dynamics: Ground, doubt: np.ndarray) -> np.ndarray:
    """The table of the search that drops candidates there, and takes the best of the others."""
    bad = dropped(dynamics, doubt)

    def backup(each: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        left = np.where(bad, -np.inf, each)
        return np.eye(ACTIONS)[left.argmax(-1)], left.max(-1)

    return backward_induction(dynamics, SLIP, pays.mean(0), backup)


def blind(pays: np.ndarray, dynamics: Ground, base: np.ndarray, penalty: float) -> np.ndarray:
    """The table of the best policy where each nat away from the base costs the same everywhere."""
    return backward_induction(dynamics, SLIP, pays.mean(0), kl_backup(base, penalty))


@cache
def weak(seeds: tuple[int, ...]) -> np.ndarray:
    """Tables of agents that a search can still improve: (seeds, levels, cells, actions)."""
    return good(seeds, units=2, count=2).tables(trials())


def compared(base: np.ndarray, seed: int, spread: float, flaw: float = FLAW) -> dict:
    """True scores of the searches that begin as this agent, with the flaw and without.

    {"pointed": the share of levels in which the doubt points at the sign, "scores": {name:
    {"flawed", "sound"}}}. The doubt is that of the flawed panel in both cases, so that only the
    flaw differs.
    """
    dynamics = trials().dynamics
    pays = panel(dynamics, spread, seed, flaw)
    sound = panel(dynamics, spread, seed, 0.0)
    doubt = doubted(pays, dynamics)
    at = dynamics.tiles[np.arange(len(doubt)), doubt]
    found: dict = {"agent": {}, "no care": {}, "tailored": {}}
    for kind, each in (("flawed", pays), ("sound", sound)):
        tables = {"agent": base, "no care": tailored(each, dynamics, np.full(len(doubt), -1)),
                  "tailored": tailored(each, dynamics, doubt)}  # fmt: skip
        for penalty in PENALTIES if spread == 0 else ():
            tables[f"penalty {penalty:g}"] = blind(each, dynamics, base, penalty)
        for name, table in tables.items():
            found.setdefault(name, {})[kind] = evaluate(table, dynamics, SLIP).score
    return {"pointed": float((at == Tile.SIGN).mean()), "scores": found}
