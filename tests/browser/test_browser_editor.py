"""Editor, shelf, Compare and LiveTraining in a real Chromium, used by mouse, keys and touch."""

import string

import pytest
from support.browser_tools import browser_page, chromium, stand_alone, wait_until
from support.painter import LEVEL, SMALL, Painter
from support.widget_page import look, refresh, show

import course_lib as cl
from course_lib.widgets import Compare, LevelEditor, LevelShelf, LiveTraining
from course_lib.widgets.shelf import widget as shelf_widget
from course_lib.worlds import coin_run, keys_and_chests, maze

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]
TEXT = LEVEL.strip()
MOVED = TEXT.replace("C", ".").replace("#...###", "#..C###")


@pytest.fixture
def page():
    with browser_page(1024) as page:
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        yield page
        assert page.problems == []


def cell(board, row: int, column: int, side: int = 7) -> tuple[float, float]:
    """Where on the page the middle of a cell is."""
    box = board.bounding_box()
    size = box["width"] / side
    return box["x"] + (column + 0.5) * size, box["y"] + (row + 0.5) * size


def edited(page):
    """An editor on the page: the object and its canvas."""
    editor = LevelEditor(SMALL, Painter(), level=LEVEL)
    show(page, editor)
    return editor, page.locator(".cl-board canvas")


# ── The editor ──────────────────────────────────────────────────────────────────────────────


def test_the_mouse_drags_the_cheese_and_the_path_is_planned_on_the_way(page):
    editor, board = edited(page)
    first = look(board)
    page.mouse.move(*cell(board, 3, 1))
    page.mouse.down()
    page.mouse.move(*cell(board, 3, 4))
    wait_until(page, lambda: editor.scene["text"].splitlines()[3] == "#...C.#")
    assert editor.text == TEXT, "it is not put down yet"
    page.mouse.move(*cell(board, 5, 3))
    page.mouse.up()
    wait_until(page, lambda: editor.text == MOVED)
    wait_until(page, lambda: look(board) != first)
    assert "turned" in page.locator(".cl-status").inner_text()
    page.get_by_role("button", name="Undo").click()
    wait_until(page, lambda: editor.text == TEXT)
    page.get_by_role("button", name="Redo").click()
    wait_until(page, lambda: editor.text == MOVED)
    page.get_by_role("button", name="As at first").click()
    wait_until(page, lambda: editor.text == TEXT)


def test_everything_can_be_done_by_keys_and_no_key_gets_out(page):
    editor, _board = edited(page)
    page.locator(".cl-board").focus()
    keys = ["ArrowDown", "ArrowDown", "ArrowDown", "Enter", "ArrowDown", "ArrowDown"]
    for key in [*keys, "ArrowRight", "ArrowRight", "Enter"]:
        page.keyboard.press(key)  # the first arrow only shows the cursor, at row 1, column 1
    wait_until(page, lambda: editor.text == MOVED)
    page.keyboard.press("z")
    wait_until(page, lambda: editor.text == TEXT)
    page.keyboard.press("1")  # wall
    page.keyboard.press("Enter")
    wait_until(page, lambda: editor.text == TEXT.replace("#...###", "#..####"))
    page.keyboard.press("Control+z")
    wait_until(page, lambda: editor.text == TEXT)
    page.keyboard.press("0")
    for key in string.ascii_lowercase:
        page.keyboard.press(key)
    assert set(page.evaluate("window.outside")) <= {"Control"}
    page.keyboard.press("Control+Enter")
    assert "Enter" in page.evaluate("window.outside"), "the notebook still hears how to run a cell"


def test_a_wall_is_not_dragged_by_accident_and_refusals_are_plain_sentences(page):
    editor, board = edited(page)
    page.mouse.move(*cell(board, 4, 4))  # a wall
    page.mouse.down()
    page.mouse.move(*cell(board, 5, 3))
    page.mouse.up()
    here = page.locator(".cl-here")
    assert here.inner_text() == (
        "The wall stays. To change it, choose “free” or “wall” above, and draw."
    )
    page.mouse.move(*cell(board, 3, 1))
    assert "wall stays" not in here.inner_text() or editor.text == TEXT
    assert editor.text == TEXT and not editor.scene["undo"]
    page.get_by_role("button", name="free (2)").click()
    page.mouse.click(*cell(board, 0, 2))
    trouble = page.locator(".cl-trouble")
    wait_until(page, lambda: trouble.inner_text() == "The wall round the level has to stay closed.")
    page.mouse.click(*cell(board, 3, 1))
    wait_until(page, lambda: "has to stay: put it elsewhere instead." in trouble.inner_text())
    assert editor.text == TEXT
    assert "#" not in trouble.inner_text(), "no letters of the text"
    page.get_by_label("every action on each cell").check()
    assert trouble.inner_text() == "", "the reader has gone on"


