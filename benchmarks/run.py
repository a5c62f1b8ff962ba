"""Measure everything that docs/measured.md says, print it, and store it as results.md and .json.

    make bench                      everything but SELDOM: 20 trainings and all lessons take longest
    make bench ONLY="agents gems"   some of it: a benchmark, a world, or a part ("agents:gems");
                                    the rest of the stored table stays as it was
    make bench QUICK=1              a trial: tiny samples, nothing judged, nothing stored

Each part runs in a process of its own, on one core and one thread, and is stored when it is done.
"""

import datetime
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

from rows import MARK, QUICK, WORLDS, Row, say

HERE = Path(__file__).parent
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
# What a reader of the README cares about: parts and their rows.
IN_README = (
    ("agents:maze", 0), ("agents:maze", 1), ("time_to_learn:maze", 0), ("time_to_learn:sb3", 0),
    ("steps_pictures:maze", 0), ("import_time", 0),
)  # fmt: skip
# Benchmarks in the table's order, and the parts of those that have any.
ALL: dict[str, tuple[str, ...]] = {
    "agents": (*WORLDS, "zoo"),
    "time_to_learn": ("maze", "sb3", *WORLDS[1:]),
    "before_after": WORLDS,
    "steps_pictures": (*WORLDS, "garden"),
    "steps_tiles": (),
    "ppo_throughput": (),
    "training_time": (),
    "import_time": (),
    "startup": (),
    "classroom": (),
    "lessons": (),
    "widgets_in_browser": ("first_picture", "arcade", "scrub", "payload"),
    "own_world": ("computing", "clock"),
    "editor": (),
    "overlay": (),
    "sweeps": (),
    "serverless": (*WORLDS, "deployed"),
    "first_page": (),
    "outer": ("gaming", "quantiliser", "estimator", "crossing", "overseers", "live"),
}
PARTS = [f"{name}:{part}" if part else name for name, all in ALL.items() for part in all or ("",)]
# What takes many minutes is measured by these names only: a peer, and the course as it was once.
SELDOM = {"time_to_learn:sb3": "sb3", **{f"before_after:{w}": "before_after" for w in WORLDS}}
THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS")


def chosen(arguments: list[str]) -> list[str]:
    """The parts that were asked for; ValueError if one of them does not exist.

    Asked for is a part by its whole name, or all parts of a benchmark or of a world.
    """
    names = arguments or os.environ.get("ONLY", "").replace(",", " ").split()
    for name in names:
        if not any(name == part or name in part.split(":") for part in PARTS):
            raise ValueError(f"there is no benchmark {name!r}; there are: {', '.join(PARTS)}")
    return [part for part in PARTS if _wanted(part, names)]


def _wanted(part: str, names: list[str]) -> bool:
    """Whether a part is to be measured; without names, all are but those that take very long."""
    if part in SELDOM:
        return part in names or SELDOM[part] in names
    return not names or part in names or any(name in part.split(":") for name in names)


def measured(part: str) -> list[dict]:
    """The rows of one part; if it failed, one row that says so."""
    name, *arguments = part.split(":")
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent), **dict.fromkeys(THREADS, "1")}
    done = subprocess.run(
        [sys.executable, str(HERE / f"{name}.py"), *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    found = [line for line in done.stdout.splitlines() if line.startswith(MARK)]
    if done.returncode or not found:
        note = f"benchmarks/{name}.py ended with code {done.returncode}"
        return [vars(Row(part, "failed", note=note))]
    return json.loads(found[-1][len(MARK) :])


def one_core() -> bool:
    """This process and those it starts keep to one core, where the system allows it."""
    if not hasattr(os, "sched_setaffinity"):
        return False
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return True


def machine() -> str:
    """The processor's name, its cores and memory, the system and Python."""
    name, cores = platform.processor() or platform.machine(), os.cpu_count()
    information = Path("/proc/cpuinfo")
    if information.exists():
        facts = dict(
            line.split(":", 1) for line in information.read_text().splitlines() if ":" in line
        )
        facts = {key.strip(): value.strip() for key, value in facts.items()}
        name = facts.get("model name", name)
        if "cpu family" in facts:
            name += f" (family {facts['cpu family']}, model {facts['model']})"
    return f"{name}, {cores} cores, {platform.system()}, Python {platform.python_version()}"


def markdown(results: dict) -> str:
    """The stored results as a table for each machine, the latest first, and the notes below."""
    lines, notes = [], []
    for where in _machines(results):
        here = {p: b for p, b in results.items() if b["machine"] == where}
        lines += [f"Measured on: {where}.", "", "| what | here | beside it | ratio | at least | |"]
        lines.append("|---|---|---|---|---|---|")
        for row in (row for part in PARTS if part in here for row in here[part]["rows"]):
            if row["note"]:
                notes.append(row["note"])
            lines.append(_line(row, len(notes) if row["note"] else 0))
        days = sorted({b["measured"][:16] for b in here.values()})
        when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
        lines += ["", f"Measured {when} (UTC), one core, one thread.", ""]
    lines[-1:] = ["Rates, and times to learn, are of the processes' own computing time;"]
    lines += ["both sides took turns, the best of each is shown, and the median of the ratios.", ""]
    return "\n".join(lines + [f"{i}. {note}." for i, note in enumerate(notes, 1)]) + "\n"


def _machines(results: dict) -> list[str]:
    """The machines, that of the latest measurement first."""
    ordered = sorted(results.values(), key=lambda one: one["measured"], reverse=True)
    return list(dict.fromkeys(one["machine"] for one in ordered))


def _line(row: dict, note: int) -> str:
    ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
    ratio = "> " * row["peer"].startswith(">") + ratio  # a peer that was given up
    verdict = {True: "reached", False: "**not reached**", None: ""}[row["reached"]]
    what = row["what"] + (f" ({note})" if note else "")
    return f"| {what} | {row['ours']} | {row['peer']} | {ratio} | {row['target']} | {verdict} |"


def in_short(results: dict) -> str:
    """The README's rows as one table, of those that have been measured."""
    rows = [results[part]["rows"][row] for part, row in IN_README if part in results]
    lines = [_line({**row, "target": "", "reached": None}, 0) for row in rows]
    shown = [line.removesuffix("|  |  |") + "|" for line in lines]
    return "\n".join(["| what | here | beside it | ratio |", "|---|---|---|---|", *shown]) + "\n"


def write_between(file: Path, table: str) -> None:
    """Put the table between the marks of a Markdown file."""
    before, rest = file.read_text().split(BEGIN)
    file.write_text(before + BEGIN + "\n" + table + END + rest.split(END)[1])


def main() -> None:
    """Measure and print the chosen parts, and store them if it was no trial."""
    names = chosen(sys.argv[1:])
    store, here = HERE / "results.json", machine()
    results = {} if QUICK or not store.exists() else json.loads(store.read_text())
    if not one_core():
        say("this system cannot keep a process on one core; the threads are limited all the same")
    for number, name in enumerate(names, 1):
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        start = time.perf_counter()
        say(f"{number}/{len(names)} {name}")
        results[name] = {"measured": now, "machine": here, "rows": measured(name)}
        say(f"  {name} took {time.perf_counter() - start:.0f} s")
        if not QUICK:
            store.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
            (HERE / "results.md").write_text(markdown(results))
    if QUICK:
        print("A trial with tiny samples: nothing is judged, nothing stored.\n")
    else:
        write_between(HERE.parent / "docs" / "measured.md", markdown(results))
        write_between(HERE.parent / "README.md", in_short(results))
    print(markdown(results))


if __name__ == "__main__":
    main()
