"""One file to hand in: the answers of all lessons in a folder.

    {"format": "spot-the-difference answers",
     "version": 2,                       # of an attempt: see quiz/answers.py
     "course": "0.1.0",                  # the course's version
     "id": "3fa9c1",                     # tells two files of one student from those of two students
     "name": "Ada",                      # only if the student gave it
     "written": "2026-11-30T10:00:00+00:00",
     "lessons": {"02_maze": {"where": [attempt, …], …}, …}}

The file is called hand_in_3fa9c1.json, or hand_in_Ada.json where a name is given. The id is made of
the times of the first answers, so it says nothing about who it is, and stays the same.
"""

import json
import re
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from course_lib.checks import check_text
from course_lib.engine.files import atomic_path
from course_lib.quiz.answers import VERSION, Attempts, attempts_in, lessons_in

FORMAT = "spot-the-difference answers"


def write_export(folder: Path, name: str | None = None) -> Path:
    """Write the file to hand in beside the answers; its path.

    Raises ValueError where there are no answers, OSError where the folder cannot be written.
    """
    if name is not None:
        check_text("a name", name)
    lessons = lessons_in(folder)
    if not any(lessons.values()):
        raise ValueError("there are no answers in this folder yet")
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "course": sys.modules["course_lib"].__version__,
        "id": student_id(lessons),
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "lessons": lessons,
    }
    if name:
        content["name"] = name
    slug = re.sub(r"\W+", "_", name or "").strip("_") or content["id"]
    path = folder / f"hand_in_{slug}.json"
    with atomic_path(path) as draft:
        draft.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
    return path


def read_export(path: Path) -> dict[str, Any]:
    """The content of such a file, with attempts as version 2 has them.

    Raises ValueError, in words for the teacher, for a file that is damaged or something else.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise ValueError(f"{path.name} is no JSON file, or only a part of one") from None
    if not isinstance(content, dict) or not isinstance(content.get("lessons"), dict):
        raise ValueError(f"{path.name} holds no answers of lessons")
    try:
        lessons = {n: attempts_in({"attempts": tries}) for n, tries in content["lessons"].items()}
    except ValueError as problem:
        raise ValueError(f"{path.name}: {problem}") from None
    return {**content, "lessons": lessons}


def student_id(lessons: dict[str, Attempts]) -> str:
    """Six letters that go by when each lesson's first answer was given."""
    named = sorted(lessons)
    times = [
        min((t["time"] for one in lessons[n].values() for t in one), default="") for n in named
    ]
    return sha256(min(filter(None, times), default="").encode()).hexdigest()[:6]
