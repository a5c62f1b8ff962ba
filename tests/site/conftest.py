"""One site for all tests of a session, in a folder of its own."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory) -> Path:
    """The whole site, as `make site` writes it; nobody changes it."""
    import js
    import make_site

    if not js.installed():
        pytest.skip("the tools of package-lock.json are not there; run: make javascript")
    folder = tmp_path_factory.mktemp("site")
    make_site.make(folder)
    return folder
