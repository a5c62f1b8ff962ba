"""Which room may import which: import-linter holds it, and finds what it should."""

import re
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]


def lint_imports(folder: Path) -> subprocess.CompletedProcess:
    """What import-linter says of the package in `folder`, by the contracts in its pyproject."""
    command = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [command, "--no-cache", "pyproject.toml"],
        capture_output=True, text=True, cwd=folder, env={"COLUMNS": "200"},
    )  # fmt: skip


def rooms() -> set[str]:
    """Every room that a contract names, as a dotted name."""
    found: set[str] = set()
    for contract in CONTRACTS["contracts"]:
        named = [*contract.get("modules", []), *contract.get("source_modules", [])]
        for container in contract.get("containers", []):
            layers = "|".join(contract["layers"]).split("|")
            named += [f"{container}.{layer.strip()}" for layer in layers]
        found |= {name for name in named if "*" not in name}
    return found


def write(house: Path, module: str, line: str) -> None:
    """Write a module of one line into the house, and make the folders that it needs."""
    file = house / "course_lib" / f"{module.replace('.', '/')}.py"
    for made in (file.parent, *file.parent.parents):
        if made == house:
            break
        made.mkdir(parents=True, exist_ok=True)
        (made / "__init__.py").touch()
    file.write_text(line + "\n")


@pytest.fixture
def house(tmp_path) -> Path:
    """A package with all the rooms, the exceptions between chapters, and the course's contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in rooms() | {"course_lib.worlds.maze", "course_lib.worlds.gems"}:
        write(tmp_path, f"{name.removeprefix('course_lib.')}.__init__", "")
    for contract in CONTRACTS["contracts"]:
        for exception in contract.get("ignore_imports", []):
            importer, imported = exception.split(" -> ")
            if "*" in importer:  # of any world there may be
                continue
            if imported.startswith(
                "course_lib."
            ):  # neither the front door, which stands, nor torch
                write(tmp_path, imported.removeprefix("course_lib."), "")
            write(tmp_path, importer.removeprefix("course_lib."), f"import {imported}")
    return tmp_path


def test_the_course_keeps_its_contracts():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout[-4000:]


def test_every_chapter_and_every_world_is_held_independent():
    independent = {name for c in CONTRACTS["contracts"] for name in c.get("modules", [])}
    for room in ("chapters", "worlds"):
        there = {
            f"course_lib.{room}.{folder.name}"
            for folder in (ROOT / "course_lib" / room).iterdir()
            if (folder / "__init__.py").exists()
        }
        assert there and all(any(fnmatch(x, name) for name in independent) for x in there)


def test_a_house_with_nothing_in_it_is_sound(house):
    done = lint_imports(house)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "module, line, words",
    [
        ("engine.a", "from course_lib.worlds import maze", "course_lib.engine is not allowed"),
        ("worlds.a", "def f():\n    import torch.nn", "course_lib.worlds is not allowed"),
        ("agents.zoo.a", "import torch", "course_lib.agents.zoo is not allowed to import torch"),
        ("agents.a", "import course_lib as cl", "course_lib.agents.a is not allowed"),
        ("study.game.a", "from course_lib import widgets", "course_lib.study is not allowed"),
        ("study.measure.a", "from course_lib.study import inside", "measure is not allowed"),
        ("study.inside.a", "from course_lib.study import game", "inside is not allowed"),
        ("quiz.a", "from course_lib.chapters import maze", "course_lib.quiz is not allowed"),
        ("chapters.maze.a", "from course_lib.chapters import coin_run", "maze is not allowed"),
        ("worlds.gems.a", "from course_lib.worlds.maze import WORLD", "gems is not allowed"),
        ("cellar.a", "", "cellar"),
    ],
)
def test_an_import_of_the_wrong_kind_is_found(house, module, line, words):
    write(house, "worlds.maze.rules", "")
    write(house, module, line)
    done = lint_imports(house)
    said = re.sub(r"\s+", " ", done.stdout)
    assert done.returncode == 1 and words in said and "1 broken" in said, said


def test_a_cycle_is_found(house):
    write(house, "study.measure.a", "from course_lib.study.measure import b")
    write(house, "study.measure.b", "def f():\n    from course_lib.study.measure import a")
    done = lint_imports(house)
    assert done.returncode == 1 and "No cycles are allowed in course_lib.study" in done.stdout


@pytest.mark.parametrize(
    "module, line",
    [
        ("chapters.maze.a", "from course_lib.quiz import kinds"),
        ("study.inside.a", "from course_lib.study import measure"),
        ("study.measure.a", "from course_lib.agents import zoo"),
        ("agents.a", "import torch"),
        ("worlds.a", "from course_lib.engine.checks import whole"),
        (
            "widgets.a",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from course_lib import quiz",
        ),
    ],
)
def test_an_import_that_goes_down_is_allowed(house, module, line):
    write(house, "quiz.kinds", "")
    write(house, "agents.zoo", "")
    write(house, "engine.checks", "")
    write(house, module, line)
    done = lint_imports(house)
    assert done.returncode == 0, done.stdout
