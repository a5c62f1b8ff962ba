"""Brings what the browser tests need: Chromium, and a second, older JupyterLab.

Playwright would download a browser of its own; the distribution's is smaller, gets its security
updates, and can be had wherever the distribution's packages can. JupyterLab is taken in the version
that mybinder.org's image brings when an environment asks for none; it lies beside the newest one.
"""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ON_BINDER = "4.4.9"
OLDER_LAB = Path(sys.prefix) / f"jupyterlab-{ON_BINDER}"
PACKAGES = ["chromium", "fonts-dejavu-core"]


def on_debian() -> bool:
    """True when this machine takes Debian's packages."""
    return shutil.which("apt-get") is not None


def advice() -> str:
    """The command that brings Chromium on this machine."""
    if platform.system() == "Darwin":
        return "brew install --cask chromium"
    if on_debian():
        return f"sudo apt-get install {' '.join(PACKAGES)}"
    return "sudo dnf install chromium   (or what this system calls it)"


def bring() -> None:
    """Chromium is installed from Debian's packages; exits with apt's own message if that fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *PACKAGES]
    for command in (["apt-get", "update", "-q"], install):
        print("+", *command, flush=True)
        subprocess.run(command, check=True, env=environment, stdin=subprocess.DEVNULL)


def bring_older_lab() -> None:
    """The older JupyterLab lies in `OLDER_LAB`, whole; its requirements are the newest one's."""
    part = OLDER_LAB.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(part)]
    subprocess.run([*pip, f"jupyterlab=={ON_BINDER}"], check=True)
    part.rename(OLDER_LAB)


def main() -> None:
    """Chromium is on the path, and the older JupyterLab in .venv; else exits with what to do."""
    if not OLDER_LAB.exists():
        try:
            bring_older_lab()
        except subprocess.CalledProcessError as error:
            sys.exit(f"JupyterLab {ON_BINDER} could not be installed: {error}")
    if shutil.which("chromium"):
        return
    if not (on_debian() and os.geteuid() == 0):
        sys.exit(f"The browser tests need Chromium. This brings it:\n  {advice()}")
    try:
        bring()
    except subprocess.CalledProcessError as error:
        sys.exit(f"Chromium could not be installed: {error}")


if __name__ == "__main__":
    main()
