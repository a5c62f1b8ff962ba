"""What can be said of a lesson without running it: its form, and that its outputs are stored.

nbval compares nothing where nothing is stored, so a lesson without outputs would pass there.
"""

import re
from pathlib import Path
from statistics import median

import nbformat
import pytest

LESSONS = sorted((Path(__file__).parents[2] / "lessons").glob("[0-9]*.ipynb"))
CHECKED = "# NBVAL_CHECK_OUTPUT"
REQUIRED = ["00_start_here", "01_outer_and_inner_alignment", "02_maze"]

by_lesson = pytest.mark.parametrize("file", LESSONS, ids=lambda f: f.stem)


def cells(file: Path, kind: str) -> list:
    """The cells of one kind."""
    return [c for c in nbformat.read(file, as_version=4).cells if c.cell_type == kind]


def lines_of(cell) -> list[str]:
    """The lines of a code cell that say something: not blank, not a marker."""
    return [ln for ln in cell.source.splitlines() if ln.strip() and ln.strip() != CHECKED]


def prose(cell) -> str:
    """The text of a cell without what is folded away, tables, formulas and figures."""
    text = re.sub(r"<details>.*?</details>", "", cell.source, flags=re.S)
    text = re.sub(r"<[^>]+>|!\[.*?\]\(.*?\)|```.*?```", "", text, flags=re.S)
    return "\n".join(ln for ln in text.splitlines() if not ln.lstrip().startswith(("|", "#")))


def test_the_lessons_are_there():
    assert set(REQUIRED) <= {file.stem for file in LESSONS}
    numbers = [int(file.stem[:2]) for file in LESSONS]
    assert numbers == list(range(len(numbers)))


@by_lesson
def test_the_notebook_is_valid_and_says_only_what_opens_it(file):
    notebook = nbformat.read(file, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert set(notebook.metadata) <= {"kernelspec", "language_info", "widgets"}
    for state in notebook.metadata.get("widgets", {}).values():
        assert "state" in state, "GitHub shows nothing of a lesson whose widgets lie elsewhere"
    assert file.stat().st_size < 3_000_000


@by_lesson
def test_every_cell_was_executed_in_order_and_none_failed(file):
    code = cells(file, "code")
    first = code[0].execution_count
    assert [c.execution_count for c in code] == list(range(first, first + len(code)))
    outputs = [out for c in code for out in c.outputs]
    assert not [out for out in outputs if out.output_type == "error"]
    assert not [out.text for out in outputs if out.get("name") == "stderr"]


@by_lesson
def test_cells_that_are_checked_have_an_output_to_be_checked_against(file):
    checked = [c for c in cells(file, "code") if CHECKED in c.source]
    assert checked, "no output of this lesson is checked"
    for cell in checked:
        assert cell.source.startswith(CHECKED), f"the marker comes first in:\n{cell.source}"
        assert cell.outputs and cell.execution_count, cell.source


@by_lesson
def test_outputs_name_no_folder_of_the_machine_they_were_made_on(file):
    for cell in cells(file, "code"):
        for out in cell.outputs:
            text = str(out.get("text", "")) + str(out.get("data", {}).get("text/plain", ""))
            assert not re.search(r"/(work|home|root|tmp|Users)/", text), text
            assert not re.search(r" at 0x[0-9a-f]{6,}", text), text


@by_lesson
def test_a_lesson_has_cells_of_a_size_that_can_be_taught(file):
    code = [len(lines_of(c)) for c in cells(file, "code")]
    assert 25 <= len(nbformat.read(file, as_version=4).cells) <= 45
    assert max(code) <= 15 and median(code) <= 4
    words = [len(prose(c).split()) for c in cells(file, "markdown")]
    assert 25 <= median(words) <= 60


@by_lesson
def test_a_lesson_opens_with_what_one_will_be_able_to_do_and_ends_with_saving(file):
    first = cells(file, "markdown")[0].source
    assert re.match(rf"# {file.stem[:2]} ", first), "its number and its name"
    for word in ("able to", "minutes", "needs"):
        assert word in first.lower(), f"{word!r} is missing at the start"
    assert "save" in cells(file, "code")[-1].source
    texts = "\n".join(c.source for c in cells(file, "markdown"))
    assert re.search(r"further reading", texts, re.I)


@by_lesson
def test_every_section_can_be_entered_cold(file):
    known, inside = set(), False
    for cell in nbformat.read(file, as_version=4).cells:
        if cell.cell_type == "markdown" and re.search(r"^## ", cell.source, re.M):
            known, inside = set(), True
        elif cell.cell_type == "code" and inside:
            known |= set(re.findall(r"^\s*(?:from \S+ )?import .*?(\w+)$", cell.source, re.M))
            said = re.sub(
                r"^\s*(?:from|import) .*$", "", cell.source, flags=re.M
            )  # no rooms' names
            for alias in ("cl", "quiz", "maze", "np"):
                if re.search(rf"\b{alias}\.", said):
                    assert alias in known, (
                        f"{alias} is not imported in the section of:\n{cell.source}"
                    )


@by_lesson
def test_solutions_are_folded_away_and_every_fold_is_closed(file):
    for cell in cells(file, "markdown"):
        assert cell.source.count("<details>") == cell.source.count("</details>")
        if re.search(r"^\*?\*?solution", cell.source, re.I | re.M):
            assert "<summary>" in cell.source
    texts = "\n".join(c.source for c in cells(file, "markdown"))
    assert "<details>" in texts
