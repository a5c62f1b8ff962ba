"""Every widget passes axe-core's audit, in JupyterLab's light and dark colours."""

import re
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from support.browser_tools import browser_page, chromium, stand_alone
from support.waiting import at_rest
from support.widget_states import WIDGETS, known_levels

from course_lib import widgets
from course_lib.study.game import known as rounds_data
from course_lib.widgets.base import STATIC

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


def colours(theme: str) -> str:
    """The colours of a theme of JupyterLab, as CSS."""
    text = (THEMES / f"theme-{theme}-extension" / "index.css").read_text(encoding="utf-8")
    named = re.findall(r"--(?:jp|md)-[\w-]+\s*:[^;{}]+;", text)
    return f":root {{ {' '.join(named)} }} body {{ background: var(--jp-layout-color0); }}"


@pytest.fixture(scope="module")
def page():
    with browser_page(width=1024) as page:
        yield page


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """What the observers need is known for every round, so that none is measured here."""
    monkeypatch.setattr(rounds_data, "known_levels", known_levels)


def test_no_widget_is_left_out():
    assert set(WIDGETS) == {n for n in widgets.__all__ if isinstance(getattr(widgets, n), type)}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", list(WIDGETS))
def test_axe_finds_nothing_to_complain_of(page, name, theme):
    found = []
    for make in WIDGETS[name]:
        stand_alone(page, make())
        page.add_style_tag(content=colours(theme))
        page.evaluate("light => { document.body.dataset.jpThemeLight = light; }", theme == "light")
        for details in page.locator("details").all():
            details.evaluate("node => { node.open = true; }")
        page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
        found += page.evaluate(AUDIT)
    assert found == []


# What sticks out of the window or is cut off, but for what scrolls sideways by itself.
CUT = """() => {
    const scrolls = (one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX);
    const bad = [];
    for (const one of document.querySelectorAll("main *")) {
        if (!one.checkVisibility() || one.closest(".cl-live, svg, option")) continue;
        const {left, right, width} = one.getBoundingClientRect();
        let held = one.parentElement;
        while (held && !scrolls(held)) held = held.parentElement;
        if (width > 1 && !held && (right > innerWidth + 1 || left < -1))
            bad.push(`${one.tagName}.${one.getAttribute("class")} to ${Math.round(right)}`);
        if (getComputedStyle(one).overflowX === "hidden" && one.scrollWidth > one.clientWidth + 1)
            bad.push(`${one.tagName}.${one.getAttribute("class")} is cut`);
    }
    return bad;
}"""
WIDTHS = [390, 768, 1280, 1920]


@pytest.mark.parametrize("name", list(WIDGETS))
def test_nothing_is_cut_from_a_telephone_to_a_wall(page, name):
    found = []
    for number, make in enumerate(WIDGETS[name]):
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        stand_alone(page, make())
        for details in page.locator("details").all():
            details.evaluate("node => { node.open = true; }")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            at_rest(page)
            found += [f"{number} at {width}: {one}" for one in page.evaluate(CUT)]
    page.set_viewport_size({"width": 1024, "height": 900})
    assert found == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_game_that_fills_the_window(page, theme):
    found = []
    for make in WIDGETS["SpotTheDifference"][2:]:
        stand_alone(page, make())
        page.add_style_tag(content=colours(theme))
        page.evaluate("light => { document.body.dataset.jpThemeLight = light; }", theme == "light")
        page.locator(".cl-spot").focus()
        page.keyboard.press("f")
        page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
        found += page.evaluate(AUDIT)
    assert found == []


BOXES = """() => [...document.querySelectorAll("main *")].map((node) => {
    const {x, y, width, height} = node.getBoundingClientRect();
    return [node.tagName + "." + (node.getAttribute("class") || ""),
            ...[x, y, width, height].map(Math.round)].join(" ");
})"""


def boxes(page) -> list[str]:
    """Where everything stands, once nothing moves any more."""
    latest = page.evaluate(BOXES)
    for _ in range(50):
        page.wait_for_timeout(100)
        before, latest = latest, page.evaluate(BOXES)
        if latest == before:
            return latest
    raise AssertionError("the widget does not come to rest")


@pytest.mark.parametrize("name", list(WIDGETS))
def test_a_widget_looks_the_same_beside_all_others(page, name):
    """A page of a lesson has the styles of several widgets, in any order: none undoes another."""
    every = "\n".join(file.read_text(encoding="utf-8") for file in sorted(STATIC.glob("*.css")))
    page.emulate_media(reduced_motion="reduce")  # players wait
    for make in WIDGETS[name]:
        stand_alone(page, make())
        alone = boxes(page)
        page.add_style_tag(content=every)
        assert boxes(page) == alone
