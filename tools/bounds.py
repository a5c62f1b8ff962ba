"""The lowest versions that pyproject.toml allows, as constraints for pip.

    python tools/bounds.py > lowest.txt
    pip install -c lowest.txt -e . …

CI installs these once a night and runs the fast tests on them, so that no bound is a guess. Only
what the course itself needs is pinned; the tools for tests are the newest, as always.
"""

import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent


def lowest(requirement: str) -> str:
    """The constraint "name==version" of a requirement's lower bound.

    Raises ValueError for a requirement that has none, or more than one.
    """
    wanted = Requirement(requirement)
    bounds = [one.version for one in wanted.specifier if one.operator in (">=", "==", "~=")]
    if len(bounds) != 1:
        raise ValueError(f"{requirement!r} needs one lower bound, such as {wanted.name}>=1.2")
    return f"{wanted.name}=={bounds[0]}"


def constraints(root: Path = ROOT) -> list[str]:
    """One line for each dependency of the course, in the order of pyproject.toml."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [lowest(line) for line in project["dependencies"]]


if __name__ == "__main__":
    sys.stdout.write("\n".join(constraints()) + "\n")
