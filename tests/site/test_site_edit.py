"""The page Edit in Chromium, from its folder: drawn by mouse, opened by links; bad texts."""

import pytest
from support.browser_tools import browser_page, chromium, wait_until
from support.site import SECONDS, Visit, opened
from support.widget_page import look

import course_lib as cl
from course_lib.widgets import LevelEditor
from course_lib.worlds import maze

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]
ROWS = ["#######", "#M...##", "####.##", "#C....#", "#.#.###", "#...###", "#######"]
LEVEL = "/".join(ROWS)
SMALL = "edit.html#world=maze&distribution=small-anywhere&agent=none&level="


@pytest.fixture(scope="module")
def page():
    with browser_page() as page:
        page.set_default_timeout(SECONDS * 1000)
        yield page


@pytest.fixture
def visit(page, site_folder):
    with opened(site_folder, "file") as base:
        visit = Visit(page, base)
        yield visit
        assert (visit.outside, visit.failed, visit.errors) == ([], [], [])
        visit.end()


def as_hash(level: str) -> str:
    """A drawing as it stands in an address."""
    return level.replace("#", "%23")


def cell(page, row: int, column: int, side: int) -> tuple[float, float]:
    """Where on the page the middle of a cell is."""
    box = page.locator(".cl-board canvas").bounding_box()
    size = box["width"] / side
    return box["x"] + (column + 0.5) * size, box["y"] + (row + 0.5) * size


def text(page) -> str:
    """The level as the editor has it as text, its lines parted by "/"."""
    return page.locator("textarea").input_value().replace("\n", "/")


def status(page) -> str:
    """What the editor says of the level and the path."""
    return page.locator(".cl-status").inner_text()


def in_words(editor: LevelEditor) -> str:
    """What Python says of the level and the path; the site calls the agent by another name."""
    return editor.status.replace(editor.agent_name, "mouse 0")


def trouble(page) -> str:
    """What the editor says was wrong."""
    return page.locator(".cl-trouble").inner_text()


def test_cheese_is_moved_walls_are_drawn_and_all_of_it_is_in_the_link(visit):
    visit.go("edit.html#world=maze&agent=maze/corner:0&seed=3")
    page, board = visit.page, visit.page.locator(".cl-board canvas")
    first, said, arrows = text(page), status(page), page.locator(".cl-field-text").text_content()
    python = LevelEditor(maze.DEPLOY, cl.load("maze/corner:0"), seed=3)
    assert first == python.text.replace("\n", "/") and arrows == python.field["text"]
    assert said == in_words(python)
    start = [int(v) for v in divmod(python.level[0].cheese_at, 9)]
    end = next([r, c] for r in (7, 5, 3, 1) for c in (7, 5, 3, 1)
               if [r, c] != start and python.text.splitlines()[r][c] == ".")  # fmt: skip
    before = look(board)
    page.mouse.move(*cell(page, *start, 9))
    page.mouse.down()
    page.mouse.move(*cell(page, *end, 9), steps=4)
    page.mouse.up()
    python.move((start[0], start[1]), (end[0], end[1]))
    wait_until(page, lambda: text(page) == python.text.replace("\n", "/"))
    assert status(page) == in_words(python)
    assert page.locator(".cl-field-text").text_content() == python.field["text"] != arrows
    assert look(board) != before
    wait_until(page, lambda: "level=" in visit.address)
    page.get_by_role("slider").fill("4")
    wait_until(page, lambda: "step=4" in visit.address)
    link, moved, seen = visit.address, text(page), look(board)
    visit.go("edit.html#world=gems")
    visit.go(link)
    assert (text(page), look(board), visit.address) == (moved, seen, link)
    page.get_by_label("Agent", exact=True).select_option("maze/anywhere:0")
    wait_until(page, lambda: "agent=maze/anywhere:0" in visit.address)
    assert text(page) == moved and "mouse 0" in status(page)


