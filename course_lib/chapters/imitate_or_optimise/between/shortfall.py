"""Why does an imitator fall short although its feet could carry it? One thing wrong at a time.

The list is that of the discussion behind lesson 09: not enough model, not enough data, training
that got stuck, and a robot that has learned from its own play and meets people whom it cannot
place. The demonstrator goes by the ridge, and by the road in 5 % of their walks; nobody slips,
except where slipping feet are the cause.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from course_lib.agents.agent import Agent
from course_lib.agents.imitation import imitate
from course_lib.agents.torch_tools import one_thread, seeded
from course_lib.chapters.imitate_or_optimise.imitators import (
    HIDDEN,
    demonstrations,
    observed,
    way,
)
from course_lib.chapters.imitate_or_optimise.observations import FeaturePolicy
from course_lib.chapters.imitate_or_optimise.tabular import (
    evaluate,
    sample_walks,
    table_of,
    trials,
)
from course_lib.engine.streams import Stream
from course_lib.worlds.ridge.planner import ACTIONS, Ground, no_ridge

RARELY = 0.05  # the share of the demonstrator's walks that go by the road
EPISODES, FEW = 300, 3  # walks that are shown; few of them
TINY, NARROW = 1, 8  # units of the smallest network; of one whose layers are not learned anew
SLIPPING = 0.2  # of the feet, where they are the cause
Data = tuple[np.ndarray, np.ndarray]  # features (n, 38) and actions (n,)


def shown(seed: int, episodes: int = EPISODES) -> Data:
    """What the demonstrator shows in so many walks."""
    return demonstrations("ridge", episodes, seed, RARELY)


def learned(data: Data, seed: int, **settings: Any) -> FeaturePolicy:
    """The imitator that learns from this; settings as for `imitate`."""
    settings = {"hidden": HIDDEN, **settings}
    return FeaturePolicy(imitate(*data, ACTIONS, seed=seed, **settings), "imitation")


# ── Causes ──────────────────────────────────────────────────────────────────────────────────


def nothing_wrong(seed: int) -> FeaturePolicy:
    """An imitator with nothing wrong."""
    return learned(shown(seed), seed)


def too_small(seed: int) -> FeaturePolicy:
    """An imitator with one unit in each layer."""
    return learned(shown(seed), seed, hidden=TINY)


def too_few(seed: int) -> FeaturePolicy:
    """An imitator that has seen three walks."""
    return learned(shown(seed, FEW), seed, epochs=200)


def twice_as_many(seed: int) -> FeaturePolicy:
    """An imitator that has seen twice as many walks as the one that has seen too few."""
    return learned(shown(seed, 2 * FEW), seed, epochs=200)


def own_states(seed: int) -> FeaturePolicy:
    """The one with too few walks, after it was told what to do on walks of its own (DAgger).

    The demonstrator says for as many of its own steps as three walks have what they would do there.
    After Ross, Gordon and Bagnell 2011, arXiv 1011.0686; one round.
    """
    first = shown(seed, FEW)
    on = trials(2 * FEW, 3000 + seed)
    rng = np.random.default_rng([seed, Stream.DEMONSTRATORS, 1])
    table = table_of(learned(first, seed, epochs=200), on)
    cells, actions = sample_walks(table, on.dynamics, 0.0, np.arange(2 * FEW), rng)
    who, when = np.nonzero(actions >= 0)
    some = rng.permutation(len(who))[: len(first[1])]
    who, at = who[some], cells[who[some], when[some]]
    told = way("ridge", on.dynamics)[who, at].argmax(-1)
    both = np.concatenate([first[0], on.features(who, at)]), np.concatenate([first[1], told])
    return learned(both, seed, epochs=200)


def from_play(seed: int) -> FeaturePolicy:
    """A robot that has learned from its own play what places have in common, then sees people.

    At play it goes in any direction, but never into the chasm or to the flag. What its layers have
    learned there is kept; only the last layer learns from the demonstrator.
    """
    on = trials(EPISODES, 2000 + seed)
    safe = on.dynamics.after(on.dynamics.walkable.astype(float), 0.0)
    table = safe / np.maximum(safe.sum(-1, keepdims=True), 1)
    play = observed(table, on, np.random.default_rng([seed, Stream.PLAY]))
    return with_new_head(learned(play, seed, hidden=NARROW), shown(seed), seed)


def from_people(seed: int) -> FeaturePolicy:
    """The control: the same with layers that have learned from other walks of the demonstrator."""
    people = learned(shown(500 + seed), seed, hidden=NARROW)
    return with_new_head(people, shown(seed), seed)


def with_new_head(policy: FeaturePolicy, data: Data, seed: int, epochs: int = 20) -> FeaturePolicy:
    """The same network with a last layer that has learned from this; all other layers stay."""
    network: Any = policy.agent.network
    with seeded(seed), one_thread:
        network.requires_grad_(False)
        head = network.policy.requires_grad_(True)
        torch.nn.init.orthogonal_(head.weight, 0.01)
        torch.nn.init.zeros_(head.bias)
        seen, done = (torch.from_numpy(part) for part in data)
        thought = torch.relu(network.mind(network.eye(seen))).detach()
        optimiser = torch.optim.Adam(head.parameters(), 1e-2)
        for _ in range(epochs):
            for some in torch.randperm(len(done)).split(64):
                loss = torch.nn.functional.cross_entropy(head(thought[some]), done[some])
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
    return FeaturePolicy(Agent("new head", network, None, seed, {}), "imitation")


CAUSES: dict[str, Callable[[int], FeaturePolicy]] = {
    "nothing wrong": nothing_wrong,
    "slipping feet": nothing_wrong,
    "too small a network": too_small,
    "too few walks": too_few,
    "twice as many walks": twice_as_many,
    "too few, and told on its own walks": own_states,
    "layers from its own play": from_play,
    "layers from people": from_people,
}

# ── What becomes of them ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Ends:
    """How walks end, as shares that add up to 1, and the true score.

    road: across without the ridge. nowhere: neither across nor fallen.
    """

    score: float
    ridge: float
    road: float
    fell: float
    nowhere: float


def ends(table: np.ndarray, dynamics: Ground, slip: float) -> Ends:
    """How the walks of a tabular policy end, exactly."""
    got = evaluate(table, dynamics, slip)
    road = evaluate(table, no_ridge(dynamics), slip).across
    return Ends(got.score, got.across - road, road, got.fell, 1 - got.across - got.fell)


def cross_entropy(policy: FeaturePolicy, seed: int = 500) -> float:
    """The policy's cross-entropy on fresh walks of the demonstrator, in nats an action."""
    seen, done = shown(seed, 100)
    probabilities = policy.agent.evaluate(seen)[0]
    return float(-np.log(np.maximum(probabilities[np.arange(len(done)), done], 1e-9)).mean())
