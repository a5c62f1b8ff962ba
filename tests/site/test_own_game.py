"""A world of a lesson's own on its page: the game is Python's, level by level, and is played."""

import json

import numpy as np
import pytest
from serverless import living, own_game
from support.browser_tools import browser_page, chromium

import course_lib as cl
from course_lib.chapters.your_own_world import buttons
from course_lib.chapters.your_own_world.built import known
from course_lib.study.game.drawn import drawn_round, played_levels

WORDS = "Spot the difference: round 1, Buttons, 6 levels of A and 6 of B"


@pytest.fixture(scope="module")
def packed() -> dict:
    """The state of the game in unit 10b."""
    made = living.widget("10b_x", {}, WORDS)
    assert made["kind"] == "spot"
    return json.loads(json.dumps(made["state"]["own"]))


@pytest.mark.slow
def test_the_rounds_are_those_that_the_widget_plays(packed):
    with known(buttons.WORLD):
        game = cl.widgets.SpotTheDifference("buttons", seed=living.SEED)
        for number, round_ in enumerate(packed["rounds"]):
            assert round_["truth"] == list(game.game.truth) and round_["how"] == game.game.how
            assert round_["subtlety"] == game.game.subtlety
            assert (round_["did"], round_["episode"]) == (None, None)
            shelf = drawn_round([buttons.WORLD], number, living.SEED).a
            told = packed["places"]["buttons"]["distributions"]
            shares = {share: told[place]["params"] for share, place in round_["a"]}
            assert len(shares) == len(shelf.parts)
            game.next()
    assert len(packed["rounds"]) == own_game.ROUNDS
    truths = {tuple(each["truth"]) for each in packed["rounds"]}
    assert truths == {("green_left",), ()}
    assert "buttons" not in cl.worlds()


def test_a_world_that_the_site_has_nothing_of_stays_a_picture():
    assert living.widget("10b_x", {}, WORDS.replace("Buttons", "Bees")) == living.PICTURE


@pytest.mark.browser
@pytest.mark.skipif(not chromium(), reason="no Chromium; run: make browser")
def test_a_reader_plays_the_game_and_its_levels_are_pythons(site_folder):
    with known(buttons.WORLD), browser_page() as page:
        page.set_default_timeout(60_000)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{site_folder.as_uri()}/lessons/10b_what_it_came_to_want.html")
        page.wait_for_function("document.documentElement.dataset.ready === 'true'")
        place = page.locator("figure.widget", has=page.locator("img[alt^='Spot the difference']"))
        place.scroll_into_view_if_needed()
        game = page.locator(".cl-spot")
        game.wait_for()
        levels = played_levels(drawn_round([buttons.WORLD], 0, living.SEED), 0, living.SEED)
        named = game.locator("canvas[aria-label]")
        assert named.count() >= 12
        wanted = [buttons.WORLD.text(levels["A"].records[n]) for n in range(6)]
        assert len(np.unique(wanted)) > 1
        game.locator(".cl-choice, label").filter(has_text="green left").first.click()
        game.get_by_role("button", name="Reveal").click()
        game.get_by_text("classifier").first.wait_for()
        assert not complaints
