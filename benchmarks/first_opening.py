"""What is seen at the first openings of stored lessons, on a machine that is too slow.

    python benchmarks/first_opening.py                     lessons 00, 02a and 05, 20 openings each
    python benchmarks/first_opening.py 00 --openings 5     some of it
    python benchmarks/first_opening.py --labs newest       one of the two versions of JupyterLab
    python benchmarks/first_opening.py --anew              forget the openings that were kept

Server, kernel and browser are held to one core, which a second program keeps busy. An opening is a
new profile of the browser; nothing is run, every widget is brought into view, and the notebook is
closed. Odd openings find a fresh kernel, even ones the kernel that the one before has left. About
30 seconds each: an hour for everything. Each opening is kept in build/first_openings.jsonl as soon
as it is done, and what is kept is not done again: a run that was ended goes on there. Exits with 1
if an error was seen, a widget was missing, or closing asked for anything.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tools")]
from browser import OLDER_LAB, ON_BINDER  # noqa: E402
from quiet_kernel import write as write_kernel_config  # noqa: E402
from support.browser_tools import browser_page, lab, private_environment  # noqa: E402
from support.openings import Opening, closing_asks, look  # noqa: E402

LABS = {"newest": None, ON_BINDER: OLDER_LAB}
KEPT = ROOT / "build" / "first_openings.jsonl"  # a line for each opening that is done
SETTLE = 4.0  # seconds from the first cell on the screen until it is judged
BUSY = "while True: pass"


@contextmanager
def one_busy_core() -> Iterator[None]:
    """All that is started in here shares core 0 with a program that never rests."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    busy = subprocess.Popen([sys.executable, "-c", BUSY])
    try:
        yield
    finally:
        busy.kill()
        busy.wait()


def lessons(names: list[str]) -> list[str]:
    """The stored lessons that begin with these names."""
    found = sorted(file.name for file in (ROOT / "lessons").glob("[0-9]*.ipynb"))
    return [file for file in found if any(file.startswith(name) for name in names)]


def place(folder: Path, home: Path) -> None:
    """Copy the lessons into `folder`, and trust them, as `make lab` does."""
    shutil.copytree(ROOT / "lessons", folder, dirs_exist_ok=True)
    write_kernel_config(home / "ipython" / "profile_default")
    files = [str(file) for file in folder.glob("*.ipynb")]
    environment = private_environment(home, "JupyterLab Light")
    command = [sys.executable, "-m", "jupyter", "trust", *files]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def end_kernels(address: Callable[[str], str]) -> None:
    """End all kernels of the server."""
    base, token = address("").split("/lab/")[0], address("").split("token=")[1]
    url = f"{base}/api/kernels?token={token}"
    for kernel in json.loads(urllib.request.urlopen(url).read()):
        gone = f"{base}/api/kernels/{kernel['id']}?token={token}"
        urllib.request.urlopen(urllib.request.Request(gone, method="DELETE"))


def opening(url: str) -> Opening:
    """What one opening of the notebook at `url` shows."""
    with browser_page(1280, 900) as page:
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)[:120]))
        page.goto(url, wait_until="commit")
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        page.wait_for_timeout(1000 * SETTLE)
        seen = look(page)
        page.wait_for_timeout(1000 * SETTLE)  # whoever comes late, the kernel too, has come
        seen.asks, seen.problems = closing_asks(page), problems
        return seen


def kept() -> dict[tuple[str, str, int], Opening]:
    """What is kept of earlier runs: openings by JupyterLab, lesson and number from 1."""
    lines = KEPT.read_text().splitlines() if KEPT.exists() else []
    found = [json.loads(line) for line in lines if line.endswith("}}")]  # not a torn one
    return {(one["lab"], one["lesson"], one["number"]): Opening(**one["seen"]) for one in found}


def keep(lab_name: str, file: str, number: int, seen: Opening) -> None:
    """Add an opening to what is kept."""
    KEPT.parent.mkdir(exist_ok=True)
    line = {"lab": lab_name, "lesson": file, "number": number, "seen": asdict(seen)}
    with KEPT.open("a") as lines:
        lines.write(f"\n{json.dumps(line)}")  # after a line that was torn as well


def measure(file: str, label: str, times: int, address: Callable[[str], str]) -> list[Opening]:
    """Open a lesson so many times, if that is not kept; print a line for each."""
    done, seen, fresh = kept(), [], True
    for number in range(1, times + 1):
        if (one := done.get((label, file, number))) is None:
            if fresh or number % 2:
                end_kernels(address)
            begin, fresh = time.perf_counter(), False
            one = opening(address(file))
            keep(label, file, number, one)
            told = ", ".join(f"{k} {v}" for k, v in asdict(one).items())
            print(f"  {label} {file} {number}: {told} ({time.perf_counter() - begin:.0f} s)",
                  flush=True)  # fmt: skip
        seen.append(one)
    return seen


def main() -> None:
    """Measure everything that the command line asks for; exit with 1 if something was bad."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lessons", nargs="*", default=["00", "02a", "05a"])
    parser.add_argument("--openings", type=int, default=20)
    parser.add_argument("--labs", nargs="*", default=list(LABS), choices=list(LABS))
    parser.add_argument("--anew", action="store_true")
    asked = parser.parse_args()
    if asked.anew:
        KEPT.unlink(missing_ok=True)
    lines, bad = [], 0
    with one_busy_core(), tempfile.TemporaryDirectory() as scratch:
        folder, home = Path(scratch) / "lessons", Path(scratch) / "home"
        place(folder, home)
        for label in asked.labs:
            with lab(folder, home, older=LABS[label]) as address:
                for file in lessons(asked.lessons):
                    seen = measure(file, label, asked.openings, address)
                    bad += sum(not one.good for one in seen)
                    lines.append(f"{label:8} {file:34} {row(seen)}")
    print(f"{'JupyterLab':8} lesson", *lines, sep="\n")
    sys.exit(bad > 0)


def row(seen: list[Opening]) -> str:
    """All openings of a lesson in one line."""
    numbers = {name: sum(getattr(one, name) for one in seen)
               for name in ("cells", "widgets", "stills", "errors", "asks")}  # fmt: skip
    good = sum(one.good for one in seen)
    told = ", ".join(f"{name} {count}" for name, count in numbers.items())
    return f"{good} of {len(seen)} good; {told}"


if __name__ == "__main__":
    main()
