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
from course_lib.study.inside.moments import KINDS

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


# ── Where they lie ──────────────────────────────────────────────────────────────────────────


def shares(parts: np.ndarray, kinds: np.ndarray) -> list[dict]:
    """For each factor and sign, how much of it lies where.

    Rows of {factor, news, total, kind: {share, times}}: `times` is the share beside how common that
    kind of place is, so that 1 is as much as by chance.
    """
    rows = []
    common = _common(kinds)
    for factor in range(parts.shape[-1]):
        for news, sign in (("good", 1), ("bad", -1)):
            weight = np.maximum(sign * parts[..., factor], 0)
            row = {"factor": factor, "news": news, "total": float(weight.sum()) / len(parts)}
            held = _held(weight, kinds)
            times = np.divide(held, common, out=np.zeros(len(KINDS)), where=common > 0)
            for k, kind in enumerate(KINDS):
                row[kind] = {"share": float(held[k]), "times": float(times[k])}
            rows.append(row)
    return rows


def _common(kinds: np.ndarray) -> np.ndarray:
    """The share of all places that are of each kind."""
    return np.array([(kinds == k).mean() for k in range(len(KINDS))])


def _held(weight: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    """The share of all weight that lies at places of each kind."""
    return np.array([weight[kinds == k].sum() for k in range(len(KINDS))]) / max(
        weight.sum(), 1e-12
    )


def named(factors: Factors, found: Attribution, kinds: np.ndarray) -> Factors:
    """The same factors, named after what stands where they are strongest.

    A name is a reading, not a finding: the kind of place that gets most of a factor beyond chance.
    """
    parts, names = np.abs(factors.parts(found)), []
    common = np.maximum(_common(kinds), 1e-3)
    for factor in range(parts.shape[-1]):
        held = _held(parts[..., factor], kinds)
        best = int(np.argmax(held * np.log(np.maximum(held, 1e-9) / common)))
        names.append(f"{factor + 1} {KINDS[best]}")
    return replace(factors, names=tuple(names))


def patches(
    factors: Factors, found: Attribution, pictures: np.ndarray, level: Any,
    count: int = 8, reach: int = 2,
) -> dict[str, list[np.ndarray]]:  # fmt: skip
    """For each factor the patches of pictures where it is strongest, one from a level at most.

    A patch is the place with `reach` tiles to each side, uint8; beyond the picture it is grey.
    """
    parts, level = np.abs(factors.parts(found)), np.asarray(level)
    edge = reach * TILE
    wide = np.pad(pictures, ((0, 0), (edge, edge), (edge, edge), (0, 0)), constant_values=128)
    chosen: dict[str, list[np.ndarray]] = {}
    for factor, name in enumerate(factors.names):
        chosen[name], used = [], set()
        for place in np.argsort(-parts[..., factor], axis=None):
            n, row, column = np.unravel_index(place, parts.shape[:3])
            if level[n] not in used:
                used.add(level[n])
                size = (2 * reach + 1) * TILE
                top, left = row * TILE, column * TILE
                chosen[name].append(wide[n, top : top + size, left : left + size])
            if len(chosen[name]) == count:
                break
    return chosen
