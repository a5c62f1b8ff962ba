"""The rules of a world as JavaScript, translated from the very Python that numba compiles.

A reader's key must be answered at once, and a kernel on Binder is 150 ms away. So the rules run
in the browser. Three ways were open. Compiled to WebAssembly they would need a linker, which no
environment of the course has. A browser that guesses and is put right by the kernel needs the
rules for its guess all the same, and its corrections are jumps in the picture. What is left is
to translate, and that is easy, because a kernel of a world is plain: whole numbers, one record,
`if`, `for`, `while`, and calls of other kernels. There is one source of the rules, so they cannot
drift apart; tests/widgets/test_rules_js.py compares them record for record in every world.

Levels are made in the kernel, with its 64-bit random numbers. A rule that draws one is refused,
like everything else that has no plain translation: with the line and with what it says.

The record travels as its bytes. Its fields become typed arrays over them, so a field holds, cuts
off and wraps the same numbers as in numpy.
"""

import ast
import builtins
import inspect
import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from course_lib.engine.sprites import AGENT_PIXELS
from course_lib.engine.world import FIGURES, STAGE, World

KERNELS = ("step", "observe", "figures", "shape", "agent_position")  # begun levels are sent
ARRAYS = {"i1": "Int8", "u1": "Uint8", "i2": "Int16", "u2": "Uint16", "i4": "Int32",
          "u4": "Uint32", "f4": "Float32", "f8": "Float64"}  # fmt: skip
BUILTINS = {"min": "Math.min", "max": "Math.max", "abs": "Math.abs", "int": "Math.trunc",
            "float": "Number", "bool": "Boolean", "divmod": "$divmod"}  # fmt: skip
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.And: "&&", ast.Or: "||",
             ast.Not: "!", ast.USub: "-", ast.UAdd: "+", ast.Eq: "==", ast.NotEq: "!=",
             ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}  # fmt: skip
RESERVED = {"case", "catch", "const", "default", "delete", "do", "enum", "export", "extends",
            "function", "instanceof", "let", "new", "null", "super", "switch", "this", "throw",
            "typeof", "var", "void", "Math", "Number", "Boolean"}  # fmt: skip
INDENT = "  "
PYTHON_OPERATORS = """\
const $mod = (a, b) => a - b * Math.floor(a / b);
const $divmod = (a, b) => [Math.floor(a / b), $mod(a, b)];
"""


class NotInBrowser(ValueError):
    """A rule that has no translation."""


def rules_js(world: World) -> str:
    """The body of a JavaScript function that returns the record, kernels and words of a world.

    Raises NotInBrowser, a ValueError, that names what cannot be translated.
    """
    book = _Book(world)
    kernels = [(k, book.name(getattr(world, k), k) if getattr(world, k) else "null")
               for k in KERNELS]  # fmt: skip
    about = {
        "record": fields_of(world.State),
        "metrics": list(world.metrics),
        "counted": [world.goal, *world.proxies],
        "events": dict(world.events),
        "stage": STAGE if world.camera else None,
        "pixels": AGENT_PIXELS,
        "most": FIGURES,
    }
    functions = "\n".join(book.written())
    parts = ",\n".join(f"{INDENT}{name}: {kernel}" for name, kernel in kernels)
    data = json.dumps(about)[1:-1]
    return f"{PYTHON_OPERATORS}{functions}\nreturn {{\n{parts},\n{INDENT}{data}\n}};\n"


def fields_of(dtype: np.dtype) -> dict:
    """Size of a record, and of each field: name, kind of array, offset, and count (0: a number).

    64-bit fields are left out: they are for random numbers, and their bytes travel along untouched.
    """
    fields: Any = dtype.fields
    found = []
    for name in dtype.names or ():
        kind, offset = fields[name][:2]
        code = kind.base.str[1:]
        if code in ARRAYS:
            found.append(
                [name, ARRAYS[code], offset, int(np.prod(kind.shape)) if kind.shape else 0]
            )
    return {"bytes": dtype.itemsize, "fields": found}


class _Book:
    """The functions that are needed, each under a name of its own in JavaScript."""

    def __init__(self, world: World):
        self.names: dict[Any, str] = {}
        kept = {name for name, *_ in fields_of(world.State)["fields"]}
        self.hidden = set(world.State.names or ()) - kept

    def name(self, function: Callable, otherwise: str = "rule") -> str:
        """What this function (or one without a name) is called in JavaScript; it gets written."""
        plain = getattr(function, "py_func", function)
        if plain not in self.names:
            name = plain.__name__ if plain.__name__.isidentifier() else otherwise
            while name in self.names.values() or name in RESERVED:
                name += "_"
            self.names[plain] = name
        return self.names[plain]

    def written(self) -> list[str]:
        """All functions as text; writing one may bring others in."""
        texts: list[str] = []
        while len(texts) < len(self.names):
            plain, name = list(self.names.items())[len(texts)]
            texts.append(_Writer(self, plain).function(name))
        return texts


