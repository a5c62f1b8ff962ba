"""A still picture of episodes, for places where no widget runs: GitHub, print, untrusted views."""

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from math import hypot
from textwrap import wrap

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from course_lib.engine.sprites import rasterise_alpha, rgb
from course_lib.engine.world import World, world
from course_lib.study.show.marks import end_labels
from course_lib.study.show.style import COLOURS, INK, STYLE
from course_lib.widgets.payload import direction, heading

WIDTH = 660  # pixels of a picture of levels or words, at most
STILL = 900  # pixels of the frames of episodes, at most
WIDEST_TILE = 24  # pixels of a tile in them
GAP = 12
TEXT, LETTERS = 20, 92  # pixels from line to line, and letters in one
PATH, EDGE = "#0072B2", "#ffffff"
ARROW = "#F0E442"
DASHES = ("-", "--", "-.", ":")


def png(pixels: np.ndarray) -> bytes:
    """The picture, uint8 (height, width, 3), as a PNG file."""
    return image_png(Image.fromarray(pixels))


def image_png(image: Image.Image) -> bytes:
    """The picture as a PNG file."""
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def text_png(paragraphs: Sequence[str]) -> bytes:
    """A PNG of these paragraphs, dark on white, `WIDTH` pixels wide."""
    lines = [line for text in paragraphs for line in [*wrap(text, LETTERS), ""]][:-1]
    image = Image.new("RGB", (WIDTH, TEXT * (len(lines) + 2)), "white")
    font = ImageFont.load_default(TEXT * 0.72)
    for n, line in enumerate(lines):
        ImageDraw.Draw(image).text((TEXT, TEXT * (n + 1)), line, INK, font)
    return image_png(image)


