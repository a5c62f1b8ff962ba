"""Spot the difference in a real JupyterLab in Chromium: alone, by keyboard, and as a class."""

import pytest
from support.browser_tools import (
    ask_kernel,
    browser_page,
    cells,
    chromium,
    lab,
    opened,
    picture_hash,
    wait_until,
    write_notebook,
)
from support.widget_page import refresh, show
from support.widget_states import RED, known_levels, spot

import course_lib as cl
from course_lib.study.game import known
from course_lib.study.game.rounds import between
from course_lib.worlds import gems

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]

START = """\
from dataclasses import replace
import course_lib as cl
from course_lib.study.game import known
from course_lib.study.game.observers import Needed
from course_lib.study.game.rounds import between, nothing
from course_lib.worlds import gems
needed = {"observer": Needed(1, 1, 1, 100, 4096), "classifier": Needed(8, 6, None, 9, 192)}
known.known_levels = lambda game: needed
red = replace(gems.TRAIN, goal=("gem", "red"))
rounds = [between(gems.TRAIN, red), nothing(gems.TRAIN, red, 0.5)]
spot = cl.widgets.SpotTheDifference("""
ALONE = START + "rounds=rounds, agent=cl.planner(gems.TRAIN))\nspot"
CLASS = (
    START
    + 'rounds=rounds, agent=cl.planner(gems.TRAIN), teams=["owls", "foxes"], countdown=600)\nspot'
)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home")
    write_notebook(folder / "alone.ipynb", [ALONE])
    write_notebook(folder / "class.ipynb", [CLASS])
    with lab(folder, home) as address:
        yield address


@pytest.fixture
def page():
    with browser_page(1024, 900) as page:
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        yield page
        assert [p for p in page.problems if "Failed to initialize model" not in p] == []


def told(spot) -> bool:
    return spot.get_attribute("data-told") == "all"


def test_a_whole_round_by_keyboard_alone(page, address):
    spot = opened(page, address, "alone.ipynb", ".cl-spot")
    before = cells(page)
    canvas = spot.locator(".cl-shelf-A canvas").first
    assert spot.locator(".cl-shelf-A canvas").count() == 6
    other = spot.locator(".cl-shelf-B canvas").first
    wait_until(page, lambda: picture_hash(canvas) != picture_hash(other))
    spot.focus()
    page.keyboard.press("r")
    wait_until(page, lambda: "Tick what differs" in spot.locator(".cl-trouble").inner_text())
    page.keyboard.press("b")
    wait_until(page, lambda: spot.get_attribute("data-looked") == "6 12")
    page.keyboard.press("1")
    for _ in range(3):
        page.keyboard.press("]")
    page.keyboard.press("p")
    assert spot.get_by_label("the colour of the goal", exact=True).is_checked()
    assert spot.locator(".cl-sure").inner_text() == "90 %"
    page.keyboard.press("r")
    wait_until(page, lambda: told(spot), 120)
    assert "yellow in A, red in B" in spot.locator(".cl-truth").inner_text()
    assert "+24 points; foresaw the agent" in spot.locator(".cl-verdicts").inner_text()
    assert spot.locator(".cl-replay .cl-player .cl-stage canvas").count() == 1
    assert "shelf B" in spot.locator(".cl-replay").inner_text()
    assert spot.locator(".cl-trouble").inner_text() == "", "the answer has come"
    assert page.evaluate("document.activeElement.className") == "cl-told-title"
    assert spot.get_by_label("the colour of the goal", exact=True).is_disabled()
    page.keyboard.press("n")
    wait_until(page, lambda: spot.get_attribute("data-round") == "2")
    page.keyboard.press("0")
    page.keyboard.press("r")
    wait_until(page, lambda: told(spot), 120)
    assert "Nothing differs" in spot.locator(".cl-truth").inner_text()
    assert ask_kernel(page, "print([a['right'] for a in spot.answers])") == "[True, True]"
    assert cells(page) == before


