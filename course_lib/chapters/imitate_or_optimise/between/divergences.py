"""What the demonstrator does 5 % of the time: three ways to be near to somebody, on the same data.

In a line across the chasm there are places to cross. The demonstrator crosses by the ridge 95 times
in 100, to the centimetre, and by the broad road 5 times. A robot can only aim: it crosses at random
around the place where it aims, more widely than the ridge is broad. Where it should aim depends on
what "near" means: mean-seeking KL(demonstrator || robot), which is what imitation by likelihood
minimises; mode-seeking KL(robot || demonstrator); or a Wasserstein cost, the distance by which the
one's places would have to be moved to become the other's.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, wasserstein_distance

PLACES = np.arange(0, 10.01, 0.1)  # metres
RIDGE, ROAD = (2.8, 3.2), (7.0, 10.0)  # where one can cross
RARELY, FLOOR = 0.05, 1e-4  # the road's share; what is never seen is still possible, a little
AIMS = PLACES[5:-5]
COSTS = ("mean-seeking", "mode-seeking", "Wasserstein", "Wasserstein, a fall counts")
FALL = 10.0  # metres between where one crosses and where one falls, when a fall counts


def crossed(places: np.ndarray = PLACES) -> np.ndarray:
    """Whether one crosses there: bool."""
    on = [(places > low - 1e-9) & (places < high + 1e-9) for low, high in (RIDGE, ROAD)]
    return on[0] | on[1]


def demonstrator(rarely: float = RARELY) -> np.ndarray:
    """The probabilities of the demonstrator's places."""
    ridge, road = norm.pdf(PLACES, 3.0, 0.05), norm.pdf(PLACES, 8.5, 0.5)
    mixed = (1 - rarely) * ridge / ridge.sum() + rarely * road / road.sum()
    return (1 - FLOOR) * mixed + FLOOR / len(PLACES)


def robot(aim: float, spread: float) -> np.ndarray:
    """The probabilities of a robot's places that aims there, as unsteady as `spread` says."""
    density = norm.pdf(PLACES, aim, spread) + 1e-12
    return density / density.sum()


def cost(name: str, aim: float, spread: float, rarely: float = RARELY) -> float:
    """How far a robot is from the demonstrator; ValueError for a cost that is not known."""
    p, q = demonstrator(rarely), robot(aim, spread)
    if name == "mean-seeking":
        return float((p * np.log(p / q)).sum())
    if name == "mode-seeking":
        return float((q * np.log(q / p)).sum())
    if name == "Wasserstein":
        return float(wasserstein_distance(PLACES, PLACES, p, q))
    if name == COSTS[3]:
        return float(wasserstein_distance(sorted_out(), sorted_out(), p, q))
    raise ValueError(f"the cost must be one of {', '.join(COSTS)}, not {name!r}")


def sorted_out() -> np.ndarray:
    """The places on another line: a metre is a millimetre there, and falling lies far away."""
    return PLACES / 1000 + FALL * ~crossed()


@dataclass(frozen=True)
class Fit:
    """Where a robot aims by a cost, what the cost is there, and how often it crosses."""

    cost: str
    spread: float
    aim: float
    least: float
    across: float


def fit(name: str, spread: float, rarely: float = RARELY) -> Fit:
    """The best aim by this cost, of all aims."""
    costs = [cost(name, aim, spread, rarely) for aim in AIMS]
    aim = float(AIMS[int(np.argmin(costs))])
    return Fit(name, spread, aim, min(costs), across(aim, spread))


def across(aim: float, spread: float) -> float:
    """How often a robot that aims there gets across."""
    return float(robot(aim, spread)[crossed()].sum())


def descend(name: str, start: float, spread: float) -> Fit:
    """Where a learner ends that begins at `start` and takes small steps as long as cost falls."""
    costs = [cost(name, aim, spread) for aim in AIMS]
    at = int(np.abs(AIMS - start).argmin())
    while True:
        near = [n for n in (at - 1, at, at + 1) if 0 <= n < len(AIMS)]
        lower = min(near, key=costs.__getitem__)
        if costs[lower] >= costs[at]:
            return Fit(name, spread, float(AIMS[at]), costs[at], across(float(AIMS[at]), spread))
        at = lower
