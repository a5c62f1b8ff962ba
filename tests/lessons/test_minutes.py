"""What a unit's header and headings say of its minutes is what is computed."""

import re

import minutes
import nbformat
import pytest
from editions import ANSWER_BY_CLICK, LESSONS
from minutes import (
    Part,
    count_words,
    measured,
    printed_words,
    rounded,
    sections,
    stated_minutes,
    text_words,
    write_minutes,
)
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from seconds import kept_seconds, section_of
from support.units import by_unit, source

CLASS_PERIOD = 45
README = (LESSONS.parent / "README.md").read_text(encoding="utf-8")


@by_unit
def test_the_header_states_the_minutes_that_are_computed(unit):
    whole, _ = measured(unit)
    hint = f"python tools/minutes.py --write {unit.stem[:3]}"
    assert whole.stated is not None, "write **Minutes:** and a number into the first cell"
    assert abs(whole.stated - whole.minutes) <= 0.15 * whole.minutes, hint


@by_unit
def test_the_minutes_of_sections_add_up_to_the_headers(unit):
    whole, parts = measured(unit)
    assert sum(part.stated or 0 for part in parts) == whole.stated
    for part in parts:
        assert abs((part.stated or 0) - part.minutes) <= max(1.5, 0.25 * part.minutes), part.title


@by_unit
def test_the_readme_states_the_same_minutes(unit):
    row = re.search(rf"lessons/{unit.stem}\.ipynb\).*\| (\d+) \|$", README, re.M)
    assert row and int(row[1]) == stated_minutes(source(unit))


@by_unit
def test_a_unit_fits_into_a_class_period(unit):
    assert measured(unit)[0].minutes <= CLASS_PERIOD


@by_unit
def test_the_seconds_of_every_section_were_measured(unit):
    assert len(kept_seconds().get(unit.stem, [])) == max(section_of(source(unit).cells)) + 1


# ── How it is computed ──────────────────────────────────────────────────────────────────────────


class Exercise:
    """As much of an exercise as minutes depend on."""

    minutes = 3


class Quiz:
    """As much of a quiz as minutes depend on."""

    def __init__(self):
        self.exercises = {"where": Exercise(), "why": Exercise()}


def unit_of(*cells) -> nbformat.NotebookNode:
    return new_notebook(cells=list(cells))


def printing(text: str, source: str = "print()") -> nbformat.NotebookNode:
    return new_code_cell(source, outputs=[new_output("stream", name="stdout", text=text)])


@pytest.mark.parametrize(
    "markdown, words",
    [
        ("Two words.", 2),
        ("A [link with words](https://example.org/some/path) is read.", 6),
        ("![a picture](x.png)", 0),
        ("| a | b |\n|---|---|\n| 1 | – |", 3),
        ("<details><summary>Say it</summary>\n\nfour words that fold\n</details>", 2 + 2),
        ("One – dash.", 2),
    ],
)
def test_words_of_text_are_those_that_are_read(markdown, words):
    assert text_words(markdown) == words


def test_words_of_outputs_are_printed_ones_and_tables_not_pictures():
    picture = {"image/png": "iVBOR", "text/plain": "<Figure size 1x1>"}
    table = {"text/html": "<table>…</table>", "text/plain": "agent  cheese\nmouse  12.5%"}
    shown = {"text/html": '<img class="cl-figure">', "text/plain": "[Picture: two mice]"}
    widget = {"text/html": '<details class="cl-still">', "text/plain": "Episode: maze"}
    outputs = [new_output("display_data", data=one) for one in (picture, shown, table, widget)]
    assert printed_words(outputs) == 4
    assert printed_words(printing("------  ----\n three words here").outputs) == 3
    assert count_words("") == 0


def form(title: str, source: str) -> nbformat.NotebookNode:
    """A cell that shows a form of the quiz, as it is stored."""
    html = f'<details class="cl-still" open><summary>{title}</summary>{ANSWER_BY_CLICK}'
    data = [{"image/png": "iVBOR", "text/plain": "What did you see?"}, {"text/html": html}]
    return new_code_cell(source, outputs=[new_output("display_data", data=one) for one in data])


def test_minutes_are_words_exercises_seconds_and_widgets():
    notebook = unit_of(
        new_markdown_cell("# 00 · Unit\n\n**Minutes:** 7"),
        new_code_cell("quiz.recall()"),
        new_markdown_cell("## 1 · One (4 minutes)\n\n" + "word " * 195),
        printing("word " * 100),
        printing('Prediction "where" · easy · not counted', 'quiz.predict("where")'),
        form("After the result", 'quiz.observe("where")'),
        new_markdown_cell("## What to remember\n\n" + "word " * 197),
        new_markdown_cell("## 2 · Two (3 minutes)"),
        printing("", 'quiz.check("why", 1)'),
        new_markdown_cell("## 3 · Three (as long as you like)\n\n" + "word " * 2000),
    )
    one, two = sections(notebook, Quiz(), [0, 30, 30, 6, 100])
    assert (one.exercises, one.printed, one.seconds) == (2 + 3, 100, 60)
    assert one.minutes == pytest.approx(5 + (5 + 200 + 200 + 100) / 200 + 1, abs=0.05)
    assert two.minutes == pytest.approx(3 + 0.1, abs=0.05)
    assert stated_minutes(notebook) == 7


def test_rounded_minutes_add_up():
    parts = [Part(str(n), 1, exercises=0, seconds=60 * m) for n, m in enumerate((2.4, 2.4, 2.4))]
    assert sorted(rounded(parts)) == [2, 2, 3]
    assert rounded([Part("short", 1, seconds=3), Part("long", 1, seconds=240)]) == [1, 4]


def test_minutes_can_be_written_into_a_source_and_the_readme(tmp_path, monkeypatch):
    monkeypatch.setattr(minutes, "TEACHER", tmp_path)
    monkeypatch.setattr(minutes, "SCRATCH", tmp_path)
    monkeypatch.setattr(minutes, "README", tmp_path / "README.md")
    row = "| [00](lessons/00_start_here.ipynb) | drive, and watch | {} |\n"
    minutes.README.write_text(row.format(99), encoding="utf-8")
    file = tmp_path / "00_start_here.md"
    words = "word " * 400
    text = f"# 00 · Unit\n\n**Minutes:** 99\n\n\n## 1 · One (1 minute)\n\n{words}\n\n\n## 2 · Two\n"
    file.write_text(text, encoding="utf-8")
    write_minutes(file)
    written = file.read_text(encoding="utf-8")
    assert "**Minutes:** 2\n" in written and "## 1 · One (2 minutes)\n" in written
    assert "## 2 · Two\n" in written
    assert minutes.README.read_text(encoding="utf-8") == row.format(2)
