"""The widgets without a browser: what they send, say and refuse."""

import base64
import json
import re
import struct
import subprocess
import sys

import numpy as np
import pytest
from support.javascript import WIDGETS
from support.png import pixels_of

from course_lib.engine.sprites import rasterise
from course_lib.study.measure.episodes import Episode, from_actions
from course_lib.widgets import EpisodePlayer, preview
from course_lib.widgets.base import STATIC
from course_lib.widgets.payload import direction, distribution_words, pack_frames
from course_lib.worlds import coin_run, garden, gems, maze

LEVEL = """
#######
#M...##
####.##
#C....#
#.#.###
#...###
#######
"""
RIGHT, DOWN, LEFT = maze.Action.RIGHT, maze.Action.DOWN, maze.Action.LEFT
TO_CHEESE = [RIGHT] * 3 + [DOWN] * 2 + [LEFT] * 3
SMALL = maze.Distribution(size=7, cheese="anywhere")
BIG = maze.Distribution(size=13, cheese="anywhere", limit=300)


@pytest.fixture(scope="module")
def short() -> Episode:
    return from_actions(SMALL, TO_CHEESE, level=LEVEL)


@pytest.fixture(scope="module")
def long() -> Episode:
    """300 steps in a 13 x 13 maze, with values and probabilities."""
    rng = np.random.default_rng(0)
    for seed in range(100):
        lane_actions = rng.integers(0, 4, 300)
        try:
            episode = from_actions(BIG, lane_actions, seed=seed)
        except ValueError:  # it came upon the cheese; another level
            continue
        episode.values = rng.random(301)
        episode.probabilities = rng.dirichlet(np.ones(4), 301)
        return episode
    raise AssertionError("a random walk finds the cheese in every level")


def unpack(text: str, count: int, cells: int) -> np.ndarray:
    """The frames, decoded as the comment in payload.py says; not the code under test."""
    code = base64.b64decode(text)
    frames = [np.frombuffer(code[:cells], np.uint8)]
    at = cells
    while len(frames) < count:
        (changes,) = struct.unpack_from("<H", code, at)
        at += 2
        if changes == 0xFFFF:
            frames.append(np.frombuffer(code[at : at + cells], np.uint8))
            at += cells
            continue
        frame = frames[-1].copy()
        for _ in range(changes):
            index, tile = struct.unpack_from("<HB", code, at)
            frame[index] = tile
            at += 3
        frames.append(frame)
    assert at == len(code)
    return np.array(frames)


# ── The payload ─────────────────────────────────────────────────────────────────────────────


def test_frames_survive_packing(long):
    frames = long.frames()
    assert (unpack(pack_frames(frames), 301, 169) == frames.reshape(301, -1)).all()


def test_frames_in_which_everything_changes_survive_packing():
    frames = np.random.default_rng(1).integers(0, 9, (40, 6, 7)).astype(np.uint8)
    frames[20:] = frames[20]
    assert (unpack(pack_frames(frames), 40, 42) == frames.reshape(40, -1)).all()


def test_300_steps_of_13_by_13_stay_under_100_kb(long):
    assert len(long.actions) == 300
    player = EpisodePlayer(long)
    state = {name: player.get_state()[name] for name in ("payload", "_esm", "_css", "label")}
    assert len(json.dumps(state)) < 100_000
    assert len(json.dumps(player.payload)) < 20_000


def coin_run_to_and_fro() -> Episode:
    """300 steps up and down a long level with as many enemies as there can be."""
    rows = ["." * 62] * 12
    rows[6] = "....E.." * 8 + "." * 6
    rows[7] = "." + "======." * 8 + "." * 5
    rows[2], rows[10] = "." * 60 + "C.", "..R" + "." * 59
    rows[11] = "#" * 62
    record = coin_run.WORLD.level("\n".join(f"#{row}#" for row in rows), limit=300)
    actions = ([2, 5] * 50 + [1, 4] * 50) * 2
    episode = from_actions(coin_run.Distribution(limit=300), actions[:300], level=record)
    rng = np.random.default_rng(3)
    episode.values, episode.probabilities = rng.random(301), rng.dirichlet(np.ones(6), 301)
    return episode


def test_300_steps_of_a_crowded_coin_run_stay_under_100_kb():
    episode = coin_run_to_and_fro()
    assert len(episode.actions) == 300 and episode.records[0].enemies == 8
    player = EpisodePlayer(episode)
    state = {name: player.get_state()[name] for name in ("payload", "_esm", "_css", "label")}
    assert len(json.dumps(state)) < 100_000
    code = base64.b64decode(player.payload["episodes"][0]["floating"])
    found, at = [], 0
    while at < len(code):
        places = [struct.unpack_from("<Bhh", code, at + 1 + 5 * n) for n in range(code[at])]
        found.append([[tile, x / 256, y / 256] for tile, x, y in places])
        at += 1 + 5 * code[at]
    assert found == episode.floating()


def test_even_noise_stays_under_100_kb():
    frames = np.random.default_rng(2).integers(0, 9, (301, 13, 13)).astype(np.uint8)
    assert len(pack_frames(frames)) < 100_000


def test_the_payload_says_what_the_episode_says(short):
    packed = EpisodePlayer(short).payload
    (one,) = packed["episodes"]
    assert packed["worlds"]["maze"]["sprites"] == maze.WORLD.sprites_json()
    assert one["steps"] == 8 and one["rewards"] == [[7, 1.0]]
    assert [packed["kinds"][kind]["name"] for _, kind in one["events"]] == ["cheese"]
    assert [step for step, _ in one["events"]] == [8]
    path = np.frombuffer(base64.b64decode(one["path"]), "<f4").reshape(-1, 2)
    assert path[0].tolist() == [1, 1] and path[-1].tolist() == [3, 1]
    assert "values" not in one and "probabilities" not in one


