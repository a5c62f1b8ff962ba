"""The arcade in a real Chromium: rules in the browser, keys, buttons, touch, and no kernel."""

import string

import pytest
from support.browser_tools import browser_page, chromium, picture_hash, stand_alone, wait_until
from support.widget_page import show

import course_lib as cl
from course_lib.study.measure.episodes import from_actions
from course_lib.widgets import Arcade, LiveCurves
from course_lib.widgets.arcade import widget as arcade_widget
from course_lib.widgets.translate import rules_js
from course_lib.worlds import coin_run, maze

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]
EASY = coin_run.Distribution(length=56, difficulty=0, coin="beginning")
FLAT = coin_run.Distribution(length=(40, 56), difficulty=0, coin="off path")
MOVES = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "PageDown", "Backspace"]
RIGHT, JUMP_RIGHT = coin_run.Action.RIGHT, coin_run.Action.JUMP_RIGHT


@pytest.fixture(scope="module")
def open_page():
    with browser_page() as page:
        page.set_default_timeout(180_000)
        yield page


@pytest.fixture
def page(open_page):
    """One browser for all tests of this file; each starts with an empty page."""
    problems = []
    open_page.on("pageerror", listener := lambda error: problems.append(str(error)))
    yield open_page
    open_page.remove_listener("pageerror", listener)
    assert problems == []


def arcade_on(page, distribution, seed: int = 0, **options):
    """An arcade on the page; gives its root, with the focus on the picture."""
    stand_alone(page, Arcade(distribution, seed=seed, **options))
    root = page.locator(".cl-arcade")
    root.locator(".cl-frame").focus()
    return root


def wait_for(page, **wanted) -> None:
    """Returns when the arcade's data attributes have these values."""
    page.wait_for_function(
        """wanted => Object.entries(wanted).every(([name, value]) =>
            document.querySelector(".cl-arcade").dataset[name] === String(value))""",
        arg=wanted,
    )


def wait_for_steps(page, least: int) -> None:
    page.wait_for_function(
        "least => Number(document.querySelector('.cl-arcade').dataset.steps) >= least", arg=least
    )


def saved(page) -> dict:
    """What the kernel would have heard last."""
    return page.evaluate("window.model.saved.at(-1)")


def steps(page) -> int:
    return int(page.locator(".cl-arcade").get_attribute("data-steps"))


def at(root, across: float, down: float) -> list[float]:
    """A point of the picture, from its left and top as shares of its size."""
    box = root.locator("canvas").bounding_box()
    return [box["x"] + across * box["width"], box["y"] + down * box["height"]]


def status(page) -> str:
    return page.locator(".cl-status").inner_text()


# ── A world that moves by itself ────────────────────────────────────────────────────────────


def test_a_key_starts_the_world_and_leaving_it_pauses(page):
    root = arcade_on(page, FLAT, seed=2)
    canvas = root.locator("canvas")
    first = picture_hash(canvas)
    assert root.get_attribute("data-way") == "ready" and steps(page) == 0
    page.keyboard.down("ArrowRight")
    wait_for_steps(page, 5)
    page.keyboard.up("ArrowRight")
    assert root.get_attribute("data-way") == "running"
    wait_until(page, lambda: picture_hash(canvas) != first)
    page.evaluate("document.activeElement.blur()")
    wait_for(page, way="paused")
    kept = saved(page)
    assert kept["seed"] == 2 and len(kept["moves"]) == steps(page)
    assert kept["moves"][:3] == [RIGHT] * 3
    assert "Paused" in root.locator(".cl-curtain").inner_text()
    said = from_actions(FLAT, kept["moves"], seed=2)
    assert status(page).startswith(f"Step {said.records[-1].steps} of at most")


def test_keys_are_held_together_and_a_tap_counts(page):
    arcade_on(page, FLAT, seed=2)
    page.keyboard.down("ArrowRight")
    page.keyboard.down("ArrowUp")
    wait_for_steps(page, 4)
    page.keyboard.up("ArrowUp")
    page.keyboard.up("ArrowRight")
    before = steps(page)
    wait_for_steps(page, before + 3)
    page.evaluate("document.activeElement.blur()")
    wait_for(page, way="paused")
    moves = saved(page)["moves"]
    assert JUMP_RIGHT in moves and moves[-1] == coin_run.Action.STAY
    page.locator(".cl-frame").focus()
    page.evaluate(
        """() => { for (const type of ["keydown", "keyup"]) document.activeElement.dispatchEvent(
            new KeyboardEvent(type, {key: "a", bubbles: true})); }"""
    )
    page.evaluate("document.activeElement.blur()")
    wait_for(page, way="paused")
    assert saved(page)["moves"][len(moves)] == coin_run.Action.LEFT


