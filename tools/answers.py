"""What only teachers read: the answer to each exercise of a unit, as Markdown."""

import importlib
import re
import tomllib
from pathlib import Path
from typing import Any

CHAPTERS = Path(__file__).resolve().parent.parent / "course_lib" / "chapters"


def quiz_of(unit: str) -> Any:
    """The exercises that serve a unit: those of the chapter whose lesson has the same number.

    unit: such as "02a_the_maze". ValueError if no chapter has that number.
    """
    for file in sorted(CHAPTERS.glob("*/questions.toml")):
        lesson = tomllib.loads(file.read_text(encoding="utf-8"))["lesson"]
        if lesson[:2] == unit[:2]:
            room = importlib.import_module(f"course_lib.chapters.{file.parent.name}.questions")
            return room.quiz
    raise ValueError(f"no chapter has a lesson of the number {unit[:2]}")


def answers(quiz: Any, twins: bool = True) -> dict[str, str]:
    """By exercise: its answer, the reason for every option, and its solution.

    twins: for teachers, so with a heading, and with the question to vote on after the discussion.
    """
    found = {getattr(one, "twin_of", None): one for one in quiz.exercises.values()}
    return {
        name: for_teachers(one, found.get(name)) if twins else "\n\n".join(_parts(one))
        for name, one in quiz.exercises.items()
    }


def for_teachers(one: Any, twin: Any = None) -> str:
    """One exercise as a cell for teachers."""
    unit = "minute" if one.minutes == 1 else "minutes"
    parts = [f"**For the teacher: {one.name}** ({one.level}, {one.minutes} {unit})", *_parts(one)]
    if twin is not None:
        parts += [f"**Twin question.** {_flat(twin.question)}", *_parts(twin)]
    return "\n\n".join(parts)


def _parts(one: Any) -> list[str]:
    """The paragraphs that say what is right, and why; which there are depends on the kind."""
    parts = []
    if options := getattr(one, "options", None):
        shown = [options[key] for key in one.order]
        unit = getattr(one, "unit", "%")
        parts.append("\n".join(_option(option, unit) for option in shown))
    if cases := getattr(one, "cases", None):
        parts.append("\n".join(map(_case, cases.values())))
    if hasattr(one, "value"):
        parts.append(f"**Answer: {one.value:g}.** {_flat(one.why)}")
        if one.mistakes:
            parts.append("\n".join(f"- {m.value:g}: {_flat(m.why)}" for m in one.mistakes))
    if look_for := getattr(one, "look_for", None):
        parts.append(f"**What a good answer mentions.** {_flat(look_for)}")
    solution = getattr(one, "solution", "")
    if callable(solution):
        told = one.discussion().strip()
        written = re.match(r"def |@|return |lambda ", told)
        parts.append(f"**A solution.**\n\n```python\n{told}\n```" if written else told)
    if solution and isinstance(solution, str):
        drawn = solution.startswith("\n")
        parts.append(
            f"**A solution.**\n\n```\n{solution.strip()}\n```"
            if drawn
            else f"**Solution.** {_flat(solution)}"
        )
    return parts


def _option(option: Any, unit: str) -> str:
    """What an option says, whether it is right, and its reason; `unit` is that of a range."""
    reason = f"\n  - {_flat(option.why)}" if option.why else ""
    return f"- **{_mark(option, unit)}** {_flat(option.text)}{reason}"


def _mark(option: Any, unit: str) -> str:
    if between := getattr(option, "between", None):
        low, high = between
        return f"Right from {low:g} to {high:g} {unit}:"
    return "Right:" if option.right else "Wrong:"


def _case(case: Any) -> str:
    """Where a case of a sorting exercise belongs, why, and where it is documented."""
    homes = " or ".join(f"**{home}**" for home in case.homes)
    source = f" [{_flat(case.source)}]" if case.source else ""
    return f"- {_flat(case.title)}: {homes}. {_flat(case.why)}{source}"


def _flat(text: str) -> str:
    return " ".join(text.split())
