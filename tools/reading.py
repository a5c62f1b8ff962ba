"""Makes the reading edition: units as pages that any browser opens, without a server or a network.

    python tools/reading.py            build/reading, and build/teacher with all answers

Made by nbconvert from the stored outputs of the teachers' notebooks. In build/reading each result
of a prediction is behind a click, and each debrief; in build/teacher everything is in sight, with
the answer after each question. A question stands there as text, for there is no kernel to ask it.
"""

import copy
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from answers import answers, quiz_of
from editions import (
    ADDED,
    LESSONS,
    TEACHER,
    asked,
    holds_back,
    own_outputs,
    tags,
    units,
    without_additions,
)
from minutes import stated_minutes
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook
from pygments.formatters import HtmlFormatter
from strips import write_strips

BUILD = LESSONS.parent / "build"
TEMPLATES = Path(__file__).parent / "templates"
RESULT = "Show what happened"
DEBRIEF = "Show the answer and the reasons"
ADDRESS = re.compile(r"\]\((?!https?:)(\.\./)?([\w-]+)\.(ipynb|md)(#[\w-]*)?\)")


# ── What stands on a page ───────────────────────────────────────────────────────────────────────


def for_readers(teacher: NotebookNode, quiz: Any) -> NotebookNode:
    """A unit with its questions as text; results and debriefs are marked to be behind a click."""
    made = copy.deepcopy(teacher)
    told = answers(quiz, twins=False)
    made.cells = [
        new
        for cell in without_additions(made)
        for new in ([_plain(cell)] if cell.cell_type == "markdown" else _read(cell, quiz, told))
    ]
    return made


def _read(cell: NotebookNode, quiz: Any, told: dict[str, str]) -> list[NotebookNode]:
    """A code cell as readers see it: itself, its questions, and what is said after an answer."""
    made = [_without_questions(cell)] if computes(cell) else []
    for name in asked(cell):
        made.append(
            new_markdown_cell(question(quiz.exercises[name]), metadata={"look": "question"})
        )
        if f'quiz.predict("{name}"' not in cell.source:
            made.append(_debrief(name, told))
    seen = re.findall(r"quiz\.observe\(\s*[\"'](\w+)[\"']", cell.source)
    return made + [_debrief(name, told) for name in seen]


def computes(cell: NotebookNode) -> bool:
    """Whether a cell does more than ask: what stands beside its questions is worth reading."""
    lines = [line for line in cell.source.splitlines() if line.strip()]
    return any(not re.match(r"quiz\.|from \S+ import quiz$", line) for line in lines)


def _without_questions(cell: NotebookNode) -> NotebookNode:
    """The cell with the outputs that are no questions; its result is behind a click."""
    cell.outputs = own_outputs(cell)
    if holds_back(cell) and cell.outputs:
        cell.metadata["behind"] = RESULT
    return cell


def _debrief(name: str, told: dict[str, str]) -> NotebookNode:
    return new_markdown_cell(told[name], metadata={"behind": DEBRIEF})


def _plain(cell: NotebookNode) -> NotebookNode:
    cell.source = ADDRESS.sub(r"](\2.html\4)", cell.source)
    return cell


def question(one: Any) -> str:
    """An exercise as Markdown, without its answer."""
    unit = "minute" if one.minutes == 1 else "minutes"
    head = f"**{type(one).__name__}** · {one.level} · {one.minutes} {unit}"
    parts = [head, *one.question.split("\n")]
    if hasattr(one, "order"):
        parts.append(_listed(one.options[key].text for key in one.order))
    if hasattr(one, "bins"):
        parts.append(_listed(f"**{name}:** {words}" for name, words in one.bins.items()))
        cases = one.cases.items()
        parts.append(_listed(f"**{key} · {case.title}.** {case.story}" for key, case in cases))
    return "\n\n".join(parts)


def _listed(items: Iterable[str]) -> str:
    """A list in Markdown, an item to a line."""
    return "\n".join(f"- {' '.join(item.split())}" for item in items)


