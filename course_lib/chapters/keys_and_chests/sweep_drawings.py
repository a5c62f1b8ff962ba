"""Keys in hand drawn otherwise: what follows the drawing, and what does not?

Five agents that were trained with few keys and five with many play the same 500 deployment levels
four times. The rules stay as they are, and only the row of the inventory is drawn otherwise: as
always; with no more keys than training showed; from the right end; not at all.

Expected, by the review of the former lesson, which had two agents and one control: with no more
keys drawn than in training the few-keys agents take about as many useless keys as always and the
many-keys agents as few as always; with none drawn all of them take nearly all, because no picture
says any longer that there are enough; from the right the few-keys agents gather in the top row,
and the many-keys agents do not.

`make sweep NAME=key_drawings` measures it into data/key_drawings.jsonl. Interrupted, it goes on
where it stopped.
"""

import numpy as np

from course_lib.agents.zoo import load
from course_lib.chapters.keys_and_chests.analysis import walks
from course_lib.chapters.keys_and_chests.display import WAYS, Redrawn, beneath
from course_lib.chapters.keys_and_chests.routes import routes
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds.keys_and_chests import DEPLOY, Action

EPISODES, SEEDS = 500, range(5)


def measure(who: str, seed: int, way: str) -> dict:
    """What an agent takes, opens and presses when keys in hand are drawn that way, and where."""
    agent = load(f"keys_and_chests/{who}:{seed}")
    policy = agent if way == "as always" else Redrawn(agent, way)
    found, split = walks(policy, DEPLOY, EPISODES), routes(policy, DEPLOY, EPISODES)
    last, side = found.last, DEPLOY.grid[0]
    in_rows = found.visits.reshape(-1, side, side).sum(axis=(0, 2))
    in_top_row = found.visits.reshape(-1, side, side)[:, 1].sum(axis=0)
    return {
        "episodes": EPISODES,
        "available": int(split.available.sum()),
        "useless": int(last.spare_keys.sum()),
        "possible": int(np.minimum(split.first.keys_left, split.first.chests_left).sum()),
        "chests": int(last.chests.sum()),
        "out_of_time": int((last.terminated == 0).sum()),
        "presses": int(last.inventory.sum()),
        "pressed": found.pressed.sum(axis=(0, 1)).tolist(),
        "beside": found.beside.sum(axis=(0, 1)).tolist(),
        "beneath": beneath(found.visits),
        "visits_by_row": in_rows.tolist(),
        "visits_in_top_row": in_top_row.tolist(),
        "parts": {name: round(float(steps.mean()), 3) for name, steps in split.parts.items()},
    }


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    return {
        f"{who}, seed {seed}, {way}": {"who": who, "seed": seed, "way": way}
        for who in ("few-keys", "many-keys")
        for seed in SEEDS
        for way in WAYS
    }


SWEEP = Sweep("key_drawings", __doc__, measure, jobs, lambda: {
    "levels": DEPLOY, "episodes": EPISODES, "walls": [way.name for way in Action],
})  # fmt: skip
