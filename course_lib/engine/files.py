"""Files that are written in full or not at all."""

import hashlib
import os
import platform
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

try:
    import fcntl
except ImportError:  # on Windows, where files are still replaced whole
    fcntl = None  # type: ignore[assignment]

_NUMBERS = count()  # two threads that write one file write beside it under two names
# Another machine with the same folder has processes of the same numbers.
_HERE = hashlib.sha256(platform.node().encode()).hexdigest()[:4]


@contextmanager
def atomic_path(path: str | Path) -> Iterator[Path]:
    """Write a file in full when the block ends; leave it as it was if the block fails.

    Gives the path to write to, which lies beside it. Raises OSError where that cannot be written.
    What an earlier process left there when it was killed goes.
    """
    path = Path(path)
    _clear(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}-{next(_NUMBERS) % 1000}.{_HERE}.part")
    try:
        yield beside
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _clear(path: Path) -> None:
    """Remove what processes of this machine that are no more left when they wrote this file."""
    name = re.compile(rf"\.{re.escape(path.name)}\.([0-9]+)-[0-9]+\.{_HERE}\.part")
    with suppress(OSError):  # a folder that cannot be listed may still be written into
        for left in path.parent.iterdir():
            found = name.fullmatch(left.name)
            if found and not _lives(int(found[1])):
                with suppress(OSError):
                    left.unlink()


def _lives(process: int) -> bool:
    """Whether there is a process of this number; True where that cannot be known."""
    if os.name == "nt":  # there, os.kill ends the one that it asks about
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # somebody else's
        return True
    return True


@contextmanager
def locked(path: str | Path) -> Iterator[None]:
    """Keep other processes that lock this path waiting while the block runs.

    So that nothing is lost between reading a file and replacing it. The lock is an empty file in
    the machine's folder for such things. Where none can be made, the block runs without.
    """
    name = hashlib.sha256(str(Path(path).absolute()).encode()).hexdigest()[:16]
    lock = None
    with suppress(OSError):
        place = Path(tempfile.gettempdir()) / f"spot-the-difference-{_user()}-{name}.lock"
        lock = open(place, "w")  # noqa: SIM115
    try:
        if lock is not None and fcntl is not None:
            with suppress(OSError):
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        if lock is not None:
            lock.close()


def _user() -> str:
    """Whose lock it is: that of another user could not be opened."""
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
