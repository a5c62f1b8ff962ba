"""What can be said of a unit without running it: its form, and that its outputs are stored.

nbval compares nothing where nothing is stored, so a lesson without outputs would pass there.
"""

import ast
import re
from statistics import median

import nbformat
import pytest
from answers import quiz_of
from editions import LESSONS, METADATA, TEACHER, asked, tags
from support.units import (
    UNITS,
    by_unit,
    code,
    source,
    student,
    teacher,
    texts,
)

COMPARED = "nbval-check-output"
KNOWN_TAGS = {"result", "setup", "world", COMPARED}
WORLD = 55  # lines of a cell that is a whole world: lesson 10 is about such cells
PARTS = ("What to remember", "Further reading")  # in this order at the end


def lines_of(cell) -> list[str]:
    """The lines of a code cell that are not blank."""
    return [line for line in cell.source.splitlines() if line.strip()]


def prose(cell) -> str:
    """The text of a cell without what is folded away, tables, formulas and figures."""
    text = re.sub(r"<details>.*?</details>", "", cell.source, flags=re.S)
    text = re.sub(r"<[^>]+>|!\[.*?\]\(.*?\)|```.*?```", "", text, flags=re.S)
    return "\n".join(ln for ln in text.splitlines() if not ln.lstrip().startswith(("|", "#")))


def whole_text(unit) -> str:
    """All text cells of a unit."""
    return "\n\n".join(cell.source for cell in texts(source(unit)))


def position(unit, pattern: str, kind: str = "code") -> int:
    """The index of the last cell of a kind in which something is found; -1 if there is none."""
    cells = source(unit).cells
    found = [i for i, c in enumerate(cells) if c.cell_type == kind and re.search(pattern, c.source)]
    return found[-1] if found else -1


# ── All units ───────────────────────────────────────────────────────────────────────────────────


def test_there_are_units_for_all_lessons_in_order():
    numbers = [int(file.stem[:2]) for file in UNITS]
    assert numbers == sorted(numbers) and set(numbers) == set(range(max(numbers) + 1))
    letters: dict[str, str] = {}
    for file in UNITS:
        number, letter = re.match(r"(\d\d)([a-z]?)_\w+$", file.stem).groups()
        letters[number] = letters.get(number, "") + letter
    assert all(found == "abcde"[: len(found)] and len(found) != 1 for found in letters.values())


@by_unit
def test_the_notebooks_are_valid_and_say_only_what_opens_them(unit):
    for notebook, folder in ((student(unit), LESSONS), (teacher(unit), TEACHER)):
        nbformat.validate(notebook)
        assert notebook.metadata == METADATA
        assert (folder / f"{unit.stem}.ipynb").stat().st_size < 4_000_000


@by_unit
def test_every_cell_was_executed_in_order_and_none_failed(unit):
    cells = code(teacher(unit))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [out for cell in cells for out in cell.outputs]
    assert not [out for out in outputs if out.output_type == "error"]
    assert not [out.text for out in outputs if out.get("name") == "stderr"]


@by_unit
def test_cells_that_are_compared_have_an_output_to_be_compared_with(unit):
    compared = [cell for cell in code(teacher(unit)) if COMPARED in tags(cell)]
    assert compared, "no output of this unit is compared"
    for cell in compared:
        assert cell.outputs and cell.execution_count, cell.source
        assert "cl-still" not in str(cell.outputs), "a widget is stored as another output"


@by_unit
def test_cells_have_only_tags_that_mean_something(unit):
    for cell in source(unit).cells:
        assert set(tags(cell)) <= KNOWN_TAGS
        assert cell.cell_type == "code" or not tags(cell)


@by_unit
def test_outputs_name_no_folder_of_the_machine_they_were_made_on(unit):
    for cell in code(teacher(unit)):
        for out in cell.outputs:
            text = str(out.get("text", "")) + str(out.get("data", {}).get("text/plain", ""))
            assert not re.search(r"/(work|home|root|tmp|Users)/", text), text
            assert not re.search(r" at 0x[0-9a-f]{6,}", text), text


@by_unit
def test_every_fold_is_closed_and_no_sentence_breaks_a_line_of_the_source(unit):
    for cell in texts(source(unit)):
        assert cell.source.count("<details>") == cell.source.count("</details>")
        assert not re.search(r"[a-z,]\n[a-z]", prose(cell)), f"one sentence a line:\n{cell.source}"


