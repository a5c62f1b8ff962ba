"""The quiz in a whole JupyterLab: what is answered is on the disk, and is there after a restart."""

import json

import pytest
from support.browser_tools import (
    browser_page,
    chromium,
    failed_cells,
    lab,
    open_notebook,
    run_all,
    wait_for_kernel,
    wait_until,
    write_notebook,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]
SETUP = """\
from course_lib.quiz.choices import Choice, Option
from course_lib.quiz.predictions import Foretold, Prediction
from course_lib.quiz.quiz import Quiz
common = {"level": "easy", "minutes": 1, "hints": ("Look.", "Look again.")}
where = Prediction(name="where", question="Where will it go?", options={
    "a": Foretold("To the corner.", "So it was paid.", right=True),
    "b": Foretold("To the cheese.", "It never had to look for it.")}, **common)
fits = Choice(name="fits", question="Which of these fit?", confidence=True, options={
    "a": Option("This one.", True, "It fits."), "b": Option("That one.", False, "It does not.")},
    **common)
quiz = Quiz("02_test", [where, fits])"""
CELLS = [SETUP, "quiz.recall()", 'quiz.predict("where")', 'quiz.observe("where")',
         'quiz.ask("fits")', "quiz.calibration()\nquiz.save()"]  # fmt: skip


def form(page, title: str):
    """The form of this title, which is on the screen."""
    found = page.locator(".cl-exercise").filter(has_text=title)
    found.first.wait_for()
    found.first.scroll_into_view_if_needed()
    return found.first


def test_from_the_first_click_to_the_last_with_a_reload_and_a_restart(tmp_path):
    folder, home = tmp_path / "notebooks", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    write_notebook(folder / "quiz.ipynb", CELLS)
    with lab(folder, home) as address, browser_page(1280, 1600) as page:
        open_notebook(page, address("quiz.ipynb"))
        run_all(page)
        assert failed_cells(page) == []
        predicted = form(page, "Prediction · where")
        predicted.get_by_label("To the cheese.").check()
        predicted.get_by_label("How sure are you?").fill("75")
        predicted.get_by_role("button", name="Keep my prediction").click()
        predicted.get_by_text("Kept: “To the cheese.”, 75 % sure.").wait_for()
        seen = form(page, "After the result · where")
        seen.get_by_role("button", name="To the corner.").click()
        seen.get_by_text("You said “To the cheese”, 75 % sure. You saw “To the corner”.").wait_for()
        predicted.get_by_text("is not changed any more").wait_for()
        chosen = form(page, "Exercise · fits")
        chosen.get_by_label("This one.").check()
        chosen.get_by_role("button", name="Check").click()
        chosen.get_by_text("Say first how sure you are").wait_for()
        chosen.get_by_label("How sure are you?").fill("75")
        chosen.get_by_role("button", name="Check").click()
        chosen.get_by_text("Right. You were 75 % sure.").wait_for()
        kept = json.loads((folder / "02_test.answers.json").read_text(encoding="utf-8"))
        assert [one["observed"] for one in kept["attempts"]["where"]] == [None, "a"]

        page.evaluate("async () => await window.jupyterapp.commands.execute('docmanager:save')")
        open_notebook(page, address("quiz.ipynb"))
        page.evaluate(
            "async () => await window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()"
        )
        wait_for_kernel(page)
        run_all(page)
        assert failed_cells(page) == []
        form(page, "After the result · where").get_by_text("You said “To the cheese”").wait_for()
        assert form(page, "Prediction · where").get_by_label("To the cheese.").is_disabled()
        assert form(page, "Exercise · fits").get_by_label("This one.").is_checked()
        picture = page.locator(".jp-OutputArea svg[role=img]")
        wait_until(page, lambda: picture.count() == 1)
        assert "2 of 2 exercises answered" in page.locator(".jp-Notebook").inner_text()
        assert "Error displaying widget" not in page.locator(".jp-Notebook").inner_text()
