"""More doors, see doors.py: the worlds, the widgets and the exercises."""

from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from support.bad_inputs import (
    Allowed,
    Door,
    among,
    anything,
    each,
    is_flag,
    is_path,
    is_text,
    is_whole,
    nothing,
    number,
    optional,
    whole,
)
from support.doors import LEVEL, LEVELS, WHERE, is_policy, no_options, right, tiny_agent

import course_lib as cl
from course_lib.quiz.quiz import Quiz
from course_lib.quiz.report.report import class_report
from course_lib.worlds import maze

MOST_STEPS = 10**6


def pair_of(allowed: Allowed) -> Allowed:
    """A value that is allowed, or a tuple of two."""
    return lambda value: (
        allowed(value)
        or (isinstance(value, tuple) and len(value) == 2 and all(map(allowed, value)))
    )


def yes_or_no(value: Any) -> bool:
    """True or False, or a number that equals one of them."""
    return np.isscalar(value) and not isinstance(value, str) and value in (0, 1)


RATIO, MAYBE_STEPS = number(0, 1), optional(whole(1, MOST_STEPS))
LOOK = nothing  # (shape, colour): none of the values that are drawn is one
FIELDS: dict[str, Allowed] = {
    "size": pair_of(whole(5, 25)), "cheese": pair_of(whole(1, 23)), "mouse": pair_of(whole(1, 23)),
    "loops": RATIO, "limit": MAYBE_STEPS, "length": pair_of(whole(1, 56)),
    "difficulty": pair_of(whole(0, 10)), "coin": whole(1, 56), "coin_height": whole(0, 3),
    "coin_region": RATIO, "coin_random_share": RATIO, "coin_shown": yes_or_no,
    "wall": yes_or_no, "hanging_saws": yes_or_no,
    "sight": pair_of(whole(8, 24)), "camera": nothing, "plants": whole(1, 6),
    "drying": whole(1, 255), "goal": LOOK, "lure": LOOK, "goals": whole(1, 8), "lures": whole(0, 8),
    "layout": nothing, "n": pair_of(whole(1, 25)), "keys": pair_of(whole(1, 25)),
    "chests": pair_of(whole(1, 25)), "ghosts": whole(0, 2), "slip": RATIO, "start": nothing,
    "reach": whole(3, 9),
}  # fmt: skip


def distributions(folder: Path) -> list[Door]:
    """The distributions of all worlds."""
    doors = []
    for name in cl.worlds():
        kind = cl.world(name).Distribution
        given = {one.name: one.default for one in fields(kind)}
        doors.append(
            Door(
                f"{name}.Distribution",
                kind,
                given,
                {n: FIELDS[n] for n in given},
            )
        )
    return doors


def of_worlds(folder: Path) -> list[Door]:
    """What can be asked of a world, and how one is made."""
    home, record = maze.WORLD, maze.WORLD.level(LEVEL)[0]
    return [
        Door("World.level", home.level, {"text": LEVEL, "side": 7, "limit": 4},
             {"text": nothing, "side": optional(whole(5, 25)), "limit": MAYBE_STEPS}),
        Door("World.from_text", home.from_text, {"text": LEVEL, "distribution": WHERE, "seed": 0},
             {"text": nothing, "distribution": nothing, "seed": anything}),
        Door("World.distribution_of", home.distribution_of, {"values": {"size": 5}},
             {"values": no_options}),
        Door("World.picture", home.picture, {"s": record, "pixels": 2, "sprites": None},
             {"s": nothing, "pixels": whole(1, 512), "sprites": optional(nothing)}),
        Door("World.text", home.text, {"s": record}, {"s": nothing}),
        Door("World.art_of", home.art_of, {"distribution": WHERE},
             {"distribution": optional(nothing)}),
        Door("cl.world", cl.world, {"name": "maze"}, {"name": among(*cl.worlds())}),
        Door("cl.register", cl.register, {"world": home}, {"world": nothing}),
        Door("cl.record", lambda field: cl.record(field), {"field": ("a", np.int8)},
             {"field": nothing}),
        Door("cl.njit", cl.njit, {"function": right}, {"function": callable}),
    ]  # fmt: skip


