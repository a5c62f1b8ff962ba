"""The widgets and a lesson in a real JupyterLab in a real Chromium, used as a reader uses them."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
from support.browser_tools import (
    LETTERS,
    MOVES,
    ROOT,
    ask_kernel,
    browser_page,
    cells,
    chromium,
    count_messages,
    execute,
    failed_cells,
    lab,
    open_notebook,
    opened,
    picture_hash,
    private_environment,
    run_all,
    wait_for_kernel,
    wait_until,
    write_notebook,
)
from support.waiting import settled

from course_lib.study.measure.episodes import from_actions
from course_lib.widgets import EpisodePlayer
from course_lib.worlds import maze

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]

LESSON = ROOT / "lessons" / "02a_what_is_it_after.ipynb"
EPISODE = """\
import numpy as np
import course_lib as cl
from course_lib.worlds import maze
run = cl.play(cl.random_policy(maze.DEPLOY), maze.DEPLOY, seed=31)  # gets the cheese at step 33
run.values, run.probabilities = np.linspace(0, 1, 34), np.full((34, 4), 0.25)
player = cl.widgets.EpisodePlayer(run, caption="A random walk", speed=10)
player"""
ARCADE = """\
import course_lib as cl
from course_lib.worlds import maze
arcade = cl.widgets.Arcade(maze.DEPLOY, seed=3)
arcade"""
DUEL = """\
import course_lib as cl
from course_lib.worlds import coin_run
def runner(seen):
    return coin_run.Action.JUMP_RIGHT
distribution = coin_run.Distribution(length=14, difficulty=0)
arcade = cl.widgets.Arcade(distribution, seed=0, against=runner)
arcade"""
TRAINING = """\
import time
import course_lib as cl
curves = cl.widgets.LiveCurves(goal="cheese", proxies=("corner",), total=1_000_000)
display(curves)
for n in range(1, 900):
    curves.update(1000 * n, n / 10, n / 900, {"cheese": n / 900, "corner": 1.0})
    time.sleep(0.1)
    if curves.stopped:
        break
