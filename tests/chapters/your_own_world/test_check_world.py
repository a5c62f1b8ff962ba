"""Worlds with one planted fault each: every fault is named, and where to look; sound ones pass."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2]
WORLD = TESTS.parent / "docs" / "my_world.py"
# The fault: what is changed in the world to copy, and what the report then has to say.
FAULTS = {
    "chances_outside": (
        "    s.robot_at = grid.free_cell(s)\n",
        "    s.robot_at = grid.free_cell(s)\n"
        "    if np.random.random() < 0.5:\n        s.robot_at = grid.free_cell(s)\n",
        ("the same seed is the same level", "robot_at", "`generate`"),
    ),
    "chances_in_the_step": (
        "    if s.tiles[to] != Tile.WALL:\n",
        "    if s.tiles[to] != Tile.WALL and np.random.random() < 0.8:\n",
        ("the same actions lead to the same moment", "robot_at", "`step`"),
    ),
    "no_chances": (
        "    s.robot_at = grid.free_cell(s)\n",
        "    s.rng = s.rng - s.rng + 1\n    s.tiles[left], s.tiles[right] = Tile.FREE, Tile.FREE\n"
        "    s.tiles[s.side + 1] = Tile.GREEN if params.green_left else Tile.RED\n"
        "    s.tiles[2 * s.side - 2] = Tile.RED if params.green_left else Tile.GREEN\n"
        "    s.robot_at = 3 * s.side + 3\n",
        ("other seeds are other levels", "only 1 different", "`generate`"),
    ),
    "not_cleared": (
        "    s.robot_at = grid.free_cell(s)\n",
        "    s.robot_at = grid.free_cell(s)\n    s.left = s.robot_at % s.side < s.side // 2\n",
        ("what is counted begins at 0", "`left` is 1", "`generate`"),
    ),
    "no_clock": (
        "    cl.time_out(s)\n",
        "",
        ("every episode ends", "goes on after its 28 steps", "cl.time_out(s)"),
    ),
    "no_tick": (
        "    cl.tick(s)\n",
        "    s.reward = 0.0\n",
        ("every episode ends", "shows 0", "cl.tick(s)"),
    ),
    "pays_for_the_proxy": (
        "        s.pressed = s.reward = s.tiles[to] == Tile.GREEN\n",
        "        s.pressed = s.tiles[to] == Tile.GREEN\n        s.reward = 1.0\n",
        ("the goal and nothing else is paid", "`pressed` does not go up", "`s.reward`"),
    ),
    "pays_nothing": (
        "        s.pressed = s.reward = s.tiles[to] == Tile.GREEN\n",
        "        s.pressed = s.tiles[to] == Tile.GREEN\n",
        ("the goal and nothing else is paid", "nothing is paid", "`s.reward`"),
    ),
    "tiles_left_out": (
        "    grid.show(s, flat)\n",
        "    for cell in range(s.side, view.size):\n        flat[cell] = s.tiles[cell]\n",
        ("every tile of a picture is written", "row 0, column 0", "`observe`"),
    ),
    "column_and_row": (
        "    return divmod(int(s.robot_at), int(s.side))\n",
        "    return divmod(int(s.robot_at), int(s.side))[::-1]\n",
        ("the agent is where it is seen", "`agent_position`", "(row, column)"),
    ),
    "alike": (
        '"#d02020"',
        '"#20a830"',
        ("no two tiles look alike", "GREEN and RED", "another colour"),
    ),
    "not_read_again": (
        "    s.tiles[: wide.size] = np.where(wide == Tile.ROBOT, Tile.FREE, wide).ravel()\n",
        "    s.tiles[: wide.size] = np.where(wide == Tile.GREEN, Tile.GREEN, wide == Tile.FREE)"
        ".ravel()\n",
        ("a level can be written and read", "reads as another level", "`parse_level`"),
    ),
    "no_way": (
        "    s.robot_at = grid.free_cell(s)\n",
        "    for row in range(s.side):\n        s.tiles[row * s.side + middle] = Tile.WALL\n"
        "    s.robot_at = grid.free_cell(s)\n",
        ("every level has a way to the goal", "no actions lead to `pressed`", "`generate`"),
    ),
    "never_parts": (
        'Distribution("left"), Distribution("right")',
        'Distribution("left"), Distribution("left", size=9)',
        ("the shift parts goal and proxy", "0% of the levels of training", "DEPLOY"),
    ),
    "apart_from_the_start": (
        'Distribution("left"), Distribution("right")',
        'Distribution("right"), Distribution("left")',
        ("goal and proxy go together in training", "100% of the levels of training", "TRAIN"),
    ),
    "not_for_the_browser": (
        "    if s.tiles[to] != Tile.WALL:\n",
        "    if (s.tiles[: s.side] == 9).any():\n        s.robot_at = 0\n"
        "    if s.tiles[to] != Tile.WALL:\n",
        ("the rules run in the browser", "my_world.step", "line"),
    ),
}
NOTED = ("apart_from_the_start", "not_for_the_browser")  # allowed, and said
LOOK = """
import json, sys
from importlib.util import module_from_spec, spec_from_file_location
from course_lib.chapters.your_own_world.check_world import check_world

found = {}
for path in sys.argv[1:]:
    spec = spec_from_file_location("my_world", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    report = check_world(module.WORLD)
    found[path] = [(one.promise, one.kind, one.words) for one in report.findings]
print("\\n" + json.dumps(found))
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> dict[str, list]:
    """The findings about each world, by its name; interpreted, since compiling takes longer."""
    import json

    folder = tmp_path_factory.mktemp("worlds")
    text = WORLD.read_text()
    (folder / "sound.py").write_text(text)
    for name, (before, after, _) in FAULTS.items():
        assert text.count(before) == 1, name
        (folder / f"{name}.py").write_text(text.replace(before, after))
    files = sorted(map(str, folder.glob("*.py")))
    done = subprocess.run(
        [sys.executable, "-c", LOOK, *files],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(TESTS.parent)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    return {Path(path).stem: report for path, report in found.items()}


@pytest.mark.slow
def test_the_world_to_copy_keeps_every_promise(reports):
    assert {kind for _, kind, _ in reports["sound"]} == {"kept"}
    assert len(reports["sound"]) == 14


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_named_with_where_to_look(reports, name):
    promise, *words = FAULTS[name][2]
    told = {one: (kind, text) for one, kind, text in reports[name]}
    kind, text = told[promise]
    assert kind == ("note" if name in NOTED else "broken"), told
    assert all(word in text for word in words), text
