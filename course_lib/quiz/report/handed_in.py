"""Reading what a class has handed in: what can be read is used, and what cannot is named.

Files come from many computers and through many hands: cut off, saved again in another encoding,
of an older version, or something else altogether. Only JSON is read, and nothing in it is run.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from course_lib.checks import as_path
from course_lib.quiz.answers import VERSION, Attempts, attempts_in

MOST = 5 * 2**20  # bytes: a hundred times what a whole course takes
LONGEST = 60  # letters of a name
DIGITS = 30  # a longer number is a damage, and slow to read


class Problem(NamedTuple):
    """A file that was not read, or not all of it, and why."""

    file: str
    what: str


@dataclass
class Student:
    """What one student has handed in; `name` is empty unless a file carries one."""

    name: str = ""
    lessons: dict[str, Attempts] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


@dataclass
class HandedIn:
    """A whole folder. unread: files that gave nothing. partly: such as gave less than is in them.

    others: how many files were not looked at, because they are no JSON.
    """

    students: list[Student]
    files: int
    unread: list[Problem]
    partly: list[Problem]
    others: int


class NotReadableError(ValueError):
    """Why a file cannot be read, in words for a teacher."""


def read_folder(folder: str | Path) -> HandedIn:
    """What lies in a folder and in the folders in it; hidden files are left out.

    Raises ValueError if it is no folder.
    """
    folder = as_path("folder", folder)
    if not folder.is_dir():
        raise ValueError(f"there is no folder {str(folder)!r}; put the files of your class there")
    found: dict[tuple, Student] = {}
    read = HandedIn([], 0, [], [], 0)
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() != ".json":
            read.others += 1
            continue
        read.files += 1
        try:
            content, notes = _content(path)
            lessons = _lessons(content, notes)
        except NotReadableError as problem:
            read.unread.append(Problem(name, str(problem)))
            continue
        read.partly += [Problem(name, note) for note in notes]
        _join(found.setdefault(_whose(content, path, folder), Student()), content, lessons, name)
    read.students = list(found.values())
    return read


def _files(folder: Path) -> Iterator[Path]:
    """All that lies in the folder and is no folder, in order, without what is hidden."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "__MACOSX")) for part in path.relative_to(folder).parts)
        if not hidden and not (path.is_dir() and path.suffix.lower() != ".json"):
            yield path


def _content(path: Path) -> tuple[dict[str, Any], list[str]]:
    """The content of a file, and what is to be said about it. Raises NotReadableError."""
    try:
        if not path.is_file():
            raise NotReadableError("is no file")
        if path.stat().st_size > MOST:
            raise NotReadableError(f"is larger than {MOST // 2**20} MB, which no answers are")
        raw = path.read_bytes()
    except OSError as problem:
        raise NotReadableError(f"cannot be opened ({problem.strerror})") from None
    if not raw.strip():
        raise NotReadableError("is empty")
    try:
        content = json.loads(_text(raw), parse_int=_whole)
    except (ValueError, RecursionError):
        raise NotReadableError("is no JSON file, or only a part of one") from None
    if not isinstance(content, dict):
        raise NotReadableError("holds no answers")
    version = content.get("version")
    newer = isinstance(version, int | float) and version > VERSION
    notes = ["comes from a newer version of the course; what is known here was read"]
    return content, notes if newer else []


def _text(raw: bytes) -> str:
    """The text of a file: UTF-8, or what an editor may have made of it. Raises ValueError."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252")


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= DIGITS else float("inf")


def _lessons(content: Mapping[str, Any], notes: list[str]) -> dict[str, Attempts]:
    """The attempts by lesson, of a file to hand in or of one lesson's answers.

    What is damaged in it is left out, and said in `notes`. Raises NotReadableError if it holds
    neither.
    """
    if isinstance(content.get("lessons"), dict):
        named = content["lessons"]
    elif isinstance(content.get("lesson"), str) and "attempts" in content:
        named = {content["lesson"]: content["attempts"]}
    else:
        raise NotReadableError("holds no answers")
    lessons, lost = {}, 0
    for lesson, tries in named.items():
        lessons[lesson[:LONGEST]], missing = _attempts(tries)
        lost += missing
    if lost:
        notes.append(f"{lost} {'part of it is' if lost == 1 else 'parts of it are'} damaged; "
                     "the rest was read")  # fmt: skip
    if lost and not any(lessons.values()):
        raise NotReadableError("is damaged all through")
    return lessons


def _attempts(tries: Any) -> tuple[Attempts, int]:
    """The attempts that are sound, and how many are not."""
    try:
        return attempts_in({"attempts": tries}), 0
    except (ValueError, TypeError):
        pass
    if not isinstance(tries, dict):
        return {}, 1
    sound: Attempts = {}
    lost = 0
    for name, each in tries.items():
        for one in each if isinstance(each, list) else [each]:
            try:
                sound.setdefault(name, []).extend(attempts_in({"attempts": {name: [one]}})[name])
            except (ValueError, TypeError):
                lost += 1
    return {name: each for name, each in sound.items() if each}, lost


def _whose(content: Mapping[str, Any], path: Path, folder: Path) -> tuple:
    """What two files of one student have in common.

    A file to hand in has an id. Answers of single lessons are one student's if they lie in one
    folder below the class's, or if their names begin alike: "ada 02_maze.answers.json".
    """
    if isinstance(content.get("lessons"), dict):
        mark = content.get("id")
        own = mark if isinstance(mark, str) and mark else path.as_posix()
        return "export", own, _name(content)
    if path.parent != folder:
        return "folder", path.parent.as_posix()
    return "file", path.name.partition(content["lesson"])[0]


def _join(
    student: Student, content: Mapping[str, Any], lessons: Mapping[str, Attempts], file: str
) -> None:
    """Add a file to what a student has handed in; what stands in two files counts once."""
    student.name = student.name or _name(content)
    student.files.append(file)
    for lesson, attempts in lessons.items():
        known = student.lessons.setdefault(lesson, {})
        for name, tries in attempts.items():
            here = known.setdefault(name, [])
            here.extend(one for one in tries if one not in here)
            here.sort(key=lambda one: one["time"])


def _name(content: Mapping[str, Any]) -> str:
    """The name that a file carries, on one line."""
    name = content.get("name")
    return " ".join(name.split())[:LONGEST] if isinstance(name, str) else ""
