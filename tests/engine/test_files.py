"""A file is whole, or as it was before."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from course_lib.engine.files import atomic_path

KILLED = """
import os, signal, sys
from course_lib.engine.files import atomic_path
with atomic_path(sys.argv[1]) as beside:
    beside.write_text("half")
    print(beside, flush=True)
    if sys.argv[2] == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    sys.stdin.readline()
"""


def test_a_file_is_there_when_the_block_ends_and_not_before(tmp_path):
    path = tmp_path / "a.txt"
    with atomic_path(path) as beside:
        beside.write_text("new")
        assert not path.exists()
    assert path.read_text() == "new" and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_block_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, error):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(error), atomic_path(path) as beside:
        beside.write_text("ne")
        raise error
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(OSError), atomic_path(tmp_path / "none" / "a.txt") as beside:
        beside.write_text("x")


def writer(path, then: str) -> tuple[subprocess.Popen, str]:
    """A process in the middle of a write of this file, and the file that it writes beside it."""
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path), then], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    return process, process.stdout.readline().strip()


@pytest.mark.skipif(os.name == "nt", reason="Windows does not tell whether a process is there")
def test_what_a_killed_process_left_goes_at_the_next_write_of_the_same_file(tmp_path):
    path = tmp_path / "a [1].txt"  # no pattern of names
    killed, left = writer(path, "kill")
    killed.communicate()
    alive, written = writer(path, "wait")
    others = [tmp_path / name for name in (
        ".a [1].txt.part", ".a [1].txt.x-1.part", ".b" + os.path.basename(left)[2:],
        os.path.basename(left).replace(".part", ".txt"), "a [1].txt.part",
    )]  # fmt: skip
    for other in others:
        other.touch()
    assert not os.path.exists(left), "the second process has begun a write of the same file"
    with atomic_path(path) as beside:
        beside.write_text("whole")
    assert os.path.exists(written), "a living process writes it"
    assert path.read_text() == "whole" and all(other.exists() for other in others)
    alive.communicate("on\n")
    assert alive.returncode == 0 and path.read_text() == "half"
    assert set(tmp_path.iterdir()) == {path, *others}


def test_two_threads_that_write_one_file_leave_that_of_one(tmp_path):
    path, both = tmp_path / "a.txt", Barrier(2)

    def write(letter: str) -> None:
        with atomic_path(path) as beside, open(beside, "w") as file:
            for _ in range(20):
                file.write(letter)
                file.flush()
            both.wait(60)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(write, "ab"))
    assert path.read_text() in ("a" * 20, "b" * 20) and list(tmp_path.iterdir()) == [path]
