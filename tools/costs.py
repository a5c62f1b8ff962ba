"""What a thousand agents cost, read off the rows of the shipped sweeps: docs/many_agents.md.

    python tools/costs.py            prints the table
    python tools/costs.py --write    writes it into the page

A row says how long its training took: `core_seconds` where the process's own computing was counted,
measuring included, else `seconds` by the clock, often beside other work: then more than it takes.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from course_lib.paths import DATA
from course_lib.study.measure.provenance import card_of
from course_lib.study.measure.sweep import load_results

PAGE = Path(__file__).parents[1] / "docs" / "many_agents.md"
BEGIN, END = "<!-- costs: begin -->", "<!-- costs: end -->"
COUNTED, CLOCK = "core_seconds", "seconds"


def table() -> str:
    """A line for each sweep that trains agents, the cheapest agents first."""
    found = [line for file in sorted(DATA.glob("*.jsonl")) for line in _lines(file.stem)]
    heads = "| sweep | agents | steps each | seconds an agent | 1,000 agents | measured |"
    lines = [line for _, line in sorted(found)]
    return "\n".join([heads, "|---|---|---|---|---|---|", *lines]) + "\n"


def _lines(name: str) -> list[tuple[float, str]]:
    """The seconds of one agent and its line; one for each world where a sweep has several."""
    rows = [row for row in load_results(name) if row.get(COUNTED) or row.get(CLOCK)]
    worlds = list(dict.fromkeys(str(row.get("name", "")) for row in rows))
    parts = {world: [r for r in rows if str(r.get("name", "")) == world] for world in worlds}
    return [_line(f"{name} {world}".strip(), name, some) for world, some in parts.items()]


def _line(title: str, name: str, rows: Sequence[Mapping]) -> tuple[float, str]:
    how = "computing" if all(COUNTED in row for row in rows) else "by the clock"
    key = COUNTED if how == "computing" else CLOCK
    seconds = median(row[key] for row in rows)
    steps = [row["steps"] for row in rows if row.get("steps")]
    each = f"{median(steps):,.0f}" if steps else ""
    machine = str(card_of(DATA / f"{name}.jsonl").get("machine", "")).split(",")[0]
    hours = 1000 * seconds / 3600
    told = f"{how}, {machine}" if machine else how
    return seconds, (
        f"| `{title}` | {len(rows)} | {each} | {seconds:.0f} | {hours:.1f} core-hours | {told} |"
    )


def main() -> None:
    """Print the table, or write it between the marks of the page."""
    if "--write" not in sys.argv[1:]:
        print(table())
        return
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    PAGE.write_text(before + BEGIN + "\n" + table() + END + rest.split(END)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
