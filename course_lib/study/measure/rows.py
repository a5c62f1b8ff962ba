"""The file of a sweep's rows: one JSON object a line, and what names any damage to it.

A finished file is plain, and its card has its SHA-256. While a sweep goes on there is no such card,
so each line is `{"digest": "…", "row": {…}}` then: its digest is of the row and of the digest of
the line before, so that no line can change, go, come or move. A kill at any moment leaves a plain
file with the card that fits it, or a sealed one, whose last line may be cut short.
"""

import json
import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from course_lib.checks import as_path
from course_lib.engine.files import atomic_path
from course_lib.study.measure.provenance import check_whole_file, plain_text

SEALED = re.compile(rb'\{"digest": "([0-9a-f]{16})", "row": (.*)\}')


def read_rows(path: str | Path) -> list[dict]:
    """The rows of a data file, one JSON object a line.

    Raises FileNotFoundError if there is none, and ValueError that names a damaged line, or a file
    that is not the one of which its card tells.
    """
    path = as_path("path", path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {str(path)!r}")
    return _rows_of(path, path.read_bytes())


class RowFile:
    """The rows of a sweep that goes on: what is there already, and each one that is added.

    A last line that was cut short by a kill or a full disk is left out; its job is done again.
    """

    def __init__(self, path: Path) -> None:
        """Read what there is; ValueError that says which line is damaged."""
        self.path = path
        self.rows: list[dict] = []
        self._last = ""  # the digest of the last line, once all are sealed
        if path.exists():
            content = path.read_bytes()
            whole = content[: content.rfind(b"\n") + 1]
            if whole:
                self.rows = _rows_of(path, whole)
            else:
                check_whole_file(path, whole)

    def go_on(self) -> None:
        """Make the file ready for further rows: all lines sealed, none cut short."""
        self._last = ""
        if not self.rows:  # a card that was left alone would tell of other rows than those to come
            self.path.with_suffix(".json").unlink(missing_ok=True)
            self.path.unlink(missing_ok=True)
            return
        with atomic_path(self.path) as beside:
            beside.write_bytes(b"".join(map(self._seal, self.rows)))

    def add(self, row: dict) -> None:
        """Add a row at the end of the file, which must have been made ready."""
        self.rows.append(row)
        with open(self.path, "ab") as file:
            file.write(self._seal(row))

    def is_finished(self, rows: Sequence[dict]) -> bool:
        """Whether the file is plain and holds exactly these rows."""
        return self.path.exists() and plain_text(self.path.read_bytes()) == plain(rows)

    def finish(self, rows: Sequence[dict]) -> None:
        """Leave exactly these rows, plain. The card that tells of them has been written before."""
        with atomic_path(self.path) as beside:
            beside.write_bytes(plain(rows))

    def _seal(self, row: dict) -> bytes:
        body = json.dumps(row).encode()
        self._last = _digest(self._last, body)
        return b'{"digest": "%s", "row": %s}\n' % (self._last.encode(), body)


def plain(rows: Sequence[dict]) -> bytes:
    """What a finished file holds."""
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def _rows_of(path: Path, content: bytes) -> list[dict]:
    """The rows of a file with this content; ValueError that says where it is damaged."""
    lines = plain_text(content).removesuffix(b"\n").split(b"\n") if content else []
    if _is_sealed(content):
        return _unsealed(path, lines)
    rows = [_row(path, number, line) for number, line in enumerate(lines, start=1)]
    if not check_whole_file(path, content) and not rows:
        raise ValueError(f"{path} is damaged: it is empty")
    return rows


def _unsealed(path: Path, lines: list[bytes]) -> list[dict]:
    """The rows of sealed lines."""
    rows, last = [], ""
    for number, line in enumerate(lines, start=1):
        found = SEALED.fullmatch(line)
        last = _digest(last, found[2]) if found else ""
        if not found or last != found[1].decode():
            raise ValueError(
                f"line {number} of {path} is damaged: it is not what was written after the line "
                "before it. Delete it and all below it, and the sweep measures those rows again"
            )
        rows.append(json.loads(found[2]))
    return rows


def _row(path: Path, number: int, line: bytes) -> dict:
    """The row of a plain line."""
    try:
        row = json.loads(line)
    except ValueError as error:  # no JSON, or no text at all
        raise ValueError(f"line {number} of {path} is damaged: {error}") from error
    if not isinstance(row, dict) or "job" not in row:
        raise ValueError(f"line {number} of {path} is damaged: it is no row, but {line!r:.60}")
    return row


def _is_sealed(content: bytes) -> bool:
    return SEALED.match(content) is not None


def _digest(before: str, body: bytes) -> str:
    return sha256(before.encode() + body).hexdigest()[:16]
