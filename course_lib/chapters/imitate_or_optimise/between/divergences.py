"""What the demonstrator does 5 % of the time: what it means to be near to somebody, on a line.

In a line across the chasm there are places to cross. The demonstrator crosses by the ridge 95 times
in 100, to the centimetre, and by the broad road 5 times. A robot can only aim: it crosses at random
around the place where it aims, more widely than the ridge is broad. Where it should aim depends on
what "near" means: mean-seeking KL(demonstrator || robot), which is what imitation by likelihood
minimises; mode-seeking KL(robot || demonstrator); or a Wasserstein cost, the distance by which the
one's places would have to be moved to become the other's.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, wasserstein_distance

PLACES = np.arange(0, 10.01, 0.1)  # metres
RIDGE, ROAD = (2.8, 3.2), (7.0, 10.0)  # where one can cross
RARELY, FLOOR = 0.05, 1e-4  # the road's share; what is never seen is still possible, a little
AIMS = PLACES[5:-5]
SPREAD = 0.6  # of the robot, in metres; the ridge is 0.4 wide
COSTS = ("mean-seeking", "mode-seeking", "Wasserstein, metres", "Wasserstein, a fall counts")
FALL = 10.0  # metres between where one crosses and where one falls, when a fall counts
Metric = Callable[[float, bool], float]  # from metres, and whether one crosses there


def crossed(places: np.ndarray = PLACES) -> np.ndarray:
    """Whether one crosses there: bool."""
    on = [(places > low - 1e-9) & (places < high + 1e-9) for low, high in (RIDGE, ROAD)]
    return on[0] | on[1]


def demonstrator(rarely: float = RARELY, floor: float = FLOOR) -> np.ndarray:
    """The probabilities of the demonstrator's places; floor: of being anywhere at all."""
    ridge, road = norm.pdf(PLACES, 3.0, 0.05), norm.pdf(PLACES, 8.5, 0.5)
    mixed = (1 - rarely) * ridge / ridge.sum() + rarely * road / road.sum()
    return (1 - floor) * mixed + floor / len(PLACES)


def robot(aim: float, spread: float) -> np.ndarray:
    """The probabilities of a robot's places that aims there, as unsteady as `spread` says."""
    density = norm.pdf(PLACES, aim, spread) + 1e-12
    return density / density.sum()


def in_metres(metres: float, crosses: bool) -> float:
    """Places are as far apart as they lie."""
    return metres


def a_fall_counts(metres: float, crosses: bool) -> float:
    """A metre is a millimetre, and where one falls lies far from where one crosses."""
    return metres / 1000 + FALL * (not crosses)


METRICS = {COSTS[2]: in_metres, COSTS[3]: a_fall_counts}


def moved(p: np.ndarray, q: np.ndarray, metric: Metric) -> float:
    """The Wasserstein distance between two sets of places, where `metric` puts them on a line."""
    line = [float(metric(float(m), bool(c))) for m, c in zip(PLACES, crossed(), strict=True)]
    return float(wasserstein_distance(line, line, p, q))


def cost(name: str, aim: float, spread: float, floor: float = FLOOR) -> float:
    """How far a robot is from the demonstrator; ValueError for a cost that is not known."""
    p, q = demonstrator(floor=floor), robot(aim, spread)
    if name == "mean-seeking":
        return float((p * np.log(p / q)).sum())
    if name == "mode-seeking":
        return float((q * np.log(q / p)).sum())
    if name in METRICS:
        return moved(p, q, METRICS[name])
    raise ValueError(f"the cost must be one of {', '.join(COSTS)}, not {name!r}")


@dataclass(frozen=True)
class Fit:
    """Where a robot aims, and how often it crosses there."""

    aim: float
    across: float


def across(aim: float, spread: float) -> float:
    """How often a robot that aims there gets across."""
    return float(robot(aim, spread)[crossed()].sum())


def fit(name: str, spread: float = SPREAD, floor: float = FLOOR) -> Fit:
    """The best aim by this cost, of all aims."""
    return _fit([cost(name, aim, spread, floor) for aim in AIMS], spread)


def fit_by(metric: Metric, spread: float = SPREAD) -> Fit:
    """The best aim by the Wasserstein cost in which this metric says how far apart places are."""
    p = demonstrator()
    return _fit([moved(p, robot(aim, spread), metric) for aim in AIMS], spread)


def _fit(costs: list[float], spread: float) -> Fit:
    aim = float(AIMS[int(np.argmin(costs))])
    return Fit(aim, across(aim, spread))


def descend(name: str, start: float, spread: float = SPREAD) -> Fit:
    """Where a learner ends that begins at `start` and takes small steps as long as cost falls."""
    costs = [cost(name, aim, spread) for aim in AIMS]
    at = int(np.abs(AIMS - start).argmin())
    while True:
        near = [n for n in (at - 1, at, at + 1) if 0 <= n < len(AIMS)]
        lower = min(near, key=costs.__getitem__)
        if costs[lower] >= costs[at]:
            return Fit(float(AIMS[at]), across(float(AIMS[at]), spread))
        at = lower
