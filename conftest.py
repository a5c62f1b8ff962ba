"""nbval runs the teachers' notebooks; what they keep of answers goes into folders of their own."""

import os
import tempfile
from pathlib import Path

import pytest

ANSWERS = "COURSE_ANSWERS"
FOLDER = tempfile.TemporaryDirectory(prefix="answers-")  # gone when the process ends


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """Let a lesson's kernel, which starts before its first cell, keep answers apart."""
    if type(item).__name__ != "IPyNbCell":
        return (yield)
    before, mine = os.environ.get(ANSWERS), Path(FOLDER.name, item.path.stem)
    mine.mkdir(exist_ok=True)
    os.environ[ANSWERS] = str(mine)
    try:
        return (yield)
    finally:
        del os.environ[ANSWERS]
        if before is not None:
            os.environ[ANSWERS] = before
