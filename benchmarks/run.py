"""Measures everything the README's table says, prints it, and stores it as results.md and .json.

    make bench                      everything (about half an hour on a quiet machine)
    make bench ONLY="steps_tiles"   some of it; the rest of the stored table stays as it was

Each benchmark runs in a process of its own, on one core and one thread.
"""

import datetime
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

from rows import MARK, Row, say

HERE = Path(__file__).parent
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
ALL = (
    "agents", "time_to_learn", "steps_pictures", "steps_tiles", "ppo_throughput",
    "training_time", "import_time", "lessons",
)  # fmt: skip
THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS")


def chosen(arguments: list[str]) -> list[str]:
    """The benchmarks that were asked for; ValueError if one of them does not exist."""
    names = arguments or os.environ.get("ONLY", "").replace(",", " ").split() or list(ALL)
    for name in names:
        if name not in ALL:
            raise ValueError(f"there is no benchmark {name!r}; there are: {', '.join(ALL)}")
    return names


def measured(name: str) -> list[dict]:
    """The rows of one benchmark; if it failed, one row that says so."""
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent), **dict.fromkeys(THREADS, "1")}
    done = subprocess.run(
        [sys.executable, str(HERE / f"{name}.py")],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    found = [line for line in done.stdout.splitlines() if line.startswith(MARK)]
    if done.returncode or not found:
        note = f"benchmarks/{name}.py ended with code {done.returncode}"
        return [vars(Row(name, "failed", note=note))]
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
    """The stored results as a table, and the notes below it."""
    lines = [
        f"Measured on: {results['machine']}.",
        "",
        "| what | here | beside it | ratio | at least | |",
    ]
    lines.append("|---|---|---|---|---|---|")
    notes = []
    for name in ALL:
        for row in results["benchmarks"].get(name, {}).get("rows", []):
            if row["note"]:
                notes.append(row["note"])
            lines.append(_line(row, len(notes) if row["note"] else 0))
    days = sorted({b["measured"][:16] for b in results["benchmarks"].values()})
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    lines += ["", f"Measured {when} (UTC), one core, one thread."]
    lines += ["Rates, and times to learn, are of the processes' own computing time;"]
    lines += ["both sides took turns, the best of each is shown, and the median of the ratios.", ""]
    return "\n".join(lines + [f"{i}. {note}." for i, note in enumerate(notes, 1)]) + "\n"


def _line(row: dict, note: int) -> str:
    ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
    ratio = "> " * row["peer"].startswith(">") + ratio  # a peer that was given up
    verdict = {True: "reached", False: "**not reached**", None: ""}[row["reached"]]
    what = row["what"] + (f" ({note})" if note else "")
    return f"| {what} | {row['ours']} | {row['peer']} | {ratio} | {row['target']} | {verdict} |"


def into_readme(table: str) -> None:
    """The README's section *Measured* shows the table."""
    readme = HERE.parent / "README.md"
    before, rest = readme.read_text().split(BEGIN)
    readme.write_text(before + BEGIN + "\n" + table + END + rest.split(END)[1])


def main() -> None:
    """The chosen benchmarks have been measured, printed and stored."""
    names = chosen(sys.argv[1:])
    store, here = HERE / "results.json", machine()
    old = json.loads(store.read_text()) if store.exists() else {}
    kept = old.get("benchmarks", {}) if old.get("machine") == here else {}
    results = {"machine": here, "benchmarks": kept}
    if not one_core():
        say("this system cannot keep a process on one core; the threads are limited all the same")
    for number, name in enumerate(names, 1):
        say(f"{number}/{len(names)} {name}")
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        kept[name] = {"measured": now, "rows": measured(name)}
        store.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
        (HERE / "results.md").write_text(markdown(results))
    into_readme((HERE / "results.md").read_text())
    print((HERE / "results.md").read_text())


if __name__ == "__main__":
    main()
