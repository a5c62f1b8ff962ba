"""The minutes of each unit, computed from what stands in it, and of its sections.

    python tools/minutes.py                  a table of all units
    python tools/minutes.py 02a 02b          those whose names begin so, with their sections
    python tools/minutes.py --write 02a      writes the minutes into the source and the README
    python tools/minutes.py --before COMMIT  words that notebooks of that commit print, by lesson

Minutes are words of text and of printed output at 200 a minute, the minutes of the exercises, the
seconds of the cells on one core, and one for each widget. What an exercise prints or shows belongs
to its own minutes. Folded text counts half: some open it. `quiz.recall()` counts two minutes and
`quiz.calibration()` one. Outputs are those that are stored, or else of the last --try.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from answers import quiz_of
from editions import (
    LESSONS,
    SCRATCH,
    TEACHER,
    asked,
    html_of,
    is_widget,
    own_outputs,
    read_source,
    units,
    with_stored_outputs,
)
from nbformat import NotebookNode
from seconds import FILE, kept_seconds, section_of

README = LESSONS.parent / "README.md"
WORDS_A_MINUTE = 200
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"  # as notebooks were stored formerly
STATED = re.compile(r"\((\d+) minutes?\)\s*$")
HEADER = re.compile(r"\*\*Minutes:\*\* (\d+)")
OPTIONAL = re.compile(r"\((as long as|further|optional)", re.I)
FOLD = re.compile(r"<details>\s*(<summary>.*?</summary>)?(.*?)</details>", re.S)
OF_QUIZ = {"recall": 2, "calibration": 1}


@dataclass
class Part:
    """A section, or a whole unit: what its minutes are made of. `stated`: what its heading says."""

    title: str
    stated: int | None = None
    text: float = 0
    printed: int = 0
    exercises: int = 0
    seconds: float = 0
    widgets: int = 0

    @property
    def minutes(self) -> float:
        """Minutes that a student needs."""
        read = (self.text + self.printed) / WORDS_A_MINUTE
        return read + self.exercises + self.seconds / 60 + self.widgets

    def take(self, other: "Part") -> None:
        """Add what another part is made of."""
        for name in ("text", "printed", "exercises", "seconds", "widgets"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def count_words(text: str) -> int:
    """How many words there are; a number is one, a rule of dashes is none."""
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def text_words(markdown: str) -> float:
    """Words that are read in a text cell: without addresses and tags, folded ones half."""
    text = re.sub(r"!\[.*?\]\(.*?\)", "", markdown, flags=re.S)
    text = re.sub(r"\[(.*?)\]\([^)]*\)", r"\1", text, flags=re.S)
    bare = re.compile(r"<[^>]+>")
    folded = sum(count_words(bare.sub(" ", body)) for _, body in FOLD.findall(text))
    shown = FOLD.sub(lambda found: found[1] or "", text)
    return count_words(bare.sub(" ", shown)) + folded / 2


def printed_words(outputs: Iterable[Any]) -> int:
    """Words that outputs print: streams, and tables; pictures and widgets have none."""
    found = 0
    for out in outputs:
        data = out.get("data", {})
        pictured = any(kind.startswith("image/") for kind in data) or is_widget(out)
        pictured = pictured or 'class="cl-figure"' in html_of(out) or WIDGET_VIEW in data
        found += count_words(out.get("text", "") if not data else "")
        found += 0 if pictured else count_words(data.get("text/plain", ""))
    return found


def sections(notebook: NotebookNode, quiz: Any, seconds: list[int]) -> list[Part]:
    """The parts of a unit with outputs, section by section; the opening belongs to the first.

    seconds: of each section, as in lessons/seconds.json. A section whose heading states no minutes
    belongs to the one before it; one that is optional is a part of no minutes.
    """
    numbers = section_of(notebook.cells)
    parts = [Part("opening") for _ in range(max(numbers, default=0) + 1)]
    known: set[str] = set()
    for cell, number in zip(notebook.cells, numbers, strict=True):
        _count(parts[number], cell, quiz, known)
    if len(seconds) == len(parts):
        for part, one in zip(parts, seconds, strict=True):
            part.seconds = one
    return _joined(parts)


def _count(part: Part, cell: NotebookNode, quiz: Any, known: set[str]) -> None:
    """Add one cell to its part; `known` are the exercises that were asked before."""
    if cell.cell_type == "markdown":
        if heading := re.search(r"^## (.*)$", cell.source, re.M):
            part.title = heading[1]
            stated = STATED.search(heading[1])
            part.stated = int(stated[1]) if stated else None
        part.text += text_words(cell.source)
        return
    for name in asked(cell):
        if name in quiz.exercises and name not in known:
            known.add(name)
            part.exercises += quiz.exercises[name].minutes
    part.exercises += sum(taken for n, taken in OF_QUIZ.items() if f"quiz.{n}(" in cell.source)
    outputs = own_outputs(cell)
    part.printed += printed_words(outputs)
    part.widgets += sum(map(is_widget, outputs))


def _joined(parts: list[Part]) -> list[Part]:
    """The parts that state minutes, each with those that belong to it."""
    joined: list[Part] = []
    waiting = Part("")
    for part in parts:
        if OPTIONAL.search(part.title):
            continue
        if part.stated is not None:
            joined.append(part)
            part.take(waiting)
            waiting = Part("")
        else:
            (joined[-1] if joined else waiting).take(part)
    return joined or [waiting]


def whole(parts: Iterable[Part], unit: str, stated: int | None) -> Part:
    """The unit as one part."""
    made = Part(unit, stated)
    for part in parts:
        made.take(part)
    return made


def stated_minutes(notebook: NotebookNode) -> int | None:
    """What the header says; None if it says nothing."""
    found = HEADER.search(notebook.cells[0].source)
    return int(found[1]) if found else None


def measured(unit: Path) -> tuple[Part, list[Part]]:
    """A unit as one part, and its sections."""
    notebook = read_source(unit)
    seconds = kept_seconds(FILE)
    stored = TEACHER / f"{unit.stem}.ipynb"
    if not stored.exists():
        stored = SCRATCH / unit.stem / f"{unit.stem}.ipynb"
        seconds = kept_seconds(SCRATCH / "seconds.json")
    if stored.exists():
        with_stored_outputs(notebook, nbformat.read(stored, as_version=4))
    parts = sections(notebook, quiz_of(unit.stem), seconds.get(unit.stem, []))
    return whole(parts, unit.stem, stated_minutes(notebook)), parts


def rounded(parts: list[Part]) -> list[int]:
    """Whole minutes of the sections, at least 1 each, that add up to the rounded whole."""
    exact = [part.minutes for part in parts]
    made = [max(1, int(one)) for one in exact]
    missing = round(sum(exact)) - sum(made)
    by_rest = sorted(range(len(exact)), key=lambda i: made[i] - exact[i])
    for index in by_rest[: max(0, missing)]:
        made[index] += 1
    return made


def write_minutes(unit: Path) -> None:
    """Set the header and headings of the source, and the README's line, to what is computed."""
    _, parts = measured(unit)
    numbers = rounded(parts)
    text = unit.read_text(encoding="utf-8")
    for part, number in zip(parts, numbers, strict=True):
        if part.stated is not None:
            words = f"({number} minute{'' if number == 1 else 's'})"
            text = text.replace(f"## {part.title}\n", f"## {STATED.sub(words, part.title)}\n", 1)
    total = sum(numbers)
    unit.write_text(HEADER.sub(f"**Minutes:** {total}", text, count=1), encoding="utf-8")
    row = re.compile(rf"(lessons/{unit.stem}\.ipynb\).*\| )\d+ \|$", re.M)
    readme = README.read_text(encoding="utf-8")
    README.write_text(row.sub(rf"\g<1>{total} |", readme), encoding="utf-8")


