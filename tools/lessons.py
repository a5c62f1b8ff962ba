"""Executes lessons and stores them with their outputs, and says what each took.

    python tools/lessons.py             all of them
    python tools/lessons.py 02_maze     those whose names begin so

A lesson that raises, or has a cell of more than ten minutes, is not stored. Nothing that differs
from run to run is stored beside the outputs: no times, no version of Python.
"""

import sys
import time
from pathlib import Path
from typing import Any

import nbformat
import psutil
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

LESSONS = Path(__file__).resolve().parent.parent / "lessons"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
SECONDS_PER_CELL = 600


def chosen(names: list[str]) -> list[Path]:
    """The lessons whose names begin with one of `names`, all without names, in order.

    ValueError if a name fits none.
    """
    files = sorted(LESSONS.glob("[0-9]*.ipynb"))
    for name in names:
        if not any(file.name.startswith(name) for file in files):
            have = ", ".join(file.stem for file in files)
            raise ValueError(f"no lesson begins with {name!r}; there are: {have}")
    return [f for f in files if not names or any(f.name.startswith(name) for name in names)]


def execute(notebook: nbformat.NotebookNode) -> int:
    """The notebook holds its outputs and its widgets' state; gives the kernel's memory in bytes.

    The memory is the resident set at the end. CellExecutionError if a cell raises.
    """
    client = NotebookClient(
        notebook,
        timeout=SECONDS_PER_CELL,
        kernel_name=KERNEL["name"],
        resources={"metadata": {"path": str(LESSONS)}},
        record_timing=False,
        coalesce_streams=True,
    )
    client.reset_execution_trackers()
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        client.set_widgets_metadata()
        return memory_of(client)


def memory_of(client: Any) -> int:
    """The resident memory of a running client's kernel, in bytes."""
    return psutil.Process(client.km.provisioner.pid).memory_info().rss


def tidy(notebook: nbformat.NotebookNode) -> None:
    """The metadata says what is needed to open the notebook and to show its widgets, no more."""
    widgets = notebook.metadata.get("widgets")
    kept = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook.metadata = nbformat.from_dict(kept)
    if widgets:
        notebook.metadata["widgets"] = widgets
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)


def store(file: Path) -> None:
    """The lesson in `file` is executed and stored; prints its seconds and memory."""
    notebook = nbformat.read(file, as_version=4)
    begin = time.perf_counter()
    memory = execute(notebook)
    tidy(notebook)
    nbformat.write(notebook, file)
    seconds, size = time.perf_counter() - begin, file.stat().st_size
    print(f"{file.name:40} {seconds:6.1f} s {memory / 2**20:6.0f} MB kernel {size / 2**10:6.0f} kB")


def main() -> None:
    """All chosen lessons are stored; exits with the first cell that raises or runs too long."""
    try:
        files = chosen(sys.argv[1:])
    except ValueError as error:
        sys.exit(str(error))
    for file in files:
        try:
            store(file)
        except (CellExecutionError, CellTimeoutError) as error:
            sys.exit(f"{file.name} is not stored:\n{error}")


if __name__ == "__main__":
    main()
