"""The part of a writer that writes expressions. A method `on_X` writes the syntax node X."""

import ast
import builtins
import json
from typing import Any

import numpy as np

from course_lib.widgets.translate.kinds import TABLE, WIDE
from course_lib.widgets.translate.source import is_rule, makes_array
from course_lib.widgets.translate.wide import WideParts

BUILTINS = {"min": "Math.min", "max": "Math.max", "abs": "Math.abs", "int": "Math.trunc",
            "float": "Number", "bool": "Boolean", "divmod": "$divmod"}  # fmt: skip
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.And: "&&", ast.Or: "||",
             ast.Not: "!", ast.USub: "-", ast.UAdd: "+", ast.Eq: "==", ast.NotEq: "!=",
             ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}  # fmt: skip
CALLED = {ast.FloorDiv: "Math.floor", ast.Mod: "$mod", ast.BitAnd: "$and", ast.BitOr: "$or",
          ast.BitXor: "$xor", ast.LShift: "$left", ast.RShift: "$right"}  # fmt: skip
# Of arrays that a rule makes. Numbers of 64 bits are kept as JavaScript keeps all: up to 2**53.
MADE = {np.int8: "Int8", np.uint8: "Uint8", np.int16: "Int16", np.uint16: "Uint16",
        np.int32: "Int32", np.uint32: "Uint32", np.int64: "Float64", np.float32: "Float32",
        np.float64: "Float64", np.bool_: "Uint8", bool: "Uint8", int: "Float64",
        float: "Float64"}  # fmt: skip
SAFE = 2**53