def line(part: Part) -> str:
    """One line of the table."""
    says = "–" if part.stated is None else str(part.stated)
    return (
        f"{part.title[:46]:46} {says:>6} {part.minutes:8.1f} {part.text:6.0f} {part.printed:8}"
        f" {part.exercises:9} {part.seconds:7.0f} {part.widgets:7}"
    )


def before(commit: str) -> str:
    """Words that the notebooks of a commit print, by lesson: all, and without their exercises'."""
    git = ["git", "-C", str(LESSONS.parent)]
    names = subprocess.run(
        [*git, "ls-tree", "--name-only", commit, "lessons/"], capture_output=True, text=True
    ).stdout.split()
    lines = [f"{'words printed at ' + commit:46} {'all':>6} {'without exercises':>18}"]
    for name in names:
        if name.endswith(".ipynb"):
            shown = subprocess.run([*git, "show", f"{commit}:{name}"], capture_output=True)
            notebook = nbformat.reads(shown.stdout.decode(), as_version=4)
            cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
            words = sum(printed_words(cell.outputs) for cell in cells)
            own = sum(printed_words(own_outputs(cell)) for cell in cells)
            lines.append(f"{Path(name).stem:46} {words:6} {own:18}")
    return "\n".join(lines)


def main() -> None:
    """Print the table, or write the minutes that it shows."""
    reader = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    reader.add_argument("names", nargs="*", help="how the units' names begin; all by default")
    reader.add_argument("--write", action="store_true", help="write them into the sources")
    reader.add_argument("--before", metavar="COMMIT", help="words printed by a commit's notebooks")
    said = reader.parse_args()
    if said.before:
        print(before(said.before))
        return
    try:
        files = units(said.names)
    except ValueError as error:
        sys.exit(str(error))
    print(f"{'':46} {'stated':>6} {'computed':>8} {'text':>6} {'printed':>8} {'exercises':>9} "
          f"{'seconds':>7} {'widgets':>7}")  # fmt: skip
    for file in files:
        if said.write:
            write_minutes(file)
        unit, parts = measured(file)
        for part in [unit, *(parts if said.names else [])]:
            print(line(part))


if __name__ == "__main__":
    main()
