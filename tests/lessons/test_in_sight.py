"""Nothing that a student sees before a prediction gives its result away."""

import ast
import re
from types import SimpleNamespace

import pytest
from answers import quiz_of
from editions import holds_back, tags, without_additions
from support.units import by_unit, calls, calls_in, code, headings, source, student, texts

# Words that say nothing of what an option says.
SMALL_WORDS = """
about above after again against almost also always among another because been before below
beside best between both cannot could does down each either else even every exactly fewer first
from gets goes good half have here hundred into itself just large least less like many more most
much near nearly neither never none nothing once only other others over rather same seldom
should small some something still such take takes than that their them then there these they
thing things this those three through time times under until very want wants well were what when
where which while will with without would your
"""


def stems(text: str) -> set[str]:
    """The words of a text that say something, without their endings."""
    words = set(re.findall(r"[a-z]{4,}", text.lower())) - set(SMALL_WORDS.split())
    return {re.sub(r"(ings?|ed|es|s|ly)$", "", word) for word in words}


def telling_words(one) -> set[str]:
    """What is said by right options of a prediction alone: neither by the others nor asked for."""
    options = [o for o in one.options.values() if getattr(o, "between", None) is None]
    right = set().union(*(stems(o.text) for o in options if o.right))
    known = set().union(stems(one.question), *(stems(o.text) for o in options if not o.right))
    return right - known


def captions(text: str) -> list[str]:
    """The titles and captions that a code cell gives to what it shows."""
    found = [k for node in ast.walk(ast.parse(text)) for k in getattr(node, "keywords", [])]
    return [
        str(k.value.value)
        for k in found
        if k.arg in ("caption", "title") and isinstance(k.value, ast.Constant)
    ]


def spans(unit) -> dict[str, tuple[int, int]]:
    """The predictions of a unit: where each is asked for, and where it is looked at."""
    notebook = source(unit)
    observed = {one.name: one.cell for one in calls(notebook) if one.kind == "observe"}
    asked = {one.name: one.cell for one in calls(notebook) if one.kind == "predict"}
    return {name: (cell, observed.get(name, -1)) for name, cell in asked.items()}


def in_sight(unit, begin: int, end: int) -> list[str]:
    """Titles that are read before the result: the unit's, from the heading above to the next."""
    cells = source(unit).cells
    while begin > 0 and not headings(cells[begin]):
        begin -= 1
    after = next((i for i in range(end + 1, len(cells)) if headings(cells[i])), end)
    seen = headings(cells[0])[:1]
    for cell in [*cells[begin : end + 1], cells[after]]:
        seen += headings(cell) if cell.cell_type == "markdown" else captions(cell.source)
    return seen


@by_unit
def test_every_prediction_is_looked_at_after_a_result_and_once(unit):
    asked = [one.name for one in calls(source(unit)) if one.kind == "predict"]
    assert len(asked) == len(set(asked))
    cells = source(unit).cells
    for name, (begin, end) in spans(unit).items():
        assert begin < end, f"quiz.observe({name!r}) does not come after its prediction"
        assert any("result" in tags(cell) for cell in cells[begin + 1 : end + 1]), (
            f"no cell tagged `result` shows the result of {name!r} by the time it is looked at"
        )
    strange = {one.name for one in calls(source(unit)) if one.kind == "observe"} - set(asked)
    assert not strange, "looked at, and never predicted in this unit"


@by_unit
def test_predictions_are_predicted_and_nothing_else_is(unit):
    exercises = quiz_of(unit.stem).exercises
    for one in calls(source(unit)):
        if one.kind in ("predict", "observe"):
            assert type(exercises[one.name]).__name__ == "Prediction", one
        elif one.kind in ("ask", "check", "form"):
            assert type(exercises[one.name]).__name__ != "Prediction", one


@by_unit
def test_a_prediction_of_a_number_gets_the_number_that_was_measured(unit):
    exercises = quiz_of(unit.stem).exercises
    for one in calls(source(unit)):
        if one.kind == "observe":
            options = exercises[one.name].options.values()
            needs = any(getattr(option, "between", None) for option in options)
            assert one.arguments == 1 + needs, one


@by_unit
def test_students_notebooks_hold_nothing_between_prediction_and_observation(unit):
    stored = without_additions(student(unit))
    for name, (begin, end) in spans(unit).items():
        for cell in stored[begin + 1 : end]:
            if cell.cell_type == "code" and not calls_in(cell.source):
                assert not cell.outputs, f"in sight before {name!r} is looked at:\n{cell.source}"


@by_unit
def test_cells_that_answer_hold_no_output_and_no_number_in_students_notebooks(unit):
    for cell in code(student(unit)):
        if holds_back(cell):
            assert cell.outputs == [] and cell.execution_count is None, cell.source


@by_unit
def test_no_title_says_what_will_be_seen(unit):
    exercises = quiz_of(unit.stem).exercises
    for name, (begin, end) in spans(unit).items():
        telling, seen = telling_words(exercises[name]), in_sight(unit, begin, end)
        said = {word for title in seen for word in stems(title)}
        assert not telling & said, f"{name}: {telling & said} in one of {seen}"


@by_unit
def test_no_reason_of_an_option_stands_in_a_stored_output(unit):
    printed = " ".join(str(cell.outputs) for cell in code(student(unit)))
    printed = " ".join(printed.replace("\\n", " ").split())
    for name, one in quiz_of(unit.stem).exercises.items():
        options = getattr(one, "options", {})
        for option in options.values() if hasattr(options, "values") else ():
            assert option.why[:60] not in printed, f"{name}: {option.text}"


@by_unit
def test_cells_are_marked_by_tags_and_answered_by_a_click(unit):
    for cell in code(source(unit)):
        assert "NBVAL" not in cell.source, "the tag nbval-check-output takes the marker's place"
        assert not re.search(r"print\(f?[\"']Figure", cell.source), "alternative text, not printed"
        assert not re.search(r"^answer\s*=\s*(None|\.\.\.)", cell.source, re.M), cell.source
    for cell in texts(source(unit)):
        assert not re.search(r"answer = ", cell.source)


@pytest.mark.parametrize(
    "title, tells", [("The mouse and its corner", True), ("Two mazes", False), ("Corners", True)]
)
def test_the_test_of_titles_finds_what_only_the_right_option_says(title, tells):
    options = {
        "a": SimpleNamespace(text="To the corner.", right=True),
        "b": SimpleNamespace(text="To the cheese.", right=False),
    }
    one = SimpleNamespace(question="Where does the mouse go in the maze?", options=options)
    assert bool(telling_words(one) & stems(title)) == tells


@by_unit
def test_no_exercise_is_stored_as_answered_right(unit):
    """What a cell checks as it stands is a beginning, and never the solution."""
    for cell in code(student(unit)):
        if "quiz.check(" in cell.source:
            for out in cell.outputs:
                said = out.get("text") or out.get("data", {}).get("text/plain", "")
                assert not re.search(r"^Right\.", said, re.M), cell.source
