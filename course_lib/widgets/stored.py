"""Widgets in a stored notebook: they stand in its outputs by themselves, before any cell is run.

Jupyter stores a widget as a view, which finds its model only once a kernel is there and Jupyter's
manager has restored the notebook's state. On a slow machine the view is asked for in between: then
"Error displaying widget: model not found" stands on the page, and only running the cell takes
it away. So a stored notebook of the course holds no view: the output has the widget's own module,
style and state, and a small script that puts them together. It plays on the page of an exported
file, too. What would need a kernel is stored as its picture and says so.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from course_lib import widgets
from course_lib.widgets import base

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
SCRIPT = Path(__file__).parent / "alone.js"
# What is of the widget itself, of all that its model's state holds.
COMMON = ("layout", "tabbable", "tooltip", "shown_at")
# The output before it has the same picture, for GitHub and for notebooks that are not trusted:
# there styles and scripts are dropped, and the line of text is read.
ALONE = """\
<style>
.jp-OutputArea-child:has(+ .jp-OutputArea-child .cl-alone) { display: none; }
.cl-alone.cl-stands > .cl-still { display: none; }
.cl-alone .cl-still { animation: none; }
</style>
<div class="cl-alone">
%s
%s</div>"""
PARTS = """<script type="application/json">%s</script>
<script>(() => { "use strict";
%s})();</script>
"""


def settle(notebook: Any) -> None:
    """Turn every stored view of a widget into outputs that need no manager, in place.

    notebook: an executed NotebookNode with its widgets' state in the metadata, which it loses. The
    view of a widget that is not of this course, or has no state, leaves its text and its picture.
    """
    states = notebook.metadata.pop("widgets", {}).get(STATE, {}).get("state", {})
    for cell in notebook.cells:
        outputs = cell.get("outputs", [])
        for number, output in enumerate(outputs):
            view = output.get("data", {}).pop(VIEW, None)
            if view is None:
                continue
            state = states.get(view["model_id"], {}).get("state", {})
            still = outputs[number + 1] if number + 1 < len(outputs) else {}
            if is_still(still):
                still["data"]["text/html"] = ALONE % (still["data"]["text/html"], parts(state))


def is_still(output: Any) -> bool:
    """Whether an output is the one that `CourseWidget` shows after a widget."""
    return base.STILL_CLASS in "".join(output.get("data", {}).get("text/html", ""))


def parts(state: dict) -> str:
    """The widget of this state as HTML that plays alone; "" if it needs a kernel."""
    kind = kinds().get(state.get("_anywidget_id", ""))
    if kind is None or not kind.plays_alone(state):
        return ""
    own = {k: v for k, v in state.items() if not k.startswith("_") and k not in COMMON}
    told = {"esm": state["_esm"], "css": state["_css"], "state": own}
    code = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")  # no tag ends the script
    return PARTS % (code, SCRIPT.read_text(encoding="utf-8"))


def kinds() -> dict[str, type[base.CourseWidget]]:
    """The widgets of the course by the name that anywidget gives them in their state."""
    for name in widgets.__all__:
        getattr(widgets, name)  # its room is opened on first use
    return {f"{kind.__module__}.{kind.__name__}": kind for kind in descendants(base.CourseWidget)}


def descendants(kind: type[base.CourseWidget]) -> Iterator[type[base.CourseWidget]]:
    """All widgets that are made from this one."""
    for each in kind.__subclasses__():
        yield each
        yield from descendants(each)
