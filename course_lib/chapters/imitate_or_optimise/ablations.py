"""Why an imitator falls short although its feet are sure: one switch each.

The list is the discussion's: not enough model, not enough data, training that got stuck, and
practice of something else ("robot play"). Everything else stays as it is, and nobody slips.
"""

from collections.abc import Sequence

import numpy as np

from course_lib.agents.imitation import imitate
from course_lib.chapters.imitate_or_optimise.demonstrators import (
    HIDDEN,
    demonstrations,
    imitator,
    seen_and_done,
)
from course_lib.chapters.imitate_or_optimise.observations import Walker
from course_lib.chapters.imitate_or_optimise.tabular import table_of, trials, weigh
from course_lib.engine.streams import Stream
from course_lib.worlds.ridge.planner import ACTIONS

SWITCHES = ("none", "too small", "too few", "stuck", "robot play")
TINY, FEW = 1, 3  # units of the small network; episodes


def switched(name: str, seed: int = 0) -> Walker:
    """The imitator with this switch on; ValueError for a switch that is not known."""
    if name not in SWITCHES:
        raise ValueError(f"the switch must be one of {', '.join(SWITCHES)}, not {name!r}")
    if name == "too small":
        return imitator(seed=seed, hidden=TINY)
    if name == "too few":
        return imitator(seed=seed, episodes=FEW, epochs=200)
    if name == "stuck":
        return stuck(seed)
    if name == "robot play":
        return playful(seed)
    return imitator(seed=seed)


def stuck(seed: int = 0) -> Walker:
    """An imitator whose first steps of learning were far too large.

    Its network could do as well as any, and saw the same. But its units are all saturated or dead:
    near where it stands, no small change is better.
    """
    return imitator(seed=seed, learning_rate=1.0)


def playful(seed: int = 0, episodes: int = 300) -> Walker:
    """An imitator of a robot at play: in any direction, but never into the chasm or to the flag."""
    on = trials(episodes, 2000 + seed)
    safe = on.where.after(on.where.walkable.astype(float), 0.0)
    table = safe / np.maximum(safe.sum(-1, keepdims=True), 1)
    seen, done = seen_and_done(table, on, np.random.default_rng([seed, Stream.PLAY]))
    return Walker(imitate(seen, done, ACTIONS, seed=seed, hidden=HIDDEN), "robot play")


def surprise(walker: Walker, seed: int = 500) -> float:
    """Nats by which the demonstrator's next action surprises a walker, on fresh demonstrations."""
    seen, done = demonstrations(episodes=100, seed=seed)
    chances = walker.agent.evaluate(seen)[0]
    return float(-np.log(np.maximum(chances[np.arange(len(done)), done], 1e-9)).mean())


def compare(seeds: Sequence[int] = range(5)) -> list[dict]:
    """A row for each switch and seed: what the imitator is worth on sure feet, and its surprise.

    {"switch", "seed", "score", "across", "fell", "surprise"}.
    """
    where, rows = trials().where, []
    for name in SWITCHES:
        for seed in seeds:
            walker = switched(name, seed)
            got = weigh(table_of(walker, trials()), where, 0.0)
            rows.append({"switch": name, "seed": seed, "score": got.score, "across": got.across,
                         "fell": got.fell, "surprise": surprise(walker)})  # fmt: skip
    return rows
