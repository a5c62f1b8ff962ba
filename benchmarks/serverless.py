"""The course without a server against Python: training from nothing, and 1,000 episodes deployed.

One worker of Chromium, plain SIMD; both sides in turns, beside each other, in seconds of computing:
those of all of Chromium's processes, and those of this process. Python's worlds are compiled and
its libraries imported before the clock runs.
"""

import json
import os
import sys
import tempfile
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from statistics import median

import deployed
from rows import WORLDS, Row, emit, few, say
from time_to_learn import aim, share

from course_lib.agents import zoo
from course_lib.agents.training import train
from course_lib.engine.world import World, world
from course_lib.paths import ZOO
from course_lib.study.measure.behaviour import outcomes

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import js
from serverless.network import BUILDS, NETWORK
from serverless.worlds import pack
from support.browser_tools import FLAGS, chromium

ROOT = Path(__file__).parents[1]
SEEDS = range(few(5, 1))
ROUNDS, EPISODES = few(3, 1), few(1000, 50)
TRAINING, DEPLOYED = 2.0, 1.5  # times Python's time, at most
# Whose episodes are counted; garden and ridge have no time of their own to learn.
AGENTS = {
    "maze": "maze/corner", "gems": "gems/yellow-gem", "keys_and_chests": "keys_and_chests/few-keys",
    "coin_run": "coin_run/end", "garden": "garden/watered", "ridge": "ridge/slip-20",
}  # fmt: skip
ASK = """([text, message]) => new Promise((done, failed) => {
    const blob = new Blob([text], { type: "text/javascript" });
    const worker = new Worker(URL.createObjectURL(blob));
    worker.onmessage = ({ data }) => { worker.terminate(); done(data); };
    worker.onerror = (event) => failed(new Error(event.message));
    worker.postMessage(message);
})"""


class Browser:
    """A page of Chromium with nothing in it, which starts workers."""

    def __init__(self, page, text: str):
        self.page, self.text = page, text
        kept = [b64encode((NETWORK / name).read_bytes()).decode() for name in BUILDS]
        self.net = dict(zip(("simd", "plain"), kept, strict=True))

    def ask(self, **message) -> tuple[dict, float]:
        """What a worker answers, and how many seconds Chromium computed for it."""
        before = children_seconds()
        found = self.page.evaluate(ASK, [self.text, {**message, "net": self.net}])
        return found, children_seconds() - before


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, and the worker's script in one piece."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as tool:
        script = str(ROOT / "benchmarks" / "serverless_worker.js")
        how = ["--bundle", "--format=iife", "--minify", "--log-level=warning"]
        js.run("esbuild", script, *how, f"--outdir={folder}", check=True)
        text = (Path(folder) / "serverless_worker.js").read_text()
        chrome = tool.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = chrome.new_page()
        page.set_default_timeout(0)
        yield Browser(page, text)
        chrome.close()


def children_seconds() -> float:
    """Seconds that the processes below this one have computed, as far as they still run."""
    parents, seconds = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, rest = int(stat.parent.name), stat.read_text().rpartition(")")[2].split()
        except (OSError, ProcessLookupError):
            continue
        parents[number] = int(rest[1])
        seconds[number] = (int(rest[11]) + int(rest[12])) / os.sysconf("SC_CLK_TCK")

    def below(number: int) -> bool:
        while number in parents:
            number = parents[number]
            if number == os.getpid():
                return True
        return False

    return sum(spent for number, spent in seconds.items() if below(number))


def measure(part: str) -> list[Row]:
    """The rows of a world's training; or, for "deployed", of 1,000 episodes of every world."""
    with browser() as page:
        if part == "deployed":
            return [_episodes(page, name) for name in AGENTS]
        return _training(page, part)


# ── From nothing ────────────────────────────────────────────────────────────────────────────────


