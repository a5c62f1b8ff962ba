"""What a reader is just using is not put back by an older value that arrives late.

On a busy machine, and when a page is restored, a widget hears values that its reader has long
moved on from. At every door one is sent on purpose: a control that is in use stays as it is, and
what is shown after the reader has left is what Python has.
"""

import json

import pytest
from support.browser_tools import browser_page, chromium, wait_until
from support.waiting import at_rest
from support.widget_page import show, state_of
from support.widget_states import RED, curves, edited, episode, form, shelved, spot, training

import course_lib as cl
from course_lib.study.game.rounds import between
from course_lib.widgets import Arcade, EpisodePlayer
from course_lib.worlds import gems, maze

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]


@pytest.fixture(scope="module")
def context():
    with browser_page(width=900) as page:
        yield page.context


@pytest.fixture
def page(context):
    page = context.new_page()
    yield page
    page.close()


class Late:
    """A widget on a page, the state it had before, and a way to send that again."""

    def __init__(self, page, widget):
        self.page, self.widget = page, widget
        self.host = show(page, widget)
        self.state = json.loads(json.dumps(state_of(widget)))

    def arrive(self) -> None:
        """The state of the beginning comes once more, as an echo that was held up."""
        self.page.evaluate("state => window.take(state)", self.state)

    def leave(self) -> None:
        """The reader goes elsewhere, and what is on its way arrives."""
        self.page.evaluate("document.activeElement.blur()")
        at_rest(self.page)


@pytest.mark.parametrize("kind", ["checkbox", "radio"])
def test_a_choice(page, kind):
    late = Late(page, form("choice", several=kind == "checkbox", how_many="Choose."))
    box = late.host.get_by_role(kind).nth(1)
    box.check()
    wait_until(page, lambda: late.widget.answer == "b")
    late.arrive()
    assert box.is_checked()
    late.leave()
    assert box.is_checked() and late.widget.answer == "b"
    late.widget.answer = "a"  # nobody is at it: what Python says is shown
    page.evaluate("state => window.take(state)", json.loads(json.dumps(state_of(late.widget))))
    assert late.host.get_by_role(kind).first.is_checked()


def test_a_slider_under_the_fingers(page):
    late = Late(page, form("choice", several=False, sure=True))
    slider = late.host.get_by_label("How sure are you?")
    slider.focus()
    for number in range(7):
        page.keyboard.press("ArrowRight")
        if number % 2:
            late.arrive()
    assert slider.get_attribute("aria-valuetext") == "85 % sure"
    wait_until(page, lambda: late.widget.sure == 85)
    late.arrive()
    late.leave()
    assert slider.input_value() == "85" and late.widget.sure == 85


def test_lists_that_have_one_answer_together(page):
    bins = {"inner": "The goal was right.", "outer": "The goal was wrong."}
    rows = [{"key": key, "title": key, "text": f"Case {key}."} for key in "ab"]
    late = Late(page, form("sorting", rows=rows, bins=bins))
    first, second = late.host.get_by_role("combobox").all()
    first.focus()
    first.select_option("inner")
    late.arrive()
    second.focus()
    late.arrive()
    second.select_option("outer")
    late.arrive()
    assert (first.input_value(), second.input_value()) == ("inner", "outer")
    late.leave()
    assert late.widget.answer == {"a": "inner", "b": "outer"}
    assert (first.input_value(), second.input_value()) == ("inner", "outer")


@pytest.mark.parametrize("kind", ["number", "open"])
def test_a_field_in_the_middle_of_a_word(page, kind):
    late = Late(page, form(kind))
    field = late.host.get_by_role("textbox")
    field.focus()
    page.keyboard.type("0.5")
    late.state["answer"] = "older"
    late.arrive()
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("7")
    assert field.input_value() == "0.75"
    late.leave()
    wait_until(page, lambda: late.widget.answer == "0.75")
    assert field.input_value() == "0.75"


