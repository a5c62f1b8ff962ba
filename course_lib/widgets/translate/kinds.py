"""Of what kind the values in a rule are: plain numbers, numbers of 64 bits, or tables.

numba compiles a function once for each combination of kinds of its arguments, and so is a rule
written once for each. Within one the kinds are found by going through all assignments until
nothing new comes out, which takes two or three rounds.
"""

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

from course_lib.widgets.translate.refusal import refusal
from course_lib.widgets.translate.source import Source, is_rule, makes_array

PLAIN, WIDE, TABLE = "n", "w", "t"  # a number or whatever else, 64 bits, rows and columns
SHIFTS = (ast.LShift, ast.RShift)
Kind = str | None  # None: nothing is known yet


class Kinds:
    """The kinds in one rule for these kinds of arguments; those left out have their defaults.

    returned(function, kinds) is the kind that another rule returns; wide: the record's fields of
    64 bits. `result` is what this one returns.
    """

    def __init__(self, source: Source, given: tuple[str, ...], returned: Callable, wide: set[str]):
        self.source, self.returned, self.wide = source, returned, wide
        self.locals: dict[str, Kind] = dict(zip(source.parameters, given, strict=False))
        missing = source.parameters[len(given) :]
        for name, value in zip(reversed(missing), reversed(source.defaults), strict=False):
            self.locals[name] = self.of(value)
        before = None
        while before != self.locals:
            before = dict(self.locals)
            self._go_through()
        self.result = self._result() or PLAIN

    def _go_through(self) -> None:
        """Take in all assignments once."""
        for node in ast.walk(self.source.node):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    self._assign(target, node.value)
            elif isinstance(node, ast.AugAssign):
                self._assign(node.target, ast.BinOp(node.target, node.op, node.value))
            elif isinstance(node, ast.For) and isinstance(node.target, ast.Name):
                self._note(node.target, PLAIN)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._note(target, self.of(value))
        elif isinstance(target, ast.Tuple):
            if isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts):
                for one, its in zip(target.elts, value.elts, strict=True):
                    self._assign(one, its)
            else:
                for one in target.elts:
                    if isinstance(one, ast.Name):
                        self._note(one, PLAIN)

    def _note(self, target: ast.Name, kind: Kind) -> None:
        self.locals[target.id] = self._both(self.locals.get(target.id), kind, target)

    def _both(self, one: Kind, other: Kind, node: ast.AST) -> Kind:
        """The kind of what is the one or the other."""
        if one is None or other is None or one == other:
            return one or other
        why = "is of 64 bits in one place and a plain number in another"
        raise refusal(self.source.function, node, why if WIDE in (one, other) else "is two things")

    def _result(self) -> Kind:
        node = self.source.node
        if isinstance(node, ast.Lambda):
            return self.of(node.body)
        result: Kind = None
        for part in ast.walk(node):
            if isinstance(part, ast.Return) and part.value:
                result = self._both(result, self.of(part.value), part)
        return result

    # ── Of expressions ──

    def of(self, node: ast.AST) -> Kind:
        """The kind of this expression; None while it is not known."""
        method = getattr(self, f"of_{type(node).__name__}", None)
        return method(node) if method else PLAIN

    def of_Name(self, node: ast.Name) -> Kind:
        if node.id in self.source.locals:
            return self.locals.get(node.id)
        return _of_fixed(self.source.static(node)[1])

    def of_Attribute(self, node: ast.Attribute) -> Kind:
        known, value = self.source.static(node)
        if known:
            return _of_fixed(value)
        return WIDE if node.attr in self.wide else PLAIN

    def of_Call(self, node: ast.Call) -> Kind:
        called = self.source.called(node)
        if called is np.uint64:
            return WIDE
        if makes_array(called):
            shape = node.args[0] if node.args else None
            return TABLE if isinstance(shape, ast.Tuple) and len(shape.elts) == 2 else PLAIN
        if called is not None and is_rule(called):
            return self.returned(called, tuple(self.of(a) or PLAIN for a in node.args))
        return PLAIN

    def of_BinOp(self, node: ast.BinOp) -> Kind:
        left, right = self.of(node.left), self.of(node.right)
        if isinstance(node.op, SHIFTS):
            return left
        return WIDE if WIDE in (left, right) else left or right

    def of_UnaryOp(self, node: ast.UnaryOp) -> Kind:
        return PLAIN if isinstance(node.op, ast.Not) else self.of(node.operand)

    def of_IfExp(self, node: ast.IfExp) -> Kind:
        return self._both(self.of(node.body), self.of(node.orelse), node)


def _of_fixed(value: Any) -> str:
    """The kind of something fixed outside a function."""
    if isinstance(value, np.uint64):
        return WIDE
    return TABLE if isinstance(value, np.ndarray) and value.ndim == 2 else PLAIN
