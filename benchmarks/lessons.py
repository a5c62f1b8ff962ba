"""How long the lessons take to execute on one core, and the memory that their kernels then hold."""

import json
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


def measure() -> list[Row]:
    """Two rows over all lessons: memory at the end of the worst one, time of the slowest."""
    paths = sorted(LESSONS.glob("[0-9][0-9]_*.ipynb"))[: few(None, 1)]
    if not paths:
        return [
            Row("lessons executed", "not measured", note=f"no notebooks in {LESSONS.name}/ yet")
        ]
    found = {path.stem: _execute(path) for path in paths}
    memory = max(run["VmRSS"] for run in found.values())
    slowest = max(run["seconds"] for run in found.values())
    whole = sum(run["seconds"] for run in found.values())
    held = "; ".join(f"{n}: {_mb(r['VmRSS'])} (peak {_mb(r['VmHWM'])})" for n, r in found.items())
    taken = "; ".join(f"{name}: {run['seconds']:.0f} s" for name, run in found.items())
    return [
        Row("kernel memory (RSS) at the end of a lesson, the largest", _mb(memory),
            target="≤ 1,000 MB", reached=memory <= 1e9, note=held),
        Row(f"the slowest of {len(found)} lessons executed, one core", f"{slowest:.0f} s",
            target="≤ 240 s", reached=slowest <= 240,
            note=f"{taken}; together {whole / 60:.1f} minutes"),
    ]  # fmt: skip


def _execute(path: Path) -> dict:
    """Seconds from the kernel's start to the last cell's end, and the kernel's memory then."""
    notebook = nbformat.read(path, 4)
    notebook.cells.append(nbformat.v4.new_code_cell(MEMORY))
    start = time.perf_counter()
    client = NotebookClient(
        notebook, timeout=900, resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute()
    seconds = time.perf_counter() - start
    say(f"  {path.stem}: {seconds:.0f} s")
    return {"seconds": seconds, **json.loads(notebook.cells[-1].outputs[0]["text"])}


def _mb(count: float) -> str:
    return f"{count / 1e6:,.0f} MB"


if __name__ == "__main__":
    emit(measure)
