"""The game before a class: it fills the window, and nothing on it has to be scrolled."""

import pytest
from support.browser_tools import browser_page, chromium, wait_until
from support.waiting import at_rest
from support.widget_page import show

from course_lib.study.game.prepared import PREPARED, turns
from course_lib.widgets import SpotTheDifference

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]
SIZES = [(1024, 768), (1280, 720), (1920, 1080)]
CUT = """() => {
    const root = document.querySelector(".cl-spot"), bad = [];
    const seen = [root, ...root.querySelectorAll("*")].filter((one) =>
        one.checkVisibility() && !one.closest(".cl-live"));
    for (const one of seen) {
        const {right, bottom, width} = one.getBoundingClientRect();
        if (width && (right > innerWidth + 1 || bottom > innerHeight + 1))
            bad.push(`${one.tagName} ${one.className} is outside`);
    }
    const places = ".cl-votes, .cl-told-place, .cl-shelves";
    const boxes = `${places}, .cl-told > *, .cl-replay, fieldset, table`;
    for (const one of [root, ...root.querySelectorAll(boxes)])
        if (one.checkVisibility() && (one.scrollHeight > one.clientHeight + 1
                || one.scrollWidth > one.clientWidth + 1))
            bad.push(`${one.tagName} ${one.className} has more than is seen`);
    return bad;
}"""
# Which of two parts that are both seen lie over each other.
OVER = """([first, second]) => {
    const [a, b] = [first, second].map((one) =>
        document.querySelector(one).getBoundingClientRect());
    return a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1
        && b.top < a.bottom - 1;
}"""
FIGURES = """() => [...document.querySelectorAll(".cl-levels canvas")]
    .filter((one) => one.checkVisibility()).length"""


@pytest.fixture(scope="module")
def context():
    with browser_page(*SIZES[0]) as page:
        yield page.context


@pytest.fixture
def page(context):
    page = context.new_page()
    yield page
    page.close()


def begin(page, rounds, teams=("left", "right"), **options):
    """The game of these rounds fills the window; gives it, and its element."""
    game = SpotTheDifference(rounds=rounds, teams=teams, countdown=60, **options)
    show(page, game)
    spot = page.locator(".cl-spot")
    spot.focus()
    page.keyboard.press("f")
    return game, spot


def told(page, spot) -> None:
    wait_until(page, lambda: spot.get_attribute("data-told") == "all", 120)


def sizes(page):
    """Each size of the window, once the game has been painted for it."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        at_rest(page)
        yield width, height


# gems, the longest levels of the coin run, and a maze with two differences
@pytest.mark.parametrize("number", [0, 12, 9])
def test_question_and_reveal_fit_and_no_figure_is_small(page, number):
    _game, spot = begin(page, [PREPARED[number]])
    for size in sizes(page):
        assert page.evaluate(CUT) == [], size
        assert int(spot.get_attribute("data-figure")) >= 24, size
        assert page.evaluate(FIGURES) >= 2 and spot.locator(".cl-votes").is_visible()
        assert spot.locator(".cl-keyline").is_visible()
        assert not page.evaluate(OVER, [".cl-shelves", ".cl-votes"])
    for key in "1ptp0r":
        page.keyboard.press(key)
    told(page, spot)
    wait_until(page, lambda: spot.locator(".cl-replay canvas").count() == 1)
    for size in sizes(page):
        assert page.evaluate(CUT) == [], size
        for below in (".cl-standings", ".cl-needed"):
            assert not page.evaluate(OVER, [".cl-replay", below]), size
        canvas = spot.locator(".cl-replay canvas")
        [episode] = _game.replay["episodes"]
        camera = (episode.get("camera") or [[0, 0, episode["width"]]])[0]
        assert canvas.bounding_box()["width"] / camera[2] >= 24, size


def test_six_teams_fit_too_and_the_levels_come_in_pages(page):
    _game, spot = begin(page, [PREPARED[9]], teams=tuple("abcdef"))
    assert page.evaluate(CUT) == []
    assert int(spot.get_attribute("data-pages")) > 1
    first = spot.locator(".cl-shelf-A .cl-shelf-head").inner_text()
    page.keyboard.press(".")
    assert spot.get_attribute("data-page") == "1"
    assert spot.locator(".cl-shelf-A .cl-shelf-head").inner_text() != first
    page.keyboard.press(",")
    page.keyboard.press("h")
    assert spot.get_by_role("button", name="Take the hands for a").is_visible()
    assert page.evaluate(CUT) == []
    page.keyboard.press("Escape")
    assert "cl-projected" not in spot.get_attribute("class")
    assert spot.locator(".cl-shelf-A canvas:visible").count() == 6
    assert page.evaluate("document.querySelector('.cl-spot').contains(document.activeElement)")


def test_five_rounds_by_keys_alone_and_the_reveal_has_the_last_word(page):
    game, spot = begin(page, [PREPARED[n] for n in turns(PREPARED)[:5]])
    live = spot.locator(":scope > .cl-live")
    for number in range(1, 6):
        assert spot.get_attribute("data-round") == str(number)
        for key in ("c", "1", "]", "p", "t", "0", "[", "p", "r"):
            page.keyboard.press(key)
        told(page, spot)
        wait_until(page, lambda: "What differs: " in live.inner_text())
        page.wait_for_timeout(900)  # nothing that waited talks over it
        assert live.inner_text().startswith("What differs: ")
        assert spot.locator(".cl-told").is_visible() and not spot.locator(".cl-votes").is_visible()
        page.keyboard.press("s")
        assert spot.locator(".cl-votes").is_visible()
        page.keyboard.press("s")
        if number < 5:
            page.keyboard.press("n")
            wait_until(page, lambda n=number: spot.get_attribute("data-round") == str(n + 1))
    assert len(game.answers) == 10
    assert all(isinstance(row["points"], int) for row in game.answers)
    assert {row["right"] for row in game.answers if row["truth"] == "nothing"} == {True, False}
    assert page.evaluate("window.outside.length") == 0, "the notebook heard no key"


def test_on_a_telephone_both_columns_of_the_reveal_are_there(page):
    page.set_viewport_size({"width": 390, "height": 844})
    game = SpotTheDifference(rounds=[PREPARED[2]], teams=("left", "right"))
    game.say(["coin"], 0.9, "goal")
    game.reveal()
    show(page, game)
    words = page.locator(".cl-rates .cl-rate-words").all()
    assert len(words) == 8
    for one in words:
        box = one.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
