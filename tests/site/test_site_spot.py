"""The game on the site, from a folder, in Chromium: alone, as a class, and with wrong addresses."""

import csv
import io
import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from support.browser_tools import browser_page, chromium, wait_until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]

AXE = files("axe_playwright_python").joinpath("axe.min.js")
AUDIT = """async () => (await axe.run(document)).violations.map(({id, nodes}) =>
    `${id}: ${nodes.map((node) => node.html.slice(0, 120) + node.failureSummary).join(" | ")}`)"""


@pytest.fixture(scope="module")
def page(site_folder) -> Iterator:
    """One page for all; what it asked for, and what went wrong in it."""
    with browser_page(1024, 900) as page:
        page.set_default_timeout(30_000)
        page.problems, page.asked = [], []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.at = (site_folder / "spot.html").as_uri()
        yield page
        assert page.problems == []
        inside = (site_folder.as_uri(), "blob:", "data:")
        assert [url for url in page.asked if not url.startswith(inside)] == []


def opened(page, end: str = "", forget: bool = True):
    """The game at this end of the address, as if for the first time; gives the game."""
    page.goto("about:blank")
    page.goto(page.at + end)
    if forget:
        page.evaluate("localStorage.clear()")
        page.goto("about:blank")
        page.goto(page.at + end)
    game = page.locator(".cl-spot")
    game.wait_for()
    return game


def told(game) -> bool:
    return game.get_attribute("data-told") == "all"


def test_a_whole_round_by_keyboard_alone_is_kept_and_can_be_saved(page):
    game = opened(page)
    assert game.locator(".cl-shelf-A canvas").count() == 6
    assert not page.get_by_label("Teams").is_visible()
    assert not page.get_by_label("Clock").is_visible()
    game.focus()
    page.keyboard.press("r")
    wait_until(page, lambda: "Tick what differs" in game.locator(".cl-trouble").inner_text())
    page.keyboard.press("b")
    wait_until(page, lambda: game.get_attribute("data-looked") == "6 12")
    for key in "1]]]p":
        page.keyboard.press(key)
    assert game.get_by_label("the colour of the goal", exact=True).is_checked()
    page.keyboard.press("r")
    wait_until(page, lambda: told(game))
    assert "yellow in A, red in B" in game.locator(".cl-truth").inner_text()
    assert "+24 points; foresaw the agent" in game.locator(".cl-verdicts").inner_text()
    player = game.locator(".cl-replay .cl-player")
    wait_until(page, lambda: int(player.get_attribute("data-step")) > 0)  # it plays by itself
    assert "gems/yellow-gem" in game.locator(".cl-rates").inner_text()
    assert page.evaluate("document.activeElement.className") == "cl-told-title"
    page.keyboard.press("n")
    wait_until(page, lambda: game.get_attribute("data-round") == "2")
    assert page.url.endswith("#round=2")
    page.keyboard.press("1")  # an answer that is begun
    kept = "Object.values(localStorage).join()"  # the form is written now and then
    wait_until(page, lambda: '"attributes":["' in page.evaluate(kept))
    page.reload()
    game.wait_for()
    wait_until(page, lambda: game.get_attribute("data-round") == "2")
    begun = game.locator("input[type=checkbox]:checked")
    wait_until(page, lambda: begun.count() == 1)  # it is still begun
    assert "1 answer so far" in page.locator("#answers").inner_text()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save the answers").click()
    (row,) = csv.DictReader(io.StringIO(Path(coming.value.path()).read_text()))
    assert (row["said"], row["sure"], row["looked_b"]) == ("colour", "0.9", "12")
    assert (row["points"], row["foreseen"], row["agent"]) == ("24", "True", "gems/yellow-gem")
    opened(page, "#round=1", forget=False)
    assert told(game), "a round that was answered is not answered again"
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Begin again").click()
    wait_until(page, lambda: game.get_attribute("data-told") == "")
    assert page.get_by_role("button", name="Begin again").is_disabled()


