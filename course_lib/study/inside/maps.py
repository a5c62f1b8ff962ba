"""The map of what a critic's forecast rests on, laid over an episode in the player."""

from typing import Any

import numpy as np

from course_lib.study.inside.attribution import STEPS, attribution
from course_lib.study.inside.moments import observe
from course_lib.study.inside.overlay import Overlay, advantages
from course_lib.study.measure.episodes import Episode
from course_lib.worlds.coin_run import camera


def overlay(agent: Any, episode: Episode, steps: int = STEPS) -> Overlay:
    """The attribution of each place, all channels summed, in each state of an episode.

    1 is as much as the largest part of the median picture. The agent need not be the one that
    played. steps: of the integral.
    """
    parts = attribution(
        agent, observe(episode.distribution, episode.records), steps=steps
    ).parts.sum(3)
    scale = float(np.median(np.abs(parts).max((1, 2)))) or 1.0
    height, width = parts.shape[1:3]
    corners = np.array([camera(s, height, width) for s in episode.records])
    named = ("all channels",)
    return Overlay(named, parts[..., None] / scale, corners, advantages(episode, agent), scale)
