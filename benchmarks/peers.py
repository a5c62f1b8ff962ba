"""The projects that the course is measured against, each brought in on demand, each by itself.

They live in benchmarks/.peers, which git ignores. `Unavailable` says why one cannot be had here.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

HERE = Path(__file__).parent
PEERS = HERE / ".peers"
JAXGMG = "jaxgmg is on GitHub only, not on a package registry, so it cannot be fetched here"


class Unavailable(RuntimeError):
    """This peer cannot be had on this machine; the message says why."""


class Speaker:
    """A peer in its own interpreter: it answers each line with a rate, and waits in between."""

    def __init__(self, python: Path | str, script: str, *arguments: str):
        self.name = script
        command = [str(python), str(HERE / script), *arguments]
        foreign = str(python) != sys.executable
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH" or not foreign}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, env=environment
        )
        self()  # warm

    def __call__(self) -> float:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise Unavailable(f"{self.name} ended with code {self.process.wait()}")
        return float(answer)

    def close(self) -> None:
        """The peer's process has ended."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def procgen() -> Path:
    """A Python 3.10 that has procgen 0.10.7 (procgen-mirror, or procgen itself, the same code)."""
    home = PEERS / "procgen"
    python = home / "bin" / "python"
    if _has(python, "procgen"):
        return python
    old = python310()
    if old is None:
        raise Unavailable("procgen's wheels need Python 3.10 or older, and no python3.10 is here")
    _run([old, "-m", "venv", "--clear", str(home)])
    for package in ("procgen-mirror==0.10.7", "procgen==0.10.7"):
        wanted = [package, "numpy<2", "setuptools<81"]
        if _pip(python, *wanted) and _has(python, "procgen"):
            return python
    raise Unavailable("neither procgen-mirror nor procgen could be installed with pip")


def python310() -> str | None:
    """A Python 3.10: named by PYTHON310, on the path, or one of pyenv's."""
    found = [os.environ.get("PYTHON310", ""), shutil.which("python3.10") or ""]
    found += map(str, sorted(Path.home().glob(".pyenv/versions/3.10.*/bin/python3.10")))
    return next((p for p in found if p and _has(Path(p), "venv")), None)


def pufferlib() -> Path:
    """The folder with PufferLib 3.0's compiled `grid`, made from its source distribution.

    Its own setup script wants downloads that have nothing to do with `grid`, so only `grid` is
    compiled, with the flags that the setup script uses.
    """
    home = PEERS / "pufferlib"
    library = home / f"binding{sysconfig.get_config_var('EXT_SUFFIX')}"
    if not library.exists():
        if shutil.which("gcc") is None:
            raise Unavailable("PufferLib's grid is C, and there is no gcc here")
        source = _pufferlib_source(home)
        _compile_grid(source, library)
        shutil.rmtree(home / "unpacked", ignore_errors=True)
    return home


def _pufferlib_source(home: Path) -> Path:
    """PufferLib's sources as pip unpacks them; its setup script may fail afterwards."""
    unpacked = home / "unpacked"
    unpacked.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-clean", "--no-deps"]
    command += ["--no-build-isolation", "--no-binary", ":all:", "-d", str(unpacked)]
    outside = {**os.environ, "TMPDIR": str(unpacked), "NO_OCEAN": "1", "NO_TRAIN": "1"}
    subprocess.run([*command, "pufferlib==3.0.0"], env=outside, capture_output=True)
    found = list(unpacked.glob("**/pufferlib/ocean/grid/binding.c"))
    if not found:
        raise Unavailable("pip could not fetch the source distribution of PufferLib 3.0.0")
    return found[0].parents[3]


def _compile_grid(source: Path, library: Path) -> None:
    import numpy

    raylib = source / "raylib-5.5_linux_amd64"  # for drawing only, but its header is included
    if not raylib.is_dir():
        raise Unavailable("PufferLib's source distribution lacks raylib for this system")
    includes = [sysconfig.get_paths()["include"], numpy.get_include(), str(raylib / "include")]
    command = ["gcc", "-shared", "-fPIC", "-O2", "-flto", "-fwrapv", "-w", "-DNDEBUG"]
    command += ["-DPLATFORM_DESKTOP", *(f"-I{i}" for i in includes)]
    command += [str(source / "pufferlib/ocean/grid/binding.c"), str(raylib / "lib/libraylib.a")]
    _run([*command, "-lm", "-lpthread", "-o", str(library)])


def stable_baselines() -> str:
    """Stable-Baselines3 can be imported in this process; its version."""
    home = PEERS / "sb3"
    if not (home / "stable_baselines3").is_dir():
        options = ["--no-deps", "--target", str(home)]
        if not _pip(Path(sys.executable), *options, "stable-baselines3", "cloudpickle"):
            raise Unavailable("pip could not install stable-baselines3")
    sys.path.insert(0, str(home))
    try:
        import stable_baselines3
    except ImportError as error:
        raise Unavailable(f"stable-baselines3 cannot be imported: {error}") from error
    return stable_baselines3.__version__


def _has(python: Path, module: str) -> bool:
    """Whether this interpreter is there and can import the module."""
    try:
        return not subprocess.run(
            [python, "-c", f"import {module}"], capture_output=True
        ).returncode
    except OSError:
        return False


def _pip(python: Path, *arguments: str) -> bool:
    command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    return subprocess.run([*command, *arguments], capture_output=True).returncode == 0


def _run(command: list[str]) -> None:
    """The command has run; Unavailable, with its last words, if it failed."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise Unavailable(f"{Path(command[0]).name} failed: {last}")


if __name__ == "__main__":
    for bring in (procgen, pufferlib, stable_baselines):
        try:
            print(f"{bring.__name__}: {bring()}")
        except Unavailable as why:
            print(f"{bring.__name__}: not here. {why}")
    print(f"jaxgmg: not here. {JAXGMG}")
