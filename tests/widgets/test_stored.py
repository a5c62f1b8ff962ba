"""Stored notebooks: widgets stand in their outputs, and nothing asks for a model that is gone."""

import json
import re

import nbformat
import pytest
from support.stored import stored_notebook
from support.widget_states import curves, episode, form, over

from course_lib.widgets import EpisodePlayer, LevelShelf
from course_lib.widgets.stored import VIEW, kinds, settle
from course_lib.worlds import maze


def settled(*widgets):
    book = stored_notebook(*widgets)
    settle(book)
    nbformat.validate(book)
    return book


def html_of(cell) -> str:
    return cell.outputs[1]["data"]["text/html"]


def test_no_view_and_no_state_is_left():
    book = settled(EpisodePlayer(episode()), form("choice"))
    assert "widgets" not in book.metadata
    for cell in book.cells[1:]:
        first, second = cell.outputs
        assert VIEW not in first["data"] and first["data"]["text/plain"]
        assert set(second["data"]) == {"text/html"}
    again = json.dumps(book)
    settle(book)
    assert json.dumps(book) == again, "what is settled stays as it is"


@pytest.mark.parametrize(
    "make", [lambda: EpisodePlayer(episode()), over, lambda: LevelShelf(maze.DEPLOY, 6),
             lambda: curves(finished=True)],
)  # fmt: skip
def test_what_needs_no_kernel_brings_all_that_it_needs(make):
    widget = make()
    html = html_of(settled(widget).cells[1])
    (packed,) = re.findall(r'<script type="application/json">(.*?)</script>', html, re.S)
    told = json.loads(packed)
    assert told["esm"] == widget._esm and told["css"] == widget._css
    own = {k: v for k, v in told["state"].items()}
    assert own and all(json.dumps(getattr(widget, k)) == json.dumps(v) for k, v in own.items())
    assert html.count("</script>") == 2, "nothing in the data ends the script early"


@pytest.mark.parametrize("make", [lambda: form("choice"), lambda: curves(finished=False)])
def test_what_needs_a_kernel_is_a_picture_that_says_what_to_do(make):
    html = html_of(settled(make()).cells[1])
    assert "<script" not in html
    assert re.search(r"run (its|this|the) cell", html, re.IGNORECASE)


def test_a_widget_of_somebody_else_leaves_its_words():
    book = stored_notebook(EpisodePlayer(episode()))
    book.cells[1].outputs.pop()
    (model,) = book.metadata["widgets"].values()
    model["state"]["model0"]["state"]["_anywidget_id"] = "somewhere.else.Map"
    settle(book)
    (output,) = book.cells[1].outputs
    assert list(output["data"]) == ["text/plain"]


def test_every_widget_of_the_course_is_known_by_its_name():
    import course_lib.widgets as room

    widgets = [getattr(room, name) for name in room.__all__]
    assert {f"{one.__module__}.{one.__name__}" for one in widgets} <= set(kinds())
