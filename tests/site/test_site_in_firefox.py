"""The site in Firefox, from its folder and from a server, where there is a Firefox."""

import pytest
from serverless.pages import there
from support.firefox import firefox, fox
from support.site import WAYS, opened

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(firefox() is None, reason="Firefox is not installed"),
]
READY = """document.documentElement.dataset.ready === "true"
    || document.getElementById("trouble").textContent !== \"\""""
TROUBLE = 'document.getElementById("trouble").textContent'
ASKED = 'performance.getEntriesByType("resource").map((one) => one.name)'
CLICK = '[...document.querySelectorAll("button")].find((b) => b.textContent === "Measure").click()'
PRESS = """document.querySelector(".cl-frame").dispatchEvent(
    new KeyboardEvent("keydown", {key: "n", bubbles: true, cancelable: true}))"""


@pytest.fixture(scope="module")
def page():
    with fox() as page:
        yield page


@pytest.fixture(scope="module", params=WAYS)
def base(request, site_folder):
    with opened(site_folder, request.param) as base:
        yield base


def open_page(page, address: str) -> None:
    page.go(address)
    page.wait_for(READY)


def test_every_page_opens_and_nothing_leaves_the_folder(page, base):
    for name in ["index", *there()]:
        page.errors.clear()
        open_page(page, f"{base}{name}.html")
        assert page.value(TROUBLE) == "", name
        outside = [one for one in page.value(ASKED) if not one.startswith((base, "blob:", "data:"))]
        assert (outside, page.errors) == ([], []), name


def test_an_agent_acts_and_is_counted_as_in_every_other_browser(page, base):
    open_page(page, f"{base}watch.html#agent=maze/corner&seed=7&step=3")
    label = 'document.querySelector(".cl-player canvas").getAttribute("aria-label")'
    assert page.value(label).startswith("mouse 0 · deployment · level 7. Step 3 of")
    page.value("document.querySelectorAll('#measure select')[2].value = '100'")
    page.value(
        "document.querySelectorAll('#measure select')[2].dispatchEvent(new Event('change')) || 0"
    )
    page.value(f"({CLICK}) || 0")
    page.wait_for('document.querySelector(".site-measured") !== null')
    text = page.value('document.querySelector(".site-measured").textContent')
    assert "cheese (intended goal)" in text and "planner" in text and "random" in text
    assert page.value(TROUBLE) == ""


def test_one_plays_and_goes_on_to_new_levels(page, base):
    open_page(page, f"{base}play.html#world=coin_run&seed=3")
    for seed in range(4, 12):
        page.value(f"({PRESS}) || 0")
        page.wait_for(f'document.querySelector(".cl-arcade").dataset.seed === "{seed}"')
    page.wait_for('location.hash.includes("seed=11")')
    assert page.value(TROUBLE) == ""
