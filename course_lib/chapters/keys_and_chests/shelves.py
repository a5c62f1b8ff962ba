"""Spot the difference, computed: how many levels show that two shelves of levels differ.

A feature is one number that is read off a level, such as how many keys it has. Whether a
difference is noticed after one level or never depends on the feature.
"""

from collections.abc import Callable, Mapping
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
from scipy.stats import mannwhitneyu, rankdata

from course_lib.engine.streams import Stream
from course_lib.protocols import Distribution
from course_lib.study.measure.rollout import begin, level_seeds
from course_lib.study.show.tables import SmallTable
from course_lib.worlds.keys_and_chests import Tile

SHOWN = 10_000  # levels from which the informed observer learns a shelf by heart
COUNTS = (3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)
EXACT = 8  # levels of each shelf up to which a rank test counts every split


def levels(distribution: Distribution, count: int, seed: int = 0) -> np.recarray:
    """The first records of `count` levels."""
    return begin(distribution, level_seeds(count, seed, Stream.SHELVES)).batch


def nearest(states: np.recarray, tile: int) -> np.ndarray:
    """Rows and columns between the dragon and the nearest such tile, together."""
    side = int(states.side.max())
    rows, columns = np.divmod(np.arange(side * side, dtype=np.int16), side)
    row, column = np.divmod(states.dragon_at, side)
    apart = abs(rows - row[:, None]) + abs(columns - column[:, None])
    return np.where(states.tiles[:, : side * side] == tile, apart, 2 * side).min(axis=1)


FEATURES: dict[str, Callable[[np.recarray], np.ndarray]] = {
    "keys minus chests": lambda s: s.keys_left - s.chests_left,
    "keys": lambda s: s.keys_left,
    "chests": lambda s: s.chests_left,
    "way to the nearest key": lambda s: nearest(s, Tile.KEY),
    "way to the nearest chest": lambda s: nearest(s, Tile.CHEST),
    "keys and chests together": lambda s: s.keys_left + s.chests_left,
    "the dragon's row": lambda s: s.dragon_at // s.side,
    "size of the vault": lambda s: s.extent,
}


def levels_to_notice(
    a: Any, b: Any, features: Mapping[str, Callable] = FEATURES, sure: float = 0.95, most: int = 100
) -> list[dict]:
    """For each feature, after how many levels the difference between two shelves is noticed.

    informed: an observer who knows by heart how the feature is distributed on either shelf gets
    levels of one of them, and says which it is; levels until `sure` of the answers are right.
    uninformed: an observer who knows nothing gets equally many levels of both, and compares them
    by ranks in every feature at once, so each must pass a stricter test; levels of each shelf
    until 80 % of such comparisons find this feature. None: not within `most` levels.
    """
    first, second = (levels(d, SHOWN, seed=n) for n, d in enumerate((a, b)))
    fresh = [levels(d, SHOWN, seed=n + 2) for n, d in enumerate((a, b))]
    rows = []
    for name, feature in features.items():
        known = [feature(states).astype(int) for states in (first, second)]
        new = [feature(states).astype(int) for states in fresh]
        rows.append({"feature": name, "informed": _informed(known, new, sure, most),
                     "uninformed": _uninformed(new, 0.05 / len(features), most)})  # fmt: skip
    return rows


def notice_table(rows: list[dict], most: int = 100) -> SmallTable:
    """The rows of `levels_to_notice` as a table: vaults needed by the two observers."""
    lines = [
        [row["feature"], *(str(row[who] or f"over {most}") for who in ("informed", "uninformed"))]
        for row in rows
    ]
    heads = ["number read off a vault", "vaults needed, shelves known",
             "of each shelf, shelves unknown"]  # fmt: skip
    return SmallTable(heads, lines)


def _informed(known: list, new: list, sure: float, most: int, times: int = 2000) -> int | None:
    """How many levels until `sure` of the answers of the ideal observer are right."""
    least = min(map(np.min, [*known, *new]))
    size = max(map(np.max, [*known, *new])) - least + 1
    odds = [np.log(np.bincount(values - least, minlength=size) + 0.5) for values in known]
    evidence = odds[0] - odds[1]
    rng, right = np.random.default_rng(0), np.zeros(most)
    for sign, values in zip((1, -1), new, strict=True):
        total = sign * evidence[rng.choice(values, (times, most)) - least].cumsum(axis=1)
        right += ((total > 0) + 0.5 * (total == 0)).mean(axis=0) / 2
    return _first_lasting(right >= sure)


def _uninformed(new: list, level: float, most: int, times: int = 200) -> int | None:
    """How many levels of each shelf until 80 % of rank tests at this level see a difference."""
    rng = np.random.default_rng(1)
    for count in filter(lambda n: n <= most, COUNTS):
        x, y = (rng.choice(values, (times, count)) for values in new)
        if (rank_test(x, y) < level).mean() >= 0.8:
            return count
    return None


def rank_test(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The exact p of each row: how often would shuffled levels differ as much in their mean ranks?

    x, y: (times, count) each. Up to EXACT levels of each shelf all splits are counted, ties
    included; above, scipy's normal approximation takes over, which corrects for ties. By hand:
    scipy's exact test knows no ties, and its permutation test takes one row at a time.
    """
    count = x.shape[1]
    if count > EXACT:
        found = mannwhitneyu(x, y, axis=1, method="asymptotic").pvalue
        return np.nan_to_num(found, nan=1.0)  # all equal: no difference
    both = np.concatenate([x, y], axis=1)
    ranks = rankdata(both, axis=1) - (2 * count + 1) / 2
    found = abs(ranks[:, :count].sum(axis=1))
    return (abs(_splits(count) @ ranks.T) >= found - 1e-6).mean(axis=0)


@cache
def _splits(count: int) -> np.ndarray:
    """Every way to choose `count` of twice as many levels, as zeros and ones, (ways, levels)."""
    chosen = np.array(list(combinations(range(2 * count), count)))
    ways = np.zeros((len(chosen), 2 * count))
    ways[np.arange(len(chosen))[:, None], chosen] = 1
    return ways


def _first_lasting(passed: np.ndarray) -> int | None:
    """The number, from 1, of the first that is passed together with all after it."""
    failed = np.flatnonzero(~passed)
    first = int(failed[-1]) + 1 if len(failed) else 0
    return first + 1 if first < len(passed) else None