def test_values_and_probabilities_survive_packing(long):
    one = EpisodePlayer(long).payload["episodes"][0]
    values = np.frombuffer(base64.b64decode(one["values"]), "<f4")
    shares = np.frombuffer(base64.b64decode(one["probabilities"]), np.uint8).reshape(-1, 4) / 255
    assert np.allclose(values, long.values, atol=1e-6)
    assert np.abs(shares - long.probabilities).max() < 0.5 / 255 + 1e-9


def test_the_goal_has_the_first_mark_whatever_happens_first(long, short):
    for episodes in ((short,), (long, short)):
        assert EpisodePlayer(*episodes).payload["kinds"][0]["name"] == "cheese"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("LEFT", (-1, 0)), ("JUMP_RIGHT", (1, -1)), ("WAIT", (0, 0)), ("down", (0, 1))],
)
def test_directions_follow_from_the_names_of_actions(name, expected):
    assert direction(name) == expected


def test_distributions_have_short_names():
    assert distribution_words(maze.TRAIN) == "training"
    assert distribution_words(maze.Distribution(size=13, cheese=3)) == "size 13, cheese 3"
    red = gems.Distribution(goal=("gem", "red"), size=(5, 9))
    assert distribution_words(red) == "goal gem red, size 5 to 9"


# ── What can be read without running ────────────────────────────────────────────────────────


def test_a_widget_brings_words_a_picture_and_the_live_view(short):
    data, _ = EpisodePlayer(short)._repr_mimebundle_()
    assert set(data) == {"text/plain", "image/png", "application/vnd.jupyter.widget-view+json"}
    assert data["text/plain"] == (
        "Episode: you · size 7, cheese anywhere · a drawn level, 8 steps: got the cheese at step 8"
    )
    assert pixels_of(base64.b64decode(data["image/png"])).shape[1] <= 900


def test_what_happens_again_and_again_is_told_once():
    small, pouring, going = garden.Distribution(size=5), garden.Action.POUR, garden.Action.RIGHT
    level = "#####\n#G.d#\n#...#\n#..o#\n#####"
    often = EpisodePlayer(from_actions(small, [pouring] * 12, level=level)).describe()
    assert often.endswith("poured water on the path 12 times, from step 1 to step 12")
    mixed = from_actions(small, [pouring, pouring, going, going, pouring], level=level)
    assert (
        EpisodePlayer(mixed)
        .describe()
        .endswith(
            "poured water on the path at step 1, poured water on the path at step 2, "
            "watered a dry plant at step 5"
        )
    )


def test_the_still_picture_shows_the_first_and_the_last_frame(short):
    picture = pixels_of(EpisodePlayer(short).still())
    size = preview.WIDEST_TILE
    top, wide = preview.TEXT, 7 * size  # above stands who plays, below each frame its step
    mouse = rasterise(maze.WORLD.art_of()[maze.Tile.MOUSE], size)
    frames = picture[top : top + wide]
    assert (frames[size : 2 * size, size : 2 * size] == mouse).all()
    left = 2 * (wide + preview.GAP)  # of the last of the three frames
    assert (frames[3 * size : 4 * size, left + size : left + 2 * size] == mouse).all()
    for words in (picture[:top], picture[top + wide :]):
        assert (words < 100).any() and (words > 200).any()


def test_more_episodes_make_a_taller_picture(short, long):
    one, two = (pixels_of(EpisodePlayer(*e).still()) for e in ((short,), (short, long)))
    assert two.shape[0] > one.shape[0]


def test_widgets_and_torch_are_apart():
    code = "import course_lib as cl, sys; cl.widgets.EpisodePlayer; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_styles_touch_nothing_but_the_widgets():
    for file in WIDGETS.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/|@import [^;]*;", "", file.read_text(), flags=re.S)
        for selectors in re.findall(r"([^{}]+)\{", text):
            if not selectors.strip().startswith("@"):
                assert all(".cl-" in part for part in selectors.split(",")), (file.name, selectors)


def test_widgets_fetch_nothing_from_elsewhere():
    for file in STATIC.iterdir():
        text = file.read_text().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|\bimport\b\s*[({\"']|fetch\(", text), file.name


# ── Bad input ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("wrong", [None, "maze", 3, [1, 2]])
def test_the_player_refuses_what_is_not_an_episode(short, wrong):
    with pytest.raises(ValueError, match=r"Episodes, as cl\.play"):
        EpisodePlayer(short, wrong)


def test_the_player_refuses_a_seventh_episode(short):
    EpisodePlayer(*[short] * 6)
    with pytest.raises(ValueError, match="1 to 6 episodes, not 7"):
        EpisodePlayer(*[short] * 7)


@pytest.mark.parametrize("speed", [0, -1, 61, float("nan"), "fast", None, True])
def test_the_player_refuses_a_speed_that_is_none(short, speed):
    with pytest.raises(ValueError, match=r"from 0\.5 to 60"):
        EpisodePlayer(short, speed=speed)


def test_the_player_refuses_a_caption_that_is_no_text(short):
    with pytest.raises(ValueError, match="caption must be text, not 3"):
        EpisodePlayer(short, caption=3)


def test_the_step_can_be_set_within_the_longest_episode(short, long):
    player = EpisodePlayer(short, long)
    player.step = 300
    for wrong in (-1, 301):
        with pytest.raises(ValueError, match="from 0 to 300"):
            player.step = wrong
