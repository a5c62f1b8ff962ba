"""The card of a data file: what its rows are, how they were made, and on what machine."""

import json
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from course_lib.engine.files import atomic_path


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
    return json.loads(path.read_text())


def write_card(
    data: Path,
    rows: Sequence[Mapping],
    about: str | None,
    settings: Mapping[str, Any],
    made_by: str | None = None,
) -> dict:
    """Write the card beside a data file: what it is, its settings, and the code that made it.

    rows: those of the file, or one for each of its parts. made_by: the command that makes the file
    again, if it is no sweep's.
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
    }
    with atomic_path(data.with_suffix(".json")) as beside:
        beside.write_text(json.dumps(card, indent=1) + "\n")
    return card


def _plain(value: Any) -> Any:
    """The value as JSON can hold it."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple, range)):
        return [_plain(one) for one in value]
    return value if isinstance(value, (int, float, str, bool, type(None))) else str(value)
