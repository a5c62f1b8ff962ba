"""Makes the notebooks of the lessons from their sources, and says what each took.

    python tools/lessons.py                  executes all units and stores both editions
    python tools/lessons.py 02a 03           those whose names begin so
    python tools/lessons.py class_report     a notebook that only teachers have
    python tools/lessons.py --no-run 02a     takes the stored outputs of cells that have not changed
    python tools/lessons.py --try 02a        executes, prints what each cell shows, stores nothing

A unit that raises, or has a cell of more than ten minutes, is not stored. Notebooks without a
source are deleted. How long the cells take is kept in lessons/seconds.json, and the numbers that
its predictions met in lessons/measured.json.
"""

import argparse
import base64
import json
import re
import sys
from pathlib import Path

import elsewhere
import nbformat
from answers import answers, quiz_of
from editions import (
    LESSONS,
    MEASURED,
    METADATA,
    SCRATCH,
    TEACHER,
    pages,
    read_source,
    student,
    teacher,
    units,
    with_stored_outputs,
)
from execution import Run, execute
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode
from seconds import keep_seconds


def store(unit: Path) -> None:
    """Execute the unit and write both editions; prints its seconds, memory and size."""
    notebook = read_source(unit)
    run = execute(notebook)
    write(unit.stem, notebook)
    keep_seconds(unit.stem, notebook, run.seconds)
    keep_measured(unit.stem, run.measured)
    _say(unit.stem, run)


def keep_measured(unit: str, measured: dict[str, float], file: Path = MEASURED) -> None:
    """Keep the numbers that decide a unit's predictions, for pages that have no Python."""
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    known[unit] = measured
    kept = {name: known[name] for name in sorted(known) if known[name]}
    file.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def store_page(page: Path) -> None:
    """Execute a notebook that only teachers have, and store it as it is."""
    notebook = read_source(page)
    execute(notebook)
    nbformat.write(notebook, TEACHER / f"{page.stem}.ipynb")


def rebuild(unit: Path) -> None:
    """Write both editions with the outputs that are stored; prints what is missing."""
    notebook = read_source(unit)
    stored = TEACHER / f"{unit.stem}.ipynb"
    if not stored.exists():
        sys.exit(f"{unit.stem} has no stored outputs yet: run it without --no-run")
    for cell in with_stored_outputs(notebook, nbformat.read(stored, as_version=4)):
        print(f"{unit.stem}: no output yet, for it has changed:\n{_indented(cell.source)}")
    write(unit.stem, notebook)


def write(unit: str, executed: NotebookNode) -> None:
    """Write the students' and the teachers' notebook of an executed unit."""
    executed.metadata = nbformat.from_dict(METADATA)
    for cell in executed.cells:
        cell.metadata.pop("execution", None)
    TEACHER.mkdir(exist_ok=True)
    links = elsewhere.cells(unit, elsewhere.address())
    nbformat.write(student(executed, links), LESSONS / f"{unit}.ipynb")
    nbformat.write(teacher(executed, answers(quiz_of(unit))), TEACHER / f"{unit}.ipynb")


def forget_former() -> None:
    """Delete notebooks whose source is gone or has another name."""
    have = {file.stem for file in units()}
    for file in [*LESSONS.glob("[0-9]*.ipynb"), *TEACHER.glob("[0-9]*.ipynb")]:
        if file.stem not in have:
            print(f"{file.relative_to(LESSONS)} has no source any more, and is deleted")
            file.unlink()


def attempt(unit: Path) -> None:
    """Execute the unit and print what each cell shows; pictures go to build/try."""
    notebook = read_source(unit)
    run = execute(notebook, keep_going=True)
    folder = SCRATCH / unit.stem
    folder.mkdir(parents=True, exist_ok=True)
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            print(f"── cell {index}, {run.seconds[index]:.1f} s ──\n{_indented(cell.source)}")
            for number, out in enumerate(cell.outputs):
                print(shown(out, folder / f"{index:02}-{number}.png"))
    nbformat.write(notebook, folder / f"{unit.stem}.ipynb")
    keep_seconds(unit.stem, notebook, run.seconds, SCRATCH / "seconds.json")
    print(f"The notebook lies in {folder.relative_to(LESSONS.parent)}.")
    _say(unit.stem, run)


def shown(out: NotebookNode, picture: Path) -> str:
    """An output as text; its picture, if it has one, is written to `picture`."""
    if out.output_type == "error":
        return "ERROR " + re.sub(r"\x1b\[[\d;]*m", "", "\n".join(out.traceback))
    if out.output_type == "stream":
        return ("" if out.name == "stdout" else f"({out.name}) ") + out.text
    lines = [out.data.get("text/plain", "")]
    inside = re.search(r"src=\"data:image/png;base64,([^\"]+)", out.data.get("text/html", ""))
    if inside:  # a figure shown by course_lib.study.show, whose plain text is its words
        picture.write_bytes(base64.b64decode(inside[1]))
        lines.append(f"(picture {picture.name})")
    if drawn := out.data.get("image/png"):
        picture.write_bytes(base64.b64decode(drawn))
        alt = out.get("metadata", {}).get("image/png", {}).get("alt", "none")
        lines.append(f"(picture {picture.name}, alternative text: {alt})")
    return "\n".join(lines)


def _say(unit: str, run: Run) -> None:
    file = TEACHER / f"{unit}.ipynb"
    size = file.stat().st_size / 2**10 if file.exists() else 0
    seconds = sum(run.seconds.values())
    print(f"{unit:36} {seconds:6.1f} s {run.memory / 2**20:6.0f} MB kernel {size:6.0f} kB")


def _indented(source: str) -> str:
    return "\n".join(f"    {line}" for line in source.splitlines())


def main() -> None:
    """Do as the command says; exits with the first cell that raises or runs too long."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("names", nargs="*", help="how the units' names begin; all by default")
    way = reader.add_mutually_exclusive_group()
    way.add_argument("--no-run", action="store_true", help="with stored outputs, without running")
    way.add_argument("--try", action="store_true", dest="attempt", help="run, print, store nothing")
    asked = reader.parse_args()
    others = pages(asked.names)
    of_units = [name for name in asked.names if not pages([name])]
    try:
        files = [] if asked.names and not of_units else units(of_units)
    except ValueError as error:
        sys.exit(str(error))
    for file in files + ([] if asked.no_run else others):
        whole = store_page if file in others else store
        try:
            (attempt if asked.attempt else rebuild if asked.no_run else whole)(file)
        except (CellExecutionError, CellTimeoutError) as error:
            sys.exit(f"{file.name} is not stored:\n{error}")
    if not asked.attempt:
        forget_former()


if __name__ == "__main__":
    main()
