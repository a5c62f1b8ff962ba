"""A picture on its way through a network: what one channel of each layer says of one maze."""

from typing import Any

import numpy as np

from course_lib.study.inside import steering
from course_lib.study.inside.layers import LAYERS, activations
from course_lib.study.measure.rollout import begin
from course_lib.study.show.levels import image_grid
from course_lib.study.show.picture import show
from course_lib.study.show.style import WIDTH
from course_lib.worlds import maze

MIND = (8, 16)  # how the 128 numbers of the last layer are laid out


def show_layers(agent: Any, seed: int = 1) -> None:
    """Show a maze, and of each map the channel that a cheese changes most; all numbers of mind."""
    sim = begin(maze.DEPLOY, [seed])
    looks, bare = sim.observe(), sim.observe(steering.without(sim.batch, "cheese"))
    shown = [("picture\n9 × 9 tiles", maze.WORLD.picture(sim.batch[0], 20))]
    for layer in LAYERS:
        said, less = (activations(agent, seen, layer)[0] for seen in (looks, bare))
        if said.ndim == 1:
            shown.append((f"{layer}\n{len(said)} numbers", said.reshape(MIND)))
            continue
        channel = int(np.abs(said - less).sum((0, 1)).argmax())
        shown.append((f"{layer}\nchannel {channel + 1} of {said.shape[2]}", said[..., channel]))
    size = (WIDTH, WIDTH / len(shown) + 0.5)
    figure = image_grid([shown], size, fontsize=9, cmap="cividis")
    show(figure, "A maze, and beside it one channel of each of the layers tiles, nearby and scene, "
                 "brighter where its number is higher: in tiles the cheese stands out at its own "
                 "place. Last, the numbers of the layer mind, which have no place.")  # fmt: skip
