"""The kinds of files that `support.campaign` kills and damages: how each is written and checked."""

import mmap
import os
import struct
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from threading import RLock
from typing import Any

import torch
from tqdm import tqdm

from course_lib.agents import checkpoints, zoo
from course_lib.agents.agent import Agent
from course_lib.agents.networks import Network, Shape
from course_lib.agents.ppo import PPO, Trainer
from course_lib.envs import VectorEnv
from course_lib.quiz.answers import AnswerFile
from course_lib.study.measure.rows import RowFile, read_rows
from course_lib.study.measure.sweep import sweep
from course_lib.worlds import maze

LEVELS = maze.Distribution(size=5, limit=6)
FEW = PPO(steps=10**9, num_envs=2, num_steps=4, num_minibatches=1, channels=(2, 2, 2), hidden=4)


class Done:
    """How many writes a process has finished, for the one that kills it."""

    def __init__(self) -> None:
        self.memory = mmap.mmap(-1, 8)

    def tell(self, count: int) -> None:
        """Note the number."""
        self.memory[:8] = struct.pack("q", count)

    def count(self) -> int:
        """The number that was noted last."""
        return struct.unpack("q", self.memory[:8])[0]


@dataclass
class Kind:
    """A kind of file.

    write: writes again and again, for ever, from what is there, and tells how often it has. check:
    what is wrong after so many finished writes, None if nothing is. read: what the file says.
    named: whether every damage is found, also one that leaves the form as it is. earlier: whether
    it says what it said before its last writes, as after a kill.
    """

    name: str
    path: Path
    write: Callable[[Done], None]
    check: Callable[[int], str | None]
    read: Callable[[], Any]
    named: bool
    earlier: Callable[[Any, Any], bool] = lambda found, whole: False


# ── The kinds ───────────────────────────────────────────────────────────────────────────────


def agents(folder: Path) -> Kind:
    """An agent, whose weights and card both say how often it was saved."""
    path = folder / "agent.safetensors"
    agent = Agent("mouse", Network(Shape((20, 20, 3), 4, (4, 4, 4), 16)), LEVELS, 0, {"saved": 0})

    def put(number: int) -> None:
        agent.card["saved"] = number
        with torch.no_grad():
            for values in agent.network.parameters():
                values.fill_(number % 1000)
        zoo.save(agent, path)

    def write(done: Done) -> None:
        number = zoo.load_file(path).card["saved"]
        while True:
            number += 1
            put(number)
            done.tell(number)

    def check(done: int) -> str | None:
        found = zoo.load_file(path)
        number, weights = found.card["saved"], set()
        for values in found.network.parameters():
            weights |= set(values.detach().flatten().tolist())
        if weights != {float(number % 1000)}:
            return f"a mixture: the card says {number}, the weights {sorted(weights)[:3]}"
        return None if number in (done, done + 1) else f"{number} is there after {done} saves"

    put(0)
    read = lambda: str(vars(zoo.load_file(path))["card"]) + _hash(zoo.load_file(path).network)  # noqa: E731
    return Kind("agent", path, write, check, read, True)


def answers(folder: Path) -> Kind:
    """Answers, each the next number."""
    file = AnswerFile("lesson", folder)

    def write(done: Done) -> None:
        mine = AnswerFile("lesson", folder)
        number = len(mine.tries("count"))
        while True:
            mine.add("count", number, None)
            number += 1
            done.tell(number)

    def check(done: int) -> str | None:
        found = [one["answer"] for one in AnswerFile("lesson", folder).tries("count")]
        if found != list(range(len(found))):
            return f"answers are {found[:9]} …"
        if list(folder.glob("*damaged*")):
            return "the file was damaged"
        if len(found) > 300:  # a file of an hour, not of a year
            file.path.unlink()
        return None if len(found) in (done, done + 1) else f"{len(found)} answers of {done} kept"

    def read() -> Any:
        for aside in folder.glob("*damaged*"):
            aside.unlink()
        told = StringIO()
        with redirect_stdout(told):
            found = AnswerFile("lesson", folder).tries("count")
        if told.getvalue():
            raise ValueError(told.getvalue())
        return found

    file.add("count", 0, None)
    return Kind("answers", file.path, write, check, read, True)


