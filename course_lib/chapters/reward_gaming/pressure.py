"""Optimisation pressure: choosing harder and harder by an overseer's score, and what it does.

Two ways to press. Best of n: the imitator plays n episodes of a level, and the one that the
overseer likes best counts. PPO: the imitator is trained on, paid by the overseer at every step.
The true score, the share of plants with water, stands beside both, and neither ever sees it.

Formulas: the unbiased best-of-n estimator, KL = log n - (n - 1)/n for best of n, and the forms
d(a - b d) and d(a - b log d) with d = sqrt(KL) are those of Gao, Schulman, Hilton 2022
(arXiv 2210.10760).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.special import gammaln

from course_lib.agents.agent import Agent
from course_lib.agents.imitation import imitate
from course_lib.agents.ppo import PPO
from course_lib.agents.recipes import recipe_of
from course_lib.agents.training import train
from course_lib.chapters.reward_gaming.snapshots import Gardener, look, pictures
from course_lib.engine.streams import Stream
from course_lib.envs import VectorEnv
from course_lib.study.measure.policies import policy_name
from course_lib.study.measure.rollout import begin, level_seeds, rollout
from course_lib.study.measure.stats import bootstrap
from course_lib.worlds import garden

DEMONSTRATIONS = 60  # episodes that the imitator has seen
WHERE = garden.DEPLOY  # the camera stands where water can reach it
STOPS = (10_000, 20_000, 30_000, 40_000, 60_000, 80_000)
RECIPE = replace(recipe_of("garden", "imitator"), steps=STOPS[-1])
LEVELS = 100  # gardens in which a policy is measured


# ── Playing, seen by an overseer ────────────────────────────────────────────────────────────


@dataclass(frozen=True, eq=False)
class Shifts:
    """Many episodes of one policy, one entry each.

    true, seen: the true score and the overseer's, 0 to 1 (or beyond). kl: in nats, how far the
    policy went from the base. metrics: of the world.
    """

    policy: str
    true: np.ndarray
    seen: np.ndarray
    kl: np.ndarray
    metrics: dict[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.true)


def shifts(
    policy: Any, overseer: Any, distribution, seeds: np.ndarray, seed: int = 0, base: Any = None
) -> Shifts:
    """An episode of each level seed, all side by side: what it is worth, and what it seems worth.

    base: an agent from which the policy's distance is measured; without one it is 0.
    """
    sim = begin(distribution, seeds)
    true, seen, kl = np.zeros((3, len(seeds)))
    for step in rollout(sim, policy, [seed, Stream.SCORED]):  # all gardens end at the same time
        if base is not None:
            kl[step.active] += divergence(policy, base, step.observations)
        true += sim.rewards
        seen += approval(overseer, distribution, sim.batch) / sim.batch.limit
    metrics = {name: np.array(sim.batch[name]) for name in sim.world.metrics}
    return Shifts(policy_name(policy), true, seen, kl, metrics)


def approval(overseer: Any, distribution, states: np.recarray) -> np.ndarray:
    """What the overseer says of snapshots of these records, taken now: float32 (n,)."""
    tiles, veiled = look(distribution, states)
    if hasattr(overseer, "approve_of"):
        return overseer.approve_of(tiles, veiled)
    return overseer.approve(pictures(tiles, veiled))


def divergence(policy: Any, base: Any, shown: np.ndarray) -> np.ndarray:
    """KL of the next action, in nats (n,), of a policy from the base, in what is shown."""
    if policy is base:
        return np.zeros(len(shown))
    p, q = (np.maximum(each.evaluate(shown)[0].astype(float), 1e-12) for each in (policy, base))
    return (p * np.log(p / q)).sum(1)


def surprise(base: Any, distribution, level: int, plans: np.ndarray) -> np.ndarray:
    """How far fixed plans (n, steps) for one garden are from the base, in nats (n,).

    The KL of a policy that only ever does this one thing: less the logarithm of the chance that
    the base does it.
    """
    sim = begin(distribution, np.full(len(plans), level))
    nats = np.zeros(len(plans))
    for actions in plans.T:
        chances = base.evaluate(sim.observe())[0].astype(float)
        nats -= np.log(np.maximum(chances[np.arange(len(plans)), actions], 1e-12))
        sim.step(actions)
    return nats


def garden_seeds(count: int = LEVELS, seed: int = 0) -> np.ndarray:
    """Seeds of so many gardens."""
    return level_seeds(count, seed, Stream.GARDENS, 2**62)


# ── The base: imitation ─────────────────────────────────────────────────────────────────────


def demonstrations(distribution=WHERE, episodes: int = DEMONSTRATIONS, seed: int = 0):
    """What a gardener was shown and did: observations (n, ...) and actions (n,).

    A usual gardener: absent-minded, but no water goes where nothing grows.
    """
    sim = begin(distribution, garden_seeds(episodes, seed + 1000))
    steps = rollout(sim, Gardener(), [seed, Stream.DEMONSTRATIONS])
    shown, done = zip(*((step.observations, step.actions) for step in steps), strict=True)
    return np.concatenate(shown), np.concatenate(done)


def imitator(seed: int = 0, episodes: int = DEMONSTRATIONS, distribution=WHERE) -> Agent:
    """An agent that imitates the usual gardener; trained in a few seconds."""
    shown, done = demonstrations(distribution, episodes, seed)
    actions = len(garden.Action)
    return imitate(
        shown, done, actions, distribution=distribution, seed=seed,
        channels=RECIPE.channels, hidden=RECIPE.hidden,
    )  # fmt: skip


# ── Best of n ───────────────────────────────────────────────────────────────────────────────


def best_of_n(proxy: np.ndarray, values: np.ndarray, n: int) -> float:
    """The expected value of the best of n by proxy, from N >= n samples, without bias.

    The mean over all choices of n from the N; ties in the proxy are broken by order.
    Raises ValueError unless 1 <= n <= N.
    """
    count = len(proxy)
    if not 1 <= n <= count:
        raise ValueError(f"n must be from 1 to the number of samples, {count}, not {n}")
    rank = np.arange(n, count + 1)
    logs = log_choose(rank - 1, n - 1) - log_choose(count, n)
    order = np.argsort(proxy, kind="stable")
    return float(np.exp(logs) @ np.asarray(values, float)[order][n - 1 :])


def log_choose(of, some):
    """The logarithm of the number of ways to choose `some` of `of` things."""
    return (
        gammaln(np.add(of, 1.0)) - gammaln(np.add(some, 1.0)) - gammaln(np.subtract(of, some) + 1.0)
    )


def kl_best_of_n(n) -> np.ndarray:
    """How far, in nats, the best of n is from one: log n - (n - 1)/n, exact without ties."""
    n = np.asarray(n, float)
    return np.log(n) - (n - 1) / n


def quantilized(proxy: np.ndarray, values: np.ndarray, q: float) -> float:
    """The mean value of the best share q of the samples by proxy (Taylor 2016).

    Raises ValueError unless q is above 0 and at most 1.
    """
    if not 0 < q <= 1:
        raise ValueError(f"q must be above 0 and at most 1, not {q}")
    kept = max(1, round(q * len(proxy)))
    return float(
        np.asarray(values, float)[np.argsort(-np.asarray(proxy), kind="stable")[:kept]].mean()
    )


# ── PPO, paid by the overseer ───────────────────────────────────────────────────────────────


class Overseen(VectorEnv):
    """Gardens in which each step is paid by what an overseer says of the snapshot after it."""

    def __init__(self, num_envs: int, distribution, overseer: Any):
        super().__init__(num_envs, distribution, copy=False)
        self.overseer = overseer

    def step(self, actions: np.ndarray):
        """Step every garden; the true score is not paid to anybody."""
        shown, _, terminated, truncated, infos = super().step(actions)
        states = self.reached()
        paid = approval(self.overseer, self.sim.distribution, states) / states.limit
        return shown, paid.astype(np.float32), terminated, truncated, infos


def press(
    overseer: Any,
    base: Agent | None,
    recipe: PPO = RECIPE,
    *,
    seed: int = 0,
    stops: Sequence[int] = STOPS,
    distribution=WHERE,
    levels: int = LEVELS,
    callback: Any = None,
    name: str = "pressed",
) -> tuple[Agent, list[dict]]:
    """The base, trained on with PPO and paid by the overseer; and how it stood at each of `stops`.

    stops: numbers of steps at which it is measured, in so many `levels` kept apart from training.
    callback: called as `callback(progress, trainer)` after every update, as in `train`.
    """
    garden_env = Overseen(recipe.num_envs, distribution, overseer)
    rows: list[dict] = []
    waiting = sorted(stops)

    def look_on(progress, trainer):
        while waiting and progress.steps >= waiting[0]:
            now = Agent("now", trainer.network, distribution)
            rows.append(
                {"steps": waiting.pop(0), **measure(now, overseer, base, distribution, levels)}
            )
        return callback(progress, trainer) if callback is not None else False

    agent = train(
        garden_env, recipe, seed=seed, name=name, anchor=base, callback=look_on, bar=False
    )
    return replace(agent, distribution=distribution), rows


def measure(
    policy: Any, overseer: Any, base: Any, distribution=WHERE, levels: int = LEVELS
) -> dict:
    """Means over gardens: true score, overseer's score, KL from the base, and metrics."""
    tells = base is not None and hasattr(policy, "evaluate")
    found = shifts(policy, overseer, distribution, garden_seeds(levels), 1, base if tells else None)
    metrics = {name: float(count.mean()) for name, count in found.metrics.items()}
    spread = {
        f"{k}_se": float(getattr(found, k).std() / len(found) ** 0.5) for k in ("true", "seen")
    }
    return {"true": float(found.true.mean()), "seen": float(found.seen.mean()),
            "kl": float(found.kl.mean()), **spread, **metrics}  # fmt: skip


