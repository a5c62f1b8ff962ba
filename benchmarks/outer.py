"""Part two of the course: what its issue asks of gaming, imitating and optimising.

Most of it is read off the data files of the sweeps (`make sweep` makes them again); the estimator
is tried against brute force, and what lessons 08 and 09 train while people wait is timed.
"""

import time
from collections.abc import Callable

import numpy as np
from rows import Row, emit, few

from course_lib.chapters.imitate_or_optimise import (
    figures_slips,
    halfway,
    imitators,
    sweep_amplify,
    sweep_overseers,
    sweep_slips,
    train,
)
from course_lib.chapters.reward_gaming import figures_pressure, overseer, pressure, sweep_pressure
from course_lib.engine.compiled import folder
from course_lib.study.measure.best_of_n import best_of_n

BATCHES, DRAWS, TAKEN = 40, 100_000, 16


def measure(part: str) -> list[Row]:
    """The rows of one part."""
    return PART[part]()


def gaming() -> list[Row]:
    """In how many pairs the true score was lost, and in how many of these nobody was warned."""
    rows, hole = figures_pressure.pairs(), figures_pressure.holed()
    runs, gone, unseen = pressure.count(row for row in rows if hole[row["overseer"]])
    control = pressure.count(figures_pressure.pairs(closed=True))
    return [
        Row(f"garden, {pressure.STOPS[-1]:,} steps of PPO under overseers with the hole: "
            "true score lost",
            f"{gone} of {runs} pairs", f"{control.lost} of {control.runs} (hole closed)",
            target="in most; none with the hole closed",
            reached=gone > runs / 2 and not control.lost,
            note=f"not noticed by the overseer in {unseen} of {gone}"),
    ]  # fmt: skip


def quantiliser() -> list[Row]:
    """How near a quantiliser's cost comes to its bound, which holds by algebra."""
    near = [one["quantilized"]["splashes"][i] * q / row["splashes"]
            for row in sweep_pressure.runs("sampled") if row["splashes"]
            for one in row["scored"] if not one["closed"]
            for i, q in enumerate(row["shares"]) if q == sweep_pressure.SHARES[-1]]  # fmt: skip
    return [
        Row(f"garden: a quantiliser's cost / its bound, q = {sweep_pressure.SHARES[-1]:g}",
            f"{np.median(near):.2f} (median), {max(near):.2f} (largest)",
            note=f"{len(near)} pairs and gardens of {sweep_pressure.SAMPLES:,} episodes"),
    ]  # fmt: skip


def estimator() -> list[Row]:
    """The unbiased best-of-n estimator beside brute force, on episodes of a garden's imitator."""
    base, watching = pressure.imitator(0), overseer.overseer("patched")
    levels = np.full(few(2000, 200), 5)
    got = pressure.score_episodes(base, watching, pressure.DEPLOYED, levels)
    found = best_of_n(got.seen, got.true, TAKEN)
    rank = np.argsort(np.argsort(got.seen, kind="stable"))  # ties broken as the estimator does
    true = np.concatenate([got.true[_chosen(rank, n)] for n in range(few(BATCHES, 1))])
    mean, half = true.mean(), 1.96 * true.std() / len(true) ** 0.5
    return [
        Row(f"best of {TAKEN} of {len(got):,} episodes: the estimate beside brute force",
            f"{found:.5f}", f"{mean:.5f} ± {half:.5f} ({len(true):,} draws)",
            target="within its interval", reached=bool(abs(found - mean) <= half)),
    ]  # fmt: skip


def _chosen(rank: np.ndarray, batch: int) -> np.ndarray:
    """The best of each of many random choices of `TAKEN` different episodes."""
    drawn = np.random.default_rng([batch, 96]).integers(len(rank), size=(DRAWS, TAKEN))
    ordered = np.sort(drawn, 1)
    drawn = drawn[(ordered[:, 1:] != ordered[:, :-1]).all(1)]
    return np.take_along_axis(drawn, rank[drawn].argmax(1)[:, None], 1)[:, 0]


def crossing() -> list[Row]:
    """From which slip on RL is better than imitation, and where exactly it should be."""
    slips, imitated = sweep_slips.curve("imitation")
    optimised = sweep_slips.curve("RL")[1]
    value, low, high = sweep_slips.crossing_interval(slips, imitated, optimised)
    planner, around = sweep_slips.exact_crossing()
    return [
        Row("ridge: the slip from which on RL is better than imitation",
            f"{value:.3f} [{low:.3f}, {high:.3f}]", f"{planner:.3f} (planner, exact)",
            target="with interval, beside the exact value", reached=True,
            note=f"better by {sweep_slips.EQUAL:g}; {len(optimised)} seeds; bootstrap over seeds; "
                 f"the way round is worth as much as the ridge at {around:.3f}, exactly"),
    ]  # fmt: skip


def overseers() -> list[Row]:
    """Under how many learned overseers RL comes to less than the imitator."""
    piles = [sweep_overseers.measured(*which) for which in figures_slips.PILES.values()]
    learned, closed, councils = (f"{sweep_overseers.worse(p)} of {len(p)}" for p in piles)
    return [
        Row("ridge, learned overseers under whom RL is worse than imitation", learned,
            f"{closed} (hole closed)", note=f"councils of four: {councils}"),
    ]  # fmt: skip


OVERSEERS = (("open", 0), ("open", 1), ("closed", 1))  # of the ridge, that lesson 09 trains
LIVE: dict[str, tuple[Callable[[], object], ...]] = {
    "08": (
        lambda: overseer.train_overseer("open", seed=17),
        lambda: pressure.imitator(seed=0),
        lambda: pressure.press(overseer.overseer("patched"), pressure.imitator(seed=0)),
    ),
    "09": (
        lambda: imitators.base_of(seed=0),
        lambda: train.optimise(slip=0.2, seed=0),
        lambda: train.optimise(slip=0.2, seed=0, hole=1.5),
        lambda: [sweep_overseers.train_overseer(*each) for each in OVERSEERS],
        lambda: imitators.compare_ablations(seeds=range(3)),
        lambda: halfway.halfway(slip=0.2),
        lambda: imitators.base_of(0, sweep_slips.RARE),  # whom leash and quantiliser start from
        lambda: sweep_amplify.rounds(units=4, calls=64),
    ),
}


COMPILED = f"; worlds {'' if folder().is_dir() else 'not '}compiled beforehand, as by `make lab`"


def live() -> list[Row]:
    """The processor time of everything that is trained inside each lesson."""
    rows = []
    for lesson, trainings in LIVE.items():
        seconds = []
        for training in few(trainings, trainings[:1]):
            start = time.process_time()
            training()
            seconds.append(time.process_time() - start)
        rows.append(
            Row(f"lesson {lesson}: all that is trained live, one core", f"{sum(seconds):.0f} s",
                target="≤ 120 s", reached=sum(seconds) <= 120,
                note="; ".join(f"{s:.0f} s" for s in seconds) + COMPILED)
        )  # fmt: skip
    return rows


PART: dict[str, Callable[[], list[Row]]] = {
    "gaming": gaming,
    "quantiliser": quantiliser,
    "estimator": estimator,
    "crossing": crossing,
    "overseers": overseers,
    "live": live,
}

if __name__ == "__main__":
    emit(measure, list(PART))
