"""How long the lessons take to execute on one core, and the memory that their kernels then hold."""

import json
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from rows import Row, emit, few, say

LESSONS = Path(__file__).parents[1] / "lessons"
MEMORY = """
import json as _json
_lines = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(_json.dumps({name: int(_lines[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM")}))
"""


# What lessons may take: the first lesson's number, then seconds and bytes.
LIMITS = ((0, 240, 1.0e9), (6, 360, 1.2e9), (8, 360, 1.0e9))


def measure() -> list[Row]:
    """Two rows for each group of lessons: memory at the end of the worst, time of the slowest."""
    paths = sorted(LESSONS.glob("[0-9]*.ipynb"))[: few(None, 1)]
    found = {path.stem: _execute(path) for path in paths}
    ends = [first for first, *_ in LIMITS[1:]] + [100]
    rows = []
    for (first, seconds, memory), end in zip(LIMITS, ends, strict=True):
        if group := {name: run for name, run in found.items() if first <= int(name[:2]) < end}:
            rows += _rows(group, seconds, memory)
    return rows


def _rows(found: dict[str, dict], limit: float, room: float) -> list[Row]:
    """The two rows of one group, which has at most `limit` seconds and `room` bytes."""
    memory = max(run["VmRSS"] for run in found.values())
    slowest = max(run["seconds"] for run in found.values())
    whole = sum(run["seconds"] for run in found.values())
    held = "; ".join(f"{n}: {_mb(r['VmRSS'])} (peak {_mb(r['VmHWM'])})" for n, r in found.items())
    taken = "; ".join(f"{name}: {run['seconds']:.0f} s" for name, run in found.items())
    names = f"lessons {min(found)[:2]} to {max(found)[:2]}"
    return [
        Row(f"{names}: kernel memory (RSS) at the end, the largest", _mb(memory),
            target=f"≤ {_mb(room)}", reached=memory <= room, note=held),
        Row(f"{names} executed, one core: the slowest", f"{slowest:.0f} s",
            target=f"≤ {limit:.0f} s", reached=slowest <= limit,
            note=f"{taken}; together {whole / 60:.1f} minutes"),
    ]  # fmt: skip


def _execute(path: Path) -> dict:
    """Seconds from the kernel's start to the last cell's end, and the kernel's memory then."""
    notebook = nbformat.read(path, 4)
    notebook.cells.append(nbformat.v4.new_code_cell(MEMORY))
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:  # answers that lie beside lessons are not touched
        place = {"metadata": {"path": folder}}
        NotebookClient(notebook, timeout=900, resources=place).execute()
    seconds = time.perf_counter() - start
    say(f"  {path.stem}: {seconds:.0f} s")
    return {"seconds": seconds, **json.loads(notebook.cells[-1].outputs[0]["text"])}


def _mb(count: float) -> str:
    return f"{count / 1e6:,.0f} MB"


if __name__ == "__main__":
    emit(measure)
