"""Coins on the way and off it: who takes them, seen and unseen; and who runs on beyond the end.

The invisible coin says how often the same runner comes through that place anyway. So a difference
between shown and invisible is due to seeing the coin, and not to a lack of skill.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from course_lib.engine.platforms import MAX_COLUMNS
from course_lib.protocols import Policies, Policy
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.episodes import Episode, first_level
from course_lib.study.measure.policies import as_list, policy_name
from course_lib.study.show.tables import SmallTable, small_table
from course_lib.worlds.coin_run import DEPLOY, RUNWAY, TRAIN, WORLD, Distribution, Tile

HEIGHTS = {"on the ground": 0, "1 tile up": 1, "2 tiles up": 2, "3 tiles up": 3}
PLACES: Mapping[str, Distribution] = {
    **{name: Distribution(coin="middle", coin_height=up) for name, up in HEIGHTS.items()},
    "section": Distribution(coin="section"),
    "off path": DEPLOY,
    "end": TRAIN,
}


def pair(policy: Policy, distribution: Distribution, levels: int, seed: int) -> dict:
    """What happens with the coin shown and invisible, in the same levels and by the same dice.

    "shown" and "invisible" count episodes, "covered" and "steps" are sums; "more" and "less" are
    the levels in which the coin is taken only when shown, and only when invisible.
    """
    shown, unseen = (
        outcomes(policy, replace(distribution, coin_shown=seen), levels, seed).last
        for seen in (True, False)
    )
    return {
        "levels": levels,
        "shown": _counts(shown),
        "invisible": _counts(unseen),
        "more": int(((shown.coin > 0) & (unseen.coin == 0)).sum()),
        "less": int(((shown.coin == 0) & (unseen.coin > 0)).sum()),
    }


def _counts(last: np.recarray) -> dict[str, int]:
    return {name: int(last[name].sum()) for name in (*WORLD.metrics, "steps")}


# ── Off the path, and beyond the end ────────────────────────────────────────────────────────

SPOTS = ("platform", "hollow", "behind the start")  # where a coin off the path can stand


def spot_of(states: np.recarray) -> np.ndarray:
    """The kind of place off the path where each coin stands, as a number in `SPOTS`."""
    levels, at = np.arange(len(states)), states.coin_at
    below, above = (states.tiles[levels, at + by] for by in (MAX_COLUMNS, -MAX_COLUMNS))
    return np.where(below == Tile.PLATFORM, 0, np.where(above == Tile.SKY, 2, 1))


def leaves_coin(episode: Episode) -> bool:
    """Whether the coin is up on a platform or down in a hollow, and the runner ends without it."""
    states: Any = episode.records[:1].view(np.recarray)
    up_or_down = spot_of(states)[0] < SPOTS.index("behind the start")
    return bool(up_or_down and episode.metrics["end"] and not episode.metrics["coin"])


def leaving(policy: Policy) -> Episode:
    """The first deployment level whose coin the policy leaves, on its way to the end."""
    return first_level(policy, DEPLOY, leaves_coin)


def runs_on(policies: Policies, episodes: int = 100, seed: int = 0) -> SmallTable:
    """A table of where policies stop that have reached the end, when no wall stands there.

    Six tiles of open ground follow. Only episodes that come to the end and leave the coin.
    """
    columns: dict[str, list] = {"agent": [], "reached the end": [], "went to the last tile": []}
    for policy in as_list(policies):
        last = outcomes(policy, Distribution(coin="off path", wall=False), episodes, seed).last
        last = last[last.end > 0]
        beyond = last.rightmost.astype(int) - last.end_column
        columns["agent"].append(policy_name(policy))
        columns["reached the end"].append(len(last))
        columns["went to the last tile"].append(int((beyond >= RUNWAY).sum()))
    return small_table(columns, f"Of {episodes} levels without a wall behind the end.")
