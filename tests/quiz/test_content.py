"""The files of questions: what is misspelt, missing or double is refused in words that name it."""

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course_lib.quiz.choices import Choice, Option
from course_lib.quiz.content import read_quiz
from course_lib.quiz.kinds import Verdict

LESSON = '''
lesson = "02_maze"

[detour]
kind = "choice"
level = "easy"
minutes = 2
question = """
Which way, of two,
does it take?

And why?"""
hints = ["One.", """
    Two,
    in lines."""]

[detour.options.a]
text = "The long one."
right = true
why = "Yes."

[detour.options.b]
text = "The short one."
right = false
why = "No."

[share]
kind = "number"
level = "easy"
minutes = 1
question = "Which share?"
hints = ["One.", "Two."]
value = "9/108"
tolerance = 0.001
why = "Yes."

[[share.mistakes]]
value = 1
why = "That is all of it."

[homes]
kind = "sorting"
level = "hard"
minutes = 3
question = "Where to?"
hints = ["One.", "Two."]
bins.inner = "this"
bins.outer = "that"
cases.a = {title = "A", story = "a.", homes = ["inner"], why = "so"}
cases.b = {title = "B", story = "b.", homes = ["inner", "outer"], why = "so"}
confusions.outer.inner = "Look again."

[many]
kind = "prediction"
level = "easy"
minutes = 1
importance = 5
question = "How many?"
see = "How many did you see?"
unit = "of 10 mice"
hints = ["One.", "Two."]
options.f = {text = "few", between = [0, 5], why = "So few."}
options.m = {text = "more", between = [5, 10], why = "So many."}

[write]
kind = "function"
level = "hard"
minutes = 3
question = "Write it."
hints = ["One.", "Two."]
'''
CODE = {"write": (lambda function: Verdict(function() == 1, "One."), lambda: 1)}


def read(tmp_path: Path, text: str = LESSON, code=CODE):
    """The quiz of a file with this text."""
    path = tmp_path / "questions.toml"
    path.write_text(text, encoding="utf-8")
    return read_quiz(path, code)


