"""A widget that is closed leaves nothing behind, and what is read where none runs stays."""

import gc
import weakref

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from ipywidgets.widgets.widget import _instances
from widget_states import WIDGETS, curves, known_levels

from course_lib.study import rounds_data

CASES = [(name, n) for name, makers in WIDGETS.items() for n in range(len(makers))]


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setattr(rounds_data, "known_levels", known_levels)


@pytest.fixture
def notebook():
    """A shell in which `display` works, as in a notebook."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


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
def test_a_widget_is_followed_by_what_is_read_where_none_runs(name, notebook):
    widget = WIDGETS[name][-1]()
    with capture_output() as shown:
        notebook.display_formatter.format(widget)
    live, still = (output.data for output in shown.outputs)
    assert "application/vnd.jupyter.widget-view+json" in live
    assert set(still) == {"text/html"}
    assert repr(widget).split(":")[0] == name and f"<summary>{name}" in still["text/html"]
    assert f"base64,{live['image/png']}" in still["text/html"]


def test_words_are_escaped_and_curves_tell_how_they_ended(notebook):
    widget = curves(finished=False)
    with capture_output() as shown:
        notebook.display_formatter.format(widget)
        widget.finish("Better than <b>before</b>.")
    assert len(shown.outputs) == 3
    assert "Better" not in shown.outputs[1].data["text/html"]
    assert "Better than &lt;b&gt;before&lt;/b&gt;." in shown.outputs[2].data["text/html"]


def test_a_closed_widget_says_so(notebook, capsys):
    widget = curves(finished=True)
    widget.close()
    notebook.display_formatter.format(widget)
    assert capsys.readouterr().out == "LiveCurves: Trained. (closed)\n"
