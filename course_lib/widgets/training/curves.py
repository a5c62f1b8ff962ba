"""Live curves: what an agent gets and does while it is being trained, and a way to stop."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

import traitlets

from course_lib.checks import as_items, as_mapping, check_text, shown
from course_lib.engine.checks import check_number, check_whole
from course_lib.widgets.base import CourseWidget, bundle
from course_lib.widgets.preview import curves_png

GAP = 0.5  # seconds between two messages to the browser, at least
LARGEST = 10**15  # of what a curve can show
MOST = 240  # points that are kept; then every other one is dropped


class LiveCurves(CourseWidget):
    """Curves of reward, intended goal and proxies against steps, growing while a cell runs.

    goal, proxies: names of metrics. total: steps planned. Clicking "Stop" sets `stopped` while
    the training cell is still running: JupyterLab 4.4 and later give widgets a thread of their
    own in the kernel (ipykernel 7). Where that is missing, the widget says after a moment how
    to interrupt the kernel instead.
    """

    _esm = bundle("curves.js")
    _css = bundle("curves.css")

    series: traitlets.List = traitlets.List().tag(sync=True)
    points: traitlets.List = traitlets.List().tag(sync=True)
    panels = traitlets.List([["points", ""]]).tag(sync=True)
    total = traitlets.Int().tag(sync=True)
    done: traitlets.List = traitlets.List([0, 0.0]).tag(sync=True)  # steps and seconds so far
    message = traitlets.Unicode().tag(sync=True)
    finished = traitlets.Bool(False).tag(sync=True)
    stopped = traitlets.Bool(False).tag(sync=True)
    heard = traitlets.Bool(False).tag(sync=True)

    def __init__(self, goal: str, proxies: Sequence[str] = (), total: int = 1):
        check(goal, proxies, total)
        self.names = (goal, *proxies)
        self._all: list[list] = []
        self._done: list = [0, 0.0]
        self._sent = 0.0
        roles = ["intended goal", *["proxy"] * len(proxies)]
        series = [{"name": n, "role": r} for n, r in zip(self.names, roles, strict=True)]
        super().__init__(series=[*series, {"name": "reward", "role": ""}], total=int(total))
        self.observe(self._answer, "stopped")
        if self.comm is not None:
            # ipykernel 7.4 sends an answer to the thread that last wrote to the widget, which is
            # the one that trains, and so only when the cell has ended. Without this method the
            # answer goes where JupyterLab asked: to the thread that it opened for widgets.
            self.comm._reply_subshell_for = None

    def update(
        self, step: int, seconds: float, reward: float, metrics: Mapping, begun: int | None = None
    ) -> None:
        """Add one more point to the curves; the browser hears of it at most every half second.

        step, seconds: how far the training is. reward and metrics: means per episode, lately; of
        the episodes that had begun by step `begun`, where that is not `step`.
        Raises ValueError if a metric is missing.
        """
        point = self._point(step if begun is None else begun, seconds, reward, metrics)
        kept = self._all[:-1] if self._all and self._all[-1][0] == point[0] else self._all
        self._all = thinned([*kept, point])
        self.tell(step, seconds)

    def tell(self, step: int, seconds: float) -> None:
        """Say how far the training is; the browser hears of it at most every half second."""
        self._done = [int(step), round(float(seconds), 3)]
        if time.monotonic() - self._sent >= GAP:
            self._send_points()

    def _point(self, step: int, seconds: float, reward: float, metrics: Mapping) -> list:
        """One point of all curves; ValueError if a metric is missing."""
        check_whole("step", step)
        check_number("seconds", seconds, 0, LARGEST)
        check_number("reward", reward, -LARGEST, LARGEST)
        as_mapping("metrics", metrics, "from the names of metrics to numbers")
        missing = [name for name in self.names if name not in metrics]
        if missing:
            known = ", ".join(map(shown, metrics)) or "none"
            raise ValueError(f"metrics lack {missing[0]!r}; they have {known}")
        for name in self.names:
            check_number(name, metrics[name], -LARGEST, LARGEST)
        rates = [round(float(metrics[name]), 5) for name in self.names]
        return [int(step), round(float(seconds), 3), *rates, round(float(reward), 5)]

    def finish(self, message: str = "") -> None:
        """End the curves, with `message` above them."""
        check_text("message", message)
        self._send_points()
        self.message = message or self.summary()
        self.finished = True
        self._refresh_still()

    def summary(self) -> str:
        """Where the training stands, in one line."""
        if not self._all:
            return "no episode has ended yet"
        _, _, *rates, reward = self._all[-1]
        step, seconds = self._done
        told = ", ".join(f"{n} {rate:.2f}" for n, rate in zip(self.names, rates, strict=True))
        return f"{step:,} of {self.total:,} steps in {seconds:.0f} s: {told}, reward {reward:.2f}"

    def _send_points(self) -> None:
        self._sent = time.monotonic()
        with self.hold_sync():
            self.points, self.done = list(self._all), list(self._done)

    def _answer(self, _change) -> None:
        self.heard = self.stopped

    @classmethod
    def plays_alone(cls, state: Mapping[str, Any]) -> bool:
        """Whether the training is over: a curve that stands still would be no live one."""
        return bool(state.get("finished"))

    def describe(self) -> str:
        """Where the training stands, in one line."""
        return f"Training: {self.message or self.summary()}"

    def still(self) -> bytes | None:
        """The curves as a PNG; None as long as there are none."""
        panels = [(title, getattr(self, name)) for name, title in self.panels]
        return curves_png(self.series, panels) if self.points else None


def thinned(points: list) -> list:
    """The points, and of too many every other one and the last."""
    return points if len(points) <= MOST else [*points[:-1:2], points[-1]]


def check(goal, proxies, total) -> None:
    """Raise ValueError that names what is wrong with the arguments of the curves."""
    check_text("goal", goal)
    for name in as_items("proxies", proxies, "names"):
        check_text("each of the proxies", name)
    check_number("total (of steps)", total, 1, LARGEST)
