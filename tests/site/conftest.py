"""One site for all tests of a session, in a folder of its own: made once for all its processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from course_lib.engine.files import locked

COMMAND = Path(__file__).parents[2] / "tools" / "make_site.py"  # in a process of its own, as made
MADE = "COURSE_SITE"  # in the environment: a site that was made before, to save the time


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list) -> None:
    """Whatever needs the whole site waits for it to be made, and is slow."""
    for item in items:
        if "site_folder" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory) -> Path:
    """The whole site, as `make site` writes it; nobody changes it."""
    import js

    if made := os.environ.get(MADE):
        return Path(made).resolve()
    if not js.installed():
        pytest.skip("the tools of package-lock.json are not there; run: make javascript")
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = shared / "site", shared / "site.done"
    with locked(folder):
        if not done.exists():
            subprocess.run([sys.executable, str(COMMAND), str(folder)], check=True)
            done.touch()
    return folder