class Expressions(WideParts):
    """Writes all values that are plain numbers, arrays or tuples."""

    def write(self, node: ast.AST) -> str:
        """The JavaScript of any node but a number of 64 bits."""
        known, value = self.source.static(node)
        if known and not isinstance(value, np.uint64):
            if isinstance(value, (bool, int, float, np.integer, np.floating, np.bool_)):
                return self.number(node, value)
            if isinstance(value, (np.ndarray, tuple)):
                return self.book.constant(node, value, self.refuse)
        if isinstance(node, ast.expr) and self.kinds.of(node) == WIDE:
            raise self.refuse(node, "is of 64 bits, where only a plain number, np.int64(...), can")
        method = getattr(self, f"on_{type(node).__name__}", None)
        if method is None:
            raise self.refuse(node)
        return method(node)

    def number(self, node: ast.AST, value: Any) -> str:
        """A number that is known; it has to be one that JavaScript has, too."""
        value = float(value) if isinstance(value, (float, np.floating)) else int(value)
        if isinstance(value, int) and abs(value) > SAFE:
            raise self.refuse(node, "is beyond 2**53")
        return json.dumps(value)

    def on_Constant(self, node: ast.Constant) -> str:
        if not isinstance(node.value, (bool, int, float)):
            raise self.refuse(node)
        return (
            json.dumps(node.value)
            if node.value is True or node.value is False
            else self.number(node, node.value)
        )

    def on_Name(self, node: ast.Name) -> str:
        if node.id not in self.source.locals:
            raise self.refuse(node, "is neither a number nor a rule")
        return self.local(node.id)

    def on_Attribute(self, node: ast.Attribute) -> str:
        if node.attr in self.book.hidden:
            raise self.refuse(node, "is a field that no plain number or array of numbers holds")
        return f"{self.write(node.value)}.{node.attr}"

    def on_Subscript(self, node: ast.Subscript) -> str:
        owner = self.write(node.value)
        if isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2:
            row, column = map(self.write, node.slice.elts)
            return f"{owner}.data[{row} * {owner}.shape[1] + {column}]"
        if self.kinds.of(node.value) == TABLE:
            return f"$row({owner}, {self.write(node.slice)})"
        return f"{owner}[{self.write(node.slice)}]"

    def on_Tuple(self, node: ast.Tuple) -> str:
        return f"[{self.write_each(node.elts)}]"

    def on_IfExp(self, node: ast.IfExp) -> str:
        return f"({self.write(node.test)} ? {self.write(node.body)} : {self.write(node.orelse)})"

    def on_UnaryOp(self, node: ast.UnaryOp) -> str:
        if isinstance(node.op, ast.Invert):
            return f"(-1 - {self.write(node.operand)})"
        return f"({self.operator(node, node.op)}{self.write(node.operand)})"

    def on_BoolOp(self, node: ast.BoolOp) -> str:
        return "(" + f" {self.operator(node, node.op)} ".join(map(self.write, node.values)) + ")"

    def on_BinOp(self, node: ast.BinOp) -> str:
        if isinstance(node.op, ast.Sub) and all(map(self.is_unsigned, (node.left, node.right))):
            raise self.refuse(node, "has 2**64 - 1 for 0 - 1: begin with np.int64(...)")
        left, right = self.write(node.left), self.write(node.right)
        if isinstance(node.op, ast.FloorDiv):
            return f"Math.floor({left} / {right})"
        if type(node.op) in CALLED:
            return f"{CALLED[type(node.op)]}({left}, {right})"
        return f"({left} {self.operator(node, node.op)} {right})"

    def is_unsigned(self, node: ast.expr) -> bool:
        """Whether this is a field without a sign: of two such numba makes a number without one."""
        while isinstance(node, ast.Subscript):
            node = node.value
        fixed = self.source.static(node)[0]
        return isinstance(node, ast.Attribute) and not fixed and node.attr in self.book.unsigned

    def on_Compare(self, node: ast.Compare) -> str:
        """One comparison or a chain; what stands in the middle is read twice, so no call may."""
        sides = [node.left, *node.comparators]
        if WIDE in map(self.kinds.of, sides):
            if len(sides) > 2 or not isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
                raise self.refuse(node, "compares 64 bits otherwise than with == and !=")
            return self.compared(node)
        if any(isinstance(part, ast.Call) for side in sides[1:-1] for part in ast.walk(side)):
            raise self.refuse(node, "calls something in the middle of a chain")
        pairs = zip(sides, node.ops, sides[1:], strict=False)
        return "(" + " && ".join(self.comparison(node, *pair) for pair in pairs) + ")"

    def comparison(self, node: ast.Compare, left: ast.expr, op: ast.cmpop, right: ast.expr) -> str:
        """One comparison of a chain."""
        if isinstance(op, (ast.In, ast.NotIn)) and isinstance(right, ast.Tuple):
            inside = f"{self.write(right)}.includes({self.write(left)})"
            return inside if isinstance(op, ast.In) else f"!{inside}"
        return f"{self.write(left)} {self.operator(node, op)} {self.write(right)}"

    def operator(self, node: ast.AST, op: ast.AST) -> str:
        """A sign that Python and JavaScript have, each in its own way."""
        if type(op) not in OPERATORS:
            raise self.refuse(node)
        return OPERATORS[type(op)]

    # ── Calls ──

    def on_Call(self, node: ast.Call) -> str:
        """A call of another rule, one of Python's or numpy's functions, or an array's `reshape`."""
        called = self.source.called(node)
        if makes_array(called):
            return self.array(node, called)
        if node.keywords:
            raise self.refuse(node, "names its arguments")
        if called in (np.int64, np.float64) and len(node.args) == 1:
            if self.kinds.of(node.args[0]) == WIDE:
                if called is np.float64:
                    raise self.refuse(node)
                return self.narrowed(node.args[0])
            return f"{'Math.trunc' if called is np.int64 else 'Number'}({self.write(node.args[0])})"
        name = getattr(called, "__name__", "")
        if called is len and len(node.args) == 1:
            return f"{self.write(node.args[0])}.length"
        if name in BUILTINS and getattr(builtins, name) is called:
            return f"{BUILTINS[name]}({self.write_each(node.args)})"
        if called is not None and is_rule(called):
            before: list[str] = []
            call = self.call_rule(node, called, before)
            return f"({', '.join([*before, call])})" if before else call
        if isinstance(node.func, ast.Attribute) and node.func.attr == "reshape":
            return f"{self.write(node.func)}({self.write_each(node.args)})"
        raise self.refuse(node)

    def array(self, node: ast.Call, maker: Any) -> str:
        """A new array of one dimension, or of two, which is a table."""
        given = [*node.args, *(k.value for k in node.keywords if k.arg == "dtype")]
        if len(given) not in (1, 2) or len(given) != len(node.args) + len(node.keywords):
            raise self.refuse(node)
        kind = self.source.static(given[1])[1] if len(given) == 2 else np.float64
        if kind not in MADE:
            raise self.refuse(node, "makes an array of what no array in the browser holds")
        made, fill = f"new {MADE[kind]}Array", ".fill(1)" if maker is np.ones else ""
        shape = given[0]
        if not isinstance(shape, ast.Tuple):
            return f"{made}({self.write(shape)}){fill}"
        if len(shape.elts) != 2:
            raise self.refuse(node, "makes an array of other than one or two dimensions")
        if any(isinstance(part, ast.Call) for part in ast.walk(shape)):
            raise self.refuse(node, "calls something for its size")
        rows, columns = map(self.write, shape.elts)
        return f"$table({made}({rows} * {columns}){fill}, {rows}, {columns})"
