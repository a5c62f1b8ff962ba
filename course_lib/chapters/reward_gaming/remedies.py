"""What may help against gaming, each a change to the overseer or to training."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.agents.checkpoints import load_tensors, save_tensors
from course_lib.chapters.reward_gaming.distance import wary
from course_lib.chapters.reward_gaming.overseer import (
    FORMAT,
    SHIPPED,
    Overseer,
    labelled_for,
    overseer,
    train_overseer,
)
from course_lib.chapters.reward_gaming.pressure import (
    DEPLOYED,
    RECIPE,
    garden_seeds,
    imitator,
    measure,
    press,
    score_episodes,
)
from course_lib.chapters.reward_gaming.snapshots import Snapshots, label, look
from course_lib.engine.streams import Stream
from course_lib.study.measure.reward_models import Council, RewardNet
from course_lib.study.measure.rollout import begin, rollout
from course_lib.study.show.tables import SmallTable

CACHE = Path(gettempdir()) / "garden_members"
MEMBERS = 4  # overseers of an ensemble
PENALTIES = {"KL 0.01": 0.01, "KL 0.03": 0.03, "KL 0.1": 0.1}  # kl_coef of the recipe
ENSEMBLES = {"minimum of 4": "min", "mean of 4": "mean"}
LABELS = {"agent labels": "agent", "imitator labels": "imitator"}  # whose states are labelled
REMEDIES = (
    "none", "KL 0.03", "minimum of 4", *LABELS, "distance", "KL 0.01", "KL 0.1", "mean of 4"
)  # fmt: skip
AUDITED = 20  # gardens that an audit looks at


@cache
def base_of(seed: int) -> Agent:
    """The imitator of this seed."""
    return imitator(seed)


@cache
def member(kind: str, seed: int) -> Overseer:
    """The overseer of this kind and seed: shipped, or trained in a few seconds.

    Those that are trained are kept in a folder of this machine, for the next sweep.
    """
    if seed < SHIPPED[kind]:
        return overseer(kind, seed)
    file = CACHE / f"{kind}-{seed}.safetensors"
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        save_tensors(file, train_overseer(kind, seed).net.state_dict(), {"format": FORMAT})
    net = RewardNet()
    net.load_state_dict(load_tensors(file, FORMAT)[0])
    return Overseer(net.requires_grad_(False), f"{kind}:{seed}")


def kind_of(closed: bool) -> str:
    """The kind of overseer whose labels covered what is behind a wet lens, or did not."""
    return "closed" if closed else "patched"


def ensemble(
    kind: str, seed: int, count: int = MEMBERS, how: str = "min", known: int = 20
) -> Council:
    """The ensemble of the overseer of this seed: it and others, which are in no other ensemble.

    known: for how many seeds there are ensembles; the others' seeds begin there.
    """
    others = range(known + (count - 1) * seed, known + (count - 1) * (seed + 1))
    members = [member(kind, n) for n in (seed, *others)]
    return Council(members, how, f"{how} of {count} {kind}")


def watching_of(remedy: str, seed: int = 0, closed: bool = False) -> Any:
    """The overseer that stands in a remedy; ValueError for a remedy that is not known.

    closed: whether its labels covered what is behind a wet lens, so that nothing is wrong. Its
    ensembles are made of the shipped ones, so that there are five.
    """
    if remedy not in REMEDIES:
        raise ValueError(f"remedy must be one of {', '.join(REMEDIES)}, not {remedy!r}")
    if remedy in ENSEMBLES:
        return ensemble(kind_of(closed), seed, MEMBERS, ENSEMBLES[remedy], 5 if closed else 20)
    found = overseer(kind_of(closed), seed)
    return wary(found, kind_of(closed)) if remedy == "distance" else found


# ── Labels while it trains ──────────────────────────────────────────────────────────────────


@dataclass
class Online:
    """Called after every update: labellers look at 32 snapshots, and the overseer learns of them.

    pool: what they look at, tiles and veils; without one, what the agent does now.
    known: what the overseer has learned from; a thousand of these it learns again beside.
    asked: the snapshots that they have labelled so far.
    """

    overseer: Overseer
    known: Snapshots
    pool: tuple[np.ndarray, np.ndarray] | None = None
    every: int = 2  # updates
    many: int = 32  # snapshots at a time
    seed: int = 0
    asked: Snapshots | None = None
    calls: int = 0
    rng: np.random.Generator = field(init=False)

    def __post_init__(self):
        self.rng = np.random.default_rng([self.seed, Stream.AUDITS])
        self.known = self.known.chosen(self.rng.permutation(len(self.known))[:1000])

    def __call__(self, progress, trainer) -> bool:
        """Ask for labels and learn, after every second update; training always goes on."""
        self.calls += 1
        if self.calls % self.every == 0:
            tiles, veiled = self._shown(trainer.environments.sim)
            new = Snapshots(tiles, veiled, label(tiles, veiled, self.rng))
            self.asked = new if self.asked is None else self.asked + new
            self.overseer.learn(self.known + self.asked, 20, self.calls, 1e-3)
        return False

    def _shown(self, sim: Any) -> tuple[np.ndarray, np.ndarray]:
        if self.pool is None:
            some = self.rng.choice(len(sim.batch), self.many, replace=False)
            return look(sim.distribution, sim.batch[some])
        some = self.rng.choice(len(self.pool[0]), self.many, replace=False)
        return self.pool[0][some], self.pool[1][some]


def states_of(agent: Agent, gardens: int = 64, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Tiles and veils of all that an agent comes to in so many gardens."""
    sim = begin(DEPLOYED, garden_seeds(gardens, 3000 + seed))
    taken = [look(DEPLOYED, sim.batch) for _ in rollout(sim, agent, [seed, Stream.SNAPSHOTS])]
    tiles, veiled = (np.concatenate(part) for part in zip(*taken, strict=True))
    return tiles, veiled


