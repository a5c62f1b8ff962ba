"""News of things: the attribution at each coin, each saw, each bare ground."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from course_lib.agents.zoo import load
from course_lib.study.inside.attribution import STEPS, attribution
from course_lib.study.inside.factors import Factors, fit_factors, named, patches, shares
from course_lib.study.inside.moments import (
    KINDS,
    StateSample,
    around,
    neighbours,
    observe,
    sample_states,
)
from course_lib.study.inside.overlay import Overlay, advantages
from course_lib.study.measure.episodes import Episode
from course_lib.study.measure.policies import as_list, policy_name
from course_lib.study.measure.stats import interval
from course_lib.worlds.coin_run import DEPLOY, TRAIN, camera

RUNNERS = 5
WHERE = {"training": TRAIN, "deployed": DEPLOY}
EXPECTED = {"coin": 1, "saw": -1}  # the news that one would expect of them
BARE = "bare ground"
WHOLE = "all factors"


def news(seen: StateSample, parts: np.ndarray, thing: str) -> tuple[np.ndarray, np.ndarray]:
    """The parts of each factor, and of all, summed within one tile of each such thing in view.

    parts: (n, rows, columns, k), the last of them the rest. Gives (things, k + 1), the last column
    being the sum, and the level of each thing. "bare ground": one place in each picture with no
    thing, no runner and no edge of the picture within two tiles.
    """
    kinds = seen.kinds
    there = _bare(kinds) if thing == BARE else kinds == KINDS.index(thing)
    where = np.argwhere(there)
    near = np.sum(list(neighbours(parts)), 0)
    found = near[tuple(where.T)]
    return np.concatenate([found, found.sum(1, keepdims=True)], 1), seen.level[where[:, 0]]


def _bare(kinds: np.ndarray) -> np.ndarray:
    """In each picture the first place on top of ground, far from everything; none where none is."""
    plain = np.isin(kinds, [KINDS.index("ground"), KINDS.index("sky")])
    quiet = ~around(~plain, 2)
    quiet[:, :, [0, 1, -2, -1]] = False
    ground = kinds == KINDS.index("ground")
    top = np.zeros_like(ground)
    top[:, 1:] = ground[:, 1:] & ~ground[:, :-1]
    fit = quiet & top
    flat = fit.reshape(len(fit), -1)
    first = np.zeros_like(flat)
    rows = np.flatnonzero(flat.any(1))
    first[rows, flat[rows].argmax(1)] = True
    return first.reshape(fit.shape)


@dataclass(eq=False)
class Opened:
    """An agent, states of its training levels, and the factors of its critic there."""

    agent: Any
    seen: StateSample
    factors: Factors
    found: Any

    def patches(self, count: int = 8) -> dict[str, list[np.ndarray]]:
        """For each factor the patches where it is strongest."""
        return patches(self.factors, self.found, self.seen.pictures, self.seen.level, count)

    def words(self) -> str:
        """Where the good and the bad news of each factor lies."""
        rows = shares(self.factors.parts(self.found), self.seen.kinds)
        head = (
            "factor         news, value a picture: where it lies (times more often than by chance)"
        )
        return "\n".join([head, *(_share_line(row, self.factors.names) for row in rows)])

    def overlay(self, episode: Any) -> Overlay:
        """What is laid over an episode in the player."""
        return overlay(self.agent, episode, self.factors)


def _share_line(row: Mapping, names: Sequence[str], count: int = 3) -> str:
    kinds = sorted(KINDS, key=lambda kind: -row[kind]["share"])[:count]
    places = ", ".join(f"{k} {row[k]['share']:.0%} (x{row[k]['times']:.1f})" for k in kinds)
    return f"{names[row['factor']]:14} {row['news']:4} {row['total']:.3f}: {places}"


@cache
def opened(name: str = "coin_run/end", levels: int = 200) -> Opened:
    """A shipped runner with its factors; kept, so that a second call costs nothing."""
    agent = load(name)
    seen = sample_states(agent, TRAIN, levels)
    return Opened(agent, seen, *read(agent, seen))


def overlay(agent: Any, episode: Episode, factors: Factors, steps: int = STEPS) -> Overlay:
    """The factors of the agent's value in each state of an episode, to lay over the player.

    The agent need not be the one that played. steps: of the integral.
    """
    pictures = observe(episode.distribution, episode.records)
    found = attribution(agent, pictures, factors.target, factors.layer, steps)
    parts = factors.parts(found)
    parts = np.concatenate([parts, factors.rest(found, parts)[..., None]], 3) / factors.scale
    height, width = parts.shape[1:3]
    corners = np.array([camera(s, height, width) for s in episode.records])
    names = (*factors.names, "the rest")
    return Overlay(names, parts, corners, advantages(episode, agent), factors.scale)


def runners() -> list:
    """The five shipped runners that were trained with the coin at the end."""
    return [load(f"coin_run/end:{n}") for n in range(RUNNERS)]


def read(
    agent: Any, seen: StateSample, count: int = 6, baseline: np.ndarray | None = None
) -> tuple[Factors, Any]:
    """Named factors of the agent's critic in these states, and the attribution."""
    found = attribution(agent, seen.pictures, baseline=baseline)
    return named(fit_factors(found, count), found, seen.kinds), found


