"""Playing, measuring and looking need no torch: a kernel that does not train never imports it."""

import subprocess
import sys

import pytest

CODE = """
import sys
import course_lib as cl
from course_lib.chapters.maze import analysis, figures_mice, moved, pictures
from course_lib.chapters.maze.questions import quiz
from course_lib.study.game import predictions
from course_lib.study.inside.arrows import arrows
from course_lib.worlds import coin_run, gems, maze

mouse = cl.load("maze/corner:3")
cl.save(mouse, sys.argv[1])
cl.behaviour(mouse, {"deployment": maze.DEPLOY}, episodes=20, given="detour")
analysis.corner_walks(mouse, maze.DEPLOY, episodes=20)
found = moved.neither(mouse, levels=60)
for widget in (
    cl.widgets.EpisodePlayer(*moved.both_ways(mouse, found)),
    cl.widgets.LevelShelf(maze.DEPLOY, seeds=range(2)),
    cl.widgets.LevelEditor(maze, mouse),
    cl.widgets.SpotTheDifference("maze"),
    cl.widgets.Arcade(maze.DEPLOY, against=mouse),
):
    widget._repr_mimebundle_()
arrows(mouse, maze.DEPLOY, seed=1)
for name, where in (("gems/yellow-gem", gems.DEPLOY), ("coin_run/end", coin_run.DEPLOY)):
    cl.play(cl.load(name), where, seed=1)
for heavy in ("torch", "pandas", "sklearn", "scipy.stats"):
    print(heavy, heavy in sys.modules)
"""


@pytest.mark.slow
def test_a_process_that_plays_and_measures_never_has_torch(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path / "mouse.safetensors")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stdout.splitlines() if line.endswith(("True", "False"))]
    assert told == ["torch False", "pandas False", "sklearn False", "scipy.stats False"]
