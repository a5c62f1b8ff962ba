"""The card of a data file: what its rows are, how they were made, and on what machine.

It has the file's SHA-256, too, so that a file that was damaged, or changed by hand, is not read as
what was measured. Whoever changes one on purpose deletes that line of its card.
"""

import json
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from course_lib.engine.files import atomic_path

DIGEST = "sha256"  # the name under which a card keeps the digest of its file


def commit() -> str:
    """The commit that the code stands at, or "unknown" outside a repository."""
    asked = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD"]
    answer = subprocess.run(asked, capture_output=True, text=True)
    return answer.stdout.strip() or "unknown"


def card_of(data: str | Path) -> dict:
    """The card beside a data file; FileNotFoundError if it has none."""
    path = Path(data).with_suffix(".json")
    if not path.is_file():
        raise FileNotFoundError(f"there is no card {str(path)!r}")
    try:
        card = json.loads(path.read_bytes())
    except ValueError as error:  # no JSON, or no text at all
        raise ValueError(f"the card {path} is damaged: {error}") from error
    if not isinstance(card, dict):
        raise ValueError(f"the card {path} is damaged: it holds {card!r:.60}, not a card")
    return card


def plain_text(content: bytes) -> bytes:
    """The content with Unix's ends of lines: git may have given it those of Windows."""
    return content.replace(b"\r\n", b"\n")


def digest(path: Path, content: bytes) -> str:
    """What tells whether a data file is the one that was written (SHA-256)."""
    return sha256(plain_text(content) if path.suffix == ".jsonl" else content).hexdigest()


def check_whole_file(path: Path, content: bytes) -> bool:
    """Whether the card beside a data file has its digest; ValueError if that is of another file."""
    beside = path.with_suffix(".json")
    kept = card_of(path).get(DIGEST) if beside.is_file() else None
    if kept is not None and kept != digest(path, content):
        raise ValueError(
            f"{path} is damaged, or was changed: it is not the file of which its card {beside} "
            f"tells. Bring it back, or delete the line with {DIGEST!r} of the card"
        )
    return kept is not None


def write_card(
    data: Path,
    rows: Sequence[Mapping],
    about: str | None,
    settings: Mapping[str, Any],
    made_by: str | None = None,
    content: bytes | None = None,
) -> dict:
    """Write the card beside a data file: what it is, its settings, and the code that made it.

    rows: those of the file, or one for each of its parts. made_by: the command that makes the file
    again, if it is no sweep's. content: what the file will hold; by default, what it does.
    """
    card = {
        "what": " ".join((about or "").split()),
        "made_by": made_by or f"make sweep NAME={data.stem}",
        "rows": len(rows),
        "columns": sorted({key for row in rows for key in row}),
        "seeds": sorted({row["seed"] for row in rows if "seed" in row}),
        "settings": {name: _plain(value) for name, value in settings.items()},
        "training_seconds": round(sum(row.get("seconds", 0) for row in rows)),
        "commit": commit(),
        "finished": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}",
        DIGEST: digest(data, data.read_bytes() if content is None else content),
    }
    _write(data, card)
    return card


def renew_digest(data: Path, content: bytes) -> None:
    """Give the card of a data file the digest of what the file will hold, and leave the rest."""
    card = card_of(data)
    if card.get(DIGEST) != digest(data, content):
        _write(data, {**card, DIGEST: digest(data, content)})


def _write(data: Path, card: Mapping[str, Any]) -> None:
    with atomic_path(data.with_suffix(".json")) as beside:
        beside.write_bytes(json.dumps(card, indent=1).encode() + b"\n")


def _plain(value: Any) -> Any:
    """The value as JSON can hold it."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple, range)):
        return [_plain(one) for one in value]
    return value if isinstance(value, (int, float, str, bool, type(None))) else str(value)
