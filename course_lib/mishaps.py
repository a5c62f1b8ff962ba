"""A plain sentence beside the errors that a newcomer meets first.

A cell that is run before the one that it needs, a letter without quotes, quotes of a tablet: Python
says what it could not do, and here is what to do about it. Only the standard library is imported,
so that a kernel can begin with it (tools/quiet_kernel.py) before the course is imported.
"""

import ast
import json
import linecache
import os
import re
from pathlib import Path
from types import TracebackType
from typing import Any

LETTERS = re.compile("[a-h]{1,8}")
ANSWERS = re.compile(r"\banswer\b|\bquiz\.\w+\(|^\s*\w+\s*=\s*[a-h]+\s*(#.*)?$")
CURLY = "“”„‘’‚«»"


def install(shell: Any) -> None:
    """Let an IPython shell (None: there is none) say what to do, unless it has such a handler."""
    if shell is not None and not shell.custom_exceptions:
        shell.set_custom_exc((NameError, SyntaxError), show)


def show(
    shell: Any,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType,
    tb_offset: int | None = None,
) -> None:
    """Show an error as the shell does, with the sentence below it where there is one."""
    notebook = os.environ.get("JPY_SESSION_NAME", "")  # the server says which one the kernel is for
    if words := sentence(error, trace, notebook):
        error.add_note(words)
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)


def sentence(error: BaseException, trace: TracebackType | None, notebook: str = "") -> str:
    """What to do about an error of a cell; "" where there is nothing to say.

    notebook: its file, in which the cell that makes a name is looked for.
    """
    if isinstance(error, SyntaxError):
        return straight_quotes(error)
    name = getattr(error, "name", None)
    line = failed_line(trace)
    if type(error) is not NameError or not name or line is None:
        return ""
    if LETTERS.fullmatch(name) and ANSWERS.search(line):
        return (
            f"Without quotes, {name} is the name of something, and there is nothing of that name. "
            f'The answer is a text: put it between quotes, "{name}".'
        )
    found = made_in(name, notebook)
    if found is None:
        return ""
    heading, first = found
    below = f" below “{heading}”" if heading else ""
    return (
        f"{name} is made by an earlier cell, which has not been run since the kernel started: the "
        f"cell{below} that begins with “{first}”. Click on it, press Shift+Enter, and run this "
        "cell again. Or choose “Run All Above Selected Cell” in the menu Run."
    )


def straight_quotes(error: SyntaxError) -> str:
    """What to do about quotes that Python does not know; "" if there are none in the line."""
    used = [mark for mark in CURLY if mark in (error.text or "")]
    if not used or "character" not in str(error.msg):
        return ""
    return (
        f"The quotes {' '.join(used)} come from a word processor or a tablet. Python knows only "
        "the straight ones: \" and '. Write them anew."
    )


def failed_line(trace: TracebackType | None) -> str | None:
    """The line of a cell in which the error happened; None if that was in a module."""
    if trace is None:
        return None
    while trace.tb_next is not None:
        trace = trace.tb_next
    frame = trace.tb_frame
    if frame.f_globals.get("__name__") != "__main__":
        return None
    return linecache.getline(frame.f_code.co_filename, trace.tb_lineno)


def made_in(name: str, notebook: str) -> tuple[str, str] | None:
    """The heading above, and the first line of, the first cell of a file that makes this name."""
    try:
        cells = json.loads(Path(notebook).read_text(encoding="utf-8"))["cells"]
        texts = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    heading = ""
    for kind, text in texts:
        if kind == "markdown":
            titles = re.findall(r"^#+ +(.*?)(?: \(.*\))?\s*$", text, re.M)
            heading = titles[-1] if titles else heading
        elif kind == "code" and name in names_of(text):
            lines = [line for line in text.splitlines() if line.strip()]
            return heading, lines[0].strip()
    return None


def names_of(text: str) -> set[str]:
    """The names that a cell makes for the cells after it."""
    plain = "\n".join("" if line.startswith(("%", "!")) else line for line in text.splitlines())
    try:
        tree = ast.parse(plain)
    except SyntaxError:
        return set()
    made = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.alias):
            made.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            made.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            made.add(node.id)
    return made
