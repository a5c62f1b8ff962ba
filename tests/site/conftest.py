"""One site for all tests of a session, in a folder of its own."""

import os
from pathlib import Path

import pytest

MADE = "COURSE_SITE"  # in the environment: a site that was made before, to save the time


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory) -> Path:
    """The whole site, as `make site` writes it; nobody changes it."""
    import js
    import make_site

    if made := os.environ.get(MADE):
        return Path(made).resolve()
    if not js.installed():
        pytest.skip("the tools of package-lock.json are not there; run: make javascript")
    folder = tmp_path_factory.mktemp("site")
    make_site.make(folder)
    return folder
