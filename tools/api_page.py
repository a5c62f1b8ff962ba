"""Make the page of the library, from its docstrings: build/api/index.html.

    python tools/api_page.py            or into another folder: python tools/api_page.py FOLDER

Each module is imported, none is run. Names that begin with an underscore are left out.
"""

import pkgutil
import sys
import warnings
from pathlib import Path

import pdoc

import course_lib

ROOT = Path(__file__).resolve().parent.parent


def modules() -> list[str]:
    """The front door and every module behind it, by their full names."""
    inside = pkgutil.walk_packages(course_lib.__path__, "course_lib.")
    return ["course_lib", *(module.name for module in inside)]


def make(folder: Path) -> None:
    """Write a page for each module, and an index of all, into `folder`."""
    pdoc.render.configure(
        show_source=False, footer_text=f"Spot the Difference {course_lib.__version__}"
    )
    with warnings.catch_warnings():  # pdoc finds some by itself and warns of finding them twice
        warnings.simplefilter("ignore", UserWarning)
        pdoc.pdoc(*modules(), output_directory=folder)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "build" / "api")
