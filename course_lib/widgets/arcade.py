"""The arcade: a world to play by hand, through the real rules in the kernel."""

from numbers import Integral
from typing import Any

import numpy as np
import traitlets

from course_lib.engine.lanes import Lanes
from course_lib.engine.world import world_of
from course_lib.study.play import Episode, from_actions
from course_lib.widgets.base import CourseWidget, source
from course_lib.widgets.payload import base64, distribution_words, pack_world
from course_lib.widgets.still import picture_png


class Arcade(CourseWidget):
    """The reader plays levels of a distribution: keys, buttons, or clicks beside the agent.

    seed: of the first level; "new level" takes the next one. `moves` are the actions so far,
    `episode` is the run as an Episode. Raises ValueError for a negative or fractional seed and
    TypeError for what is not a distribution.
    """

    _esm = source("draw.js", "arcade.js")
    _css = source("style.css", "arcade.css")

    world = traitlets.Dict().tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    over = traitlets.Bool(False).tag(sync=True)
    moves = traitlets.List(traitlets.Int()).tag(sync=True)
    seed = traitlets.Int().tag(sync=True)
    answers = traitlets.Int(0).tag(sync=True)

    def __init__(self, distribution, seed: int = 0):
        if isinstance(seed, bool) or not isinstance(seed, Integral) or not 0 <= seed < 2**31:
            raise ValueError(f"seed must be a whole number from 0 to 2147483647, not {seed!r}")
        self.distribution = distribution
        self.rules = world_of(distribution)
        self._lane = Lanes(distribution, 1, "tiles", again=False)
        words = distribution_words(distribution)
        super().__init__(
            world=pack_world(self.rules, distribution), label=f"{self.rules.title}, {words}"
        )
        self.on_msg(lambda _widget, message, _buffers: self._hear(message))
        self._lane.start(np.array([seed], np.uint64))
        self._lane.step(np.array([0]))  # compiles the rules now, not at the reader's first key
        self.begin(int(seed))

    @property
    def state(self) -> np.record:
        """The record of the world as it is now."""
        return self._lane.batch[0]

    @property
    def tallies(self) -> dict[str, int]:
        """What has been counted so far."""
        return {name: int(self.state[name]) for name in self.rules.tallies}

    @property
    def episode(self) -> Episode:
        """The run so far as an Episode, for the player and for the study."""
        return from_actions(self.distribution, list(self.moves), seed=self.seed)

    def begin(self, seed: int) -> None:
        """The level of `seed` is at its first moment."""
        self._lane.start(np.array([seed], np.uint64))
        self._path = [self._where()]
        self._reward, self._news = 0.0, []
        with self.hold_sync():
            self.seed, self.moves = seed, []
            self._show()

    def press(self, action: int) -> None:
        """One action has been taken. Nothing happens when the episode is over.

        Raises ValueError for an action that the world does not have.
        """
        before = self.tallies
        if self.over:
            return
        self._lane.step(np.array([action]))
        self._reward += float(self.state.reward)
        self._path.append(self._where())
        events = self.rules.events
        self._news += [
            [len(self.moves) + 1, name, events[name]]
            for name, count in self.tallies.items()
            if count > before[name] and name in events
        ]
        with self.hold_sync():
            self.moves = [*self.moves, int(action)]
            self._show()

    def _hear(self, message: dict[str, Any]) -> None:
        """What the browser asked for is done."""
        with self.hold_sync():
            if "press" in message:
                self.press(message["press"])
            elif message.get("level") == "again":
                self.begin(self.seed)
            elif message.get("level") == "next":
                self.begin(self.seed + 1)
            self.answers += 1  # even if nothing else has changed

    def _where(self) -> list[float]:
        return [float(v) for v in self.rules.where(self.state)]

    def _show(self) -> None:
        """The traits say what the record holds."""
        tiles = self.rules.scenery(self.state)
        self.over = bool(self.state.terminated or self.state.truncated)
        names = list(self.rules.tallies)
        self.scene = {
            "height": tiles.shape[0],
            "width": tiles.shape[1],
            "tiles": base64(tiles),
            "free": self.rules.standing(self.state) or None,
            "camera": self.rules.stage(self.state),
            "path": [v for place in self._path for v in place],
            "events": [[step, names.index(name)] for step, name, _ in self._news],
        }
        self.status = self._words()

    def _words(self) -> str:
        step, limit = int(self.state.steps), int(self.state.limit)
        counts = ", ".join(f"{name} {count}" for name, count in self.tallies.items())
        head = f"Step {step} of at most {limit}. Reward {self._reward:g}. Counted: {counts}."
        told = [f"At step {at}: {label}." for at, _, label in self._news]
        if self.state.terminated:
            told.append("The episode is over.")
        elif self.state.truncated:
            told.append("Out of time: the episode is over.")
        return " ".join([head, *told])

    def describe(self) -> str:
        """The level and how far it has been played, in one line."""
        return f"Arcade: {self.label}, level {self.seed}. {self.status}"

    def still(self) -> bytes:
        """The level as it is now, as a PNG."""
        return picture_png(self.rules, self.state, self._lane.sprites)
