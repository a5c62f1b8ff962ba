"""What of a world is translated, and the text that the browser gets."""

import json
import re
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from course_lib.engine import rng
from course_lib.engine.looks import FIGURES, STAGE
from course_lib.engine.sprites import AGENT_PIXELS
from course_lib.engine.world import World
from course_lib.widgets.translate.book import Book, Given
from course_lib.widgets.translate.helpers import HELPERS
from course_lib.widgets.translate.kinds import PLAIN, TABLE, WIDE
from course_lib.widgets.translate.parts import INDENT
from course_lib.widgets.translate.record import fields_of, record_class
from course_lib.widgets.translate.refusal import NotInBrowser

# Kernels of a world, and of what kind their arguments are.
STEPS: dict[str, Given] = {
    "step": (PLAIN, PLAIN),
    "observe": (PLAIN, TABLE),
    "figures": (PLAIN, TABLE),
    "shape": (PLAIN,),
    "agent_position": (PLAIN,),
}
LEVELS: dict[str, Given] = {
    "generate": (PLAIN, PLAIN),
    "reset": (PLAIN,),
    "camera": (PLAIN, PLAIN, PLAIN),
}
GLUE = re.compile(r"^export default \(\{(?P<names>[^}]*)\}\) =>", re.MULTILINE)


def rules_js(world: World, levels: bool = True, more: Mapping[str, Callable] | None = None) -> str:
    """The body of a JavaScript function that returns the record, kernels and words of a world.

    levels: False leaves out what makes levels, for a world in which that has no translation.
    more: further rules, by the name under which `rules.more` is to have them.
    Raises NotInBrowser, a ValueError, that names what cannot be translated.
    """
    book = Book(world)
    parts = {name: _kernel(book, world, name, given) for name, given in STEPS.items()}
    parts.update(dict.fromkeys([*LEVELS, "seed", "nextSeed"], "null"))
    if levels:
        _check_params(book, world)
        parts.update({name: _kernel(book, world, name, given) for name, given in LEVELS.items()})
        parts["seed"] = book.name(rng.seed, (PLAIN, WIDE))
        next_seed = book.name(rng.next_seed, (PLAIN,))
        parts["nextSeed"] = f"(s) => {{ const low = {next_seed}(s); return [$high, low]; }}"
    others = (f"{name}: {_plain(book, rule)}" for name, rule in (more or {}).items())
    parts["more"] = f"{{ {', '.join(others)} }}"
    book.write()
    parts["planner"] = _planner(book, world)
    parts["hopes"] = "$planner?.hopes ?? null"
    planner = f"const $planner = {parts['planner']};"
    if parts["planner"] != "null":
        parts["planner"] = "(states) => Int32Array.from($planner(states))"
    listed = ",\n".join(f"{INDENT}{name}: {text}" for name, text in parts.items())
    data = json.dumps(_about(world))[1:-1]
    body = f"{HELPERS}{record_class(world.State)}\n{book.text()}\n{planner}"
    return f"{body}\nreturn {{\n{INDENT}State,\n{listed},\n{INDENT}{data}\n}};\n"


def level_rules(world: World) -> str:
    """The rules of a world whose levels can be made in the browser, else ""."""
    rules, note = browser_rules(world)
    return "" if note else rules


@lru_cache(maxsize=16)
def browser_rules(world: World) -> tuple[str, str]:
    """What can be translated, and "" or what a reader should know of the rest.

    Where no level can be made in the browser its rules may be there all the same.
    """
    try:
        return rules_js(world), ""
    except NotInBrowser as problem:
        levels = problem
    try:
        return rules_js(world, levels=False), f"New levels come from the kernel: {levels}."
    except NotInBrowser as problem:
        return "", f"Each step goes through the kernel: {problem}."


def _about(world: World) -> dict[str, Any]:
    """What else the browser needs to know."""
    return {
        "record": fields_of(world.State),
        "metrics": list(world.metrics),
        "counted": [world.goal, *world.proxies],
        "events": dict(world.events),
        "stage": STAGE if world.camera else None,
        "pixels": AGENT_PIXELS,
        "most": FIGURES,
    }


def _kernel(book: Book, world: World, name: str, given: Given) -> str:
    """What a kernel of the world is called; null if the world has none of this name."""
    function = getattr(world, name)
    return book.name(function, given) if function else "null"


def _plain(book: Book, rule: Callable) -> str:
    """What a rule is called for plain arguments, all of them given."""
    return book.name(rule, (PLAIN,) * len(book.source(rule).parameters))


def _check_params(book: Book, world: World) -> None:
    """Refuse parameters that have the name of a field of 64 bits, which would be taken for it."""
    for name in world.TRAIN.params().dtype.names or ():
        if name in book.wide:
            raise NotInBrowser(f"{name!r} is a parameter and a field of 64 bits of the record")


# ── Planners ────────────────────────────────────────────────────────────────────────────────


def _planner(book: Book, world: World) -> str:
    """The world's planner: translated as it is, or by the planner.js beside it; else null.

    Such a file exports a function of names of the planner's module, which returns the planner. It
    may have a property `hopes`, the twin of the world's `planner_hopes`.
    A planner may do what rules may not. Where it has no translation the world just has none in
    the browser, and nothing of what was begun stays.
    """
    if world.planner is None:
        return "null"
    mark = book.mark()
    try:
        glue = _glue(world.planner)
        text = _glued(book, world.planner, glue) if glue else book.name(world.planner, (PLAIN,))
        book.write()
    except NotInBrowser:
        if glue:
            raise
        book.back(mark)
        return "null"
    return text


def _glue(planner: Callable) -> str:
    """The text of planner.js beside the file of a world's planner; "" if there is none."""
    file = getattr(sys.modules.get(planner.__module__), "__file__", None)
    glue = Path(file).with_name("planner.js") if file else None
    return glue.read_text("utf-8") if glue and glue.is_file() else ""


def _glued(book: Book, planner: Callable, glue: str) -> str:
    """The function in planner.js, given what it asks for: names of the planner's module.

    Rules are translated for plain arguments, other things are told as JSON; `State` is the record.
    """
    head = GLUE.search(glue)
    if head is None:
        raise NotInBrowser(f"planner.js of {planner.__module__} exports no function of names")
    module = vars(sys.modules[planner.__module__])
    told = []
    for name in filter(None, (part.strip() for part in head["names"].split(","))):
        told.append(f"{name}: {_told(book, name, module[name])}" if name != "State" else "State")
    function = glue[head.start() :].removeprefix("export default ").rstrip().rstrip(";")
    return f"({function})({{ {', '.join(told)} }})"


def _told(book: Book, name: str, value: Any) -> str:
    """A rule by its name in JavaScript, anything else as JSON."""
    if callable(value):
        return _plain(book, value)
    return json.dumps(value.tolist() if isinstance(value, np.ndarray) else value)
