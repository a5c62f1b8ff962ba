"""How many levels does it take to see a difference? Two observers that are not people.

The ideal observer knows both distributions exactly. It looks at one level of shelf B after the
other and multiplies up how much better "B is as it is" explains it than "B is like A". It stops
when it is 95 % sure, having held both for equally likely. Nobody can do better on average.

The classifier knows nothing. It is trained on half of the pictures of both shelves, then it tells
the other half apart, and it is sure when chance alone would do as well in at most 5 % of cases
(Lopez-Paz and Oquab 2017, "Revisiting classifier two-sample tests", arXiv 1610.06545).
"""

from dataclasses import asdict, dataclass

import numpy as np

from course_lib.engine.streams import Stream
from course_lib.study.game.likelihood import log_likelihood
from course_lib.study.game.rounds import Round
from course_lib.study.measure.mixtures import Levels
from course_lib.study.measure.two_sample import SURE, Paints, features, pictures, separates

ENOUGH = np.log(SURE / (1 - SURE))  # of the log-likelihood ratio, from even odds


@dataclass(frozen=True)
class Needed:
    """How many levels an observer needed to be 95 % sure.

    levels: the median over its runs; None if most were not sure after `most` levels. low, high:
    nine runs in ten needed between so many; high is None if more than that were never sure.
    """

    levels: int | None
    low: int | None
    high: int | None
    runs: int
    most: int

    def __str__(self) -> str:
        if self.levels is None:
            return f"more than {self.most:,} levels"
        if self.low == self.high:
            return f"{self.levels:,} level" + "s" * (self.levels != 1)
        high = f"more than {self.most:,}" if self.high is None else f"{self.high:,}"
        return f"{self.levels:,} levels (nine runs in ten: {self.low:,} to {high})"

    def row(self) -> dict:
        """As a plain dictionary, for a data file."""
        return asdict(self)


def ratios(game: Round, count: int, seed: int = 0) -> np.ndarray:
    """Log-likelihood ratios of levels of shelf B, (count,): the truth against what might be.

    Against "B is like A"; where nothing differs, against the difference that was feared.
    Raises ValueError where no exact likelihood is known, or nothing differs nor was feared.
    """
    other = game.feared if game.a == game.b else game.a
    if other is None:
        raise ValueError(f"nothing differs in {game.name!r}, and no difference is feared")
    levels = game.b.draw(count, [seed, Stream.RATIOS])
    return log_likelihood(game.b, levels) - log_likelihood(other, levels)


def ideal_observer(
    game: Round, seed: int = 0, runs: int = 1000, most: int = 4096, pool: int = 8000
) -> Needed:
    """How many levels of shelf B the ideal observer needs.

    `pool` levels are drawn; each of the runs takes its levels from them, with replacement.
    """
    found = ratios(game, pool, seed)
    rng = np.random.default_rng([seed, Stream.IDEAL_OBSERVER])
    taken = np.full(runs, most + 1)
    total, length = np.zeros(runs), 0
    while length < most and (open_ := taken > most).any():
        block = found[rng.integers(pool, size=(runs, 64))].cumsum(1) + total[:, None]
        sure = block >= ENOUGH
        first = open_ & sure.any(1)
        taken[first] = length + 1 + sure[first].argmax(1)
        total, length = block[:, -1], length + 64
    return summary(taken, most)


def summary(taken: np.ndarray, most: int) -> Needed:
    """Median and the middle nine tenths of what the runs took; beyond `most` means never."""
    low, middle, high = np.quantile(taken, [0.05, 0.5, 0.95], method="higher").tolist()
    levels, fewest, highest = (int(n) if n <= most else None for n in (middle, low, high))
    return Needed(levels, fewest, highest, runs=len(taken), most=most)


def measured_roughly(game: Round) -> dict[str, Needed | None]:
    """What both observers need, by name, in a few seconds; no ideal one without a likelihood."""
    try:
        observer = ideal_observer(game, runs=400, pool=3000)
    except ValueError:  # a student's own world: no exact likelihood is known
        observer = None
    return {"observer": observer, "classifier": classifier(game, runs=9, most=192)}


# ── The classifier ──────────────────────────────────────────────────────────────────────────


def classifier(game: Round, seed: int = 0, runs: int = 21, most: int = 768) -> Needed:
    """How many levels of each shelf a trained classifier needs, its training included.

    Sizes tried are 6, 8, 12, 16, 24 and so on; it needs the first at which it is sure in half of
    the runs. low, high: where it was sure in more than a twentieth, and in nineteen twentieths.
    """
    shape, paints = _shape(game), Paints.of(game.a, game.b)
    sizes = [n for k in range(1, 20) for n in (3 * 2**k, 4 * 2**k) if n <= most]
    found: dict[float, int | None] = {0.05: None, 0.5: None, 0.95: None}
    for size in sizes:
        share = np.mean([_one_test(game, shape, paints, size, [seed, run]) for run in range(runs)])
        for level in found:
            if found[level] is None and share >= level:
                found[level] = size
        if found[0.95] is not None or (found[0.5] is not None and size > 3 * found[0.5]):
            break
    return Needed(found[0.5], found[0.05], found[0.95], runs, most)


def _shape(game: Round) -> tuple[int, int]:
    """Rows and columns that hold every level of the round."""
    drawn = [shelf.draw(200, [0, Stream.SHAPES]) for shelf in (game.a, game.b)]
    sizes = [game.world.shape(s) for levels in drawn for s in levels.records]
    return max(r for r, _ in sizes), max(c for _, c in sizes)


def _one_test(
    game: Round, shape: tuple[int, int], paints: Paints, size: int, seed: list[int]
) -> bool:
    shelves = (
        game.a.draw(size, [*seed, Stream.CLASSIFIED_A]),
        game.b.draw(size, [*seed, Stream.CLASSIFIED_B]),
    )
    seen = [_fitted(levels, shape, paints) for levels in shelves]
    counted = np.unique(np.concatenate([s.reshape(-1) for s in seen]))
    return separates(*(features(s, paints.colours, counted) for s in seen))


def _fitted(levels: Levels, shape: tuple[int, int], paints: Paints) -> np.ndarray:
    """The pictures; a level that is larger than the shape is cut."""
    home = levels.shelf.world
    largest = [max(side) for side in zip(*map(home.shape, levels.records), strict=True)]
    wide = (max(shape[0], largest[0]), max(shape[1], largest[1]))
    return pictures(levels, wide, paints)[:, : shape[0], : shape[1]]
