"""Factors: an attribution in a handful of colours instead of a dozen channels.

As in "Understanding RL Vision" (Hilton et al. 2020): attributions, good news and bad news stacked,
are taken apart by non-negative matrix factorisation (Lee and Seung 1999). A factor is a mixture of
channels that come together. What a factor stands for is read off the patches that excite it most.
"""

import warnings
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning

from course_lib.engine.checks import check_whole
from course_lib.engine.platforms import TILE
from course_lib.study.inside.attribution import Attribution
from course_lib.study.inside.moments import KINDS, StateSample, around

COUNT = 6
ROOM = 20_000  # places that factors are fitted to, at most


@dataclass(eq=False)
class Factors:
    """k mixtures of the channels of one layer.

    directions: (k, channels), each sums to 1. scale: the largest part of a picture, as it is in the
    median picture. names: what each seems to stand for; "1", "2" … as long as nobody has looked.
    """

    target: str
    layer: str
    directions: np.ndarray
    scale: float
    names: tuple[str, ...]
    _model: Any = field(repr=False, default=None)

    def parts(self, found: Attribution) -> np.ndarray:
        """The attribution of each factor at each place, (n, rows, columns, k); good news is > 0."""
        if found.layer != self.layer or found.parts.shape[-1] != self.directions.shape[1]:
            raise ValueError(f"these are factors of layer {self.layer!r}, not of {found.layer!r}")
        shape, flat = found.parts.shape, found.parts.reshape(-1, found.parts.shape[-1])
        good, bad = (self._weights(np.maximum(sign * flat, 0)) for sign in (1, -1))
        return (good - bad).reshape(*shape[:3], len(self.directions))

    def rest(self, found: Attribution, parts: np.ndarray | None = None) -> np.ndarray:
        """What the factors leave over at each place, (n, rows, columns)."""
        parts = self.parts(found) if parts is None else parts
        return found.parts.sum(3) - parts.sum(3)

    def _weights(self, flat: np.ndarray) -> np.ndarray:
        found = np.zeros((len(flat), len(self.directions)))
        some = flat.sum(1) > 0
        if some.any():
            found[some] = _quietly(self._model.transform, np.ascontiguousarray(flat[some], float))
        return found


def fit_factors(found: Attribution, count: int = COUNT, seed: int = 0) -> Factors:
    """Fit factors to an attribution; the first carries most of it.

    Raises ValueError for a count that is no whole number from 1 to the number of channels.
    """
    channels = found.parts.shape[-1]
    check_whole("count", count, 1, channels)
    flat = np.concatenate([np.maximum(found.parts, 0), np.maximum(-found.parts, 0)])
    flat = flat.reshape(-1, channels).astype(float)
    flat = flat[flat.sum(1) > 0]
    rng = np.random.default_rng(seed)
    flat = flat[rng.permutation(len(flat))[:ROOM]]
    unit = flat.mean() or 1.0  # the solver's tolerance supposes numbers of about 1
    model = NMF(int(count), init="nndsvda", random_state=seed, max_iter=600)
    weights = _quietly(model.fit_transform, flat / unit)
    sums = np.maximum(model.components_.sum(1), 1e-12)
    order = np.argsort(-(weights.sum(0) * sums))
    model.components_ = (model.components_ / sums[:, None])[order]
    names = tuple(str(n + 1) for n in range(int(count)))
    fitted = Factors(found.target, found.layer, model.components_, 1.0, names, model)
    largest = np.abs(fitted.parts(found)).max((1, 2, 3))
    fitted.scale = float(np.median(largest)) or 1.0
    return fitted


def _quietly(call, *args):
    """What `call` returns, without its warning that the solver would have liked more rounds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return call(*args)


# ── What they are named after ───────────────────────────────────────────────────────────────

THINGS = ("coin", "saw", "enemy", "pit", "wall", "crate", "platform", "runner")
PATCHES = 8  # from which a factor gets its name


def named(factors: Factors, found: Attribution, seen: StateSample) -> Factors:
    """The same factors, named by what stands in their strongest patches, such as "4 saw (7 of 8)".

    Which thing is in most patches, within one tile of their middle; "ground" where none is in half.
    A name is a reading, not a finding.
    """
    places, kinds = strongest(factors, found, seen.level, PATCHES), seen.kinds
    near = {thing: around(kinds == KINDS.index(thing)) for thing in THINGS}
    names = []
    for number, chosen in enumerate(places, start=1):
        counts = {t: sum(bool(near[t][place]) for place in chosen) for t in THINGS}
        best = max(counts, key=lambda thing: counts[thing])
        if counts[best] * 2 < len(chosen):
            names.append(f"{number} ground")
        else:
            names.append(f"{number} {best} ({counts[best]} of {len(chosen)})")
    return replace(factors, names=tuple(names))


def strongest(
    factors: Factors, found: Attribution, level: Any, count: int
) -> list[list[tuple[int, int, int]]]:
    """For each factor the places (picture, row, column) where it is strongest, one from a level."""
    parts, level = np.abs(factors.parts(found)), np.asarray(level)
    chosen: list[list[tuple[int, int, int]]] = []
    for factor in range(parts.shape[-1]):
        places: dict[int, tuple[int, int, int]] = {}
        for place in np.argsort(-parts[..., factor], axis=None):
            n, row, column = np.unravel_index(place, parts.shape[:3])
            places.setdefault(int(level[n]), (int(n), int(row), int(column)))
            if len(places) == count:
                break
        chosen.append(list(places.values()))
    return chosen


def patches(
    factors: Factors, found: Attribution, seen: StateSample, count: int = PATCHES, reach: int = 2
) -> dict[str, list[np.ndarray]]:
    """For each factor the patches of pictures where it is strongest, one from a level at most.

    A patch is the place with `reach` tiles to each side, uint8; beyond the picture it is grey.
    """
    edge, size = reach * TILE, (2 * reach + 1) * TILE
    wide = np.pad(seen.pictures, ((0, 0), (edge, edge), (edge, edge), (0, 0)), constant_values=128)
    return {
        name: [
            wide[n, TILE * row : TILE * row + size, TILE * column : TILE * column + size]
            for n, row, column in places
        ]
        for name, places in zip(
            factors.names, strongest(factors, found, seen.level, count), strict=True
        )
    }
