"""What was compiled beforehand is found, only read, and only if nothing in the source changed."""

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from enum import IntEnum
from pathlib import Path

import numba
import pytest

from course_lib.engine import compiled
from course_lib.worlds import __all__ as WORLDS

TOOL = compiled.COURSE.parent / "tools" / "compile_worlds.py"
PLAY = """
import numpy as np
from course_lib.engine.sim import BatchSim, compile_sim
from course_lib.engine.world import world
sim = BatchSim(world("gems").TRAIN, 3)
sim.reset(np.arange(3, dtype=np.uint64))
sim.step(np.zeros(3, np.int64))
advance, observe, _ = compile_sim(world("gems"))
seen = sim.observe().sum()
print([sum(kernel.stats.cache_hits.values()) for kernel in (advance, observe)], seen)
"""
OWN = """
from dataclasses import replace
import numba
from course_lib.engine.sim import compile_sim
from course_lib.worlds import gems
@numba.njit
def step(s, action):
    s.steps += 1
own, ours = (compile_sim(each)[0] for each in (replace(gems.WORLD, step=step), gems.WORLD))
print(*(type(kernel._cache).__name__ for kernel in (own, ours)))
"""

PLANNERS = """
import course_lib as cl
for name in cl.worlds():
    where = cl.world(name).TRAIN
    found = [cl.play(cl.planner(where), where, seed=seed) for seed in range(5)]
    print(name, [(len(each.actions), float(each.rewards.sum())) for each in found])
"""

FIRST = """
from numba.core import event
class Compiling(event.Listener):
    def on_start(self, happened): print(happened.data["dispatcher"].py_func.__qualname__)
    def on_end(self, happened): pass
event.register("numba:compile", Compiling())
import course_lib as cl
from course_lib.worlds import maze
mouse = cl.load("maze/corner")
cl.behaviour(mouse, maze.DEPLOY, episodes=40, given="detour")
cl.widgets.EpisodePlayer(cl.play(mouse, maze.DEPLOY))._repr_mimebundle_()
for name in cl.worlds():
    cl.play(cl.planner(cl.world(name).DEPLOY), cl.world(name).DEPLOY, seed=3)
    cl.widgets.LevelShelf(cl.world(name).DEPLOY)._repr_mimebundle_()
"""

THEN_OWN = """
import sys
import course_lib as cl
from course_lib.worlds import maze
episode = cl.play(cl.load("maze/corner"), maze.DEPLOY, seed=1)
cl.widgets.LevelShelf(maze.DEPLOY)
print("numba.np.arraymath" in sys.modules, "scipy.linalg" in sys.modules)
import numpy as np
@cl.njit
def own(a, b):
    return np.dot(a, b).sum() + np.sort(a.ravel())[0] + len({1: 2.0})
print(own(np.eye(3), np.ones((3, 2))))
cl.play(cl.planner(cl.world("gems").TRAIN), cl.world("gems").TRAIN, seed=1)
"""


def run(cache: Path, *command: str) -> str:
    """What a Python process prints that looks for compiled functions below this folder."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("NUMBA", compiled.INTO))}
    done = subprocess.run(
        [sys.executable, *command], env={**clean, "XDG_CACHE_HOME": str(cache)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    """A folder for caches in which the tool has compiled every world."""
    cache = tmp_path_factory.mktemp("cache")
    said = run(cache, str(TOOL)).splitlines()
    assert said[1:] == [f"{name}: compiled" for name in WORLDS]
    return cache


def files(cache: Path) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in cache.rglob("*") if file.is_file()}


@pytest.mark.slow
def test_what_the_tool_compiled_is_found_and_only_read(kept, tmp_path):
    (place,) = (kept / "spot-the-difference").iterdir()
    assert place.name == f"kernels-{compiled.source_name(compiled.COURSE)}"
    before = files(kept)
    names = " ".join(file.name for file in before)
    for name in WORLDS:
        assert all(f"{kernel}_{name}-" in names for kernel in ("_advance", "_observe"))
    found, fresh = run(kept, "-c", PLAY), run(tmp_path, "-c", PLAY)
    assert found.startswith("[1, 1]") and fresh.startswith("[0, 0]")
    assert found.split()[2:] == fresh.split()[2:], "the same pictures"
    assert files(kept) == before and not list(tmp_path.iterdir())


@pytest.mark.slow
def test_for_what_people_do_first_nothing_is_left_to_compile(kept):
    """Rules and planners of all worlds, how an agent looks at pictures, and the widgets' stills."""
    assert run(kept, "-c", FIRST) == ""


@pytest.mark.slow
def test_what_only_a_compiler_needs_is_read_when_something_is_compiled(kept):
    assert run(kept, "-c", THEN_OWN).split() == ["False", "False", "7.0"]


@pytest.mark.slow
def test_planners_that_are_found_do_what_freshly_compiled_ones_do(kept, tmp_path):
    assert run(kept, "-c", PLANNERS) == run(tmp_path, "-c", PLANNERS)


@pytest.mark.slow
def test_the_tool_does_nothing_twice_and_a_notebooks_own_world_is_compiled_anew(kept):
    before = files(kept)
    assert run(kept, str(TOOL)) == ""
    assert run(kept, "-c", OWN).split() == ["NullCache", "FunctionCache"]
    assert files(kept) == before


