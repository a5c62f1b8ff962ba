"""One source, three editions: they are in step, and each holds what it should."""

import json

import nbformat
import pytest
from answers import answers, quiz_of
from editions import (
    ADDED,
    LESSONS,
    TEACHER,
    asked,
    holds_back,
    in_teachers_folder,
    read_source,
    tags,
    with_stored_outputs,
    without_additions,
)
from editions import student as made_for_students
from editions import teacher as made_for_teachers
from execution import execute
from seconds import by_section, keep_seconds, kept_seconds, section_of
from support.units import UNITS, by_unit, code, source, student, teacher

SMALL = """\
# 00 · Small

```python tags=["setup"]
from pathlib import Path
```

Say it before.


Then look.

```python
quiz = type("Quiz", (), {"predict": print, "observe": print})
quiz.predict("where")
```

## 1 · Look (1 minute)

```python tags=["result"]
Path("mine.answers.json").write_text("{}")
print("It went left.")
```

```python
quiz.observe("where")
```

```python
print(len(list(Path().iterdir())), "files")
```
"""


def same(cell, moved: bool = False) -> tuple:
    """What two editions have to share of a cell. moved: with links from the folder below."""
    text = (
        in_teachers_folder(cell.source) if moved and cell.cell_type == "markdown" else cell.source
    )
    return cell.cell_type, text, tuple(tags(cell)), cell.id


def test_every_source_has_its_notebooks_and_every_notebook_a_source():
    have = {unit.stem for unit in UNITS}
    assert {file.stem for file in LESSONS.glob("[0-9]*.ipynb")} == have
    assert {file.stem for file in TEACHER.glob("[0-9]*.ipynb")} == have


@by_unit
def test_the_editions_are_in_step_with_the_source(unit):
    wanted = [same(cell) for cell in source(unit).cells]
    hint = f"run `make lessons NAMES={unit.stem[:3]}`"
    assert [same(cell) for cell in without_additions(student(unit))] == wanted, hint
    moved = [same(cell, moved=True) for cell in source(unit).cells]
    assert [same(cell) for cell in without_additions(teacher(unit))] == moved, hint


@by_unit
def test_students_see_what_teachers_see_but_the_results(unit):
    seen = without_additions(student(unit))
    for cell, full in zip(seen, without_additions(teacher(unit)), strict=True):
        if cell.cell_type == "code" and not holds_back(cell):
            assert cell.outputs == full.outputs
            assert cell.execution_count == full.execution_count


@by_unit
def test_teachers_have_the_answer_after_each_question_and_nothing_else_besides(unit):
    known, cells = answers(quiz_of(unit.stem)), teacher(unit).cells
    added = {cell.id.removeprefix("answer-"): cell for cell in cells if ADDED in tags(cell)}
    names = list(dict.fromkeys(name for cell in cells for name in asked(cell)))
    assert list(added) == names
    for name, cell in added.items():
        assert cell.source == known[name], f"{name}: run tools/lessons.py --no-run {unit.stem[:3]}"


@by_unit
def test_stored_notebooks_need_no_widget_manager(unit):
    for notebook in (student(unit), teacher(unit)):
        assert "widgets" not in notebook.metadata
        for out in (out for cell in code(notebook) for out in cell.outputs):
            assert not [kind for kind in out.get("data", {}) if "widget" in kind]


# ── The tools, on a unit of a few lines ─────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def executed(tmp_path_factory) -> nbformat.NotebookNode:
    """The small unit, executed."""
    file = tmp_path_factory.mktemp("unit") / "00_small.md"
    file.write_text(SMALL, encoding="utf-8")
    notebook = read_source(file)
    execute(notebook)
    return notebook


def test_a_source_is_read_with_tags_and_ids_that_depend_on_what_cells_say(tmp_path):
    first, second = tmp_path / "00_a.md", tmp_path / "00_b.md"
    first.write_text(SMALL, encoding="utf-8")
    second.write_text(SMALL.replace("Say it before.", "Say it first."), encoding="utf-8")
    one, other = read_source(first).cells, read_source(second).cells
    assert tags(one[1]) == ["setup"] and len(one) == len(other) == 9
    differ = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a.id != b.id]
    assert differ == [2]


def test_cells_that_say_the_same_have_ids_of_their_own(tmp_path):
    file = tmp_path / "00_a.md"
    file.write_text("```python\nx = 1\n```\n\n```python\nx = 1\n```\n", encoding="utf-8")
    first, second = (cell.id for cell in read_source(file).cells)
    assert first != second and second.startswith(first)


def test_links_lead_from_the_teachers_folder_to_what_lies_beside_the_lessons():
    text = "[a](glossary.md#x) [b](02a_maze.ipynb) [c](https://d.org/e) [f](class_report.ipynb)"
    moved = (
        "[a](../glossary.md#x) [b](02a_maze.ipynb) [c](https://d.org/e) [f](../class_report.ipynb)"
    )
    assert in_teachers_folder(text) == moved


def test_a_unit_runs_in_an_empty_folder(executed):
    assert executed.cells[-1].outputs[0].text == "1 files\n"


def test_students_get_no_result_and_teachers_the_answer_after_its_question(executed):
    for_students = made_for_students(executed)
    assert "It went left" not in json.dumps(for_students.cells[6].outputs)
    assert for_students.cells[6].execution_count is None and for_students.cells[7].outputs == []
    assert for_students.cells[4].outputs and "It went left" in str(executed.cells[6].outputs)
    for_teachers = made_for_teachers(executed, {"where": "Left.", "other": "Never asked."})
    added = [(n, c.source) for n, c in enumerate(for_teachers.cells) if ADDED in tags(c)]
    assert added == [(5, "Left.")]
    assert without_additions(for_teachers) == executed.cells


def test_outputs_of_cells_that_have_not_changed_are_kept(executed, tmp_path):
    file = tmp_path / "00_small.md"
    changed = SMALL.replace("Then look.", "Now look.").replace('" files"', '"of them"')
    file.write_text(changed.replace('"files"', '"of them"'), encoding="utf-8")
    again = read_source(file)
    without = with_stored_outputs(again, executed)
    assert [cell.source for cell in without] == ['print(len(list(Path().iterdir())), "of them")']
    assert again.cells[6].outputs == executed.cells[6].outputs


def test_seconds_are_kept_by_section_unless_they_are_about_the_same(executed, tmp_path):
    file = tmp_path / "seconds.json"
    assert section_of(executed.cells) == [0, 0, 0, 0, 0, 1, 1, 1, 1]
    assert by_section(executed, {1: 3.2, 4: 1.0, 6: 20.4}) == [4, 20]
    keep_seconds("00_small", executed, {1: 3.2, 6: 20.4}, file)
    keep_seconds("00_small", executed, {1: 4.1, 6: 22.0}, file)
    assert kept_seconds(file) == {"00_small": [3, 20]}
    keep_seconds("00_small", executed, {1: 4.1, 6: 30.0}, file)
    assert kept_seconds(file) == {"00_small": [4, 30]}
