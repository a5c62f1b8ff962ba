"""The shelf: many levels of a distribution side by side, and what each of them holds."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import traitlets

from course_lib.checks import as_items
from course_lib.engine.checks import check_whole
from course_lib.engine.world import World, world_of
from course_lib.protocols import Distribution
from course_lib.widgets.base import CourseWidget, bundle
from course_lib.widgets.interpreted import small_sim, to_look_at
from course_lib.widgets.payload import (
    distribution_words,
    pack_level,
    pack_params,
    pack_world,
)
from course_lib.widgets.preview import sheet_png
from course_lib.widgets.translate import level_rules

MOST = 200  # levels on one shelf
HIGHEST = 2**31 - 1


class LevelShelf(CourseWidget):
    """Small pictures of many levels of a distribution, each with a count of what it holds.

    count: how many, of the seeds 0, 1, 2 and so on; or seeds: which ones. `more()` adds the
    seeds that follow. `seeds` are those on the shelf, `selected` those that the reader has
    chosen, in that order; `counts` has one dict a level, from the name of a tile to how many.
    The browser needs no kernel for more of them.
    Raises ValueError for no level, more than 200, or a seed that is none.
    """

    _esm = bundle("shelf.js")
    _css = bundle("shelf.css")

    world = traitlets.Dict().tag(sync=True)
    rules = traitlets.Unicode().tag(sync=True)  # "": the kernel alone makes levels
    params = traitlets.Dict().tag(sync=True)  # of the distribution, for the rules
    label = traitlets.Unicode().tag(sync=True)
    levels: traitlets.List = traitlets.List().tag(sync=True)
    selected = traitlets.List(traitlets.Int()).tag(sync=True)
    trouble = traitlets.Unicode().tag(sync=True)
    answers = traitlets.Int(0).tag(sync=True)

    def __init__(
        self, distribution: Distribution, count: int = 12, *, seeds: Sequence[int] | None = None
    ):
        home = world_of(distribution)
        self.distribution, self._home = distribution, to_look_at(home)
        if seeds is None:
            check_whole("count", count, 1, MOST)
            seeds = range(count)
        self.seeds = check_seeds(seeds)
        names = {int(tile): tile.name.lower() for tile in self._home.Tile}
        super().__init__(
            rules=level_rules(home),
            params=pack_params(distribution),
            world={**pack_world(self._home, distribution), "names": names},
            label=f"{self._home.title}, {distribution_words(distribution)}",
        )
        self._show()
        self.on_msg(lambda _widget, message, _buffers: self._hear(message))

    def more(self, count: int = 12) -> None:
        """Put so many more levels on the shelf: those of the seeds after the largest."""
        check_whole("count", count, 1, MOST)
        first = max(self.seeds) + 1
        self.seeds = check_seeds([*self.seeds, *range(first, first + count)])
        self._show()

    @property
    def records(self) -> np.recarray:
        """The levels as records, in the order of `seeds`."""
        sim = small_sim(self.distribution, len(self.seeds))
        sim.reset(np.array(self.seeds, np.uint64))
        return sim.batch

    @traitlets.validate("selected")
    def _on_the_shelf(self, proposal: Mapping[str, Any]) -> list[int]:
        for seed in proposal["value"]:
            if seed not in self.seeds:
                raise ValueError(f"level {seed} is not on the shelf; there are {self._range()}")
        return list(dict.fromkeys(proposal["value"]))

    def _range(self) -> str:
        return f"{len(self.seeds)} levels from {min(self.seeds)} to {max(self.seeds)}"

    def _show(self) -> None:
        """Fill `levels` and `counts` with all that is on the shelf."""
        records = self.records
        self.counts = [count_tiles(self._home, s) for s in records]
        self.levels = [
            {"seed": seed, "counts": counts, **pack_level(self._home, s)}
            for seed, counts, s in zip(self.seeds, self.counts, records, strict=True)
        ]

    def _hear(self, message: Mapping[str, Any]) -> None:
        """Do what the browser asked for, or say in `trouble` why not."""
        with self.hold_sync():
            self.trouble = ""
            try:
                if "more" in message:
                    self.more(message["more"])
            except ValueError as error:
                self.trouble = str(error)
            self.answers += 1

    @classmethod
    def plays_alone(cls, state: Mapping[str, Any]) -> bool:
        """True: the browser makes more levels, but for a world whose rules have no translation."""
        return True

    def describe(self) -> str:
        """What is on the shelf, and the mean of each count, in one line."""
        told = ", ".join(f"{name} {mean:.3g}" for name, mean in self.means().items())
        return f"Shelf of levels: {self.label}, {self._range()}. Mean of each: {told}"

    def means(self) -> dict[str, float]:
        """How many there are of each tile in a level of the shelf, on average."""
        names = dict.fromkeys(name for counts in self.counts for name in counts)
        total = len(self.counts)
        return {name: sum(c.get(name, 0) for c in self.counts) / total for name in names}

    def still(self) -> bytes:
        """The first levels as a PNG."""
        return sheet_png(self._home, self.records[:12], self._home.art_of(self.distribution))


def check_seeds(seeds: Sequence[int]) -> list[int]:
    """The seeds as a list; ValueError that names one that is none, or says how many are allowed."""
    found = as_items("the seeds of a shelf", seeds, "levels", 1, MOST)
    for seed in found:
        check_whole("a seed", seed, 0, HIGHEST)
    if len(set(found)) < len(found):
        raise ValueError("each seed can be on the shelf once; one of these is there twice")
    return [int(seed) for seed in found]


def count_tiles(home: World, state) -> dict[str, int]:
    """How many of each kind of tile a level shows, in the order of the legend."""
    ids, counts = np.unique(home.tiles(state), return_counts=True)
    found = dict(zip(ids.tolist(), counts.tolist(), strict=True))
    return {tile.name.lower(): found[int(tile)] for tile in home.Tile if int(tile) in found}
