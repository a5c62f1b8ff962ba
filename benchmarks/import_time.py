"""How long `import course_lib` takes in a fresh interpreter, and whether torch comes along."""

import subprocess
import sys
from statistics import median

from rows import Row, emit, few

RUNS = few(5, 1)
PROGRAM = """
import sys, time
start = time.perf_counter()
import course_lib
print(time.perf_counter() - start, "torch" in sys.modules)
"""


def measure() -> list[Row]:
    """One row: the median of RUNS imports, after one that fills the system's file cache."""
    runs = [_once() for _ in range(1 + RUNS)][1:]
    seconds, torch = median(float(r[0]) for r in runs), any(r[1] == "True" for r in runs)
    return [
        Row(
            "`import course_lib`", f"{seconds:.2f} s, {'with' if torch else 'no'} torch",
            target="≤ 1 s, no torch", reached=seconds <= 1 and not torch,
            note=f"median of {RUNS} fresh interpreters",
        )
    ]  # fmt: skip


def _once() -> list[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    ).stdout.split()


if __name__ == "__main__":
    emit(measure)