def test_a_round_in_class(page):
    game = opened(page, "#teams=owls,foxes&clock=600&world=gems")
    assert "cl-large" in game.get_attribute("class")
    game.get_by_label("owls: the colour of the goal", exact=True).check()
    game.get_by_label("foxes: the shape of the goal", exact=True).check()
    game.get_by_label("foxes: how sure", exact=True).focus()
    page.keyboard.press("End")
    more = game.get_by_role("button", name="one hand more: the colour of the goal")
    more.click()
    more.click()
    game.locator(".cl-take").first.click()
    wait_until(page, lambda: game.locator(".cl-sure").first.inner_text() == "100 %")
    game.focus()
    page.keyboard.press("c")
    wait_until(page, lambda: "600" not in game.locator(".cl-clock").inner_text())
    page.keyboard.press("r")
    wait_until(page, lambda: told(game))
    said = game.locator(".cl-verdicts li")
    assert "owls" in said.first.inner_text() and "+25 points" in said.first.inner_text()
    assert "foxes" in said.last.inner_text() and "−75 points" in said.last.inner_text()
    page.get_by_label("Teams").fill("owls, foxes, hares")
    page.keyboard.press("Tab")
    wait_until(page, lambda: "hares" in game.inner_text())
    assert "teams=owls%2Cfoxes%2Chares" in page.url and "clock=600" in page.url


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("#round=9999", "There is no round 9999: these are rounds 1 to"),
        ("#round=first", "A round is a whole number from 1 on, not “first”."),
        ("#rounds=odd", "There are no rounds “odd”; there are: all, prepared, drawn."),
        ("#world=chess", "There are no rounds of a world “chess”; there are: gems, maze,"),
        ("#teams=a,a", "Every team needs a name of its own, and “a” is there twice."),
        (
            "#teams=a,b,c,d,e,f,g",
            "There can be 1 to 6 teams, with commas between their names, not 7.",
        ),
        ("#clock=2", "The clock takes 5 to 3600 seconds, or 0 for none, not “2”."),
    ],
)
def test_an_address_that_names_what_there_is_not_is_told_in_a_sentence(page, end, words):
    opened(page, "", forget=False)
    page.evaluate("end => { location.hash = end; }", end)
    wait_until(page, lambda: words in page.locator("#trouble").inner_text())
    assert page.locator(".cl-spot").count() == 1, "the game that was there stays"
    page.goto("about:blank")
    page.goto(page.at + end)
    wait_until(page, lambda: words in page.locator("#trouble").inner_text())


def test_what_was_kept_and_is_damaged_costs_nothing_but_itself(page):
    opened(page)
    damaged = json.dumps({"answers": [{"team": "you"}], "drafts": [], "votes": {}, "name": ""})
    page.evaluate("text => localStorage.setItem('spot:game/you', text)", damaged)
    page.reload()
    page.locator(".cl-spot").wait_for()
    assert "so it begins anew" in page.locator("#trouble").inner_text()


def test_the_game_alone_fits_a_phone_and_a_frame(page):
    page.set_viewport_size({"width": 390, "height": 800})
    game = opened(page, "?part=game#round=2")
    assert game.get_attribute("data-round") == "2"
    assert not page.locator(".site-header").is_visible()
    assert not page.locator("#choices").is_visible()
    game.focus()
    page.keyboard.press("0")
    page.keyboard.press("r")
    wait_until(page, lambda: told(game))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_to_complain_of_after_a_class_has_answered(page, theme):
    page.emulate_media(color_scheme=theme)
    game = opened(page, "#rounds=drawn&round=3&teams=owls,foxes&clock=60")
    game.focus()
    for key in "1pt0":
        page.keyboard.press(key)
    page.keyboard.press("r")
    wait_until(page, lambda: told(game))
    page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    found = []
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found += page.evaluate(AUDIT)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert found == []
