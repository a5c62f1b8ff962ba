"""Reading a lesson's questions.toml, of which `content` describes the format."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from inspect import signature
from pathlib import Path
from typing import Any, cast, get_args, get_origin, get_type_hints

from course_lib.engine.checks import check_whole, is_number
from course_lib.quiz.choices import Choice
from course_lib.quiz.functions import Drawing, Function
from course_lib.quiz.kinds import Exercise, Number, Open
from course_lib.quiz.predictions import Prediction
from course_lib.quiz.sorting import Sorting

KINDS: tuple[type[Exercise], ...] = (Choice, Drawing, Function, Number, Open, Prediction, Sorting)
Judged = tuple[Callable[[Any], Any], Any]  # (examine, solution) of a function to write


def read_exercises(
    path: Path, functions: Mapping[str, Judged] | None = None, kinds: Sequence[type[Exercise]] = ()
) -> tuple[str, list[Exercise]]:
    """The lesson's name and its exercises, in the order of the file. As `content.read_quiz`."""
    place, lesson, content = _opened(path)
    if strange := sorted(set(functions or {}) - set(content)):
        raise ValueError(f"{place}: there is no exercise {strange[0]!r} for the function given")
    known = {kind.__name__.lower(): kind for kind in (*KINDS, *kinds)}
    return lesson, [
        _exercise(name, table, f"{place}, {name}", known, functions or {})
        for name, table in content.items()
    ]


def read_choices(path: Path) -> tuple[str, list[Choice]]:
    """The lesson's name and its choices, and nothing for which code of the lesson is needed.

    Raises ValueError as `read_exercises`.
    """
    place, lesson, content = _opened(path)
    kinds = {"choice": Choice}
    return lesson, [
        cast(Choice, _exercise(name, table, f"{place}, {name}", kinds, {}))
        for name, table in content.items()
        if isinstance(table, dict) and table.get("kind") == "choice"
    ]


def exercise_names(path: Path) -> list[str]:
    """The names of a lesson's exercises, in the order of the file."""
    return list(_opened(path)[2])


def _opened(path: Path) -> tuple[str, str, dict[str, Any]]:
    """(the file in words, the lesson's name, the tables of the exercises)."""
    place = "/".join(path.parts[-2:])
    content = _parsed(path, place)
    lesson = content.pop("lesson", None)
    if not isinstance(lesson, str):
        raise ValueError(f'{place}: write lesson = "..." first, the name of the notebook')
    return place, lesson, content


def _parsed(path: Path, place: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise ValueError(f"{place} is not TOML: {problem}") from None


def _exercise(
    name: str,
    table: Any,
    place: str,
    known: Mapping[str, type[Exercise]],
    functions: Mapping[str, Judged],
) -> Exercise:
    if not isinstance(table, dict):
        raise ValueError(f"{place}: {table!r:.60} is not an exercise, which is a table [{name}]")
    fields = dict(table)
    named = fields.pop("kind", None)
    kind = known.get(named) if isinstance(named, str) else None
    if kind is None:
        raise ValueError(f"{place}.kind: {named!r} is none of: {', '.join(known)}")
    code: dict[str, Any] = {"name": name}
    if issubclass(kind, Function):
        if name not in functions:
            raise ValueError(f"{place}: a {named} needs (examine, solution) from questions.py")
        code["examine"], code["solution"] = functions[name]
    elif name in functions:
        raise ValueError(f"{place}: kind {named!r} takes no function; questions.py gives one")
    return _record(kind, fields, place, code)


def _record(kind: type, table: Any, place: str, code: Mapping[str, Any] | None = None) -> Any:
    """An object of this class from a table of its fields; `code` are those given by Python."""
    code = code or {}
    fields = {n: one for n, one in signature(kind).parameters.items() if n not in code}
    listed = ", ".join(fields)
    if not isinstance(table, dict):
        raise ValueError(f"{place}: {table!r:.60} is not a table of: {listed}")
    if strange := [name for name in table if name not in fields]:
        raise ValueError(f"{place}: there is no field {strange[0]!r}; the fields are: {listed}")
    needed = [name for name, one in fields.items() if one.default is one.empty]
    if missing := [name for name in needed if name not in table]:
        raise ValueError(f"{place}: {missing[0]!r} is missing; needed are: {', '.join(needed)}")
    types = get_type_hints(kind)
    values = {name: _value(types[name], one, f"{place}.{name}") for name, one in table.items()}
    try:
        return kind(**code, **values)
    except ValueError as problem:
        raise ValueError(f"{place}: {problem}") from None


def _value(kind: Any, value: Any, place: str) -> Any:
    """`value`, as TOML has it, as the type `kind` of a field."""
    if kind is int:
        check_whole(place, value, 1)
        return value
    if kind in READERS:
        reader, allowed = READERS[kind]
        try:
            return reader(value)
        except (TypeError, ValueError, ZeroDivisionError):
            raise ValueError(f"{place}: {value!r:.60} is not {allowed}") from None
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise ValueError(f"{place}: {value!r:.60} is not a list [..., ...]")
        return tuple(_value(get_args(kind)[0], one, f"{place}[{i}]") for i, one in enumerate(value))
    if get_origin(kind) is Mapping:
        if not isinstance(value, dict):
            raise ValueError(f"{place}: {value!r:.60} is not a table [{place.split(', ')[-1]}]")
        return {key: _value(get_args(kind)[1], one, f"{place}.{key}") for key, one in value.items()}
    return _record(kind, value, place)


def _text(value: Any) -> str:
    """Lines joined to paragraphs, and a line for each paragraph."""
    paragraphs: list[list[str]] = [[]]
    for line in map(str.strip, value.splitlines() if isinstance(value, str) else ()):
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    text = "\n".join(" ".join(lines) for lines in paragraphs if lines)
    if not text:
        raise ValueError("empty")
    return text


def _number(value: Any) -> float:
    if isinstance(value, str):
        return float(Fraction(value))
    if not is_number(value):
        raise TypeError
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


READERS: dict[Any, tuple[Callable[[Any], Any], str]] = {
    str: (_text, "text, in quotes and not empty"),
    float: (_number, 'a number, or a fraction in quotes such as "9/108"'),
    bool: (_truth, "true or false"),
}
