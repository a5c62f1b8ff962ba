"""What a cell has just shown is brought into view: a widget between cells, as a notebook has them.

The page is JupyterLab's as far as the widget looks at it, so a test needs no server.
"""

import time

import pytest
from support.browser_tools import browser_page, chromium, plain

from course_lib.widgets import Arcade
from course_lib.worlds import maze

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]
PAGE = """<!doctype html><html lang="en"><title>cells</title><style>
body { margin: 0 } .scroller { height: 660px; overflow: auto }
.text { height: 500px; background: #eee } .code { height: 40px }
</style><div class="scroller">
<div class="jp-Cell text">before</div>
<div class="jp-Cell" id="cell"><div class="code">a widget</div><div id="place"></div></div>
<div class="jp-Cell text" id="next">next</div>
<div class="jp-Cell text" id="far">far</div><div class="jp-Cell text">end</div></div></html>"""
# The reader has run the cell: another is active, and the page is where it was put.
DRAW = """async ([esm, css, state, active, top]) => {
    document.head.append(Object.assign(document.createElement("style"), {textContent: css}));
    document.querySelector(active).classList.add("jp-mod-active");
    const scroller = document.querySelector(".scroller"), place = document.querySelector("#place");
    scroller.scrollTop = top;
    const model = {get: (name) => state[name], set() {}, save_changes() {}, on() {}, off() {}};
    const url = URL.createObjectURL(new Blob([esm], {type: "text/javascript"}));
    const start = await import(url);
    await new Promise(requestAnimationFrame);
    start.default.render({model, el: place});
    for (let n = 0; n < 10; n++) await new Promise(requestAnimationFrame);
    const seen = (node) => {
        const [a, b] = [node.getBoundingClientRect(), scroller.getBoundingClientRect()];
        return a.top >= b.top && a.bottom <= b.bottom;
    };
    return [seen(document.querySelector(".cl-widget")), seen(document.querySelector(".code"))];
}"""


@pytest.fixture(scope="module")
def page():
    with browser_page(1000, 700) as page:
        yield page


def seen(page, active: str, top: int, age: float = 0.0, fold: int = 660) -> list[bool]:
    """Whether the widget, and its cell's code, are whole in view once it is drawn."""
    arcade = Arcade(maze.TRAIN)
    state = plain(arcade.get_state()) | {"shown_at": time.time() - age}
    css = f"{arcade._css} .scroller {{ height: {fold}px }}"
    page.set_content(PAGE)
    return page.evaluate(DRAW, [str(arcade._esm), css, state, active, top])


@pytest.mark.parametrize("top", [0, 200, 540], ids=["below", "half below", "next cell on top"])
@pytest.mark.parametrize("active", ["#cell", "#next"])
def test_a_widget_that_was_just_made_is_seen_with_its_cell(page, active, top):
    assert seen(page, active, top) == [True, True]


def test_where_both_find_no_room_the_widget_is_seen(page):
    assert seen(page, "#next", 540, fold=450)[0]


def test_who_has_gone_elsewhere_stays_there(page):
    assert seen(page, "#far", 0) == [False, True]
    assert page.evaluate("document.querySelector('.scroller').scrollTop") == 0


def test_what_was_shown_long_ago_is_not_brought(page):
    assert seen(page, "#next", 0, age=120) == [False, True]
