"""Showing an exercise: as a form where widgets run, as plain text elsewhere."""

import sys
from collections.abc import Callable, Mapping
from typing import Any


def in_notebook() -> bool:
    """Whether a kernel runs this, whose front end may show widgets."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return hasattr(shell, "kernel")


def show(form: Callable[[], Any] | None, text: str) -> None:
    """Show the form in a notebook, where there is one; print the text otherwise."""
    if form is not None and in_notebook():
        from IPython.display import display

        display(form())
    else:
        print(text)


def make_form(exercise: Mapping[str, Any], judge: Callable, text: str, **state: Any) -> Any:
    """The widget of an exercise. See `course_lib.widgets.form`."""
    from course_lib.widgets.form.widget import Form  # anywidget is needed here only

    return Form(exercise, judge, text=text, **state)


def show_chart(svg: str, text: str) -> None:
    """Show a picture with its text in a notebook, and print the text elsewhere."""
    if in_notebook():
        from IPython.display import display

        display({"text/html": svg, "text/plain": text}, raw=True)
    else:
        print(text)