curves.finish("Stopped." if curves.stopped else "Never stopped.")"""
NOTEBOOKS = {"player": [EPISODE], "arcade": [ARCADE], "duel": [DUEL], "training": [TRAINING]}


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """The folder with the notebooks, and the home of a JupyterLab that touches nothing else."""
    folder, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home")
    for name, sources in NOTEBOOKS.items():
        write_notebook(folder / f"{name}.ipynb", sources)
    if LESSON.exists():
        shutil.copytree(LESSON.parent, folder / "lessons")
    return folder, home


@pytest.fixture(scope="module")
def address(places):
    with lab(*places) as address:
        yield address


@pytest.fixture
def page():
    with browser_page() as page:
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        yield page
        # anywidget complains when a widget takes over 2 s to start, then shows it all the same.
        assert [p for p in page.problems if "Failed to initialize model" not in p] == []


def step_of(player) -> int:
    return int(player.get_attribute("data-step"))


def press_everything(page, before: list) -> None:
    """Every letter, digit and arrow has been pressed, and the notebook is as it was."""
    for key in [*LETTERS, *MOVES]:
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    assert page.locator(".jp-Dialog").count() == 0
    assert cells(page) == before


# ── The player ──────────────────────────────────────────────────────────────────────────────


def use_player(page, player) -> None:
    """Mouse and keys move the player and its picture, and nothing else in the notebook."""
    before, canvas = cells(page), player.locator("canvas").first
    step_on = player.get_by_role("button", name="one step on (right arrow)")
    step_on.click()  # there and back once: the page may still have been giving it its size
    page.keyboard.press("ArrowLeft")
    first = settled(page, lambda: picture_hash(canvas))
    step_on.click()
    assert step_of(player) == 1
    wait_until(page, lambda: picture_hash(canvas) != first)
    second = picture_hash(canvas)
    page.keyboard.press("ArrowLeft")
    assert step_of(player) == 0
    wait_until(page, lambda: picture_hash(canvas) == first)
    page.keyboard.press(".")
    assert step_of(player) == 1
    wait_until(page, lambda: picture_hash(canvas) == second)
    page.keyboard.press("End")
    last = step_of(player)
    assert last > 1
    wait_until(page, lambda: picture_hash(canvas) not in (first, second))
    page.keyboard.press("Home")
    assert step_of(player) == 0
    page.keyboard.press("Space")
    wait_until(page, lambda: step_of(player) >= 2)
    assert player.get_attribute("data-playing") == "true" or step_of(player) == last
    wait_until(page, lambda: player.get_attribute("data-playing") == "false", 60)
    assert step_of(player) == last
    assert cells(page) == before


def test_the_player_plays_steps_and_leaves_the_notebook_alone(page, address):
    player = opened(page, address, "player.ipynb", ".cl-player")
    use_player(page, player)
    player.locator(".cl-frame").focus()
    press_everything(page, cells(page))  # from every control: test_browser_keys.py
    assert page.evaluate("document.activeElement.closest('.cl-player') !== null")


def test_shift_enter_still_runs_the_cell(page, address):
    player = opened(page, address, "player.ipynb", ".cl-player")
    ask_kernel(page, "runs_before = id(player)")
    player.locator("canvas").first.click()
    page.keyboard.press("Space")
    player.locator(".cl-range").focus()
    page.keyboard.press("Control+Enter")
    wait_until(
        page, lambda: ask_kernel(page, "print(id(player) != runs_before)") == "True", seconds=30
    )


def test_scrubbing_sends_nothing_until_the_mouse_is_released(page, address):
    player = opened(page, address, "player.ipynb", ".cl-player")
    count_messages(page)
    box = player.locator(".cl-range").bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 10, y)
    page.mouse.down()
    seen = set()
    for share in np.linspace(0.05, 0.8, 40):
        page.mouse.move(box["x"] + share * box["width"], y)
        page.wait_for_timeout(20)
        seen.add(step_of(player))
    assert len(seen) > 4
    assert page.evaluate("window.sent") == []
    page.mouse.up()
    wait_until(page, lambda: ask_kernel(page, "print(player.step)") == str(step_of(player)))
    assert len(page.evaluate("window.sent")) == 1
    ask_kernel(page, "player.step = 1")
    wait_until(page, lambda: step_of(player) == 1)


def test_marks_of_events_lead_to_their_steps_and_boxes_switch_overlays(page, address):
    player = opened(page, address, "player.ipynb", ".cl-player")
    canvas = player.locator("canvas").first
    player.locator(".cl-event").last.click()
    assert step_of(player) == int(player.locator(".cl-range").get_attribute("max"))
    assert "got the cheese" in player.locator(".cl-now").inner_text()
    seen = lambda: picture_hash(canvas)  # noqa: E731
    with_path = settled(page, seen)
    player.get_by_label("path").uncheck()
    wait_until(page, lambda: seen() != with_path)
    without_path = settled(page, seen)
    page.keyboard.press("ArrowLeft")
    wait_until(page, lambda: seen() != without_path)
    with_arrows = settled(page, seen)
    player.get_by_label("action probabilities").uncheck()
    wait_until(page, lambda: seen() not in (with_arrows, without_path))
    player.locator("summary").click()
    assert "got the cheese" in player.locator(".cl-transcript li").last.inner_text()


def test_the_browser_unpacks_what_python_packs(page):
    sim = np.random.default_rng(0).integers(0, 4, 20)
    episode = from_actions(maze.Distribution(size=7, limit=20, cheese=(1, 1)), sim[:12], seed=4)
    packed = EpisodePlayer(episode).payload["episodes"][0]
    source = (ROOT / "course_lib" / "widgets" / "js" / "payload.js").read_text()
    unpacked = page.evaluate(
        "async ([source, code, count, cells]) => {"
        " const url = URL.createObjectURL(new Blob([source], {type: 'text/javascript'}));"
        " return Array.from((await import(url)).unpackFrames(code, count, cells)); }",
        [source, packed["frames"], packed["steps"] + 1, packed["height"] * packed["width"]],
    )
    assert unpacked == episode.frames().ravel().tolist()


# ── Stored notebooks ────────────────────────────────────────────────────────────────────────


def test_a_stored_player_is_a_picture_at_first_and_plays_once_trusted(page, address, places):
    folder, home = places
    path = folder / "stored.ipynb"
    write_notebook(path, [EPISODE])
    environment = private_environment(home, "JupyterLab Light")
    execute(path, environment)
    open_notebook(page, address("stored.ipynb"))
    page.locator(".jp-OutputArea-output img").first.wait_for()
    assert page.locator(".cl-player").count() == 0
    command = [sys.executable, "-m", "jupyter", "trust", str(path)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    open_notebook(page, address("stored.ipynb"))
    player = page.locator(".cl-player")
    player.wait_for()
    use_player(page, player)


# ── Arcade and curves ───────────────────────────────────────────────────────────────────────


def test_the_arcade_follows_keys_and_clicks(page, address):
    arcade = opened(page, address, "arcade.ipynb", ".cl-arcade")
    before, canvas = cells(page), arcade.locator("canvas")
    places = json.loads(ask_kernel(page, "print(arcade.episode.positions()[0].tolist())"))
    first, size = settled(page, lambda: picture_hash(canvas)), canvas.bounding_box()
    tile = size["width"] / 9
    below = {"x": (places[1] + 0.5) * tile, "y": (places[0] + 1.5) * tile}
    canvas.click(position=below)  # brings the keys, and is no move
    wait_until(page, lambda: arcade.evaluate("a => a.contains(document.activeElement)"))
    canvas.click(position=below)
    wait_until(page, lambda: arcade.get_attribute("data-steps") == "1")
    wait_until(page, lambda: picture_hash(canvas) != first)
    page.keyboard.press("ArrowUp")
    wait_until(page, lambda: arcade.get_attribute("data-steps") == "2")
    arcade.get_by_role("button", name="left").click()
    wait_until(page, lambda: ask_kernel(page, "print(arcade.moves)") == "[2, 0, 3]")
    assert ask_kernel(page, "print(arcade.episode.actions.tolist())") == "[2, 0, 3]"
    arcade.get_by_role("button", name="Start again").click()
    wait_until(page, lambda: arcade.get_attribute("data-steps") == "0")
    wait_until(page, lambda: picture_hash(canvas) == first)
    page.keyboard.press("x")
    press_everything(page, before)


def test_a_coin_run_is_played_beside_an_agent_and_without_a_kernel(page, address):
    arcade = opened(page, address, "duel.ipynb", ".cl-arcade")
    arcade.locator(".cl-frame").first.focus()
    page.keyboard.down("ArrowRight")
    page.keyboard.down("Space")
    wait_until(page, lambda: arcade.get_attribute("data-way") == "over", 120)
    page.keyboard.up("ArrowRight")
    page.keyboard.up("Space")
    player = arcade.locator(".cl-beside .cl-player")
    player.wait_for()
    assert player.locator(".cl-stage canvas").count() == 2
    mine = "arcade.player.episodes[0]"
    steps = arcade.get_attribute("data-steps")
    assert ask_kernel(page, f"print(len(arcade.moves), len({mine}.actions))") == f"{steps} {steps}"
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    arcade.locator(".cl-frame").first.focus()
    page.keyboard.press("n")
    wait_until(page, lambda: arcade.get_attribute("data-seed") == "1")
    page.keyboard.down("ArrowRight")
    wait_until(page, lambda: int(arcade.get_attribute("data-steps")) > 3)
    page.keyboard.up("ArrowRight")


def test_stop_is_heard_while_the_cell_is_running(page, address):
    open_notebook(page, address("training.ipynb"))
    run_all(page, wait=False)
    curves = page.locator(".cl-training")
    curves.wait_for()
    wait_until(page, lambda: int(curves.get_attribute("data-points")) > 3, 30)
    curves.get_by_role("button").click()
    wait_until(page, lambda: "Stopped." in curves.locator(".cl-message").inner_text(), 30)
    wait_for_kernel(page)
    assert ask_kernel(page, "print(curves.stopped, n < 899)") == "True True"


# ── The lesson ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.skipif(not LESSON.exists(), reason="the lesson is not written yet")
def test_the_maze_lesson_runs_and_its_first_player_plays(page, address):
    open_notebook(page, address(f"lessons/{LESSON.name}"))
    run_all(page, seconds=600)
    assert failed_cells(page) == []
    player = page.locator(".cl-player").first
    player.scroll_into_view_if_needed()
    use_player(page, player)
    player.locator(".cl-frame").first.focus()
    press_everything(page, cells(page))
