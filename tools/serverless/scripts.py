"""The site's JavaScript: one classic script and one style a page, one text a worker, by esbuild.

Classic, because a page that was opened from a folder may load no module; a worker as text, because
it may start none from a file.
"""

import shutil
import sys
from pathlib import Path

import js

from serverless import data

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "site" / "src"
HOW = ["--bundle", "--format=iife", "--minify", "--target=es2022", "--charset=utf8"]


def write(folder: Path) -> None:
    """Bundle every page and every worker into the folder; exit with esbuild's words if it fails."""
    _bundle(sorted((SOURCE / "pages").glob("*.js")), folder / "js")
    workers = folder / ".workers"
    _bundle(sorted((SOURCE / "workers").glob("*.js")), workers)
    for file in workers.glob("*.js"):
        data.write(folder, f"worker:{file.stem}", file.read_text(encoding="utf-8"))
    shutil.rmtree(workers, ignore_errors=True)


def _bundle(entries: list[Path], into: Path) -> None:
    if not entries:
        return
    quiet = ["--log-level=warning", f"--outdir={into}"]
    done = js.run("esbuild", *map(str, entries), *HOW, *quiet)
    if done.returncode:
        sys.exit("esbuild could not bundle the site's JavaScript; its message is above.")
