"""Kill and damage: what is on disk after a kill -9 at any moment, a full disk, and any damage.

    PYTHONPATH=tests python -m support.campaign            100 kills and 200 variants of each kind
    PYTHONPATH=tests python -m support.campaign 10 40      as `make test` does, see test_campaign.py

The last line is a summary as JSON: for each kind of file how often it was killed, how often a kill
came in the middle of a write, what was wrong, and how many of the damaged variants were named.
"""

import json
import os
import random
import resource
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from support.campaign_kinds import Done, Kind, agents, answers, runs, sweeps, tables

PATIENCE = 120  # seconds for one write, on a busy machine


# ── Kills ───────────────────────────────────────────────────────────────────────────────────


def kill(kind: Kind, times: int, chance: random.Random) -> dict:
    """Kill a writing process so many times at random moments; what was found afterwards."""
    wrong, torn, known = [], 0, set()
    for _ in range(times):
        done = Done()
        done.tell(-1)
        child = os.fork()
        if not child:
            with suppress(BaseException):
                kind.write(done)
            os._exit(0)
        patience = time.monotonic() + PATIENCE
        while done.count() < 0 and kind.name != "sweep" and time.monotonic() < patience:
            time.sleep(0.002)
        if done.count() < 0 and kind.name != "sweep":
            wrong.append(f"nothing was written in {PATIENCE} seconds")
        time.sleep(chance.uniform(0, 0.08))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        left = set(kind.path.parent.glob(".*"))  # what was being written
        torn += bool(left - known)
        known |= left
        if len(left) > 1:
            wrong.append("what an earlier kill left is there after another write")
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
            same = content == whole or found == truth or kind.earlier(found, truth)
            told["harmless" if same else "read as something else"] += 1
            if not same and kind.named:
                wrong.append(f"{what}: read as something else")
    kind.path.write_bytes(whole)
    return {"variants": times, **told, "wrong": wrong}


def full_disk(kind: Kind) -> str | None:
    """What is wrong after a write for which there was no room: the file is as it was, or torn."""
    before, goes_on = kind.read(), kind.name == "sweep"
    room = kind.path.stat().st_size + 100 if goes_on else 200  # half a line more, or no file at all
    child = os.fork()
    if not child:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        with suppress(BaseException):
            kind.write(Done())
        os._exit(0)
    time.sleep(0.5)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if goes_on:
        return kind.check(0)
    return None if kind.read() == before else "the file is another one after a full disk"


def main(kills: int, variants: int, seed: int) -> dict:
    """All kinds, killed and damaged."""
    chance, found = random.Random(seed), {"seed": seed}
    for make in (agents, answers, runs, sweeps, tables):
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
