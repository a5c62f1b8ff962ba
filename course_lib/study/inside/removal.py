"""Taking things out of the world, and what the critic makes of it.

A map of attributions is a claim: this thing raises the value by so much. The test is the same
state without the thing. All comparisons are within a state.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.engine.platforms import (
    ENEMIES,
    GROUND,
    MAX_COLUMNS,
    PIT,
    ROWS,
    SAW,
    SKY,
    TURF,
)
from course_lib.study.inside.attribution import LAYER, STEPS, attribution, usual
from course_lib.study.inside.layers import activations
from course_lib.study.inside.moments import KINDS, StateSample, around, observe, sample_states
from course_lib.worlds.coin_run import RUNWAY, TRAIN, Distribution

THINGS = ("coin", "wall", "saw", "enemy", "pit")
HARD = Distribution(length=(24, 36), difficulty=(8, 10))  # a part of what TRAIN draws from
BASELINES = ("zero", "mean", "without it")

# ── Taking things out ───────────────────────────────────────────────────────────────────────


def without(states: np.recarray, thing: str) -> np.recarray:
    """Copies of the records from which all things of one kind are gone."""
    if thing not in THINGS:
        raise ValueError(f"thing must be one of {', '.join(THINGS)}, not {thing!r}")
    states = states.copy()
    if thing == "coin":
        states.coin_shown = False
    elif thing == "enemy":
        states.enemies = 0
    elif thing == "saw":
        states.tiles[states.tiles == SAW] = SKY
    for s in states:
        if thing == "pit":
            fill_pits(s.tiles.reshape(ROWS, MAX_COLUMNS))
        elif thing == "wall":
            open_end(s, s.tiles.reshape(ROWS, MAX_COLUMNS))
    return states


def fill_pits(tiles: np.ndarray) -> None:
    """Put ground with turf where the level has pits."""
    pit = tiles == PIT
    top = pit.copy()
    top[1:] &= ~pit[:-1]
    tiles[pit] = GROUND
    tiles[top] = TURF


def open_end(s, tiles: np.ndarray) -> None:
    """Let the ground go on where the level's last wall stands, six tiles further."""
    last = int(s.length) - 1
    tiles[:, last : last + RUNWAY] = tiles[:, [last - 1]]
    tiles[:, last : last + RUNWAY][np.isin(tiles[:, last : last + RUNWAY], [SAW])] = SKY
    tiles[:, last + RUNWAY] = GROUND
    s.length += RUNWAY


def close_end(states: np.recarray) -> np.recarray:
    """Copies of the records with a wall right behind the coin's column, as in training."""
    states = states.copy()
    for s in states:
        column = int(s.coin_at) % MAX_COLUMNS + 1
        s.tiles.reshape(ROWS, MAX_COLUMNS)[:, column] = GROUND
        s.length = column + 1
        kept = np.flatnonzero(s.home_at[: s.enemies] % MAX_COLUMNS < column)
        for name in ("home_at", "enemy_x", "enemy_way"):
            values = np.zeros(ENEMIES, np.int16)
            values[: len(kept)] = s[name][kept]
            s[name] = values
        s.enemies = len(kept)
    return states


# ── What the map says of a thing, and what the thing is worth ───────────────────────────────


def beside(agent: Any, states: np.recarray, there: np.ndarray, thing: str,
           baseline: str | np.ndarray = "zero") -> np.ndarray:  # fmt: skip
    """The attribution of all places within one tile of a thing, summed: (n,).

    there: bool (n, rows, columns), where in the pictures the thing is. baseline: "zero", "without
    it" (the layer in the same picture without the thing), or the layer's activation itself.
    """
    pictures = observe(TRAIN, states)
    start: Any = None
    if isinstance(baseline, np.ndarray):
        start = baseline
    elif baseline == "without it":
        start = activations(agent, observe(TRAIN, without(states, thing)), LAYER)
    found = attribution(agent, pictures, "value", LAYER, STEPS, start)
    return (found.parts.sum(3) * around(there)).sum((1, 2))


def lost(agent: Any, states: np.recarray, thing: str) -> np.ndarray:
    """What the critic's value loses when the thing is taken out of the picture: (n,)."""
    pictures, less = (observe(TRAIN, s) for s in (states, without(states, thing)))
    return agent.evaluate(pictures)[1] - agent.evaluate(less)[1]


def painted_out(agent: Any, distribution: Distribution, levels: int = 300, every: int = 4) -> dict:
    """Good news at the coin, and at the same places with the coin painted out.

    Means over levels of means over the moments of a level with the coin in view. shown, hidden: the
    attribution of the nine places round the coin with and without it, from a baseline of zero.
    lost: what the value loses without the coin.
    """
    seen = sample_states(agent, distribution, levels, every)
    there = seen.kinds == KINDS.index("coin")
    chosen = np.flatnonzero(there.any((1, 2)))
    states: Any = seen.records[chosen]
    level, there = seen.level[chosen], there[chosen]
    columns = {
        "shown": beside(agent, states, there, "coin"),
        "hidden": beside(agent, without(states, "coin"), there, "coin"),
        "lost": lost(agent, states, "coin"),
    }
    means = {name: over_levels(values, level) for name, values in columns.items()}
    return {"levels": len(np.unique(level)), **means}


def over_levels(values: np.ndarray, level: np.ndarray) -> float:
    """The mean over levels of the mean of each: moments of one level hang together."""
    _, number = np.unique(level, return_inverse=True)
    return float((np.bincount(number, values) / np.bincount(number)).mean())


def hard_moments(agent: Any, levels: int = 600, every: int = 4) -> StateSample:
    """States of hard and long levels of the training kind, which hold more of everything."""
    return sample_states(agent, HARD, levels, every)


def claims(agent: Any, seen: StateSample, things: Sequence[str] = ("coin", "wall", "saw"),
           seed: int = 0) -> dict[str, dict]:  # fmt: skip
    """For each thing what the map says of it from each baseline, and what the value loses.

    One moment of each level in which the thing is in view, so that levels are what is counted.
    """
    kinds, found = seen.kinds, {}
    mean = usual(agent, seen.pictures[::10])
    for thing in things:
        there = kinds == KINDS.index(thing)
        chosen = seen.one_a_level(there.any((1, 2)), seed)
        states, places = seen.records[chosen], there[chosen]
        said = {
            name: beside(agent, states, places, thing, mean if name == "mean" else name)
            for name in BASELINES
        }
        found[thing] = {"levels": len(chosen), "lost": lost(agent, states, thing), **said}
    return found


def summary(found: Mapping[str, Mapping]) -> dict[str, dict]:
    """The means of `claims`, and how often the map from zero has the sign of the loss."""
    return {
        thing: {
            "levels": row["levels"],
            **{name: float(row[name].mean()) for name in (*BASELINES, "lost")},
            "same_sign": float((np.sign(row["zero"]) == np.sign(row["lost"])).mean()),
        }
        for thing, row in found.items()
    }