def test_names_for_numbers_of_two_worlds_are_numbers_to_what_both_use():
    """As numbers in the source are: compiled once, and numba 0.61 has not to choose."""
    one = IntEnum("Tile", {"WALL": 3})
    other = IntEnum("Tile", {"WALL": 4})

    def twice(tile):
        return 2 * tile

    twice.__module__ = "course_lib.engine.rng"
    twice = compiled.njit(twice)

    @numba.njit
    def use():
        return twice(one.WALL) + twice(other.WALL) + twice(5)

    assert twice(other.WALL) == 8, "called from Python, too"
    assert use() == 24
    assert twice.signatures == [(numba.int64,)]


def test_what_is_called_from_python_too_does_the_same_there(monkeypatch):
    monkeypatch.setattr(compiled, "folder", lambda: None)

    def doubled(number):
        return 2 * number

    def together(number):
        return doubled(number) + 1, doubled(0.5 * number)

    doubled.__module__ = together.__module__ = "course_lib.engine.of_this_test"
    doubled, together = compiled.njit(doubled), compiled.njit(together)
    assert together(5) == (11, 5.0)
    assert doubled(5) == 10 and doubled(2.5) == 5.0
    assert together(6) == (13, 6.0)


def test_in_a_notebook_functions_may_call_themselves_and_each_other_in_turn():
    @compiled.njit
    def factorial(number):
        return number * factorial(number - 1) if number > 1 else 1

    @compiled.njit
    def is_even(number):
        return True if number == 0 else is_odd(number - 1)

    @compiled.njit
    def is_odd(number):
        return False if number == 0 else is_even(number - 1)

    @compiled.njit
    def together(number):
        return factorial(number), is_even(number)

    assert is_odd(5) and not is_odd(4) and is_even(4) and factorial(5) == 120
    assert together(6) == (720, True)


def test_where_the_tool_fails_nothing_is_left(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("compile_worlds", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)

    def fail():
        assert compiled.into().is_dir()
        raise RuntimeError("no room")

    monkeypatch.setenv(compiled.INTO, "")
    monkeypatch.setattr(compiled, "folder", lambda: tmp_path / "kernels-new")
    monkeypatch.setattr(tool, "compile_all", fail)
    with pytest.raises(RuntimeError, match="no room"):
        tool.main()
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr(tool, "compile_all", lambda: None)
    for name, days in (("kernels-old", 31), ("kernels-recent", 1), ("something-else", 99)):
        (tmp_path / name).mkdir()
        moment = (tmp_path / name).stat().st_mtime - 86_400 * days
        os.utime(tmp_path / name, (moment, moment))
    tool.main()
    left = {file.name for file in tmp_path.iterdir()}
    assert left == {"kernels-new", "kernels-recent", "something-else"}


@pytest.mark.parametrize("room", compiled.ROOMS)
def test_another_source_has_another_name(tmp_path, room):
    for each in compiled.ROOMS:
        shutil.copytree(compiled.COURSE / each, tmp_path / each, dirs_exist_ok=True)
    before = compiled.source_name(tmp_path)
    assert before == compiled.source_name(tmp_path) != compiled.source_name(compiled.COURSE)
    file = sorted((tmp_path / room).rglob("*.py"))[-1]
    file.write_text(file.read_text() + "\n# changed\n")
    assert compiled.source_name(tmp_path) != before


def test_another_numba_has_another_name(monkeypatch):
    before = compiled.source_name(compiled.COURSE)
    monkeypatch.setattr(numba, "__version__", "0.1")
    assert compiled.source_name(compiled.COURSE) != before


def calls(function: ast.FunctionDef) -> set[str]:
    """The names of what this function calls."""
    return {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}


@pytest.mark.parametrize("room", compiled.ROOMS)
def test_no_kept_function_calls_itself_not_even_by_way_of_others(room):
    """numba may keep such a function so that it crashes when it is loaded (numba issue 6061)."""
    for file in (compiled.COURSE / room).rglob("*.py"):
        functions = [n for n in ast.parse(file.read_text()).body if isinstance(n, ast.FunctionDef)]
        called = {each.name: calls(each) for each in functions}
        for name, reached in called.items():
            for _ in called:
                reached = reached.union(*(called.get(other, set()) for other in reached))
            assert name not in reached, f"{name} in {file.name} calls itself"


# ── Machines where nothing can be kept, or what was kept is damaged ─────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("length", [0, 10])
def test_what_is_cut_short_is_compiled_anew_and_goes(kept, tmp_path, length):
    home = tmp_path / "home"
    shutil.copytree(kept, home)
    (place,) = (home / "spot-the-difference").glob("kernels-*")
    whole = run(home, "-c", PLAY)
    for file in place.rglob("*.nb?"):
        os.truncate(file, min(length, file.stat().st_size))
    assert run(home, "-c", PLAY).split()[-1] == whole.split()[-1]
    assert not place.exists(), "so that the tool fills another"


def test_a_user_without_a_home_works_and_is_told_once(monkeypatch):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(compiled.config, "CACHE_DIR", "")
    compiled.folder.cache_clear()
    try:
        with pytest.warns(UserWarning, match="no home folder.*NUMBA_CACHE_DIR"):
            assert compiled.folder() is None
        assert compiled.folder() is None

        def ours(x):
            return x + 1

        ours.__module__ = "course_lib.engine.rng"
        assert compiled.njit(ours)(1) == 2
    finally:
        compiled.folder.cache_clear()


def test_the_home_of_somebody_else_is_no_place(monkeypatch):
    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_dir", refuse)
    assert not compiled._is_folder(Path("/root/.cache"))
