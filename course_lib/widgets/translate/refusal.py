"""What is said when a rule cannot be translated."""

import ast
from typing import Any


class NotInBrowser(ValueError):
    """A rule that has no translation."""


def refusal(function: Any, node: ast.AST, why: str = "has no translation") -> NotInBrowser:
    """An error that says where in the rules something cannot be translated."""
    where = f"{function.__module__}.{function.__name__}"
    return NotInBrowser(
        f"{ast.unparse(node)!r} in {where}, line {getattr(node, 'lineno', '?')}, {why}: rules "
        "that run in the browser use whole numbers, one record, if, for in range, and while"
    )
