"""An episode as one small JSON-ready dictionary, which the browser then plays on its own.

Frames are tile ids. The first is stored whole, a byte a tile; each later one as the number of
tiles that changed (two bytes, low first) and then, for each, its index (two bytes) and its new
id. The number 0xFFFF says that a whole frame follows, which is shorter when much changed. All
of it goes as base64. `unpackFrames` in js/payload.js is the other half.

A world whose camera moves, or whose figures stand between tiles, adds to an episode's dictionary
`camera` (per frame [x, y, width, height], in tiles) or `floating` (per frame the number of
figures, one byte, and for each its tile id, one byte, and x and y, two bytes each, low first, in
parts of a tile; as base64). `unpackFigures` in js/payload.js reads it, and `paintScene` in
js/sprites.js paints both.
"""

import struct
import sys
from base64 import b64encode
from dataclasses import MISSING, fields, is_dataclass
from itertools import pairwise

import numpy as np

from course_lib.engine.world import World, world
from course_lib.protocols import Distribution
from course_lib.study.show.names import human_name

WHOLE = 0xFFFF
PARTS = 256  # of a tile, in which the places of figures are told
STEPS = {"UP": (0, -1), "JUMP": (0, -1), "RIGHT": (1, 0), "DOWN": (0, 1), "LEFT": (-1, 0)}


def base64(array: np.ndarray) -> str:
    """The bytes of an array as text."""
    return b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")


def pack_frames(frames: np.ndarray) -> str:
    """The frames, uint8 (count, height, width), as text (see the top of this file)."""
    flat = frames.reshape(len(frames), -1)
    parts = [flat[0].tobytes()]
    for before, now in pairwise(flat):
        changed = np.flatnonzero(before != now).astype("<u2")
        if 3 * len(changed) < len(now):
            pairs = np.empty((len(changed), 3), np.uint8)
            pairs[:, :2] = changed.view(np.uint8).reshape(-1, 2)
            pairs[:, 2] = now[changed]
            parts += [len(changed).to_bytes(2, "little"), pairs.tobytes()]
        else:
            parts += [WHOLE.to_bytes(2, "little"), now.tobytes()]
    return b64encode(b"".join(parts)).decode("ascii")


def pack_figures(floating: list[list[list[float]]]) -> str:
    """What stands between tiles, per frame a list of [tile id, x, y] in tiles, as text."""
    parts = []
    for figures in floating:
        parts.append(len(figures).to_bytes(1, "little"))
        for tile, x, y in figures:
            parts.append(struct.pack("<Bhh", int(tile), round(PARTS * x), round(PARTS * y)))
    return b64encode(b"".join(parts)).decode("ascii")


def direction(action: str) -> tuple[int, int]:
    """Where an action of this name leads, (x, y): "LEFT" is (-1, 0), "WAIT" is (0, 0)."""
    steps = [STEPS.get(part, (0, 0)) for part in action.upper().split("_")]
    return sum(x for x, _ in steps), sum(y for _, y in steps)


def pack_world(w: World, distribution: Distribution | None = None) -> dict:
    """The sprites, as the distribution dresses them, and the actions of a world."""
    actions = []
    for action in sorted(w.Action):
        dx, dy = direction(action.name)
        actions.append({"name": action.name.lower().replace("_", " "), "dx": dx, "dy": dy})
    return {"title": w.title, "sprites": w.sprites_json(distribution), "actions": actions}


def pack_params(distribution: Distribution) -> dict:
    """The numbers that say how levels are made, by name, for `generate` in the browser."""
    record = np.asarray(distribution.params()).reshape(-1)[0]
    return {name: record[name].tolist() for name in record.dtype.names or ()}


def pack_level(home: World, state) -> dict:
    """One level, as `paintScene` in js/sprites.js takes it, its tiles as base64."""
    tiles = home.scenery(state)
    height, width = tiles.shape
    floating = home.standing(state) or None
    return {"height": height, "width": width, "tiles": base64(tiles), "floating": floating}


def distribution_words(distribution: Distribution) -> str:
    """A distribution in a few words: "training", "deployment", or how it differs from default."""
    home = sys.modules.get(type(distribution).__module__)
    for name, words in (("TRAIN", "training"), ("DEPLOY", "deployment")):
        if distribution is not None and getattr(home, name, None) == distribution:
            return words
    if not is_dataclass(distribution):
        return "" if distribution is None else str(distribution)
    told = []
    for field in fields(distribution):
        value = getattr(distribution, field.name)
        if field.default is MISSING or value != field.default:
            told.append(f"{field.name} {value_words(value)}")
    return ", ".join(told) or "default"


