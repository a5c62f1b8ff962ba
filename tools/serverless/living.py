"""What a lesson's widget needs to live on a page: {"kind", "state"}.

For most of them their stored state is enough. An arcade and a shelf get rules and parameters, so
that the page makes new levels; a game and an editor were stored as pictures, and the page has their
data.
"""

from typing import Any

from course_lib.chapters.coin_run.explanations import OPEN_LEVEL
from course_lib.chapters.maze.drawings import TESTS
from course_lib.chapters.your_own_world import buttons
from course_lib.engine.world import world, worlds
from course_lib.widgets.payload import pack_params
from course_lib.widgets.translate import level_rules
from serverless.own_game import own_game

# By unit: the world, distribution, agent and level that its editor begins with.
EDITED = {
    "02c": ("maze", "deployment", "maze/corner:0", TESTS["down first"]),
    "05a": ("coin_run", "training", "coin_run/end:0", OPEN_LEVEL),
}
SEED = 1  # of the game in unit 10b
PICTURE = {"kind": "picture", "state": {}}  # it stays one: the site has nothing of its world


def widget(unit: str, state: dict[str, Any], words: str) -> dict[str, Any]:
    """The widget of this stored state, whose picture has these words."""
    kind = kind_of(state, words)
    if kind == "editor":
        if unit[:3] not in EDITED:
            return PICTURE
        home, distribution, agent, level = EDITED[unit[:3]]
        state = {"world": home, "distribution": distribution, "agent": agent, "text": level}
    elif kind == "spot":
        state = of_game(words)
    elif kind in ("arcade", "shelf"):
        return of_levels(kind, state)
    if kind == "picture" or (kind == "spot" and not state):
        return PICTURE
    return {"kind": kind, "state": state}


def of_game(words: str) -> dict[str, Any]:
    """The game of the world that these words name; {} if the site has nothing of it."""
    for name in worlds():
        if f", {world(name).title}," in words:
            return {"world": name}
    if f", {buttons.WORLD.title}," in words:
        return {"own": own_game(buttons.WORLD, SEED)}
    return {}


def kind_of(state: dict[str, Any], words: str) -> str:
    """Which widget has this state; one that is stored as a picture only says so in its words."""
    for mark, kind in (("payload", "player"), ("rules", "arcade"), ("selected", "shelf"),
                       ("deployed", "training"), ("points", "curves")):  # fmt: skip
        if mark in state and not (mark == "rules" and "selected" in state):
            return kind
    first = words.partition(":")[0].replace(" ", "").lower()  # as widgets call themselves
    names = {"spotthedifference": "spot", "leveleditor": "editor", "leveltoedit": "editor"}
    return names.get(first, "picture")


def of_levels(kind: str, state: dict[str, Any]) -> dict[str, Any]:
    """An arcade or a shelf: one of the site's worlds, or of the world of lesson 10, made anew."""
    title, _, words = state["label"].partition(", ")
    for name in worlds():
        if world(name).title == title and kind == "arcade":
            return {"kind": kind, "state": {"world": name, "distribution": words,
                                            "seed": state["seed"]}}  # fmt: skip
    if title == buttons.WORLD.title and words == "training":
        more = {"rules": level_rules(buttons.WORLD), "params": pack_params(buttons.TRAIN)}
        return {"kind": kind, "state": {**state, **more}}
    if kind == "arcade":
        return PICTURE
    return {"kind": kind, "state": state}
