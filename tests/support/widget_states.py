"""Every widget in the states that a reader meets, made without a notebook, for several tests."""

from dataclasses import replace

import numpy as np

import course_lib as cl
from course_lib.quiz.kinds import Line
from course_lib.quiz.replies import FORETOLD, Reply
from course_lib.study.game.observers import Needed
from course_lib.study.game.rounds import between, nothing
from course_lib.study.measure.episodes import from_actions
from course_lib.widgets import (
    Arcade,
    Compare,
    EpisodePlayer,
    Form,
    LevelEditor,
    LevelShelf,
    LiveCurves,
    LiveTraining,
    SpotTheDifference,
)
from course_lib.worlds import coin_run, gems, maze


def episode(distribution=maze.DEPLOY, seed: int = 31):
    """A random walk with everything that an agent's episode has."""
    run = cl.play(cl.random_policy(distribution), distribution, seed=seed)
    steps, actions = len(run.actions), len(cl.world_of(distribution).Action)
    run.values = np.linspace(0, 1, steps + 1)
    run.probabilities = np.full((steps + 1, actions), 1 / actions)
    return run


def curves(finished: bool) -> LiveCurves:
    made = LiveCurves(goal="cheese", proxies=("corner",), total=1000)
    for n in range(1, 9):
        made.update(100 * n, n, n / 9, {"cheese": n / 9, "corner": 1.0})
    if finished:
        made.finish("Trained.")
    return made


def over() -> Arcade:
    arcade = Arcade(maze.TRAIN, seed=5)
    for action in cl.play(cl.planner(maze.TRAIN), maze.TRAIN, seed=5).actions:
        arcade.press(int(action))
    return arcade


def training(paused: bool, finished: bool) -> LiveTraining:
    made = LiveTraining(goal="cheese", proxies=("corner",), total=1000)
    made.update(500, 5, 0.5, {"cheese": 0.5, "corner": 1.0})
    made.update_deployed(500, 5, 0.1, {"cheese": 0.1, "corner": 0.9})
    made.watch(episode(), 500)
    made.paused = made.resting = paused
    if finished:
        made.finish("Trained.")
    return made


def compared(count: int) -> Compare:
    policies = [cl.planner(maze.DEPLOY), *[cl.random_policy(maze.DEPLOY)] * (count - 1)]
    return Compare(*policies, distribution=maze.DEPLOY, seed=1)


def edited(distribution, policy=None, refused: bool = False) -> LevelEditor:
    editor = LevelEditor(distribution, policy and policy(distribution), seed=3)
    if refused:
        editor._hear({"text": "M#C"})
        assert editor.trouble
    return editor


def shelved(distribution, count: int = 6, full: bool = False) -> LevelShelf:
    shelf = LevelShelf(distribution, count)
    shelf.selected = [0, 2]
    if full:
        shelf._hear({"more": 201})
        assert shelf.trouble
    return shelf


ROWS = [{"key": "a", "text": "It wants the corner."}, {"key": "b", "text": "It wants cheese."}]
CASES = [{"key": row["key"], "title": f"Case {row['key']}", "text": row["text"]} for row in ROWS]
BINS = {"inner": "The goal was right.", "outer": "The goal was wrong."}


EXERCISE = {
    "name": "lost",
    "title": "Exercise",
    "effort": "easy · 1 minute · importance 3 of 5",
    "question": "What went wrong?",
    "button": "Check",
    "hints": ["Look at the corner.", "Look at it again."],
    "how_many": "Choose one.",
}
TOLD = (
    Line(ROWS[0]["text"], "It does.", ("right", "seen")),
    Line(ROWS[1]["text"], "No.", ("yours",)),
)


def form(kind: str, answered: bool = False, done: bool = False, **parts) -> Form:
    rows = {"rows": ROWS} if kind in ("choice", "seen") else {}
    told = Reply("Not yet. It wants the corner.", TOLD if rows else (), done, FORETOLD)
    made = Form({**EXERCISE, "kind": kind, **rows, **parts}, lambda answer, sure: told)
    if answered:
        made.answer = {"a": "inner"} if kind == "sorting" else "a"
        made.asked += 1
        assert made.feedback.startswith("Not yet.")
    return made


RED = replace(gems.TRAIN, goal=("gem", "red"))
FAR = replace(coin_run.TRAIN, coin="off path")
NEEDED = {"observer": Needed(1, 1, 1, 100, 4096), "classifier": Needed(None, 96, None, 9, 192)}


def known_levels(_game) -> dict:
    """Takes the place of `rounds_data.known_levels`, so that nothing has to be measured."""
    return NEEDED


def spot(round_, stage: str, **options) -> SpotTheDifference:
    """A round at its beginning ("asking"), with an answer refused ("refused"), or revealed."""
    made = SpotTheDifference(rounds=[round_, round_], **options)
    for team in range(len(made.teams)):
        if stage == "revealed":
            made.say([made.game.attributes[0].name] * (team == 0), 0.8, "proxy", team)
    if stage != "asking":
        made.reveal()
        assert made.told if stage == "revealed" else made.trouble
    return made


WIDGETS = {  # by the name of the widget, the states in which it is looked at
    "EpisodePlayer": [
        lambda: EpisodePlayer(episode(), caption="A random walk"),
        lambda: EpisodePlayer(episode(), episode(seed=2), episode(coin_run.TRAIN), episode()),
        lambda: EpisodePlayer(from_actions(maze.DEPLOY, [], seed=1)),
    ],
    "Arcade": [lambda: Arcade(coin_run.TRAIN), lambda: Arcade(maze.TRAIN), over],
    "Form": [
        lambda: form("choice", several=False, sure=True),
        lambda: form("choice", answered=True, several=True, sure=True),
        lambda: form("choice", answered=True, done=True, sure=True),
        lambda: form("seen"),
        lambda: form("seen", answered=True, done=True),
        lambda: form("sorting", answered=True, rows=CASES, bins=BINS),
        lambda: form("number"),
        lambda: form("open", answered=True),
    ],
    "LiveCurves": [lambda: curves(False), lambda: curves(True)],
    "LiveTraining": [
        lambda: LiveTraining(goal="cheese"),
        lambda: training(False, False),
        lambda: training(True, False),
        lambda: training(False, True),
    ],
    "Compare": [lambda: compared(2), lambda: compared(4)],
    "LevelEditor": [
        lambda: edited(maze.DEPLOY),
        lambda: edited(maze.DEPLOY, cl.planner, refused=True),
        lambda: edited(coin_run.DEPLOY, cl.random_policy),
    ],
    "LevelShelf": [lambda: shelved(maze.DEPLOY), lambda: shelved(coin_run.TRAIN, 4, full=True)],
    "SpotTheDifference": [
        lambda: spot(between(gems.TRAIN, RED), "asking"),
        lambda: spot(between(coin_run.TRAIN, FAR), "refused"),
        lambda: spot(between(gems.TRAIN, RED), "asking", teams=["owls", "foxes"], countdown=60),
        lambda: spot(between(gems.TRAIN, RED), "revealed", agent=cl.planner(gems.TRAIN)),
        lambda: spot(
            nothing(gems.TRAIN, RED, 0.5),
            "revealed",
            agent=cl.planner(gems.TRAIN),
            teams=["owls", "foxes"],
        ),
    ],
}
