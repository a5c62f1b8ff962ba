"""Every widget passes axe-core's audit, in JupyterLab's light and dark colours."""

import re
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from browser_tools import browser_page, chromium, stand_alone

import course_lib as cl
from course_lib import widgets
from course_lib.study.play import from_actions
from course_lib.widgets import Arcade, EpisodePlayer, LiveCurves
from course_lib.worlds import coin_run, maze

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]
AXE = files("axe_playwright_python").joinpath("axe.min.js")
THEMES = Path(sys.prefix) / "share" / "jupyter" / "lab" / "themes" / "@jupyterlab"
AUDIT = """async () => {
    const {violations} = await axe.run(document.querySelector("main"));
    return violations.map(({id, nodes}) =>
        `${id}: ${nodes.map(n => n.html.slice(0, 120) + " " + n.failureSummary).join(" | ")}`);
}"""


def episode(distribution=maze.DEPLOY, seed: int = 31):
    """A random walk with everything that an agent's episode has."""
    run = cl.play(cl.random_policy(distribution), distribution, seed=seed)
    steps, actions = len(run.actions), len(cl.world_of(distribution).Action)
    run.values = np.linspace(0, 1, steps + 1)
    run.probabilities = np.full((steps + 1, actions), 1 / actions)
    return run


def curves(finished: bool) -> LiveCurves:
    made = LiveCurves(goal="cheese", proxies=("corner",), total=1000)
    for n in range(1, 9):
        made.update(100 * n, n, n / 9, {"cheese": n / 9, "corner": 1.0})
    if finished:
        made.finish("Trained.")
    return made


def over() -> Arcade:
    arcade = Arcade(maze.TRAIN, seed=5)
    for action in cl.play(cl.planner(maze.TRAIN), maze.TRAIN, seed=5).actions:
        arcade.press(int(action))
    return arcade


WIDGETS = {  # by the name of the widget, the states in which it is looked at
    "EpisodePlayer": [
        lambda: EpisodePlayer(episode(), caption="A random walk"),
        lambda: EpisodePlayer(episode(), episode(seed=2), episode(coin_run.TRAIN), episode()),
        lambda: EpisodePlayer(from_actions(maze.DEPLOY, [], seed=1)),
    ],
    "Arcade": [lambda: Arcade(coin_run.TRAIN), lambda: Arcade(maze.TRAIN), over],
    "LiveCurves": [lambda: curves(False), lambda: curves(True)],
}


def colours(theme: str) -> str:
    """The colours of a theme of JupyterLab, as CSS."""
    text = (THEMES / f"theme-{theme}-extension" / "index.css").read_text(encoding="utf-8")
    named = re.findall(r"--(?:jp|md)-[\w-]+\s*:[^;{}]+;", text)
    return f":root {{ {' '.join(named)} }} body {{ background: var(--jp-layout-color0); }}"


@pytest.fixture(scope="module")
def page():
    with browser_page(width=1024) as page:
        yield page


NOT_YET = {"Compare", "LevelEditor", "LevelShelf", "LiveTraining", "SpotTheDifference"}  # issue 4


def test_no_widget_is_left_out():
    assert set(WIDGETS) | NOT_YET == {
        n for n in widgets.__all__ if isinstance(getattr(widgets, n), type)
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", list(WIDGETS))
def test_axe_finds_nothing_to_complain_of(page, name, theme):
    for make in WIDGETS[name]:
        stand_alone(page, make())
        page.add_style_tag(content=colours(theme))
        page.evaluate("light => { document.body.dataset.jpThemeLight = light; }", theme == "light")
        for details in page.locator("details").all():
            details.evaluate("node => { node.open = true; }")
        page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
        assert page.evaluate(AUDIT) == []
