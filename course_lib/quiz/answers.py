"""Keeping a student's answers: one small JSON file next to the lesson.

    {"lesson": "02_maze", "version": 2, "sha256": "…", "attempts": {"where": [
        {"answer": "b", "right": null, "time": "2026-11-30T09:15:00.000+00:00",
         "confidence": 80, "observed": null, "was": null},
        {"answer": "b", "right": false, "time": "…", "confidence": 80, "observed": "a", "was": "a"}
    ]}}

Every attempt is appended. `answer` is what was answered: option keys of questions.toml, a number, a
text, or {case: bin}. `right` is true, false, or null where nothing is judged (yet). `confidence` is
per cent sure, 50 to 100, or null. A prediction has null as `right` until the result was looked at;
then one attempt more is appended, in which `observed` is the option that was seen, `was` the keys
of those that the measurement shows ("" if none does), and
`answer` and `confidence` are those of the prediction that counts (null if none was made).
Attempts at a recalled question have the name "recall 01/fits" (exercise *fits* of lesson 01) in the
file of the lesson that asked again.

Version 1 had no confidence, observed and was; such a file is read, and written anew as version 2.
Fields that a newer version adds are kept. Nothing that was once written is lost: the file is
replaced in one step, what another kernel wrote meanwhile is merged in, and a damaged file is put
aside. `sha256` is of the attempts: where it does not fit, that is said, and they are used.
"""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from course_lib.engine.files import atomic_path, locked

VERSION = 2
ENDING = ".answers.json"
FOLDER = "COURSE_ANSWERS"  # environment variable: another folder, for whoever builds the lessons
ADDED = {"confidence": None, "observed": None, "was": None}  # what version 2 added to an attempt

Attempts = dict[str, list[dict[str, Any]]]


class AnswerFile:
    """The attempts at one lesson's exercises: `attempts[name]` is a list, the newest last."""

    def __init__(self, lesson: str, folder: Path | None = None) -> None:
        """Know the place; nothing is read yet.

        folder: by default the one that the notebook runs in, or that COURSE_ANSWERS names.
        """
        self.lesson = lesson
        self.folder = folder
        self.attempts: Attempts = {}
        self._told = False  # that the file cannot be read, or was changed

    @property
    def path(self) -> Path:
        """Where the answers are written, for example `01_outer_and_inner….answers.json`."""
        return self.home / f"{self.lesson}{ENDING}"

    @property
    def home(self) -> Path:
        """The folder that the answers are kept in."""
        return self.folder or Path(os.environ.get(FOLDER) or Path.cwd())

    def load(self) -> Attempts:
        """Merge what the file holds into `attempts`, and return them."""
        for name, tries in self._read().items():
            here = self.attempts.setdefault(name, [])
            here.extend(one for one in tries if one not in here)
            here.sort(key=lambda one: one["time"])
        return self.attempts

    def add(self, name: str, answer: Any, right: bool | None, **more: Any) -> None:
        """Keep the attempt in memory and in the file, unless it repeats the one before it.

        more: "confidence", "observed" and "was". Raises OSError where the folder cannot be
        written; the attempt then stays in memory.
        """
        new = {"answer": _writable(answer), "right": right, **ADDED, **more}
        tries = self.load().setdefault(name, [])
        if not tries or any(tries[-1][key] != value for key, value in new.items()):
            tries.append({**new, "time": datetime.now(UTC).isoformat(timespec="milliseconds")})
            self.write()

    def tries(self, name: str) -> list[dict[str, Any]]:
        """All attempts at this exercise, the newest last."""
        return self.load().get(name, [])

    def latest(self, name: str) -> Any | None:
        """The newest answer to this exercise, or None when there is none."""
        tries = self.tries(name)
        return tries[-1]["answer"] if tries else None

    def write(self) -> None:
        """Write everything known; a crash half-way leaves the old file as it was."""
        with locked(self.path):
            attempts = self.load()
            content = {"lesson": self.lesson, "version": VERSION, "sha256": digest(attempts),
                       "attempts": attempts}  # fmt: skip
            text = json.dumps(content, indent=1, ensure_ascii=False)
            with atomic_path(self.path) as draft:
                draft.write_text(text, encoding="utf-8")

    def _read(self) -> Attempts:
        """What the file says. Renames a file that cannot be understood, never overwrites it.

        So, too, one that may not be read, or a folder of that name.
        """
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
            found = attempts_in(content)
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError, OSError):
            self._put_aside()
            return {}
        kept = content.get("sha256")  # a file of an older version has none
        if kept is not None and kept != digest(content["attempts"]) and not self._told:
            print(
                f"Your answers in {self.path.name} were changed outside of the course, or damaged; "
                "they are used as they are now."
            )
            self._told = True
        return found

    def _put_aside(self) -> None:
        """Rename the damaged file, and print its new name; where that fails, say so, once."""
        number = 1
        while (aside := self.path.with_suffix(f".damaged-{number}.json")).exists():
            number += 1
        try:
            self.path.replace(aside)
        except OSError as problem:
            if not self._told:
                print(f"Your answers in {self.path.name} cannot be read, nor renamed: {problem}")
            self._told = True
        else:
            print(f"Your answers in {self.path.name} could not be read; they are in {aside.name}")


def _writable(answer: Any) -> Any:
    """The answer, where half of a surrogate pair, as browsers paste them, becomes a question mark.

    No file can hold such a half.
    """
    if isinstance(answer, str):
        return answer.encode("utf-8", "replace").decode("utf-8")
    if isinstance(answer, Mapping):
        return {_writable(key): _writable(value) for key, value in answer.items()}
    if isinstance(answer, list | tuple):
        return [_writable(one) for one in answer]
    return answer


def attempts_in(content: Any) -> Attempts:
    """The attempts of a file's content, as version 2 has them. Raises ValueError otherwise."""
    named = content.get("attempts") if isinstance(content, Mapping) else None
    if not isinstance(named, Mapping):
        raise ValueError("there are no attempts in it")
    found: Attempts = {}
    for name, tries in named.items():
        if not isinstance(tries, list):
            raise ValueError(f"attempts at {name!r} are no list")
        found[name] = [_attempt(one) for one in tries]
    return found


def _attempt(one: Any) -> dict[str, Any]:
    """An attempt with all fields. Raises ValueError for what is none."""
    if not isinstance(one, Mapping) or "answer" not in one or not isinstance(one.get("time"), str):
        raise ValueError(f"{one!r:.60} is not an attempt")
    sure = one.get("confidence")
    if one.get("right", "") not in (True, False, None) or not _is_sure(sure):
        raise ValueError(f"{one!r:.60} is not an attempt")
    return {**ADDED, **one}


def _is_sure(sure: Any) -> bool:
    whole = isinstance(sure, int | float) and not isinstance(sure, bool)
    return sure is None or (whole and 50 <= sure <= 100)


def digest(attempts: Mapping) -> str:
    """What tells whether these attempts are those that were written (SHA-256)."""
    return sha256(json.dumps(attempts, sort_keys=True).encode()).hexdigest()


def lessons_in(folder: Path) -> dict[str, Attempts]:
    """The attempts at each lesson of which there are answers in a folder, by the lesson's name.

    A damaged file is put aside, as when its lesson is opened.
    """
    names = sorted(path.name.removesuffix(ENDING) for path in folder.glob(f"*{ENDING}"))
    return {name: AnswerFile(name, folder).load() for name in names}
