"""The demonstrators of the ridge, the ways that they know, and those who imitate them.

A demonstrator has sure feet. By the *ridge* it is short; along the *brink* of the chasm it is
longer; by the *road* one keeps a step away from the brink, and it is the longest.

Why does an imitator fall short although its feet are sure? `with_ablation` has one thing wrong at
a time. The list is the discussion's: not enough model, not enough data, training that got stuck,
and practice of something else ("robot play"). Everything else stays as it is, and nobody slips.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from course_lib.agents.imitation import imitate
from course_lib.chapters.imitate_or_optimise.observations import FeaturePolicy
from course_lib.chapters.imitate_or_optimise.tabular import (
    Trials,
    deterministic,
    evaluate,
    sample_walks,
    table_of,
    trials,
)
from course_lib.engine.streams import Stream
from course_lib.worlds.ridge.planner import ACTIONS, Ground, best, no_ridge, only_ridge

WAYS = ("ridge", "brink", "road")
CAREFUL = 0.3  # the slip for which the road is laid out
DEMONSTRATIONS = 300  # episodes that an imitator has seen, each in a level of its own
HIDDEN = 64  # units of the network
ABLATIONS = ("none", "too small", "too few", "stuck", "robot play")
TINY, FEW = 1, 3  # units of the small network; episodes


def way(name: str, dynamics: Ground) -> np.ndarray:
    """The table of a demonstrator who goes this way; ValueError for a way that is not known."""
    if name not in WAYS:
        raise ValueError(f"the way must be one of {', '.join(WAYS)}, not {name!r}")
    if name == "ridge":
        return deterministic(best(only_ridge(dynamics), 0.0)[0][0])
    return deterministic(best(no_ridge(dynamics), CAREFUL if name == "road" else 0.0)[0][0])


def demonstrations(
    name: str = "ridge",
    episodes: int = DEMONSTRATIONS,
    seed: int = 0,
    rare: float = 0.0,
    feet: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """What a demonstrator observed and did: features (n, 38) and actions (n,).

    rare: the share of the episodes in which they take the road, whatever their way is. feet: how
    often they stumble on purpose, as somebody would whose feet slip.
    """
    on = trials(episodes, 1000 + seed)
    rng = np.random.default_rng([seed, Stream.DEMONSTRATORS])
    table = way(name, on.dynamics)
    other = rng.random(episodes) < rare
    table = np.where(other[:, None, None], way("road", on.dynamics), table)
    return observed(table, on, rng, feet)


def observed(
    table: np.ndarray, on: Trials, rng: np.random.Generator, feet: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """An episode in each of the levels: features (n, 38) and actions (n,)."""
    levels = np.arange(len(on.states))
    cells, actions = sample_walks(table, on.dynamics, feet, levels, rng)
    who, when = np.nonzero(actions >= 0)
    return on.features(who, cells[who, when]), actions[who, when]


def imitator(
    name: str = "ridge",
    seed: int = 0,
    episodes: int = DEMONSTRATIONS,
    rare: float = 0.0,
    feet: float = 0.0,
    **settings: Any,
) -> FeaturePolicy:
    """An imitator of the demonstrator who goes this way; `settings` as for `imitate`."""
    seen, done = demonstrations(name, episodes, seed, rare, feet)
    settings = {"hidden": HIDDEN, **settings}
    return FeaturePolicy(imitate(seen, done, ACTIONS, seed=seed, **settings), "imitation")


@cache
def base_of(seed: int, rare: float = 0.0) -> FeaturePolicy:
    """The imitator of this seed; with `rare`, of a demonstrator who goes by the road so often."""
    return imitator(seed=seed, rare=rare)


# ── With one thing wrong ────────────────────────────────────────────────────────────────────


def with_ablation(name: str, seed: int = 0) -> FeaturePolicy:
    """The imitator with this wrong; ValueError for an ablation that is not known.

    "stuck": its first steps of learning were far too large. Its network could do as well as any,
    and saw the same, but its units are all saturated or dead: near where it stands, no small change
    is better.
    """
    if name not in ABLATIONS:
        raise ValueError(f"the ablation must be one of {', '.join(ABLATIONS)}, not {name!r}")
    if name == "robot play":
        return playful(seed)
    settings: dict[str, dict[str, Any]] = {
        "too small": {"hidden": TINY},
        "too few": {"episodes": FEW, "epochs": 200},
        "stuck": {"learning_rate": 1.0},
    }
    return imitator(seed=seed, **settings.get(name, {}))


def playful(seed: int = 0, episodes: int = 300) -> FeaturePolicy:
    """An imitator of a robot at play: in any direction, but never into the chasm or to the flag."""
    on = trials(episodes, 2000 + seed)
    safe = on.dynamics.after(on.dynamics.walkable.astype(float), 0.0)
    table = safe / np.maximum(safe.sum(-1, keepdims=True), 1)
    seen, done = observed(table, on, np.random.default_rng([seed, Stream.PLAY]))
    return FeaturePolicy(imitate(seen, done, ACTIONS, seed=seed, hidden=HIDDEN), "robot play")


def demo_cross_entropy(policy: FeaturePolicy, seed: int = 500) -> float:
    """The policy's cross-entropy on fresh demonstrations, in nats an action.

    The lessons call it surprise.
    """
    seen, done = demonstrations(episodes=100, seed=seed)
    probabilities = policy.agent.evaluate(seen)[0]
    return float(-np.log(np.maximum(probabilities[np.arange(len(done)), done], 1e-9)).mean())


def compare_ablations(seeds: Sequence[int] = range(5)) -> list[dict]:
    """What imitators with each ablation and seed are worth on sure feet, a row each.

    {"ablation", "seed", "score", "across", "fell", "demo_cross_entropy"}.
    """
    rows = []
    for name in ABLATIONS:
        for seed in seeds:
            policy = with_ablation(name, seed)
            got = evaluate(table_of(policy, trials()), trials().dynamics, 0.0)
            rows.append({
                "ablation": name, "seed": seed, "score": got.score, "across": got.across,
                "fell": got.fell, "demo_cross_entropy": demo_cross_entropy(policy),
            })  # fmt: skip
    return rows
