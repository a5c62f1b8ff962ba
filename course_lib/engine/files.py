"""Files that are written in full or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # on Windows, where files are still replaced whole
    fcntl = None  # type: ignore[assignment]


@contextmanager
def atomic_path(path: str | Path) -> Iterator[Path]:
    """Write a file in full when the block ends; leave it as it was if the block fails.

    Gives the path to write to, which lies beside it. Raises OSError where that cannot be written.
    """
    path = Path(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield beside
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


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