def for_teachers(teacher: NotebookNode) -> NotebookNode:
    """A unit with everything in sight; of questions only what teachers are told of them."""
    made = copy.deepcopy(teacher)
    for cell in made.cells:
        if cell.cell_type == "markdown":
            _plain(cell)
            if ADDED in tags(cell):
                cell.metadata["look"] = "question"
        else:
            cell.outputs = own_outputs(cell)
    return made


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────


def page(notebook: NotebookNode, title: str, home: bool = True) -> str:
    """A notebook as one file of HTML. home: with a link to the list of all units."""
    exporter = HTMLExporter(
        template_name="reading",
        extra_template_basedirs=[str(TEMPLATES)],
        embed_images=True,
        exclude_anchor_links=True,
    )
    exporter.register_filter("words_for_figure", words_for_figure)
    about = {"title": title, "style": style(), "home": home}
    html, _ = exporter.from_notebook_node(
        notebook, resources={"page": about, "metadata": {"path": str(LESSONS)}}
    )
    return html


def words_for_figure(plain: str | None) -> str:
    """What is read for a picture without alternative text, such as one that matplotlib shows."""
    bare = plain is None or plain.startswith("<Figure")
    return "A figure. What it shows is said in the text beside it." if bare else str(plain)


def style() -> str:
    """The style of all pages, with the colours of code in light and in dark."""
    light, dark = (
        HtmlFormatter(style=name).get_style_defs(".highlight")
        for name in ("default", "github-dark")
    )
    own = (TEMPLATES / "reading" / "style.css").read_text(encoding="utf-8")
    return f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n{own}"


def heading(notebook: NotebookNode) -> str:
    """The title of a unit: its first heading."""
    found = re.search(r"^# (.*)$", notebook.cells[0].source, re.M)
    return found[1] if found else ""


def contents(files: list[Path], title: str) -> NotebookNode:
    """The list of all units, with their minutes."""
    lines = [f"# {title}", "", "| unit | minutes |", "|---|---|"]
    for file in files:
        notebook = nbformat.read(TEACHER / f"{file.stem}.ipynb", as_version=4)
        name, minutes = heading(notebook), stated_minutes(notebook)
        lines.append(f"| [{name}]({file.stem}.html) | {minutes or ''} |")
    lines += ["", "[Glossary](glossary.html): all words of the course.", "", WHAT_IS_THIS]
    return new_notebook(cells=[new_markdown_cell("\n".join(lines))])


WHAT_IS_THIS = """\
These pages are for reading. Predict first: every result is behind a click, and so is every answer
with its reasons. In the notebooks you run the cells yourself, and your predictions are kept."""


def write_pages(files: list[Path], folder: Path, teachers: bool = False) -> None:
    """Write a page for each unit, the glossary and the list of all units into `folder`.

    Pages of units that are no more are removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = {unit.stem for unit in units()}
    for old in folder.glob("[0-9][0-9]*_*.html"):
        if old.stem not in known:
            old.unlink()
    for file in files:
        stored = nbformat.read(TEACHER / f"{file.stem}.ipynb", as_version=4)
        made = for_teachers(stored) if teachers else for_readers(stored, quiz_of(file.stem))
        _write(folder / f"{file.stem}.html", page(made, heading(stored)))
    words = new_markdown_cell((LESSONS / "glossary.md").read_text(encoding="utf-8"))
    _write(folder / "glossary.html", page(new_notebook(cells=[_plain(words)]), "Glossary"))
    title = "Spot the Difference" + (", for teachers" if teachers else "")
    _write(folder / "index.html", page(contents(files, title), title, home=False))


def _write(file: Path, html: str) -> None:
    file.write_text(html, encoding="utf-8")


def main() -> None:
    """Write both editions of pages; says where they lie."""
    try:
        files = units(sys.argv[1:])
    except ValueError as error:
        sys.exit(str(error))
    write_pages(files, BUILD / "reading")
    write_pages(files, BUILD / "teacher", teachers=True)
    write_strips(files, BUILD / "teacher")
    print(f"Open {BUILD / 'reading' / 'index.html'}, or {BUILD / 'teacher' / 'index.html'}.")


if __name__ == "__main__":
    main()