def _training(page: Browser, name: str) -> list[Row]:
    home, enough = world(name), aim(name)
    packed = pack(home)
    _ours(home, 0, 0.0)  # all is compiled
    runs = []
    for seed in SEEDS:
        python, steps = _ours(home, seed, enough)
        order = {"world": packed, "on": "training", "seed": seed, "enough": enough}
        found, here = page.ask(job="learn", **order)
        runs.append({**found, "here": here if found["reached"] else inf, "python": python})
        say(f"  {name} {seed}: {here:.1f} s, {found['steps']:,} steps, reached {found['reached']};"
            f" Python {python:.1f} s, {steps:,} steps")  # fmt: skip
    here, python = (median(run[side] for run in runs) for side in ("here", "python"))
    where = "planner's return" if name == "keys_and_chests" else "levels"
    there = [run for run in runs if run["reached"]]
    row = Row(
        f"{deployed.title(name)}, from nothing to {share(name):.0%} {home.goal} ({where}) in "
        f"Chromium, one worker, median of {deployed.count(runs)}",
        _seconds(here), f"{_seconds(python)} (cl.train)",
        here / python if inf not in (here, python) else None,
        f"≤ {TRAINING:g} × cl.train's time", here <= TRAINING * python < inf,
        f"{len(there)} of {len(runs)} in Chromium and {sum(r['python'] < inf for r in runs)} in "
        f"Python got there before the recipe's end; {', '.join(_seconds(r['here']) for r in runs)} "
        f"against {', '.join(_seconds(r['python']) for r in runs)}; "
        f"{median(r['steps'] for r in runs):,.0f} steps",
    )  # fmt: skip
    return [row, _after(name, runs)]


def _seconds(value: float) -> str:
    return f"{value:.1f} s" if value < inf else "not reached"


def _ours(home: World, seed: int, enough: float) -> tuple[float, int]:
    """Seconds until `cl.train` is there, infinite if it never is, and its steps."""
    start, found = time.process_time(), inf

    def there(progress, _trainer) -> bool:
        nonlocal found
        latest = progress.latest.get(home.goal, ())
        if not enough or (len(latest) == 1000 and sum(latest) >= enough * 1000):
            found = time.process_time() - start
        return found < inf

    agent = train(home.TRAIN, seed=seed, callback=there, bar=False)
    return found, agent.card["steps"]


def _after(name: str, runs: list[dict]) -> Row:
    """What the agents that were trained in Chromium do in Python."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for run in runs:
            path = Path(folder) / "agent.safetensors"
            path.write_bytes(b64decode(run["file"]))
            found.append(deployed.deployed(zoo.load_file(path)))
    what = f"the same agents of {deployed.count(runs)}, deployed, read back by Python"
    return deployed.row(name, what, found)


# ── Episodes ────────────────────────────────────────────────────────────────────────────────────


def _episodes(page: Browser, name: str) -> Row:
    home, agent = world(name), zoo.load(AGENTS[name])
    file = b64encode((ZOO / AGENTS[name] / "0.safetensors").read_bytes()).decode()
    order = {"world": pack(home), "on": "deployment", "file": file, "count": EPISODES, "seed": 7}
    outcomes(agent, home.DEPLOY, 20, 0)  # all is compiled
    here, python, starts = [], [], []
    for _ in range(ROUNDS):
        start = time.process_time()
        last = outcomes(agent, home.DEPLOY, EPISODES, 7).last
        python.append(time.process_time() - start)
        found, spent = page.ask(job="episodes", **order)
        starts.append(page.ask(job="episodes", **{**order, "count": 1})[1])
        here.append(spent)
    same = all(abs(found[m] - last[m].mean()) < 1e-9 for m in home.metrics)
    start, whole = median(starts), median(a / b for a, b in zip(here, python, strict=True))
    ratio = median((a - start) / b for a, b in zip(here, python, strict=True))
    return Row(
        f"{deployed.title(name)}: {EPISODES:,} deployed episodes of `{AGENTS[name]}` in Chromium",
        f"{median(here) - start:.2f} s", f"{median(python):.2f} s (Python)", ratio,
        f"≤ {DEPLOYED:g} ×", ratio <= DEPLOYED,
        f"starting the worker ({start:.2f} s) is apart, as Python's imports are; "
        f"with it {whole:.2f} times; " + ("the same means of all metrics" if same
                                          else f"other means: {json.dumps(found)}"),
    )  # fmt: skip


if __name__ == "__main__":
    emit(measure, (*WORLDS, "deployed"))
