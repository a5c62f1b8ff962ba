"""What lesson cells ask of the course is there: found at once, without running a cell."""

import ast
import importlib
import inspect
from pathlib import Path

from support.units import by_unit, code, source


def cells_of(unit: Path) -> list[ast.Module]:
    """The code cells of a unit, parsed."""
    return [ast.parse(cell.source) for cell in code(source(unit))]


def imported(cell: ast.Module) -> dict[str, object]:
    """What a cell takes from the course, by the name that it has there."""
    found: dict[str, object] = {}
    for node in ast.walk(cell):
        if isinstance(node, ast.Import):
            ours = [one for one in node.names if one.name.startswith("course_lib")]
            found |= {one.asname or one.name: importlib.import_module(one.name) for one in ours}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("course_lib"):
            for one in node.names:
                found[one.asname or one.name] = taken(str(node.module), one.name)
    return found


def taken(module: str, name: str) -> object:
    """What `from module import name` gives."""
    room = importlib.import_module(module)
    return (
        getattr(room, name) if hasattr(room, name) else importlib.import_module(f"{module}.{name}")
    )


def named(node: ast.expr, names: dict[str, object]) -> object:
    """What `name` or `name.attribute` stands for; None if it is nothing of the course."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return getattr(names.get(node.value.id), node.attr, None)
    return None


def unknown_keywords(call: ast.Call, names: dict[str, object]) -> list[str]:
    """The keywords of a call that the function of the course does not have."""
    function = named(call.func, names)
    if not callable(function):
        return []
    parameters = inspect.signature(function).parameters
    if any(one.kind is one.VAR_KEYWORD for one in parameters.values()):
        return []
    return [k.arg for k in call.keywords if k.arg is not None and k.arg not in parameters]


@by_unit
def test_what_a_unit_asks_of_the_course_is_there(unit):
    names: dict[str, object] = {}
    for number, cell in enumerate(cells_of(unit)):
        names |= imported(cell)
        for node in ast.walk(cell):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                room = names.get(node.value.id)
                assert room is None or hasattr(room, node.attr), (number, ast.unparse(node))
            if isinstance(node, ast.Call):
                assert not unknown_keywords(node, names), (number, ast.unparse(node))
