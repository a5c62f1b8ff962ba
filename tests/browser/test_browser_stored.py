"""What is left of every widget without its kernel: stored, exported, restarted."""

import subprocess
import sys

import pytest
from support.browser_tools import (
    browser_page,
    chromium,
    execute,
    failed_cells,
    lab,
    open_notebook,
    private_environment,
    run_all,
    wait_for_kernel,
    wait_until,
)
from support.every_widget import EVERY, cell_in_view, widget_in_view, write_every_widget

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]
# Whether a canvas has more than one colour: something is drawn on it.
DRAWN = """node => {
    const {data} = node.getContext("2d").getImageData(0, 0, node.width, node.height);
    return new Set(new Uint32Array(data.buffer)).size > 1;
}"""
WORDS = {  # what a picture is called, by the widget's class
    "Arcade": "To play by hand",
    "Compare": "Policies compared",
    "EpisodePlayer": "Episode",
    "LevelEditor": "Level to edit",
    "LevelShelf": "Shelf of levels",
    "LiveCurves": "Training",
    "LiveTraining": "Training",
    "SpotTheDifference": "Spot the difference",
}


@pytest.fixture
def page():
    with browser_page(1280, 1000) as page:
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        yield page
        assert [p for p in page.problems if "Failed to initialize model" not in p] == []


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """The folder of a notebook with every widget, executed, stored and trusted; and a home."""
    folder, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home")
    path, environment = folder / "every.ipynb", private_environment(home, "JupyterLab Light")
    write_every_widget(path)
    execute(path, environment)
    command = [sys.executable, "-m", "jupyter", "trust", str(path)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return folder, home


@pytest.fixture(scope="module")
def address(stored):
    with lab(*stored) as address:
        yield address


def is_readable(page, name: str) -> None:
    """The widget is there, with words and with a picture in which something is drawn."""
    widget = widget_in_view(page, name)
    assert len(widget.inner_text()) > 40, name
    if name == "LiveCurves":  # its curves are SVG
        assert widget.locator(".cl-line").count() > 1
    elif name.startswith("Form"):  # words, and something to choose or to write into
        assert widget.locator("input, textarea, button").count() > 1
    else:
        canvas = widget.locator("canvas:visible").first
        wait_until(page, lambda: canvas.evaluate(DRAWN))


@pytest.mark.slow
def test_stored_and_trusted_every_widget_is_readable_without_a_kernel(page, address):
    page.route("**/api/sessions*", lambda route: refuse(route))
    page.goto(address("every.ipynb"), wait_until="commit")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    for name in EVERY:
        dismiss_dialogs(page)
        cell = cell_in_view(page, name)
        wait_until(page, lambda cell=cell: shows_widget_or_still(cell))
    lab_itself = ("no kernel here", "reading 'kernel'")  # JupyterLab misses the kernel, too
    page.problems = [p for p in page.problems if not any(words in p for words in lab_itself)]


def shows_widget_or_still(cell) -> bool:
    """The widget itself is there, or, where it cannot be had, its line and its picture."""
    live, still = cell.locator(".cl-widget").first, cell.locator(".cl-still")
    if live.count():
        return live.is_visible() and not still.is_visible()
    return still.is_visible() and still.bounding_box()["height"] > 60


def refuse(route) -> None:
    """The server starts no kernel."""
    if route.request.method == "POST":
        route.fulfill(status=500, json={"message": "no kernel here", "traceback": ""})
    else:
        route.continue_()


def dismiss_dialogs(page) -> None:
    """What JupyterLab says about the kernel that it did not get is read and put away."""
    for button in page.locator(".jp-Dialog .jp-mod-accept").all():
        button.click()


def test_exported_as_html_and_opened_offline_every_widget_is_readable(page, stored):
    folder, home = stored
    command = [sys.executable, "-m", "nbconvert", "--to", "html", str(folder / "every.ipynb")]
    environment = private_environment(home, "JupyterLab Light")
    subprocess.run(command, env=environment, check=True, capture_output=True)
    page.route("http*://**", lambda route: route.abort())
    page.goto((folder / "every.html").as_uri())
    stills = page.locator(".cl-still")
    assert stills.count() == len(EVERY)
    for name, still in zip(EVERY, stills.all(), strict=True):
        form = name.startswith("Form")
        words = "Exercise · lost" if form else WORDS[name.split(",")[0]]
        still.locator("summary").filter(has_text=words).wait_for()
        wait_until(page, lambda still=still: still.bounding_box()["height"] > 60)
        if form:  # its words are words, and no picture
            assert "Why does the mouse go to the corner?" in still.inner_text()
            continue
        assert still.locator("img").evaluate("node => node.width") > 100
    page.problems.clear()  # the page's own scripts could not be loaded


@pytest.mark.slow
def test_a_restart_of_the_kernel_breaks_nothing(page, address):
    open_notebook(page, address("every.ipynb"))
    run_all(page, 400)
    assert failed_cells(page) == []
    for name in EVERY:
        widget_in_view(page, name)
    page.evaluate(
        "async () => await window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()"
    )
    wait_for_kernel(page)
    for name in EVERY:
        is_readable(page, name)
    for name, step in (("EpisodePlayer", "data-step"), ("Compare", "data-step")):
        widget_in_view(page, name).locator(".cl-frame").first.focus()
        page.keyboard.press("ArrowRight")
        assert widget_in_view(page, name).get_attribute(step) == "1"
    widget_in_view(page, "Arcade").locator(".cl-frame").focus()
    page.keyboard.press("ArrowRight")
    wait_until(page, lambda: widget_in_view(page, "Arcade").get_attribute("data-steps") == "1")
    asks = {
        "LevelEditor": "New level",
        "SpotTheDifference": "6 more",
    }
    for name, button in asks.items():
        widget = widget_in_view(page, name)
        widget.get_by_role("button", name=button).first.click()
        widget.get_by_text("No answer from the kernel").wait_for()
    shelf = widget_in_view(page, "LevelShelf")
    before = shelf.locator(".cl-thumb").count()
    shelf.get_by_role("button", name="12 more levels").first.click()
    wait_until(page, lambda: shelf.locator(".cl-thumb").count() == before + 12)
    training = widget_in_view(page, "LiveTraining")
    training.get_by_role("button", name="Stop and keep").click()
    training.get_by_text("The kernel does not answer").first.wait_for()
