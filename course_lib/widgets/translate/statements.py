"""The part of a writer that writes statements and whole functions."""

import ast

from course_lib.widgets.translate.expressions import Expressions
from course_lib.widgets.translate.halves import Pair, told
from course_lib.widgets.translate.kinds import TABLE, WIDE
from course_lib.widgets.translate.parts import INDENT


class Writer(Expressions):
    """Writes one rule. A method `on_X` writes the syntax node X."""

    def function(self, name: str) -> str:
        """The whole function under this name."""
        node = self.source.node
        if isinstance(node, ast.Lambda):
            body = [INDENT + line for line in self.returned(node.body).split("\n")]
        else:
            body = self.block(node.body)
        mine = sorted(self.source.locals - set(self.source.parameters))
        variables = [half for local in mine for half in self.halves(local)] + self.temporaries
        if variables:
            body.insert(0, f"{INDENT}let {', '.join(variables)};")
        return "\n".join([self.head(name), *body, "}"])

    def head(self, name: str) -> str:
        """The first line, with the values of parameters that may be left out."""
        parameters, defaults = self.source.parameters, self.source.defaults
        plain = len(parameters) - len(defaults)
        heads = [half for p in parameters[:plain] for half in self.halves(p)]
        for parameter, value in zip(parameters[plain:], defaults, strict=True):
            if self.kinds.locals[parameter] != WIDE:
                heads.append(f"{self.local(parameter)} = {self.write(value)}")
                continue
            pair = self.pair(value, [])
            for half, its in zip(self.halves(parameter), pair, strict=True):
                heads.append(f"{half} = {told(its)}")
        return f"function {name}({', '.join(heads)}) {{"

    def halves(self, name: str) -> list[str]:
        """The variables that hold a local: one, or the halves of 64 bits."""
        local = self.local(name)
        return [f"{local}$h", f"{local}$l"] if self.kinds.locals.get(name) == WIDE else [local]

    def block(self, body: list[ast.stmt]) -> list[str]:
        """The statements, one step further in; a docstring is left out."""
        told = [
            s for s in body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))
        ]
        return [INDENT + line for s in told for line in self.write(s).split("\n") if line]

    # ── Statements ──

    def on_Expr(self, node: ast.Expr) -> str:
        if self.kinds.of(node.value) == WIDE:
            before: list[str] = []
            self.pair(node.value, before)
            return f"{', '.join(before)};"
        return self.write(node.value) + ";"

    def on_Pass(self, node: ast.Pass) -> str:
        return ""

    def on_Break(self, node: ast.Break) -> str:
        return "break;"

    def on_Continue(self, node: ast.Continue) -> str:
        return "continue;"

    def on_Return(self, node: ast.Return) -> str:
        return self.returned(node.value) if node.value else "return;"

    def returned(self, value: ast.expr) -> str:
        """The end of a function; of 64 bits it returns the lower half and leaves the upper one."""
        if self.kinds.of(value) != WIDE:
            return f"return {self.write(value)};"
        before: list[str] = []
        high, low = self.pair(value, before)
        return f"{', '.join([*before, f'$high = {told(high)}'])};\nreturn {told(low)};"

    def on_Assign(self, node: ast.Assign) -> str:
        if len(node.targets) == 1:
            return self.assigned(node.targets[0], node.value)
        if self.kinds.of(node.value) == WIDE or not all(map(self.is_simple, node.targets)):
            raise self.refuse(node, "gives one value, and not a plain number, to several names")
        return " = ".join([*map(self.write, node.targets), self.write(node.value)]) + ";"

    def is_simple(self, target: ast.expr) -> bool:
        """Whether JavaScript can assign to it just so."""
        if isinstance(target, ast.Subscript):
            row = self.kinds.of(target.value) == TABLE and not isinstance(target.slice, ast.Tuple)
            return not row and not isinstance(target.slice, ast.Slice)
        return isinstance(target, (ast.Name, ast.Attribute))

    def assigned(self, target: ast.expr, value: ast.expr) -> str:
        """One assignment, in as many statements as it takes."""
        if isinstance(target, ast.Tuple):
            return self.unpacked(target, value)
        if self.kinds.of(value) == WIDE or self.kinds.of(target) == WIDE:
            return self.assigned_wide(target, value)
        if self.is_simple(target):
            return f"{self.write(target)} = {self.write(value)};"
        if not isinstance(target, ast.Subscript):
            raise self.refuse(target)
        if isinstance(target.slice, ast.Slice):
            return self.filled(target, target.slice, value)
        if isinstance(value, ast.Tuple):
            return f"{self.write(target)}.set({self.write(value)});"
        return f"{self.write(target)}.fill({self.write(value)});"

    def assigned_wide(self, target: ast.expr, value: ast.expr) -> str:
        """Both halves; neither is given before both are worked out."""
        before: list[str] = []
        kept = [self.held(told(half), before) for half in self.wide_for(target, value, before)]
        return "; ".join([*before, *self.given(target, kept)]) + ";"

    def wide_for(self, target: ast.expr, value: ast.expr, before: list[str]) -> Pair:
        """The halves of what is to be assigned, where both sides can be of 64 bits."""
        if not isinstance(target, (ast.Name, ast.Attribute)):
            raise self.refuse(target, "cannot hold 64 bits")
        if self.kinds.of(target) != WIDE:
            raise self.refuse(value, "is of 64 bits, where only a plain number, np.int64(...), can")
        if self.kinds.of(value) != WIDE:
            raise self.refuse(value, "would have to be of 64 bits, np.uint64(...)")
        return self.pair(value, before)

    def given(self, target: ast.expr, kept: list[str]) -> list[str]:
        """Assignments of what is kept in one variable, or in two for 64 bits."""
        if len(kept) == 1:
            return [f"{self.write(target)} = {kept[0]}"]
        owner = (
            self.local(target.id)
            if isinstance(target, ast.Name)
            else f"{self.write(target.value)}.{target.attr}"
            if isinstance(target, ast.Attribute)
            else ""
        )
        return [f"{owner}${half} = {its}" for half, its in zip("hl", kept, strict=True)]

    def filled(self, target: ast.Subscript, part: ast.Slice, value: ast.expr) -> str:
        """One number for a part of an array."""
        if part.step is not None or isinstance(value, (ast.Tuple, ast.List)):
            raise self.refuse(target)
        ends = [self.write(part.lower) if part.lower else "0"]
        ends += [self.write(part.upper)] if part.upper else []
        return f"{self.write(target.value)}.fill({', '.join([self.write(value), *ends])});"

    def unpacked(self, target: ast.Tuple, value: ast.expr) -> str:
        """An assignment to several names: all values are worked out before the first is given."""
        if not all(map(self.is_simple, target.elts)):
            raise self.refuse(target)
        if not (isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts)):
            if WIDE in map(self.kinds.of, target.elts):
                raise self.refuse(target, "cannot hold 64 bits out of several values")
            return f"[{self.write_each(target.elts)}] = {self.write(value)};"
        before: list[str] = []
        then: list[str] = []
        for one, its in zip(target.elts, value.elts, strict=True):
            wide = WIDE in (self.kinds.of(one), self.kinds.of(its))
            values = map(told, self.wide_for(one, its, before)) if wide else [self.write(its)]
            then += self.given(one, [self.held(text, before) for text in values])
        return "; ".join([*before, *then]) + ";"

    def on_AugAssign(self, node: ast.AugAssign) -> str:
        changed = ast.BinOp(node.target, node.op, node.value)
        ast.copy_location(changed, node)
        return self.assigned(node.target, changed)

    def on_If(self, node: ast.If) -> str:
        lines = [f"if ({self.write(node.test)}) {{", *self.block(node.body)]
        if node.orelse:
            lines += ["} else {", *self.block(node.orelse)]
        return "\n".join([*lines, "}"])

    def on_While(self, node: ast.While) -> str:
        if node.orelse:
            raise self.refuse(node, "has an else")
        return "\n".join([f"while ({self.write(node.test)}) {{", *self.block(node.body), "}"])

    def on_For(self, node: ast.For) -> str:
        """A loop over a range or a tuple. As in Python, its end is found once, its name stays."""
        if not isinstance(node.target, ast.Name) or node.orelse:
            raise self.refuse(node.iter, "is not gone through with one name and without an else")
        self.loops += 1
        i, stop = f"$i{self.loops}", f"$end{self.loops}"
        named = f"{INDENT}{self.write(node.target)} = {i};"
        if isinstance(node.iter, ast.Tuple):
            opening = f"for (const {i} of {self.write(node.iter)}) {{"
            return "\n".join([opening, named, *self.block(node.body), "}"])
        ends = node.iter.args if isinstance(node.iter, ast.Call) else []
        if len(ends) not in (1, 2) or self.source.called(node.iter) is not range:
            raise self.refuse(node.iter, "is not a range with one or two ends")
        start, end = ["0", *map(self.write, ends)][-2:]
        opening = f"for (let {i} = {start}, {stop} = {end}; {i} < {stop}; {i}++) {{"
        return "\n".join([opening, named, *self.block(node.body), "}"])
