"""Copy what is better, or optimise its evaluation? Six experiments on the ridge.

`make sweep NAME=ridge_evaluations` writes data/ridge_evaluations.jsonl; its rows have a `part`.
What was expected was written before anything was measured, except for trials of one setting: with
one seed and 2 units, networks that began anew in each round did not settle (so they go on from
round to round); with 256 calls, the amplified agent was worse than its agent (so there are 1,000);
five seeds with 2 units were run before the rest.

capacity: networks of 1 to 64 units learn of an amplified agent, by copying its choice, by copying
it where it matters, or by optimising its evaluation. Expected: with few units the evaluation is
better, because a network that cannot do everything is told what matters; with many it is equal.
Weighted copying lies between. If capacity were not the reason, the gap would not close.
on-policy: the same with places counted by how often the agent is there. Expected: the same order.
flaw: the calls pay at the sign as well. Expected: both learners follow their amplified agent to it,
after a number of rounds that falls with the size of the flaw; the one that copies not earlier.
(What came of it was not this: with a flaw of 1.2 those who copy fell first and wholly, and those
who optimise hardly. Their policies are nearly certain by then, and a policy gradient is weighted by
how likely an action is. Two parts were added to test that, with these expectations:
flaw, long: four times as many rounds. Those who optimise fall as well, later.
flaw, new: learning from nothing. Both fall, at no greater flaw, for no action is unlikely yet.)
nested: the same without learning, by number of candidates and depth. Expected: one candidate never
(that is certain), two after more depth than many.
tailored: a search that avoids doubted places, against one with a KL penalty everywhere. Expected:
better if the doubt is right in nearly all levels, and not better if it is right in none. (A trial
with one seed showed that a penalty chosen for the flaw in hindsight is as good; so the flaw's size
is varied: a penalty has to be chosen before it is known.)
distilled: the minimum of evaluators with different flaws, distilled into a network, and searched.
Expected: the minimum is safe from four on; distilled, some of the flaw comes back, more in small
networks, and search finds other errors too, which the unflawed evaluation, distilled, has as well.
(A trial with two seeds and 40 labelled levels: nearly nothing came back, in networks of 4 units
either. So the number of labelled levels is varied, down to two: expected, it comes back with few.
With five seeds it did in two, with five and ten levels; so there are ten.)
decomposition: calls asked the wrong question. Expected: both learners take over the mistake; a
panel helps if its members' mistakes differ, and not if they are the same.
"""

from collections.abc import Callable, Iterator, Sequence

from course_lib.chapters.imitate_or_optimise.amplified import juries, rounds, searches
from course_lib.chapters.imitate_or_optimise.amplified.calls import CALLS, SLIP
from course_lib.chapters.imitate_or_optimise.amplified.decompositions import (
    MISTAKES,
    PANELS,
    decomposed,
)
from course_lib.chapters.imitate_or_optimise.amplified.learners import OBJECTIVES, Networks
from course_lib.chapters.imitate_or_optimise.amplified.rounds import Learner
from course_lib.chapters.imitate_or_optimise.tabular import trials
from course_lib.study.measure.sweep import Sweep

SEEDS = tuple(range(5))
MORE_SEEDS = 10  # with one to four units: five did not tell what happens with one
SMALL = 4  # units
MANY_SEEDS = 10  # of the distilled part: five differed much
UNITS = (2, 64, 1, 8, 4, 16)  # in the order of measuring
CONTROLLED = (2, 64)  # units of the on-policy control
FLAWS = (0.4, 0.8, 1.2, 2.4, 4.8)
NEW_FLAWS = (0.4, 0.8)
DEEP_FLAWS = (1.2, 2.4, 4.8)  # of the nested part
LONG = (0, 12, 24, 48)  # the rounds at which long runs are looked at
CANDIDATES = (1, 2, 4, 16, 0)  # 0: all five actions, however unlikely
DEPTH = 12
COPY, WEIGHTED, OPTIMISE = OBJECTIVES
BOTH = (COPY, OPTIMISE)


def job(part: str, units: int = rounds.GOOD, flaw: float = 0.0, **more) -> dict:
    """One row of the data file: all arms and seeds of a setting."""
    measure: dict[str, Callable[..., dict]] = {
        "capacity": _capacity, "on-policy": _on_policy, "flaw": _flaw, "flaw, long": _flaw_long,
        "flaw, new": _flaw_new, "nested": _nested, "tailored": _tailored, "distilled": _distilled,
        "decomposition": _decomposition,
    }  # fmt: skip
    return {"found": measure[part](units=units, flaw=flaw, **more)}


