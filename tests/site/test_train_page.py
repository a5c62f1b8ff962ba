"""The page Train, opened from its folder: from nothing to an agent that Python loads, and back."""

import re
from dataclasses import replace

import pytest
from serverless.train import KNOBS, knobs_of
from support.browser_tools import browser_page, chromium

import course_lib as cl
from course_lib.agents.zoo import load_file
from course_lib.paths import ZOO
from course_lib.study.measure.episodes import play
from course_lib.widgets.payload import pack_params
from course_lib.worlds import gems, maze


@pytest.fixture(scope="module")
def page(site_folder):
    """One page for all tests here, and every address that it asked for outside of the folder."""
    with browser_page(1280, accept_downloads=True) as page:
        page.problems, page.outside = [], []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("request", lambda request: note(page, request.url, site_folder))
        yield page
        assert page.problems == [] and page.outside == []


def note(page, url: str, folder) -> None:
    """Keep the address of a request that leaves the folder."""
    if not url.startswith((folder.as_uri(), "blob:", "data:")):
        page.outside.append(url)


def at(page, folder, fields: str) -> None:
    """The page with these fields in its address."""
    page.goto("about:blank")
    page.goto(f"{(folder / 'train.html').as_uri()}{fields}")
    page.wait_for_selector(".site-setting select option", state="attached")


def said(page) -> str:
    return page.locator("#trouble").inner_text()


# ── What can be set ─────────────────────────────────────────────────────────────────────────


def test_every_position_of_the_sliders_is_a_distribution_of_the_world():
    for name in KNOBS:
        home, packed = cl.world(name), knobs_of(cl.world(name))
        first = "-".join(str(knob["first"]) for knob in packed["knobs"])
        assert packed["distributions"][first]["params"] == pack_params(home.TRAIN)
        for one in packed["distributions"].values():
            assert one["params"] == pack_params(home.distribution_of(one["fields"]))
            assert one["grid"] == list(home.TRAIN.grid)
    cheese = knobs_of(maze.WORLD)["distributions"]["2-0"]
    assert cheese["params"] == pack_params(replace(maze.TRAIN, cheese=3))


# ── From nothing to an agent ────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test")
def test_an_agent_is_trained_deployed_saved_and_loaded_again(page, site_folder, tmp_path):
    at(page, site_folder, "#world=gems&steps=50000&seed=3&elsewhere=star")
    assert "There is none yet in this world" in page.locator("#agent").inner_text()
    page.get_by_role("button", name="Train an agent from nothing").click()
    assert page.get_by_role("button", name="Training …").is_disabled()
    page.get_by_text(re.compile(r"^Trained: [45]\d,\d{3} steps in \d+ s\.")).wait_for()
    page.get_by_text("Your agent is gems/own, seed 3, after").wait_for()
    page.locator("#agent .cl-player").wait_for()
    saved = save(page, tmp_path)
    agent = load_file(saved)
    assert agent.distribution == gems.TRAIN and agent.card["seed"] == 3
    star = replace(gems.TRAIN, lures=1)
    steps = len(play(agent, star, seed=0).actions)
    assert page.locator("#agent .cl-player input[type=range]").get_attribute("max") == str(steps)
    count_episodes(page)
    stays(page, site_folder)
    loads_files(page, site_folder, tmp_path, saved)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test")
def test_an_agent_that_has_not_learned_is_said_to_have_not(page, site_folder):
    at(page, site_folder, "#world=maze&steps=50000&seed=3")
    page.get_by_role("button", name="Train an agent from nothing").click()
    said_so = (
        r"^Trained: [45]\d,\d{3} steps in \d+ s\. This agent has not learned its training levels"
    )
    page.get_by_text(re.compile(said_so)).wait_for()


def save(page, folder):
    """The file that the page gives."""
    with page.expect_download() as waited:
        page.get_by_role("button", name="Save its weights").click()
    path = folder / waited.value.suggested_filename
    waited.value.save_as(path)
    assert path.name == "gems-own-seed-3.safetensors"
    return path


def count_episodes(page) -> None:
    page.get_by_label("How many of each").select_option("100")
    page.get_by_role("button", name="Measure").click()
    page.get_by_text("600 episodes in").wait_for()
    assert (
        "the levels that it was trained on"
        in page.locator(".site-measured thead").first.inner_text()
    )


def stays(page, folder) -> None:
    """The agent is there after the page was closed, and on other pages."""
    at(page, folder, "#world=gems&elsewhere=star")
    page.get_by_text("Your agent is gems/own, seed 3").wait_for()
    link = page.get_by_role("link", name="Move the gem").get_attribute("href")
    assert link == "edit.html#world=gems&distribution=star&agent=gems/own:0&seed=0"
    page.goto(f"{(folder / 'watch.html').as_uri()}#agent=gems/own:0&distribution=star&seed=4")
    page.locator(".cl-player, #trouble:not(:empty)").first.wait_for()
    assert said(page) == "", page.evaluate("Object.keys(localStorage)")
    assert "your own agent" in page.locator(".cl-player").inner_text()


def loads_files(page, folder, tmp_path, saved) -> None:
    """Files that are agents are taken in; of others one sentence says what is wrong."""
    at(page, folder, "#world=maze")
    shipped = ZOO / "maze" / "corner" / "1.safetensors"
    cut, foreign = tmp_path / "cut.safetensors", tmp_path / "foreign.safetensors"
    cut.write_bytes(shipped.read_bytes()[:-1000])
    foreign.write_bytes(b"\x89PNG, and no agent at all")
    chooser = page.locator("input[type=file]")
    for file, words in ((cut, "cut off"), (foreign, "no file of weights")):
        chooser.set_input_files(file)
        page.wait_for_function("document.getElementById('trouble').textContent")
        assert words in said(page) and said(page).count(".") <= 3
        assert "There is none yet in this world" in page.locator("#agent").inner_text()
    chooser.set_input_files(shipped)
    page.get_by_text("Your agent is maze/corner").wait_for()
    assert said(page) == ""
    chooser.set_input_files(saved)  # of another world: the page goes there
    page.get_by_text("Your agent is gems/own").wait_for()
    assert page.get_by_role("combobox", name="World").input_value() == "gems"


@pytest.mark.browser
@pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test")
def test_an_address_that_names_what_does_not_exist_is_a_sentence(page, site_folder):
    for fields, words in (
        ("#world=mars", "There is no world “mars”; there are: "),
        ("#world=maze&cheese=9", "“cheese” is a whole number from 0 to 6, not “9”."),
        ("#world=maze&steps=7", "“steps” is a whole number from 50000 to 1500000, not “7”."),
        ("#world=maze&elsewhere=moon", "Maze has no distribution “moon”; there are: "),
    ):
        at(page, site_folder, fields)
        assert words in said(page)
        assert page.get_by_role("combobox", name="World").input_value() == "maze"
    at(page, site_folder, "#world=coin_run&share=3&seed=8")
    assert "10 %" in page.locator(".site-sliders").inner_text() and said(page) == ""
    assert page.get_by_label("Seed of the training").input_value() == "8"
