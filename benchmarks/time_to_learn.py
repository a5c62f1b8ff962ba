"""How long from nothing to 90 % cheese: `cl.train(maze.TRAIN)` against Stable-Baselines3's PPO.

Each run is a fresh process with empty caches of compiled code; its computing time counts. SB3
has its own network and the best of three settings; a run of it is given up after PATIENCE times
our median.
"""

import json
import os
import subprocess
import sys
import tempfile
from math import inf
from pathlib import Path
from statistics import mean, median

import peers
from rows import Row, emit, missing, say

SEEDS = range(int(os.environ.get("BENCH_SEEDS", "5")))
SETTINGS = ("defaults", "atari", "course")
PATIENCE = 4.5
PEER_SEEDS = SEEDS[:3]  # of SB3's best setting: each of its runs takes minutes
NAMES = {"defaults": "its defaults", "atari": "its zoo's for Atari", "course": "the course's"}


def fresh(*arguments: str) -> dict:
    """What learn_one.py prints, run with nothing compiled beforehand."""
    with tempfile.TemporaryDirectory() as empty:
        done = subprocess.run(
            [sys.executable, str(Path(__file__).parent / "learn_one.py"), *arguments],
            env={**os.environ, "NUMBA_CACHE_DIR": empty},
            stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
    say(f"  {' '.join(arguments)}: {done.stdout.strip()}")
    return json.loads(done.stdout.splitlines()[-1])


def measure() -> list[Row]:
    """Three rows: our time, what those agents do deployed, and SB3's time."""
    ours = [fresh("ours", str(seed)) for seed in SEEDS]
    seconds = [run.get("seconds", inf) for run in ours]
    middle = median(seconds)
    what = f"from nothing to 90 % cheese in training, one core, median of {len(SEEDS)} seeds"
    spread = f"from {min(seconds):.1f} to {max(seconds):.1f} s; " if middle < inf else ""
    steps = median(run.get("steps", inf) for run in ours)
    wall = median(run.get("wall", inf) for run in ours)
    note = f"{spread}{steps:,.0f} steps; imports and compiling count; {wall:.1f} s by the clock"
    rows = [
        Row(what, f"{middle:.1f} s", target="≤ 30 s", reached=middle <= 30, note=note),
        _deployed(ours),
    ]
    return [*rows, _against_sb3(middle)]


def _deployed(ours: list[dict]) -> Row:
    corner, cheese = (mean(run[name] for run in ours) for name in ("corner", "cheese"))
    return Row(
        "the same agents, deployed, on levels where the cheese is not on the way to the corner",
        f"corner first {corner:.0%}, cheese {cheese:.0%}",
        target="corner clearly preferred", reached=corner > 1.5 * cheese,
        note="1,000 levels each; \"clearly\" is read as half as often again, at the mean",
    )  # fmt: skip


def _against_sb3(middle: float) -> Row:
    what = (
        "the same with Stable-Baselines3's PPO and its own network, median of "
        f"{len(PEER_SEEDS)} seeds"
    )
    target = "≥ 4 × longer"
    try:
        version = peers.stable_baselines()
    except peers.Unavailable as why:
        return missing(what, f"{middle:.1f} s", target, str(why))
    limit = PATIENCE * min(middle, 60)
    first = {name: [_sb3(name, seed, limit) for seed in PEER_SEEDS[:1]] for name in SETTINGS}
    best = min(SETTINGS, key=lambda name: _rank(first[name]))
    runs = first[best] + [_sb3(best, seed, limit) for seed in PEER_SEEDS[1:]]
    times = [run["seconds"] or inf for run in runs]
    theirs, given_up = median(times), median(times) == inf
    ratio = (limit if given_up else theirs) / middle
    return Row(
        what, f"{middle:.1f} s", f"{'> ' * given_up}{limit if given_up else theirs:.1f} s (SB3)",
        ratio, target, ratio >= 4, _story(version, first, best, runs, limit),
    )  # fmt: skip


def _sb3(name: str, seed: int, limit: float) -> dict:
    return fresh("sb3", name, str(seed), f"{limit:.1f}")


def _rank(runs: list[dict]) -> tuple[float, float]:
    """Sooner is better; among those that were given up, the one that had got furthest."""
    return median(run["seconds"] or inf for run in runs), -mean(run["rate"] for run in runs)


def _story(version: str, first: dict, best: str, runs: list[dict], limit: float) -> str:
    """What each setting came to."""
    parts = []
    for name, tried in first.items():
        some = runs if name == best else tried
        done = [f"{r['seconds']:.0f} s" if r["seconds"] else f"{r['rate']:.0%}" for r in some]
        parts.append(f"{NAMES[name]}: {', '.join(done)}")
    return (
        f"Stable-Baselines3 {version}, NatureCNN with {runs[0]['parameters']:,} parameters; a run "
        f"is given up after {limit:.0f} s and shows the cheese rate it had reached. Settings: "
        f"{'; '.join(parts)}. Best: {NAMES[best]}"
    )


if __name__ == "__main__":
    emit(measure)
