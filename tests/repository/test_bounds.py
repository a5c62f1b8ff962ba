"""The lowest versions that are allowed, as CI installs them."""

import re
from pathlib import Path

import bounds
import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]


def test_each_dependency_has_one_lowest_version_that_its_bounds_allow():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pinned = [Requirement(line) for line in bounds.constraints()]
    wanted = [Requirement(line) for line in project["dependencies"]]
    assert [one.name for one in pinned] == [one.name for one in wanted]
    for one, all_of in zip(pinned, wanted, strict=True):
        (version,) = one.specifier
        assert version.operator == "==" and all_of.specifier.contains(version.version)


@pytest.mark.parametrize("line, wanted", [
    ("numba>=0.61,<1", "numba==0.61"), ("x[y]>=1.2.3", "x==1.2.3"), ("z~=4.1", "z==4.1"),
])  # fmt: skip
def test_the_lower_bound_is_found(line, wanted):
    assert bounds.lowest(line) == wanted


@pytest.mark.parametrize("line", ["numpy", "numpy<3", "numpy!=2.1"])
def test_what_has_none_is_named(line):
    with pytest.raises(ValueError, match=rf"'{line}' needs one lower bound"):
        bounds.lowest(line)


def test_ci_tries_the_lowest_and_the_newest_and_the_clients():
    job = (ROOT / ".github" / "workflows" / "clients.yml").read_text()
    assert "tools/bounds.py > bounds.txt" in job and "-c bounds.txt" in job
    assert "versions: lowest" in job and "versions: newest" in job
    assert "tests/clients" in job and "COURSE_CLIENTS" in job and "[lab,dev,clients]" in job
    lowest = re.search(r'lowest, python: "(3\.\d+)"', job)[1]
    assert Version(lowest) == Version("3.11")  # the lowest Python, too


def test_clients_are_collected_only_where_they_were_asked_for():
    """Else a machine without them would skip them silently, or fail."""
    room = (ROOT / "tests" / "clients" / "conftest.py").read_text()
    assert "collect_ignore_glob" in room and "importorskip" not in room
    assert len(list((ROOT / "tests" / "clients").glob("test_*.py"))) >= 3