def test_the_sliders_and_boxes_of_the_game(page):
    late = Late(page, spot(between(gems.TRAIN, RED), "asking", agent=cl.planner(gems.TRAIN)))
    slider = late.host.get_by_label("how sure", exact=True)
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        late.arrive()
    assert slider.input_value() == "90"
    late.leave()
    wait_until(page, lambda: late.widget.drafts[0]["sure"] == 0.9)
    late.arrive()
    assert slider.input_value() == "90"


def test_the_choices_of_the_editor(page):
    late = Late(page, edited(maze.DEPLOY, cl.random_policy))
    likeliest = late.host.get_by_label("always the likeliest action")
    dice = late.host.get_by_role("button", name="Other dice")
    dice.click()
    late.arrive()
    dice.click()
    wait_until(page, lambda: late.widget.dice == 2)
    likeliest.check()
    wait_until(page, lambda: late.widget.greedy)
    late.arrive()
    assert likeliest.is_checked() and likeliest.is_visible()
    late.leave()
    who = late.host.get_by_role("combobox")
    who.focus()
    who.select_option("planner")
    assert not likeliest.is_visible(), "what it hides is hidden at once"
    wait_until(page, lambda: late.widget.show == "planner")
    late.arrive()
    assert who.input_value() == "planner"
    late.host.get_by_text("Level and arrows as text").click()
    area = late.host.get_by_label("the level as text")
    area.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n###")
    late.state["scene"] = {**late.state["scene"], "text": "older"}
    late.arrive()
    assert area.input_value().endswith("\n###")
    late.leave()
    assert area.input_value() == "older", "what the model holds"


def test_the_step_of_a_player(page):
    late = Late(page, EpisodePlayer(episode(), autoplay=False))
    slider = late.host.get_by_label("step", exact=True)
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    wait_until(page, lambda: late.widget.step == 4)
    late.arrive()
    assert slider.input_value() == "4"
    late.leave()
    assert slider.input_value() == "4" and late.widget.step == 4
    late.widget.step = 9
    page.evaluate("state => window.take(state)", json.loads(json.dumps(state_of(late.widget))))
    assert slider.input_value() == "9"


def test_pause_and_a_shelf_of_levels(page, context):
    late = Late(page, training(False, False))
    pause = late.host.get_by_role("button", name="Pause", exact=True)
    pause.click()
    wait_until(page, lambda: late.widget.paused)
    late.arrive()
    go_on = late.host.get_by_role("button", name="Go on")
    go_on.click()  # not a second pause
    wait_until(page, lambda: not late.widget.paused)
    other = context.new_page()
    late = Late(other, shelved(maze.DEPLOY))
    third, fourth = late.host.locator(".cl-thumb").nth(3), late.host.locator(".cl-thumb").nth(4)
    third.click()
    late.arrive()
    fourth.click()
    wait_until(other, lambda: late.widget.selected == [0, 2, 3, 4])
    late.leave()
    assert third.get_attribute("aria-pressed") == fourth.get_attribute("aria-pressed") == "true"
    other.close()


def test_a_step_of_the_arcade(page):
    late = Late(page, Arcade(maze.TRAIN, seed=5))
    late.host.locator(".cl-frame").focus()
    for action in cl.play(cl.planner(maze.TRAIN), maze.TRAIN, seed=5).actions[:2]:
        page.keyboard.press(["ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft"][int(action)])
        late.arrive()
    arcade = page.locator(".cl-arcade")
    assert arcade.get_attribute("data-steps") == "2"
    wait_until(page, lambda: len(late.widget.moves) == 2)
    late.arrive()
    assert arcade.get_attribute("data-steps") == "2"


def test_stop_is_acknowledged_at_once_and_nothing_talks_over_it(page):
    live = curves(finished=False)
    host = show(page, live)
    at_rest(page)
    page.evaluate("() => { window.talk = () => new Promise(() => {}); }")  # the kernel is busy
    host.get_by_role("button", name="Stop and keep").click()
    words = "Stopping after the update that is running. What was learned is kept."
    assert host.locator(".cl-message").inner_text() == words
    assert host.locator(".cl-live").inner_text() == words
    page.evaluate("window.take({done: [900, 9]})")
    assert host.locator(".cl-message").inner_text() == words
    assert host.locator(".cl-live").inner_text() == words
