"""How long from nothing until an agent is there: as it was at a commit, and as it is now.

    python benchmarks/before_after.py              all worlds, before and now in turns
    python benchmarks/before_after.py maze gems    some

Both sides are fresh processes with empty caches of compiled code, in turns, seed by seed; their own
computing counts, on one thread, imports and compiling included. The state before is the commit
3f12ece in a worktree of its own, build/before. Each run is kept in build/before_after.jsonl when it
is done, so that an interrupted benchmark goes on; a run of another edition of the course is made
again. Ratios are of medians over five seeds.
"""

import json
import os
import subprocess
import sys
import tempfile
from hashlib import sha256
from math import inf
from pathlib import Path
from statistics import median

import deployed
from rows import QUICK, WORLDS, Row, emit, few, say
from time_to_learn import aim, share

from course_lib.paths import COURSE

ROOT = Path(__file__).parents[1]
BEFORE, COMMIT = ROOT / "build" / "before", "3f12ece"
STORE = ROOT / "build" / few("before_after.jsonl", "before_after_quick.jsonl")
SEEDS = range(few(5, 1))
ASKED = {"maze": 0.5, "gems": 0.6, "keys_and_chests": 0.5, "coin_run": 0.7}  # of the time before


def measure(name: str) -> list[Row]:
    """The times of one world, before and now, and what the agents of both do deployed."""
    if not BEFORE.exists():
        add = ["git", "-C", str(ROOT), "worktree", "add", "--detach", str(BEFORE), COMMIT]
        subprocess.run(add, check=True)
    goal = f"{aim(name):.6f}"
    sides = {"before": BEFORE, "now": ROOT}
    runs: dict[str, list[dict]] = {side: [] for side in sides}
    for seed in SEEDS:
        for side, where in sides.items():
            runs[side].append(_kept(side, where, name, seed, goal))
    return [_time(name, runs), _deployed(name, runs)]


def _kept(side: str, where: Path, name: str, seed: int, goal: str) -> dict:
    """The run of this side and seed, from the file or made now."""
    job = f"{side} {COMMIT if side == 'before' else _edition()} {name} {seed} {goal}"
    lines = STORE.read_text().split("\n")[:-1] if STORE.exists() else []
    for row in map(json.loads, lines):
        if row["job"] == job:
            return row
    with tempfile.TemporaryDirectory() as empty:
        own = {"PYTHONPATH": str(where), "NUMBA_CACHE_DIR": empty, "OMP_NUM_THREADS": "1"}
        done = subprocess.run(
            [sys.executable, "benchmarks/learn_one.py", "ours", name, str(seed), goal],
            cwd=where, env={**os.environ, **own}, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
    row = {"job": job, **json.loads(done.stdout.splitlines()[-1])}
    say(f"  {json.dumps(row)}")
    STORE.parent.mkdir(exist_ok=True)
    with open(STORE, "a") as file:
        file.write(json.dumps(row) + "\n")
    return row


def _edition() -> str:
    """A name that is another one when a file of the course that training uses is."""
    source = sha256()
    for room in ("engine", "worlds", "agents"):
        for file in sorted((COURSE / room).rglob("*.py")):
            source.update(file.read_bytes())
    return source.hexdigest()[:8]


def _time(name: str, runs: dict[str, list[dict]]) -> Row:
    """The medians of both sides, and their ratio."""
    seconds = {side: [run.get("seconds", inf) for run in some] for side, some in runs.items()}
    before, now = (median(seconds[side]) for side in ("before", "now"))
    steps = [median(r.get("steps", inf) for r in runs[side]) for side in ("before", "now")]
    ratio = now / before if inf not in (before, now) else None
    each = "; ".join(
        f"{side}: {', '.join(f'{s:.1f}' for s in some)} s" for side, some in seconds.items()
    )
    there = sum(s < inf for s in seconds["now"])
    return Row(
        f"{deployed.title(name)}, from nothing to {share(name):.0%} of what is asked in training, "
        f"one core, median of {deployed.count(SEEDS)}",
        f"{now:.1f} s", f"{before:.1f} s (commit {COMMIT})", ratio, f"≤ {ASKED[name]} ×",
        None if QUICK else ratio is not None and ratio <= ASKED[name],
        f"{each}; steps {steps[0]:,.0f} before and {steps[1]:,.0f} now; {there} of "
        f"{deployed.count(SEEDS)} get there; imports and first compile counted",
    )  # fmt: skip


def _deployed(name: str, runs: dict[str, list[dict]]) -> Row:
    """What the agents of both sides do, deployed."""
    then, now = ([run["deployed"] for run in runs[side]] for side in ("before", "now"))
    where = deployed.LEVELS_ARE.get(name, "")
    what = f"the same agents of {deployed.count(SEEDS)}, deployed{where}"
    row = deployed.row(name, what, now, f"; {deployed.spread(now)}")
    row.peer = f"{deployed.says(name, then)} (commit {COMMIT})"
    return row


if __name__ == "__main__":
    emit(measure, WORLDS)