def widgets(folder: Path) -> list[Door]:
    """The widgets, and what can be done with one in Python."""
    episode, agent = cl.play(right, WHERE), tiny_agent()
    arcade = cl.widgets.Arcade(WHERE)
    editor, curves = cl.widgets.LevelEditor(WHERE, right), cl.widgets.LiveCurves("cheese", (), 10)
    game = cl.widgets.SpotTheDifference("maze")
    small = whole(0, 2**31 - 1)
    text, name = optional(nothing), {"goal": is_text, "total": number(1)}
    doors = cl.widgets
    metrics = {"cheese": 0.5}

    def more(count: Any) -> None:
        cl.widgets.LevelShelf(WHERE, 1).more(count)

    def press(action: Any) -> None:
        arcade.begin(0)
        arcade.press(action)

    def read(text: Any) -> None:
        editor.text = text

    def compare(one: Any, other: Any, distribution: Any, seed: Any, level: Any) -> None:
        doors.Compare(one, other, distribution=distribution, seed=seed, level=level)

    player = {"episode": episode, "caption": "", "speed": 6, "autoplay": False, "overlay": None}
    return [
        Door("Arcade", doors.Arcade, {"distribution": WHERE, "seed": 0, "against": None},
             {"distribution": nothing, "seed": small, "against": optional(is_policy)}),
        Door("Arcade.begin", arcade.begin, {"seed": 0}, {"seed": small}),
        Door("Arcade.press", press, {"action": 0}, {"action": whole(0, 3)}),
        Door("Compare", compare,
             {"one": right, "other": right, "distribution": WHERE, "seed": 0, "level": None},
             {"one": is_policy, "other": is_policy, "distribution": nothing, "seed": LEVELS,
              "level": text}),
        Door("EpisodePlayer", doors.EpisodePlayer, player,
             {"episode": nothing, "caption": is_text, "speed": number(0.5, 60),
              "autoplay": is_flag, "overlay": optional(each(among(None), 0))}),
        Door("LevelEditor", doors.LevelEditor,
             {"where": WHERE, "agent": None, "seed": 0, "level": None},
             {"where": nothing, "agent": optional(is_policy), "seed": LEVELS, "level": text}),
        Door("LevelEditor.text", read, {"text": LEVEL}, {"text": nothing}),
        Door("LevelEditor.put", editor.put, {"tile": "wall", "row": 2, "column": 2},
             {"tile": whole(0, 5), "row": whole(0, 4), "column": whole(0, 4)}),
        Door("LevelEditor.move", editor.move, {"start": (3, 1), "end": (3, 2)},
             {"start": each(is_whole, 2, 2), "end": each(is_whole, 2, 2)}),
        Door("LevelEditor.new", editor.new, {"seed": 0}, {"seed": LEVELS}),
        Door("LevelEditor.play", editor.play, {"policy": right, "seed": 0},
             {"policy": optional(is_policy), "seed": optional(LEVELS)}),
        Door("LevelShelf", doors.LevelShelf, {"distribution": WHERE, "count": 1, "seeds": None},
             {"distribution": nothing, "count": whole(1, 200),
              "seeds": optional(each(small))}),
        Door("LevelShelf.more", more, {"count": 1}, {"count": whole(1, 199)}),
        Door("LiveCurves", doors.LiveCurves, {"goal": "a", "proxies": (), "total": 1},
             {**name, "proxies": each(is_text, 0)}),
        Door("LiveCurves.update", curves.update,
             {"step": 1, "seconds": 0.1, "reward": 0.5, "metrics": metrics, "begun": None},
             {"step": whole(), "seconds": number(0), "reward": number(),
              "metrics": nothing, "begun": optional(whole())}),
        Door("LiveCurves.finish", curves.finish, {"message": ""}, {"message": is_text}),
        Door("SpotTheDifference", doors.SpotTheDifference,
             {"world": "maze", "rounds": None, "seed": 0, "agent": None, "teams": ("you",),
              "countdown": None, "subtlety": None},
             {"world": among(None, *cl.worlds()), "rounds": optional(nothing), "seed": whole(),
              "agent": optional(lambda v: v == "" if isinstance(v, str) else is_policy(v)),
              "teams": each(is_text, 1, 6),
              "countdown": optional(whole(5, 3600)), "subtlety": optional(RATIO)}),
        Door("SpotTheDifference.say", game.say,
             {"attributes": [], "sure": 0.7, "prediction": "", "team": 0},
             {"attributes": each(nothing, 0), "sure": number(0.5, 1),
              "prediction": among(""), "team": whole(0, 0)}),
        Door("SpotTheDifference.more", game.more, {"shelf": "A"}, {"shelf": among("A", "B")}),
        Door("SpotTheDifference.export", game.export, {"path": folder / "game.csv"},
             {"path": is_path}),
        Door("LevelEditor with agent", doors.LevelEditor, {"where": WHERE, "agent": agent},
             {"where": nothing}),
    ]  # fmt: skip


def exercises(folder: Path) -> list[Door]:
    """What a lesson's quiz is asked: no answer raises, whatever it is; names that are none do."""
    questions = import_module("course_lib.chapters.maze.questions").quiz
    quiz = Quiz("bad_inputs", list(questions.exercises.values()), folder)
    kinds = {type(one).__name__: name for name, one in reversed(quiz.exercises.items())}
    name = lambda value: isinstance(value, str) and value in quiz.exercises  # noqa: E731
    doors = []
    for kind, asked in kinds.items():
        given = {"name": asked, "answer": None, "sure": None}
        doors.append(Door(f"quiz.check, {kind}", quiz.check, given,
                          {"answer": anything, "sure": anything, "name": name}))  # fmt: skip
    foretold = kinds["Prediction"]
    return [
        *doors,
        Door("quiz.ask", quiz.ask, {"name": foretold}, {"name": name}),
        Door("quiz.text", quiz.text, {"name": foretold}, {"name": name}),
        Door("quiz.form", quiz.form, {"name": foretold}, {"name": name}),
        Door("quiz.hint", quiz.hint, {"name": foretold}, {"name": name}),
        Door("quiz.predict", quiz.predict, {"name": foretold, "answer": None, "sure": None},
             {"name": nothing, "answer": anything, "sure": anything}),
        Door("quiz.observe", quiz.observe, {"name": foretold, "value": 50, "seen": "a"},
             {"name": nothing, "value": anything, "seen": anything}),
        Door("quiz.discuss", quiz.discuss, {"name": foretold, "letters": ""},
             {"name": name, "letters": anything}),
        Door("quiz.recall", quiz.recall, {"part": 1, "before": None},
             {"part": whole(1, 100), "before": optional(name)}),
        Door("quiz.export", quiz.export, {"name": None}, {"name": anything}),
        Door("Quiz", Quiz, {"lesson": "x", "exercises": [], "folder": None},
             {"lesson": is_text, "exercises": each(nothing, 0),
              "folder": optional(is_path)}),
        Door("class_report", class_report, {"folder": folder}, {"folder": is_path}),
    ]  # fmt: skip