@pytest.mark.parametrize("number", sorted({unit.stem[:2] for unit in UNITS}))
def test_every_exercise_is_asked_in_exactly_one_unit_of_its_lesson(number):
    units = [unit for unit in UNITS if unit.stem.startswith(number)]
    where: dict[str, set[str]] = {}
    for unit in units:
        for cell in code(source(unit)):
            for name in asked(cell):
                where.setdefault(name, set()).add(unit.stem)
    exercises = quiz_of(units[0].stem).exercises
    wanted = {name for name, one in exercises.items() if not getattr(one, "twin_of", None)}
    assert set(where) == wanted
    assert not {name: found for name, found in where.items() if len(found) > 1}


# ── Units of one class period ───────────────────────────────────────────────────────────────────


@by_unit
def test_a_unit_has_cells_of_a_size_that_can_be_taught(unit):
    cells = [cell for cell in code(source(unit)) if "setup" not in tags(cell)]
    assert 12 <= len(source(unit).cells) <= 28
    assert all(len(lines_of(c)) <= (WORLD if "world" in tags(c) else 15) for c in cells)
    assert median(len(lines_of(cell)) for cell in cells) <= 4


@by_unit
def test_a_unit_opens_with_its_question_its_minutes_and_a_real_system(unit):
    first = texts(source(unit))[0].source
    assert re.match(rf"# {unit.stem.split('_')[0]} · ", first), "its number and its name"
    for words in ("**You will be able to**", "**Minutes:**", "**Needs:**"):
        assert words in first
    opening = "\n".join(c.source for c in source(unit).cells[:4] if c.cell_type == "markdown")
    assert re.search(r"\]\(https?://", opening), "one real system, with a link to its source"


@by_unit
def test_all_imports_stand_in_the_one_setup_cell_and_it_comes_first(unit):
    setup = [cell for cell in code(source(unit)) if "setup" in tags(cell)]
    assert len(setup) == 1 and setup[0] is code(source(unit))[0]
    for cell in code(source(unit))[1:]:
        found = [n for n in ast.walk(ast.parse(cell.source)) if isinstance(n, IMPORTS)]
        assert not found, cell.source


IMPORTS = (ast.Import, ast.ImportFrom)


@by_unit
def test_recall_comes_after_the_setup_and_before_the_first_section(unit):
    if unit.stem[:2] == "00":
        assert position(unit, r"quiz\.recall\(") == -1
        return
    cells = source(unit).cells
    setup = next(i for i, cell in enumerate(cells) if "setup" in tags(cell))
    section = next(i for i, cell in enumerate(cells) if re.search("^## ", cell.source, re.M))
    assert setup < position(unit, r"quiz\.recall\(") < section


@by_unit
def test_a_unit_ends_with_what_to_remember_a_transfer_question_and_what_is_not_known(unit):
    remember = position(unit, r"What to remember", "markdown")
    unknown = position(unit, r"(?i)what is not known", "markdown")
    calibration, save = position(unit, r"quiz\.calibration\("), position(unit, r"quiz\.save\(")
    reading = position(unit, r"(?i)further reading", "markdown")
    assert 0 < remember < calibration <= save < reading
    transfer = [
        i
        for i, cell in enumerate(source(unit).cells)
        if i > remember and cell.cell_type == "code" and "quiz.ask(" in cell.source
    ]
    assert transfer and 0 < unknown < calibration
    assert re.search(r"\]\(https?://", source(unit).cells[reading].source)


@by_unit
def test_what_to_remember_is_five_sentences_at_most(unit):
    text = re.split(r"What to remember\W*\n", whole_text(unit))[1]
    text = re.split(r"\n#|\n\n\*\*|\n\n\n", text)[0]
    sentences = [one for one in re.split(r"(?<=[.!?])\s+", text.strip()) if one]
    assert 1 <= len(sentences) <= 5, sentences


@by_unit
def test_sections_have_numbers_in_order(unit):
    found = re.findall(r"^## (\d+) · ", whole_text(unit), re.M)
    assert found == [str(n + 1) for n in range(len(found))] and found


@by_unit
def test_links_between_lessons_lead_to_a_unit(unit):
    have = {file.stem for file in UNITS}
    for link in re.findall(r"\]\(([\w/]+)\.ipynb\)", whole_text(unit)):
        assert link in have, link
