"""`python -m course_lib.chapters.make_zoo` (or `make zoo`) trains and measures every shipped agent.

Agents that are on disk are left alone; delete one, or pass `--again`, to make it anew.
"""

import argparse
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from course_lib.agents.agent import Agent
from course_lib.agents.recipes import recipe_of
from course_lib.agents.training import train
from course_lib.agents.zoo import ZOO, load_file, save
from course_lib.chapters.coin_run import sweep_variety
from course_lib.chapters.maze import sweep_learned
from course_lib.chapters.reward_gaming.overseer import overseer
from course_lib.chapters.reward_gaming.pressure import RECIPE, imitator, press
from course_lib.engine.world import world_of
from course_lib.study.measure.behaviour import behaviour
from course_lib.study.measure.provenance import commit
from course_lib.worlds import coin_run, garden, gems, keys_and_chests, maze, ridge

EPISODES = 1000
# Name -> (distribution to train on, number of seeds).
ROSTER: dict[str, tuple[Any, int]] = {
    "maze/corner": (maze.TRAIN, 5),
    **{f"maze/region-{n}": (maze.Distribution(cheese=n), 5) for n in (2, 5)},
    "maze/anywhere": (maze.DEPLOY, 5),
    "maze/everywhere": (maze.Distribution(cheese=7), 5),  # the same mazes, trained until learned
    "gems/yellow-gem": (gems.TRAIN, 10),
    "keys_and_chests/few-keys": (keys_and_chests.TRAIN, 5),
    "keys_and_chests/many-keys": (keys_and_chests.DEPLOY, 5),
    "coin_run/end": (coin_run.TRAIN, 5),
    "coin_run/region-20": (coin_run.Distribution(coin_region=0.2), 5),
    "coin_run/share-5": (coin_run.Distribution(coin_random_share=0.05), 5),
    "coin_run/share-100": (coin_run.Distribution(coin_random_share=1.0), 5),
    "coin_run/section": (coin_run.Distribution(coin="section"), 5),
    "coin_run/no-hanging-saws": (coin_run.Distribution(hanging_saws=False), 5),
    "garden/pressed": (garden.DEPLOY, 5),
    "garden/pressed-closed": (garden.DEPLOY, 5),
    "garden/watered": (garden.DEPLOY, 5),
    # Who practises from anywhere meets the flag early; from the near side alone, one of three seeds
    # never got across, even on sure feet.
    "ridge/sure-feet": (replace(ridge.TRAIN, start="anywhere"), 3),
    "ridge/slip-20": (replace(ridge.DEPLOY, start="anywhere"), 3),
}


def _pressed(kind: str) -> Callable[[int, str], Agent]:
    """From a seed and a name to an imitator that was trained on, paid by an overseer."""
    return lambda seed, name: press(
        overseer(kind, seed), imitator(seed), seed=seed, stops=(), name=name
    )[0]


def _watered(seed: int, name: str) -> Agent:
    """The same imitator, trained on with the true reward, as long."""
    return train(garden.DEPLOY, RECIPE, seed=seed, name=name, anchor=imitator(seed))


def _learned(seed: int, name: str) -> Agent:
    """A mouse that was trained until it had learned mazes with the cheese anywhere."""
    agent = sweep_learned.trained(7, seed)
    agent.name = name
    return agent


def _learned_runner(seed: int, name: str) -> Agent:
    """A runner that was trained until it had learned levels of its own kind."""
    distribution = ROSTER[name.partition(":")[0]][0]
    assert isinstance(distribution, coin_run.Distribution)
    return sweep_variety.trained(distribution, seed, name)


# Those that do not begin from nothing, are not all paid the true reward, or are not trained for a
# fixed time: name -> how.
OTHERWISE = {
    "maze/everywhere": _learned,
    "coin_run/region-20": _learned_runner,
    "coin_run/share-5": _learned_runner,
    "garden/pressed": _pressed("patched"),
    "garden/pressed-closed": _pressed("closed"),
    "garden/watered": _watered,
}


def make(name: str, seed: int, again: bool = False) -> None:
    """Train and measure an agent, and write it to disk with its card.

    An agent on disk that was not measured, since a run was stopped in between, is measured now.
    again: train it anew even so.
    """
    label = name if seed == 0 else f"{name}:{seed}"
    path = ZOO / name / f"{seed}.safetensors"
    if again or not path.exists():
        agent = OTHERWISE.get(name, _usual)(seed, label)
        agent.card["commit"] = commit()
        save(agent, path)
    agent = load_file(path)
    agent.card["behaviour"] = measured(agent)
    save(agent, path)


def is_made(name: str, seed: int) -> bool:
    """Whether the agent is on disk, and its card tells what it does."""
    path = ZOO / name / f"{seed}.safetensors"
    return path.exists() and bool(load_file(path).card.get("behaviour"))


def _usual(seed: int, name: str) -> Agent:
    """An agent of the roster, trained on the true reward from nothing."""
    distribution = ROSTER[name.partition(":")[0]][0]
    recipe = recipe_of(world_of(distribution).name, "shipped")
    return train(distribution, recipe, seed=seed, name=name)


def measured(agent, seed: int = 0) -> list[dict]:
    """Rows of behaviour in training and deployment, and under each condition of the world."""
    world = agent.world
    levels = {"training": agent.distribution, "deployment": world.DEPLOY}
    rows = []
    for given in (None, *world.conditions):
        for row in behaviour(agent, levels, EPISODES, seed, given, baselines=False).rows:
            if row["episodes"]:
                rows.append({"given": given, **row})
    return rows


def main() -> None:
    """Make every agent of the roster that the command names and that is not on disk."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these, such as maze/corner")
    parser.add_argument("--again", action="store_true", help="also those that are on disk")
    asked = parser.parse_args()
    for name, (_, seeds) in ROSTER.items():
        for seed in range(seeds):
            wanted = not asked.names or name in asked.names
            if wanted and (asked.again or not is_made(name, seed)):
                print(f"{name}:{seed}", flush=True)
                make(name, seed, asked.again)


if __name__ == "__main__":
    main()
