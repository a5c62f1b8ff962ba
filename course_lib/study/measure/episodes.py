"""One episode, from the first record to the last: played, saved, loaded, replayed exactly."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from course_lib.agents.adapters import adapted
from course_lib.checks import SEEDS, as_items, as_path, as_seeds, check_callable, check_text, shown
from course_lib.engine.checks import check_whole
from course_lib.engine.files import atomic_path
from course_lib.engine.record import memory
from course_lib.engine.sim import BatchSim
from course_lib.engine.streams import Stream
from course_lib.engine.world import World, world, world_of
from course_lib.protocols import Distribution, Policy
from course_lib.study.measure.policies import policy_name, told_by
from course_lib.study.measure.rollout import begin, rollout

FORMAT = "spot-the-difference episode 1"


@dataclass(eq=False)
class Episode:
    """One episode: T actions lead from records[0] to records[T].

    records: (T + 1,) of the world's State. actions: int (T,). rewards: float (T,).
    values: (T + 1,), what the agent expected, and probabilities: (T + 1, actions); both are None
    for a policy that has none.
    """

    distribution: Distribution
    policy: str
    seed: int | None
    records: np.recarray
    actions: np.ndarray
    values: np.ndarray | None = None
    probabilities: np.ndarray | None = None

    def __post_init__(self):
        home = self._world
        check_text("policy", self.policy)
        if self.seed is not None:
            check_whole("seed", self.seed)
        if getattr(self.records, "dtype", None) != home.State or np.ndim(self.records) != 1:
            raise ValueError(
                f"records must be those of an episode in {home.name!r}, not {shown(self.records)}"
            )
        steps = len(self.records) - 1
        _check_array("actions", self.actions, (steps,), "iu")
        if self.values is not None:
            _check_array("values", self.values, (steps + 1,), "f")
        if self.probabilities is not None:
            _check_array("probabilities", self.probabilities, (steps + 1, len(home.Action)), "f")

    @property
    def world(self) -> str:
        """The name of the world."""
        return self._world.name

    @property
    def _world(self) -> World:
        return world_of(self.distribution)

    @property
    def rewards(self) -> np.ndarray:
        """The reward of each action, (T,)."""
        return np.array(self.records.reward[1:])

    @property
    def metrics(self) -> dict[str, int]:
        """What was counted by the end."""
        return {name: int(self.records[-1][name]) for name in self._world.metrics}

    @property
    def events(self) -> list[dict]:
        """When a metric went up: a list of {"step", "name", "label"}."""
        found = []
        for name, label in self._world.events.items():
            counts = self.records[name].astype(int)
            for step in np.flatnonzero(np.diff(counts) > 0) + 1:
                found.append({"step": int(step), "name": name, "label": label})
        return sorted(found, key=lambda event: event["step"])

    def frames(self) -> np.ndarray:
        """Tile ids, uint8 (T + 1, rows, columns), without what stands between tiles."""
        return np.stack([self._world.scenery(s) for s in self.records])

    def floating(self) -> list[list[list[float]]]:
        """What stands between tiles: for each moment a list of [tile id, x, y], in tiles."""
        return [self._world.standing(s) for s in self.records]

    def cameras(self) -> np.ndarray:
        """The part of the level to show at each moment: (T + 1, 4) of x, y, width and height."""
        return np.array([self._world.stage(s) for s in self.records])

    def positions(self) -> np.ndarray:
        """Where the agent was: (T + 1, 2) rows and columns."""
        return np.array([self._world.agent_position(s) for s in self.records])

    def replay(self) -> "Episode":
        """The same episode, stepped again from its first record by the world's own rules."""
        return from_actions(self.distribution, self.actions, start=self.records[:1])

    def save(self, path: str | Path) -> None:
        """Write the episode to the file `path` (npz, no pickle), whole or not at all."""
        about = {"format": FORMAT, "world": self.world, "policy": self.policy, "seed": self.seed,
                 "distribution": asdict(self.distribution)}  # fmt: skip
        arrays: dict[str, Any] = {
            "records": memory(np.ascontiguousarray(self.records)),
            "actions": self.actions,
        }
        for name in ("values", "probabilities"):
            if getattr(self, name) is not None:
                arrays[name] = getattr(self, name)
        with atomic_path(as_path("path", path)) as beside, open(beside, "wb") as file:
            np.savez_compressed(file, about=np.array(json.dumps(about, default=int)), **arrays)

    @classmethod
    def load(cls, path: str | Path) -> "Episode":
        """The episode that was saved in `path`; ValueError if that is another kind of file."""
        path = as_path("path", path)
        if not path.is_file():
            raise FileNotFoundError(f"there is no file {str(path)!r}")
        try:
            with np.load(path, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            about = json.loads(str(arrays["about"]))
            if about["format"] == FORMAT:
                raw, actions = arrays["records"], arrays["actions"]
        except Exception as error:  # zipfile and zlib have many ways of saying it
            raise ValueError(f"{path} is damaged, or not an episode: {error}") from error
        if about["format"] != FORMAT:
            raise ValueError(f"{path} is a {about['format']!r}, not a {FORMAT!r}")
        home = world(about["world"])
        records = raw.view(home.State).reshape(-1).view(np.recarray)
        distribution = home.distribution_of(about["distribution"])
        extra = {name: arrays.get(name) for name in ("values", "probabilities")}
        policy, seed = about["policy"], about["seed"]
        return cls(distribution, policy, seed, records, actions, **extra)

    def __repr__(self) -> str:
        ends = ", ".join(f"{name} {count}" for name, count in self.metrics.items())
        where = "a drawn level" if self.seed is None else f"level {self.seed}"
        what = f"{len(self.actions)} steps; {ends}"
        return f"<Episode of {self.policy} in {self.world}, {where}: {what}>"


def play(policy: Policy, distribution: Distribution, seed: int = 0, level: Any = None) -> Episode:
    """Let a policy play one episode, of the level that `seed` gives, or of `level`.

    level: a drawing as text, or a record from `world.level(...)`. The policy's own chances follow
    from `seed` too, so the same call gives the same episode.
    """
    policy = adapted(policy)
    sim = start_level(distribution, seed, level)
    steps = list(rollout(sim, policy, [int(seed), Stream.EPISODE]))
    records = np.concatenate([*(step.states for step in steps), sim.batch]).view(np.recarray)
    actions = np.array([step.actions[0] for step in steps], np.int64)
    probabilities = values = None
    if hasattr(policy, "evaluate"):
        looks = [*(step.observations for step in steps), sim.observe()]
        probabilities, values = told_by(policy, np.concatenate(looks))
    known = int(seed) if level is None else None
    return Episode(
        distribution, policy_name(policy), known, records, actions, values, probabilities
    )


def from_actions(
    distribution: Distribution,
    actions,
    seed: int = 0,
    level: Any = None,
    start=None,
    policy: str = "you",
) -> Episode:
    """The episode in which these actions are taken, from a seed's level, a drawing, or a record."""
    sim = start_level(distribution, seed, level if start is None else start)
    records = [sim.batch.copy()]
    taken = np.array(_actions(actions, sim.world), np.int64)
    for action in taken:
        if sim.batch[0].terminated or sim.batch[0].truncated:
            raise ValueError(f"the episode is over after {len(records) - 1} of the actions")
        sim.step(np.array([action]))
        records.append(sim.batch.copy())
    kept = np.concatenate(records).view(np.recarray)
    known = int(seed) if level is None and start is None else None
    return Episode(distribution, policy, known, kept, taken)


def _actions(actions: Any, home: World) -> list[int]:
    """The actions as a list; ValueError that names one that the world does not have."""
    found = as_items("actions", actions, "whole numbers")
    for action in found:
        check_whole("each action", action, 0, len(home.Action) - 1)
    return found


def _check_array(name: str, value: Any, shape: tuple[int, ...], kinds: str) -> None:
    """Raise ValueError unless `value` is an array of this shape, of numbers of one of the kinds."""
    if not isinstance(value, np.ndarray) or value.shape != shape or value.dtype.kind not in kinds:
        raise ValueError(f"{name} must be numbers of shape {shape}, not {shown(value)}")


def start_level(distribution: Distribution, seed, level) -> BatchSim:
    """One environment at the start of the level of a seed, or of `level` as in `play`."""
    sim = BatchSim(distribution, 1, autoreset=False)
    check_whole("seed", seed, 0, SEEDS)
    if level is None:
        sim.reset(np.array([seed], np.uint64))
    elif isinstance(level, str):
        sim.batch[0] = sim.world.from_text(level, distribution, seed)[0]
    else:
        sim.batch[0] = _record(level, sim)
    return sim


def _record(level: Any, sim: BatchSim):
    """The record of a level; ValueError if it is none of this world, or of a wrong size."""
    home = sim.world
    if getattr(level, "dtype", None) != home.State or not np.size(level):
        raise ValueError(
            f"a level is text, or a record of the {home.name!r} world, not {shown(level)}"
        )
    found = np.asarray(level).reshape(-1)
    shape, wanted = home.shape(found.view(np.recarray)[0]), sim.distribution.grid
    if home.camera is None and tuple(shape) != tuple(wanted):
        raise ValueError(f"this level is {shape} tiles large; the distribution's are {wanted}")
    return found[0]


def first_level(
    policy: Policy,
    distribution: Distribution,
    wanted: Callable[[Episode], bool],
    begin: int = 0,
    most: int = 300,
) -> Episode:
    """The episode of the first level, counting from seed `begin`, of which `wanted` is true.

    For showing what a kind of episode looks like. How often it happens is another question.
    """
    check_whole("begin", begin, 0, SEEDS)
    check_whole("most", most, 1)
    check_callable("wanted", wanted, "a function of an episode")
    for seed in range(begin, begin + most):
        episode = play(policy, distribution, seed=seed)
        if wanted(episode):
            return episode
    raise ValueError(
        f"none of the levels {begin} to {begin + most - 1} is like that for {policy_name(policy)!r}"
    )


def side_by_side(distribution: Distribution, seeds: Sequence[int]) -> str:
    """The levels of these seeds as text, one beside the other."""
    sim = begin(distribution, as_seeds("seeds", seeds))
    boards = [sim.world.text(state).splitlines() for state in sim.batch]
    return "\n".join("    ".join(line) for line in zip(*boards, strict=True))
