"""An ensemble as a warning: do agents of one recipe disagree where one of them is going to fail?

Three agents that differ in the seed of their training only are a committee. One of them acts; all
are asked what they would do, during the first half of a usual episode, so that a warning comes in
time. A level's score is their mean disagreement there. Nobody needs a reward for that, nor a label.
Every member acts once, and their numbers are averaged: what is counted are committees, of which
there are five a world, with no member in common.

Two questions are asked of the score. Does it tell failures, deployed, from training levels without
one? Levels may score high there because they are new. And does it tell failures from successes
among deployed levels? The second cannot be asked where next to every level fails. The same numbers
for the acting member's own entropy, and for a whole usual episode instead of half of it, stand
beside.

Is three enough? In mazes, gems and keys the fifteen agents are also three committees of five. In
the very same episodes the acting member and the two that follow it are a committee of three, so
that three and five differ in nothing but the two members more.

Expected before measuring: the areas against training levels spread by less than 0.05 over
committees of one world; against deployed successes they are below 0.65 in mazes, gems and keys, and
a committee is better than one agent's entropy only where its seeds want different things (gems).
Runners trained with 5 % of other levels, whose seeds want different things: an area above 0.75
among deployed levels (the review's prediction). Written when committees of three were known, and
before those of five, but for one in the maze: five have more area than three of them by less than
0.05 in each world, by both comparisons, and are not above 0.6 among deployed mazes.

`make sweep NAME=committee` trains what is not shipped, measures five committees in each of four
worlds, three larger ones in three, and one of the runners with 5 % of other levels, and writes
data/committee.jsonl. Interrupted, it goes on where it stopped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.chapters.repair.warnings.committees import SETTINGS, SIZE, committee
from course_lib.chapters.repair.warnings.doubts import disagreement, entropy
from course_lib.engine.streams import Stream
from course_lib.engine.world import world_of
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.rollout import begin, level_seeds, rollout
from course_lib.study.measure.stats import area, roc
from course_lib.study.measure.sweep import Sweep

EPISODES, ENOUGH = 1000, 20  # levels of each kind; failures and successes that an area needs
FALSE_ALARMS = np.linspace(0, 1, 21)  # at which the detection rates are stored
# Those that need no training come as early as the order of the worlds allows.
LATE = [*(("coin_run", n) for n in range(1, 5)), ("gems", 3), ("gems", 4)]


@dataclass(frozen=True, eq=False)
class Rehearsal:
    """Episodes of one acting member: whether each failed, and how doubtful each was.

    doubts: {"committee", "entropy"}, each (episodes, 2): the mean over half, and over the whole,
    of a usual episode; also "three", the acting member's and the next two's, if there are more.
    watched: these numbers of steps.
    """

    failed: np.ndarray
    doubts: dict[str, np.ndarray]
    watched: tuple[int, int]


def usual_steps(agent: Agent, distribution: Any, seed: int = 0) -> tuple[int, int]:
    """Half of, and all of, the median number of steps that the agent takes in these levels."""
    steps = int(np.median(outcomes(agent, distribution, 200, seed).last.steps))
    return max(1, steps // 2), max(1, steps)


def rehearse(
    members: Sequence[Agent],
    acting: int,
    distribution: Any,
    watched: tuple[int, int],
    episodes: int = EPISODES,
    seed: int = 0,
) -> Rehearsal:
    """Let one member act in levels of this distribution while all are asked, for so many steps.

    Raises ValueError if there are fewer than two members.
    """
    if len(members) < 2:
        raise ValueError(f"a committee needs at least 2 members, not {len(members)}")
    actor = members[acting]
    sim = begin(distribution, level_seeds(episodes, seed))
    three = [(acting + n) % len(members) for n in range(SIZE)]
    names = ("committee", "entropy", *["three"] * (len(members) > SIZE))
    total = {name: np.zeros((episodes, 2)) for name in names}
    asked = np.zeros((episodes, 2))
    for time, step in enumerate(rollout(sim, actor, [seed, Stream.COMMITTEE])):
        if time < max(watched):
            opinions = np.stack([one.evaluate(step.observations)[0] for one in members])
            counted = np.array([time < steps for steps in watched], float)
            total["committee"][step.active] += disagreement(opinions)[:, None] * counted
            total["entropy"][step.active] += entropy(opinions[acting])[:, None] * counted
            if "three" in total:
                total["three"][step.active] += disagreement(opinions[three])[:, None] * counted
            asked[step.active] += counted
    failed = np.asarray(world_of(distribution).failure.failed(sim.batch), bool)
    return Rehearsal(failed, {name: x / asked for name, x in total.items()}, watched)


def measure(where: str, number: int) -> dict:
    """How well one committee warns of its members' failures; lists have one entry a member."""
    members, setting = committee(where, number), SETTINGS[where]
    found = [acted(members, n, setting.training, setting.deployed) for n in range(len(members))]
    return {"episodes": EPISODES, "acting": found}


def acted(members: Sequence[Agent], acting: int, training: Any, deployed: Any) -> dict:
    """What the committee's doubt, and the acting member's own, tell of that member's failures."""
    watched = usual_steps(members[acting], training)
    usual = rehearse(members, acting, training, watched)
    new = rehearse(members, acting, deployed, watched, seed=1)
    enough = min(new.failed.sum(), (~new.failed).sum()) >= ENOUGH
    row: dict[str, Any] = {
        "watched": list(watched),
        "failed": {"training": int(usual.failed.sum()), "deployment": int(new.failed.sum())},
    }
    for name, score in new.doubts.items():
        bad, good, spared = score[new.failed], score[~new.failed], usual.doubts[name][~usual.failed]
        row[name] = {
            "roc": [round(x, 4) for x in roc(bad[:, 0], spared[:, 0], FALSE_ALARMS).tolist()],
            "area": [area(bad[:, n], spared[:, n]) for n in (0, 1)],
            "among": [area(bad[:, n], good[:, n]) for n in (0, 1)] if enough else None,
        }
    return row


def jobs() -> dict[str, dict]:
    """Every run by its key; what takes longest to train comes last."""
    pairs = [(name, n) for name, one in SETTINGS.items() for n in range(one.committees)]
    order = [pair for pair in pairs if pair not in LATE] + LATE
    return {f"{name}, committee {n}": {"where": name, "number": n} for name, n in order}


SWEEP = Sweep("committee", __doc__, measure, jobs, lambda: {
    "training": {name: str(one.training) for name, one in SETTINGS.items()},
    "deployed": {name: str(one.deployed) for name, one in SETTINGS.items()},
    "recipes": {name: one.recipe() for name, one in SETTINGS.items()},
    "episodes": EPISODES,
})  # fmt: skip
