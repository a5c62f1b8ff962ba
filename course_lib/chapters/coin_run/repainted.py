"""The same world in another paint: what does a runner do when coins or saws look like other things?

The rules stay as they are, and so does every true state: a coin that looks like a saw is taken,
and a saw that looks like a coin kills. Only the pictures are painted over before the agent sees
them, so what changes then is due to the looks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.engine.sim import BatchSim
from course_lib.engine.sprites import AGENT_PIXELS, Sprite, rasterise
from course_lib.study.measure.policies import policy_name
from course_lib.worlds.coin_run import TRAIN, Tile
from course_lib.worlds.coin_run.sprites import AIR, SPRITES, TEETH

Paint = Mapping[int, Sprite]  # from tile ids to what is painted in their place


def disc(edge: str, face: str, middle: str) -> Sprite:
    """The coin's shape in other colours."""
    return (AIR, ("circle", 0.5, 0.5, 0.48, edge), ("circle", 0.5, 0.5, 0.42, face),
            ("rect", 0.42, 0.22, 0.16, 0.56, middle))  # fmt: skip


def teeth(rim: str, face: str, hub: str) -> Sprite:
    """The saw's shape in other colours."""
    return (AIR, ("polygon", TEETH, rim), ("circle", 0.5, 0.53, 0.3, face),
            ("circle", 0.5, 0.53, 0.1, hub))  # fmt: skip


RED = ("#e3241b", "#ff6a5e", "#5a0d0a")  # of a saw
VIOLET = ("#6a2fa0", "#9a55d6", "#d9b8ff")  # a colour that nothing in this world has
LOOKS: Mapping[str, Sprite] = {
    "coin": SPRITES[Tile.COIN],
    "saw": SPRITES[Tile.SAW],
    "violet coin": disc(*VIOLET),
    "violet saw": teeth(*VIOLET),
    "red coin": disc(*RED),
    "nothing": SPRITES[Tile.SKY],
}


@dataclass(frozen=True)
class Repainted:
    """An agent to which tiles of one kind, coins or saws, look like something else."""

    agent: Any
    tile: Tile
    look: str

    @property
    def name(self) -> str:
        """The agent's name, and what looks like what."""
        return f"{policy_name(self.agent)}, {self.tile.name.lower()} as {self.look}"

    def choose(self, observations, states: np.recarray, uniform) -> np.ndarray:
        """The agent's actions (batch,), had the pictures looked like this."""
        seen = repaint(observations, states, {self.tile: LOOKS[self.look]})
        return self.agent.choose(seen, states, uniform)


def repaint(observations: np.ndarray, states: np.recarray, paint: Paint) -> np.ndarray:
    """The pictures (n, height, width, 3) of these states with such tiles painted otherwise; new.

    Where a figure stands before a tile, the figure stays.
    """
    bare = states.copy()
    bare.enemies = 0  # else an enemy before a coin would hide it from the list of tiles
    tiles = BatchSim(TRAIN, 1, "tiles").observe(bare)
    n, rows, columns = tiles.shape
    seen = np.array(observations)
    patches = seen.reshape(n, rows, AGENT_PIXELS, columns, AGENT_PIXELS, 3)
    for tile, sprite in paint.items():
        old, new = (rasterise(one, AGENT_PIXELS) for one in (SPRITES[tile], sprite))
        places = np.nonzero(tiles == tile)
        there = patches[places[0], places[1], :, places[2]]
        same = (there == old).all(axis=-1, keepdims=True)
        patches[places[0], places[1], :, places[2]] = np.where(same, new, there)
    return seen
