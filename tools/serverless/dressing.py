"""The sprites that agents see, as the site's network takes them: site/src/agents/network.js."""

import base64

import numpy as np

from course_lib.engine.sprites import AGENT_PIXELS, rasterise_alpha
from course_lib.engine.world import world_of


def sheet(distribution) -> np.ndarray:
    """The distribution's sprites by tile id, uint8 (tile ids, 4, 4, 4): see `rasterise_alpha`."""
    sprites = world_of(distribution).sprites_of(distribution)
    found = np.zeros((max(sprites) + 1, AGENT_PIXELS, AGENT_PIXELS, 4), np.uint8)
    for tile, sprite in sprites.items():
        found[tile] = rasterise_alpha(sprite, AGENT_PIXELS)
    return found


def dressing(distribution) -> str:
    """The same in base64."""
    return base64.b64encode(sheet(distribution).tobytes()).decode()
