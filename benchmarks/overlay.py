"""How long an episode with the attribution laid over it takes, from the cell's run to its picture.

The cell is lesson 06's own. It runs as the second cell of a fresh kernel, after one in which a
random runner has played, so that the world's rules are compiled; all the rest, imports, opening
the critic, the episode and its overlay, is in the time. Beside it the same cell as the very first.
The browser's own painting is not in it; `widgets_in_browser` measures that.
"""

import time
from pathlib import Path
from statistics import median

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from rows import Row, emit, few

LESSON = Path(__file__).parents[1] / "lessons" / "06_looking_inside.ipynb"
SHOWS = "overlay=runner.overlay(episode)"  # the first cell that does so is measured
BEFORE = """\
import course_lib as cl
from course_lib.worlds import coin_run
cl.play(cl.random_policy(coin_run.TRAIN), coin_run.TRAIN, seed=0)"""
KERNELS = few(3, 1)


def measure() -> list[Row]:
    """One row: the median over fresh kernels with compiled rules; its note has those without."""
    played, bare = ([seconds(first) for _ in range(KERNELS)] for first in ((BEFORE,), ()))
    (warm, again), cold = zip(*played, strict=True), [first for first, _ in bare]
    return [
        Row("an episode with attribution overlay, from cell run to picture, one core",
            f"{median(warm):.1f} s", target="≤ 5 s", reached=median(warm) <= 5,
            note=f"lesson 06's cell, median of {KERNELS} fresh kernels in which the coin run had "
            f"been played once, from {min(warm):.1f} to {max(warm):.1f} s; run again in the same "
            f"kernel {median(again):.1f} s; as a kernel's very first cell, imports and compiling "
            f"of the rules in it, {median(cold):.1f} s"),
    ]  # fmt: skip


def seconds(before: tuple[str, ...]) -> tuple[float, float]:
    """Seconds from the cell's run to its output, in a fresh kernel that has run `before`.

    The first time, and the second.
    """
    cells = [new_code_cell(source) for source in (*before, the_cell(), the_cell())]
    client = NotebookClient(
        new_notebook(cells=cells), timeout=600, resources={"metadata": {"path": str(LESSON.parent)}}
    )
    taken = []
    with client.setup_kernel():
        for index, cell in enumerate(cells):
            start = time.perf_counter()
            client.execute_cell(cell, index)
            taken.append(time.perf_counter() - start)
    shown = [out.data for out in cells[-1].outputs if out.output_type == "display_data"]
    assert any("image/png" in data for data in shown), "the cell has shown no player"
    return taken[-2], taken[-1]


def the_cell() -> str:
    """The source of the lesson's first cell that lays an overlay over an episode."""
    cells = nbformat.read(LESSON, as_version=4).cells
    return next(c.source for c in cells if c.cell_type == "code" and SHOWS in c.source)


if __name__ == "__main__":
    emit(measure)