GAPS = """() => {
    const box = (name) => document.querySelector(name).getBoundingClientRect();
    const names = [".cl-boardside", ".cl-heading", ".cl-trouble", ".cl-choices", ".cl-status"];
    const [board, heading, trouble, choices, status] = names.map(box);
    const brushes = [...document.querySelectorAll(".cl-brush")].map((one) => one.getBoundingClientRect());
    return {
        above: trouble.top - heading.bottom, lines: trouble.height / 22, below: choices.top - trouble.bottom,
        said: status.top - choices.bottom, beside: heading.top < board.bottom,
        out: brushes.filter(({ left, right }) => left < 0 || right > innerWidth).length,
        ends: Math.max(board.bottom, status.bottom),
    };
}"""  # noqa: E501


@pytest.mark.parametrize("width, height", [(1024, 768), (390, 844)])
def test_palette_board_choices_and_errors_find_room_and_none_is_kept_empty(page, width, height):
    """The choices stand above the outcome, so that they stay where they are whatever it says."""
    page.set_viewport_size({"width": width, "height": height})
    _editor, board = edited(page)
    page.get_by_role("button", name="free (2)").click()
    page.mouse.click(*cell(board, 0, 2))
    wait_until(page, lambda: "closed" in page.locator(".cl-trouble").inner_text())
    gaps = page.evaluate(GAPS)
    assert gaps["out"] == 0 and gaps["lines"] < 2 and gaps["ends"] <= height, gaps
    assert max(gaps["above"], gaps["below"], gaps["said"]) <= 14, gaps
    assert gaps["beside"] == (width > 1000), gaps


def test_escape_puts_back_what_was_picked_up(page):
    editor, board = edited(page)
    page.mouse.move(*cell(board, 3, 1))
    page.mouse.down()
    page.mouse.move(*cell(board, 5, 3))
    wait_until(page, lambda: editor.scene["text"] == MOVED)
    page.keyboard.press("Escape")
    page.mouse.up()
    wait_until(page, lambda: editor.scene["text"] == TEXT)
    assert editor.text == TEXT and not editor.scene["undo"]


def test_a_brush_paints_walls_and_a_refusal_is_said_in_place(page):
    editor, board = edited(page)
    page.get_by_role("button", name="wall (1)").click()
    page.mouse.move(*cell(board, 5, 2))
    page.mouse.down()
    page.mouse.move(*cell(board, 5, 3))
    page.mouse.up()
    wait_until(page, lambda: editor.text.splitlines()[5] == "#.#####")
    page.mouse.click(*cell(board, 2, 4))
    trouble = page.locator(".cl-trouble")
    wait_until(page, lambda: "cannot reach the cheese" in trouble.inner_text())
    assert editor.text.splitlines()[2] == "####.##"


def test_the_text_can_be_written_in_the_widget(page):
    editor, _board = edited(page)
    page.locator("summary").click()
    area = page.get_by_label("the level as text")
    assert area.input_value() == TEXT
    area.fill(MOVED)
    area.press("End")
    page.get_by_role("button", name="Use this text").click()
    wait_until(page, lambda: editor.text == MOVED)
    assert page.locator(".cl-field-text").inner_text().strip() == editor.arrows.text().strip()
    assert page.evaluate("window.outside") == []


def test_planner_dice_likeliest_action_and_moments_can_be_chosen(page):
    editor, board = edited(page)
    page.get_by_label("always the likeliest action").check()
    wait_until(page, lambda: editor.greedy)
    page.get_by_label("always the likeliest action").uncheck()
    page.get_by_role("button", name="Other dice").click()
    wait_until(page, lambda: editor.dice == 1 and not editor.greedy)
    page.get_by_label("arrows and path of").select_option("planner")
    wait_until(page, lambda: "planner: 8 steps" in page.locator(".cl-status").inner_text())
    one = look(board)
    page.get_by_label("every action on each cell").check()
    assert look(board) != one
    page.get_by_label("step of the path").press("End")
    wait_until(page, lambda: editor.moment == 8)
    page.mouse.click(*cell(board, 1, 1))
    wait_until(page, lambda: editor.moment == 0)
    assert editor.text == TEXT, "what lies there at another moment is not picked up"


def test_a_finger_drags_too():
    with browser_page(800, has_touch=True) as page:
        editor, board = edited(page)
        touch = page.context.new_cdp_session(page)

        def send(kind, *places):
            points = [{"x": x, "y": y} for x, y in places]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        send("touchStart", cell(board, 3, 1))
        send("touchMove", cell(board, 4, 3))
        send("touchMove", cell(board, 5, 3))
        send("touchEnd")
        wait_until(page, lambda: editor.text == MOVED)


def test_a_long_level_scrolls_and_is_given_back_when_closed(page):
    editor = LevelEditor(coin_run.Distribution(length=50), seed=1)
    show(page, editor)
    sizes = page.evaluate(
        "() => { const s = document.querySelector('.cl-scroll'); "
        "return [s.scrollWidth, s.clientWidth, document.body.scrollWidth]; }"
    )
    assert sizes[0] > sizes[1] and sizes[2] <= 1024
    assert page.evaluate("window.listening()") > 0
    page.evaluate("window.close_widget()")
    assert page.evaluate("window.listening()") == 0


# ── Shelf, Compare, training ────────────────────────────────────────────────────────────────


