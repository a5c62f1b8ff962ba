"""A class on one hub: so many kernels at once, each with the cells of unit 02a run.

    python benchmarks/classroom.py             30 kernels; some minutes on two cores
    python benchmarks/classroom.py 8           so many

The kernels are started one after the other, and all of them stay. Memory is counted when the last
has run its last cell: a page that n kernels share counts 1/n in each. Then some of them train, at
the same time, for a few updates, and what that takes in memory is measured. What was found is kept
in benchmarks/classroom.json, from which tools/guide.py writes the guide's sentences.
"""

import datetime
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from statistics import mean

from kernels import ROOT, Kernel, cells_of, memory, prepare
from rows import QUICK, Row, emit, few, say

STORE = ROOT / "benchmarks" / "classroom.json"
CLASS = few(30, 2)
TRAIN = "agent = cl.train(maze.TRAIN, cl.PPO(steps=20_000))"
TRAINING = few(3, 1)  # kernels that train at the same time
MACHINE = 24_000  # MB
SPARE = 5_000  # MB for the system, and 100 for each pupil's server


def measure(count: int = CLASS) -> list[Row]:
    """One row: memory of each kernel of a class, and how many of them can train."""
    prepare(ROOT)
    cells, start = cells_of("02a"), time.monotonic()
    with ExitStack() as stack:
        kernels = []
        for number in range(count):
            kernel = stack.enter_context(Kernel())
            computed = sum(kernel.run(cell) for cell in cells)
            kernels.append(kernel)
            say(f"  kernel {number + 1}: {computed:.1f} s, {memory(kernel.process)}")
        found = [memory(kernel.process) for kernel in kernels]
        minutes = (time.monotonic() - start) / 60
        with ThreadPoolExecutor(TRAINING) as threads:
            list(threads.map(lambda kernel: kernel.run(TRAIN), kernels[:TRAINING]))
        trained = [memory(kernel.process)["peak"] for kernel in kernels[:TRAINING]]
    share, most = mean(m["share"] for m in found), max(m["share"] for m in found)
    kept = {
        "kernels": count, "playing": round(share), "most": round(most),
        "own": round(mean(m["own"] for m in found)), "together": round(count * share),
        "training": round(max(trained)), "computed": round(computed, 1),
        "minutes": round(minutes, 1), "cores": os.cpu_count(),
        "machine": MACHINE, "spare": SPARE,
        "measured": datetime.datetime.now(datetime.UTC).isoformat(timespec="minutes"),
    }  # fmt: skip
    if not QUICK:
        STORE.write_text(json.dumps(kept, indent=1) + "\n")
    able = min(count, int((MACHINE - SPARE - count * share) // (max(trained) - share)))
    return [
        Row(
            f"a class on one hub: {count} kernels at once, the cells of unit 02a run in each",
            f"{share:.0f} MB each", "", None, "≤ 300 MB each",
            None if QUICK else most <= 300,
            f"of the largest {most:.0f} MB; together {count * share / 1000:.1f} GB; a page that n "
            f"kernels share counts 1/n in each; a kernel that trains takes up to "
            f"{max(trained):.0f} MB, so that memory of 24 GB is enough for {able} to train at once",
        )
    ]  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:]:
        CLASS = int(sys.argv.pop(1))
    emit(lambda: measure(CLASS))
