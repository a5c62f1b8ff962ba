"""The first opening of a stored lesson, in the newest JupyterLab and in the one on mybinder.org.

`benchmarks/first_opening.py` opens the lessons themselves, many times, on a core that is too slow.
"""

import subprocess
import sys

import nbformat
import pytest
from browser import OLDER_LAB
from quiet_kernel import write as write_kernel_config
from support.browser_tools import (
    browser_page,
    chromium,
    failed_cells,
    lab,
    open_notebook,
    private_environment,
    run_all,
    wait_for_kernel,
    wait_until,
    write_notebook,
)
from support.openings import DIRTY, LOOK, closing_asks, look
from support.stored import stored_notebook
from support.widget_states import episode, form, over

from course_lib.widgets import EpisodePlayer
from course_lib.widgets.stored import settle

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]
# What a setting of JupyterLab is where its user has set nothing.
DEFAULT = """async ([plugin, name]) => {
    const {schema} = await window.jupyterapp.serviceManager.settings.fetch(plugin);
    return schema.properties[name].default;
}"""
LATE = 6000  # milliseconds by which the kernel's answers come late


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A folder with a stored notebook, and with one whose widgets' state is lost; and a home."""
    folder, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home")
    book = stored_notebook(EpisodePlayer(episode()), over(), form("choice"))
    del (saved := nbformat.from_dict(dict(book))).metadata["widgets"]
    nbformat.write(saved, folder / "saved.ipynb")
    settle(book)
    nbformat.write(book, folder / "lesson.ipynb")
    write_kernel_config(home / "ipython" / "profile_default")
    command = [sys.executable, "-m", "jupyter", "trust"]
    files = [str(folder / name) for name in ("saved.ipynb", "lesson.ipynb")]
    environment = private_environment(home, "JupyterLab Light")
    subprocess.run([*command, *files], env=environment, check=True, capture_output=True)
    return folder, home


def opened(page, url: str) -> None:
    page.goto(url, wait_until="commit")
    page.wait_for_selector(".jp-Notebook .jp-Cell")


@pytest.mark.parametrize("older", [None, OLDER_LAB], ids=["newest", "on Binder"])
def test_widgets_stand_before_the_kernel_and_nothing_is_asked_at_the_end(stored, older):
    with lab(*stored, older=older) as address, browser_page(1280, 1400) as page:
        silent = [True]  # the kernel's socket is open, and nobody answers
        page.route_web_socket("**/channels*", lambda s: None if silent else s.connect_to_server())
        opened(page, address("lesson.ipynb"))
        wait_until(page, lambda: page.locator(".cl-stands").count() == 2)
        player = page.locator(".cl-player")
        player.locator(".cl-frame").focus()
        page.keyboard.press("ArrowRight")
        assert player.get_attribute("data-step") == "1", "it plays, and no kernel has answered"
        seen = page.evaluate(LOOK)
        assert seen == {"errors": 0, "widgets": 2, "stills": 1}

        silent.clear()
        opened(page, address("saved.ipynb"))  # views, as a reader's own run saves them
        wait_for_kernel(page)
        wait_until(page, lambda: page.evaluate(LOOK) == {"errors": 0, "widgets": 0, "stills": 3})
        page.wait_for_timeout(LATE)
        assert page.evaluate(LOOK) == {"errors": 0, "widgets": 0, "stills": 3}

        opened(page, address("lesson.ipynb"))
        wait_for_kernel(page)
        news = "@jupyterlab/apputils-extension:notification"
        assert page.evaluate(DEFAULT, [news, "fetchNews"]) == "false", "nobody is asked about news"
        page.locator("#filebrowser .jp-DirListing-item").first.wait_for()
        assert not page.locator("#filebrowser .jp-id-modified").count(), "names have all the room"
        page.wait_for_timeout(1000)
        assert page.evaluate(DIRTY) is False
        assert not closing_asks(page)


RUN = """\
import course_lib as cl
from course_lib.worlds import maze
cl.widgets.{}(maze.TRAIN)"""
SLOW = 4  # times as slow as this machine


def test_a_second_browser_on_a_running_kernel_and_the_next_day_find_no_error(stored):
    """What a reader ran and saved: the widget itself, or its picture that says what to do."""
    folder, home = stored
    write_notebook(folder / "own.ipynb", [RUN.format(n) for n in ("LevelShelf", "LevelEditor")])
    with lab(folder, home) as address, browser_page(1280, 1000) as page:
        open_notebook(page, address("own.ipynb"))
        run_all(page)
        assert failed_cells(page) == []
        page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
        other = page.context.browser.new_context(viewport={"width": 1280, "height": 1000})
        second = other.new_page()  # another browser, on a slow machine, while the kernel runs
        second.set_default_timeout(180_000)
        tools = other.new_cdp_session(second)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
        opened(second, address("own.ipynb"))
        wait_for_kernel(second)
        wait_until(second, lambda: look(second).widgets + look(second).stills >= 2, 90)
        seen = look(second)
        assert seen.errors == 0 and seen.cells == 2, seen
        other.close()
        page.evaluate("window.jupyterapp.commands.execute('notebook:shutdown-kernel')")
        opened(page, address("own.ipynb"))  # the next day
        wait_for_kernel(page)
        wait_until(page, lambda: look(page).stills >= 2, 90)  # drawn late if busy
        seen = look(page)
        assert seen.errors == 0 and seen.cells == 2, seen
