"""Where a unit can be opened without installing anything: Binder, Colab, and the course's site.

The repository's public address stands in one place: pyproject.toml, [project.urls], `Repository`.
While it is not there, there are no such links. With it, `make lessons` or `python tools/lessons.py
--no-run` puts them at the head of every student's notebook, and `make site` into every page.
"""

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from editions import ELSEWHERE
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

import course_lib

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
COLAB_CELL = """\
# Only on Colab: install the course (half a minute), and let its widgets be shown.
import sys

if "google.colab" in sys.modules:
    %pip install --quiet "{wheel}"
    from google.colab import output

    output.enable_custom_widget_manager()"""


def address(project: Path = PROJECT) -> str:
    """The repository's public address on GitHub, without a slash at its end; "" while it has none.

    ValueError for an address that is not one of a repository there.
    """
    urls = tomllib.loads(project.read_text(encoding="utf-8"))["project"].get("urls", {})
    found = urls.get("Repository", "").removesuffix("/").removesuffix(".git")
    if found:
        owner_and_name(found)
    return found


def owner_and_name(repository: str) -> str:
    """What follows https://github.com/ in an address: "org/name". ValueError for others."""
    parts = urlsplit(repository)
    path = parts.path.strip("/")
    if parts.scheme != "https" or parts.netloc != "github.com" or path.count("/") != 1:
        raise ValueError(
            f"[project.urls] Repository = {repository!r} is not an address such as "
            '"https://github.com/org/name"'
        )
    return path


def tag() -> str:
    """The tag of the released version that links lead to."""
    return f"v{course_lib.__version__}"


def binder(repository: str, unit: str) -> str:
    """The address that opens a unit on Binder."""
    place = f"lab/tree/lessons/{unit}.ipynb"
    return f"https://mybinder.org/v2/gh/{owner_and_name(repository)}/{tag()}?urlpath={place}"


def colab(repository: str, unit: str) -> str:
    """The address that opens a unit on Colab."""
    path = f"{owner_and_name(repository)}/blob/{tag()}/lessons/{unit}.ipynb"
    return f"https://colab.research.google.com/github/{path}"


def site(repository: str) -> str:
    """The address of the course's site on GitHub Pages."""
    owner, _, name = owner_and_name(repository).partition("/")
    return f"https://{owner.lower()}.github.io/{name}/"


def wheel(repository: str) -> str:
    """The address of the released wheel: of this repository, so that nobody else's is installed."""
    version = course_lib.__version__
    file = f"spot_the_difference-{version}-py3-none-any.whl"
    return f"{repository}/releases/download/{tag()}/{file}"


def badges(repository: str, unit: str) -> str:
    """The links as Markdown, with a badge each."""
    binder_badge = "https://mybinder.org/badge_logo.svg"
    colab_badge = "https://colab.research.google.com/assets/colab-badge.svg"
    return (
        f"[![Open on Binder]({binder_badge})]({binder(repository, unit)}) "
        f"[![Open in Colab]({colab_badge})]({colab(repository, unit)})"
    )


def cells(unit: str, repository: str) -> list[NotebookNode]:
    """The cells at the head of a student's notebook: badges, and what Colab runs first."""
    if not repository:
        return []
    about = {"tags": [ELSEWHERE]}
    run = COLAB_CELL.format(wheel=wheel(repository))
    return [
        new_markdown_cell(badges(repository, unit), id="elsewhere", metadata=about),
        new_code_cell(run, id="colab", metadata={**about, "jupyter": {"source_hidden": True}}),
    ]


def links(unit: str, repository: str) -> str:
    """The links as one sentence of HTML, for a page; "" without an address."""
    if not repository:
        return ""
    return (
        f'To run it yourself, open it <a href="{binder(repository, unit)}">on Binder</a> or '
        f'<a href="{colab(repository, unit)}">in Colab</a>.'
    )
