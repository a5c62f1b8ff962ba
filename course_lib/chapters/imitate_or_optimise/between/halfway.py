"""Meeting halfway: the demonstrator has several ways, and takes one that the imitator can go too.

After Christiano's *Mimicry, maximization, and meeting halfway* (2015). A distinguisher (the field's
word is discriminator), somebody who can tell the
demonstrator's walks from the imitator's, judges between them; here it is a small classifier. The
demonstrator takes the way that is worth most to them, less what the distinguisher can tell apart.
They may also stumble as often as the imitator does, and show how to go on from there. No overseer
is asked, so there is no hole to find.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from course_lib.chapters.imitate_or_optimise.imitators import imitator, way
from course_lib.chapters.imitate_or_optimise.observations import FeaturePolicy
from course_lib.chapters.imitate_or_optimise.tabular import (
    evaluate,
    sample_walks,
    table_of,
    trials,
)
from course_lib.engine.streams import Stream
from course_lib.worlds.ridge import Tile
from course_lib.worlds.ridge.planner import Ground

MANNERS = ("steady", "unsteady")
WALKS = 300  # of each, for the distinguisher to learn from and to be tested on


@cache
def imitator_of(name: str, feet: float, seed: int = 0) -> FeaturePolicy:
    """The imitator of the demonstrator who goes this way, and stumbles so often on purpose."""
    return imitator(name, seed, feet=feet)


def traces(cells: np.ndarray, dynamics: Ground, levels: np.ndarray) -> np.ndarray:
    """What a distinguisher is shown of walks, cells (n, limit + 1): numbers (n, many).

    How often each place was visited, in levels turned so that the chasm lies to the left and the
    ridge in one column; and the number of steps.
    """
    side = int(dynamics.tiles.shape[1] ** 0.5)
    tiles = dynamics.tiles.reshape(-1, side, side)
    turned = (tiles[:, :, 1] != Tile.CHASM).all(1)[levels]
    rows, columns = np.divmod(cells, side)
    columns = np.where(turned[:, None], side - 1 - columns, columns)
    went_on = dynamics.walkable[levels[:, None], cells]
    moved = np.diff(cells, axis=1, prepend=cells[:, :1] - 1) != 0
    found = np.zeros((len(cells), side, side))
    np.add.at(found, (np.arange(len(cells))[:, None], rows, columns), went_on | moved)
    return np.concatenate([found.reshape(len(cells), -1), went_on.sum(1, keepdims=True)], 1)


def told_apart(one: np.ndarray, other: np.ndarray) -> float:
    """How well a classifier tells two sets of traces apart: 0 not at all, 1 always.

    Twice its share of right answers above a half, on walks that it did not learn from.
    """
    shown = np.concatenate([one, other])
    whose = np.repeat([0, 1], [len(one), len(other)])
    scale = np.maximum(shown.std(0), 0.1)
    judge = LogisticRegression(C=0.1, max_iter=500)
    judged = cross_val_predict(judge, (shown - shown.mean(0)) / scale, whose, cv=4)
    return max(0.0, 2 * float((judged == whose).mean()) - 1)


@dataclass(frozen=True)
class Meeting:
    """One way of the demonstrator's, and its imitator on feet that slip.

    shown: what the way is worth to the demonstrator, in this manner. apart: how well the two are
    told apart. score, across: what the imitator is worth.
    """

    way: str
    manner: str
    slip: float
    shown: float
    apart: float
    score: float
    across: float


def meet(name: str, manner: str, slip: float, seed: int = 0) -> Meeting:
    """The demonstrator going this way in this manner, and the imitator following, as it can."""
    on, rng = trials(), np.random.default_rng([seed, Stream.HALFWAY])
    levels = rng.integers(len(on.states), size=WALKS)
    own = slip if manner == "unsteady" else 0.0
    theirs, mine = way(name, on.dynamics), table_of(imitator_of(name, own, seed), on)
    seen = [
        traces(sample_walks(table, on.dynamics, feet, levels, rng)[0], on.dynamics, levels)
        for table, feet in ((theirs, own), (mine, slip))
    ]
    got = evaluate(mine, on.dynamics, slip)
    shown = evaluate(theirs, on.dynamics, own).score
    return Meeting(name, manner, slip, shown, told_apart(*seen), got.score, got.across)
