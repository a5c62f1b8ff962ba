"""What is compiled is found by the next process, and only if nothing in the source has changed."""

import os
import shutil
import subprocess
import sys

import pytest

import course_lib.worlds  # noqa: F401  (registers them)
from course_lib.engine import compiled
from course_lib.engine.world import worlds

PLAY = """
import numpy as np
from course_lib.engine.lanes import Lanes, compile_lanes
from course_lib.engine.world import world
lanes = Lanes(world("gems").TRAIN, 3)
lanes.start(np.arange(3, dtype=np.uint64))
lanes.step(np.zeros(3, np.int64))
start, advance, look, _ = compile_lanes(world("gems"))
print([sum(kernel.stats.cache_hits.values()) for kernel in (start, advance)], lanes.look().sum())
"""


def played(cache) -> str:
    """What PLAY prints in a process that keeps its kernels there."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NUMBA")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PLAY],
        env={**environment, "XDG_CACHE_HOME": str(cache)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.slow
def test_the_next_process_finds_what_was_compiled(tmp_path):
    first, second = played(tmp_path), played(tmp_path)
    assert first.startswith("[0, 0]") and second.startswith("[1, 1]")
    assert first.split()[2:] == second.split()[2:], "the same pictures"
    (place,) = (tmp_path / "spot-the-difference").iterdir()
    assert place.name == f"kernels-{compiled.source_name(compiled.COURSE)}"


@pytest.mark.slow
def test_the_tool_compiles_every_world(tmp_path):
    tool = compiled.COURSE.parent / "tools" / "compile_worlds.py"
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, tool], env=environment, capture_output=True, text=True)
    assert done.stdout.split("\n")[:-1] == [f"{name}: compiled" for name in sorted(worlds())]
    kept = " ".join(file.name for file in tmp_path.rglob("*.nbi"))
    for name in worlds():
        assert all(f"{kernel}_{name}-" in kept for kernel in ("_start", "_advance", "_look"))


@pytest.mark.slow
def test_where_nothing_can_be_kept_it_is_compiled_all_the_same(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    assert played(tmp_path / "file").startswith("[0, 0]")


@pytest.mark.parametrize("room", compiled.ROOMS)
def test_another_source_has_another_name(tmp_path, room):
    for each in compiled.ROOMS:
        shutil.copytree(compiled.COURSE / each, tmp_path / each, dirs_exist_ok=True)
    before = compiled.source_name(tmp_path)
    assert before == compiled.source_name(compiled.COURSE)
    file = sorted((tmp_path / room).glob("*.py"))[-1]
    file.write_text(file.read_text() + "\n# changed\n")
    assert compiled.source_name(tmp_path) != before


def test_folders_that_nobody_uses_are_gone_after_a_while(tmp_path):
    for name, days in (("kernels-old", 31), ("kernels-new", 1), ("something-else", 99)):
        (tmp_path / name).mkdir()
        moment = (tmp_path / name).stat().st_mtime - 86_400 * days
        os.utime(tmp_path / name, (moment, moment))
    compiled.forget(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {"kernels-new", "something-else"}


def test_the_rules_of_a_notebooks_own_world_are_not_kept():
    code = """
from dataclasses import replace
import numba
from course_lib.engine.lanes import compile_lanes
from course_lib.worlds import gems
@numba.njit
def step(s, action):
    s.steps += 1
own, ours = (compile_lanes(each)[1] for each in (replace(gems.WORLD, step=step), gems.WORLD))
print(*(type(kernel._cache).__name__ for kernel in (own, ours)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split() == ["NullCache", "FunctionCache"], done.stderr[-2000:]