def test_the_end_is_told_kept_and_followed_by_the_next_level(page):
    root = arcade_on(page, EASY, seed=7)
    page.keyboard.down("ArrowRight")
    wait_for(page, way="over")
    page.keyboard.up("ArrowRight")
    assert "took the coin" in status(page)
    kept = saved(page)
    assert from_actions(EASY, kept["moves"], seed=7).metrics["coin"] == 1
    assert root.get_by_role("button", name="right", exact=True).is_disabled()
    for seed in (8, 9, 10):
        page.keyboard.press("n")
        wait_for(page, seed=seed, steps=0, way="ready")
    assert saved(page)["seed"] == 10 and saved(page)["moves"] == []
    page.keyboard.down("ArrowRight")
    wait_for_steps(page, 2)
    page.keyboard.up("ArrowRight")
    page.keyboard.press("r")
    wait_for(page, seed=10, steps=0, way="ready")


def test_levels_made_in_the_browser_are_those_of_the_kernel(page):
    arcade_on(page, EASY, seed=7)
    for _ in range(30):  # no kernel is there
        page.keyboard.press("n")
    wait_for(page, seed=37, steps=0, way="ready")
    page.keyboard.down("ArrowRight")
    wait_for_steps(page, 40)
    page.keyboard.up("ArrowRight")
    page.locator(".cl-arcade button").first.focus()
    page.evaluate("document.activeElement.blur()")  # a pause, which is saved
    wait_for(page, way="paused")
    arcade = Arcade(EASY, seed=37)
    arcade.set_state({"moves": saved(page)["moves"]})
    assert arcade.status == status(page)


def without_levels(world):
    return rules_js(world, levels=False), "New levels come from the kernel: a list."


def test_a_level_that_comes_late_is_begun(page, monkeypatch):
    monkeypatch.setattr(arcade_widget, "browser_rules", without_levels)
    monkeypatch.setattr(arcade_widget, "level_rules", lambda _world: "")
    root = arcade_on(page, EASY, seed=7)
    for _ in range(4):
        page.keyboard.press("n")
    wait_for(page, seed=10)
    assert saved(page)["seed"] == 11
    root.get_by_text("No answer from the kernel").wait_for()
    assert root.get_attribute("data-seed") == "10"
    page.keyboard.press("n")
    page.evaluate("levels => model.set('levels', levels)", Arcade(EASY, seed=11).levels)
    wait_for(page, seed=11, steps=0)


def test_buttons_are_held_with_mouse_and_finger(page):
    root = arcade_on(page, FLAT, seed=2)
    names = [b.get_attribute("aria-label") for b in root.locator(".cl-pad button").all()]
    assert sorted(names) == ["jump", "left", "right"]
    box = root.get_by_role("button", name="right", exact=True).bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    wait_for_steps(page, 4)
    page.mouse.up()
    page.locator(".cl-speed").focus()  # still inside: no pause
    wait_for_steps(page, steps(page) + 3)
    page.evaluate("document.activeElement.blur()")
    wait_for(page, way="paused")
    moves = saved(page)["moves"]
    assert moves[:3] == [RIGHT] * 3 and moves[-1] == coin_run.Action.STAY


def test_a_finger_on_the_picture_leads_the_runner(page):
    root = arcade_on(page, FLAT, seed=2)
    page.mouse.move(*at(root, 0.9, 0.1))
    page.mouse.down()
    wait_for_steps(page, 3)
    page.mouse.up()
    page.evaluate("document.activeElement.blur()")
    wait_for(page, way="paused")
    assert saved(page)["moves"][0] == JUMP_RIGHT


# ── A world that waits ──────────────────────────────────────────────────────────────────────


def test_a_maze_takes_one_step_for_one_key(page):
    root = arcade_on(page, maze.DEPLOY, seed=3)
    for key in ("ArrowUp", "d", "ArrowDown", "ArrowLeft", "Space"):
        page.keyboard.press(key)
    page.wait_for_function("model.saved.length && model.saved.at(-1).moves.length === 4")
    assert saved(page)["moves"] == [0, 1, 2, 3]
    assert root.locator(".cl-curtain").is_hidden()
    assert "Step 4 of at most 72" in status(page)


def test_the_click_that_brings_the_keys_is_no_move_and_the_next_one_is(page):
    root = arcade_on(page, maze.DEPLOY, seed=3)
    page.evaluate("document.activeElement.blur()")
    for step in range(3):
        page.mouse.click(*at(root, 0.02, 0.5))
        assert page.evaluate("document.activeElement.className") == "cl-frame"
        assert steps(page) == step
    root.get_by_role("button", name="New level").click()
    wait_for(page, steps=0, seed=4)
    page.mouse.click(*at(root, 0.02, 0.5))  # the keys are here already
    assert steps(page) == 1


