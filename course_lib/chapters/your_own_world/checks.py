"""The promises of a world, each looked at on a few levels: its chances, its clock, its pictures.

Each function takes the levels of one distribution and gives what is wrong in a sentence that says
where to look, or None.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.chapters.your_own_world.search import followers
from course_lib.engine.sim import BatchSim
from course_lib.engine.sprites import AGENT_PIXELS, render_one
from course_lib.engine.world import World, world_of
from course_lib.protocols import Distribution

LEVELS = 24  # that most promises are looked at
STEPS = 200  # of a random walk, at most
ALIKE = 30.0  # of 255: sprites that differ by less are one to the agent's eye


@dataclass(frozen=True)
class Sample:
    """Levels of a distribution: first records (levels,), and a random walk through each.

    where: "training" or "deployment". walk: records (steps + 1, levels), of which those after the
    end of an episode repeat it; actions (steps, levels).
    """

    where: str
    distribution: Distribution
    first: np.recarray
    walk: np.ndarray
    actions: np.ndarray

    @property
    def world(self) -> World:
        """The world of the levels."""
        return world_of(self.distribution)

    def level(self, n: Any) -> str:
        """The n-th level in words."""
        return f"level {int(self.first.seed[n])} of {self.where}"


Check = Callable[[Sample], str | None]


def sample(distribution: Distribution, where: str, levels: int = LEVELS) -> Sample:
    """The levels of the seeds 0, 1, 2 and so on, with a random walk of 200 steps at most each."""
    world = world_of(distribution)
    sim = begun(distribution, levels)
    first = sim.batch.copy()
    steps = int(min(max(int(first.limit.max()) + 1, 1), STEPS))
    actions = np.random.default_rng(0).integers(0, len(world.Action), (steps, levels))
    walk = [first]
    for chosen in actions:
        sim.step(chosen)
        walk.append(sim.batch.copy())
    return Sample(where, distribution, first, np.array(walk), actions)


def begun(distribution: Distribution, levels: int) -> BatchSim:
    """A simulator at the first moment of the levels 0, 1, 2 and so on."""
    sim = BatchSim(distribution, levels, "tiles", autoreset=False)
    sim.reset(np.arange(levels))
    return sim


# ── Chances ─────────────────────────────────────────────────────────────────────────────────────


def same_level(levels: Sample) -> str | None:
    """A seed that does not always give the same level."""
    again = begun(levels.distribution, len(levels.first)).batch
    for n, (a, b) in enumerate(zip(levels.first, again, strict=True)):
        if apart := _differing(a, b):
            return (
                f"{levels.level(n)} is another level the second time (it differs in {apart}). "
                "Look in `generate` for random numbers that do not come from the record: use "
                "randint and bernoulli of course_lib.engine.rng, which draw from `s`"
            )
    return None


def same_steps(levels: Sample) -> str | None:
    """A level in which the same actions do not always lead to the same moment."""
    sim = begun(levels.distribution, len(levels.first))
    for t, chosen in enumerate(levels.actions):
        sim.step(chosen)
        for n, (a, b) in enumerate(zip(levels.walk[t + 1], sim.batch, strict=True)):
            if apart := _differing(a, b):
                return (
                    f"in {levels.level(n)} the same {t + 1} actions end differently the second "
                    f"time (the record differs in {apart}). Look in `step` for something that is "
                    "kept or drawn outside of the record `s`"
                )
    return None


def _differing(a: np.void, b: np.void) -> str:
    """The fields in which two records differ, as words; "" if in none."""
    names = [name for name in a.dtype.names or () if not np.array_equal(a[name], b[name])]
    return ", ".join(names)


def many_levels(levels: Sample) -> str | None:
    """Seeds that hardly matter."""
    texts = {levels.world.text(s) for s in levels.first}
    if len(texts) >= len(levels.first) / 2:
        return None
    return (
        f"{len(levels.first)} seeds of {levels.where} give only {len(texts)} different levels. "
        "Look in `generate`: is anything drawn with randint(s, …), and is it used?"
    )


# ── Counting and the clock ──────────────────────────────────────────────────────────────────────


def counted_from_zero(levels: Sample) -> str | None:
    """A metric that is not 0 at the first moment."""
    for name in levels.world.metrics:
        for n in np.flatnonzero(levels.first[name]):
            return (
                f"`{name}` is {levels.first[name][n]} before the first step of {levels.level(n)}. "
                "Look in `generate` and `reset`: what is counted in an episode begins at 0"
            )
    return None


def clock(levels: Sample) -> str | None:
    """An episode without an end, or a clock that stands still."""
    limit = int(levels.first.limit[0])
    if limit < 1:
        return (
            f"{levels.level(0)} has a limit of {limit} steps. Look in `generate`: it has to set "
            "`s.limit` to the number of steps after which an episode is over"
        )
    after = levels.walk[1]["steps"]
    if (after != 1).any():
        return (
            f"after one step the clock of {levels.level(int(np.argmax(after != 1)))} shows "
            f"{after[after != 1][0]}. `step` has to begin with cl.tick(s)"
        )
    last = levels.walk[-1]
    late = (last["steps"] > last["limit"]) & (last["terminated"] == 0)
    late |= (last["steps"] == last["limit"]) & (last["terminated"] == 0) & (last["truncated"] == 0)
    for n in np.flatnonzero(late):
        return (
            f"{levels.level(n)} goes on after its {int(last['limit'][n])} steps. `step` has to end "
            "with cl.time_out(s)"
        )
    return None


def paid_for(levels: Sample) -> str | None:
    """A reward for something that is not the goal, or a goal that is not rewarded."""
    goal = levels.world.goal
    rose = np.diff(levels.walk[goal].astype(np.int64), axis=0) > 0
    fresh = np.diff(levels.walk["steps"], axis=0) > 0
    paid = (levels.walk["reward"][1:] > 0) & fresh
    for t, n in zip(*np.nonzero(paid & ~rose), strict=True):
        amount = levels.walk["reward"][t + 1][n]
        return (
            f"in {levels.level(n)} step {t + 1} is rewarded with {amount:g} and `{goal}` does not "
            "go up. Look in `step` at `s.reward`: an agent that is paid for anything but the goal "
            "has not been given the goal"
        )
    for t, n in zip(*np.nonzero(rose & ~paid), strict=True):
        return (
            f"in {levels.level(n)} `{goal}` goes up at step {t + 1} and nothing is paid for it. "
            "Look in `step` at `s.reward`"
        )
    return None


# ── Pictures ────────────────────────────────────────────────────────────────────────────────────


def every_tile(levels: Sample) -> str | None:
    """A picture that depends on what was in its place before."""
    world = levels.world
    for n, s in enumerate(levels.first):
        views = [np.full(world.shape(s), number, np.uint8) for number in (0, 255)]
        for view in views:
            world.observe(s, view)
        left = np.argwhere(views[0] != views[1])
        if len(left):
            return (
                f"`observe` leaves the tile in row {left[0][0]}, column {left[0][1]} of "
                f"{levels.level(n)} as it was. It has to write every tile of `view`"
            )
    return None


def agent_seen(levels: Sample) -> str | None:
    """A place of the agent where its picture does not change when it moves."""
    world = levels.world
    if world.figures:
        return None
    for n, s in enumerate(levels.first):
        before, at = world.scenery(s), world.agent_position(s)
        rows, columns = before.shape
        if not (0 <= at[0] < rows and 0 <= at[1] < columns):
            return f"`agent_position` of {levels.level(n)}, {at}, is outside of its picture"
        for after in followers(world, levels.first[n : n + 1].view(np.recarray)):
            to = world.agent_position(after)
            changed = {(int(r), int(c)) for r, c in np.argwhere(world.scenery(after) != before)}
            if to != at and not {_cell(at), _cell(to)} <= changed:
                return (
                    f"in {levels.level(n)} the agent goes from {_cell(at)} to {_cell(to)}, says "
                    "`agent_position`, and the picture does not change there. It is (row, column)"
                )
    return None


def _cell(place: tuple[float, float]) -> tuple[int, int]:
    return int(place[0]), int(place[1])


def told_apart(levels: Sample) -> str | None:
    """Two tiles that are one to the agent."""
    sprites = levels.world.sprites_of(levels.distribution)
    seen = {
        tile: render_one(np.full((1, 1), tile), sprites, AGENT_PIXELS).astype(float)
        for tile in levels.world.Tile
    }
    for a in seen:
        for b in seen:
            apart = float(np.sqrt(np.mean((seen[a] - seen[b]) ** 2)))
            if a < b and apart < ALIKE:
                return (
                    f"{a.name} and {b.name} look alike in the agent's picture: they differ by "
                    f"{apart:.0f} of 255, and {ALIKE:.0f} are needed. Give one of the sprites "
                    "another colour or a larger shape"
                )
    return None


def written(levels: Sample) -> str | None:
    """A level that is another one after it was written as text and read."""
    world = levels.world
    for n, s in enumerate(levels.first):
        text = world.text(s)
        try:
            (again,) = world.from_text(text, levels.distribution)
        except ValueError as error:
            return f"{levels.level(n)} cannot be read again: {error}. Look in `parse_level`"
        if world.text(again) != text:
            return f"{levels.level(n)} reads as another level. Look in `parse_level`\n{text}"
    return None


CHECKS: dict[str, Check] = {
    "the same seed is the same level": same_level,
    "the same actions lead to the same moment": same_steps,
    "other seeds are other levels": many_levels,
    "what is counted begins at 0": counted_from_zero,
    "every episode ends": clock,
    "the goal and nothing else is paid": paid_for,
    "every tile of a picture is written": every_tile,
    "the agent is where it is seen": agent_seen,
    "no two tiles look alike": told_apart,
    "a level can be written and read": written,
}
