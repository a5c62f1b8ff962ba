"""A notebook with every widget in it, for tests in a real JupyterLab."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

SETUP = """\
from dataclasses import replace
import course_lib as cl
from course_lib.quiz.replies import Reply
from course_lib.study.game import known
from course_lib.study.game.observers import Needed
from course_lib.study.game.rounds import between, nothing
from course_lib.widgets import *
from course_lib.worlds import coin_run, gems, maze
needed = {"observer": Needed(1, 1, 1, 100, 4096), "classifier": Needed(8, 6, None, 9, 192)}
known.known_levels = lambda game: needed
walk, way = cl.random_policy(maze.DEPLOY), cl.planner(maze.DEPLOY)
run = cl.play(walk, maze.DEPLOY, seed=31)
red = replace(gems.TRAIN, goal=("gem", "red"))
rounds = [between(gems.TRAIN, red), nothing(gems.TRAIN, red, 0.5)] * 20
some = {"cheese": 0.5, "corner": 1.0}
choice = {"name": "lost", "question": "Why does the mouse go to the corner?", "title": "Exercise",
          "effort": "easy", "button": "Check", "hints": ["Look.", "Look again."], "kind": "choice",
          "several": False, "sure": True,
          "rows": [{"key": "a", "text": "One."}, {"key": "b", "text": "Two."}]}
judge = lambda answer, sure: Reply(f"You chose {answer}.")"""
# By the widget: what makes it, and its outermost element.
EVERY = {
    "EpisodePlayer": ("EpisodePlayer(run, caption='A random walk')", ".cl-player"),
    "Arcade": ("Arcade(maze.DEPLOY, seed=3)", ".cl-arcade"),
    "Arcade, coin run": ("Arcade(coin_run.TRAIN, seed=3)", ".cl-arcade"),
    "LiveCurves": (
        "LiveCurves('cheese', ['corner'], 1000)\nmade.update(500, 5, 0.5, some)\n"
        "made.finish('Trained.')",
        ".cl-training",
    ),
    "LiveTraining": (
        "LiveTraining('cheese', ['corner'], 1000)\nmade.update(500, 5, 0.5, some)\n"
        "made.update_deployed(500, 5, 0.5, some)\nmade.watch(run, 500)",
        ".cl-training",
    ),
    "Form": ("Form(choice, judge)", ".cl-exercise"),
    "Form, seen": ("Form({**choice, 'kind': 'seen'}, judge)", ".cl-exercise"),
    "Form, open": ("Form({**choice, 'kind': 'open'}, judge)", ".cl-exercise"),
    "Compare": ("Compare(walk, way, distribution=maze.DEPLOY, seed=1)", ".cl-player"),
    "LevelEditor": ("LevelEditor(maze.DEPLOY, walk, seed=3)", ".cl-editor"),
    "LevelShelf": ("LevelShelf(maze.DEPLOY, 6)", ".cl-shelf"),
    "SpotTheDifference": (
        "SpotTheDifference(rounds=rounds, agent=cl.planner(gems.TRAIN))",
        ".cl-spot",
    ),
    "SpotTheDifference, class": (
        "SpotTheDifference(rounds=rounds, agent=cl.planner(gems.TRAIN), teams=['owls', 'foxes'], "
        "countdown=60)",
        ".cl-spot",
    ),
}
CELL = {name: n + 1 for n, name in enumerate(EVERY)}  # in the notebook


def write_every_widget(path) -> None:
    """A notebook: the set-up, a cell for each widget, which is kept in `made_N`, and a text."""
    sources = [SETUP]
    for n, (make, _root) in enumerate(EVERY.values(), 1):
        sources.append(f"made = {make}\nmade_{n} = made\nmade")
    cells = [new_code_cell(source) for source in sources]
    book = new_notebook(cells=[*cells, new_markdown_cell("After.")])
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, path)


def cell_in_view(page, name: str):
    """The cell of a widget, which is on the screen."""
    page.evaluate("n => window.jupyterapp.shell.currentWidget.content.scrollToItem(n)", CELL[name])
    return page.locator(f".jp-Notebook [data-windowed-list-index='{CELL[name]}']")


def widget_in_view(page, name: str):
    """The outermost element of a widget, which is on the screen."""
    cell = cell_in_view(page, name)
    node = cell.locator(EVERY[name][1]).first
    node.wait_for()
    node.scroll_into_view_if_needed()
    return node
