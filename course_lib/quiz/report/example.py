"""An invented class, to see what the report looks like before one's own has handed in anything.

The questions are the course's; the students are drawn by chance and stand for nobody.
"""

import json
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np

from course_lib.quiz.answers import VERSION
from course_lib.quiz.export import FORMAT
from course_lib.quiz.report.outcomes import Question, questions

NAMES = ("Ada", "Grace", "Alan", "Barbara", "Edsger")


def write_example(
    folder: str | Path | None = None, students: int = 30, damaged: int = 3, seed: int = 0
) -> Path:
    """Write files as a class hands them in; the folder. The last ones are damaged.

    folder: by default a new one for temporary files. A fifth of the files carries a name, a tenth
    is of version 1.
    """
    folder = Path(mkdtemp() if folder is None else folder)
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    for number in range(students):
        content = _content(rng, number)
        path = folder / f"hand_in_{content.get('id', number)}.json"
        if content["version"] == 1:
            path = folder / f"{number} {content['lesson']}.answers.json"
        text = json.dumps(content, indent=1, ensure_ascii=False)
        if number >= students - damaged:  # the first is cut off, others hold something else
            text = [text[: len(text) // 3], "PK\x03\x04 a zip", "[]"][number % 3]
        path.write_text(text, encoding="utf-8")
    return folder


def _content(rng: np.random.Generator, number: int) -> dict[str, Any]:
    """What one student hands in."""
    skill = rng.uniform(0.35, 0.85)
    lessons: dict[str, dict] = {}
    for question in questions().values():
        asked = "twin_of" not in question.table and question.kind in ("choice", "prediction")
        if asked and rng.random() < 0.8:
            attempt = _attempt(rng, question, skill)
            lessons.setdefault(question.lesson, {})[question.name] = [attempt]
    if number % 10 == 7:
        lesson, attempts = next(iter(lessons.items()))
        old = {
            name: [{key: one[key] for key in ("answer", "right", "time")} for one in tries]
            for name, tries in attempts.items()
        }
        return {"lesson": lesson, "version": 1, "attempts": old}
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "id": f"{number:06x}",
        "lessons": lessons,
    }
    return {**content, "name": NAMES[number // 5 % len(NAMES)]} if number % 5 == 0 else content


def _attempt(rng: np.random.Generator, question: Question, skill: float) -> dict[str, Any]:
    """One answer, right about as often as the student and the question let it be."""
    options: Any = question.table["options"]
    keys = list(options) if isinstance(options, dict) else list("abcdefgh"[: len(options)])
    right = [k for k in keys if isinstance(options, dict) and options[k].get("right")] or keys[:1]
    hard = (sum(map(ord, question.label)) % 50 - 25) / 100
    hit = rng.random() < np.clip(skill + hard, 0.05, 0.95)
    others = [key for key in keys if key not in right] or keys
    answer = "".join(right) if hit else str(rng.choice(others))
    sure = int(5 * round(np.clip(rng.normal(72 + 8 * hit, 14), 50, 100) / 5))
    attempt = {"answer": answer, "right": bool(hit), "time": f"2026-11-30T09:{rng.integers(60):02}",
               "confidence": sure, "observed": None, "was": None}  # fmt: skip
    if question.kind == "prediction":
        seen = right[0] if rng.random() < 0.8 else str(rng.choice(others))
        attempt |= {"observed": seen, "was": "".join(right)}
    return attempt