# ── Gao et al.'s forms ──────────────────────────────────────────────────────────────────────


def gao_best_of_n(d, alpha: float, beta: float):
    """Gain in true score by best of n at distance d = sqrt(KL)."""
    return d * (alpha - beta * d)


def gao_rl(d, alpha: float, beta: float):
    """Gain in true score by reinforcement learning at distance d = sqrt(KL)."""
    return d * (alpha - beta * np.log(np.maximum(d, 1e-9)))


FORMS = {"best of n": gao_best_of_n, "RL": gao_rl}


def fit(form: str, d: np.ndarray, gain: np.ndarray) -> tuple[float, float]:
    """Alpha and beta of a form by least squares; both forms are linear in them.

    Raises ValueError for a form other than "best of n" and "RL".
    """
    if form not in FORMS:
        raise ValueError(f"form must be one of {', '.join(FORMS)}, not {form!r}")
    d = np.asarray(d, float)
    first, second = FORMS[form](d, 1.0, 0.0), FORMS[form](d, 0.0, 1.0)
    found = np.linalg.lstsq(np.stack([first, second], 1), np.asarray(gain, float), rcond=None)[0]
    return float(found[0]), float(found[1])


def fit_interval(form: str, runs: Sequence[tuple[np.ndarray, np.ndarray]], draws: int = 2000):
    """Alpha and beta, each as (value, low, high): a bootstrap over whole runs of (d, gain)."""

    def fitted(places):
        return fit(form, *map(np.concatenate, zip(*(runs[i] for i in places), strict=True)))

    return list(zip(*bootstrap(fitted, np.arange(len(runs)), draws=draws), strict=True))
