"""How long the cells of each section of a unit take on one core: kept in lessons/seconds.json.

Seconds are rounded, and a measurement that hardly differs from the one before is not written, so
that the file changes only where a lesson has become longer or shorter.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from editions import LESSONS
from nbformat import NotebookNode

FILE = LESSONS / "seconds.json"


def section_of(cells: list[NotebookNode]) -> list[int]:
    """The number of each cell's section: 0 before the first `## ` heading, then 1, 2 and so on."""
    numbers, now = [], 0
    for cell in cells:
        if cell.cell_type == "markdown" and any(
            line.startswith("## ") for line in cell.source.splitlines()
        ):
            now += 1
        numbers.append(now)
    return numbers


def by_section(notebook: NotebookNode, seconds: Mapping[int, float]) -> list[int]:
    """Whole seconds of each section. seconds: by index of the cell."""
    numbers = section_of(notebook.cells)
    sums = [0.0] * (max(numbers, default=0) + 1)
    for index, taken in seconds.items():
        sums[numbers[index]] += taken
    return [round(one) for one in sums]


def keep_seconds(
    unit: str, notebook: NotebookNode, seconds: Mapping[int, float], file: Path = FILE
) -> None:
    """Write the unit's seconds, unless those that are kept are about the same."""
    known, new = kept_seconds(file), by_section(notebook, seconds)
    old = known.get(unit, [])
    if len(old) == len(new) and all(
        abs(a - b) <= max(2, 0.2 * a) for a, b in zip(old, new, strict=True)
    ):
        return
    known[unit] = new
    lines = [f"{json.dumps(name)}: {json.dumps(known[name])}" for name in sorted(known)]
    file.write_text("{\n " + ",\n ".join(lines) + "\n}\n", encoding="utf-8")


def kept_seconds(file: Path = FILE) -> dict[str, list[int]]:
    """Seconds of each section, by unit; nothing where nothing was measured."""
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
