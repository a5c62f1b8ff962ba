"""Real kernels, as a notebook has them: their cells, what they compute, and their memory."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

ROOT = Path(__file__).parents[1]
BEFORE, COMMIT = ROOT / "build" / "before", "3f12ece"  # the course as it was, as in before_after.py
LONG = 900  # seconds for one cell, on a machine that does much else


class Kernel:
    """A kernel of an edition of the course that has just started; `close` ends it."""

    def __init__(self, course: Path = ROOT):
        environment = {**os.environ, "PYTHONPATH": str(course)}
        self._folder = tempfile.TemporaryDirectory()  # where answers are saved
        self._manager = KernelManager(kernel_name="python3")
        self._manager.start_kernel(env=environment, cwd=self._folder.name)
        self._client: BlockingKernelClient = self._manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=LONG)
        self.process = self._manager.provisioner.pid

    def run(self, code: str, shown: Callable[[dict], object] | None = None) -> float:
        """Run a cell; the seconds that the kernel computed. Raises RuntimeError where it fails.

        shown: which message of the kernel's ends the count; without it, the cell's end does.
        """
        before, found = seconds(self.process), []

        def look(message: dict) -> None:
            if shown is not None and shown(message):
                found.append(seconds(self.process) - before)

        reply = self._client.execute_interactive(
            code, allow_stdin=False, output_hook=look, timeout=LONG
        )["content"]
        if reply["status"] != "ok":
            raise RuntimeError(f"a cell failed: {reply['ename']}: {reply['evalue']}\n{code}")
        if shown is None:
            return seconds(self.process) - before
        if not found:
            raise RuntimeError(f"a cell did not show what it was to show\n{code}")
        return found[0]

    def close(self) -> None:
        """End the kernel at once."""
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)
        self._folder.cleanup()

    def __enter__(self) -> "Kernel":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def seconds(process: int) -> float:
    """What a process has computed so far, all its threads together, in seconds."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> dict[str, float]:
    """Memory of a process in MB: what is its "own"; "share", where what n share counts 1 in n;
    "resident" counts that in full, and "peak" is the most that this ever was.
    """
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    found = {name: int(rest.split()[0]) / 1024 for name, rest in (x.split(":") for x in lines)}
    own = found["Private_Clean"] + found["Private_Dirty"]
    status = Path(f"/proc/{process}/status").read_text()
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    return {"own": own, "share": found["Pss"], "resident": found["Rss"], "peak": peak}


def prepare(*courses: Path) -> None:
    """Compile the worlds of these courses beforehand; check out the course as it was if need be."""
    for course in courses:
        if course == BEFORE and not BEFORE.exists():
            add = ["git", "-C", str(ROOT), "worktree", "add", "--detach", str(BEFORE), COMMIT]
            subprocess.run(add, check=True)
        own = {**os.environ, "PYTHONPATH": str(course)}
        tool = [sys.executable, str(course / "tools" / "compile_worlds.py")]
        subprocess.run(tool, env=own, check=True, stdout=sys.stderr)


def each(cells: Sequence[str], course: Path = ROOT) -> tuple[list[float], dict[str, float]]:
    """The seconds of each cell in a fresh kernel, and its memory after the last."""
    with Kernel(course) as kernel:
        return [kernel.run(cell) for cell in cells], memory(kernel.process)


def cells_of(lesson: str) -> list[str]:
    """The code cells of a unit, such as "02a", from its source."""
    (file,) = (ROOT / "lessons" / "source").glob(f"{lesson}_*.md")
    parts = file.read_text(encoding="utf-8").split("```python")[1:]
    return [part.partition("\n")[2].partition("\n```")[0] for part in parts]