def test_the_editor_goes_on_where_the_page_watch_was(visit):
    visit.go("watch.html#world=maze&agent=maze/corner:1&distribution=deployment&seed=7&step=2")
    visit.page.get_by_role("link", name="Change this level in the editor").click()
    wait_until(visit.page, lambda: visit.page.locator(".cl-status").count() == 1)
    episode = cl.play(cl.load("maze/corner:1"), maze.DEPLOY, seed=7)
    assert status(visit.page).startswith(f"mouse 1: {len(episode.actions)} steps;")
    assert "Shown is step 2," in status(visit.page)
    assert text(visit.page) == LevelEditor(maze.DEPLOY, seed=7).text.replace("\n", "/")


def test_what_the_rules_refuse_and_what_is_no_level_is_said_and_nothing_lost(visit):
    visit.go(SMALL + as_hash(LEVEL))
    page = visit.page
    assert text(page) == LEVEL and visit.trouble == trouble(page) == ""
    page.get_by_role("button", name="wall (1)").click()
    page.mouse.click(*cell(page, 2, 4, 7))
    wait_until(page, lambda: "cannot reach the cheese" in trouble(page))
    assert text(page) == LEVEL
    page.mouse.click(*cell(page, 5, 2, 7))
    drawn = LEVEL.replace("#...###/#######", "#.#.###/#######")
    wait_until(page, lambda: text(page) == drawn)
    page.get_by_role("button", name="Undo").click()
    wait_until(page, lambda: text(page) == LEVEL)
    bad = LEVEL.replace("M", "?")
    visit.go(SMALL + as_hash(bad).replace("?", "%3F"))
    assert "'?' in line 2 is not a tile; allowed: # . M C" in trouble(page)
    assert text(page) == bad and page.locator("textarea").is_visible()
    assert "level=" in visit.address, "the link that was wrong stays"
    page.locator("textarea").fill(LEVEL.replace("/", "\n"))
    page.get_by_role("button", name="Use this text").click()
    wait_until(page, lambda: trouble(page) == "" and as_hash(LEVEL) in visit.address)
    page.locator("input[type=file]").set_input_files(
        {"name": "mine.txt", "mimeType": "text/plain", "buffer": b"###\n"}
    )
    wait_until(page, lambda: "square" in trouble(page))
    assert text(page).strip("/") == "###"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ("world=mars", "There is no world “mars”; there are:"),
        ("world=maze&distribution=lava", "Maze has no distribution “lava”; there are:"),
        ("world=maze&agent=maze/nobody:0", "There is no agent “maze/nobody:0”"),
        ("world=maze&seed=-1", "The number of a level is a whole number from 0 to 2147483647,"),
        ("world=maze&show=ghost", '"show" is one of agent, planner, nobody, not "ghost".'),
    ],
)
def test_an_address_that_names_what_is_not_there_is_said(visit, fields, sentence):
    visit.go(f"edit.html#{fields}")
    wait_until(visit.page, lambda: visit.trouble != "")
    assert visit.trouble.startswith(sentence)
    visit.page.locator(".cl-board canvas").wait_for()  # never an empty page


def test_without_webassembly_nobody_acts_and_levels_are_drawn_all_the_same(page, site_folder):
    context = page.context.browser.new_context()
    context.add_init_script("delete globalThis.WebAssembly")
    other = context.new_page()
    visit = Visit(other, f"{site_folder.as_uri()}/")
    visit.go("edit.html#world=maze&agent=maze/corner:0&seed=3")
    assert visit.trouble.startswith("This browser has no WebAssembly")
    assert status(other).startswith("9 rows and 9 columns: wall")
    other.get_by_label("arrows and path of", exact=True).select_option("planner")
    wait_until(other, lambda: "planner:" in status(other))
    context.close()


def test_the_last_level_is_there_again_and_every_world_can_be_edited(visit):
    page = visit.page
    visit.go("edit.html#world=ridge&seed=5&show=planner")
    kept = text(page)
    visit.go("edit.html")
    assert text(page) == kept and "planner:" in status(page)
    for world in cl.worlds():
        page.get_by_label("World", exact=True).select_option(world)
        wait_until(page, lambda w=world: f"world={w}&" in visit.address)
        for name in ("New level", "As at first"):
            page.get_by_role("button", name=name).click()
        assert visit.trouble == trouble(page) == "", world
