"""A test that registers a world does not change what the tests of other files see."""

import os
import subprocess
import sys
from pathlib import Path

ONE = """
import sys
sys.path.insert(0, {support!r})
from support import own_world

def test_registers():
    assert own_world.load().WORLD.name == "button"
"""
OTHER = """
import course_lib as cl
from course_lib.worlds import __all__ as WORLDS

def test_counts():
    assert sorted(cl.worlds()) == sorted(WORLDS)
"""


def test_a_world_that_a_test_registered_is_gone_in_the_next_file(tmp_path):
    tests = Path(__file__).parents[1]
    (tmp_path / "conftest.py").write_text((tests / "conftest.py").read_text())
    (tmp_path / "test_one.py").write_text(ONE.format(support=str(tests)))
    (tmp_path / "test_other.py").write_text(OTHER)
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull,
         "--rootdir", str(tmp_path), str(tmp_path)],
        env=clean, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0 and "2 passed" in done.stdout, done.stdout[-2000:]
