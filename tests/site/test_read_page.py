"""A unit in Chromium, opened from its folder: it predicts, sees, plays, keeps and hands in."""

import json

import pytest
from support.browser_tools import browser_page, chromium

from course_lib.quiz.export import read_export
from course_lib.quiz.report.handed_in import read_folder
from course_lib.quiz.report.report import class_report

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not chromium(), reason="no Chromium; run: make browser"),
]
UNIT = "lessons/02a_what_is_it_after.html"


@pytest.fixture(scope="module")
def reader(site_folder):
    """A page, and all that it asks for and complains of."""
    with browser_page(accept_downloads=True) as page:
        page.set_default_timeout(60_000)
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.address = site_folder.as_uri() + "/"
        yield page


def opened(page, where: str = UNIT):
    page.goto(page.address + where)
    page.wait_for_function("document.documentElement.dataset.ready === 'true'")


def place(page, kind: str, name: str):
    """The form of an exercise, in view."""
    form = page.locator(f'[data-{kind}="{name}"] .cl-exercise')
    form.scroll_into_view_if_needed()
    return form


def answer(form, option: str, sure: int | None = None) -> str:
    """What is said after this option was chosen."""
    form.get_by_text(option, exact=False).first.click()
    if sure is not None:
        form.locator("input[type=range]").fill(str(sure))
    form.locator(".cl-main").click()
    said = form.locator(".cl-feedback")
    said.filter(has_not_text="Checking").wait_for()
    return said.inner_text()


def test_a_reader_predicts_sees_and_reads_why(reader):
    opened(reader)
    assert reader.locator(".cl-exercise").count() == 12  # two of them recalled
    form = place(reader, "predict", "lost")
    assert "Kept: “" in answer(form, "worse than random", sure=80)
    seeing = place(reader, "observe", "lost")
    assert seeing.locator(".cl-reasons li").count() == 0
    result = reader.locator("details.result", has=reader.locator("table")).first
    assert not result.locator("table").is_visible()
    result.locator("summary").click()
    assert result.locator("table").is_visible()
    seeing.get_by_role("button", name="worse than random").click()
    said = seeing.locator(".cl-feedback")
    said.filter(has_text="The measured number is 128 %").wait_for()
    assert "You said “" in said.inner_text() and "80 % sure" in said.inner_text()
    reasons = seeing.locator(".cl-reasons li")
    assert reasons.count() == form.locator(".cl-choice").count()
    assert all(len(one) > 40 for one in reasons.all_inner_texts())
    assert form.locator(".cl-main").is_disabled()
    assert "not changed any more" in form.locator(".cl-feedback").inner_text()
    chart = reader.locator("[data-calibration] svg")
    assert "80% sure: 100% right" in chart.get_attribute("aria-label")


def test_answers_are_still_there_when_the_page_is_opened_again(reader):
    opened(reader)
    form = place(reader, "predict", "lost")
    assert form.locator(".cl-main").is_disabled()
    assert "1 of 7" in reader.locator("[data-hand-in] p").first.inner_text()


def test_a_player_in_the_text_plays(reader):
    widget = reader.locator("[data-widget]")
    reader.locator("details.result", has=widget).locator("summary").first.click()
    widget.scroll_into_view_if_needed()
    widget.locator(".cl-widget").wait_for()
    widget.get_by_role("button", name="Play", exact=False).first.click()
    reader.wait_for_function(
        "Number(document.querySelector('[data-widget] input[type=range]').value) > 1"
    )


