"""How large rooms and files may be, and that tests stand in rooms like those of the course."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
COURSE, TESTS = ROOT / "course_lib", ROOT / "tests"
STORES = {"data", "zoo"}  # what was measured and trained: as many files as there are
MOST_FILES, MOST_LINES = 16, 350
OWN = {"browser", "clients", "lessons", "repository", "site", "support"}  # only tests have them
FILES = [*sorted(COURSE.rglob("*.py")), *sorted(TESTS.rglob("*.py"))]


def folders() -> list[Path]:
    """All folders of the course that hold code."""
    inside = [one for one in COURSE.rglob("*") if one.is_dir() and one.name != "__pycache__"]
    return [COURSE, *(one for one in inside if one.relative_to(COURSE).parts[0] not in STORES)]


def test_no_folder_of_the_course_is_a_drawer():
    counts = {one: sum(file.is_file() for file in one.iterdir()) for one in folders()}
    full = {str(one.relative_to(ROOT)): n for one, n in counts.items() if n > MOST_FILES}
    assert not full, f"more than {MOST_FILES} files"


def test_no_file_is_too_long_to_be_read():
    lines = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    long = {str(file.relative_to(ROOT)): n for file, n in lines.items() if n > MOST_LINES}
    assert not long, f"more than {MOST_LINES} lines"


def test_tests_stand_in_rooms_like_those_of_the_course():
    rooms = {file.parent.relative_to(TESTS) for file in TESTS.rglob("test_*.py")}
    strange = [one for one in rooms if one.parts[0] not in OWN and not (COURSE / one).is_dir()]
    assert not strange


def test_no_test_imports_another():
    names = {file.stem for file in TESTS.rglob("test_*.py")}
    found = []
    for file in TESTS.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            taken = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            taken += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [(file.name, name) for name in taken if name.split(".")[-1] in names]
    assert not found, "what several tests need stands in tests/support"