def test_a_finger_needs_no_keys(open_page):
    context = open_page.context.browser.new_context(has_touch=True)
    try:
        page = context.new_page()
        root = arcade_on(page, maze.DEPLOY, seed=3)
        page.evaluate("document.activeElement.blur()")
        page.touchscreen.tap(*at(root, 0.02, 0.5))
        assert steps(page) == 1
    finally:
        context.close()


def test_a_runner_waits_while_the_mouse_brings_the_keys(page):
    root = arcade_on(page, FLAT, seed=2)
    page.evaluate("document.activeElement.blur()")
    page.mouse.click(*at(root, 0.9, 0.5))
    assert (root.get_attribute("data-way"), steps(page)) == ("ready", 0)


def test_python_can_move_too_and_a_view_that_was_not_played_follows(page):
    root = arcade_on(page, maze.DEPLOY, seed=3)
    page.evaluate("() => { model.set('moves', [0, 1]); }")
    wait_for(page, steps=2)
    page.keyboard.press("ArrowUp")
    wait_for(page, steps=3)
    page.evaluate("() => { model.set('moves', [2]); }")  # an echo of what was said before
    assert root.get_attribute("data-steps") == "3"
    page.evaluate("() => { model.set('turn', 1); }")
    wait_for(page, steps=1)


def refuses(_world):
    return "", "Each step goes through the kernel: a list has no translation."


def test_where_the_kernel_alone_has_the_rules_it_takes_each_step(open_page, monkeypatch):
    monkeypatch.setattr(arcade_widget, "browser_rules", refuses)
    page = open_page.context.new_page()
    try:
        steps_through_the_kernel(page, Arcade(maze.TRAIN, seed=5))
    finally:  # a page in front would stop the others' clocks
        page.close()


def steps_through_the_kernel(page, arcade) -> None:
    show(page, arcade)
    root = page.locator(".cl-arcade")
    drawing = "canvas => canvas.toDataURL()"
    assert "goes through the kernel" in root.inner_text()
    first = root.locator("canvas").evaluate(drawing)
    root.locator(".cl-frame").focus()
    for step, action in enumerate(cl.play(cl.planner(maze.TRAIN), maze.TRAIN, seed=5).actions, 1):
        page.keyboard.press(["ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft"][action])
        wait_for(page, steps=step)
    wait_for(page, way="over")
    assert arcade.over and status(page) == arcade.status
    assert root.locator("canvas").evaluate(drawing) != first
    page.keyboard.press("r")
    wait_for(page, steps=0, seed=5)
    assert root.locator("canvas").evaluate(drawing) == first
    page.keyboard.press("n")
    wait_for(page, steps=0, seed=6)


def test_closing_gives_everything_back(page):
    arcade_on(page, FLAT, seed=2)
    page.keyboard.down("ArrowRight")
    wait_for_steps(page, 2)
    page.keyboard.up("ArrowRight")
    page.evaluate("window.close_widget()")
    at = steps(page)
    page.evaluate("() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")
    assert steps(page) == at and page.evaluate("model.listening()") == 0


LISTEN = """() => {
    window.heard = [];
    document.body.addEventListener("keydown", (event) => window.heard.push(event.key));
}"""


@pytest.mark.parametrize("distribution", [FLAT, maze.DEPLOY], ids=["coin run", "maze"])
def test_every_key_is_kept_from_the_page(page, distribution):
    """Nothing that the notebook listens for leaves the arcade, but what must."""
    root = arcade_on(page, distribution, seed=2)
    page.evaluate(LISTEN)
    for part in root.locator(".cl-frame, button, select").element_handles():
        page.keyboard.press("r")
        part.focus()
        for key in [*string.ascii_letters, *string.digits, *MOVES]:
            page.keyboard.press(key)
        assert page.evaluate("window.heard") == []
    page.keyboard.press("Shift+Enter")  # runs the cell
    assert page.evaluate("window.heard").count("Enter") == 1


def test_keys_stay_in_the_widget_when_a_button_in_use_is_switched_off(page):
    root = arcade_on(page, maze.Distribution(size=5, limit=3), seed=2)
    page.evaluate(LISTEN)
    root.get_by_role("button", name="up", exact=True).focus()
    for _ in range(4):
        page.keyboard.press("Enter")
    wait_for(page, way="over")
    page.keyboard.press("x")
    curves = LiveCurves(goal="cheese", total=10)
    stand_alone(page, curves)
    page.evaluate(LISTEN)
    page.locator(".cl-training button").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("x")
    assert page.evaluate("[window.heard, window.model.get('stopped')]") == [[], True]