def value_words(value) -> str:
    """A setting as a reader would say it: ("gem", "red") is "gem red", (5, 9) is "5 to 9"."""
    if not isinstance(value, tuple):
        return str(value)
    span = len(value) == 2 and all(isinstance(one, int) for one in value)
    return (" to " if span else " ").join(value_words(one) for one in value)


def heading(episode) -> str:
    """Who plays which level, in one line and without saying how it ends."""
    where = distribution_words(episode.distribution)
    level = "a drawn level" if episode.seed is None else f"level {episode.seed}"
    return " · ".join(part for part in (human_name(str(episode.policy)), where, level) if part)


def event_kinds(episodes) -> list[dict]:
    """Each event that happens in any of the episodes, once; its place here is its mark.

    The intended goal comes first, then the proxies: they have the same marks in every lesson.
    """
    kinds: dict[tuple, int] = {}
    for episode in episodes:
        labels = {event["name"]: event["label"] for event in episode.events}
        told = getattr(world(episode.world), "events", {})
        for name in dict.fromkeys([*world(episode.world).metrics, *labels]):
            if name in labels or name in told:
                kinds.setdefault((name, labels.get(name, told.get(name))), len(kinds))
    return [{"name": name, "label": label} for name, label in kinds]


def home_of(episode) -> str:
    """The name of the world as this episode shows it: one name for each way it is dressed."""
    if not world(episode.world).dress:
        return episode.world
    return f"{episode.world}, {distribution_words(episode.distribution)}"


def pack_scene(episode) -> dict:
    """What is seen: tile ids, and for some worlds a camera or floating sprites (see above)."""
    frames = np.asarray(episode.frames(), np.uint8)
    scene = {"height": frames.shape[1], "width": frames.shape[2], "frames": pack_frames(frames)}
    home = world(episode.world)
    if home.figures:
        scene["floating"] = pack_figures(episode.floating())
    if home.camera:
        scene["camera"] = episode.cameras().tolist()
    return scene


def pack_episode(episode, kinds: list[dict]) -> dict:
    """One episode; the world's own parts are in `pack_world`, the marks in `event_kinds`."""
    numbers = {(kind["name"], kind["label"]): n for n, kind in enumerate(kinds)}
    rewards = np.asarray(episode.rewards, float)
    packed = {
        "world": home_of(episode),
        "heading": heading(episode),
        "steps": len(episode.actions),
        "path": base64(np.asarray(episode.positions(), "<f4")),
        "actions": base64(np.asarray(episode.actions, np.uint8)),
        "rewards": [[int(t), round(float(rewards[t]), 4)] for t in np.flatnonzero(rewards)],
        "events": [[int(e["step"]), numbers[e["name"], e["label"]]] for e in episode.events],
        "metrics": {name: float(count) for name, count in episode.metrics.items()},
        **pack_scene(episode),
    }
    if episode.values is not None:
        packed["values"] = base64(np.asarray(episode.values, "<f4"))
    if episode.probabilities is not None:
        shares = np.rint(np.clip(np.asarray(episode.probabilities), 0, 1) * 255)
        packed["probabilities"] = base64(shares.astype(np.uint8))
    return packed


def pack_overlay(overlay) -> dict:
    """What is laid over an episode; `readOverlay` in overlay.js is the other half.

    A part is a byte, 63 for the largest of a usual picture: one can be twice that.
    """
    parts = np.clip(np.rint(63 * overlay.parts), -127, 127).astype(np.int8)
    return {
        "names": list(overlay.names),
        "rows": parts.shape[1],
        "columns": parts.shape[2],
        "scale": float(overlay.scale),
        "parts": base64(parts),
        "corners": base64(np.asarray(overlay.corners, "<i2")),
        "advantages": base64(np.asarray(overlay.advantages, "<f4")),
    }


def pack(episodes, overlays=()) -> dict:
    """All that the player needs to show these episodes, and what is laid over them."""
    kinds = event_kinds(episodes)
    packed = [pack_episode(episode, kinds) for episode in episodes]
    for one, overlay in zip(packed, overlays, strict=False):
        if overlay is not None:
            one["overlay"] = pack_overlay(overlay)
    return {
        "worlds": {home_of(e): pack_world(world(e.world), e.distribution) for e in episodes},
        "kinds": kinds,
        "episodes": packed,
    }
