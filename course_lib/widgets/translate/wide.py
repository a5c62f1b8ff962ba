"""The part of a writer that writes numbers of 64 bits."""

import ast
from typing import Any

import numpy as np

from course_lib.widgets.translate import halves
from course_lib.widgets.translate.halves import Pair, fixed, told
from course_lib.widgets.translate.kinds import SHIFTS, WIDE
from course_lib.widgets.translate.parts import Parts
from course_lib.widgets.translate.source import is_rule

OPERATIONS = {ast.Add: halves.total, ast.Sub: halves.difference, ast.Mult: halves.product}
BITS = {ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^"}


class WideParts(Parts):
    """Writes what is of 64 bits as a pair of halves.

    What has to be worked out before goes, in order, into `before`: assignments to variables that
    nothing else uses. So a pair can be used as often as one likes.
    """

    def pair(self, node: ast.AST, before: list[str]) -> Pair:
        """The halves of an expression of 64 bits."""
        known, value = self.source.static(node)
        if known and isinstance(value, np.uint64):
            return fixed(int(value))
        method = getattr(self, f"pair_{type(node).__name__}", None)
        if method is None or self.kinds.of(node) != WIDE:
            raise self.refuse(node, "would have to be of 64 bits, np.uint64(...), as what it meets")
        return method(node, before)

    def keep(self, text: str, before: list[str]) -> str:
        """A new variable for what `text` gives."""
        name = self.temporary()
        before.append(f"{name} = {text}")
        return name

    def held(self, text: str, before: list[str]) -> str:
        """What gives this even when variables of the rule have changed."""
        fixed = text in self.temporaries or text.strip("(-)").isdigit()
        return text if fixed else self.keep(text, before)

    def pair_Name(self, node: ast.Name, before: list[str]) -> Pair:
        name = self.local(node.id)
        return f"{name}$h", f"{name}$l"

    def pair_Attribute(self, node: ast.Attribute, before: list[str]) -> Pair:
        owner = self.write(node.value)
        high, low = (self.keep(f"{owner}.{node.attr}${half}", before) for half in "hl")
        return high, low

    def pair_Call(self, node: ast.Call, before: list[str]) -> Pair:
        called = self.source.called(node)
        if called is np.uint64:
            return self.widened(node, before)
        if not is_rule(called) or node.keywords:
            raise self.refuse(node)
        low = self.keep(self.call_rule(node, called, before), before)
        return self.keep("$high", before), low

    def widened(self, node: ast.Call, before: list[str]) -> Pair:
        """What np.uint64 makes of a plain number, or leaves as it is."""
        if len(node.args) != 1 or node.keywords:
            raise self.refuse(node)
        (argument,) = node.args
        if self.kinds.of(argument) == WIDE:
            return self.pair(argument, before)
        if isinstance(argument, ast.Constant) and type(argument.value) is int:
            return fixed(argument.value)
        plain = self.keep(self.write(argument), before)
        high = self.keep(f"Math.floor({plain} / 4294967296) | 0", before)
        return high, self.keep(f"{plain} | 0", before)

    def pair_IfExp(self, node: ast.IfExp, before: list[str]) -> Pair:
        high, low = self.temporary(), self.temporary()
        ways = []
        for branch in (node.body, node.orelse):
            inner: list[str] = []
            pair = self.pair(branch, inner)
            inner += (f"{half} = {told(its)}" for half, its in zip((high, low), pair, strict=True))
            ways.append(f"({', '.join(inner)})")
        before.append(f"{self.write(node.test)} ? {ways[0]} : {ways[1]}")
        return high, low

    def pair_BinOp(self, node: ast.BinOp, before: list[str]) -> Pair:
        def keep(text: str) -> str:
            return self.keep(text, before)

        left = self.pair(node.left, before)
        if isinstance(node.op, SHIFTS):
            way = halves.left_shift if isinstance(node.op, ast.LShift) else halves.right_shift
            return way(left, self.shift(node), keep)
        right = self.pair(node.right, before)
        if type(node.op) in BITS:
            return halves.bits(BITS[type(node.op)], left, right, keep)
        if type(node.op) not in OPERATIONS:
            raise self.refuse(node)
        return OPERATIONS[type(node.op)](left, right, keep)

    def shift(self, node: ast.BinOp) -> int:
        """By how many bits a number is shifted; this has to be known."""
        high, count = self.pair(node.right, [])
        if high != 0 or not isinstance(count, int) or not 0 <= count < 64:
            raise self.refuse(node, "shifts 64 bits by what is no fixed np.uint64 from 0 to 63")
        return count

    # ── Where 64 bits meet plain numbers ──

    def narrowed(self, node: ast.AST) -> str:
        """The plain number, np.int64, of an expression of 64 bits."""
        before: list[str] = []
        high, low = self.pair(node, before)
        value = f"({told(low)} >>> 0)"
        if high != 0:
            value = f"{told(high)} * 4294967296 + {value}"
        return f"({', '.join([*before, value])})"

    def compared(self, node: ast.Compare) -> str:
        """Whether two numbers of 64 bits are the same."""
        (op,) = node.ops
        before: list[str] = []
        (a, b), (c, d) = (self.pair(side, before) for side in (node.left, *node.comparators))
        value = f"{told(a)} === {told(c)} && {told(b)} === {told(d)}"
        value = value if isinstance(op, ast.Eq) else f"!({value})"
        return f"({', '.join([*before, value])})"

    def call_rule(self, node: ast.Call, called: Any, before: list[str]) -> str:
        """The call of another rule; its arguments are worked out in their order."""
        kinds = tuple(self.kinds.of(a) or "n" for a in node.args)
        name = self.book.name(called, kinds)
        if WIDE not in kinds:
            return f"{name}({', '.join(map(self.write, node.args))})"
        arguments: list[str] = []
        for argument, kind in zip(node.args, kinds, strict=True):
            if kind == WIDE:
                arguments += map(told, self.pair(argument, before))
            elif any(isinstance(part, ast.Call) for part in ast.walk(argument)):
                arguments.append(self.keep(self.write(argument), before))
            else:
                arguments.append(self.write(argument))
        return f"{name}({', '.join(arguments)})"
