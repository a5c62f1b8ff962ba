"""Running the cells of a unit: in an empty folder, one after the other, with their seconds."""

import json
import os
import tempfile
from dataclasses import dataclass, field
from typing import Any

import nbformat
import psutil
from nbclient import NotebookClient
from nbformat import NotebookNode

from course_lib.widgets.stored import settle

SECONDS_PER_CELL = 600


@dataclass
class Run:
    """What running a unit took: processor seconds of each cell, and the kernel's memory.

    seconds: by index of the cell. memory: the resident set at the end, in bytes. measured: the
    numbers that its predictions met, by exercise.
    """

    seconds: dict[int, float] = field(default_factory=dict)
    memory: int = 0
    measured: dict[str, float] = field(default_factory=dict)


def execute(notebook: NotebookNode, keep_going: bool = False) -> Run:
    """Run all cells, so that the notebook holds outputs, and widgets that stand by themselves.

    It runs in an empty folder, so that no student's answers are found, and none are left. Seconds
    are those of the processor, not of the clock: a busy machine does not make a lesson longer.
    keep_going: an error becomes an output. Otherwise raises CellExecutionError, and
    CellTimeoutError for a cell of more than ten minutes.
    """
    run = Run()
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            timeout=SECONDS_PER_CELL,
            kernel_name="python3",
            resources={"metadata": {"path": folder}},
            record_timing=False,
            coalesce_streams=True,
            allow_errors=keep_going,
        )
        client.reset_execution_trackers()
        # Wherever somebody keeps answers: here they are kept in the empty folder.
        with client.setup_kernel(env={**os.environ, "COURSE_ANSWERS": folder}):
            kernel = _kernel(client)
            for index, cell in enumerate(notebook.cells):
                begin = processor_seconds(kernel)
                client.execute_cell(cell, index)
                run.seconds[index] = processor_seconds(kernel) - begin
            client.set_widgets_metadata()
            run.measured = _measured(client)
            run.memory = kernel.memory_info().rss
    settle(notebook)
    return run


MEASURED = """import json
print(json.dumps(getattr(globals().get("quiz"), "measured", {})))"""


def _measured(client: NotebookClient) -> dict[str, float]:
    """What the unit's `quiz.observe` was given, for pages without Python."""
    cells = client.nb.cells
    cells.append(nbformat.v4.new_code_cell(MEASURED))
    try:
        asked = client.execute_cell(cells[-1], len(cells) - 1)
    finally:
        cells.pop()
    told = json.loads("".join(out.text for out in asked.outputs))
    return {name: round(value, 6) for name, value in told.items()}


def _kernel(client: Any) -> psutil.Process:
    return psutil.Process(client.km.provisioner.pid)


def processor_seconds(process: psutil.Process) -> float:
    """The processor time that a process and the children that it waited for have had."""
    return sum(process.cpu_times()[:4])
