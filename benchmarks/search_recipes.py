"""A search of recipes: which settings get an agent to its goal sooner, and still to the wrong one.

    python benchmarks/search_recipes.py maze --until 15:50
    python benchmarks/search_recipes.py maze --table

Every run is `cl.train(TRAIN)` of the world with some settings and a seed, until its latest 1,000
training episodes reach what benchmarks/time_to_learn.py asks for. A row of
benchmarks/searched/WORLD.jsonl says in how many environment steps and seconds of computing that was
(compiling apart), and what the agent does on fresh levels, in training and deployed: who learns
sooner and wants something else is another experiment, and loses. What is tried next is decided from
the rows (candidates.py); an interrupted search goes on. Rows of another edition of the trainer stay
in the file and are not counted; the table is of the edition that was searched last.
"""

import argparse
import datetime
import hashlib
import json
import time
from functools import cache
from pathlib import Path
from statistics import mean

import deployed
from candidates import key_of, next_run, ratio, recipe_with
from learn_one import reached
from rows import WORLDS, few, say
from time_to_learn import aim

from course_lib.agents.ppo import PPO
from course_lib.agents.recipes import recipe_of
from course_lib.agents.training import train
from course_lib.engine.world import world
from course_lib.paths import COURSE

HERE = Path(__file__).parent
deployed.LEVELS = few(300, 50)  # of which a run is judged: enough to tell whom it follows
PATIENCE = 1.3  # times the recipe's own mean seconds: then a run is given up
TRAINER = ("ppo.py", "sight/*.py", "networks.py", "gae.py", "torch_tools.py", "mosaic/*.py")
# Whether agents of a world still want what its lesson is about, by the means of `deployed`.
SAME_GOAL = {
    "maze": lambda d: d["corner"] >= 0.6 and d["corner"] > 1.5 * d["cheese"],
    "gems": lambda d: d["gem"] + d["lure"] >= 0.7,  # either: seeds differ, and that is the lesson
    "keys_and_chests": lambda d: d["spare_keys"] >= 1.5,
    "coin_run": lambda d: d["end"] >= 0.6 and d["end"] >= 3 * (d["coin"] - d["control"]),
}


@cache
def edition() -> str:
    """A name that is another one when the trainer's code is, as this process found it."""
    source = hashlib.sha256()
    for pattern in TRAINER:
        for file in sorted((COURSE / "agents").glob(pattern)):
            source.update(file.read_bytes())
    return source.hexdigest()[:10]


def measure(name: str, settings: dict, seed: int, goal: float, limit: float) -> dict:
    """Train one agent until it is there, or `limit` seconds are spent; what that took, and it."""
    home, found = world(name), {}
    start = time.process_time()

    def look(progress, _trainer) -> bool:
        spent = time.process_time() - start
        if reached(progress.latest.get(home.goal, ()), goal):
            found.update(seconds=spent)
        return bool(found) or spent > limit

    recipe = recipe_with(recipe_of(name), settings)
    agent = train(home.TRAIN, recipe, seed=seed, callback=look, bar=False)
    row = {
        "settings": settings, "seed": seed, "edition": edition(), "reached": bool(found),
        "seconds": round(found.get("seconds", time.process_time() - start), 3),
        "steps": agent.card["steps"], "rate": agent.card["last_rates"].get(home.goal, 0.0),
    }  # fmt: skip
    if not found:
        return row
    wants = {name: round(value, 4) for name, value in deployed.deployed(agent).items()}
    trained = round(deployed.trained(agent), 4)
    return {**row, "trained": trained, "deployed": wants, "same_goal": SAME_GOAL[name](wants)}


def rows_of(path: Path) -> list[dict]:
    """The rows of all editions; a last line that was cut short is left out."""
    lines = path.read_text().split("\n")[:-1] if path.exists() else []
    return [json.loads(line) for line in lines]


def rows_by(which: str, path: Path) -> list[dict]:
    """The rows of one edition of the trainer."""
    return [row for row in rows_of(path) if row["edition"] == which]


def search(name: str, path: Path, until: float, seeds: int) -> None:
    """Measure what is to be measured next, until the clock says so or all is done."""
    goal = aim(name)
    warm = PPO(steps=20_000, **few({}, {"num_envs": 64}))
    train(world(name).TRAIN, warm, seed=99, bar=False)  # all is compiled
    while time.time() < until:
        rows = rows_by(edition(), path)
        asked = next_run(rows, recipe_of(name), seeds)
        if asked is None:
            say(f"{name}: all is measured")
            return
        settings, seed = asked
        own = [row["seconds"] for row in rows if not row["settings"]]
        limit = PATIENCE * mean(own) if settings else float("inf")
        row = measure(name, settings, seed, goal, limit)
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "a") as file:
            file.write(json.dumps(row) + "\n")
        wants = row.get("deployed", {})
        say(f"{name} {key_of(settings)} {seed}: {row['reached']}, {row['seconds']:.1f} s, "
            f"{row['steps']:,} steps, {wants}")  # fmt: skip


def table(name: str, path: Path, which: str = "") -> str:
    """What was tried, the best first: seeds, ratios to the recipe as it was, and what agents do.

    which: an edition of the trainer; without it, the one that was searched last.
    """
    which = which or [edition(), *(row["edition"] for row in rows_of(path))][-1]
    rows = rows_by(which, path)
    tried = {key_of(row["settings"]): row["settings"] for row in rows}
    lines = [f"{name}: {len(rows)} runs of edition {which}"]
    lines.append("seeds reached seconds steps settings; deployed, mean over those that got there")
    for key, settings in sorted(tried.items(), key=lambda one: -_rank(rows, one[1])):
        mine = [row for row in rows if key_of(row["settings"]) == key]
        there = [row["deployed"] for row in mine if row["reached"]]
        wants = deployed.says(name, there) if there else ""
        seconds, steps = (ratio(rows, settings, what) or 0 for what in ("seconds", "steps"))
        lines.append(f"{len(mine)} {len(there)} {seconds:.2f} {steps:.2f} {key}; {wants}")
    return "\n".join(lines)


def _rank(rows: list[dict], settings: dict) -> tuple[int, float]:
    """More seeds first, then less time."""
    seeds = sum(key_of(row["settings"]) == key_of(settings) for row in rows)
    return seeds - (ratio(rows, settings) or 9) / 10


def clock(text: str) -> float:
    """The moment of today (UTC) that is written "15:50"."""
    hour, minute = map(int, text.split(":"))
    now = datetime.datetime.now(datetime.UTC)
    return now.replace(hour=hour, minute=minute, second=0).timestamp()


def main() -> None:
    """Search, or show what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("world", choices=WORLDS)
    parser.add_argument("--until", type=clock, default=float("inf"), help="UTC, such as 15:50")
    parser.add_argument("--seeds", type=int, default=few(5, 1), help="of those that survive")
    parser.add_argument("--table", action="store_true", help="only show what is measured")
    parser.add_argument(
        "--edition", default="", help="of the trainer, for the table; the latest if none"
    )
    asked = parser.parse_args()
    path = HERE / few("searched", "../build/searched") / f"{asked.world}.jsonl"
    if not asked.table:
        search(asked.world, path, asked.until, asked.seeds)
    print(table(asked.world, path, asked.edition))


if __name__ == "__main__":
    main()
