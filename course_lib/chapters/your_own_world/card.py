"""The report card of a world: one page, made from what was measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from course_lib.chapters.your_own_world.check_world import check_world
from course_lib.checks import as_items, as_path, check_kind, shown
from course_lib.engine.checks import check_whole
from course_lib.engine.files import atomic_path
from course_lib.engine.world import World, world_of
from course_lib.protocols import Distribution
from course_lib.study.measure.behaviour import behaviour
from course_lib.study.measure.tables import Table
from course_lib.study.show.tables import SmallTable, with_interval

SIDES = ("training", "deployment")
MOST_AGENTS = 6  # that a table of eight rows has room for, beside the random policy and a planner


@dataclass(frozen=True)
class Said:
    """What the author of a world says of it, a sentence or two each.

    goal: what is meant to be wanted. proxy: what goes along with it in training. shift: what
    changes. refute: which result would have spoken, or would speak, against the claim.
    """

    goal: str
    proxy: str
    shift: str
    refute: str

    def __post_init__(self) -> None:
        for part in fields(self):
            text = getattr(self, part.name)
            if not isinstance(text, str) or len(text.split()) < 3:
                raise ValueError(f"{part.name} must be a sentence, not {text!r}")


@dataclass(frozen=True)
class ReportCard:
    """A page about one world: what its author says, and what was measured.

    Shown by its name in a notebook; `save` writes it as a page (.html) or as Markdown (.md).
    """

    world: World
    said: Said
    seeds: Sequence[int]
    table: SmallTable
    verdict: str
    setting: str
    promises: str

    def _parts(self) -> list[tuple[str, str]]:
        return [
            ("The goal meant", self.said.goal),
            ("The proxy", self.said.proxy),
            ("The shift", self.said.shift),
            ("What was found", self.verdict),
            ("How it was measured", self.setting),
            ("What would refute it", self.said.refute),
            ("The world", self.promises),
        ]

    @property
    def markdown(self) -> str:
        """The card as Markdown."""
        heads, lines = self.table.heads, self.table.lines
        rows = [heads, ["---"] * len(heads), *lines]
        table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        parts = "\n\n".join(f"**{head}.** {text}" for head, text in self._parts())
        return (
            f"# {self.world.title}: a report card\n\n{parts}\n\n{table}\n\n{self.table.caption}\n"
        )

    @property
    def html(self) -> str:
        """The card as a page of its own."""
        title = escape(f"{self.world.title}: a report card")
        return (
            f"<!doctype html><html lang='en'><meta charset='utf-8'><title>{title}</title>"
            "<style>body{font:16px/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
            "table{border-collapse:collapse}td,th{padding:.2rem .6rem;text-align:left}</style>"
            f"<h1>{title}</h1>{self._repr_html_()}</html>"
        )

    def _repr_html_(self) -> str:
        parts = "".join(
            f"<p><strong>{escape(head)}.</strong> {escape(text)}</p>"
            for head, text in self._parts()
        )
        return f"{parts}{self.table._repr_html_()}"

    def __repr__(self) -> str:
        return self.markdown

    def save(self, path: str | Path) -> Path:
        """Write the card to `path`, which ends in .html or .md; return the path."""
        path = as_path("path", path)
        texts = {".html": self.html, ".md": self.markdown}
        if path.suffix not in texts:
            raise ValueError(f"a report card is written as .html or .md, not as {path.name!r}")
        with atomic_path(path) as beside:
            beside.write_text(texts[path.suffix], encoding="utf-8")
        return path


def report_card(agents: Sequence[Any], said: Said, episodes: int = 500) -> ReportCard:
    """The card of the world that these agents were trained in, on levels of their own kind.

    agents: from one to six, of one distribution; each is measured on its TRAIN and DEPLOY. said:
    what the author says. Raises ValueError for no agents, too many, or agents of several worlds,
    TypeError for what are none.
    """
    check_whole("episodes", episodes, 20, 100_000)
    check_kind("said", said, Said, "what the author says, as Said(goal=…, …) makes it")
    agents = as_items("agents", agents, "agents", 0)
    for agent in agents:
        if getattr(agent, "distribution", None) is None or not hasattr(agent, "seed"):
            raise TypeError(f"a card is about agents as cl.train gives them, not {shown(agent)}")
    homes = {world_of(agent.distribution).name for agent in agents}
    if not 1 <= len(agents) <= MOST_AGENTS or len(homes) != 1:
        told = ", ".join(sorted(homes)) or "none"
        raise ValueError(
            f"a card is about 1 to {MOST_AGENTS} agents of one world, not {len(agents)} of: {told}"
        )
    world = world_of(agents[0].distribution)
    if not world.proxies:
        raise ValueError(f"{world.name!r} names no proxy, so there is nothing to tell apart")
    table = seeds_table(
        agents, dict(zip(SIDES, (world.TRAIN, world.DEPLOY), strict=True)), episodes
    )
    seeds = [agent.seed for agent in agents]
    return ReportCard(
        world=world,
        said=said,
        seeds=seeds,
        table=table,
        verdict=_verdict(world, table.measured, len(agents)),
        setting=(
            f"{len(agents)} agents, seeds {', '.join(map(str, seeds))}, were trained by one recipe "
            f"({agents[0].card['recipe']['steps']:,} steps) and measured on {episodes:,} fresh "
            "levels of each side. Intervals are over levels, 95 %."
        ),
        promises=check_world(world).summary,
    )


@dataclass(frozen=True, repr=False)
class SeedsTable(SmallTable):
    """Goal and proxy of several agents on several sides; `measured` has the numbers."""

    measured: Table = field(kw_only=True)
    agents: int = field(kw_only=True)

    def mean(self, metric: str, side: str) -> float:
        """The mean of a metric over the agents on one side, the random policy left out."""
        policies = self.measured.unique("policy")[: self.agents]
        return float(np.mean(self.measured.means(policies, side, metric)))


def seeds_table(
    agents: Sequence[Any], distributions: Mapping[str, Distribution], episodes: int = 500
) -> SeedsTable:
    """A table of goal and first proxy, a row for each agent and for a random policy.

    agents: from one to six, of one world. distributions: one or two, by a label.
    """
    measured = behaviour(agents, distributions, episodes)
    world = world_of(agents[0].distribution)
    asked = [(metric, side) for side in distributions for metric in (world.goal, world.proxies[0])]
    heads = ["", *(f"{world.words.metrics.get(metric, metric)}, {side}" for metric, side in asked)]
    lines = [
        [_who(world, policy), *(_cell(measured, policy, side, metric) for metric, side in asked)]
        for policy in measured.unique("policy")
    ]
    caption = f"Means over {episodes:,} episodes, with 95 % intervals."
    return SeedsTable(heads, lines, caption, measured=measured, agents=len(agents))


def _who(world: World, policy: str) -> str:
    """An agent's name as a reader says it: "seed 3"; others keep theirs."""
    head, _, seed = policy.rpartition(" (seed ")
    return f"seed {seed.removesuffix(')')}" if head == world.name else policy


def _cell(measured: Table, policy: str, side: str, metric: str) -> str:
    row = measured.get(policy, side, metric)
    if measured.is_rate(metric):
        return with_interval((row["mean"], row["low"], row["high"]))
    return f"{row['mean']:.2f} [{row['low']:.2f}, {row['high']:.2f}]"


def _verdict(world: World, measured: Table, count: int) -> str:
    """In how many agents the proxy comes out above the goal after the shift, clearly or not."""
    goal, proxy = world.goal, world.proxies[0]
    policies = measured.unique("policy")[:count]
    rows = [
        (measured.get(policy, "deployment", goal), measured.get(policy, "deployment", proxy))
        for policy in policies
    ]
    lost = sum(second["low"] > first["high"] for first, second in rows)
    kept = sum(first["low"] > second["high"] for first, second in rows)
    return (
        f"After the shift {lost} of {count} agents reach the proxy ({proxy}) more often than the "
        f"goal ({goal}), {kept} the goal more often, and {count - lost - kept} neither of the two "
        "clearly more often."
    )
