"""Every key, pressed in every control of every widget: none reaches the notebook's shortcuts.

In the newest JupyterLab, and in the one that mybinder.org's image brings.
"""

import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from support.browser_tools import (
    LETTERS,
    MOVES,
    browser_page,
    cells,
    chromium,
    failed_cells,
    lab,
    open_notebook,
    run_all,
)
from support.every_widget import EVERY, widget_in_view, write_every_widget

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]
# What the page would do for the keys: JupyterLab's own commands, as they are executed.
LISTEN = """() => {
    window.ran = [];
    window.jupyterapp.commands.commandExecuted.connect((_, {id}) => window.ran.push(id));
}"""
# Focuses the first control of a kind that was not tried yet, and gives its kind.
NEXT = """(root, tried) => {
    const controls = root.querySelectorAll("button, input, select, summary, textarea, [tabindex]");
    for (const one of [root, ...controls]) {
        const kind = [one.tagName, one.type || "", one.className].join(" ");
        if (tried.includes(kind) || one.disabled || !one.checkVisibility()) continue;
        one.scrollIntoView({block: "nearest"});
        one.focus();
        if (document.activeElement === one) return kind;
    }
    return null;
}"""
OPEN = "root => root.querySelectorAll('details').forEach(node => { node.open = true; })"
AUTOMATIC = {"docmanager:save", "logconsole:open"}  # the lab's own, not of a key


OLDER = "4.4.9"  # brought by tools/browser.py


@pytest.fixture(scope="module", params=["newest", OLDER])
def page(request, tmp_path_factory):
    """One JupyterLab with one notebook in which every widget has been shown."""
    folder, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home")
    write_every_widget(folder / "every.ipynb")
    newest = request.param == "newest"
    older = None if newest else Path(sys.prefix) / f"jupyterlab-{request.param}"
    with lab(folder, home, older=older) as address, browser_page(1280, 1000) as page:
        open_notebook(page, address("every.ipynb"))
        served = page.evaluate("window.jupyterapp.version")
        assert served == (version("jupyterlab") if newest else request.param)
        run_all(page, 400)
        assert failed_cells(page) == []
        page.evaluate(LISTEN)
        yield page


@pytest.mark.parametrize("name", list(EVERY))
def test_no_key_reaches_the_notebook(page, name):
    widget, tried = widget_in_view(page, name), []
    widget.evaluate(OPEN)
    before = cells(page)
    page.evaluate("() => { window.ran = []; }")
    while (kind := widget.evaluate(NEXT, tried)) is not None:
        tried.append(kind)
        for key in ["Escape", *MOVES, *LETTERS]:
            page.keyboard.press(key)
        ran = set(page.evaluate("window.ran")) - AUTOMATIC
        assert ran == set(), f"{name}, from {kind}"
        assert widget.evaluate("root => root.contains(document.activeElement)"), kind
    assert tried, "there was something to press"
    assert page.locator(".jp-Dialog").count() == 0
    assert cells(page) == before


def test_the_ears_are_open(page):
    """Outside a widget the notebook hears keys, and the test above would notice."""
    widget_in_view(page, "EpisodePlayer")
    page.evaluate("() => { window.ran = []; }")
    page.locator(".jp-Notebook [data-windowed-list-index='1'] .jp-InputPrompt").click()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("window.ran.length > 0")
