"""What every benchmark returns, and how rates are measured: in turns, on one core.

A benchmark is a file with `measure() -> list[Row]`; `python benchmarks/NAME.py` measures it alone.
One that has parts, such as the worlds, takes them as arguments: `measure(part) -> list[Row]`.
With QUICK=1 in the environment every sample is tiny: it shows that a benchmark runs, no more, so
no target is judged and run.py stores nothing.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from statistics import median

import numpy as np

MARK = "rows: "  # the line by which run.py finds the result
QUICK = os.environ.get("QUICK", "") not in ("", "0")
WORLDS = ("maze", "gems", "keys_and_chests", "coin_run")


@dataclass
class Row:
    """One line of the table.

    ours, peer: what was measured, as text with its unit. ratio: of the two, if there are two.
    target: what it must reach, as text. reached: None where nothing is demanded.
    note: what one has to know to read the line.
    """

    what: str
    ours: str
    peer: str = ""
    ratio: float | None = None
    target: str = ""
    reached: bool | None = None
    note: str = ""


def few(full, quick):
    """How much to measure: `quick` when only a trial is asked for."""
    return quick if QUICK else full


def emit(measure: Callable[..., list[Row]], parts: Sequence[str] = ()) -> None:
    """The rows are on standard output, for a reader and for run.py.

    parts: those that the benchmark has; the command line may choose some of them.
    """
    asked = sys.argv[1:] or list(parts)
    for name in asked:
        if name not in parts:
            raise SystemExit(f"there is no part {name!r}; there are: {', '.join(parts) or 'none'}")
    rows = [row for name in asked for row in measure(name)] if parts else measure()
    if QUICK:
        rows = [replace(row, reached=None) for row in rows]
    for row in rows:
        print(f"{row.what}: {row.ours} | {row.peer} | {row.ratio} | {row.target} | {row.note}")
    print(MARK + json.dumps([asdict(row) for row in rows]))


def missing(what: str, ours: str, target: str, why: str) -> Row:
    """A row whose peer could not be had here, and why."""
    return Row(what, ours, "not measured", None, target, None, why)


def rate(turn: Callable[[], int], seconds: float = few(1.0, 0.2)) -> float:
    """Steps a second: `turn` is called until the time is over, and says how many it took.

    Seconds of this process's own computing, so that other programs on the core do not count.
    """
    done, start = 0, time.process_time()
    while True:
        done += turn()
        elapsed = time.process_time() - start
        if elapsed >= seconds:
            return done / elapsed


def alternate(*sides: Callable[[], float], rounds: int = few(5, 2)) -> list[list[float]]:
    """Each side's rates, (sides, rounds), taken in turns so that both meet the same weather."""
    found: list[list[float]] = [[] for _ in sides]
    for _ in range(rounds):
        for side, values in zip(sides, found, strict=True):
            values.append(side())
    return found


def compared(ours: list[float], peer: list[float]) -> tuple[float, float, float]:
    """The best rate of each side, and the median of the ratios, round by round."""
    ratio = median(a / b for a, b in zip(ours, peer, strict=True))
    return max(ours), max(peer), ratio


def stepper(environments, count: int, seed: int = 0) -> Callable[[], int]:
    """A turn: 64 steps of all environments with random actions drawn beforehand."""
    high = int(environments.single_action_space.n)
    actions = np.random.default_rng(seed).integers(high, size=(64, count))

    def turn() -> int:
        for row in actions:
            environments.step(row)
        return actions.size

    return turn


def number(value: float) -> str:
    """A rate with three digits that count: 759,000 or 7,910,000."""
    if value <= 0:
        return "0"
    digits = 3 - len(str(int(value)))
    return f"{round(value, digits):,.0f}" if digits < 0 else f"{value:.3g}"


def say(text: str) -> None:
    """Progress for whoever waits; standard output is left to the results."""
    print(text, file=sys.stderr, flush=True)
