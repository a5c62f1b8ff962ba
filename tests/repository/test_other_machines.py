"""Doors that are not on this computer: a development container, and Colab as far as it goes."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import elsewhere
import pytest
from editions import SOURCES, read_source, tags

ROOT = Path(__file__).parents[2]
# What Colab has and this machine has not: the module by which a page asks for its widgets.
ON_COLAB = """
import sys, types
shown = []
output = types.ModuleType("google.colab.output")
output.enable_custom_widget_manager = lambda: shown.append("widgets")
colab = types.ModuleType("google.colab")
colab.output = output
sys.modules["google.colab"], sys.modules["google.colab.output"] = colab, output
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
import json, os
for source in json.loads(os.environ["CELLS"]):
    shell.run_cell(source).raise_error()
    sys.path.insert(0, os.environ["PIP_TARGET"])
import course_lib
print("from", course_lib.__file__, "with", shown, len(shell.user_ns["mice"]))
"""


def test_the_development_container_makes_what_make_lab_needs():
    told = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
    allowed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    low, high = (tuple(map(int, one.split("."))) for one in re.findall(r"3\.\d+", allowed))
    python = tuple(map(int, re.search(r"python:(3\.\d+)", told["image"])[1].split(".")))
    assert low <= python < high
    command = told["postCreateCommand"]
    assert command.startswith("make install")
    for file in re.findall(r"(?:tools|lessons)/[\w/.*]+", command):
        assert list(ROOT.glob(file)), file
    (first,) = told["customizations"]["codespaces"]["openFiles"]
    assert (ROOT / first).exists()


def test_the_readmes_first_link_leads_to_the_site():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first = re.search(r"\]\(([^)]+)\)", readme)[1]
    address = elsewhere.address()
    assert first == (elsewhere.site(address) if address else "#in-the-browser")
    assert "\n## In the browser\n" in readme and "`build/site/index.html`" in readme


@pytest.mark.slow
def test_colabs_cell_installs_the_wheel_and_a_lessons_first_cell_runs(tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT"):
        shutil.copy(ROOT / name, tree)
    shutil.copytree(ROOT / "course_lib", tree / "course_lib",
                    ignore=shutil.ignore_patterns("__pycache__", "*.nbi", "*.nbc"))  # fmt: skip
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"]
    pip += ["--no-build-isolation", "--wheel-dir", str(tmp_path), str(tree)]
    subprocess.run(pip, check=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.name == elsewhere.wheel("https://github.com/org/name").rpartition("/")[2]
    unit = SOURCES / "02a_what_is_it_after.md"
    setup = next(cell.source for cell in read_source(unit).cells if "setup" in tags(cell))
    cells = [elsewhere.COLAB_CELL.format(wheel=wheel), setup]
    into = tmp_path / "lib"  # no package of this machine is touched: Colab has those we need
    env = {**os.environ, "CELLS": json.dumps(cells), "PIP_TARGET": str(into), "PYTHONPATH": "",
           "PIP_NO_DEPS": "1", "PIP_NO_INDEX": "1", "COURSE_ANSWERS": str(tmp_path)}  # fmt: skip
    done = subprocess.run([sys.executable, "-c", ON_COLAB], env=env, cwd=tmp_path,
                          capture_output=True, text=True, timeout=300)  # fmt: skip
    assert f"from {into}/course_lib/__init__.py with ['widgets'] 5" in done.stdout, done.stderr
