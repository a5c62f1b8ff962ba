"""Committees: three agents each, or five, who differ in the seed of their training only.

Most of them are not shipped. `committee` trains those that are missing, and keeps every trained
agent in a folder outside the repository, so that a sweep which was stopped goes on where it was.
"""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from course_lib.agents.agent import Agent
from course_lib.agents.ppo import PPO
from course_lib.agents.recipes import recipe_of
from course_lib.agents.training import train
from course_lib.agents.zoo import load, load_file, save
from course_lib.chapters.repair import sweep_keys, sweep_mazes
from course_lib.worlds import coin_run, gems

SIZE, COMMITTEES = 3, 5
# A larger size, where it was tried, and how many such committees the members of the others make.
LARGER, LARGE, LARGE_ONES = 5, ("maze", "gems", "keys_and_chests"), 3


@dataclass(frozen=True, eq=False)
class Setting:
    """Where committees are trained, where they act, and how: with a recipe, or as shipped.

    shipped: the name in the zoo of the agents with the first `ready` seeds. size: members of each
    committee. agents: the setting whose agents these are, if that is another one.
    """

    training: Any
    deployed: Any
    recipe: Callable[[], PPO]
    shipped: str = ""
    ready: int = 0
    committees: int = COMMITTEES
    size: int = SIZE
    agents: str = ""


RUNNERS = Setting(
    coin_run.TRAIN, coin_run.DEPLOY, lambda: recipe_of("coin_run", "shipped"), "coin_run/end", 5
)
SETTINGS = {
    "maze": Setting(sweep_mazes.CORNER, sweep_mazes.ANYWHERE, lambda: sweep_mazes.RECIPE),
    "gems": Setting(
        gems.TRAIN, gems.DEPLOY, lambda: recipe_of("gems", "shipped"), "gems/yellow-gem", 10
    ),
    "keys_and_chests": Setting(sweep_keys.SMALL, sweep_keys.DEPLOYED, lambda: sweep_keys.RECIPE),
    "coin_run": RUNNERS,
    "coin_run, 5 % other levels": Setting(
        coin_run.Distribution(coin_random_share=0.05), coin_run.DEPLOY, RUNNERS.recipe,
        "coin_run/share-5", 5, committees=1, size=5,
    ),
}  # fmt: skip

SETTINGS |= {
    f"{where}, five members": replace(
        SETTINGS[where], size=LARGER, agents=where, committees=LARGE_ONES
    )
    for where in LARGE
}


def committee(where: str, number: int) -> list[Agent]:
    """Committee `number` of a setting: its members' seeds follow on those of the one before.

    Raises ValueError if there is no such setting or no such committee.
    """
    if where not in SETTINGS:
        raise ValueError(f"a setting is one of {', '.join(SETTINGS)}, not {where!r}")
    if number not in range(SETTINGS[where].committees):
        raise ValueError(f"{where!r} has {SETTINGS[where].committees} committees, no {number}")
    size = SETTINGS[where].size
    return [member(where, seed) for seed in range(size * number, size * (number + 1))]


def member(where: str, seed: int) -> Agent:
    """The agent of a setting with this seed: shipped, kept from a run before, or trained now."""
    setting = SETTINGS[where]
    if seed < setting.ready:
        return load(f"{setting.shipped}:{seed}")
    name = f"{setting.agents or where}-{seed}"
    path = kept() / f"{name}.safetensors"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        save(train(setting.training, setting.recipe(), seed=seed, name=name, bar=False), path)
    return load_file(path)


def kept() -> Path:
    """Where trained members are kept: $COURSE_COMMITTEES, or a folder for temporary files."""
    return Path(os.environ.get("COURSE_COMMITTEES", Path(tempfile.gettempdir()) / "committees"))
