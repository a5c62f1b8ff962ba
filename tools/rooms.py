"""Checks that imports go downward only: a room of the house knows the rooms below it, none above.

The order is the design's, with `live` (training as a student sees it) where agents and widgets
meet. Imports inside functions count too. Torch starts in `agents`: the rooms below it do without.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "course_lib"
ROOMS = ["engine", "worlds", "envs", "agents", "study", "widgets", "live", "exercises"]
FRONT_DOOR = ROOMS.index("live") + 0.5  # `import course_lib` itself: only lessons and exercises
FIRST_WITH_TORCH = ROOMS.index("agents")


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that a module imports, `a.b` for `from a import b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "a relative import"


def floor(name: str) -> float:
    """How high the room lies that `course_lib.…` names; the front door for the package itself."""
    parts = [*name.split("."), ""]
    return ROOMS.index(parts[1]) if parts[1] in ROOMS else FRONT_DOOR


def complaint(here: int, name: str) -> str | None:
    """What is wrong with importing `name` in the room number `here`; None if nothing is."""
    if name == "a relative import":
        return "a relative import hides its room: write course_lib.…"
    top = name.split(".")[0]
    if top == PACKAGE and floor(name) > here:
        return f"{ROOMS[here]} may not import {name}: it lies above"
    if top == "torch" and here < FIRST_WITH_TORCH:
        return f"{ROOMS[here]} may not import torch: it starts in {ROOMS[FIRST_WITH_TORCH]}"
    return None


def complaints(root: Path = ROOT) -> list[str]:
    """One line for every import in `root`/course_lib that goes the wrong way."""
    found = []
    for file in sorted((root / PACKAGE).rglob("*.py")):
        room = file.relative_to(root / PACKAGE).with_suffix("").parts[0]
        if room == "__init__":
            continue
        if room not in ROOMS:
            found.append(f"{file.relative_to(root)}: no room; allowed: {', '.join(ROOMS)}")
            continue
        for line, name in imported(ast.parse(file.read_text(encoding="utf-8"))):
            if wrong := complaint(ROOMS.index(room), name):
                found.append(f"{file.relative_to(root)}:{line}: {wrong}")
    return found


if __name__ == "__main__":
    sys.exit("\n".join(complaints()) or 0)
