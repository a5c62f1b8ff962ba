"""Keeps the teaching guide in step with the lessons: titles, minutes, and twin questions.

    python tools/guide.py          writes what has changed into lessons/teaching_guide.md
    python tools/guide.py --check  says what has changed, and ends with 1 if anything has

The guide has a part for each unit, `### 02a · Title (33 minutes)`, with a table of sections whose
second column is minutes. Between the two comments "units" stands the list of all units, and between
those called "hub" what benchmarks/classroom.py measured.
"""

import json
import re
import sys
import tomllib
from collections.abc import Mapping
from typing import NamedTuple

from editions import LESSONS, further, units

GUIDE = LESSONS / "teaching_guide.md"
CHAPTERS = LESSONS.parent / "course_lib" / "chapters"
CLASSROOM = LESSONS.parent / "benchmarks" / "classroom.json"
HUB = re.compile(r"(<!-- hub -->\n).*?(<!-- end of hub -->)", re.S)
LIST = re.compile(r"(<!-- units -->\n).*?(<!-- end of units -->)", re.S)
PART = re.compile(r"^### (\d\d[a-z]?) · .*$", re.M)
ROW = re.compile(r"^\| ([\d, ]+) \| [^|]* \|", re.M)
SECTION = re.compile(r"^## (\d+) · (.*)$", re.M)
STATED = re.compile(r"\((\d+) minutes?\)\s*$")


class Unit(NamedTuple):
    """What the guide says of a unit.

    sections: minutes by number; None where none are stated. further: whether it can be left out.
    """

    key: str
    title: str
    minutes: int
    sections: Mapping[int, int | None]
    twins: Mapping[str, str]
    further: bool = False


def known_units() -> dict[str, Unit]:
    """All units by key, such as "02a", from their sources."""
    twins = _twins()
    found = {}
    for file in units():
        text = file.read_text(encoding="utf-8")
        key = file.stem.partition("_")[0]
        title = re.search(r"^# \S+ · (.*)$", text, re.M)
        minutes = re.search(r"\*\*Minutes:\*\*\D*(\d+)", text)
        if title is None or minutes is None:
            raise ValueError(f"{file.name} needs a title `# {key} · …` and **Minutes:**")
        sections = {}
        for number, head in SECTION.findall(text):
            stated = STATED.search(head)
            sections[int(number)] = int(stated[1]) if stated else None
        asked = re.findall(r"quiz\.(?:predict|ask|check)\(\s*\"(\w+)\"", text)
        own = {name: twins[key[:2], name] for name in asked if (key[:2], name) in twins}
        found[key] = Unit(key, title[1], int(minutes[1]), sections, own, further(file))
    return found


def _twins() -> dict[tuple[str, str], str]:
    """The twin of each question that has one, by the lesson's number and the question's name."""
    found = {}
    for path in CHAPTERS.glob("*/questions.toml"):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        number = str(tables.pop("lesson"))[:2]
        for name, table in tables.items():
            if isinstance(table, dict) and "twin_of" in table:
                found[number, table["twin_of"]] = name
    return found


def in_step(text: str, known: Mapping[str, Unit]) -> str:
    """The guide's text with the titles and minutes of these units, and the list of them."""
    lines = ["| unit | minutes | questions to vote on, each with its twin |", "|---|---|---|"]
    for unit in known.values():
        twins = ", ".join(f"`{one}` (`{other}`)" for one, other in unit.twins.items()) or "–"
        mark = " *further*" if unit.further and "further" not in unit.title else ""
        lines.append(f"| {unit.key} · {unit.title}{mark} | {unit.minutes} | {twins} |")
    table = "\n".join(lines) + "\n"
    text = LIST.sub(lambda found: found[1] + table + found[2], text)
    hub = hub_words(json.loads(CLASSROOM.read_text(encoding="utf-8")))
    text = HUB.sub(lambda found: found[1] + hub + found[2], text)
    parts = re.split(r"(?=^#{2,3} )", text, flags=re.M)
    return "".join(_part(part, known) for part in parts)


def hub_words(measured: Mapping[str, float]) -> str:
    """What a class on one hub takes, in sentences, from what benchmarks/classroom.py measured."""
    many, each, trains = measured["kernels"], measured["playing"], measured["training"]
    free = measured["machine"] - measured["spare"] - many * each
    able = min(many, int(free // (trains - each)))
    enough = f"all {many}" if able == many else f"{able} of the {many}"
    return (
        f"Measured with {many} kernels at once, in each of which all cells of unit 02a had been "
        f"run: {each} MB of memory for each of them ({measured['most']} MB for the largest), "
        f"{many * each / 1000:.1f} GB together.\n"
        f"A kernel that trains takes up to {trains} MB, so in a machine with "
        f"{measured['machine'] / 1000:.0f} GB the memory is enough for {enough} to train at "
        f"once, where {measured['spare'] / 1000:.0f} GB are kept for the system and the pupils' "
        "servers.\n"
        "What is scarce is the processor: a training run keeps one core busy, so let as many "
        "train at once as the machine has cores; with twice as many each run takes twice as "
        "long.\n"
    )


def _part(part: str, known: Mapping[str, Unit]) -> str:
    head = PART.match(part)
    if head is None or head[1] not in known:
        return part
    unit = known[head[1]]
    part = PART.sub(f"### {unit.key} · {unit.title} ({unit.minutes} minutes)", part, count=1)
    return ROW.sub(lambda row: f"| {row[1]} | {_minutes(row[1], unit)} |", part)


def _minutes(numbers: str, unit: Unit) -> str:
    """The minutes of the sections that a row names; a dash where the unit states none."""
    told = [unit.sections.get(int(n)) for n in numbers.split(",")]
    return str(sum(filter(None, told))) if any(told) else "–"


def missing(text: str, known: Mapping[str, Unit]) -> list[str]:
    """What the guide says of what is not there, and what it does not say: a sentence each."""
    said = []
    heads = PART.findall(text)
    said += [f"the guide has no part for {key}" for key in known if key not in heads]
    said += [
        f"the guide has a part for {key}, which is no unit" for key in heads if key not in known
    ]
    for part in re.split(r"(?=^#{2,3} )", text, flags=re.M):
        head = PART.match(part)
        if head and head[1] in known:
            named = [int(n) for row in ROW.findall(part) for n in row.split(",")]
            have = known[head[1]].sections
            said += [f"{head[1]} has no section {n}" for n in named if n not in have]
            said += [
                f"the guide leaves out section {n} of {head[1]}" for n in have if n not in named
            ]
    return said


def main() -> None:
    """Do as the command says."""
    text, known = GUIDE.read_text(encoding="utf-8"), known_units()
    new = in_step(text, known)
    print("\n".join(missing(text, known)))
    if "--check" in sys.argv:
        sys.exit(int(new != text or bool(missing(text, known))))
    GUIDE.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
