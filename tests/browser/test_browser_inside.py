"""What is laid over the player, in a real Chromium."""

import numpy as np
import pytest
from support.browser_tools import browser_page, chromium, picture_hash, stand_alone

import course_lib as cl
from course_lib.study.inside.overlay import Overlay, advantages
from course_lib.study.measure.episodes import from_actions
from course_lib.study.measure.planning import planner
from course_lib.widgets import EpisodePlayer
from course_lib.worlds import maze
from course_lib.worlds.coin_run import TRAIN, Action

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]


class Hopeful:
    name, card = "hopeful", {}

    def evaluate(self, observations):
        return None, np.linspace(0, 1, len(observations))


@pytest.fixture(scope="module")
def page():
    episode = from_actions(TRAIN, [Action.RIGHT] * 6, seed=4)
    parts = np.zeros((7, 9, 11, 2))
    parts[:, 4, 8, 0], parts[:, 2, 2, 1] = 1.0, -0.5
    corners = np.tile([[3, 0]], (7, 1))
    over = Overlay(("1 coin", "2 saw"), parts, corners, advantages(episode, Hopeful()), 0.2)
    with browser_page() as page:
        stand_alone(page, EpisodePlayer(episode, overlay=over))
        yield page


def choose(page, label: str, words: str) -> str:
    page.get_by_label(label, exact=True).select_option(label=words)
    return picture_hash(page.locator("canvas").first)


def test_news_and_factors_can_be_switched(page):
    pictures = [
        choose(page, "show", words)
        for words in ("good and bad news", "good news only", "bad news only", "nothing")
    ]
    assert len(set(pictures)) == 4
    choose(page, "show", "good and bad news")
    coin, saw = (choose(page, "factor", name) for name in ("1 coin", "2 saw"))
    assert len({coin, saw, pictures[0]}) == 3
    assert choose(page, "factor", "all factors") == pictures[0]


def test_the_news_is_told_in_words(page):
    choose(page, "show", "good and bad news")
    words = page.locator(".cl-about").inner_text()
    assert "Critic: good news: 1 coin +0.20; bad news: 2 saw −0.10." in words
    choose(page, "show", "bad news only")
    assert "Critic: bad news: 2 saw −0.10." in page.locator(".cl-about").inner_text()
    choose(page, "show", "nothing")
    assert "Critic" not in page.locator(".cl-about").inner_text()


def test_advantages_stand_under_the_value_and_the_cursor_follows(page):
    plot = page.locator('svg[aria-label^="advantage"]')
    assert plot.locator("rect").count() == 6
    page.get_by_label("last step (End)").click()
    assert plot.locator(".cl-cursor").get_attribute("x1") == "6"


def test_a_player_without_an_overlay_offers_none(page):
    """From here on the page shows other players."""
    stand_alone(page, EpisodePlayer(from_actions(TRAIN, [Action.RIGHT] * 3, seed=4)))
    assert page.locator(".cl-news").count() == 0
    assert page.locator("canvas").count() == 1


def test_a_mark_at_the_last_step_stays_within_the_player(page):
    episode = cl.play(planner(maze.TRAIN), maze.TRAIN, seed=7)
    assert len(episode.actions) in {event["step"] for event in episode.events}
    stand_alone(page, EpisodePlayer(episode))
    page.locator(".cl-event").last.wait_for()
    for width in (1280, 800, 390):
        page.set_viewport_size({"width": width, "height": 900})
        inside = page.locator("main").evaluate("node => [node.scrollWidth, node.clientWidth]")
        assert inside[0] == inside[1], width
    # The mouse comes to cheese and corner in one step: each of the two marks can be seen.
    left = [mark.bounding_box()["x"] for mark in page.locator(".cl-event").all()]
    assert len(left) == 2 and abs(left[0] - left[1]) > 12
