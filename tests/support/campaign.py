"""Kill and damage: what is on disk after a kill -9 at any moment, a full disk, and any damage.

    PYTHONPATH=tests python -m support.campaign            100 kills and 200 variants of each kind
    PYTHONPATH=tests python -m support.campaign 10 40      as `make test` does, see test_campaign.py

The last line is a summary as JSON: for each kind of file how often it was killed, how often a kill
came in the middle of a write, what was wrong, and how many of the damaged variants were named.
"""

import json
import mmap
import os
import random
import resource
import signal
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import torch

from course_lib.agents import checkpoints, zoo
from course_lib.agents.agent import Agent
from course_lib.agents.networks import Network, Shape
from course_lib.agents.ppo import PPO, Trainer
from course_lib.envs import VectorEnv
from course_lib.quiz.answers import AnswerFile
from course_lib.study.measure.sweep import read_rows, sweep
from course_lib.worlds import maze

LEVELS = maze.Distribution(size=5, limit=6)
FEW = PPO(steps=10**9, num_envs=2, num_steps=4, num_minibatches=1, channels=(2, 2, 2), hidden=4)
JOBS = {f"job {n}": {"n": n} for n in range(4000)}


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
    named: whether every damage is found, also one that leaves the form as it is.
    """

    name: str
    path: Path
    write: Callable[[Done], None]
    check: Callable[[int], str | None]
    read: Callable[[], Any]
    named: bool


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


def sweeps(folder: Path) -> Kind:
    """A sweep's rows; jobs that were done are not done again."""
    path = folder / "rows.jsonl"

    def write(done: Done) -> None:
        def run(n: int) -> dict:
            return {"square": n * n, "words": "x" * 200}

        with redirect_stdout(StringIO()), open(os.devnull, "w") as quiet:
            sys.stderr = quiet
            sweep(run, JOBS, path)
        done.tell(len(JOBS))

    def check(_done: int) -> str | None:
        lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
        whole = [json.loads(line) for line in lines if line.endswith(b"\n")]
        if any(row["square"] != row["n"] ** 2 for row in whole):
            return "a row is wrong"
        if len({row["job"] for row in whole}) < len(whole):
            return "a job was done twice"
        if whole != sorted(whole, key=lambda row: row["n"]) or len(lines) - len(whole) > 1:
            return "rows are missing in the middle"
        if len(whole) == len(JOBS):
            path.unlink()  # begin again
        return None

    path.write_text("".join(json.dumps({"job": k, **j, "square": j["n"] ** 2}) + "\n"
                            for k, j in list(JOBS.items())[:40]))  # fmt: skip
    return Kind("sweep", path, write, check, lambda: read_rows(path), False)


def _trainer() -> Trainer:
    return Trainer(VectorEnv(2, LEVELS, copy=False), FEW, 3)


def _hash(network: torch.nn.Module) -> str:
    return str([float(v.double().sum()) for v in network.state_dict().values()])


# ── Kills ───────────────────────────────────────────────────────────────────────────────────


def kill(kind: Kind, times: int, chance: random.Random) -> dict:
    """Kill a writing process so many times at random moments; what was found afterwards."""
    wrong, torn = [], 0
    for _ in range(times):
        done = Done()
        done.tell(-1)
        child = os.fork()
        if not child:
            with suppress(BaseException):
                kind.write(done)
            os._exit(0)
        patience = time.monotonic() + 20
        while done.count() < 0 and kind.name != "sweep" and time.monotonic() < patience:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.08))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        left = list(kind.path.parent.glob(".*"))  # what was being written
        torn += bool(left)
        for part in left:
            part.unlink()
        try:
            said = kind.check(done.count())
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
        wrong += [said] if said else []
    return {"kills": times, "in the middle of a write": torn, "wrong": wrong}


# ── Damage ──────────────────────────────────────────────────────────────────────────────────


def damaged(whole: bytes, chance: random.Random) -> tuple[str, bytes]:
    """A damaged variant of a file, and what was done to it."""
    at, to = sorted((chance.randrange(len(whole)), chance.randrange(len(whole))))
    one = bytes([whole[at] ^ (1 << chance.randrange(8))])
    garbage = chance.randbytes(64)
    return chance.choice([
        ("cut short", whole[:at]), ("cut to nothing", b""),
        ("a bit", whole[:at] + one + whole[at + 1:]),
        ("a piece of zeros", whole[:at] + bytes(to - at) + whole[to:]),
        ("a piece is missing", whole[:at] + whole[to + 1:]), ("garbage after it", whole + garbage),
        ("garbage in it", whole[:at] + garbage + whole[at:]), ("twice", whole + whole),
        ("garbage", garbage), ("its end before its beginning", whole[at:] + whole[:at]),
    ])  # fmt: skip


def damage(kind: Kind, times: int, chance: random.Random) -> dict:
    """Read so many damaged variants: each is named, or says what the whole file says."""
    whole = kind.path.read_bytes()
    if kind.name == "sweep":  # half a line, after the last kill, is no damage: it is written anew
        kind.path.write_bytes(whole := whole[: whole.rfind(b"\n") + 1])
    truth = kind.read()
    told = {"named": 0, "harmless": 0, "read as something else": 0}
    wrong = []
    for _ in range(times):
        what, content = damaged(whole, chance)
        kind.path.write_bytes(content)
        try:
            found = kind.read()
        except (ValueError, OSError) as error:
            told["named"] += 1
            if kind.path.name.split(".")[0] not in str(error):
                wrong.append(f"{what}: does not name the file: {error!s:.120}")
        except Exception as error:
            wrong.append(f"{what}: {type(error).__name__}: {error!s:.120}")
        else:
            same = content == whole or found == truth
            told["harmless" if same else "read as something else"] += 1
            if not same and kind.named:
                wrong.append(f"{what}: read as something else")
    kind.path.write_bytes(whole)
    return {"variants": times, **told, "wrong": wrong}


def full_disk(kind: Kind) -> str | None:
    """What is wrong after a write for which there was no room: the file is as it was, or torn."""
    before = kind.read()
    child = os.fork()
    if not child:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
        with suppress(BaseException):
            kind.write(Done())
        os._exit(0)
    time.sleep(0.5)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if kind.name == "sweep":
        return kind.check(0)
    return None if kind.read() == before else "the file is another one after a full disk"


def main(kills: int, variants: int, seed: int) -> dict:
    """All kinds, killed and damaged."""
    chance, found = random.Random(seed), {"seed": seed}
    for make in (agents, answers, runs, sweeps):
        with tempfile.TemporaryDirectory() as folder:
            kind = make(Path(folder))
            begun = time.perf_counter()
            full = full_disk(kind)
            found[kind.name] = {
                "full disk": full or "as it was",
                "killed": kill(kind, kills, chance),
                "damaged": damage(kind, variants, chance),
                "seconds": round(time.perf_counter() - begun, 1),
            }
    return found


if __name__ == "__main__":
    kills, variants, *seed = map(int, [*sys.argv[1:], *("100", "200")[len(sys.argv) - 1 :]][:3])
    told = main(kills, variants, seed[0] if seed else random.SystemRandom().randrange(10**6))
    print(json.dumps(told))
