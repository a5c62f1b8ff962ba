"""What a newcomer meets first is said in a sentence: in a real shell of IPython."""

import json
import subprocess
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell
from quiet_kernel import HELPERS, helped

from course_lib import mishaps

SETUP = "import course_lib as cl\nfrom course_lib.worlds import maze\n"


def cell(kind: str, text: str) -> dict:
    return {"cell_type": kind, "source": text.splitlines(keepends=True)}


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """A lesson on disk, as the server names it to the kernel."""
    cells = [
        cell("markdown", "# A lesson\n\n## Before you begin (1 minute)\n\nRun this."),
        cell("code", f"# the tools\n{SETUP}"),
        cell("markdown", "## 1 · Driving"),
        cell("code", "%time\ntrained, other = cl.load('maze/corner'), 2"),
        cell("code", "answer = "),
    ]
    file = tmp_path / "lesson.ipynb"
    file.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(file))
    return file


@pytest.fixture
def shell():
    """A shell of its own, with the handler."""
    made = InteractiveShell()
    mishaps.install(made)
    yield made
    made.reset()


def said(shell, text: str, capsys) -> str:
    shell.run_cell(text)
    told = capsys.readouterr()
    return told.out + told.err


def test_a_section_entered_in_its_middle_names_the_cell_to_run(shell, notebook, capsys):
    told = said(shell, "cl.load('maze/corner')", capsys)
    assert "NameError" in told and "below “Before you begin”" in told
    assert "that begins with “# the tools”" in told and "Shift+Enter" in told
    told = said(shell, "x = 1\ntrained.evaluate", capsys)
    assert "below “1 · Driving”" in told and "that begins with “%time”" in told


@pytest.mark.parametrize("line", ["answer = a", "quiz.check('lost', ac)", "way = b  # mine"])
def test_a_letter_without_quotes(shell, notebook, capsys, line):
    told = said(shell, line, capsys)
    name = {"answer = a": "a", "way = b  # mine": "b"}.get(line, "ac")
    if line.startswith("quiz"):  # the quiz itself is missing first
        shell.run_cell("from types import SimpleNamespace\nquiz = SimpleNamespace(check=print)")
        told = said(shell, line, capsys)
    assert f'put it between quotes, "{name}".' in told


def test_quotes_of_a_tablet(shell, notebook, capsys):
    told = said(shell, "answer = “a”", capsys)
    assert "SyntaxError" in told and "The quotes “ ” come from a word processor" in told


@pytest.mark.parametrize(
    "text", ["undefined_name", "def f():\n    print(q)\n    q = 1\nf()", "1 +", "int('x')"]
)
def test_other_errors_are_as_ever(shell, notebook, capsys, text):
    told = said(shell, text, capsys)
    assert "Error" in told and "Shift+Enter" not in told and "quotes" not in told


def test_an_error_inside_a_module_and_a_lost_notebook_say_nothing(shell, capsys, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "/nowhere/at all.ipynb")
    assert "Shift+Enter" not in said(shell, "cl.load('maze/corner')", capsys)
    code = "import types\nm = types.ModuleType('m')\nexec('def f(): cl', m.__dict__)\nm.f()"
    assert "Shift+Enter" not in said(shell, code, capsys)


def test_a_handler_of_the_readers_own_stays():
    made = InteractiveShell()
    made.set_custom_exc((ValueError,), lambda *_a, **_k: None)
    mishaps.install(made)
    assert made.custom_exceptions == (ValueError,)
    mishaps.install(None)


def test_a_kernel_begins_with_it_and_without_the_course():
    assert all(file.exists() for file in HELPERS)
    code = (
        "from IPython.core.interactiveshell import InteractiveShell as I; import sys; s = I();"
        f"s.run_cell({helped(HELPERS[0])!r}); before = set(s.user_ns);"
        "assert s.custom_exceptions == (NameError, SyntaxError);"
        "assert 'course_lib' not in sys.modules and 'install' not in before"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
