"""How often the goals parted in training, and what agents then do, in three worlds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from course_lib.chapters.repair import analysis_choosing as mazes
from course_lib.chapters.repair.sweep_mazes import PLAIN
from course_lib.study.measure.sweep import load_results, load_settings
from course_lib.study.show.marks import per_cent, seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import INTENDED_LOOK, PLANNER_LOOK, RANDOM_LOOK, panels

MASTERED = 0.95  # of what can be got in an agent's own mixture of levels: else skill may be missing


@dataclass(frozen=True)
class Part:
    """One world: its agents, and how to read off what they do.

    share: of other levels in training. kept: the goal that was meant, deployed. skill: what they
    get of what there is in levels such as they were trained on. beside: the goal, deployed, of the
    planner and a random policy.
    """

    title: str
    goal: str
    rows: Sequence[Mapping]
    share: str
    kept: Callable[[Mapping], float]
    skill: Callable[[Mapping], float]
    beside: Mapping[str, float]

    def by_share(self) -> dict[float, list[Mapping]]:
        """The agents of each share, ascending, by seed."""
        found: dict[float, list[Mapping]] = {}
        for row in sorted(self.rows, key=lambda row: (row[self.share], row["seed"])):
            found.setdefault(row[self.share], []).append(row)
        return found


def parts() -> list[Part]:
    """The three worlds, out of the data files that are shipped."""
    return [_mazes(), _keys(), _coins()]


def _mazes() -> Part:
    known = load_settings("maze_shares")["unlearned"]
    return Part(
        "maze", "cheese off the way got", load_results("maze_shares", how=PLAIN), "share",
        mazes.got, own_cheese,
        {name: c["detour_cheese"] / c["detours"] for name, c in known.items()},
    )  # fmt: skip


def own(row: Mapping, got: str, of: str) -> float:
    """The share of what there is that an agent gets in its own mixture of both kinds of levels."""
    usual, other = ((row[where][got], row[where][of]) for where in ("training", "deployment"))
    share = row["share"]
    there = (1 - share) * usual[1] + share * other[1]
    return ((1 - share) * usual[0] + share * other[0]) / there


def own_cheese(row: Mapping) -> float:
    """The share of mazes of its own mixture in which a mouse gets the cheese."""
    return own(row, "cheese", "episodes")


def _keys() -> Part:
    known = load_settings("key_shares")["unlearned"]

    def left(counts: Mapping) -> float:
        return 1 - counts["spare_keys"] / counts["useless"]

    return Part(
        "keys and chests", "useless keys left", load_results("key_shares"), "share",
        lambda row: left(row["deployment"]),
        lambda row: own(row, "chests", "possible"),
        {name: left(counts) for name, counts in known.items()},
    )  # fmt: skip


def _coins() -> Part:
    return Part(
        "coin run", "coin off the path taken", load_results("coin_run_variety", kind="share"),
        "amount",
        lambda row: row["off path"]["shown"]["coin"] / row["off path"]["shown"]["episodes"],
        lambda row: row["own"], {},
    )  # fmt: skip


def show_variety() -> None:
    """Show for each world and share what its agents do, deployed: a dot an agent."""
    found = parts()
    figure, axes = panels(len(found), height=3.6, sharey=True)
    told = []
    for axis, part in zip(axes, found, strict=True):
        groups = part.by_share()
        axis.set_title(f"{part.title}:\n{part.goal}", fontsize=11)
        for name, look in (("planner", PLANNER_LOOK), ("random", RANDOM_LOOK)):
            if name in part.beside:
                axis.axhline(part.beside[name], **{**look, "marker": ""})
        for place, (share, rows) in enumerate(groups.items()):
            _dots(axis, place, part, rows)
            told.append(f"{part.title} {100 * share:g} %: "
                        + " ".join(f"{part.kept(row):.0%}" for row in rows))  # fmt: skip
        axis.set_xticks(range(len(groups)), [f"{100 * share:g}" for share in groups])
        axis.set_xlim(-0.6, len(groups) - 0.4)
        axis.set_xlabel("% other levels")
        per_cent(axis, "y")
    show(figure, "A dot is an agent; hollow: it gets less than 95 % in its own levels. "
                 + "; ".join(told) + ".")  # fmt: skip


def _dots(axis, place: int, part: Part, rows: Sequence[Mapping]) -> None:
    """Draw the agents of one share; beside them, hollow, those that lack some skill."""
    kinds = [[part.kept(row) for row in rows if (part.skill(row) >= MASTERED) == mastered]
             for mastered in (True, False)]  # fmt: skip
    aside = 0.14 if all(kinds) else 0.0
    for some, fill, shift in zip(kinds, (INTENDED_LOOK["color"], "white"), (-1, 1), strict=True):
        look = {**INTENDED_LOOK, "markersize": 6, "markerfacecolor": fill,
                "markeredgecolor": INTENDED_LOOK["color"]}  # fmt: skip
        seed_dots(axis, {place: some}, [place + shift * aside], spread=0.13, **look)