def runs(folder: Path) -> Kind:
    """A checkpoint of a training run, which must go on as one that was never stopped."""
    path = folder / "run.safetensors"
    never_stopped, known = _trainer(), {}

    def hashed(number: int) -> str:
        while never_stopped.progress.steps < 8 * number:
            never_stopped.iterate()
            known[never_stopped.progress.steps // 8] = _hash(never_stopped.network)
        return known[number]

    def write(done: Done) -> None:
        mine = _trainer()
        if path.exists():
            checkpoints.restore(mine, path)
        while True:
            mine.iterate()
            checkpoints.save(mine, path)
            done.tell(mine.progress.steps // 8)

    def restored() -> Trainer:
        mine = _trainer()
        checkpoints.restore(mine, path)
        return mine

    def check(done: int) -> str | None:
        mine = restored()
        number = mine.progress.steps // 8
        if _hash(mine.network) != hashed(number):
            return f"after {number} updates another network than without a stop"
        mine.iterate()
        if _hash(mine.network) != hashed(number + 1):
            return f"it goes on from {number} in another way"
        return None if number in (done, done + 1) else f"{number} updates are kept of {done}"

    first = _trainer()
    first.iterate()
    checkpoints.save(first, path)

    def read() -> str:
        mine = restored()
        return (
            _hash(mine.network) + str(mine.progress.steps) + str(mine.generator.get_state().sum())
        )

    return Kind("checkpoint", path, write, check, read, True)


def _square(n: int) -> dict:
    return {"square": n * n, "words": "x" * 200}


def _swept(path: Path, count: int) -> None:
    """So many jobs done, without a word."""
    tqdm.set_lock(RLock())  # its usual one is shared with processes that are killed holding it
    with redirect_stdout(StringIO()), open(os.devnull, "w") as quiet:
        sys.stderr = quiet
        sweep(_square, {f"job {n}": {"n": n} for n in range(count)}, path)


def _wrong_rows(path: Path) -> str | None:
    """What is wrong with what a sweep finds when it goes on; None if nothing is."""
    rows = RowFile(path).rows
    if [row["n"] for row in rows] != list(range(len(rows))):
        return "rows are missing, there twice, or in another order"
    return None if all(row["square"] == row["n"] ** 2 for row in rows) else "a row is wrong"


def sweeps(folder: Path) -> Kind:
    """A sweep's rows while it goes on; jobs that were done are not done again."""
    path, most = folder / "rows.jsonl", 4000

    def write(done: Done) -> None:
        _swept(path, most)
        done.tell(most)

    def check(_done: int) -> str | None:
        wrong = _wrong_rows(path)
        if len(RowFile(path).rows) == most:
            begin()  # again: a fast machine does them all between two kills
        return wrong

    def begin() -> None:
        path.unlink(missing_ok=True)
        path.with_suffix(".json").unlink(missing_ok=True)
        file = RowFile(path)
        for n in range(40):
            file.add({"job": f"job {n}", "n": n, **_square(n)})

    # A last line, or all lines from one on, that a kill took are written anew.
    earlier = lambda found, whole: found == whole[: len(found)]  # noqa: E731
    begin()
    return Kind("sweep", path, write, check, lambda: read_rows(path), True, earlier)


def tables(folder: Path) -> Kind:
    """The file of a finished sweep, which gets one job more again and again."""
    path = folder / "table.jsonl"

    def write(done: Done) -> None:
        count = len(read_rows(path))
        while True:
            count += 1
            _swept(path, count)
            done.tell(count)

    def check(done: int) -> str | None:
        count = len(read_rows(path))
        if count > 300:
            path.unlink()
            _swept(path, 40)
        kept = None if count in (done, done + 1) else f"{count} rows of {done}"
        return _wrong_rows(path) or kept

    _swept(path, 40)
    return Kind("table", path, write, check, lambda: read_rows(path), True)


def _trainer() -> Trainer:
    return Trainer(VectorEnv(2, LEVELS, copy=False), FEW, 3)


def _hash(network: torch.nn.Module) -> str:
    return str([float(v.double().sum()) for v in network.state_dict().values()])
