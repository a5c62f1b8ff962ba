"""How long from nothing until an agent is there in training: `cl.train(TRAIN)` of each world.

Each run is a fresh process with empty caches of compiled code; its computing time counts. The part
"sb3" is the maze with Stable-Baselines3's PPO, with its own network and the best of three settings;
a run of it is given up after PATIENCE times our median, which is measured beside it.
"""

import json
import os
import subprocess
import sys
import tempfile
from math import inf
from pathlib import Path
from statistics import mean, median

import deployed
import peers
from rows import WORLDS, Row, emit, few, missing, say

import course_lib as cl
from course_lib.agents.learned import LEARNED_AT
from course_lib.engine.world import world

SEEDS = range(few(5, 1))
# In how many seconds what is usual has to be reached, and in how many it would be better.
ASKED = {
    "maze": (30, None),
    "gems": (30, None),
    "keys_and_chests": (40, None),
    "coin_run": (240, 120),
}
PLANNED = ("keys_and_chests",)
SETTINGS = few(("defaults", "atari", "course"), ("atari",))
PATIENCE = few(4.5, 1.2)
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


def measure(name: str) -> list[Row]:
    """Our time and what those agents do deployed; or, for "sb3", our time and SB3's in the maze."""
    if name == "sb3":
        return [_against_sb3()]
    goal = aim(name)
    runs = [fresh("ours", name, str(seed), f"{goal:.6f}") for seed in SEEDS]
    return [_time(name, runs), _deployed(name, runs)]


def share(name: str) -> float:
    """What has to be reached; half of it in a trial, which then says so in its row."""
    return LEARNED_AT[name] * few(1, 0.5)


def best(name: str) -> float:
    """The mean return on training levels that a share is of."""
    if name not in PLANNED:
        return 1.0
    where = world(name).TRAIN
    return float(deployed.last(cl.planner(where), where)[world(name).goal].mean())


def aim(name: str) -> float:
    """The mean return an episode that has to be reached in training."""
    return share(name) * best(name)


def _what(name: str) -> str:
    of = "the planner's return" if name in PLANNED else "levels"
    return f"{share(name):.0%} {world(name).goal}" + (f" (of {of})" if name in PLANNED else "")


def _time(name: str, runs: list[dict]) -> Row:
    most, better = ASKED[name]
    seconds = [run.get("seconds", inf) for run in runs]
    middle = median(seconds)
    target = f"≤ {most} s" + (f" (hoped for: {better} s)" if better else "")
    return Row(
        f"{deployed.title(name)}, from nothing to {_what(name)} in training, one core, median of "
        f"{deployed.count(runs)}",
        f"{middle:.1f} s" if middle < inf else "not reached", target=target,
        reached=middle <= most, note=_circumstances(name, runs),
    )  # fmt: skip


def _circumstances(name: str, runs: list[dict]) -> str:
    """The spread over the seeds, and what the agents then do on fresh levels."""
    there = [run for run in runs if "seconds" in run]
    parts = []
    if len(there) < len(runs):
        parts.append(f"{len(there)} of {deployed.count(runs)} got there before the recipe's end")
    if there:
        times = [run["seconds"] for run in there]
        parts += [
            f"from {min(times):.1f} to {max(times):.1f} s",
            f"{median(run['steps'] for run in there):,.0f} steps",
            f"imports and compiling count; {median(r['wall'] for r in there):.1f} s by the clock",
        ]
    after = mean(run["trained"] for run in runs)
    parts.append(
        f"then {after:.3g} {world(name).goal} an episode on {deployed.LEVELS:,} fresh levels"
    )
    return "; ".join(parts)


def _deployed(name: str, runs: list[dict]) -> Row:
    found = [run["deployed"] for run in runs]
    what = f"the same agents of {deployed.count(runs)}, deployed{deployed.LEVELS_ARE.get(name, '')}"
    return deployed.row(name, what, found, f"; {deployed.spread(found)}")


# ── Stable-Baselines3 ───────────────────────────────────────────────────────────────────────


def _against_sb3() -> Row:
    """The ratio is of this run: our own agents are trained once more."""
    goal = f"{aim('maze'):.6f}"
    ours = [fresh("ours", "maze", str(seed), goal) for seed in PEER_SEEDS]
    middle = median(run.get("seconds", inf) for run in ours)
    if middle == inf:
        return Row("maze, against Stable-Baselines3's PPO", "not reached")
    what = (
        f"maze, from nothing to {_what('maze')}, against Stable-Baselines3's PPO with its own "
        f"network, median of {deployed.count(PEER_SEEDS)}"
    )
    try:
        version = peers.stable_baselines()
    except peers.Unavailable as why:
        return missing(what, f"{middle:.1f} s", "≥ 4 × longer", str(why))
    limit = PATIENCE * min(middle, 60)
    first = {name: [_sb3(name, seed, goal, limit) for seed in PEER_SEEDS[:1]] for name in SETTINGS}
    name = min(SETTINGS, key=lambda name: _rank(first[name]))
    runs = first[name] + [_sb3(name, seed, goal, limit) for seed in PEER_SEEDS[1:]]
    theirs = median(run["seconds"] or inf for run in runs)
    given_up = theirs == inf
    ratio = (limit if given_up else theirs) / middle
    return Row(
        what, f"{middle:.1f} s", f"{'> ' * given_up}{limit if given_up else theirs:.1f} s (SB3)",
        ratio, "≥ 4 × longer", ratio >= 4, _story(version, first, name, runs, limit),
    )  # fmt: skip


def _sb3(name: str, seed: int, goal: str, limit: float) -> dict:
    return fresh("sb3", name, str(seed), goal, f"{limit:.1f}")


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
    emit(measure, (*WORLDS, "sb3"))