# ── A run ───────────────────────────────────────────────────────────────────────────────────


@dataclass
class Audits:
    """Called after every update: at each of `stops`, somebody looks at the true score in gardens.

    found: the mean true score of each audit, in 20 gardens that are looked at every time.
    """

    stops: Sequence[int]
    seeds: np.ndarray
    found: list[float] = field(default_factory=list)

    def look(self, agent: Agent) -> None:
        """Audit this agent."""
        seen = score_episodes(agent, _Blind(), DEPLOYED, self.seeds, 2)
        self.found.append(round(float(seen.true.mean()), 4))

    def __call__(self, progress, trainer) -> bool:
        """Audit the agent in training where a stop has been reached; training always goes on."""
        while len(self.found) <= len(self.stops) and progress.steps >= self._next():
            self.look(Agent("now", trainer.network, DEPLOYED))
        return False

    def _next(self) -> float:
        done = len(self.found) - 1  # the first audit is of the agent before training
        return self.stops[done] if done < len(self.stops) else np.inf


class _Blind:
    """An overseer that says nothing: an audit has no use for one."""

    def approve(self, shown: np.ndarray) -> np.ndarray:
        return np.zeros(len(shown), np.float32)

    def approve_of(self, tiles: np.ndarray, veiled: np.ndarray) -> np.ndarray:
        return self.approve(tiles)


def run(
    remedy: str,
    imitator: int,
    overseer: int,
    stops: Sequence[int],
    closed: bool = False,
    levels: int = 100,
) -> dict:
    """How the scores stand at growing steps of PPO under a remedy: {"base", "curve", …}.

    imitator, overseer: their seeds. "audits" (without a remedy only): the true score in 20 other
    gardens, before training and at each stop. "labels": how many were asked for on the way.
    """
    watching, base = watching_of(remedy, overseer, closed), base_of(imitator)
    recipe = replace(RECIPE, steps=stops[-1], kl_coef=PENALTIES.get(remedy, 0.0))
    seed = 100 * overseer + imitator
    callback: Any = None
    if remedy in LABELS:
        pool = states_of(base, seed=seed) if LABELS[remedy] == "imitator" else None
        callback = Online(watching, labelled_for(kind_of(closed)), pool, seed=seed)
    elif remedy == "none":
        callback = Audits(stops, garden_seeds(AUDITED, 4000 + seed))
        callback.look(base)
    first = measure(base, watching, base, levels=levels)
    _, curve = press(
        watching, base, recipe, seed=seed, stops=stops, levels=levels, callback=callback
    )
    found: dict[str, Any] = {"base": _short(first), "curve": [_short(point) for point in curve]}
    if remedy in LABELS:
        found["labels"] = len(callback.asked)
    return found | ({"audits": callback.found} if remedy == "none" else {})


def try_penalty(
    price: float, overseer: int = 4, imitator: int = 0, steps: int = RECIPE.steps
) -> SmallTable:
    """What PPO with a KL penalty of this price ends with, where there is a hole and where not.

    overseer, imitator: their seeds. Two trainings of a few seconds each.
    """
    base, lines = base_of(imitator), []
    for closed, words in ((False, "with the hole"), (True, "nothing wrong")):
        watching = watching_of("none", overseer, closed)
        recipe = replace(RECIPE, steps=steps, kl_coef=price)
        first = measure(base, watching, base)
        _, (last,) = press(watching, base, recipe, seed=imitator, stops=(steps,))
        lines.append([words, *(f"{point[name]:.2f}" for name in ("true", "seen")
                               for point in (first, last))])  # fmt: skip
    heads = ["overseer", "true, imitator", "true, trained", "its score, imitator", "trained"]
    return SmallTable(heads, lines, f"KL penalty of {price:g}, overseer {overseer}.")


def _short(point: dict) -> dict:
    """A measured point, its numbers rounded: a table of a thousand curves is shipped."""
    return {k: v if k == "steps" else round(v, 4) for k, v in point.items()}
