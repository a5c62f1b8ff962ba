"""Levels as text for the tests of the site's editor: whole ones, changed ones and broken ones."""

from typing import Any

import numpy as np

from course_lib.engine.world import World
from course_lib.widgets.editor.board import Board
from course_lib.worlds import coin_run, garden, gems, keys_and_chests, maze, ridge

DISTRIBUTIONS: dict[str, tuple[Any, ...]] = {
    "maze": (maze.DEPLOY, maze.Distribution(size=(5, 13), cheese="anywhere", loops=0.3, limit=40)),
    "gems": (gems.DEPLOY, gems.Distribution(goals=2, lures=3, layout="maze", size=(5, 11))),
    "keys_and_chests": (
        keys_and_chests.DEPLOY,
        keys_and_chests.Distribution(n=1, keys=(1, 3), chests=(1, 3), ghosts=1, size=(7, 9)),
    ),
    "coin_run": (
        coin_run.DEPLOY,
        coin_run.Distribution(length=(20, 56), difficulty=10, coin="off path", limit=290),
        coin_run.Distribution(coin="beyond", wall=False, coin_shown=False),
    ),
    "garden": (garden.DEPLOY, garden.Distribution("high", plants=6, drying=3, size=9, limit=60)),
    "ridge": (ridge.DEPLOY, ridge.Distribution(slip=0.6, length=1, reach=7, size=11, limit=90)),
}
ODD = "\t'\"\\ x7é–🙂\x00\u2028\xa0\x1cÀ"


def texts_of(home: World, distribution: Any, count: int, rng: np.random.Generator) -> list[str]:
    """Drawings of this distribution's levels, most of them changed by chance, some beyond sense."""
    letters = [*home.legend]
    found = ["", " \n ", "###", *letters]
    for seed in range(count):
        text = Board(distribution, seed).text
        found.append(text)
        for _ in range(rng.integers(1, 4)):
            text = altered(text, letters, rng)
        found.append(text)
    return found


def altered(text: str, letters: list[str], rng: np.random.Generator) -> str:
    """The drawing with one thing about it changed by chance."""
    at, kind = int(rng.integers(len(text) + 1)), rng.random()
    letter = letters[rng.integers(len(letters))]
    lines = text.split("\n")
    row = int(rng.integers(len(lines)))
    if kind < 0.45:  # a tile becomes another
        spots = [n for n, char in enumerate(text) if char != "\n"]
        at = int(rng.choice(spots)) if spots else 0
        return text[:at] + letter + text[at + 1 :]
    if kind < 0.75:  # two tiles change places
        a, b = sorted(rng.integers(len(text), size=2).tolist()) if text else (0, 0)
        swapped = [*text]
        if text:
            swapped[a], swapped[b] = swapped[b], swapped[a]
        return "".join(swapped)
    if kind < 0.8:
        return text[:at] + ODD[rng.integers(len(ODD))] + text[at:]
    if kind < 0.86:
        return "\n".join(lines[:row] + lines[row + 1 :])
    if kind < 0.9:
        return "\n".join([*lines[:row], lines[row], *lines[row:]])
    if kind < 0.94:
        return "\n".join(line + line[-1:] for line in lines)
    return "\r\n".join(f"  {line}\t" for line in lines) + "\n\n"