def draw_path(pixels: np.ndarray, path: np.ndarray, size: int, agent_at: int) -> None:
    """Draw the way through `path`, (n, 2) rows and columns, into `pixels`, `size` to a tile.

    agent_at: number of the place where the agent stands, which stays visible.
    """
    row, column = (int(v * size) for v in path[agent_at])
    box = np.s_[row : row + size, column : column + size]
    agent = pixels[box].copy()
    centres = (np.asarray(path, float) + 0.5) * size
    steps = np.linspace(0, 1, size, endpoint=False)[:, None]
    legs = [a + (b - a) * steps for a, b in pairwise(centres)]
    points = np.concatenate([*legs, centres[-1:]])
    for thick, colour in ((max(2, size // 6), EDGE), (max(1, size // 12), PATH)):
        for y, x in points.astype(int):
            pixels[max(0, y - thick) : y + thick, max(0, x - thick) : x + thick] = rgb(colour)
    pixels[box] = agent


def padded(pixels: np.ndarray, height: int, width: int) -> np.ndarray:
    """The picture with white below and to the right, up to this size."""
    more = ((0, height - pixels.shape[0]), (0, width - pixels.shape[1]), (0, 0))
    return np.pad(pixels, more, constant_values=255)


def tiled(pictures: Sequence[np.ndarray], across: int, gap: int = GAP) -> np.ndarray:
    """The pictures, `across` in a row, each with room for the largest, with gaps between them."""
    height, width = (gap + max(p.shape[k] for p in pictures) for k in (0, 1))
    cells = [padded(p, height, width) for p in pictures]
    rows = [np.concatenate(cells[n : n + across], 1) for n in range(0, len(cells), across)]
    return np.concatenate([padded(r, height, rows[0].shape[1]) for r in rows])[:-gap, :-gap]


def moments(steps: int) -> list[int]:
    """The frames that are shown: first, middle and last, each once."""
    return sorted({0, steps // 2, steps})


def strip(episode, size: int, across: int = 3) -> np.ndarray:
    """First, middle and last frame, each with the way so far and the number of its step below."""
    home, path = world(episode.world), np.asarray(episode.positions())
    sprites, steps = home.art_of(episode.distribution), len(episode.actions)
    parts: list[np.ndarray] = []
    for t in moments(steps):
        pixels = home.picture(episode.records[t], size, sprites)
        if t:
            draw_path(pixels, path[: t + 1], size, agent_at=t)
        last = ", the last" if t and t == steps else ""
        parts.append(np.concatenate([pixels, words_line(f"step {t}{last}", pixels.shape[1])]))
    return tiled(parts, across)


def words_line(text: str, width: int, large: bool = False) -> np.ndarray:
    """One line of text, dark on white, as pixels (`TEXT`, width, 3)."""
    image = Image.new("RGB", (width, TEXT), "white")
    font = ImageFont.load_default(TEXT * (0.8 if large else 0.68))
    ImageDraw.Draw(image).text((0, 0), text, INK, font)
    return np.asarray(image)


def still_png(episodes) -> bytes:
    """A PNG with a labelled row of frames for each episode, at most `STILL` pixels wide.

    The letters are those that the player has for several episodes. Frames of wide levels stand
    below each other: beside each other they would be too small to see who is who.
    """
    shapes = [episode.frames().shape[1:] for episode in episodes]
    rows, columns = (max(side) for side in zip(*shapes, strict=True))
    across = 1 if columns > 2 * rows else 3
    size = min(WIDEST_TILE, max(4, (STILL - (across - 1) * GAP) // (across * columns)))
    blocks = []
    for letter, episode in zip("ABCD", episodes, strict=False):
        label = f"{letter}: {heading(episode)}" if len(episodes) > 1 else heading(episode)
        part = strip(episode, size, across)
        wide = max(part.shape[1], 420)
        blocks.append(
            np.concatenate([words_line(label, wide, True), padded(part, len(part), wide)])
        )
    width = max(block.shape[1] for block in blocks)
    whole = np.concatenate([padded(block, len(block) + GAP, width) for block in blocks])[:-GAP]
    return png(whole)


def picture_png(home: World, state, sprites, width: int = 320) -> bytes:
    """A PNG of the level of a record, about `width` pixels wide; `sprites` are by tile id."""
    return png(home.picture(state, max(4, width // home.shape(state)[1]), sprites))


def level_png(home: World, state, sprites, field=None, path=None, width: int = 420) -> bytes:
    """A PNG of a level, with a path (n, 2) and a field of `Arrows` over it."""
    size = max(12, width // home.shape(state)[1])
    pixels = home.picture(state, size, sprites)
    if path is not None and len(path) > 1:
        draw_path(pixels, path, size, agent_at=0)
    if field is not None:
        for place, action, chance in zip(
            field.places, field.best, field.top_probability, strict=True
        ):
            row, column = place * size
            mark = rasterise_alpha(arrow(field.names[action], round(4 * chance) / 4), size)
            patch = pixels[row : row + size, column : column + size]
            patch[:] = patch * (mark[:, :, 3:] / 255) + mark[:, :, :3]
    return png(pixels)


def arrow(action: str, chance: float) -> tuple:
    """The sprite of an arrow for an action of this name, longer where its chance is larger."""
    x, y = direction(action)
    if not (x or y):
        return (("circle", 0.5, 0.5, 0.2, INK), ("circle", 0.5, 0.5, 0.12, ARROW))
    long = hypot(x, y)
    along, half = (x / long, y / long), 0.2 + 0.2 * chance

    def at(forward: float, aside: float) -> tuple[float, float]:
        return (
            0.5 + forward * half * along[0] - aside * along[1],
            0.5 + forward * half * along[1] + aside * along[0],
        )

    def shape(more: float) -> tuple:
        wide, head = 0.05 + more, 0.17 + more
        tip, tail, neck = 1 + 2.5 * more, -1 - 2 * more, 0.1 - 1.5 * more
        return (at(tail, -wide), at(neck, -wide), at(neck, -head), at(tip, 0),
                at(neck, head), at(neck, wide), at(tail, wide))  # fmt: skip

    return (("polygon", shape(0.045), INK), ("polygon", shape(0.0), ARROW))


def curves_png(series: list[dict], shown: list[tuple[str, list]]) -> bytes:
    """A PNG of the curves of a training, a panel for each (title, points), as curves.js has them.

    A point is [steps, seconds, then a value of each series].
    """
    from matplotlib import rc_context  # here: nothing else in this room needs it
    from matplotlib.figure import Figure

    with rc_context(STYLE):
        figure = Figure(figsize=(5.6 * len(shown), 3), layout="constrained")
        for axes, (title, points) in zip(
            np.ravel(figure.subplots(1, len(shown))), shown, strict=True
        ):
            draw_curves(axes, series, points)
            axes.set(title=title, xlabel="steps of training", ylabel="mean per episode")
            axes.xaxis.set_major_formatter(lambda steps, _: short(steps))
            axes.locator_params(axis="x", nbins=4)
            axes.set_xlim(left=0)
            axes.set_ylim(0, max(1.05, axes.get_ylim()[1]))
            end_labels(axes)
        out = BytesIO()
        figure.savefig(out, format="png")
    return out.getvalue()


def draw_curves(axes, series: list[dict], points: list) -> None:
    """Draw the lines: the broadest is the first, so that one which lies on it does not hide it."""
    steps = [point[0] for point in points]
    for n, one in enumerate(series):
        colour, dash, width = COLOURS[n % 4], DASHES[n % 4], 2.0 if n else 4.5
        if not one["role"]:  # the reward
            colour, dash, width = INK, ":", 1.5
        name = f"{one['name']} ({one['role']})" if one["role"] else one["name"]
        values = [point[n + 2] for point in points]
        axes.plot(steps, values, color=colour, linestyle=dash, linewidth=width, label=name)


def short(steps: float) -> str:
    """A number of steps, short: 12k, 1.5M; as `big` in curves.js has it."""
    if steps >= 1e6:
        return f"{steps / 1e6:.2f}".rstrip("0").rstrip(".") + "M"
    return f"{steps / 1000:.0f}k" if steps >= 1000 else f"{steps:.0f}"


def sheet_png(home: World, states, sprites, across: int = 6, width: int = 660) -> bytes:
    """A PNG of several levels, `across` in a row; wide levels half as many."""
    shapes = [home.shape(s) for s in states]
    high, wide = (max(shape[k] for shape in shapes) for k in (0, 1))
    across = max(1, across // 2 if wide > 2 * high else across)
    size = max(2, (width - GAP * (across - 1)) // (across * wide))
    return png(tiled([home.picture(s, size, sprites) for s in states], across))
