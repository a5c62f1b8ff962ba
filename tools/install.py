"""Makes .venv and installs the course into it; sees at once when there is nothing to do.

`make install` runs this with the Python that .venv shall have. It needs nothing but that Python.
"""

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
# PyPI's torch for Linux brings about 3 GB of GPU libraries that the course never uses; PyTorch's
# own index has a build without them. On macOS and Windows, PyPI's build is that one.
CPU_BUILDS = "https://download.pytorch.org/whl/cpu"


def wanted(root: Path = ROOT) -> dict[str, str]:
    """What an up-to-date .venv was made from: this Python's series and this pyproject.toml."""
    text = (root / "pyproject.toml").read_bytes()
    return {"python": series(), "pyproject": hashlib.sha256(text).hexdigest(), "root": str(root)}


def series() -> str:
    """The running Python's series, such as "3.12"."""
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def installed(venv: Path = VENV) -> dict[str, str] | None:
    """What `venv` was made from; None when it is not there or was never finished."""
    try:
        return json.loads((venv / "installed.json").read_text())
    except (OSError, ValueError):
        return None


def usable(venv: Path = VENV) -> bool:
    """True when `venv` has a Python of the running series, and pip."""
    probe = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([venv / "bin/python", "-c", probe], capture_output=True, text=True)
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.strip() == series()


def make_venv(venv: Path = VENV) -> None:
    """`venv` is a fresh virtual environment of the running Python; exits when that fails."""
    print(f"Making {venv} with Python {series()}", flush=True)
    if subprocess.run([sys.executable, "-m", "venv", "--clear", venv]).returncode:
        sys.exit(
            f"Python {series()} could not make a virtual environment. On Debian and Ubuntu this "
            f"brings what is missing: sudo apt-get install python{series()}-venv"
        )


def pip(*arguments: str, quiet: bool = False) -> bool:
    """Runs `pip install` in .venv; True when it succeeded."""
    command = [str(VENV / "bin/python"), "-m", "pip", "install", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=quiet).returncode == 0


def install_cpu_torch() -> None:
    """On Linux, torch without GPU libraries is installed if such a build can be reached.

    First come the folders that pip was configured to look into, then PyTorch's own index. If
    neither has one, PyPI's build follows with everything else.
    """
    if not sys.platform.startswith("linux"):
        return
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    torch = next(line for line in project["dependencies"] if line.startswith("torch"))
    sources = ["--no-index"], ["--retries=0", "--timeout=15", f"--index-url={CPU_BUILDS}"]
    if not any(pip("--no-deps", *source, torch, quiet=True) for source in sources):
        print("No torch for CPU only within reach; taking PyPI's, which is large.", flush=True)


def main() -> None:
    """`.venv` holds the course, editable, with all its tools; exits with a message if it cannot."""
    if installed() == wanted():
        return
    if not usable():
        make_venv()
    install_cpu_torch()
    if not pip("-e", ".[lab,dev]"):
        sys.exit("pip could not install the course; its message is above.")
    (VENV / "installed.json").write_text(json.dumps(wanted(), indent=1) + "\n")


if __name__ == "__main__":
    main()