def _source(function) -> ast.FunctionDef | ast.Lambda:
    """The syntax tree of one function; of a lambda too, in the middle of a call."""
    try:
        lines, _ = inspect.findsource(function)
    except (OSError, TypeError) as error:
        raise NotInBrowser(f"{function!r} has no source that could be read: {error}") from error
    first = function.__code__.co_firstlineno
    found: list[ast.FunctionDef | ast.Lambda] = []
    for node in ast.walk(ast.parse("".join(lines))):
        if isinstance(node, ast.FunctionDef) and node.name == function.__name__:
            if first in (node.lineno, *(d.lineno for d in node.decorator_list)):
                found.append(node)
        elif isinstance(node, ast.Lambda) and node.lineno == first:
            found.append(node)
    if len(found) != 1:
        raise NotInBrowser(f"{function!r} cannot be told from other functions in line {first}")
    return found[0]


class _Writer:
    """One function, written in JavaScript. A method `on_X` writes the syntax node X."""

    def __init__(self, book: _Book, function):
        self.book, self.plain, self.node = book, function, _source(function)
        self.parameters = [a.arg for a in self.node.args.args]
        self.locals = set(self.parameters)
        self.defaults = self.node.args.defaults
        self.loops = 0
        for node in ast.walk(self.node):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self.locals.add(node.id)

    def head(self, name: str) -> str:
        """The first line, with the values of parameters that may be left out."""
        plain = len(self.parameters) - len(self.defaults)
        heads = [self.local(p) for p in self.parameters[:plain]]
        for parameter, value in zip(self.parameters[plain:], self.defaults, strict=True):
            heads.append(f"{self.local(parameter)} = {self.write(value)}")
        return f"function {name}({', '.join(heads)}) {{"

    def function(self, name: str) -> str:
        """The whole function under this name."""
        lines = [self.head(name)]
        mine = sorted(self.locals - set(self.parameters))
        if mine:
            lines.append(f"{INDENT}let {', '.join(map(self.local, mine))};")
        if isinstance(self.node, ast.Lambda):
            lines.append(f"{INDENT}return {self.write(self.node.body)};")
        else:
            lines += self.block(self.node.body)
        return "\n".join([*lines, "}"])

    def block(self, body: list[ast.stmt]) -> list[str]:
        """The statements, one step further in; a docstring is left out."""
        told = [
            s for s in body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))
        ]
        return [INDENT + line for s in told for line in self.write(s).split("\n") if line]

    def local(self, name: str) -> str:
        return name + "_" if name in RESERVED else name

    def refuse(self, node, why: str = "has no translation") -> NotInBrowser:
        """An error that says where in the rules something cannot be translated."""
        where = f"{self.plain.__module__}.{self.plain.__name__}"
        return NotInBrowser(
            f"{ast.unparse(node)!r} in {where}, line {getattr(node, 'lineno', '?')}, {why}: rules "
            "that run in the browser use whole numbers, one record, if, for in range, and while"
        )

    def write(self, node) -> str:
        """The JavaScript of any node."""
        known, value = self.static(node)
        if known and isinstance(value, (bool, int, float, np.integer, np.bool_)):
            return json.dumps(int(value) if not isinstance(value, float) else value)
        method = getattr(self, f"on_{type(node).__name__}", None)
        if method is None:
            raise self.refuse(node)
        return method(node)

    def static(self, node) -> tuple[bool, Any]:
        """Whether a name means something fixed outside the function, and what."""
        if isinstance(node, ast.Name) and node.id not in self.locals:
            for place in (self.plain.__globals__, vars(builtins)):
                if node.id in place:
                    return True, place[node.id]
        if isinstance(node, ast.Attribute):
            known, owner = self.static(node.value)
            if known and isinstance(owner, (ModuleType, type)) and hasattr(owner, node.attr):
                return True, getattr(owner, node.attr)
        return False, None

    # ── Statements ──

    def on_Expr(self, node) -> str:
        return self.write(node.value) + ";"

    def on_Pass(self, node) -> str:
        return ""

    def on_Break(self, node) -> str:
        return "break;"

    def on_Continue(self, node) -> str:
        return "continue;"

    def on_Return(self, node) -> str:
        return f"return {self.write(node.value)};" if node.value else "return;"

    def on_Assign(self, node) -> str:
        return " = ".join([*map(self.write, node.targets), self.write(node.value)]) + ";"

    def on_AugAssign(self, node) -> str:
        changed = ast.BinOp(node.target, node.op, node.value)
        ast.copy_location(changed, node)
        return f"{self.write(node.target)} = {self.write(changed)};"

    def on_If(self, node) -> str:
        lines = [f"if ({self.write(node.test)}) {{", *self.block(node.body)]
        if node.orelse:
            lines += ["} else {", *self.block(node.orelse)]
        return "\n".join([*lines, "}"])

    def on_While(self, node) -> str:
        if node.orelse:
            raise self.refuse(node, "has an else")
        return "\n".join([f"while ({self.write(node.test)}) {{", *self.block(node.body), "}"])

    def on_For(self, node) -> str:
        """A loop over a range. As in Python, its end is found once, and its name outlives it."""
        call = node.iter
        known, called = self.static(call.func) if isinstance(call, ast.Call) else (False, None)
        plain = isinstance(node.target, ast.Name) and not node.orelse
        if not (known and called is range and len(call.args) in (1, 2) and plain):
            raise self.refuse(node.iter, "is not a range with one or two ends")
        start, end = ["0", *map(self.write, call.args)][-2:]
        self.loops += 1
        i, stop = f"$i{self.loops}", f"$end{self.loops}"
        opening = f"for (let {i} = {start}, {stop} = {end}; {i} < {stop}; {i}++) {{"
        named = f"{INDENT}{self.write(node.target)} = {i};"
        return "\n".join([opening, named, *self.block(node.body), "}"])

    # ── Expressions ──

    def on_Constant(self, node) -> str:
        if not isinstance(node.value, (bool, int, float)):
            raise self.refuse(node)
        return json.dumps(node.value)

    def on_Name(self, node) -> str:
        if node.id not in self.locals:
            raise self.refuse(node, "is neither a number nor a rule")
        return self.local(node.id)

    def on_Attribute(self, node) -> str:
        if node.attr in self.book.hidden:
            raise self.refuse(node, "is for random numbers, which are drawn in the kernel")
        return f"{self.write(node.value)}.{node.attr}"

    def on_Subscript(self, node) -> str:
        owner = self.write(node.value)
        if not isinstance(node.slice, ast.Tuple):
            return f"{owner}[{self.write(node.slice)}]"
        row, column = map(self.write, node.slice.elts)
        return f"{owner}.data[{row} * {owner}.shape[1] + {column}]"

    def on_Tuple(self, node) -> str:
        return f"[{', '.join(map(self.write, node.elts))}]"

    def on_IfExp(self, node) -> str:
        return f"({self.write(node.test)} ? {self.write(node.body)} : {self.write(node.orelse)})"

    def on_UnaryOp(self, node) -> str:
        return f"({self.operator(node, node.op)}{self.write(node.operand)})"

    def on_BoolOp(self, node) -> str:
        return "(" + f" {self.operator(node, node.op)} ".join(map(self.write, node.values)) + ")"

    def on_BinOp(self, node) -> str:
        left, right = self.write(node.left), self.write(node.right)
        if isinstance(node.op, ast.FloorDiv):
            return f"Math.floor({left} / {right})"
        if isinstance(node.op, ast.Mod):
            return f"$mod({left}, {right})"
        return f"({left} {self.operator(node, node.op)} {right})"

    def on_Compare(self, node) -> str:
        """One comparison or a chain; what stands in the middle is read twice, so no call may."""
        sides = [node.left, *node.comparators]
        if any(isinstance(part, ast.Call) for side in sides[1:-1] for part in ast.walk(side)):
            raise self.refuse(node, "calls something in the middle of a chain")
        pairs = zip(sides, node.ops, sides[1:], strict=False)
        return "(" + " && ".join(self.pair(node, *pair) for pair in pairs) + ")"

    def pair(self, node, left, op, right) -> str:
        if isinstance(op, (ast.In, ast.NotIn)) and isinstance(right, ast.Tuple):
            inside = f"{self.write(right)}.includes({self.write(left)})"
            return inside if isinstance(op, ast.In) else f"!{inside}"
        return f"{self.write(left)} {self.operator(node, op)} {self.write(right)}"

    def operator(self, node, op) -> str:
        if type(op) not in OPERATORS:
            raise self.refuse(node)
        return OPERATORS[type(op)]

    def on_Call(self, node) -> str:
        if node.keywords:
            raise self.refuse(node, "names its arguments")
        return f"{self.callee(node)}({', '.join(map(self.write, node.args))})"

    def callee(self, node) -> str:
        """Who is called: another rule, one of Python's functions, or an array's `reshape`."""
        known, called = self.static(node.func)
        name = getattr(called, "__name__", "")
        if known and getattr(builtins, name, None) is called:
            if name in BUILTINS:
                return BUILTINS[name]
        elif known and hasattr(getattr(called, "py_func", called), "__code__"):
            return self.book.name(called)
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "reshape":
            return self.write(node.func)
        raise self.refuse(node)
