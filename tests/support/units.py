"""The units of the course and their editions, read once for all tests."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from editions import LESSONS, TEACHER, read_source, units

UNITS = units()
by_unit = pytest.mark.parametrize("unit", UNITS, ids=lambda file: file.stem)


class Call(NamedTuple):
    """`quiz.kind("name", value)` in a cell: the cell's index, and how many arguments there are."""

    cell: int
    kind: str
    name: str
    arguments: int


@cache
def source(unit: Path) -> nbformat.NotebookNode:
    """The unit's source as a notebook."""
    return read_source(unit)


@cache
def student(unit: Path) -> nbformat.NotebookNode:
    """The students' edition as it is stored."""
    return nbformat.read(LESSONS / f"{unit.stem}.ipynb", as_version=4)


@cache
def teacher(unit: Path) -> nbformat.NotebookNode:
    """The teachers' edition as it is stored."""
    return nbformat.read(TEACHER / f"{unit.stem}.ipynb", as_version=4)


def code(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """The code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def texts(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """The Markdown cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def headings(cell: nbformat.NotebookNode) -> list[str]:
    """The headings of a Markdown cell, without their signs."""
    if cell.cell_type != "markdown":
        return []
    return re.findall(r"^#+ +(.*?)\s*$", re.sub(r"```.*?```", "", cell.source, flags=re.S), re.M)


def calls(notebook: nbformat.NotebookNode) -> list[Call]:
    """What a unit asks of its quiz by name, in order."""
    found = []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            found += [one._replace(cell=index) for one in calls_in(cell.source)]
    return found


def calls_in(text: str) -> list[Call]:
    """What one code cell asks of the quiz by name."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "quiz"
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            arguments = len(node.args) + len(node.keywords)
            found.append(Call(-1, node.func.attr, str(node.args[0].value), arguments))
    return found
