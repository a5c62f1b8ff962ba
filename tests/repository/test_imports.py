"""Torch comes in where an agent is trained or run, and nowhere else; the front door opens fast.

That imports go downward only is checked from the source in test_packaging.py; here code runs.
"""

import subprocess
import sys
from pathlib import Path

import pytest

import course_lib as cl

ROOT = Path(__file__).parents[2]

TORCHLESS = {
    "importing the course": "",
    "every world": "for name in cl.worlds(): cl.world(name)",
    "playing a level": "cl.play(cl.planner(maze.DEPLOY), maze.DEPLOY, seed=1).replay().frames()",
    "a level of one's own": """
text = "#####\\n#M#C#\\n#.#.#\\n#...#\\n#####"
maze.WORLD.text(maze.WORLD.level(text)[0])
cl.play(lambda seen: 0, maze.Distribution(size=5), level=text)""",
    "environments and their pictures": """
import gymnasium as gym
env = gym.make("course/Maze-v0", render_mode="rgb_array")
env.reset(seed=0); env.step(0); env.render()
many = gym.make_vec("course/Maze-v0", num_envs=4, distribution=maze.DEPLOY)
many.reset(seed=0); many.step(many.action_space.sample())""",
    "behaviour without agents": """
print(cl.behaviour(cl.random_policy(maze.TRAIN), maze.TRAIN, episodes=10))""",
    "saving and loading": """
import tempfile, pathlib
file = pathlib.Path(tempfile.mkdtemp()) / "episode.npz"
cl.play(cl.planner(maze.TRAIN), maze.TRAIN).save(file)
cl.Episode.load(file)""",
    "spot the difference": "cl.widgets.SpotTheDifference(maze)",
    "the player": "cl.widgets.EpisodePlayer(cl.play(cl.planner(maze.TRAIN), maze.TRAIN))",
}


def run(code: str) -> subprocess.CompletedProcess:
    """The code has run in a Python of its own."""
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:course_lib", "-c", code],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip


@pytest.mark.slow
def test_worlds_play_pictures_and_widgets_need_no_torch():
    code = [
        "import sys; sys.modules['torch'] = None  # from now on, importing torch raises",
        "import course_lib as cl",
        "from course_lib.worlds import maze",
        *(f"print({what!r}, file=sys.stderr)\n{code}" for what, code in TORCHLESS.items()),
    ]
    done = run("\n".join(code))
    assert done.returncode == 0, done.stderr[-2000:]


def test_agents_do_bring_torch():
    done = run("import sys, course_lib as cl; cl.PPO; sys.exit('torch' not in sys.modules)")
    assert done.returncode == 0, "or the tests above show nothing"


@pytest.mark.slow
def test_every_module_opens_by_its_own_name():
    """`import a.b.c as m` asks `a` for `b`, so nothing else may stand there under its name."""
    code = """
import pkgutil, sys
import course_lib.worlds.maze as maze
import course_lib as cl
names = [m.name for m in pkgutil.walk_packages(cl.__path__, 'course_lib.')]
for name in names:
    exec(f'import {name} as found')
    assert found is sys.modules[name], name
assert 'maze' in cl.worlds() and maze.WORLD is cl.world('maze') and len(names) > 200
"""
    done = run(code)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("name", cl.__all__)
def test_every_name_at_the_front_door_opens(name):
    assert getattr(cl, name).__doc__ and name in dir(cl)


def test_importing_the_course_is_silent():
    done = run("import warnings; warnings.simplefilter('error'); import course_lib")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
