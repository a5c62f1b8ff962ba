"""Docstrings, as far as ruff cannot say it: commands are imperative.

A command gives nothing back: "Reset all environments." All else is a query: its first
sentence names what it gives back ("Means over gardens: …"). Nothing says what is true afterwards.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef
# A sentence that begins so says how things are, not what to do.
STATEMENT = re.compile(
    r"(An?|The|This|That|These|Those|All|Any|Both|Each|Every|No|None|Nobody|Nothing|One|Two|Some|"
    r"Somebody|Something|So|Such|More|Most|Only|It|Its|They|Their|There|We|Our|He|She|Who|What|"
    r"When|Where|Whether|Which|How|Of|In|If|From|As|\d+)\b"
)
# "Returns", "Writes": what it does, told of a third person. check_… may begin with what it raises.
THIRD_PERSON = re.compile(r"(?!Raises|Press|Pass|Guess|Process|Compress|Focus|Discuss)[A-Z]\w*s\b")
# "An agent has been trained": what is true afterwards, also of what gives something back.
AFTERWARDS = re.compile(
    r"(An?|The|All|Every|One|So)(?:(?! that | which | who | how | what | where |,|:|;)[^.]){1,40}? "
    r"(has|have) (been|begun|moved|gone|acted|learned)\b"
)


def own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function, apart from the functions and classes in it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function | ast.Lambda | ast.ClassDef):
            yield child
            yield from own_nodes(child)


def is_command(function: Function) -> bool:
    """True for what gives nothing back: it says so, or it has no `return` of anything."""
    decorators = {ast.unparse(d).split(".")[-1] for d in function.decorator_list}
    if decorators & {"property", "cached_property"}:
        return False
    if function.returns is not None:
        return ast.unparse(function.returns) in ("None", "Never", "NoReturn")
    return not any(
        isinstance(n, ast.Yield | ast.YieldFrom) or (isinstance(n, ast.Return) and n.value)
        for n in own_nodes(function)
    )


def complaint(function: Function) -> str | None:
    """What is wrong with the first sentence of a docstring; None if nothing is."""
    sentence = " ".join((ast.get_docstring(function) or "").split("\n\n")[0].split())
    if AFTERWARDS.match(sentence):
        return "says what is true afterwards"
    if is_command(function) and (STATEMENT.match(sentence) or sentence.startswith("`")):
        return "a command begins with a verb"
    if is_command(function) and THIRD_PERSON.match(sentence):
        return "a command says what to do: the verb without an s"
    return None


def complaints(source: str, name: str = "") -> list[str]:
    """One line for each docstring of a module that breaks the rule."""
    return [
        f"{name}:{node.lineno} {node.name}: {said}: {(ast.get_docstring(node) or '')[:60]!r}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, Function) and (said := complaint(node))
    ]


def test_commands_are_imperative_and_nothing_says_what_is_true_afterwards():
    found = []
    for file in sorted((ROOT / "course_lib").rglob("*.py")):
        found += complaints(file.read_text(), file.relative_to(ROOT).as_posix())
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        'def main() -> None:\n    """The data file is complete."""',
        'def main():\n    """All environments have begun."""\n    f()\n    return',
        'def dry(s):\n    """`s` is a step older."""\n    s.age += 1',
        'def note(self) -> None:\n    """Writes it down."""',
        'def train() -> Agent:\n    """An agent has been trained with PPO."""\n    return Agent()',
        'def step(self):\n    """Every garden has moved on by one step."""\n    return 1, 2',
    ],
)
def test_a_statement_is_found(source):
    assert len(complaints(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        'def main() -> None:\n    """Complete the data file."""',
        'def reset(s):\n    """Bring a level to its first moment."""\n    s.steps = 0',
        'def rates(self) -> dict:\n    """Means over the latest episodes."""\n    return {}',
        'def best(self):\n    """The actions that have been best so far."""\n    return self._best',
        'def check(x) -> None:\n    """Raises ValueError unless x is whole."""',
        '@property\ndef name(self):\n    """What it is called."""\n    return "x"',
    ],
)
def test_a_command_and_a_noun_phrase_are_not(source):
    assert not complaints(source)
