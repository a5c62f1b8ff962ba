"""The player: episodes, step by step, with what the agent expected and might have done."""

from collections.abc import Mapping
from typing import Any

import traitlets

from course_lib.checks import check_flag, check_text
from course_lib.engine.checks import is_number
from course_lib.study.inside.overlay import Overlay
from course_lib.study.measure.episodes import Episode
from course_lib.widgets.base import CourseWidget, bundle
from course_lib.widgets.payload import heading, pack
from course_lib.widgets.preview import still_png

MOST = 6  # episodes side by side
MANY = 8  # times that something happened, beyond which they are not listed one by one
SLOWEST, FASTEST = 0.5, 60  # steps per second


class EpisodePlayer(CourseWidget):
    """A player that shows one to six episodes in step, with one scrubber for all.

    caption: one line above the picture. speed: steps per second at the start, 0.5 to 60.
    autoplay: starts as soon as it is seen, unless the reader prefers reduced motion.
    overlay: what the critic makes of each place (study/inside/overlay.py), or one for each episode.
    `step` is the step at which the reader last paused; set it, and the player goes there.

    All data travel once, when the player is made; playing needs no kernel.
    Raises ValueError for anything but one to six episodes, a bad speed or a bad caption.
    """

    _esm = bundle("player.js")
    _css = bundle("player.css")

    payload = traitlets.Dict().tag(sync=True)
    caption = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    speed = traitlets.Float().tag(sync=True)
    autoplay = traitlets.Bool(False).tag(sync=True)
    step = traitlets.Int(0).tag(sync=True)

    def __init__(self, episode, *others, caption="", speed=6, autoplay=False, overlay=None):
        episodes = (episode, *others)
        check(episodes, caption, speed)
        check_flag("autoplay", autoplay)
        overlays = list(overlay) if isinstance(overlay, (list, tuple)) else [overlay]
        check_overlays(episodes, overlays)
        self.episodes = episodes
        super().__init__(
            payload=pack(episodes, overlays),
            caption=caption,
            label="Player. " + "; ".join(heading(e) for e in episodes),
            speed=float(speed),
            autoplay=bool(autoplay),
        )

    @traitlets.validate("step")
    def _in_range(self, proposal) -> int:
        last = max(len(episode.actions) for episode in self.episodes)
        if not 0 <= proposal["value"] <= last:
            raise ValueError(f"step must be from 0 to {last}, not {proposal['value']}")
        return proposal["value"]

    @classmethod
    def plays_alone(cls, state: Mapping[str, Any]) -> bool:
        """True: all data have come with it."""
        return True

    def describe(self) -> str:
        """What is shown and how it ends, in one line."""
        return "Episode: " + "; ".join(summary(episode) for episode in self.episodes)

    def still(self) -> bytes:
        """First, middle and last frame of each episode with the way so far, as a PNG."""
        return still_png(self.episodes)


def check(episodes: tuple, caption, speed) -> None:
    """Raise ValueError that names what is wrong with the player's arguments."""
    for episode in episodes:
        if not isinstance(episode, Episode):
            raise ValueError(
                f"the player shows Episodes, as cl.play(...) returns them, not {episode!r:.80}"
            )
    if len(episodes) > MOST:
        raise ValueError(f"the player shows 1 to {MOST} episodes, not {len(episodes)}")
    check_text("caption", caption)
    if not is_number(speed) or not SLOWEST <= speed <= FASTEST:
        raise ValueError(
            f"speed must be a number of steps per second from {SLOWEST} to {FASTEST}, not {speed!r}"
        )


def check_overlays(episodes: tuple, overlays: list) -> None:
    """Raise ValueError for overlays that do not belong to these episodes."""
    if len(overlays) > len(episodes):
        raise ValueError(f"there are {len(overlays)} overlays for {len(episodes)} episodes")
    for episode, one in zip(episodes, overlays, strict=False):
        if one is None:
            continue
        if not isinstance(one, Overlay):
            raise ValueError(f"an overlay is what overlay(...) returns, not {one!r:.80}")
        if len(one.parts) != len(episode.records):
            raise ValueError(
                f"the overlay is of {len(one.parts)} moments, the episode of {len(episode.records)}"
            )


def summary(episode) -> str:
    """An episode in one line: who, where, how long, what happened."""
    steps: dict[str, list[int]] = {}
    for event in episode.events:
        steps.setdefault(event["label"], []).append(event["step"])
    happened = [
        f"{event['label']} at step {event['step']}"
        for event in episode.events
        if len(steps[event["label"]]) <= MANY
    ]
    happened += [
        f"{label} {len(at)} times, from step {at[0]} to step {at[-1]}"
        for label, at in steps.items()
        if len(at) > MANY
    ]
    end = ", ".join(happened) or "none of the counted events"
    return f"{heading(episode)}, {len(episode.actions)} steps: {end}"
