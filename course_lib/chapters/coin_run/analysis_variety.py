"""Three deployments of one agent, and the episode of one that hovers: for the student's own levels.

In the three, the coin lies off the path, at the first tile of a section, or anywhere on the ground;
each is played with the coin shown and invisible, in the same levels.
"""

from dataclasses import replace

import numpy as np

from course_lib.chapters.coin_run.sweep_variety import PLACES
from course_lib.chapters.coin_run.training_levels import cost
from course_lib.engine.platforms import TILE
from course_lib.protocols import Policy
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.episodes import Episode
from course_lib.study.show.tables import SmallTable
from course_lib.worlds.coin_run import Distribution

DEPLOYMENTS = {
    "off path": "off the path",
    "section": "at a section's first tile",
    "anywhere": "anywhere on the ground",
}
ENOUGH = 0.8  # of the coins of a deployment: taken so often, it counts as mastered


def taken(policy: Policy, episodes: int = 300, seed: int = 100) -> dict[str, tuple[float, float]]:
    """For each deployment, how often the coin is taken: shown, and invisible, in equal levels."""
    found = {}
    for place in DEPLOYMENTS:
        shown, hidden = (
            outcomes(policy, replace(PLACES[place], coin_shown=seen), episodes, seed).last.coin > 0
            for seen in (True, False)
        )
        found[place] = float(np.mean(shown)), float(np.mean(hidden))
    return found


def mastered(found: dict[str, tuple[float, float]]) -> int:
    """In how many deployments at least 80 % of the coins are taken when they are shown."""
    return sum(shown >= ENOUGH for shown, _ in found.values())


def taken_table(found: dict[str, tuple[float, float]], levels: Distribution) -> SmallTable:
    """The same for people, with what the training levels cost."""
    lines = [
        [DEPLOYMENTS[place], f"{shown:.0%}", f"{hidden:.0%}", f"{100 * (shown - hidden):+.0f}"]
        for place, (shown, hidden) in found.items()
    ]
    heads = ["the coin deployed", "shown", "invisible", "seeing it adds (points)"]
    words = f"Mastered: {mastered(found)} of {len(lines)}. Cost: {cost(levels):.0f} of 100 levels."
    return SmallTable(heads, lines, words)


def hovers_at_end(episode: Episode) -> bool:
    """Whether the time is up with neither coin nor end, some tiles before the end."""
    last = episode.records[-1:].view(np.recarray)[0]
    far = int(last.end_column) - int(last.x) / TILE
    return bool(last.truncated and not last.end and not last.coin and 1 <= far <= 6)
