"""How long an episode with the attribution laid over it takes, from the cell's run to its picture.

The cell is unit 06a's own, and runs where it stands there: in a fresh kernel, after the unit's
cells before it. Beside it the same cell right after the setup cell, for who enters the section
cold. The rules of the world were compiled in an earlier process, as `make lab` and Binder do.
The browser's own painting is not in it; `widgets_in_browser` measures that.
"""

import time
from pathlib import Path
from statistics import median

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from rows import Row, emit, few

LESSON = Path(__file__).parents[1] / "lessons" / "06a_inside_a_runner.ipynb"
SHOWS = "overlay=laid"  # the first cell that does so is measured
KERNELS = few(3, 1)


def measure() -> list[Row]:
    """One row: the median over fresh kernels, where the cell stands in the lesson."""
    before, cell = the_cells()
    setup = before[:1]
    seconds(cell, setup)  # the rules are compiled
    there = [seconds(cell, before) for _ in range(KERNELS)]
    cold = [seconds(cell, setup) for _ in range(KERNELS)]
    return [
        Row("an episode with attribution overlay, from cell run to picture, one core",
            f"{median(there):.1f} s", target="≤ 5 s", reached=median(there) <= 5,
            note=f"unit 06a's cell, after those before it; median of {KERNELS} fresh kernels, "
            f"from {min(there):.1f} to {max(there):.1f} s. Right after the setup cell: "
            f"{median(cold):.1f} s"),
    ]  # fmt: skip


def seconds(cell: str, before: tuple[str, ...] = ()) -> float:
    """Seconds from the cell's run to its output, in a fresh kernel that has run `before`."""
    cells = [new_code_cell(source) for source in (*before, cell)]
    client = NotebookClient(
        new_notebook(cells=cells), timeout=600, resources={"metadata": {"path": str(LESSON.parent)}}
    )
    with client.setup_kernel():
        for index, each in enumerate(cells):
            start = time.perf_counter()
            client.execute_cell(each, index)
            taken = time.perf_counter() - start
    shown = [out.data for out in cells[-1].outputs if out.output_type == "display_data"]
    assert any("image/png" in data for data in shown), "the cell has shown no player"
    return taken


def the_cells() -> tuple[tuple[str, ...], str]:
    """The sources of the lesson's code cells before the first that lays an overlay, and its own."""
    cells = nbformat.read(LESSON, as_version=4).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    place = next(number for number, source in enumerate(code) if SHOWS in source)
    return tuple(code[:place]), code[place]


if __name__ == "__main__":
    emit(measure)