def test_levels_are_selected_on_the_shelf_by_mouse_and_keys(page):
    shelf = LevelShelf(maze.DEPLOY, 6)
    show(page, shelf)
    page.locator(".cl-thumb").nth(1).click()
    wait_until(page, lambda: shelf.selected == [1])
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    wait_until(page, lambda: shelf.selected == [1, 2])
    page.locator(".cl-thumb").nth(1).click()
    wait_until(page, lambda: shelf.selected == [2])
    page.get_by_role("button", name="12 more levels").click()
    wait_until(page, lambda: page.locator(".cl-thumb").count() == 18)
    wait_until(page, lambda: shelf.seeds == [*range(18)])
    assert page.locator(".cl-thumb").nth(2).get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Select none").click()
    wait_until(page, lambda: shelf.selected == [])
    assert page.evaluate("window.outside") == []


@pytest.mark.parametrize("where", [coin_run.TRAIN, keys_and_chests.DEPLOY], ids=str)
def test_more_levels_without_a_kernel_are_those_of_the_kernel(page, where):
    shelf, longer = LevelShelf(where, 3), LevelShelf(where, 15)
    stand_alone(page, shelf)
    page.get_by_role("button", name="12 more levels").click()
    names = page.locator(".cl-thumb").evaluate_all("all => all.map(one => one.ariaLabel)")
    told = [", ".join(f"{name} {n}" for name, n in counts.items()) for counts in longer.counts]
    assert names == [f"level {n}: {words}" for n, words in enumerate(told)]
    pictures = "all => all.map(one => one.toDataURL())"
    made = page.locator(".cl-thumb > canvas").evaluate_all(pictures)
    stand_alone(page, longer)
    assert page.locator(".cl-thumb > canvas").evaluate_all(pictures) == made
    for _ in range(16):
        page.get_by_role("button", name="12 more levels").click()
    page.get_by_text("a shelf holds 1 to 200 levels, not 207").wait_for()


def test_a_world_whose_levels_cannot_be_made_in_the_browser_asks_for_more(page, monkeypatch):
    monkeypatch.setattr(shelf_widget, "level_rules", lambda _world: "")
    shelf = LevelShelf(maze.DEPLOY, 6)
    show(page, shelf)
    page.get_by_role("button", name="12 more levels").click()
    wait_until(page, lambda: page.locator(".cl-thumb").count() == 18)


def test_compare_is_the_player_with_a_table(page):
    policies = cl.planner(maze.DEPLOY), cl.random_policy(maze.DEPLOY)
    both = Compare(*policies, distribution=maze.DEPLOY, seed=4)
    show(page, both)
    assert page.locator(".cl-stage").count() == 2
    rows = page.locator(".cl-metrics tbody tr")
    assert rows.count() == 2 and "planner" in rows.first.inner_text()
    page.locator(".cl-frame").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".cl-player").get_attribute("data-step") == "1"
    page.set_viewport_size({"width": 290, "height": 700})  # a cell of JupyterLab on a telephone
    wide, room = page.locator(".cl-counted").evaluate("one => [one.scrollWidth, one.clientWidth]")
    assert wide <= room, "a column for each policy"
    planner, walk = (rows.nth(n).locator("th").bounding_box() for n in (0, 1))
    assert planner["y"] == walk["y"] and planner["x"] < walk["x"]
    assert page.get_by_role("row").count() == 3, "a table, to who hears it"


def test_training_shows_both_sides_pauses_and_changes_the_agent(page):
    live = LiveTraining(goal="cheese", proxies=("corner",), total=1000)
    live.update(100, 1.0, 0.5, {"cheese": 0.5, "corner": 0.6})
    live.update_deployed(100, 1.0, 0.1, {"cheese": 0.1, "corner": 0.7})
    live.watch(cl.play(cl.planner(maze.DEPLOY), maze.DEPLOY, seed=3), 100)
    page.emulate_media(reduced_motion="reduce")
    show(page, live)
    words = page.locator(".cl-summary").first.inner_text()
    assert "training levels: cheese 0.50" in words and "deployment levels: cheese 0.10" in words
    assert page.locator(".cl-curves").count() == 2 and page.locator(".cl-player").count() == 1
    page.get_by_role("button", name="Pause").click()
    wait_until(page, lambda: live.paused)
    live.resting = True
    refresh(page, live)
    assert "Nothing is lost" in page.locator(".cl-note").inner_text()
    page.get_by_role("button", name="Go on").click()
    wait_until(page, lambda: not live.paused)
    page.get_by_role("button", name="one step on").click()  # the reader looks at this one
    live.watch(cl.play(cl.planner(maze.DEPLOY), maze.DEPLOY, seed=5), 200)
    refresh(page, live)
    root = page.locator(".cl-training")
    assert root.get_attribute("data-newest") == "100"
    page.get_by_role("button", name="Show the newest agent (after 200 steps)").click()
    assert root.get_attribute("data-newest") == "200"
    page.get_by_role("button", name="Stop and keep").click()
    wait_until(page, lambda: live.stopped)
    page.evaluate("window.close_widget()")
    assert page.evaluate("window.listening()") == 0
