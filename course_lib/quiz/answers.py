"""Keeping a student's answers: one small JSON file next to the lesson.

Nothing that was once written is lost: every attempt is appended, the file is replaced in one
step, what another kernel wrote meanwhile is merged in, and a damaged file is put aside.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from course_lib.engine.files import atomic_path

Attempts = dict[str, list[dict[str, Any]]]


class AnswerFile:
    """The attempts at one lesson's exercises: `attempts[name]` is a list, the newest last."""

    def __init__(self, lesson: str, folder: Path | None = None) -> None:
        """Know the place; nothing is read yet.

        folder: by default the one that the notebook runs in.
        """
        self.lesson = lesson
        self.folder = folder
        self.attempts: Attempts = {}

    @property
    def path(self) -> Path:
        """Where the answers are written, for example `01_outer_and_inner….answers.json`."""
        return (self.folder or Path.cwd()) / f"{self.lesson}.answers.json"

    def load(self) -> Attempts:
        """Merge what the file holds into `attempts`, and return them."""
        for name, tries in self._read().items():
            here = self.attempts.setdefault(name, [])
            here.extend(one for one in tries if one not in here)
            here.sort(key=lambda one: one["time"])
        return self.attempts

    def add(self, name: str, answer: Any, right: bool | None) -> None:
        """Keep the attempt in memory and in the file, unless it repeats the one before it.

        Raises OSError where the folder cannot be written; the attempt then stays in memory.
        """
        tries = self.load().setdefault(name, [])
        if not tries or tries[-1]["answer"] != answer:
            now = datetime.now(UTC).isoformat(timespec="milliseconds")
            tries.append({"answer": answer, "right": right, "time": now})
            self.write()

    def latest(self, name: str) -> Any | None:
        """The newest answer to this exercise, or None when there is none."""
        tries = self.load().get(name)
        return tries[-1]["answer"] if tries else None

    def write(self) -> None:
        """Write everything known; a crash half-way leaves the old file as it was."""
        content = {"lesson": self.lesson, "version": 1, "attempts": self.load()}
        with atomic_path(self.path) as draft:
            draft.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")

    def _read(self) -> Attempts:
        """What the file says. Renames a file that cannot be understood, never overwrites it."""
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
            return {
                name: [{key: one[key] for key in ("answer", "right", "time")} for one in tries]
                for name, tries in content["attempts"].items()
            }
        except FileNotFoundError:
            return {}
        except (ValueError, KeyError, TypeError, AttributeError):
            self._put_aside()
            return {}

    def _put_aside(self) -> None:
        """Rename the damaged file, and print its new name."""
        number = 1
        while (aside := self.path.with_suffix(f".damaged-{number}.json")).exists():
            number += 1
        self.path.replace(aside)
        print(f"Your answers in {self.path.name} could not be read. They are kept in {aside.name}.")
