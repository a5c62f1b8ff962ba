"""Brings Chromium for the browser tests, or says the one command that does.

Playwright would download a browser of its own; the distribution's is smaller, gets its security
updates, and can be had wherever the distribution's packages can.
"""

import os
import platform
import shutil
import subprocess
import sys

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


def main() -> None:
    """Chromium is on the path; else exits with the command to type."""
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
