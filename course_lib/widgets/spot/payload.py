"""What the spot-the-difference widget sends to the browser, and its still picture."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from course_lib.engine.world import World
from course_lib.study.game import predictions
from course_lib.study.game.observers import Needed
from course_lib.study.game.rounds import Round
from course_lib.study.measure.mixtures import Levels
from course_lib.widgets.payload import pack, pack_level
from course_lib.widgets.preview import padded, png, tiled


def pack_round(game: Round, levels: Mapping[str, Levels], counts: Mapping[str, int]) -> dict:
    """The round as it is seen: levels, and the lists to choose from."""
    home = game.world
    sheets: list = []
    shelves = {name: pack_levels(levels[name], counts[name], sheets) for name in levels}
    return {
        "name": game.name,
        "title": home.title,
        "rewarded": home.rewarded,
        "sheets": sheets,
        "letters": letters_of(home),
        "shelves": shelves,
        "attributes": [{"name": each.name, "words": each.words} for each in game.attributes],
        "choices": predictions.choices(home),
    }


def letters_of(home: World) -> list[str]:
    """The letter of each tile id, "?" for one that has none."""
    letters = {int(tile): letter for letter, tile in home.legend.items()}
    return [letters.get(tile, "?") for tile in range(max(letters) + 1)]


def pack_levels(levels: Levels, count: int, sheets: list) -> list[dict]:
    """The first levels, each with the number of its sprites among `sheets`, which may grow."""
    home = levels.shelf.world
    packed = []
    for number in range(count):
        sprites = home.sprites_json(levels.distribution(number))
        if sprites not in sheets:
            sheets.append(sprites)
        level = pack_level(home, levels.records[number])
        packed.append({"sheet": sheets.index(sprites), **level})
    return packed


def tell_needed(needed: Mapping[str, Needed | None] | None, game: Round, done: bool) -> list[dict]:
    """For each of the two observers: who, how many levels, and that in words."""
    heads = {"observer": "An ideal observer", "classifier": "A trained classifier"}
    waiting = "not known" if done else "being measured …"
    told = []
    for name, head in heads.items():
        one = (needed or {}).get(name)
        row: dict[str, Any] = {"name": name, "who": head, "words": str(one) if one else waiting}
        if one:
            row |= {"levels": one.levels, "low": one.low, "high": one.high, "most": one.most}
            if not game.truth:
                row["words"] = nothing_words(name, one)
        told.append(row)
    return told


def nothing_words(name: str, one: Needed) -> str:
    """What an observer can say where nothing differs."""
    if name == "classifier":
        return "finds no difference" if one.levels is None else f"{one}: a false alarm"
    return f"{one} to rule out the one difference that was feared"


def tell_agent(did: Mapping | None, home: World) -> dict | None:
    """What the agent does on both shelves, with a row for each way to end."""
    if did is None:
        return None
    rows = [{**choice, "A": did["A"][choice["name"]], "B": did["B"][choice["name"]]}
            for choice in predictions.choices(home)]  # fmt: skip
    return {"name": did["agent"], "rows": rows, "leading": predictions.leading(did["B"]),
            "episodes": did["B"]["episodes"]}  # fmt: skip


def pack_replay(agent: Any, levels: Levels, did: Mapping) -> dict:
    """An episode of the agent on shelf B that ends as most do there, with a caption that says so.

    levels: those of shelf B. did: what the agent does there, as in `predictions.shares`.
    """
    number, episode, found = predictions.typical(agent, levels, did["most"])
    words = {each["name"]: each["words"] for each in predictions.choices(levels.shelf.world)}
    rate = f"{100 * did[did['most']]['rate']:.0f} %"
    often = f"“{words[did['most']]}”, as in {rate} of {did['episodes']} levels of this shelf"
    told = f"On level {number + 1} of shelf B the agent does what it does most often: {often}."
    if not found:
        told = f"Most often the agent ends with {often}. In none of the first {number + 1} it did."
    return {**pack([episode]), "caption": told}


# ── The still picture ───────────────────────────────────────────────────────────────────────

WIDTH, GAP = 320, 6  # of one shelf, and between pictures, in pixels


def levels_png(levels: Mapping[str, Levels], count: int) -> bytes:
    """The first levels of each shelf side by side: A, a wide gap, B."""
    blocks = [shelf_pixels(one, count) for one in levels.values()]
    height = max(len(block) for block in blocks)
    wide = [padded(block, height, block.shape[1] + 5 * GAP) for block in blocks]
    return png(np.concatenate(wide, axis=1)[:, : -5 * GAP])


def shelf_pixels(levels: Levels, count: int) -> np.ndarray:
    """Pictures of the first levels, three in a row, or one in a row where levels are wide."""
    home = levels.shelf.world
    shapes = [home.shape(levels.records[i]) for i in range(count)]
    rows, columns = (max(side) for side in zip(*shapes, strict=True))
    across = 1 if columns > 2 * rows else 3
    size = max(3, (WIDTH - (across - 1) * GAP) // (across * columns))
    sprites = [home.art_of(levels.distribution(i)) for i in range(count)]
    pictures = [home.picture(levels.records[i], size, sprites[i]) for i in range(count)]
    return tiled(pictures, across, GAP)
