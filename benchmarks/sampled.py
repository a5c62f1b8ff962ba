"""Where a Python process computes: its stack of functions, looked at each millisecond of computing.

    python benchmarks/sampled.py start maze 1       until the first update of a fresh process
    python benchmarks/sampled.py updates maze 60    so many updates after that

Prints the stacks and the seconds of each, as JSON. The signal comes by the processor's time of this
process, so that other programs do not count, and is handled once the compiled call it came in has
returned: so a stack ends in the function that called it, and the line tells what was called. All
that was computed since the last look is the stack's.
"""

import json
import linecache
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

Stack = tuple[str, ...]
Seconds = dict[Stack, float]  # of each stack
EVERY = 0.001  # seconds of computing between two looks


@contextmanager
def sampled(found: Seconds) -> Iterator[None]:
    """Add up the seconds of stacks, the outermost function first and last the line, in here."""
    seen: dict[tuple, float] = defaultdict(float)
    last = time.process_time()

    def look(_number: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.process_time()
        spent, last = now - last, now
        if frame is None:
            return
        line = (frame.f_code.co_filename, frame.f_lineno)
        stack = []
        while frame is not None:
            stack.append(_name(frame))
            frame = frame.f_back
        seen[(tuple(reversed(stack)), line)] += spent

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    for (names, (file, number)), seconds in seen.items():
        line = linecache.getline(file, number or 0).strip()[:80]
        found[(*(n for n in names if "importlib" not in n), f"| {line}")] += seconds


def _name(frame: FrameType) -> str:
    """A function by its module and name; what a module does when it is imported, as that."""
    module, name = str(frame.f_globals.get("__name__", "?")), frame.f_code.co_qualname
    if name == "<module>":
        return f"import {module}"
    return f"{module.removeprefix('course_lib.')}: {name}"


def start(name: str, count: int) -> Seconds:
    """Until the first `count` updates of a process in which nothing is imported yet."""
    found: Seconds = defaultdict(float)
    with sampled(found):
        from course_lib.agents.training import train
        from course_lib.engine.world import world

        done = iter(range(1, count + 1))
        train(world(name).TRAIN, seed=0, callback=lambda *_: next(done) == count, bar=False)
    return found


def updates(name: str, count: int) -> Seconds:
    """Of so many updates, after the first five."""
    from course_lib.agents.ppo import Trainer
    from course_lib.agents.recipes import recipe_of
    from course_lib.agents.torch_tools import keep_freed_memory, one_thread
    from course_lib.engine.world import world
    from course_lib.envs import VectorEnv

    found: Seconds = defaultdict(float)
    recipe = recipe_of(name)
    keep_freed_memory()
    with one_thread:
        trainer = Trainer(VectorEnv(recipe.num_envs, world(name).TRAIN, copy=False), recipe)
        for _ in range(5):
            trainer.iterate()
        with sampled(found):
            for _ in range(count):
                trainer.iterate()
    return found


if __name__ == "__main__":
    what, where, number = sys.argv[1:]
    stacks = {"start": start, "updates": updates}[what](where, int(number))
    print(json.dumps([[list(stack), seconds] for stack, seconds in stacks.items()]))
