"""The lessons as pages of the site, made from the stored outputs of the teachers' notebooks.

`lesson:<unit>` is {unit, lesson, widgets, measured, pools}, `quiz:<lesson>` what
exercises.chapter gives. Each is packed, so it comes as bytes of JSON.
"""

import json
import re
import shutil
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import elsewhere
import nbformat
from answers import quiz_of
from editions import LESSONS, MEASURED, TEACHER, further, units, without_additions
from minutes import stated_minutes
from reading import heading

import course_lib
from serverless import cells, data
from serverless.exercises import chapter, pools
from serverless.pages import SITE, framed


def write(folder: Path) -> None:
    """Write a page for each unit, the glossary, and what the pages load."""
    into = folder / "lessons"
    (into / "pictures").mkdir(parents=True, exist_ok=True)
    files = units()
    titles = {file.stem: title_of(file.stem) for file in files}
    chapters = {}
    for number, file in enumerate(files):
        unit = cells.Unit.of(file.stem, quiz_of(file.stem))
        html = body(unit, neighbours(files, titles, number))
        page = framed("lesson", html, titles[file.stem], about(file.stem), root="../", at="read")
        (into / f"{file.stem}.html").write_text(marked(page, file.stem), encoding="utf-8")
        for name, picture in unit.pictures.items():
            (into / "pictures" / name).write_bytes(picture)
        pack(folder, f"lesson:{file.stem}", of_unit(unit, file))
        chapters[unit.quiz.answers.lesson] = unit.quiz
    for lesson, quiz in chapters.items():
        pack(folder, f"quiz:{lesson}", chapter(quiz))
    data.write(folder, "course", {"version": course_lib.__version__, "units": listed(files)})
    for name in ("glossary", "teaching_guide"):
        other(into, name)
    shutil.copyfile(SITE / "memory.html", folder / "memory.html")
    listing = folder / "read.html"
    listing.write_text(listing.read_text(encoding="utf-8").replace("$units", contents()), "utf-8")


def pack(folder: Path, name: str, value: Any) -> None:
    """Write JSON as packed data, padded to whole pairs of bytes."""
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    data.write_packed(folder, name, told + b" " * (len(told) % 2), head=len(told) + len(told) % 2)


@cache
def stored(unit: str) -> nbformat.NotebookNode:
    """The teachers' notebook of a unit."""
    return nbformat.read(TEACHER / f"{unit}.ipynb", as_version=4)


def title_of(unit: str) -> str:
    """A unit's title, with its number."""
    return heading(stored(unit))


def about(unit: str) -> str:
    """What one will be able to do after a unit, in one line."""
    found = re.search(r"\*\*You will be able to\*\* (.*)", stored(unit).cells[0].source)
    told = found[1] if found else "A unit of the course."
    return re.sub(r"[*_`]", "", told[:1].upper() + told[1:])


def body(unit: cells.Unit, beside: str) -> str:
    """The content of a unit's page."""
    first, *parts = [cells.cell(unit, cell) for cell in without_additions(stored(unit.name))]
    links = elsewhere.links(unit.name, elsewhere.address())
    note = f'<p class="note">{NOTE} {links}</p>'
    parts = [first, note, *parts]
    return "\n".join(['<article class="lesson">', *parts, beside, "</article>"])


NOTE = (
    "On this page nothing has to be run: what the cells have shown stands below them, and what you "
    "are to predict is behind a click. Players and games live, and exercises answer."
)


def marked(page: str, unit: str) -> str:
    """The page says which unit it is."""
    return page.replace('data-page="lesson"', f'data-page="lesson" data-unit="{unit}"', 1)


def neighbours(files: list[Path], titles: dict[str, str], number: int) -> str:
    """Links to the units before and after."""
    links = ['<a href="../read.html">All units</a>']
    for step, words in ((-1, "Before"), (1, "Next")):
        if 0 <= number + step < len(files):
            name = files[number + step].stem
            links.append(f'<a href="{name}.html">{words}: {escape(titles[name])}</a>')
    return f'<nav class="beside" aria-label="other units">{" ".join(links)}</nav>'


def of_unit(unit: cells.Unit, source: Path) -> dict[str, Any]:
    """What a unit's page loads."""
    lesson = unit.quiz.answers.lesson
    return {
        "unit": unit.name,
        "lesson": lesson,
        "widgets": unit.widgets,
        "measured": measured().get(unit.name, {}),
        "pools": pools(lesson, source.read_text(encoding="utf-8")),
    }


@cache
def measured() -> dict[str, dict[str, float]]:
    """By unit: the numbers that decide its predictions."""
    return json.loads(MEASURED.read_text(encoding="utf-8"))


def asked_in(file: Path) -> list[str]:
    """The exercises that a unit puts and a page can judge, in order."""
    from serverless.exercises import answers_here

    text, known = file.read_text(encoding="utf-8"), quiz_of(file.stem).exercises
    names = re.findall(r"\bquiz\.(?:predict|ask|form)\(\s*\"(\w+)\"", text)
    return [name for name in dict.fromkeys(names) if answers_here(known[name])]


def listed(files: list[Path]) -> list[dict[str, Any]]:
    """The units in order, with the exercises that can be answered on their pages."""
    return [
        {"unit": file.stem, "lesson": quiz_of(file.stem).answers.lesson, "asked": asked_in(file)}
        for file in files
    ]


def contents() -> str:
    """The list of all units, part by part, for the page read.html."""
    rows = []
    for file in units():
        number, _, title = title_of(file.stem).partition(" · ")
        left_out = ", further" if further(file) else ""
        minutes = stated_minutes(stored(file.stem))
        rows.append(
            f'<li data-unit="{file.stem}"{left_out and " class=further"}>'
            f'<a href="lessons/{file.stem}.html"><b>{number}</b> {escape(title)}</a>'
            f'<span class="site-faint">{minutes} minutes{left_out}</span>'
            f'<span class="site-faint done"></span></li>'
        )
    heads = {"00": "", "08": OTHER_HALF, "10": OWN_WORLD}  # by the number that a part begins with
    parts: list[str] = []
    for row in rows:
        found = re.search(r'data-unit="(\d\d)', row)
        head = heads.pop(found[1], None) if found else None
        if head is not None:
            parts.append("</ol>" * bool(parts) + f'{head}\n<ol class="units">')
        parts.append(row)
    return "\n".join([*parts, "</ol>"])


OTHER_HALF = """<h2>Part two: the other half</h2>
<p>Agents that do just what they are paid for, and it is not what was wanted.</p>"""
OWN_WORLD = """<h2>Last: a world of your own</h2>"""


def other(folder: Path, name: str) -> None:
    """Write a text that is no unit as a page: the glossary, the guide for teachers."""
    source = (LESSONS / f"{name}.md").read_text(encoding="utf-8")
    html = re.sub(r'<a href="(?!https?:|#|[\w-]+\.html)[^"]*"[^>]*>(.*?)</a>', r"\1",
                  cells.text(source), flags=re.S)  # fmt: skip
    title = re.search(r"^# (.*)$", source, re.M)
    page = framed("lesson", f'<article class="lesson">\n<section class="text">{html}</section>\n'
                  '<nav class="beside"><a href="../read.html">All units</a></nav></article>',
                  title[1] if title else name, f"{title[1] if title else name} of the course.",
                  root="../", at="read")  # fmt: skip
    (folder / f"{name}.html").write_text(page, encoding="utf-8")
