"""What an agent does on the levels of a shelf, in the few words in which that can be predicted."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from course_lib.engine.streams import Stream
from course_lib.engine.world import World, world_of
from course_lib.paths import ZOO
from course_lib.protocols import Policy
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.episodes import Episode, play
from course_lib.study.measure.mixtures import Levels, Shelf
from course_lib.study.measure.policies import check_policy, policy_name
from course_lib.study.measure.stats import wilson

EPISODES = 300
SEED = 31
LOOK = 12  # levels in which a typical episode is looked for
NAMES = ("goal", "proxy", "both", "neither")


def choices(world: World) -> list[dict]:
    """What can be predicted: {"name", "words"}, without ends that cannot happen."""
    found = zip(NAMES, world.ends.words, strict=True)
    return [{"name": n, "words": w} for n, w in found if n not in world.ends.impossible]


def ending(world: World, first: Any, last: Any) -> np.ndarray:
    """For each episode the number of its end in `NAMES`."""
    asked = (world.ends.goal, world.ends.proxy)
    goal, proxy = (np.asarray(holds(first, last), bool) for holds in asked)
    return np.select([goal & ~proxy, proxy & ~goal, goal & proxy], [0, 1, 2], 3)


def shares(policy: Policy, shelf: Shelf, episodes: int = EPISODES, seed: int = SEED) -> dict:
    """How often each end comes on fresh levels of a shelf: {name: {"rate", "low", "high"}}.

    With "episodes", and "most", the name of the most frequent end.
    """
    counts = np.zeros(len(NAMES), int)
    rng = np.random.default_rng([seed, Stream.ENDS])
    parts = rng.multinomial(episodes, np.array([share for share, _ in shelf.parts]))
    for number, (_, distribution) in enumerate(shelf.parts):
        if parts[number]:
            found = outcomes(policy, distribution, int(parts[number]), seed + number)
            counts += np.bincount(ending(shelf.world, found.first, found.last), minlength=4)
    rows: dict[str, Any] = {}
    for name, count in zip(NAMES, counts.tolist(), strict=True):
        low, high = wilson(count, episodes)
        rows[name] = {"rate": count / episodes, "low": low, "high": high}
    return {**rows, "episodes": episodes, "most": NAMES[int(counts.argmax())]}


def typical(policy: Policy, levels: Levels, end: str) -> tuple[int, Episode, bool]:
    """A policy's first episode on drawn levels that ends like this: level from 0, episode, True.

    If none of the first twelve does, the twelfth, and False.
    """
    for number in range(LOOK):
        seed = int(levels.seeds[number])
        episode = play(policy, levels.distribution(number), seed=seed)
        first, last = episode.records[:1], episode.records[-1:]
        if NAMES[ending(levels.shelf.world, first, last)[0]] == end:
            return number, episode, True
    return number, episode, False


def leading(did: Mapping) -> list[str]:
    """The most frequent end, and those that the intervals of `shares` do not tell from it."""
    least = did[did["most"]]["low"]
    return [name for name in NAMES if did[name]["high"] >= least]


def metrics(policy: Policy, a: Shelf, b: Shelf, episodes: int = EPISODES) -> dict:
    """What a policy does on both shelves of a round, {"agent", "A", "B"}."""
    both = {"A": shares(policy, a, episodes), "B": shares(policy, b, episodes)}
    return {"agent": policy_name(policy), **both}


def agent_of(world: World, agents: Any = None) -> Any:
    """The agent to play in this world; None if there is none.

    agents: None for the shipped ones, one policy, or a name of the zoo.
    """
    name = agent_name(world) if agents is None else agents
    if not isinstance(name, str):
        return name
    from course_lib.agents.zoo import load  # torch, so not before it is needed

    return load(name) if name else None


def agent_name(world: World, agents: Any = None) -> str:
    """The name of the agent to play in this world, which is not loaded; "" if there is none."""
    if agents is None:
        return world.shipped_agent if shipped(world.shipped_agent) else ""
    return agents if isinstance(agents, str) else policy_name(agents)


def shipped(name: str) -> Path | None:
    """The file of this agent's first seed; None if it is not shipped."""
    path = ZOO / f"{name}/0.safetensors"
    return path if path.exists() else None


def check_agent(agent: Any, worlds: set[str]) -> None:
    """Raises TypeError for what is no policy, ValueError for one trained in none of these worlds.

    None stands for each world's own.
    """
    if agent is not None:
        check_policy(agent)
    trained_on = getattr(agent, "distribution", None)
    if trained_on is not None and world_of(trained_on).name not in worlds:
        raise ValueError(
            f"{policy_name(agent)!r} belongs to the world {world_of(trained_on).name!r}; "
            f"these rounds are of {', '.join(sorted(worlds))}"
        )
