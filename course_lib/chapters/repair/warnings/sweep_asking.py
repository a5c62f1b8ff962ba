"""Asking for help: for one step, for five, and to the end of the episode; and when doubt rises.

Five agents in mazes with the cheese anywhere, each the first of another committee; and the five
shipped runners, who are one committee of five, in levels with the coin on the ground in the middle
of the way, where most of them jump past it. (Deployed off the path, nearly every coin of ours lies
behind the start, so nobody could doubt before having passed it.) The helper is the planner. An
agent asks where its doubt is above a threshold that was set on training levels, and there are three
doubts: its own entropy, its committee's disagreement, and a coin toss. Counted are failures, calls
and the steps that the helper takes, an episode.

Expected before measuring: with one step at a time the coin is best, since doubt asks again and
again at one place, where the agent's next step undoes the helper's. To the end of the episode, the
entropy and the committee need fewer of the helper's steps than the coin in mazes, and not in the
coin run, where doubt comes only after the coin was passed by, as Trinh et al. (2024) found.

`make sweep NAME=asking` measures it and writes data/asking.jsonl. Interrupted, it goes on where it
stopped.
"""

from collections.abc import Mapping
from typing import Any

from course_lib.agents.agent import Agent
from course_lib.chapters.repair.warnings.asking import (
    TO_THE_END,
    Doubt,
    coin,
    committee_doubt,
    own_entropy,
    thresholds,
    with_help,
)
from course_lib.chapters.repair.warnings.committees import SETTINGS, SIZE, committee, member
from course_lib.chapters.repair.warnings.timing import around, first_request, watch
from course_lib.study.measure.planning import planner
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds import coin_run

EPISODES, AGENTS = 300, range(5)
LENGTHS = {"one step": 1, "five steps": 5, "to the end": TO_THE_END}
# Shares of training steps that may be asked about, by doubt. The coin's are such that the helper
# takes about as many steps: doubt asks again and again at some places, and a coin does not.
STRICT = (0.01, 0.05, 0.3)
ALLOWED = {
    "entropy": dict.fromkeys(LENGTHS, STRICT),
    "committee": dict.fromkeys(LENGTHS, STRICT),
    "coin": {"one step": (0.05, 0.2, 0.5), "five steps": (0.01, 0.05, 0.2),
             "to the end": (0.002, 0.01, 0.05)},
}  # fmt: skip
WATCHED_AT = 0.05  # the same, for when doubt rises
DEPLOYED = {"coin_run": coin_run.Distribution(coin="middle"), "maze": SETTINGS["maze"].deployed}


def cast(where: str, number: int) -> tuple[Agent, list[Agent]]:
    """An acting agent and its committee.

    In mazes the first member of each committee; in the coin run the five of the shipped one.
    """
    if where == "coin_run":
        members = [member(where, seed) for seed in AGENTS]
        return members[number], members
    members = committee(where, number)
    return members[0], members


def doubts_of(agent: Agent, members: list[Agent], seed: int) -> dict[str, Doubt]:
    """The three doubts by name."""
    return {
        "entropy": own_entropy(agent),
        "committee": committee_doubt(members),
        "coin": coin(seed),
    }


def measure(where: str, number: int) -> dict:
    """What one agent's requests cost and save, by doubt, length and share; and when they come."""
    agent, members = cast(where, number)
    deployed, doubts = DEPLOYED[where], doubts_of(agent, members, number)
    alone = with_help(agent, agent, doubts["coin"], 1.0, deployed, episodes=EPISODES, seed=1)
    rows = [row_of("never", "", 0.0, alone)]
    for name, doubt in doubts.items():
        for length, steps in LENGTHS.items():
            shares = ALLOWED[name][length]
            for share, limit in zip(shares, thresholds(doubt, agent, shares), strict=True):
                found = with_help(
                    agent, planner(deployed), doubt, limit, deployed, steps, EPISODES, seed=1
                )
                rows.append(row_of(name, length, share, found))
    return {
        "episodes": EPISODES,
        "members": len(members),
        "asked": rows,
        "when": when(agent, doubts, deployed),
    }


def row_of(doubt: str, length: str, share: float, found: Any) -> dict:
    """One point of the curves: means over episodes."""
    return {
        "doubt": doubt,
        "length": length,
        "allowed": share,
        "failed": float(found.failed.mean()),
        "calls": float(found.calls.mean()),
        "helped": float(found.helped.mean()),
        "steps": float(found.steps.mean()),
    }


def when(agent: Agent, doubts: Mapping[str, Doubt], deployed: Any) -> dict:
    """For each doubt, when the agent would first ask in failing episodes, and how often when."""
    seen = watch(agent, doubts, deployed, EPISODES, seed=1)
    limits = {name: thresholds(doubt, agent, [WATCHED_AT])[0] for name, doubt in doubts.items()}
    return {
        name: {
            "first": first_request(seen.doubts[name], seen.moment, limits[name]),
            **around(seen.doubts[name], seen.moment, limits[name]),
        }
        for name in doubts
    }


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    return {
        f"{where}, agent {n}": {"where": where, "number": n} for where in DEPLOYED for n in AGENTS
    }


SWEEP = Sweep("asking", __doc__, measure, jobs, lambda: {
    "episodes": EPISODES, "lengths": LENGTHS, "allowed": ALLOWED, "watched_at": WATCHED_AT,
    "members": {"coin_run": 5, "maze": SIZE},
    "deployed": {name: str(one) for name, one in DEPLOYED.items()},
})  # fmt: skip
