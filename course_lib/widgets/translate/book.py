"""All rules that a world needs in the browser, each written once for each kinds of arguments."""

import ast
import json
from collections.abc import Callable
from typing import Any

import numpy as np

from course_lib.engine.world import World
from course_lib.widgets.translate.kinds import PLAIN, Kinds
from course_lib.widgets.translate.parts import RESERVED
from course_lib.widgets.translate.record import hidden_fields, unsigned_fields, wide_fields
from course_lib.widgets.translate.refusal import NotInBrowser
from course_lib.widgets.translate.source import Source, plain
from course_lib.widgets.translate.statements import Writer

Given = tuple[str, ...]  # kinds of arguments


class Book:
    """The functions that are needed, each under a name of its own in JavaScript.

    A name ends in `$`, so that it is no variable's; the constants of the rules do, too.
    """

    def __init__(self, world: World):
        self.names: dict[tuple[Any, Given], str] = {}
        self.constants: dict[int, tuple[Any, str, str]] = {}  # array, name, and as it is written
        self.wide = wide_fields(world.State)
        self.hidden = hidden_fields(world.State)
        self.unsigned = unsigned_fields(world.State)
        self._kinds: dict[tuple[Any, Given], Kinds | None] = {}
        self._sources: dict[Any, Source] = {}
        self._texts: list[str] = []

    def name(self, function: Callable, given: Given) -> str:
        """What this function is called for arguments of these kinds; it gets written."""
        key = (plain(function), given)
        if key not in self.names:
            name = key[0].__name__ if key[0].__name__.isidentifier() else "rule"
            self.names[key] = self._new_name(name)
        return self.names[key]

    def _new_name(self, name: str) -> str:
        taken = {*self.names.values(), *(name for _, name, _ in self.constants.values())}
        tries = 1
        while (found := f"{name}${tries if tries > 1 else ''}") in taken or found in RESERVED:
            tries += 1
        return found

    def constant(self, node: ast.AST, value: Any, refuse: Callable) -> str:
        """What an array or tuple of numbers that is fixed outside of functions is called."""
        if id(value) in self.constants:
            return self.constants[id(value)][1]
        array = np.asarray(value)
        if array.dtype.kind not in "iufb" or array.dtype == np.uint64 or array.ndim > 2:
            raise refuse(node, "is no row or table of plain numbers")
        if array.ndim == 0 or not array.size:
            raise refuse(node, "is an array without numbers")
        text = json.dumps(array.ravel().astype(int if array.dtype.kind == "b" else None).tolist())
        if array.ndim == 2:
            text = f"$table({text}, {array.shape[0]}, {array.shape[1]})"
        name = self._new_name(ast.unparse(node).split(".")[-1])
        self.constants[id(value)] = (value, name, f"const {name} = {text};")
        return name

    def source(self, function: Callable) -> Source:
        """A function's source, read once."""
        key = plain(function)
        if key not in self._sources:
            self._sources[key] = Source(key)
        return self._sources[key]

    def kinds(self, function: Callable, given: Given) -> Kinds | None:
        """The kinds within a function for these arguments; None while they are being found."""
        key = (plain(function), given)
        if key not in self._kinds:
            self._kinds[key] = None
            try:
                self._kinds[key] = Kinds(self.source(function), given, self.returned, self.wide)
            except NotInBrowser:
                del self._kinds[key]
                raise
        return self._kinds[key]

    def returned(self, function: Callable, given: Given) -> str:
        """The kind that a function returns; of one that calls itself: a plain number."""
        kinds = self.kinds(function, given)
        return kinds.result if kinds else PLAIN

    def mark(self) -> tuple:
        """What `back` needs to take back all that is named from now on."""
        return dict(self.names), dict(self.constants), list(self._texts)

    def back(self, mark: tuple) -> None:
        """Forget what has been named and written since this mark."""
        self.names, self.constants, self._texts = mark

    def write(self) -> None:
        """Write all functions named so far; writing one may bring others in."""
        while len(self._texts) < len(self.names):
            (function, given), name = list(self.names.items())[len(self._texts)]
            kinds = self.kinds(function, given)
            assert kinds is not None
            self._texts.append(Writer(self, self.source(function), kinds).function(name))

    def text(self) -> str:
        """All constants and functions."""
        return "\n".join([*(text for *_, text in self.constants.values()), *self._texts])
