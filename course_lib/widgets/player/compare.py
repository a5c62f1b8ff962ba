"""Several policies on one level, side by side in the player, with what was counted."""

from typing import Any

import traitlets

from course_lib.engine.world import world_of
from course_lib.protocols import Distribution, Policy
from course_lib.study.measure.episodes import Episode, play
from course_lib.study.measure.policies import policy_name
from course_lib.study.measure.tables import distinct
from course_lib.study.show.names import metric_words
from course_lib.widgets.player.widget import MOST, EpisodePlayer


class Compare(EpisodePlayer):
    """The player with 2 to 6 policies on the same level, in step, and their metrics below.

    distribution, seed, level: as in `cl.play`. caption, speed, autoplay: as in EpisodePlayer.
    `metrics` has one dict a policy. One level shows how policies differ, not how often: for that
    there is `cl.behaviour`.
    """

    table = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        *policies: Policy,
        distribution: Distribution,
        seed: int = 0,
        level: Any = None,
        **look,
    ):
        if not 2 <= len(policies) <= MOST:
            raise ValueError(f"Compare shows 2 to {MOST} policies, not {len(policies)}")
        episodes = [play(policy, distribution, seed, level) for policy in policies]
        for episode, name in zip(episodes, distinct(map(policy_name, policies)), strict=True):
            episode.policy = name
        super().__init__(*episodes, **look)
        self.table = pack_table(episodes)

    @property
    def metrics(self) -> list[dict]:
        """For each policy what was counted, with its name, steps and reward."""
        return [
            {
                "policy": episode.policy,
                **episode.metrics,
                "steps": len(episode.actions),
                "reward": round(float(episode.rewards.sum()), 6),
            }
            for episode in self.episodes
        ]

    def describe(self) -> str:
        """Who was compared and how it ended, in one line."""
        return super().describe().replace("Episode", "Policies compared", 1)


def pack_table(episodes: list[Episode]) -> dict:
    """The metrics as heads and rows: the intended goal first, and marked as such."""
    home = world_of(episodes[0].distribution)
    roles = {home.goal: "intended goal", **dict.fromkeys(home.proxies, "proxy")}
    words = metric_words(home.metrics, home.words.metrics)
    heads = [f"{words[m]} ({roles[m]})" if m in roles else words[m] for m in home.metrics]
    rows = [
        [
            episode.policy,
            *episode.metrics.values(),
            len(episode.actions),
            f"{episode.rewards.sum():g}",
        ]
        for episode in episodes
    ]
    caption = "Counted on this one level. How often: cl.behaviour."
    return {"caption": caption, "heads": ["policy", *heads, "steps", "reward"], "rows": rows}