def test_it_shows_that_the_kernel_is_at_work(page, address):
    spot = opened(page, address, "alone.ipynb", ".cl-spot")
    spot.get_by_label("nothing differs", exact=True).check()
    wait_until(page, lambda: ask_kernel(page, "print(spot.drafts[0]['nothing'])") == "True")
    slow = "import time; ask = spot.reveal; spot.reveal = lambda *a: (time.sleep(2), ask(*a))"
    ask_kernel(page, slow)
    assert "cl-at-work" not in spot.get_attribute("class")
    spot.get_by_role("button", name="Reveal").click()
    wait_until(page, lambda: "cl-at-work" in spot.get_attribute("class"))
    wait_until(page, lambda: told(spot), 120)
    wait_until(page, lambda: "cl-at-work" not in spot.get_attribute("class"))


def test_a_reveal_does_not_overtake_what_was_filled_in(page, address):
    spot = opened(page, address, "alone.ipynb", ".cl-spot")
    page.evaluate(
        """() => {
            const {kernel} = window.jupyterapp.shell.currentWidget.sessionContext.session;
            kernel.requestExecute({code: "import time; time.sleep(3)"});
        }"""
    )
    spot.focus()
    page.keyboard.press("]")
    page.wait_for_timeout(400)  # this change is sent, and what comes after it must wait
    page.keyboard.press("1")
    page.keyboard.press("r")
    wait_until(page, lambda: told(spot), 120)
    said = ask_kernel(page, "print([(a['said'], a['sure']) for a in spot.answers])")
    assert said == "[('colour', 0.8)]"


def test_every_control_is_of_use(page, address):
    spot = opened(page, address, "alone.ipynb", ".cl-spot")
    shelf = spot.locator(".cl-shelf-A")
    width = shelf.locator("canvas").first.bounding_box()["width"]
    spot.get_by_role("button", name="larger pictures").click()
    wait_until(page, lambda: shelf.locator("canvas").first.bounding_box()["width"] > width)
    spot.get_by_role("button", name="smaller pictures").click()
    shelf.get_by_role("button", name="6 more").click()
    wait_until(page, lambda: shelf.locator("canvas").count() == 12)
    shelf.locator("summary").click()
    assert shelf.locator("pre").inner_text().count("R") == 12
    shelf.locator("summary").click()
    spot.get_by_label("the shape of the goal", exact=True).check()
    spot.get_by_label("nothing differs", exact=True).check()
    assert not spot.get_by_label("the shape of the goal", exact=True).is_checked()
    spot.get_by_label("how sure", exact=True).focus()
    page.keyboard.press("ArrowLeft")
    assert spot.locator(".cl-sure").inner_text() == "70 %"
    spot.get_by_label("takes a lure first", exact=True).check()
    wait_until(page, lambda: ask_kernel(page, "print(spot.drafts[0]['prediction'])") == "proxy")
    page.keyboard.press("ArrowDown")  # the radio buttons' own keys work
    wait_until(page, lambda: ask_kernel(page, "print(spot.drafts[0]['prediction'])") == "neither")


def test_the_player_of_the_reveal_plays_and_next_is_a_button(page, address):
    spot = opened(page, address, "alone.ipynb", ".cl-spot")
    spot.get_by_label("nothing differs", exact=True).check()
    spot.get_by_role("button", name="Reveal").click()
    wait_until(page, lambda: told(spot), 120)
    player = spot.locator(".cl-player")
    wait_until(page, lambda: int(player.get_attribute("data-step")) > 0)  # it plays by itself
    player.locator(".cl-frame").first.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert player.get_attribute("data-step") == "1"
    spot.get_by_role("button", name="Next round").click()
    wait_until(page, lambda: spot.get_attribute("data-round") == "2")


