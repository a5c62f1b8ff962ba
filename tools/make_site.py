"""The course without a server: a folder of static files, for GitHub Pages and for a double-click.

`make site` writes build/site. A part of the site is a module of tools/serverless with a function
`write(folder)`; it belongs in PARTS below. Pages are described in tools/serverless/pages.py.
"""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import js
from serverless import agents, lessons, network, pages, rounds, scripts, train, worlds

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "build" / "site"
PARTS: dict[str, Callable[[Path], None]] = {
    "worlds": worlds.write,
    "agents": agents.write,
    "rounds": rounds.write,
    "network": network.write,
    "train": train.write,
    "scripts": scripts.write,
    "pages": pages.write,
    "lessons": lessons.write,
}


def make(folder: Path = BUILT) -> None:
    """Write the whole site into the folder, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for write in PARTS.values():
        write(folder)


def size(folder: Path) -> int:
    """How many bytes the files in a folder have."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def main() -> None:
    """Make the site where the command line says, in build/site by default."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT
    js.install()
    make(folder)
    print(f"{folder}/index.html: {size(folder) / 1e6:.1f} MB. A double-click opens it.")


if __name__ == "__main__":
    main()
