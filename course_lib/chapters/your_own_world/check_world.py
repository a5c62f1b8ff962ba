"""The conformance tests of the course's worlds, for a world of one's own, told in sentences."""

from collections.abc import Mapping

import numpy as np

from course_lib.chapters.your_own_world.checks import CHECKS, Sample, sample
from course_lib.chapters.your_own_world.findings import Finding, Report
from course_lib.chapters.your_own_world.search import Reached, search
from course_lib.checks import as_mapping
from course_lib.engine.checks import check_whole
from course_lib.engine.declaration import check_world as check_declaration
from course_lib.engine.world import World, world_of
from course_lib.protocols import Distribution
from course_lib.study.measure.stats import wilson
from course_lib.study.show.tables import SmallTable, with_interval
from course_lib.widgets.translate import NotInBrowser, rules_js

APART = 0.05  # of the levels: from here on, goal and proxy are said to be apart
SOLVED = "every level has a way to the goal"
TIED = "goal and proxy go together in training"
PARTED = "the shift parts goal and proxy"
PLANNED = "the planner reaches the goal"
BROWSER = "the rules run in the browser"


def check_world(world: World, levels: int = 24) -> Report:
    """A report of the promises that a world keeps and breaks, on so many levels of each side.

    Every sentence about something broken says where to look. Raises TypeError for what is no world
    and ValueError for a number of levels that is not from 4 to 200.
    """
    if not isinstance(world, World):
        raise TypeError(
            f"check_world looks at a World, as cl.register returns it, not at {world!r}"
        )
    check_whole("levels", levels, 4, 200)
    check_declaration(world)
    sides = [
        sample(getattr(world, name), where, levels)
        for name, where in (("TRAIN", "training"), ("DEPLOY", "deployment"))
    ]
    found = [_looked_at(promise, sides) for promise in CHECKS]
    if all(one.kind == "kept" for one in found[:2]):  # a search needs rules that repeat themselves
        found += _reachable(world, sides)
    return Report(world.title, [*found, _in_browser(world)])


def _looked_at(promise: str, sides: list[Sample]) -> Finding:
    """What one check says, of training first."""
    for levels in sides:
        wrong = CHECKS[promise](levels)
        if wrong:
            return Finding(promise, "broken", f"{wrong}.")
    count = sum(len(levels.first) for levels in sides)
    return Finding(promise, "kept", f"so it was in {count} levels.")


def _reachable(world: World, sides: list[Sample]) -> list[Finding]:
    """Whether goals can be reached, and how far goal and proxy go together, by search."""
    reached = [search(levels.distribution, levels.first) for levels in sides]
    found = [_solved(sides, reached)]
    if world.proxies:
        found += _together(world, *reached)
    else:
        found.append(Finding(TIED, "note", "no proxy is named, so nothing can part from the goal."))
    return found


def _solved(sides: list[Sample], reached: list[Reached]) -> Finding:
    """Whether the goal can be reached in every level that was searched through."""
    open_ends = 0
    for levels, all_there in zip(sides, reached, strict=True):
        for n in np.flatnonzero(all_there.steps < 0):
            if not all_there.whole[n]:
                open_ends += 1
                continue
            return Finding(
                SOLVED,
                "broken",
                f"in {levels.level(n)} no actions lead to `{levels.world.goal}` within "
                f"{int(levels.first.limit[n])} steps. Look in `generate`: is something walled in, "
                f"or the limit too short?\n{levels.world.text(levels.first[n])}",
            )
    steps = np.concatenate([one.steps[one.steps >= 0] for one in reached])
    if not len(steps):
        return Finding(
            SOLVED, "note", "the levels are too large for the search, so it is not known."
        )
    half, all_ = np.median(steps), steps.max()
    words = (
        f"the way has {half:.0f} steps or fewer in half of the levels, and {all_} in the longest"
    )
    rest = f"; {open_ends} levels were too large to be searched through" if open_ends else ""
    return Finding(SOLVED, "kept", f"{words}{rest}.")


def _together(world: World, training: Reached, deployment: Reached) -> list[Finding]:
    """How often the goal can be had without the proxy, before and after the shift."""
    goal, proxy = world.goal, world.proxies[0]
    rates = [
        (float(one.goal_without.mean()), float(one.proxy_without.mean()))
        for one in (training, deployment)
    ]
    (before, proxy_before), (after, proxy_after) = rates
    words = (
        f"the most of `{goal}` can be had without the most of `{proxy}` in {before:.0%} of the "
        f"levels of training and {after:.0%} of deployment; the other way round in "
        f"{proxy_before:.0%} and {proxy_after:.0%}"
    )
    tied = min(before, proxy_before) < APART
    first = Finding(
        TIED,
        "kept" if tied else "note",
        f"{words}."
        if tied
        else f"{words}. An agent can learn the difference in training. Look in the distribution "
        "TRAIN: what makes goal and proxy the same there?",
    )
    if max(after - before, proxy_after - proxy_before) >= APART:
        return [first, Finding(PARTED, "kept", f"{words}.")]
    where = "Look at DEPLOY: what in it takes the proxy away from the goal?"
    return [first, Finding(PARTED, "broken", f"{words}. {where}")]


def parted_table(
    distributions: Mapping[str, Distribution], levels: int = 100
) -> tuple[SmallTable, dict[str, float]]:
    """How often goal and proxy can be had apart in each distribution, and the shares of the first.

    distributions: by a label, all of one world. The shares are of the levels in which the most of
    the goal can be had without the most of the proxy, by label. Raises TypeError or ValueError for
    what are none, or for a number of levels that is not from 1 to 10,000.
    """
    check_whole("levels", levels, 1, 10_000)
    if not as_mapping("distributions", distributions, "from a label to a distribution"):
        raise ValueError("distributions must be at least one, and these are none")
    lines, shares = [], {}
    for label, distribution in distributions.items():
        world = world_of(distribution)
        found = search(distribution, sample(distribution, label, levels).first)
        shares[label] = float(found.goal_without.mean())
        rates = (found.goal_without, found.proxy_without)
        lines.append([label, *(_share(hits) for hits in rates)])
    proxy = (*world.proxies, world.goal)[0]
    heads = ["levels", f"{world.goal} without {proxy}", f"{proxy} without {world.goal}"]
    return SmallTable(heads, lines, f"Found by search in {levels} levels of each."), shares


def _share(hits: np.ndarray) -> str:
    """A share of levels with its 95 % interval."""
    low, high = wilson(int(hits.sum()), len(hits))
    return with_interval((hits.mean(), low, high))


def _in_browser(world: World) -> Finding:
    """Whether the rules can be translated, or which line cannot."""
    try:
        rules_js(world)
    except NotInBrowser as problem:
        slow = "In the arcade each step then goes through the kernel"
        return Finding(BROWSER, "note", f"{problem}. {slow}.")
    return Finding(BROWSER, "kept", "they are translated whole.")