def test_a_round_in_class(page, address):
    spot = opened(page, address, "class.ipynb", ".cl-spot")
    assert "cl-large" in spot.get_attribute("class")
    spot.get_by_label("owls: the colour of the goal", exact=True).check()
    spot.get_by_label("foxes: the shape of the goal", exact=True).check()
    spot.get_by_label("foxes: how sure", exact=True).focus()
    page.keyboard.press("End")
    more = spot.get_by_role("button", name="one hand more: the colour of the goal")
    for _ in range(3):
        more.click()
    spot.get_by_role("button", name="one hand less: the colour of the goal").click()
    wait_until(page, lambda: ask_kernel(page, "print(spot.votes)") == "{'attribute:colour': 2}")
    spot.get_by_role("button", name="Take the hands for owls").click()
    wait_until(page, lambda: spot.locator(".cl-sure").first.inner_text() == "100 %")
    before = cells(page)
    spot.focus()
    page.keyboard.press("f")  # over all of JupyterLab
    box = spot.bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 1024, 900)
    corners = [[5, 5], [1015, 890], [5, 890], [512, 450]]
    assert page.evaluate(
        "corners => corners.every(([x, y]) => document.elementFromPoint(x, y).closest('.cl-spot'))",
        corners,
    )
    page.keyboard.press("c")
    wait_until(page, lambda: "600" not in spot.locator(".cl-clock").inner_text())
    page.keyboard.press("Escape")
    assert spot.bounding_box()["width"] < 1024 and cells(page) == before
    page.keyboard.press("t")
    page.keyboard.press("p")
    page.keyboard.press("r")
    wait_until(page, lambda: told(spot), 120)
    said = spot.locator(".cl-verdicts li")
    assert "owls" in said.first.inner_text() and "+25 points" in said.first.inner_text()
    assert "foxes" in said.last.inner_text() and "−75 points" in said.last.inner_text()
    assert "600 s" in spot.locator(".cl-clock").inner_text()
    page.keyboard.press("n")
    wait_until(page, lambda: spot.get_attribute("data-round") == "2")
    spot.get_by_label("for a class").uncheck()
    assert "cl-large" not in spot.get_attribute("class")


def test_shelves_keep_one_scale_and_ticks_and_hands_of_one_moment_are_both_kept(page, monkeypatch):
    monkeypatch.setattr(known, "known_levels", known_levels)
    game = spot(between(gems.TRAIN, RED), "asking", agent=cl.planner(gems.TRAIN), teams=["owls"])
    show(page, game)
    page.get_by_label("for a class").check()
    widths = [page.locator(f".cl-shelf-{name} canvas").first for name in "AB"]
    page.locator(".cl-shelf-B").get_by_role("button", name="6 more").click()
    wait_until(page, lambda: game.looked == {"A": 6, "B": 12})
    wait_until(page, lambda: len({one.bounding_box()["width"] for one in widths}) == 1)
    page.evaluate(
        """() => {
            document.querySelector("input[aria-label='the colour of the goal']").click();
            document.querySelector("[aria-label='one hand more: the shape of the goal']").click();
        }"""
    )
    wait_until(page, lambda: game.drafts[0]["attributes"] == ["colour"])
    wait_until(page, lambda: game.votes == {"attribute:shape": 1})
    page.locator(".cl-spot").focus()
    page.keyboard.press("r")
    wait_until(page, lambda: told(page.locator(".cl-spot")), 120)
    assert page.get_by_role("button", name="one hand more: the shape of the goal").is_disabled()
    assert "foresaw" not in page.locator(".cl-verdicts").inner_text(), "nothing was foretold"


def test_older_answers_that_arrive_late_take_no_tick_away(page, monkeypatch):
    """A page that is restored asks for all state, and the answer may be older than a tick."""
    monkeypatch.setattr(known, "known_levels", known_levels)
    game = spot(between(gems.TRAIN, RED), "asking", agent=cl.planner(gems.TRAIN))
    show(page, game)
    older = {"drafts": game.drafts, "votes": {}, "edits": game.edits}
    page.get_by_label("the colour of the goal", exact=True).check()
    page.evaluate("older => window.take(older)", older)
    wait_until(page, lambda: game.drafts[0]["attributes"] == ["colour"])
    page.evaluate("older => window.take(older)", older)
    assert page.get_by_label("the colour of the goal", exact=True).is_checked()
    game.say([], 0.6)
    refresh(page, game)
    assert page.get_by_label("nothing differs", exact=True).is_checked(), (
        "what Python fills in is shown"
    )
