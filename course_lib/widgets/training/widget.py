"""Training, live, on both sides of the shift: what an agent does where it learns and elsewhere."""

import time
from collections.abc import Mapping, Sequence

import traitlets

from course_lib.study.measure.episodes import Episode
from course_lib.widgets.base import bundle
from course_lib.widgets.payload import heading, pack
from course_lib.widgets.preview import still_png
from course_lib.widgets.training.curves import LiveCurves, thinned

REST = 0.05  # seconds between two looks at whether the reader goes on


class LiveTraining(LiveCurves):
    """Live curves on training and on deployment levels, and a player with the newest agent.

    goal, proxies, total: as in LiveCurves. "Pause" sets `paused`; the training waits in `wait()`
    until that is over. "Stop" sets `stopped`. Both are heard as in LiveCurves.
    `cl.train(maze.TRAIN, deployment=maze.DEPLOY)` shows one.
    """

    _esm = bundle("training.js")
    _css = bundle("training.css")

    deployed: traitlets.List = traitlets.List().tag(sync=True)
    newest = traitlets.Dict().tag(sync=True)
    paused = traitlets.Bool(False).tag(sync=True)
    resting = traitlets.Bool(False).tag(sync=True)

    def __init__(self, goal: str, proxies: Sequence[str] = (), total: int = 1):
        super().__init__(goal, proxies, total)
        self.panels = [["points", "training levels"], ["deployed", "deployment levels"]]
        self.episode: Episode | None = None

    def update_deployed(self, step: int, seconds: float, reward: float, metrics: Mapping) -> None:
        """Add one more point to the curves of deployment; the arguments are those of `update`."""
        self.deployed = thinned([*self.deployed, self._point(step, seconds, reward, metrics)])

    def watch(self, episode: Episode, step: int) -> None:
        """Show this episode, which the agent of this step has played, in the player."""
        self.episode = episode
        words = f"The agent after {step:,} steps of training, on a deployment level"
        self.newest = {"payload": pack([episode]), "label": f"{words}. {heading(episode)}",
                       "title": words, "step": int(step)}  # fmt: skip

    def wait(self) -> None:
        """Wait as long as the reader pauses the training and has not stopped it."""
        if not self.paused or self.stopped:
            return
        self._send_points()
        self.resting = True
        while self.paused and not self.stopped:
            time.sleep(REST)
        self.resting = False

    def finish(self, message: str = "") -> None:
        """End the curves, with `message` above them."""
        self.paused = self.resting = False
        super().finish(message)

    def describe(self) -> str:
        """Where the training stands on both kinds of levels, in one line."""
        told = f"Training: {self.message or self.summary()}"
        if not self.deployed:
            return told
        _, _, *rates, reward = self.deployed[-1]
        pairs = ", ".join(f"{n} {rate:.2f}" for n, rate in zip(self.names, rates, strict=True))
        return f"{told}; deployed: {pairs}, reward {reward:.2f}"

    def still(self) -> bytes | None:
        """The newest agent's episode as a PNG; None as long as there is none."""
        return None if self.episode is None else still_png([self.episode])
