"""From a cell in a fresh kernel to what one waits for, and the kernel's memory: before, and now.

    python benchmarks/startup.py

Real kernels, in turns: the course as it was at a commit, and as it is now, with its worlds compiled
beforehand on both sides. Their own computing counts, so that other programs do not: with one thread
on a core of its own that is the time that one waits. Imports are counted.
"""

from collections.abc import Callable
from statistics import median

from kernels import BEFORE, COMMIT, ROOT, Kernel, each, prepare
from rows import QUICK, Row, emit, few, say

ROUNDS = few(5, 1)
IMPORTS = "import course_lib as cl\nfrom course_lib.worlds import maze\n"
PICTURE = IMPORTS + (
    "mouse = cl.load('maze/corner')\ncl.widgets.EpisodePlayer(cl.play(mouse, maze.DEPLOY, seed=1))"
)
SHELF = IMPORTS + "cl.widgets.LevelShelf(maze.DEPLOY)"
UPDATE = IMPORTS + "cl.train(maze.TRAIN, cl.PPO(steps=1))"
PLAYS = (
    PICTURE,
    "mice = [cl.load(f'maze/corner:{n}') for n in range(5)]\n"
    "table = cl.behaviour(mice[0], {'deployment': maze.DEPLOY}, given='detour')\ntable",
    "table.plot()",
)
CELLS = {"an episode in a player": PICTURE, "a shelf of levels": SHELF}
SIDES = {"before": BEFORE, "now": ROOT}


def measure() -> list[Row]:
    """Rows of the first pictures, the first update, and the memory of a kernel that plays."""
    prepare(*SIDES.values())
    rows = [_wait(f"fresh kernel: from a cell to its picture, {what}", cell)
            for what, cell in CELLS.items()]  # fmt: skip
    what = "fresh kernel: from `cl.train(maze.TRAIN)` to the first update"
    return [*rows, _wait(what, UPDATE, _is_point), _memory()]


def _is_point(message: dict) -> bool:
    """Whether a message brings a point of the live curves, which an update is followed by."""
    state = message["content"].get("data", {}).get("state", {})
    return message["msg_type"] == "comm_msg" and bool(state.get("points"))


def _wait(what: str, cell: str, shown: Callable[[dict], object] | None = None) -> Row:
    """The median seconds of this cell on both sides, to its end or what it shows; their ratio."""
    found: dict[str, list[float]] = {side: [] for side in SIDES}
    for _ in range(ROUNDS):
        for side, course in SIDES.items():
            with Kernel(course) as kernel:
                found[side].append(kernel.run(cell, shown))
    say(f"  {what}: {found}")
    before, now = (median(found[side]) for side in SIDES)
    spread = "; ".join(f"{s}: {min(f):.1f} to {max(f):.1f} s" for s, f in found.items())
    return Row(
        what, f"{now:.1f} s", f"{before:.1f} s (commit {COMMIT})", now / before,
        "≤ 2 s, ≤ 0.5 ×", None if QUICK else now <= 2 and now <= before / 2,
        f"median of {ROUNDS} kernels a side; {spread}; the worlds were compiled beforehand",
    )  # fmt: skip


def _memory() -> Row:
    """Memory of a kernel that has played and measured."""
    found: dict[str, list[float]] = {side: [] for side in SIDES}
    for _ in range(few(3, 1)):
        for side, course in SIDES.items():
            found[side].append(each(PLAYS, course)[1]["resident"])
    before, now = (median(found[side]) for side in SIDES)
    return Row(
        "memory of a kernel that plays and measures, and does not train", f"{now:.0f} MB",
        f"{before:.0f} MB (commit {COMMIT})", now / before, "≤ 300 MB",
        None if QUICK else now <= 300,
        "resident, of one kernel alone: a player, 1,000 episodes of three policies, a figure; "
        "median of 3 kernels a side",
    )  # fmt: skip


if __name__ == "__main__":
    emit(measure)
