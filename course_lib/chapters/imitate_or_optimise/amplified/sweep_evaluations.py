"""Copy what is better than you, or optimise its evaluation? Five experiments on the ridge.

`make sweep NAME=ridge_evaluations` writes data/ridge_evaluations.jsonl; its rows have a `part`. What
was expected was written before anything was measured, except for a trial of the capacity part with
one seed and 2 units, in which networks that began anew in each round did not settle (so they go on
from round to round), and with 256 calls, in which the amplified agent was worse than its agent (so
there are 1,000).

capacity: networks of 1 to 64 units learn of an amplified agent, by copying its choice, by copying
it where it matters, or by optimising its evaluation. Expected: with few units the evaluation is
better, because a network that cannot do everything is told what matters; with many it is equal.
Weighted copying lies between. If capacity were not the reason, the gap would not close.
on-policy: the same with places counted by how often the agent is there. Expected: the same order.
flaw: the calls pay at the sign as well. Expected: both learners follow their amplified agent to it,
after a number of rounds that falls with the size of the flaw; the one that copies not earlier.
nested: the same without learning, by number of candidates and depth. Expected: one candidate never
(that is certain), two after more depth than many.
tailored: a planner's search that avoids doubted places, against one with a KL penalty everywhere.
Expected: better if the doubt is right in nearly all levels, and not better if it is right in none.
distilled: the minimum of evaluators with different flaws, distilled into a network, and searched.
Expected: the minimum is safe from four on; distilled, some of the flaw comes back, more in small
networks, and search finds other errors too, which the unflawed evaluation, distilled, has as well.
decomposition: calls asked the wrong question. Expected: both learners take over the mistake; a panel
helps if its members' mistakes differ, and not if they are the same.
"""

from collections.abc import Iterator

from course_lib.chapters.imitate_or_optimise.amplified import rounds as r
from course_lib.chapters.imitate_or_optimise.amplified.decompositions import (
    MISTAKES,
    PANELS,
    decomposed,
)
from course_lib.chapters.imitate_or_optimise.amplified.learners import OBJECTIVES
from course_lib.study.measure.sweep import Sweep

SEEDS = range(5)
UNITS = (1, 2, 4, 8, 16, 64)
FEW_UNITS = (2, 64)  # of the on-policy control
MIDDLE = 16  # units where size is not the question
FLAWS = (0.4, 0.8, 1.2)
CANDIDATES = (1, 2, 4, 16)
COPY, WEIGHTED, OPTIMISE = OBJECTIVES


def job(part: str, seed: int, arm: str = "", units: int = MIDDLE, flaw: float = 0.0,
        **more) -> dict:  # fmt: skip
    """One row of the data file."""
    if part in ("capacity", "on-policy"):
        _, rows = r.rounds(arm, units, seed, on_policy=part == "on-policy")
        return {"rounds": rows}
    if part == "flaw":
        _, rows = r.rounds(arm, units, seed, flaw=flaw, base=r.good(seed))
        return {"rounds": rows}
    if part == "nested":
        return {"depths": r.nested(r.good(seed), more["candidates"], flaw)}
    if part == "decomposition":
        _, rows = r.rounds(arm, units, seed, ask=decomposed(more["kind"]))
        return {"rounds": rows}
    raise ValueError(f"there is no part {part!r}")


def jobs() -> dict[str, dict]:
    """Everything that the data file holds, by its key."""
    return {", ".join(f"{key} {value}" for key, value in each.items()): each for each in _jobs()}


def _jobs() -> Iterator[dict]:
    """The jobs, those that matter most first."""
    for seed in SEEDS:
        for units in UNITS:
            for arm in OBJECTIVES:
                yield {"part": "capacity", "arm": arm, "units": units, "seed": seed}
    for seed in SEEDS:
        for flaw in FLAWS:
            for arm in (COPY, OPTIMISE):
                yield {"part": "flaw", "arm": arm, "flaw": flaw, "seed": seed}
            for candidates in CANDIDATES:
                yield {"part": "nested", "candidates": candidates, "flaw": flaw, "seed": seed}
    for seed in SEEDS:
        for kind in MISTAKES + PANELS:
            for arm in (COPY, OPTIMISE):
                yield {"part": "decomposition", "arm": arm, "kind": kind, "seed": seed}
    for seed in SEEDS:
        for units in FEW_UNITS:
            for arm in (COPY, OPTIMISE):
                yield {"part": "on-policy", "arm": arm, "units": units, "seed": seed}


SWEEP = Sweep("ridge_evaluations", __doc__, job, jobs, lambda: {
    "slip": r.SLIP, "practice levels": r.PRACTICE, "rounds": r.ROUNDS, "calls": r.CALLS,
    "steps a round": r.STEPS, "units": UNITS, "flaws": FLAWS,
})  # fmt: skip
