"""Compiled functions that the next Python process finds ready.

Compiling the coin run takes many seconds, and every notebook is a process of its own. numba can
keep what it compiled, but looks only at the file in which a function stands: a change in a helper's
file would go unseen. So all of it is kept in a folder named after the whole source of the engine,
the worlds and the planners; other source has another folder.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba import config

COURSE = Path(__file__).resolve().parent.parent
ROOMS = ("engine", "worlds", "study/planning")  # whose functions are kept
DAYS = 30  # for which a folder that nobody uses is left there


def njit(function: Callable) -> Any:
    """The function is compiled when it is first called, or was in an earlier process.

    As `numba.njit`, which it is where nothing can be kept. Only for functions of `ROOMS`.
    """
    place = folder()
    if place is None or config.DISABLE_JIT:
        return numba.njit(function)
    before, config.CACHE_DIR = config.CACHE_DIR, str(place)
    try:
        return numba.njit(cache=True)(function)
    finally:
        config.CACHE_DIR = before


@cache
def folder() -> Path | None:
    """Where functions compiled from just this source are kept; None where nothing can be written.

    Below NUMBA_CACHE_DIR if that is set, else below the user's folder for caches.
    """
    user = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    above = Path(config.CACHE_DIR or user / "spot-the-difference")
    place = above / f"kernels-{source_name(COURSE)}"
    try:
        forget(above)
        place.mkdir(parents=True, exist_ok=True)
        place.touch()
    except OSError:
        return None
    return place if os.access(place, os.W_OK) else None


def source_name(course: Path) -> str:
    """A name that is another one when any file of `ROOMS` below this folder is."""
    source = hashlib.sha256()
    for room in ROOMS:
        for file in sorted((course / room).glob("*.py")):
            source.update(f"{file.name}\0".encode() + file.read_bytes() + b"\0")
    return source.hexdigest()[:16]


def forget(above: Path) -> None:
    """Folders of kernels that nobody has used for `DAYS` are gone."""
    for old in above.glob("kernels-*"):
        if time.time() - old.stat().st_mtime > DAYS * 86_400:
            shutil.rmtree(old, ignore_errors=True)
