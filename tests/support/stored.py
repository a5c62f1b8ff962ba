"""A stored notebook with widgets, as a lesson is stored, made without running a kernel."""

from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from quiet_kernel import LANGUAGE

from course_lib.widgets.stored import STATE, VIEW

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def stored_notebook(*widgets: Any) -> Any:
    """A notebook with a cell for each widget, with its view and its state, as nbclient leaves it.

    Where a cell is run again, it prints a word.
    """
    cells, states = [new_markdown_cell("# Before")], {}
    for number, widget in enumerate(widgets):
        name = f"model{number}"
        cell = new_code_cell("print('run again')", execution_count=number + 1)
        data = {VIEW: {"model_id": name, "version_major": 2, "version_minor": 1},
                "text/plain": repr(widget)}  # fmt: skip
        still = {"text/html": widget._still_html(None)}
        cell.outputs = [new_output("display_data", data), new_output("display_data", still)]
        cells.append(cell)
        states[name] = state_of(widget)
    book = new_notebook(cells=cells)
    book.metadata |= {"kernelspec": KERNEL, "language_info": LANGUAGE}
    all_states = {"version_major": 2, "version_minor": 0, "state": states}
    book.metadata["widgets"] = nbformat.from_dict({STATE: all_states})
    return book


def state_of(widget: Any) -> dict:
    """The state of a widget as nbclient stores it."""
    kind = type(widget)
    state = {k: v for k, v in widget.get_state().items() if k not in ("layout", "tooltip")}
    state |= {"_esm": str(widget._esm), "_css": str(widget._css)}
    state["_anywidget_id"] = f"{kind.__module__}.{kind.__name__}"
    return {"model_module": "anywidget", "model_module_version": "~0.9.*",
            "model_name": "AnyModel", "state": state}  # fmt: skip
