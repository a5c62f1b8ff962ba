"""The arcade: a world to play by hand. The browser has the rules, so no key waits for a kernel.

The browser gets the world's rules, translated (see course_lib/widgets/translate), and makes every
level by them. It tells the kernel what was pressed about once a second and when an episode ends.
Here the same actions are taken again by the real rules, and only what they say is kept.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import traitlets
from ipywidgets import widget_serialization

from course_lib.checks import shown
from course_lib.engine.checks import check_whole, is_whole
from course_lib.engine.world import world_of
from course_lib.protocols import Distribution
from course_lib.study.measure.episodes import Episode, from_actions, play
from course_lib.study.measure.policies import as_batch_policy, policy_name
from course_lib.widgets.base import CourseWidget, bundle
from course_lib.widgets.interpreted import small_sim, to_look_at
from course_lib.widgets.payload import (
    base64,
    distribution_words,
    pack_level,
    pack_params,
    pack_world,
)
from course_lib.widgets.player.widget import EpisodePlayer
from course_lib.widgets.preview import picture_png
from course_lib.widgets.translate import browser_rules, level_rules

AHEAD = 4  # levels that the browser has: this one and those that come next


class Arcade(CourseWidget):
    """Levels of a distribution to play by hand: keys, buttons, touch, clicks beside the agent.

    seed: of the first level; "new level" takes the next one. against: an agent, or another policy
    for this world; when the reader's episode is over, both are shown on the same level in one
    player. `moves` are the actions so far, `episode` is the run as an Episode.

    Playing needs no kernel; a world that moves by itself does so 30 times a second.
    Where a rule of the world has no translation for the browser, `note` says which, and new levels
    come from the kernel, or each step goes through it. Raises ValueError for a negative or
    fractional seed or an agent of another world, and TypeError for what is no distribution or no
    policy.
    """

    _esm = bundle("arcade.js")
    _css = bundle("arcade.css")

    world = traitlets.Dict().tag(sync=True)
    rules = traitlets.Unicode().tag(sync=True)  # "": the kernel alone has them
    params = traitlets.Dict().tag(sync=True)  # of the distribution, for the rules
    note = traitlets.Unicode().tag(sync=True)
    seen = traitlets.Dict().tag(sync=True)  # what the kernel shows where it alone has the rules
    levels: traitlets.List = traitlets.List().tag(sync=True)  # where the kernel alone makes them
    label = traitlets.Unicode().tag(sync=True)
    against = traitlets.Unicode().tag(sync=True)
    seed = traitlets.Int().tag(sync=True)
    moves = traitlets.List(traitlets.Int()).tag(sync=True)
    turn = traitlets.Int(0).tag(sync=True)  # goes up when Python, not the browser, has moved
    player = traitlets.Instance(EpisodePlayer, allow_none=True).tag(
        sync=True, **widget_serialization
    )
    trouble = traitlets.Unicode().tag(sync=True)

    def __init__(self, distribution: Distribution, seed: int = 0, against: Any = None):
        seed = check_seed(seed)
        self.distribution = distribution
        self.home = world_of(distribution)
        self.opponent = against
        if against is not None:
            as_batch_policy(against, self.home)  # refuses what cannot play here
        self._sim = small_sim(distribution, 1)
        self._compared: tuple | None = None  # the episode that `player` shows
        self._restart(seed)
        rules, note = browser_rules(self.home)
        super().__init__(
            world=pack_world(self.home, distribution),
            rules=rules,
            note=note,
            params=pack_params(distribution),
            levels=[] if level_rules(self.home) else self._ahead(seed),
            label=f"{self.home.title}, {distribution_words(distribution)}",
            against="" if against is None else policy_name(against),
            seed=seed,
        )
        self._show()

    # ── What a student reads ──

    @property
    def state(self) -> np.record:
        """The record of the world as it is now."""
        self._catch_up()
        return self._sim.batch[0]

    @property
    def over(self) -> bool:
        """Whether the episode is over."""
        return bool(self.state.terminated or self.state.truncated)

    @property
    def metrics(self) -> dict[str, int]:
        """What has been counted so far."""
        return {name: int(self.state[name]) for name in self.home.metrics}

    @property
    def episode(self) -> Episode:
        """The run so far as an Episode, for the player and for the study."""
        return from_actions(self.distribution, list(self.moves), seed=self.seed)

    @property
    def status(self) -> str:
        """Where the episode stands, in words."""
        state = self.state
        names = (self.home.goal, *self.home.proxies)  # the rest is in `metrics`, or happens
        counts = ", ".join(f"{name} {state[name]}" for name in names)
        head = f"Step {state.steps} of at most {state.limit}. Reward {self._reward:g}."
        labels = self.home.events
        told = [f"Counted: {counts}.", *(f"At step {at}: {labels[n]}." for at, n in self._news)]
        if state.terminated:
            told.append("The episode is over.")
        elif state.truncated:
            told.append("Out of time: the episode is over.")
        return " ".join([head, *told])

    # ── What Python can do ──

    def begin(self, seed: int) -> None:
        """Put the level of `seed` at its first moment, here and in the browser."""
        with self.hold_sync(), self.hold_trait_notifications():
            self.seed, self.moves = check_seed(seed), []
            self.turn += 1

    def press(self, action: int) -> None:
        """Take one action; nothing happens when the episode is over.

        Raises ValueError for an action that the world does not have.
        """
        if not is_whole(action) or not 0 <= action < len(self.home.Action):
            names = ", ".join(f"{a.value} {a.name}" for a in self.home.Action)
            raise ValueError(f"an action is one of {names}, not {shown(action)}")
        if self.over:
            return
        self._take(action)
        with self.hold_sync():
            self.moves = list(self._taken)
            self.turn += 1

    # ── What the browser says ──

    @traitlets.observe("seed", "moves")
    def _follow(self, _change) -> None:
        """Keep levels ahead of a browser that makes none; after an episode, add the agent's."""
        if self.levels and self.levels[0]["seed"] != self.seed:
            self.levels = self._ahead(self.seed)
        try:
            self._show()
        except Exception as error:  # a rule of a reader's own may raise anything
            self.trouble = f"{self.home.title} cannot go on: {type(error).__name__}: {error}"
            return
        if self.opponent is None:
            return
        ended = (self.seed, *self.moves) if self.over else None
        if ended != self._compared:
            self._compared = ended
            before, self.player = self.player, self._both() if ended else None
            if before is not None:
                before.close()

    def _show(self) -> None:
        """Say what is to be seen, where the browser has no rules to find out."""
        if self.rules:
            return
        state, names = self.state, list(self.home.metrics)
        self.seen = {
            "seed": self.seed,
            "moves": list(self._taken),
            "over": self.over,
            "status": self.status,
            "path": np.ravel(self._path).tolist(),
            "events": [[step, names.index(name)] for step, name in self._news],
            "camera": self.home.stage(state),
            "runs": bool(self.home.figures),
            **pack_level(to_look_at(self.home), state),
        }

    def _both(self) -> EpisodePlayer | None:
        """The reader's episode and the agent's on the same level; `trouble` if that goes wrong."""
        try:
            other = play(self.opponent, self.distribution, seed=self.seed)
        except Exception as error:  # a student's own policy may raise anything
            self.trouble = f"{self.against} could not play this level: {error}"
            return None
        self.trouble = ""
        speed = 15 if self.home.figures else 6
        return EpisodePlayer(self.episode, other, caption="The same level twice", speed=speed)

    def _ahead(self, seed: int) -> list[dict]:
        """The levels from `seed` on, as records at their first moment."""
        sim = small_sim(self.distribution, AHEAD)
        seeds = range(seed, seed + AHEAD)
        sim.reset(np.array(seeds, np.uint64))
        return [{"seed": s, "start": base64(sim.batch[n : n + 1])} for n, s in enumerate(seeds)]

    def _restart(self, seed: int) -> None:
        self._sim.reset(np.array([seed], np.uint64))
        self._at, self._reward = seed, 0.0
        self._taken: list[int] = []
        self._news: list[tuple[int, str]] = []  # steps, and which metric rose
        self._path = [self.home.agent_position(self._sim.batch[0])]

    def _catch_up(self) -> None:
        """Apply the real rules to all of `moves`."""
        known = len(self._taken)
        if self.seed != self._at or self.moves[:known] != self._taken:
            self._restart(self.seed)
        for action in self.moves[len(self._taken) :]:
            self._take(action)

    def _take(self, action: int) -> None:
        """Take one step by the real rules."""
        state = self._sim.batch[0]
        before = state.copy()
        self._sim.step(np.array([action]))
        self._taken.append(int(action))
        self._path.append(self.home.agent_position(state))
        self._reward += float(state.reward)
        for name in self.home.metrics:
            if name in self.home.events and state[name] > before[name]:
                self._news.append((len(self._taken), name))

    def close(self) -> None:
        """Take the arcade, and the player in it, out of the notebook."""
        super().close()
        if self.player is not None:
            self.player.close()

    @classmethod
    def plays_alone(cls, state: Mapping[str, Any]) -> bool:
        """Whether the browser has the rules."""
        return bool(state.get("rules"))

    def describe(self) -> str:
        """The level and how far it has been played, in one line."""
        return f"To play by hand: {self.label}, level {self.seed}. {self.status}"

    def still(self) -> bytes:
        """The level as it is now, as a PNG."""
        home = to_look_at(self.home)
        return picture_png(home, self.state, home.art_of(self.distribution))


def check_seed(seed: Any) -> int:
    """The seed as an int; ValueError that names it if it is none."""
    check_whole("seed", seed, 0, 2**31 - 1)
    return int(seed)