def signs(
    agents: Any, distributions: Mapping[str, Any] = WHERE, levels: int = 120, every: int = 6
) -> list[dict]:
    """How often the news of a thing has the expected sign: all factors, and the best one for it.

    Factors are fitted to each agent's first distribution; which is best for a thing is chosen on
    half of the levels there, and counted on the other half. Rows: agent, where, thing, factor, the
    share of things with a sign as expected, the mean of the news, how many things.
    """
    rows = []
    for agent in as_list(agents):
        factors, best = None, {}
        for where, distribution in distributions.items():
            seen = sample_states(agent, distribution, levels, every)
            if factors is None:
                factors, found = read(agent, seen)
            else:
                found = attribution(agent, seen.pictures)
            parts = factors.parts(found)
            parts = np.concatenate([parts, factors.rest(found, parts)[..., None]], 3)
            names = [*factors.names, "the rest", WHOLE]
            for thing in (*EXPECTED, BARE):
                each, level = news(seen, parts, thing)
                if thing in EXPECTED and thing not in best:
                    half = each[level % 2 == 0]
                    right = (np.sign(half) == EXPECTED[thing]).mean(0)
                    best[thing] = int(np.argmax(right[:-2])) if len(half) else 0
                chosen = [best[thing]] if thing in best else []
                for number in [len(names) - 1, *chosen]:
                    tested = each[level % 2 == 1, number]
                    rows.append(_row(agent, where, thing, names[number], tested))
    return rows


def _row(agent: Any, where: str, thing: str, factor: str, values: np.ndarray) -> dict:
    sign = EXPECTED.get(thing, 1)
    mean, low, high = interval((np.sign(values) == sign).astype(float))
    size, small, large = interval(values)
    return {"agent": policy_name(agent), "where": where, "thing": thing, "factor": factor,
            "right": mean, "right_low": low, "right_high": high, "news": size, "news_low": small,
            "news_high": large, "things": len(values)}  # fmt: skip


def sign_words(rows: Sequence[Mapping]) -> str:
    """A line for each agent, distribution, thing and factor."""
    lines = ["agent            where       thing        factor          things  news, mean"
             "                sign as expected"]  # fmt: skip
    for row in rows:
        size = "{news:+.3f} [{news_low:+.3f}, {news_high:+.3f}]".format(**row)
        right = "{right:.0%} [{right_low:.0%}, {right_high:.0%}]".format(**row)
        right = right if row["thing"] in EXPECTED else ""
        heads = f"{row['agent']:15}  {row['where']:10}  {row['thing']:11}  {row['factor']:14}"
        lines.append(f"{heads}  {row['things']:6}  {size:24}  {right}".rstrip())
    return "\n".join(lines)