def test_one_file_to_hand_in_is_read_by_the_class_report_and_taken_back(reader, tmp_path):
    place(reader, "ask", "detour")
    reader.locator("#hand-in-name").fill("Ada")
    with reader.expect_download() as coming:
        reader.get_by_role("button", name="Save all answers").click()
    path = tmp_path / "class" / coming.value.suggested_filename
    assert path.name == "hand_in_Ada.json"
    coming.value.save_as(path)
    attempts = read_export(path)["lessons"]["02_maze"]["lost"]
    assert [one["confidence"] for one in attempts] == [80, 80] and attempts[-1]["right"] is True
    (student,) = read_folder(path.parent).students
    assert student.name == "Ada" and "02_maze" in student.lessons
    assert "1 file" in repr(class_report(path.parent))
    reader.evaluate("localStorage.clear()")
    opened(reader, "read.html")
    row = reader.locator('li[data-unit="02a_what_is_it_after"] .done')
    assert row.inner_text() == ""
    reader.locator("#hand-in-file").set_input_files(path)
    row.filter(has_text="1 of 7 answered").wait_for()
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({"lessons": {"02_maze": {"lost": "x"}}}))
    reader.locator("#hand-in-file").set_input_files(bad)
    reader.get_by_text("bad.json: attempts at “lost” are no list.").wait_for()
    assert row.inner_text() == "1 of 7 answered"


def test_a_full_store_is_said_and_nothing_is_lost(reader):
    opened(reader)
    reader.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    form = place(reader, "predict", "five")
    form.locator(".cl-choice").first.click()
    form.locator("input[type=range]").fill("65")
    form.locator(".cl-main").click()
    form.locator(".cl-feedback").filter(has_text="(Not kept: This browser keeps nothing").wait_for()
    with reader.expect_download() as coming:
        reader.get_by_role("button", name="Save all answers").click()
    kept = json.loads(coming.value.path().read_text(encoding="utf-8"))
    assert kept["lessons"]["02_maze"]["five"][0]["confidence"] == 65


def keep(page, key: str, text: str) -> None:
    """Put this into the browser's store; a page that was opened afterwards has found it there."""
    page.goto(page.address + "memory.html")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text])
    page.reload()
    assert page.evaluate("key => localStorage.getItem(key)", key) == text


def test_damaged_answers_are_put_aside_and_said(reader):
    key, cut = "spot-the-difference answers 02_maze", '{"attempts": 3'
    keep(reader, key, cut)
    opened(reader)
    found = reader.evaluate("() => ({ ...localStorage })")
    assert "could not be read" in reader.locator("#trouble").inner_text(), found
    assert found[f"{key} damaged-1"] == cut


def test_game_and_editor_live_in_the_text(reader):
    for unit in ("00_start_here", "02c_other_explanations"):
        opened(reader, f"lessons/{unit}.html")
        last = reader.locator("[data-widget]").last
        last.scroll_into_view_if_needed()
        last.locator(".cl-widget").wait_for()
        assert last.locator("canvas").first.is_visible()


def test_a_shelf_in_the_text_makes_more_levels_or_says_why_not(reader):
    opened(reader, "lessons/10a_your_own_world.html")
    result = reader.locator("details.result").first
    result.locator("summary").first.click()
    for number, levels, said in ((1, "24 levels", ""), (2, "12 levels", "need Python")):
        shelf = reader.locator(f'[data-widget="{number}"]')
        shelf.scroll_into_view_if_needed()
        shelf.get_by_role("button", name="12 more levels").click()
        shelf.locator(".cl-heading").filter(has_text=levels).wait_for()
        if said:
            shelf.locator(".cl-trouble").filter(has_text=said).wait_for()
        assert said or not shelf.locator(".cl-trouble").inner_text()


def test_nothing_was_asked_for_outside_of_the_folder_and_nothing_failed(reader):
    elsewhere = [
        one for one in reader.asked if not one.startswith((reader.address, "blob:", "data:"))
    ]
    assert elsewhere == [] and reader.complaints == []


def test_with_javascript_off_units_read_with_their_pictures(reader):
    how = {"java_script_enabled": False, "viewport": {"width": 390, "height": 800}}
    page = reader.context.browser.new_context(**how).new_page()
    for unit in ("00_start_here", "05a_past_the_coin"):
        page.goto(f"{reader.address}lessons/{unit}.html")
        still = page.locator("[data-widget] img").first
        still.scroll_into_view_if_needed()
        assert still.is_visible() and still.bounding_box()["width"] <= 390
        assert page.locator(".question").first.is_visible()
        page.locator("details.debrief summary").first.click()
        assert page.locator("details.debrief").first.get_by_text("Right").first.is_visible()
    page.context.close()
