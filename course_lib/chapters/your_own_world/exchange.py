"""Worlds that travel: a file of text that is shown before anything in it is run.

A world is a program. Whoever runs somebody else's program lets it do on their computer whatever
they may do themselves. So `load_world` runs nothing: it reads, checks and shows, and only
`.run()`, which is typed after reading, runs it.
"""

import hashlib
import inspect
import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from types import ModuleType
from typing import Any

import gymnasium as gym

from course_lib.checks import as_path, check_flag
from course_lib.engine import world as registry
from course_lib.engine.declaration import of_course
from course_lib.engine.files import atomic_path
from course_lib.engine.world import World

FORMAT = 1
MOST = 200_000  # characters of a world's file; those of the course have 15,000 at most
HEAD = re.compile(
    r"# A world of Spot the Difference, format (\d+)\n# name: (\w+)\n# fingerprint: (\w+)\n\n"
)
IMPORTS = """\
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

import course_lib as cl
from course_lib.chapters.your_own_world import room
"""
ASK = (
    "This is text, and nothing of it has been run. A world is a program: it can do on this "
    "computer whatever you can do. Read it, and run it with `.run()` if you trust it."
)


class WorldFile:
    """A world as text, which is shown; `.run()` runs it and returns the World."""

    def __init__(self, name: str, text: str, path: Path):
        self.name, self.text, self.path = name, text, path

    def run(self, *, replace: bool = False) -> World:
        """Run the text and return the world that it registers under its name.

        replace: a world of this name that is known already may be replaced. Raises ValueError if
        the name belongs to the course or is known, or if the text registers no such world, or
        other worlds too; RuntimeError if the text fails. Then no world is registered or changed.
        """
        check_flag("replace", replace)
        known = registry._WORLDS.get(self.name)
        if known is not None and of_course(known):
            raise ValueError(
                f"{self.path} would replace the course's own world {self.name!r}; ask its author "
                "to call it something else"
            )
        if known is not None and not replace:
            raise ValueError(
                f"there is a world {self.name!r} already; .run(replace=True) replaces it, and "
                "agents and levels made before then go on in the new one"
            )
        return _undone_if_it_fails(self._registered)

    def _registered(self) -> World:
        before = dict(registry._WORLDS)
        module = ModuleType(f"world_{self.name}")
        module.__file__ = str(self.path)
        code = compile(self.text, str(self.path), "exec")
        _remember(self.path, self.text)
        try:
            exec(code, vars(module))
        except Exception as error:
            raise RuntimeError(f"{self.path} cannot be run: {error}") from error
        new = [name for name, world in registry._WORLDS.items() if before.get(name) is not world]
        if new != [self.name]:
            told = ", ".join(map(repr, new)) or "none"
            raise ValueError(
                f"{self.path} says that it holds the world {self.name!r}, and registers: {told}"
            )
        return registry._WORLDS[self.name]

    def __repr__(self) -> str:
        return f"{self.text}\n\n{ASK}"

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.text)}</pre><p><strong>{escape(ASK)}</strong></p>"


def save_world(world: World, path: str | Path) -> Path:
    """Write the cell, or the file, that made a world as text to `path`; return the path.

    A text that does not register the world gets a line that does. Raises ValueError for a world of
    the course (its source is there) or one whose source cannot be found or is spread over several
    cells, OSError if the file cannot be written.
    """
    if not isinstance(world, World):
        raise TypeError(f"save_world writes a World, as cl.register returns it, not {world!r}")
    if of_course(world):
        raise ValueError(f"{world.name!r} is a world of the course, which everybody has")
    rule = getattr(world.step, "py_func", world.step)
    try:
        text = "".join(inspect.findsource(rule)[0])
    except (OSError, TypeError) as error:
        raise ValueError(
            f"the cell that made {world.name!r} cannot be found ({error}); run it again, and save "
            "the world then"
        ) from error
    text = registering(world, text.rstrip() + "\n", getattr(rule, "__globals__", {}))
    if "import course_lib" not in text:  # a lesson imports in a cell of its own
        text = f"{IMPORTS}\n\n{text}"
    head = f"# A world of Spot the Difference, format {FORMAT}\n# name: {world.name}\n"
    path = as_path("path", path)
    with atomic_path(path) as beside:
        beside.write_text(f"{head}# fingerprint: {_fingerprint(text)}\n\n{text}", encoding="utf-8")
    return path


def registering(world: World, text: str, names: Mapping[str, Any]) -> str:
    """The text with a line that registers the world, if it has none.

    names: what the names mean where the text was run. Raises ValueError if the world is not made in
    this text: then whoever runs it would have half a world.
    """
    if "register(" in text:
        return text
    made = [name for name, value in names.items() if value is world]
    for name in made:
        if re.search(rf"^{re.escape(name)}\b.*=", text, re.M):
            return f"{text}\n\ncl.register({name})\n"
    raise ValueError(
        f"the cell with the rules of {world.name!r} does not register it, so its text is not the "
        "whole world: put all of it into one cell, from its tiles to cl.register(…), and run that"
    )


def load_world(path: str | Path) -> WorldFile:
    """The world in a file as text, which runs only by its `.run()`.

    Raises FileNotFoundError, or ValueError that says what is wrong: no such file, damaged, made by
    a newer version.
    """
    path = as_path("path", path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {str(path)!r}")
    try:
        whole = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is no world: it is not text ({error})") from error
    whole = whole.replace("\r\n", "\n")  # as some ways of sending a file leave it
    head = HEAD.match(whole)
    if head is None:
        raise ValueError(f"{path} is no world: its first lines are not those of save_world")
    number, name, fingerprint = int(head[1]), head[2], head[3]
    if number > FORMAT:
        raise ValueError(
            f"{path} has format {number}, and this version of the course reads {FORMAT}: bring "
            "the course up to date, or ask for the cell itself"
        )
    text = whole[head.end() :]
    if len(text) > MOST:
        raise ValueError(f"{path} has {len(text):,} characters; a world has {MOST:,} at most")
    if _fingerprint(text) != fingerprint:
        raise ValueError(
            f"{path} is damaged or was changed after it was saved: its text does not fit its "
            "fingerprint. Ask for the file again"
        )
    return WorldFile(name, text, path)


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _remember(path: Path, text: str) -> None:
    """Let the text be found as the source of its functions, which are translated from it."""
    import linecache

    linecache.cache[str(path)] = (len(text), None, text.splitlines(keepends=True), str(path))


def remembered() -> Callable[[], None]:
    """A function that brings back all worlds, and gymnasium's ids, as they are known now."""
    kept = [(now, dict(now)) for now in (registry._WORLDS, registry._HOMES, gym.registry)]

    def bring_back() -> None:
        for now, before in kept:
            now.clear()
            now.update(before)  # type: ignore[arg-type]

    return bring_back


def _undone_if_it_fails(work: Callable[[], World]) -> World:
    """What the work returns; if it fails, every world and environment is as it was."""
    bring_back = remembered()
    try:
        return work()
    except BaseException:
        bring_back()
        raise
