"""More models: do agents of the same recipe disagree where one of them is going to fail?

Five agents differ in the seed of their training only. One of them acts; the others are asked what
they would do in the same place, during the first half of a usual episode, so that a warning comes
in time. A level's score is their mean disagreement there. Nobody needs a reward for that, nor a
label. The question is how many of the levels in which the agent fails are flagged, and how many
training levels are flagged for nothing.

`make sweep NAME=committee` measures it for the shipped agents of four worlds, each in turn acting,
and writes data/committee.jsonl. Interrupted, it goes on where it stopped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.agents.zoo import load
from course_lib.engine.streams import Stream
from course_lib.engine.world import world, world_of
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import random_policy
from course_lib.study.measure.rollout import begin, level_seeds, rollout
from course_lib.study.measure.stats import area, roc
from course_lib.study.measure.sweep import Sweep

MEMBERS, EPISODES = range(5), 1000
WORLDS = ("maze", "gems", "keys_and_chests", "coin_run")
FALSE_ALARMS = np.linspace(0, 1, 21)  # at which the detection rates are stored


@dataclass(frozen=True, eq=False)
class Rehearsal:
    """Episodes of one acting member: whether each failed, and how far the members disagreed."""

    failed: np.ndarray
    score: np.ndarray
    watched: int


def committee(name: str) -> list[Agent]:
    """The five shipped agents of this world's recipe."""
    if name not in WORLDS:
        raise ValueError(f"world must be one of {', '.join(WORLDS)}, not {name!r}")
    return [load(f"{world(name).shipped_agent}:{n}") for n in MEMBERS]


def disagreement(probabilities: np.ndarray) -> np.ndarray:
    """How far opinions (members, batch, actions) lie apart, (batch,), in bits.

    The entropy of the mean opinion minus the mean entropy of each (Jensen-Shannon): 0 where all
    say the same, however unsure they are, and 1 where two halves are sure of two things.
    """
    return entropy(probabilities.mean(0)) - entropy(probabilities).mean(0)


def entropy(probabilities: np.ndarray) -> np.ndarray:
    """How unsure choices (..., actions) are, (...), in bits."""
    safe = np.maximum(probabilities, 1e-12)
    return -(probabilities * np.log2(safe)).sum(-1)


def half_an_episode(agent: Agent, seed: int = 0) -> int:
    """Half of the median number of steps that the agent takes in its training levels."""
    steps = outcomes(agent, agent.distribution, 200, seed).last.steps
    return max(1, int(np.median(steps)) // 2)


def rehearse(
    members: Sequence[Agent],
    acting: int,
    distribution: Any,
    episodes: int = EPISODES,
    watched: int | None = None,
    seed: int = 0,
) -> Rehearsal:
    """Let one member act in levels of this distribution while the others are asked.

    watched: for how many steps they are asked, by default `half_an_episode` of the acting one.
    """
    if len(members) < 2:
        raise ValueError(f"a committee needs at least 2 members, not {len(members)}")
    actor, home = members[acting], world_of(distribution)
    watched = half_an_episode(actor) if watched is None else watched
    others = [one for one in members if one is not actor]
    sim = begin(distribution, level_seeds(episodes, seed))
    total, asked = np.zeros(episodes), np.zeros(episodes)
    for time, step in enumerate(rollout(sim, actor, [seed, Stream.COMMITTEE])):
        if time < watched:
            opinions = np.stack([one.evaluate(step.observations)[0] for one in [actor, *others]])
            total[step.active] += disagreement(opinions)
            asked[step.active] += 1
    return Rehearsal(home.failure.failed(sim.batch), total / asked, watched)


def measure(world: str, seed: int) -> dict:
    """How well the committee warns of the failures of the member with this seed."""
    members = committee(world)
    home = world_of(members[0].distribution)
    usual = rehearse(members, seed, home.TRAIN)
    new = rehearse(members, seed, home.DEPLOY, seed=1)
    bad, good = new.score[new.failed], new.score[~new.failed]
    spared = usual.score[~usual.failed]
    enough = min(len(bad), len(good)) >= 20
    return {
        "episodes": EPISODES,
        "watched": usual.watched,
        "failed": {"training": int(usual.failed.sum()), "deployment": int(new.failed.sum())},
        "mean_score": {"training": float(spared.mean()), "failures": float(bad.mean())},
        "roc": [round(x, 4) for x in roc(bad, spared, FALSE_ALARMS).tolist()],
        "area": area(bad, spared),
        "area_among_deployed": area(bad, good) if enough else None,
    }


def unlearned() -> dict[str, dict]:
    """In each world how many episodes fail of a random policy and of the planner.

    {world: {policy: {"training", "deployment"}}}, counts of EPISODES.
    """
    found: dict[str, dict] = {}
    for name in WORLDS:
        home = world(name)
        for label, distribution in (("training", home.TRAIN), ("deployment", home.DEPLOY)):
            for policy in (random_policy(distribution), planner(distribution)):
                last = outcomes(policy, distribution, EPISODES, seed=100).last
                counts = found.setdefault(name, {}).setdefault(policy.name, {})
                counts[label] = int(home.failure.failed(last).sum())
    return found


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    return {f"{w}, acting {s}": {"world": w, "seed": s} for s in MEMBERS for w in WORLDS}


SWEEP = Sweep("committee", __doc__, measure, jobs, lambda: {
    "agents": {name: world(name).shipped_agent for name in WORLDS},
    "failure": {name: world(name).failure.words for name in WORLDS},
    "episodes": EPISODES,
    "unlearned": unlearned(),
})  # fmt: skip
