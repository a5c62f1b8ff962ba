"""Workflows, hooks, changelog and the page of the library: they say and do what the house says."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from ruamel.yaml import YAML

import course_lib

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def yaml(name: str) -> dict:
    return YAML(typ="safe").load((ROOT / name).read_text())


def runs(job: dict) -> list[str]:
    return [step["run"] for step in job["steps"] if "run" in step]


def test_every_push_is_checked_on_linux_and_macos_with_every_python():
    flow = yaml(".github/workflows/check.yml")
    assert {"push", "pull_request"} <= set(flow["on"])
    (job,) = flow["jobs"].values()
    assert runs(job) == ["make check PYTHON=python"]
    matrix = job["strategy"]["matrix"]
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "macos"}
    assert matrix["python"] == pythons()


def test_every_night_all_tests_run_on_linux_and_macos_with_every_python():
    flow = yaml(".github/workflows/nightly.yml")
    assert flow["on"]["schedule"]
    for system, job in flow["jobs"].items():
        assert runs(job)[-1] == "make test PYTHON=python", system
        assert job["strategy"]["matrix"]["python"] == pythons()
    assert set(flow["jobs"]) == {"linux", "macos"}


def test_the_site_is_made_and_published_from_the_main_branch():
    flow = yaml(".github/workflows/pages.yml")
    assert flow["on"]["push"]["branches"] == ["main"]
    build, publish = flow["jobs"]["build"], flow["jobs"]["publish"]
    assert runs(build) == ["make site PYTHON=python"]
    assert build["steps"][-1]["with"]["path"] == "build/site"
    assert publish["needs"] == "build" and "permissions" not in build
    assert set(publish["permissions"]) == {"pages", "id-token"}


def pythons() -> list[str]:
    """The versions of Python that the project says it runs on."""
    return [c.rsplit(" ", 1)[1] for c in PROJECT["classifiers"] if ":: Python :: 3." in c]


def test_the_hooks_are_the_tools_of_make_check():
    hooks = [hook for repo in yaml(".pre-commit-config.yaml")["repos"] for hook in repo["hooks"]]
    checks = re.search(r"^check:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.M)[1]
    for hook in hooks:
        assert hook["language"] == "system" and hook["entry"].startswith(".venv/bin/")
        assert f"$(BIN)/{Path(hook['entry'].split()[0]).name}" in checks, hook["id"]
    assert {h["id"] for h in hooks} >= {"ruff-format", "ruff-check", "mypy", "lint-imports"}


def test_pre_commit_takes_its_file():
    command = Path(sys.executable).parent / "pre-commit"
    done = subprocess.run([command, "validate-config", ROOT / ".pre-commit-config.yaml"])
    assert done.returncode == 0


def test_the_changelog_has_this_version_and_what_comes_after():
    text = (ROOT / "CHANGELOG.md").read_text()
    versions = re.findall(r"^## \[(.+?)\]", text, re.M)
    assert versions[0] == "Unreleased" and course_lib.__version__ in versions
    kinds = set(re.findall(r"^### (\w+)", text, re.M))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_library_alone_brings_no_jupyterlab():
    names = {Requirement(line).name for line in PROJECT["dependencies"]}
    assert not names & {"jupyterlab", "notebook", "pytest", "ruff"}
    assert {Requirement(line).name for line in PROJECT["optional-dependencies"]["lab"]} == {
        "jupyterlab"
    }


def test_make_installs_what_is_for_reading_and_what_is_for_work():
    assert 'pip("-e", ".[lab,dev]")' in (ROOT / "tools" / "install.py").read_text()


def test_the_library_is_typed_for_those_who_use_it():
    assert (ROOT / "course_lib" / "py.typed").exists()
    assert "Typing :: Typed" in PROJECT["classifiers"] and PROJECT["urls"]


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    """The page of the library, made as `make docs` makes it."""
    folder = tmp_path_factory.mktemp("api")
    command = [sys.executable, ROOT / "tools" / "api_page.py", folder]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=environ)
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


@pytest.mark.slow
def test_every_module_has_a_page_and_every_name_at_the_front_door_its_docstring(page):
    source = ROOT / "course_lib"
    modules = {file.relative_to(source) for file in source.rglob("*.py")}
    wanted = {m.parent if m.name == "__init__.py" else m.with_suffix("") for m in modules}
    pages = {f.relative_to(page / "course_lib") for f in (page / "course_lib").rglob("*.html")}
    assert {m.with_suffix(".html") for m in wanted if m.name} == pages
    behaviour = (page / "course_lib/study/measure/behaviour.html").read_text()
    assert "Every policy meets the same levels" in behaviour
    assert "course_lib.html" in (page / "index.html").read_text()
