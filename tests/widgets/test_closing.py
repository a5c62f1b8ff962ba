"""A widget that is closed leaves nothing behind, and what is read where none runs stays."""

import gc
import weakref
from html import escape

import pytest
from ipywidgets.widgets.widget import _instances
from support.widget_states import WIDGETS, curves, known_levels

from course_lib.study.game import known as rounds_data
from course_lib.widgets import base

CASES = [(name, n) for name, makers in WIDGETS.items() for n in range(len(makers))]


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setattr(rounds_data, "known_levels", known_levels)


@pytest.fixture
def outputs(monkeypatch) -> list[dict]:
    """What a notebook would have got to show, or to show anew."""
    found: list[dict] = []
    for name in ("display", "update_display"):
        monkeypatch.setattr(base, name, lambda data, **_how: found.append(data))
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("name", "n"), CASES)
def test_nothing_holds_a_widget_that_is_closed(name, n):
    gc.collect()
    before = set(_instances)
    widget = WIDGETS[name][n]()
    died = weakref.ref(widget)
    assert set(_instances) > before
    widget.close()
    assert set(_instances) == before, "layouts and inner players are given back too"
    del widget
    gc.collect()
    assert died() is None


@pytest.mark.parametrize("name", list(WIDGETS))
def test_a_widget_is_followed_by_what_is_read_where_none_runs(name, outputs):
    widget = WIDGETS[name][-1]()
    widget._ipython_display_()
    live, still = outputs
    assert "application/vnd.jupyter.widget-view+json" in live
    assert set(still) == {"text/html"}
    if name == "Form":  # its words are there as words
        assert "<summary>Exercise · lost</summary>" in still["text/html"]
        assert "What went wrong?</pre>" in still["text/html"]
        return
    words = escape(widget.describe())
    assert f"<summary>{words}<" in still["text/html"] and f'alt="{words}"' in still["text/html"]
    assert name not in words, "what a reader reads is no class's name"
    assert f"base64,{live['image/png']}" in still["text/html"]


def test_words_are_escaped_and_curves_tell_how_they_ended(outputs):
    widget = curves(finished=False)
    widget._ipython_display_()
    widget.finish("Better than <b>before</b>.")
    assert "Better" not in outputs[1]["text/html"]
    assert "Better than &lt;b&gt;before&lt;/b&gt;." in outputs[2]["text/html"]
    assert len(outputs) == 3


def test_a_closed_widget_says_so(outputs, capsys):
    widget = curves(finished=True)
    widget.close()
    widget._ipython_display_()
    assert capsys.readouterr().out == "Training: Trained. (closed)\n" and outputs == []
