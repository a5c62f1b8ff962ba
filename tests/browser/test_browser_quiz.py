"""A reader's way through a lesson's questions, by mouse and by keyboard, with real answers."""

import json

import pytest
from support.browser_tools import browser_page, chromium
from support.exercises import FIRST
from support.widget_page import refresh, show

from course_lib.quiz.kinds import Number, Open
from course_lib.quiz.predictions import Foretold, Prediction
from course_lib.quiz.quiz import Quiz

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]
COMMON = {"level": "easy", "minutes": 1, "hints": ("Look at the corner.", "Look again.")}
WHERE = Prediction(
    name="where",
    question="Where will it go?",
    see="Where did it go?",
    options={
        "a": Foretold("To the corner.", "The corner was always right in training.", right=True),
        "b": Foretold("To the cheese.", "It never needed to look for the cheese."),
        "c": Foretold("Nowhere.", "Its way is straight."),
    },
    **COMMON,
)
HALF = Number(
    name="half", question="Half of one?", value=0.5, tolerance=0.001, why="So it is.", **COMMON
)
CLAIM = Open(name="claim", question="What do you claim?", look_for="a number", **COMMON)


@pytest.fixture
def page():
    with browser_page(width=900) as page:
        yield page


@pytest.fixture
def desk(tmp_path):
    return Quiz("02_test", [WHERE, HALF, CLAIM, *FIRST.values()], tmp_path)


def attempts(desk, name: str) -> list[dict]:
    return json.loads(desk.answers.path.read_text(encoding="utf-8"))["attempts"][name]


def seeing(desk):
    return desk._observing(WHERE, None, desk.foresight.state(WHERE, None))


def test_a_prediction_is_kept_by_keyboard_alone_and_the_page_hears_no_key(page, desk):
    form = desk.form("where")
    host = show(page, form)
    order = [WHERE.options[key].text for key in WHERE.order]
    assert host.locator(".cl-choice").all_inner_texts() == order
    assert "right" not in host.inner_text().lower() and "training" not in host.inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # the second option
    page.keyboard.press("Tab")
    slider = host.get_by_label("How sure are you?")
    assert slider.evaluate("node => node === document.activeElement")
    assert slider.get_attribute("aria-valuetext") == "not said yet"
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "85 % sure"
    page.keyboard.press("Tab")  # the hint
    page.keyboard.press("Enter")
    assert host.get_by_text("Look at the corner.").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    host.get_by_text("85 % sure. You can change it").wait_for()
    (only,) = attempts(desk, "where")
    assert (only["answer"], only["confidence"]) == (WHERE.order[1], 85)
    assert not set(page.evaluate("window.outside")) - {"Tab"}


def test_a_prediction_without_how_sure_is_kept_and_does_not_count_as_sure(page, desk):
    host = show(page, desk.form("where"))
    host.get_by_label("To the cheese.").check()
    host.get_by_role("button", name="Keep my prediction").click()
    host.get_by_text("Kept: “To the cheese.” How sure are you?").wait_for()
    assert [one["confidence"] for one in attempts(desk, "where")] == [None]
    host.get_by_label("How sure are you?").click(position={"x": 1, "y": 8})  # it stands there
    host.get_by_role("button", name="Keep my prediction").click()
    host.get_by_text("50 % sure. You can change it").wait_for()
    assert [one["confidence"] for one in attempts(desk, "where")] == [None, 50]


def test_what_was_seen_is_one_click_and_then_every_option_has_its_reason(page, desk):
    desk.reply("where", "b", 80)
    seen = seeing(desk)
    host = show(page, seen)
    assert not host.locator("input").count()
    host.get_by_role("button", name="To the corner.").click()
    status = host.get_by_role("status")
    status.get_by_text("You said “To the cheese”, 80 % sure. You saw “To the corner”.").wait_for()
    lines = host.get_by_role("listitem").all_inner_texts()
    assert len(lines) == 3 and all(
        option.why in " ".join(lines) for option in WHERE.options.values()
    )
    right = next(line for line in lines if "To the corner." in line)
    assert "✓ this was measured" in right and "◆ what you saw" in right
    assert "● your prediction" in next(line for line in lines if "To the cheese." in line)
    assert not host.get_by_role("button").count()
    assert page.evaluate("document.activeElement.classList.contains('cl-exercise')")
    assert attempts(desk, "where")[-1]["observed"] == "a"


def test_answers_come_back_after_a_restart_and_a_closed_prediction_cannot_be_changed(page, desk):
    desk.reply("where", "c", 95)
    seen = seeing(desk)
    seen.answer = "a"
    seen.asked += 1
    later = Quiz("02_test", [WHERE], desk.answers.folder)
    host = show(page, later.form("where"))
    chosen = host.get_by_label("Nowhere.")
    assert chosen.is_checked() and chosen.is_disabled()
    assert host.get_by_label("How sure are you?").input_value() == "95"
    assert "is not changed any more" in host.get_by_role("status").inner_text()
    assert host.get_by_role("button", name="Keep my prediction").is_disabled()


def test_numbers_texts_and_several_options_are_answered_where_they_are_asked(page, desk):
    host = show(page, desk.form("half"))
    field = host.get_by_role("textbox")
    field.fill("1/4")
    host.get_by_role("button", name="Check").click()
    host.get_by_text("Not yet.").wait_for()
    field.fill("50 %")
    field.press("Enter")
    host.get_by_text("Right. So it is.").wait_for()
    assert [one["right"] for one in attempts(desk, "half")] == [False, True]


def test_a_text_is_written_with_all_its_letters_and_spaces(page, desk):
    host = show(page, desk.form("claim"))
    field = host.get_by_role("textbox")
    field.focus()
    page.keyboard.type("It enters the corner, in 90 of 100.")
    page.keyboard.press("Home")
    page.keyboard.type("No: ")
    host.get_by_role("button", name="Keep my answer").click()
    host.get_by_text("Compare it with this: a number").wait_for()
    assert attempts(desk, "claim")[-1]["answer"] == "No: It enters the corner, in 90 of 100."
    assert "x" not in page.evaluate("window.outside")


def test_a_choice_of_several_says_so_and_no_more(page, desk):
    host = show(page, desk.form("fits"))
    assert host.get_by_text("Any number may hold.").is_visible()
    host.get_by_role("checkbox").first.check()
    host.get_by_role("button", name="Check").click()
    host.get_by_role("listitem").first.wait_for()
    assert host.get_by_role("listitem").count() == len(FIRST["fits"].options)


def test_without_a_kernel_it_says_what_to_do(page, desk):
    form = desk.form("where")
    page.clock.install()
    host = show(page, form)
    form.unobserve_all("asked")
    host.get_by_role("button", name="Keep my prediction").click()
    page.clock.run_for(7000)
    assert "No reply from Python. Run this cell again" in host.get_by_role("status").inner_text()
    form.say(desk.reply("where", "a", 70))
    refresh(page, form)
    assert "Kept: “To the corner.”" in host.get_by_role("status").inner_text()
