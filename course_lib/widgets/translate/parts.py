"""What all parts of a writer share: the rule that is written, and the variables it needs."""

import ast
from typing import TYPE_CHECKING

from course_lib.widgets.translate.kinds import Kinds
from course_lib.widgets.translate.refusal import NotInBrowser, refusal
from course_lib.widgets.translate.source import Source

if TYPE_CHECKING:
    from course_lib.widgets.translate.book import Book

RESERVED = {"arguments", "await", "case", "catch", "const", "debugger", "default", "delete", "do",
            "enum", "eval", "export", "extends", "function", "implements", "instanceof",
            "interface", "let", "new", "null", "package", "private", "protected", "public",
            "static", "super", "switch", "this", "throw", "typeof", "var", "void", "yield", "Math",
            "Number", "Boolean", "State"}  # fmt: skip
INDENT = "  "


class Parts:
    """One rule that is being written for arguments of certain kinds."""

    def __init__(self, book: "Book", source: Source, kinds: Kinds):
        self.book, self.source, self.kinds = book, source, kinds
        self.loops = 0
        self.temporaries: list[str] = []

    def refuse(self, node: ast.AST, why: str = "has no translation") -> NotInBrowser:
        """An error that says where in the rules something cannot be translated."""
        return refusal(self.source.function, node, why)

    def local(self, name: str) -> str:
        """What a variable of the rule is called."""
        return name + "_" if name in RESERVED else name

    def temporary(self) -> str:
        """A variable of this function that nothing else uses."""
        self.temporaries.append(f"${len(self.temporaries) + 1}")
        return self.temporaries[-1]

    def write(self, node: ast.AST) -> str:
        """The JavaScript of any node."""
        raise NotImplementedError

    def write_each(self, nodes: list[ast.expr]) -> str:
        """Expressions, with commas between them."""
        return ", ".join(map(self.write, nodes))
