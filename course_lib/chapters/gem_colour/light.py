"""Shape or light? Two objects painted with the same pixels in another order, and what robots do.

As the world draws them, a gem gives a robot more light than a star of the same colour. Here a
policy's picture is painted over before the policy sees it: the world and its rules stay the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.engine.sprites import AGENT_PIXELS, rasterise
from course_lib.protocols import Policy
from course_lib.study.measure.policies import policy_name
from course_lib.worlds.art import DARK, object_sprite
from course_lib.worlds.gems.rules import Tile

Patch = np.ndarray  # one object as an agent gets it: uint8 (AGENT_PIXELS, AGENT_PIXELS, 3)
FLOOR = int(DARK[1:3], 16)  # what each of the three numbers of a pixel of the floor is
GEM, STAR = "gem", "star"

# What lies at the place of the gem and of the star: (shape, whose light) of each. "turned" is the
# gem upside down.
PAINTED: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "as drawn": ((GEM, GEM), (STAR, STAR)),
    "gem's light": ((GEM, GEM), (STAR, GEM)),
    "star's light": ((GEM, STAR), (STAR, STAR)),
    "exchanged": ((GEM, STAR), (STAR, GEM)),
    "two gems": ((GEM, GEM), (GEM, STAR)),
    "two stars": ((STAR, GEM), (STAR, STAR)),
    "turned": ((GEM, GEM), ("turned", GEM)),
    "the same": ((GEM, GEM), (GEM, GEM)),
}


def patch(shape: str, light: str, colour: str) -> Patch:
    """An object of this shape that is made of the pixels of an object of another shape.

    The brightest pixel of the one goes where the other is brightest, and so on: both have the same
    sixteen pixels, and so the same sum, the same brightest one and as many lit ones.
    shape: gem, star, or "turned", a gem upside down. light: gem or star. colour: as in `gems`.
    """
    order = drawn(GEM, colour)[::-1] if shape == "turned" else drawn(shape, colour)
    ranks = np.argsort(_brightness(order), kind="stable")
    pixels = drawn(light, colour).reshape(-1, 3)
    found = np.empty_like(pixels)
    found[ranks] = pixels[np.argsort(_brightness(pixels), kind="stable")]
    return found.reshape(order.shape)


def drawn(shape: str, colour: str) -> Patch:
    """The object as the world draws it for an agent."""
    return rasterise(object_sprite(shape, colour), AGENT_PIXELS)


def light_of(one: Patch) -> dict[str, int]:
    """The light of an object above the floor, all three channels together.

    "sum" over its pixels, "brightest" pixel, and how many pixels are "lit" at all.
    """
    above = one.reshape(-1, 3).astype(int).sum(1) - 3 * FLOOR
    return {"sum": int(above.sum()), "brightest": int(above.max()), "lit": int((above > 0).sum())}


def _brightness(pixels: Patch) -> np.ndarray:
    return pixels.reshape(-1, 3).astype(int).sum(1)


@dataclass(frozen=True, eq=False)
class Repainted:
    """A policy that gets some tiles painted otherwise than the world paints them."""

    policy: Any
    patches: Mapping[int, Patch]

    @property
    def name(self) -> str:
        """The policy's own name."""
        return policy_name(self.policy)

    @property
    def distribution(self) -> Any:
        """What the policy was made for."""
        return getattr(self.policy, "distribution", None)

    def choose(self, observations: np.ndarray, states: np.recarray, uniform: np.ndarray):
        """The policy's actions (batch,) for the repainted pictures."""
        return self.policy.choose(self.repaint(observations, states), states, uniform)

    def repaint(self, observations: np.ndarray, states: np.recarray) -> np.ndarray:
        """Copies of the pictures (batch, height, width, 3) with the patches in their places."""
        side, size = int(states.side[0]), AGENT_PIXELS
        seen = observations.reshape(-1, side, size, side, size, 3).copy()
        tiles = states.tiles[:, : side * side].reshape(-1, side, side)
        for tile, one in self.patches.items():
            n, row, column = np.nonzero(tiles == tile)
            seen[n, row, :, column] = one
        return seen.reshape(observations.shape)


def repainted(policy: Policy, name: str, colour: str) -> Repainted:
    """The policy before a pair of `PAINTED`, both objects in this colour."""
    goal, lure = (patch(*one, colour) for one in PAINTED[name])
    return Repainted(policy, {Tile.GOAL: goal, Tile.LURE: lure})
