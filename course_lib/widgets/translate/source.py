"""One rule as it stands in Python: its syntax tree, and what its names mean."""

import ast
import builtins
import inspect
from collections.abc import Callable
from functools import lru_cache
from types import ModuleType
from typing import Any

import numpy as np

from course_lib.widgets.translate.refusal import NotInBrowser


class Source:
    """A function, compiled by numba or plain, with its tree, parameters and other locals."""

    def __init__(self, function: Callable):
        self.function = plain(function)
        self.node = _tree(self.function)
        self.parameters = [a.arg for a in self.node.args.args]
        self.defaults = self.node.args.defaults
        self.locals = set(self.parameters)
        around = inspect.getclosurevars(self.function).nonlocals
        self.places = (around, self.function.__globals__, vars(builtins))
        for node in ast.walk(self.node):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self.locals.add(node.id)

    def static(self, node: ast.AST) -> tuple[bool, Any]:
        """Whether a name means something fixed outside the function, and what."""
        if isinstance(node, ast.Name) and node.id not in self.locals:
            for place in self.places:
                if node.id in place:
                    return True, place[node.id]
        if isinstance(node, ast.Attribute):
            known, owner = self.static(node.value)
            if known and isinstance(owner, (ModuleType, type)) and hasattr(owner, node.attr):
                return True, getattr(owner, node.attr)
        return False, None

    def called(self, node: ast.expr) -> Any:
        """What is called, if it is fixed outside the function, else None."""
        return self.static(node.func)[1] if isinstance(node, ast.Call) else None


def plain(function: Any) -> Any:
    """The function that numba compiles."""
    return getattr(function, "py_func", function)


def is_rule(function: Any) -> bool:
    """Whether this is a function written in Python."""
    return hasattr(plain(function), "__code__")


def makes_array(function: Any) -> bool:
    """Whether this is one of numpy's functions that make an array of a given size."""
    return any(function is maker for maker in (np.empty, np.zeros, np.ones))


def _tree(function: Any) -> ast.FunctionDef | ast.Lambda:
    """The syntax tree of one function; of a lambda too, in the middle of a call."""
    try:
        lines, _ = inspect.findsource(function)
    except (OSError, TypeError) as error:
        raise NotInBrowser(f"{function!r} has no source that could be read: {error}") from error
    first = function.__code__.co_firstlineno
    found: list[ast.FunctionDef | ast.Lambda] = []
    for node in ast.walk(_parsed("".join(lines))):
        if isinstance(node, ast.FunctionDef) and node.name == function.__name__:
            if first in (node.lineno, *(d.lineno for d in node.decorator_list)):
                found.append(node)
        elif isinstance(node, ast.Lambda) and node.lineno == first:
            found.append(node)
    if len(found) != 1:
        raise NotInBrowser(f"{function!r} cannot be told from other functions in line {first}")
    return found[0]


@lru_cache(maxsize=32)  # a book of rules is parsed once, not once for each rule
def _parsed(text: str) -> ast.Module:
    """The tree of a whole file."""
    return ast.parse(text)