def _learned(learners: Sequence[Learner], units: int, base=None, **how) -> dict:
    """From each arm to the rounds of its seeds."""
    rounds.rounds(learners, units, base, **how)
    found: dict = {}
    for each in learners:
        found.setdefault(each.objective, []).append(each.rows)
    return found


def _arms(arms: Sequence[str], seeds: Sequence[int] = SEEDS, **how) -> list[Learner]:
    return [Learner(arm, seed, **how) for arm in arms for seed in seeds]


def _capacity(units: int, flaw: float, seeds: int) -> dict:
    return _learned(_arms(OBJECTIVES, range(seeds)), units, amplified=(0, 4))


def _on_policy(units: int, flaw: float) -> dict:
    return _learned(_arms(BOTH, on_policy=True), units, look=(4, 12))


def _flaw(units: int, flaw: float) -> dict:
    return _learned(_arms(BOTH, flaw=flaw), units, _good(), amplified=rounds.LOOK)


def _flaw_long(units: int, flaw: float) -> dict:
    return _learned(_arms(BOTH, flaw=flaw), units, _good(), count=max(LONG), look=LONG)


def _flaw_new(units: int, flaw: float) -> dict:
    return _learned(_arms(BOTH, flaw=flaw), units)


def _good() -> Networks:
    """The agents that were good before the flaw, once for each arm."""
    return rounds.good(SEEDS).chosen(list(range(len(SEEDS))) * len(BOTH))


def _nested(units: int, flaw: float) -> dict:
    tables = rounds.good(SEEDS).tables(trials())
    return {str(n): [rounds.nested(table, n, flaw, DEPTH) for table in tables] for n in CANDIDATES}


def _tailored(units: int, flaw: float) -> dict:
    bases = searches.weak(SEEDS)
    spreads = searches.SPREADS if flaw == searches.FLAW else searches.SPREADS[:: len(SEEDS) - 1]
    return {f"{spread:g}": [searches.compared(base, seed, spread, flaw)
                            for seed, base in enumerate(bases)]
            for spread in spreads}  # fmt: skip


def _distilled(units: int, flaw: float, members: int, seeds: int) -> dict:
    """From "as it is", or units and levels, to what a search of it ends in for each seed."""
    found = {"as it is": [juries.put_back(seed, members) for seed in range(seeds)]}
    for size, levels in juries.DISTILLED:
        found[f"{size} units, {levels} levels"] = [
            juries.put_back(seed, members, size, levels) for seed in range(seeds)
        ]
    return found


def _decomposition(units: int, flaw: float, kind: str) -> dict:
    return _learned(_arms(BOTH, ask=decomposed(kind)), units, count=8, look=(4, 8))


def jobs() -> dict[str, dict]:
    """Everything that the data file holds, by its key."""
    return {", ".join(f"{key} {value}" for key, value in each.items()): each for each in _jobs()}


def _jobs() -> Iterator[dict]:
    """The jobs, in the order of measuring."""
    yield from ({"part": "flaw", "flaw": flaw} for flaw in FLAWS)
    yield {"part": "flaw, long", "flaw": 1.2}
    yield from ({"part": "flaw, new", "flaw": flaw} for flaw in NEW_FLAWS)
    yield from ({"part": "nested", "flaw": flaw} for flaw in DEEP_FLAWS)
    yield from ({"part": "tailored", "flaw": flaw} for flaw in searches.FLAWS)
    for members in juries.MEMBERS:
        yield {"part": "distilled", "members": members, "seeds": MANY_SEEDS}
    yield from ({"part": "decomposition", "kind": kind} for kind in MISTAKES + PANELS)
    yield from ({"part": "on-policy", "units": units} for units in CONTROLLED)
    for units in UNITS:
        seeds = MORE_SEEDS if units <= SMALL else len(SEEDS)
        yield {"part": "capacity", "units": units, "seeds": seeds}


SWEEP = Sweep("ridge_evaluations", __doc__, job, jobs, lambda: {
    "slip": SLIP, "practice levels": rounds.PRACTICE, "rounds": rounds.ROUNDS, "calls": CALLS,
    "steps a round": rounds.STEPS, "flaws": FLAWS,
})  # fmt: skip