def test_a_file_is_read_with_its_order_its_paragraphs_and_its_fractions(tmp_path):
    quiz = read(tmp_path)
    assert list(quiz.exercises) == ["detour", "share", "homes", "many", "write"]
    assert quiz.exercises["detour"].question == "Which way, of two, does it take?\nAnd why?"
    assert quiz.exercises["detour"].hints == ("One.", "Two, in lines.")
    assert quiz.exercises["share"].value == 9 / 108
    assert quiz.exercises["share"].judge(1) == Verdict(False, "That is all of it.")
    assert quiz.exercises["homes"].judge({"outer": "a"}).message.count("Look again.") == 1
    assert quiz.exercises["many"].truth(7) == "m" and quiz.exercises["many"].importance == 5
    assert quiz.exercises["many"].options["m"].between == (5, 10)
    assert quiz.exercises["write"].judge(lambda: 1).right


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('lesson = "02_maze"', "", "lesson = "),
        ('"02_maze"', "2", "lesson = "),
        ('kind = "choice"', 'kind = "choise"', "detour.kind: 'choise' is none of: choice, drawing"),
        ('kind = "choice"\n', "", "detour.kind: None is none of: choice"),
        ('kind = "choice"', "kind = [1]", "detour.kind: [1] is none of: choice"),
        ('kind = "choice"', 'kind = "number"', "no field 'options'; the fields are: question"),
        ('text = "The long one."\n', "", "detour.options.a: 'text' is missing"),
        ('"The long one."', '" "', "detour.options.a.text: ' ' is not text"),
        ('"The long one."', "7", "detour.options.a.text: 7 is not text"),
        ('"The long one."', '"The short one."', "detour: two options have the same text"),
        ("right = true", "right = false", "detour: no option is right"),
        ("right = true", 'right = "yes"', "detour.options.a.right: 'yes' is not true or false"),
        ("[detour.options.b]", "[detour.options.a]", "('detour', 'options', 'a') twice"),
        ("[detour.options.b]", "[detour.options.bc]", "option 'bc' must be named by one letter"),
        ("[share]", "[detour]", "Cannot declare ('detour',) twice"),
        ('hints = ["One.", "Two."]\nvalue', "value", "share: 'hints' is missing"),
        (
            'hints = ["One.", "Two."]\nvalue',
            'hints = ["One."]\nvalue',
            "share: 'share' has 1 hints",
        ),
        (
            'hints = ["One.", "Two."]\nvalue',
            'hints = "One."\nvalue',
            "share.hints: 'One.' is not a",
        ),
        ("hints =", "hint =", "detour: there is no field 'hint'; the fields are: question, level"),
        (
            "minutes = 2",
            'minutes = "two"',
            "detour.minutes must be a whole number from 1, not 'two'",
        ),
        ("minutes = 2", "minutes = true", "detour.minutes must be a whole number from 1, not True"),
        ('level = "easy"', 'level = "tricky"', "detour: level 'tricky' is not one of easy, medium"),
        ('"9/108"', '"nine"', "share.value: 'nine' is not a number, or a fraction in quotes"),
        ('"9/108"', '"9/0"', "share.value: '9/0' is not a number"),
        ("tolerance = 0.001", "tolerance = true", "share.tolerance: True is not a number"),
        ("[[share.mistakes]]", "[share.mistakes]", "share.mistakes: {'value': 1"),
        ("value = 1\n", "", "share.mistakes[0]: 'value' is missing"),
        ('["inner"]', '["iner"]', "homes: cases.a.homes: 'iner' is none of: inner, outer"),
        ('["inner"]', "[]", "homes: cases.a.homes is empty"),
        ("confusions.outer.inner", "confusions.outer.iner", "confusions.outer: 'iner' is none of"),
        ("confusions.outer.inner", "confusions.inner.outer", "write cases.a.wrong.outer or"),
        ("cases.b = {", "cases.a.x = {", "not TOML"),
        ('bins.outer = "that"', "", "homes: cases.b.homes: 'outer' is none of: inner"),
        ("importance = 5", "importance = 6", "many: importance 6 is not from 1 to 5"),
        ("importance = 5", "importance = 0", "many.importance must be a whole number from 1"),
        ('{text = "few", between = [0, 5], why = "So few."}', '["few"]', "['few'] is not a table"),
        (', why = "So few."', "", "many.options.f: 'why' is missing"),
        ("[0, 5]", "[5, 0]", "many: between = [5, 0] is not two numbers, the smaller one first"),
        ("[0, 5]", '["few"]', "many.options.f.between[0]: 'few' is not a number"),
        ("between = [0, 5]", "right = true", "many: some options have `between` and others do not"),
        ('unit = "of 10 mice"', "recall = false", "no field 'recall'; the fields are: question"),
        ("[write]", "[writes]", "there is no exercise 'write' for the function given"),
        ('kind = "function"', 'kind = "open"', "write: kind 'open' takes no function"),
        ("[write]", "writ = 3\n[write]", "many: there is no field 'writ'"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(tmp_path, old, new, words):
    assert old in LESSON
    with pytest.raises(ValueError) as error:
        read(tmp_path, LESSON.replace(old, new, 1))
    said = str(error.value)
    assert words in said and f"{tmp_path.name}/questions.toml" in said


def test_a_function_to_write_needs_its_code(tmp_path):
    with pytest.raises(ValueError, match=r"write: a function needs .* from questions\.py"):
        read(tmp_path, code={})
    with pytest.raises(ValueError, match=r"share: 0.5 is not an exercise, .* \[share\]"):
        read(tmp_path, 'lesson = "02_maze"\nshare = 0.5', {})


@given(st.permutations("abcdefgh"), st.integers(2, 8), st.integers(1, 255), st.text(min_size=1))
def test_typed_letters_go_by_the_order_shown_and_kept_keys_by_the_file(
    keys, count, right, question
):
    options = {
        key: Option(f"option {key}", bool(right >> n & 1), "so")
        for n, key in enumerate(keys[:count])
    }
    assume(any(option.right for option in options.values()))
    words = {"name": "x", "question": question, "level": "easy", "minutes": 1, "hints": ("", "-")}
    one = Choice(options=options, **words)
    assert sorted(one.order) == sorted(options)
    assert one.order == Choice(options=dict(sorted(options.items())), **words).order
    shown = [line.split(maxsplit=1) for line in one.listed().splitlines()[1:]]
    for letter, text in shown:
        assert options[one.typed(letter)].text == text
        assert one.typed(letter.upper()) == one.typed(letter)
    chosen = "".join(letter for letter, text in shown if text.endswith(tuple(one.rights)))
    assert one.judge(one.typed(chosen)).right
    assert set(one.typed(chosen)) == set(one.rights)
