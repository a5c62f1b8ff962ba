"""The editions of a unit: its one source, and the notebooks that are made of it.

A unit is `lessons/source/NN_name.md`, in jupytext's Markdown. Of it are made
    lessons/NN_name.ipynb            for students: executed, but no result of a prediction is in it
    lessons/teacher/NN_name.ipynb    for teachers: all outputs, and the answer after each question
Cells have ids that depend on what they say, so that a notebook that is made again differs only
where it says something else.
"""

import copy
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode
from quiet_kernel import LANGUAGE

from course_lib.widgets.form.widget import RUN as ANSWER_BY_CLICK

LESSONS = Path(__file__).resolve().parent.parent / "lessons"
SOURCES = LESSONS / "source"
TEACHER = LESSONS / "teacher"
MEASURED = LESSONS / "measured.json"  # the numbers that its predictions met, by unit
SCRATCH = LESSONS.parent / "build" / "try"  # what `tools/lessons.py --try` leaves
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
METADATA: dict[str, Any] = {"kernelspec": KERNEL, "language_info": LANGUAGE}
# A link to a file that is no unit: units lie in both folders.
BESIDE = re.compile(r"\]\((?!https?:|#|mailto:|\d\d[a-z]?_\w+\.ipynb)([^)\s]+)\)")
# What a question of the quiz is stored as: its form, which says what runs it, or its first line.
QUESTION = re.compile(r"^(?:Exercise|Prediction) \"\w+\" · ", re.M)
OF_KERNEL = re.compile(r"\bquiz\.(?:recall|calibration|save|export|hint)\(")  # nothing to read
ADDED = "teacher"  # the tag of a cell that only teachers have
ELSEWHERE = "elsewhere"  # of a cell that only students have: links to Binder and Colab


def further(file: Path) -> bool:
    """Whether a unit can be left out, as the README's list of units has it."""
    readme = (LESSONS.parent / "README.md").read_text(encoding="utf-8")
    return f"(lessons/{file.stem}.ipynb) | *further" in readme


def units(names: list[str] | None = None, folder: Path = SOURCES) -> list[Path]:
    """The sources whose names begin with one of `names`, all without names, in order.

    ValueError if a name fits none.
    """
    files = sorted(folder.glob("[0-9]*.md"))
    for name in names or ():
        if not any(file.name.startswith(name) for file in files):
            have = ", ".join(file.stem for file in files)
            raise ValueError(f"no lesson begins with {name!r}; there are: {have}")
    return [f for f in files if not names or any(f.name.startswith(name) for name in names)]


def read_source(file: Path) -> NotebookNode:
    """The source as a notebook: cells with their tags and ids, no outputs."""
    read = jupytext.read(file, fmt="md")
    cells, seen = [], Counter[str]()
    for cell in read.cells:
        tags = list(cell.metadata.get("tags", ()))
        words = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
        seen[words] += 1
        make = (
            nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
        )
        # The same words twice in a unit: the second is words-2.
        ending = "" if seen[words] == 1 else f"-{seen[words]}"
        about = {"tags": tags} if tags else {}
        cells.append(make(cell.source, id=words + ending, metadata=about))
    return nbformat.v4.new_notebook(cells=cells, metadata=copy.deepcopy(METADATA))


def pages(names: list[str] | None = None) -> list[Path]:
    """The sources of notebooks that only teachers have, as `units` gives those of units."""
    files = sorted((SOURCES / "teacher").glob("*.md"))
    return [f for f in files if not names or any(f.name.startswith(name) for name in names)]


def tags(cell: NotebookNode) -> list[str]:
    """The tags of a cell."""
    return cell.metadata.get("tags", [])


def holds_back(cell: NotebookNode) -> bool:
    """Whether students run this cell before they see its output: it answers a prediction."""
    return cell.cell_type == "code" and ("result" in tags(cell) or "quiz.observe(" in cell.source)


def asked(cell: NotebookNode) -> list[str]:
    """The exercises that a code cell puts, in order."""
    if cell.cell_type != "code":
        return []
    found = re.findall(r"\bquiz\.(?:predict|ask|check|form)\(\s*[\"'](\w+)[\"']", cell.source)
    return list(dict.fromkeys(found))


def own_outputs(cell: NotebookNode) -> list[NotebookNode]:
    """The outputs of a code cell without the questions that it puts, and each widget once.

    A widget is stored as its picture, for where nothing may run, and then as itself; the second
    is kept.
    """
    if OF_KERNEL.search(cell.source) and not asked(cell):
        return []
    kept = []
    for number, out in enumerate(cell.outputs):
        later = cell.outputs[number + 1] if number + 1 < len(cell.outputs) else {}
        if out.output_type == "stream":
            text = QUESTION.split(out.text)[0]
            kept += [nbformat.from_dict({**out, "text": text})] if text.strip() else []
        elif ANSWER_BY_CLICK not in html_of(out) and (is_widget(out) or not is_widget(later)):
            kept.append(out)
    return kept


def html_of(out: Any) -> str:
    """The HTML of an output, "" if it has none."""
    return "".join(out.get("data", {}).get("text/html", ""))


def is_widget(out: Any) -> bool:
    """Whether an output is a widget of the course as it is stored: one that stands by itself."""
    return 'class="cl-still"' in html_of(out)


def student(executed: NotebookNode, links: Sequence[NotebookNode] = ()) -> NotebookNode:
    """The notebook without the outputs that answer a prediction.

    links: cells that stand before all others: see tools/elsewhere.py.
    """
    made = copy.deepcopy(executed)
    for cell in made.cells:
        if holds_back(cell):
            cell.outputs, cell.execution_count = [], None
    made.cells = [*links, *made.cells]
    return made


def teacher(executed: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """The notebook with all outputs, and after each question the Markdown text of its answer.

    answers: by name of exercise. A question that is put twice is answered once, at the first.
    """
    made = copy.deepcopy(executed)
    made.cells, left = [], dict(answers)
    for cell in copy.deepcopy(executed.cells):
        if cell.cell_type == "markdown":
            cell.source = in_teachers_folder(cell.source)
        made.cells.append(cell)
        for name in asked(cell):
            if text := left.pop(name, None):
                tag = {"tags": [ADDED]}
                one = nbformat.v4.new_markdown_cell(text, id=f"answer-{name}", metadata=tag)
                made.cells.append(one)
    return made


def in_teachers_folder(markdown: str) -> str:
    """A text of a unit, with links that lead from the folder below to what lies beside lessons."""
    return BESIDE.sub(r"](../\1)", markdown)


def without_additions(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that stand in the source, too."""
    return [cell for cell in notebook.cells if not {ADDED, ELSEWHERE} & set(tags(cell))]


def with_stored_outputs(source: NotebookNode, stored: NotebookNode) -> list[NotebookNode]:
    """Fill `source` with what `stored` holds of cells that have not changed.

    Returns the code cells that have changed: they have no outputs.
    """
    kept = {cell.id: cell for cell in stored.cells if cell.cell_type == "code"}
    changed = []
    for cell in source.cells:
        if cell.cell_type == "code":
            if same := kept.get(cell.id):
                cell.outputs, cell.execution_count = same.outputs, same.execution_count
            else:
                changed.append(cell)
    return changed
