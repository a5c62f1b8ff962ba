"""The pages to read: results and answers behind a click, and nothing that needs a network."""

import re
from functools import cache
from types import SimpleNamespace

import nbformat
import pytest
from answers import quiz_of
from bs4 import BeautifulSoup
from editions import ANSWER_BY_CLICK, holds_back, own_outputs
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from reading import DEBRIEF, RESULT, computes, for_readers, for_teachers, page, write_pages
from strips import sortings, write_strips
from support.units import UNITS, by_unit, calls, code, headings, source, teacher

# What makes a browser ask for a file: nothing of it may lead out of the page.
REQUESTS = re.compile(
    r"""<link\b|@import|url\(\s*["']?(?!data:|#)|(?:src|srcset|data|action)=["'](?!data:)"""
    r"""|(?:fetch|import|importScripts|open)\(\s*["'`]https?:|from\s*["']https?:"""
)


def soup_of(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def in_sight(html: str) -> str:
    """The text of a page before anything is clicked, without scripts and styles."""
    made = soup_of(html)
    for part in made.select("details.result, details.debrief, script, style, head"):
        part.decompose()
    return " ".join(made.get_text(" ").split())


@cache
def page_of(unit) -> str:
    """The page of a unit, made once."""
    return page(for_readers(teacher(unit), quiz_of(unit.stem)), unit.stem)


@by_unit
def test_a_page_asks_for_nothing_from_elsewhere(unit):
    bare = re.sub(r"data:[\w/+.-]+;base64,[\w+/=]+", "data:", page_of(unit))
    found = REQUESTS.search(bare)
    assert not found, bare[max(0, found.start() - 80) : found.end() + 80]


@by_unit
def test_no_formula_needs_a_program_from_elsewhere(unit):
    assert "$$" not in unit.read_text(encoding="utf-8"), "a page without a network shows it raw"


@by_unit
def test_a_page_has_the_units_texts_and_questions_and_each_result_behind_a_click(unit):
    html, shown = page_of(unit), in_sight(page_of(unit))
    for cell in source(unit).cells:
        for title in headings(cell):
            assert re.sub(r"[*`_\"“”'’<>&]", "", title)[:20] in re.sub(r"[*`_\"“”'’<>&]", "", shown)
    results = [
        cell
        for cell in code(teacher(unit))
        if holds_back(cell) and own_outputs(cell) and computes(cell)
    ]
    assert len(soup_of(html).select("details.result")) == len(results)
    debriefs = len(soup_of(html).select("details.debrief"))
    assert debriefs >= len({one.name for one in calls(source(unit)) if one.kind == "observe"})
    assert "For the teacher" not in html and "Not answered yet" not in shown


@by_unit
def test_no_reason_stands_in_sight_on_a_page(unit):
    shown = in_sight(page_of(unit))
    exercises = quiz_of(unit.stem).exercises
    for one in calls(source(unit)):
        options = getattr(exercises.get(one.name), "options", {})
        for option in options.values():
            why = re.sub(r"[*`_]", "", " ".join(option.why.split()))[:50]
            assert not why or why not in shown, (one.name, option.text)


@by_unit
def test_every_picture_of_a_page_has_words(unit):
    for image in soup_of(page_of(unit)).select("img"):
        assert image.get("alt", "").strip(), str(image)[:200]


def test_pages_of_teachers_have_the_answers_and_all_results_in_sight(tmp_path):
    for name in ("04_former_unit.html", "mine.html"):
        (tmp_path / name).write_text("x")
    write_pages(UNITS[:1], tmp_path, teachers=True)
    assert not (tmp_path / "04_former_unit.html").exists() and (tmp_path / "mine.html").exists()
    shown = in_sight((tmp_path / f"{UNITS[0].stem}.html").read_text(encoding="utf-8"))
    assert "For the teacher" in shown
    index = soup_of((tmp_path / "index.html").read_text(encoding="utf-8"))
    links = {link["href"] for link in index.select("main a")}
    assert links == {f"{UNITS[0].stem}.html", "glossary.html"}
    assert all((tmp_path / link).exists() for link in links)


def test_cases_are_printed_as_strips_without_their_answers(tmp_path):
    (unit,) = (one for one in UNITS if one.stem == "01c_cases")
    (written,) = write_strips([UNITS[0], unit], tmp_path)  # the first unit has none
    made = soup_of(written.read_text(encoding="utf-8"))
    assert written.name == "01c_cases_strips.html"
    exercises = sortings(unit)
    cases = [case for one in exercises for case in one.cases.values()]
    assert [len(one.cases) for one in exercises] == [8, 6], "as the teaching guide has it"
    assert len(made.select("section.strip")) == len(cases) + len(exercises)
    shown = " ".join(made.get_text(" ").split())
    for case in cases:
        assert " ".join(case.story.split()) in shown
        assert " ".join(case.why.split()) not in shown


# ── A unit of a few cells ───────────────────────────────────────────────────────────────────────


def unit_of_a_prediction() -> nbformat.NotebookNode:
    """A teachers' notebook in which one thing is predicted, shown and explained."""
    printed = new_output("stream", name="stdout", text="It went left.\n")
    table = new_output("execute_result", data={"text/plain": "12 of 13"}, execution_count=2)
    form = {"text/html": f'<details class="cl-still">{ANSWER_BY_CLICK}</details>'}
    return new_notebook(
        cells=[
            new_markdown_cell("# 00 · Small\n\nSee the [glossary](../glossary.md#maze)."),
            new_code_cell("import this", metadata={"tags": ["setup"]}),
            new_code_cell("quiz.recall()", outputs=[printed]),
            new_code_cell('quiz.predict("where")', outputs=[new_output("display_data", data=form)]),
            new_markdown_cell("**For the teacher: where**", metadata={"tags": ["teacher"]}),
            new_code_cell("go()", metadata={"tags": ["result"]}, outputs=[printed, table]),
            new_code_cell('quiz.observe("where")', outputs=[printed]),
            new_markdown_cell("Because of the wall."),
        ]
    )


@pytest.fixture
def quiz():
    """A quiz that has one prediction."""

    class Prediction(SimpleNamespace):
        pass

    left = SimpleNamespace(text="To the left.", why="There is a wall.", right=True, between=())
    right = SimpleNamespace(text="To the right.", why="There is none.", right=False, between=())
    one = Prediction(
        name="where",
        question="Where will it go?",
        level="easy",
        minutes=1,
        order=("b", "a"),
        options={"a": left, "b": right},
    )
    return SimpleNamespace(exercises={"where": one})


def test_a_page_shows_the_question_and_hides_result_and_reasons(quiz):
    html = page(for_readers(unit_of_a_prediction(), quiz), "Small")
    made, shown = soup_of(html), in_sight(html)
    assert "Where will it go?" in shown and shown.index("To the right.") < shown.index(
        "To the left"
    )
    assert "It went left" not in shown and "wall." in shown and "There is a wall" not in shown
    assert [one.summary.text for one in made.select("details.result")] == [RESULT]
    assert [one.summary.text for one in made.select("details.debrief")] == [DEBRIEF]
    assert "12 of 13" in made.select_one("details.result").text
    assert "There is none" in made.select_one("details.debrief").text
    assert made.select_one("details.setup") and "recall" not in html
    assert made.select_one('a[href="glossary.html#maze"]')
    assert "prefers-color-scheme: dark" in html


def test_pages_for_teachers_hide_nothing():
    shown = in_sight(page(for_teachers(unit_of_a_prediction()), "Small"))
    assert "It went left" in shown and "For the teacher: where" in shown
