"""Keys and chests: what holds for every level, tour and metric, and what is turned away."""

from collections import deque
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.errors import refused
from support.levels import SEEDS, cell, grid_of, level, steps_from

import course_lib as cl
from course_lib.engine.grid import WALL
from course_lib.engine.sim import BatchSim
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.episodes import from_actions
from course_lib.worlds import keys_and_chests as kc
from course_lib.worlds.keys_and_chests import GHOST, Tile
from course_lib.worlds.keys_and_chests.planner import MOST_OBJECTS

VAULT = "#######\n#D.K.C#\n#.....#\n#K...C#\n#.....#\n#K....#\n#######"
PLAIN = kc.Distribution(n=1, keys=1, chests=1, size=7)


@st.composite
def distributions(draw):
    """Any distribution whose objects fit."""
    size = draw(st.sampled_from([9, 11, (9, 13)]))
    layout = draw(st.sampled_from(["room", "maze"]))
    loops = draw(st.sampled_from([0.0, 0.3])) if layout == "maze" else 0.0
    counts = {name: draw(st.sampled_from([1, 2, (1, 2)])) for name in ("n", "keys", "chests")}
    ghosts = draw(st.integers(0, 2))
    return kc.Distribution(**counts, ghosts=ghosts, layout=layout, loops=loops, size=size)


def beginnings(distribution, count: int) -> np.recarray:
    """The records of the first `count` seeds' levels."""
    sim = BatchSim(distribution, count)
    sim.reset(np.arange(count))
    return sim.batch.copy()


def count(states, tile) -> np.ndarray:
    """How many tiles of this kind lie in each level."""
    return (states.tiles == tile).sum(axis=1)


def walk(letters: str, drawing: str = VAULT, distribution=PLAIN):
    """The episode in which these moves (U, R, D, L) are made."""
    return from_actions(distribution, ["URDL".index(letter) for letter in letters], level=drawing)


# ── Levels ──────────────────────────────────────────────────────────────────────────────────


def test_training_and_deployment_differ_in_nothing_but_the_counts():
    train, deploy = asdict(kc.TRAIN), asdict(kc.DEPLOY)
    assert {n for n in train if train[n] != deploy[n]} == {"keys", "chests"}
    first, second = beginnings(kc.TRAIN, 300), beginnings(kc.DEPLOY, 300)
    for name in first.dtype.names:
        if name not in ("rng", "keys_left", "chests_left", "tiles"):
            assert np.array_equal(first[name], second[name]), name
    assert np.array_equal(first.keys_left, second.chests_left)
    assert np.array_equal(first.chests_left, second.keys_left)
    assert np.array_equal(first.tiles == WALL, second.tiles == WALL)


@pytest.mark.parametrize("distribution, keys", [(kc.TRAIN, 1), (kc.DEPLOY, 2)], ids=["1:2", "2:1"])
def test_every_level_has_n_of_one_and_2n_of_the_other(distribution, keys):
    states = beginnings(distribution, 3000)
    fewer, more = sorted((states.keys_left, states.chests_left), key=np.sum)
    assert (more == 2 * fewer).all()
    assert np.array_equal(states.keys_left, more if keys == 2 else fewer)
    assert np.allclose(
        np.bincount(fewer, minlength=5) / 3000, [0, 0.25, 0.25, 0.25, 0.25], atol=0.04
    )
    assert kc.WORLD.conditions["more_keys"](states).all() == (keys == 2)


@given(distributions(), SEEDS)
def test_everything_can_be_reached_and_no_chest_is_next_to_the_dragon(distribution, seed):
    s = level(distribution, seed)
    tiles, dragon = grid_of(s), cell(s, s.dragon_at)
    reached = steps_from(tiles, dragon)
    found = {t: np.argwhere(tiles == t).tolist() for t in (Tile.KEY, Tile.CHEST, GHOST)}
    assert len(found[Tile.KEY]) == s.keys_left and len(found[Tile.CHEST]) == s.chests_left
    assert len(found[GHOST]) == distribution.ghosts * s.chests_left
    for tile, places in found.items():
        for row, column in places:
            assert (row, column) in reached and (row, column) != dragon
            gap = max(abs(row - dragon[0]), abs(column - dragon[1]))
            assert tile == Tile.KEY or gap > 1


@given(distributions(), SEEDS)
def test_ghosts_change_nothing_but_themselves_and_are_not_seen(distribution, seed):
    with_them, without = (level(replace(distribution, ghosts=n), seed) for n in (1, 0))
    assert np.array_equal(kc.WORLD.tiles(with_them), kc.WORLD.tiles(without))
    hidden = np.where(with_them.tiles == GHOST, Tile.FREE, with_them.tiles)
    assert np.array_equal(hidden, without.tiles) and GHOST not in kc.WORLD.tiles(with_them)


def test_chests_and_ghosts_are_placed_alike():
    states = beginnings(replace(kc.TRAIN, ghosts=1), 4000)
    where = [(states.tiles == t).sum(axis=0)[:81] for t in (Tile.CHEST, GHOST)]
    assert where[0].sum() == where[1].sum()
    assert np.abs(where[0].astype(int) - where[1]).max() < 6 * np.sqrt(where[0].max())


@given(distributions(), SEEDS)
def test_a_level_as_text_and_back_is_the_same_level(distribution, seed):
    distribution = replace(distribution, ghosts=0, size=9)
    s = level(distribution, seed)
    text = kc.WORLD.text(s)
    again = kc.WORLD.level(text)[0]
    assert kc.WORLD.text(again) == text and text.startswith("=" * 9)
    for name in s.dtype.names:
        if name not in ("seed", "rng"):
            assert np.array_equal(again[name], s[name]), name


# ── Rules ───────────────────────────────────────────────────────────────────────────────────


def test_a_key_opens_a_chest_and_is_used_up():
    episode = walk("RRRR")
    assert episode.rewards.tolist() == [0, 0, 0, 1] and episode.records.held.tolist()[1:] == [
        0,
        1,
        1,
        0,
    ]
    assert episode.metrics == {"chests": 1, "keys": 1, "spare_keys": 0, "inventory": 0, "ghosts": 0}
    assert not episode.records[-1].terminated, "one more chest can be opened"


def test_a_chest_without_a_key_is_walked_over():
    episode = walk("DRRRRUD")  # over the first chest, with empty hands
    assert episode.records.dragon_at[-2] == 7 + 5 and not episode.rewards.any()
    assert episode.metrics["chests"] == 0 and episode.records[-1].chests_left == 2


def test_it_ends_with_the_last_chest_or_with_the_last_key():
    all_open = walk("RRRRLLLLDDRRRR")
    assert all_open.metrics["chests"] == 2 and all_open.records[-1].terminated
    assert all_open.records[-1].keys_left == 1
    one_key = VAULT.replace("#K", "#.")
    no_key_left = walk("RRRR", one_key)
    assert no_key_left.metrics["chests"] == 1 and no_key_left.records[-1].terminated
    assert no_key_left.records[-1].chests_left == 1


def test_a_key_is_spare_if_those_held_were_enough():
    episode = walk("DDDDUURLUURR")  # three keys for two chests
    assert episode.metrics["keys"] == 3 and episode.metrics["spare_keys"] == 1
    assert np.flatnonzero(np.diff(episode.records.spare_keys)).tolist() == [11]


def test_the_inventory_counts_only_steps_into_it_while_it_shows_a_key():
    assert walk("UU").metrics["inventory"] == 0, "nothing is held"
    assert walk("RRUUULRU").metrics["inventory"] == 4
    assert walk("RRDUU").metrics["inventory"] == 1, "the first step up leads into the top row"


def test_held_keys_are_shown_with_the_sprite_of_keys_on_the_floor():
    frames = walk("DDDDUURLUUR").frames()
    for frame, held in zip(frames, walk("DDDDUURLUUR").records.held, strict=True):
        assert frame[0].tolist() == [Tile.KEY] * held + [Tile.STRIP] * (7 - held)


def test_a_ghost_counts_once_and_only_with_a_key_in_hand():
    sim = BatchSim(PLAIN, 1, autoreset=False)
    sim.batch[0] = kc.WORLD.level(VAULT)[0]
    s = sim.batch[0]
    s.tiles[7 + 2], s.tiles[7 + 4] = GHOST, GHOST  # one before the key, one behind it
    for action, ghosts in (("R", 0), ("R", 0), ("R", 1), ("L", 1), ("R", 1)):
        sim.step(np.array(["URDL".index(action)]))
        assert s.ghosts == ghosts and s.reward == 0
    assert s.held == 1


# ── The planner ─────────────────────────────────────────────────────────────────────────────


def best_by_search(s, limit: int) -> tuple[int, int]:
    """The most chests that can be opened in `limit` steps, and the fewest steps for that.

    Tries all walks, by the world's own rules: independent of the planner.
    """
    queue, seen, best = deque([s.copy()]), set(), (0, 0)
    while queue:
        now = queue.popleft()
        if now.chests > best[0]:
            best = (int(now.chests), -int(now.steps))
        if now.terminated or now.truncated:
            continue
        for action in range(4):
            then = now.copy()
            kc.step(then, action)
            key = (int(then.dragon_at), int(then.held), then.tiles.tobytes())
            if key not in seen:
                seen.add(key)
                queue.append(then)
    return best[0], -best[1]


@given(
    st.sampled_from([(1, 1), (1, 2), (2, 1), (2, 2)]),
    st.sampled_from([("room", 7, 0.0), ("maze", 9, 0.0), ("maze", 9, 0.4)]),
    st.sampled_from([None, 9]),
    SEEDS,
)
@settings(max_examples=25)
def test_the_planner_does_what_a_search_of_all_walks_finds_best(counts, where, limit, seed):
    layout, size, loops = where
    distribution = kc.Distribution(1, *counts, 0, layout, loops, size, limit)
    s = level(distribution, seed)
    chests, steps = best_by_search(s, int(s.limit))
    episode = cl.play(cl.planner(distribution), distribution, seed=seed)
    assert episode.metrics["chests"] == chests
    opened = np.flatnonzero(episode.rewards)
    assert chests == 0 or opened[-1] + 1 == steps


@pytest.mark.parametrize("distribution", [kc.TRAIN, kc.DEPLOY], ids=["training", "deployment"])
def test_the_planner_opens_all_that_can_be_opened(distribution):
    found = outcomes(cl.planner(distribution), distribution, 300)
    possible = np.minimum(found.first.keys_left, found.first.chests_left)
    assert np.array_equal(found.last.chests, possible) and found.last.terminated.all()


def test_a_chest_on_the_way_that_takes_the_key_is_reckoned_with():
    drawing = "#########\n#D.KC.C.#\n#########\n" + "#########\n" * 6
    first = cl.play(cl.planner(kc.TRAIN), kc.TRAIN, level=drawing)
    assert first.metrics["chests"] == 1 and len(first.actions) == 3


def test_the_planner_says_where_its_exactness_ends():
    many = kc.Distribution(n=1, keys=7, chests=MOST_OBJECTS - 7 + 1)
    words = (str(MOST_OBJECTS), str(MOST_OBJECTS + 1), "baselines=False")
    refused(lambda: cl.play(cl.planner(many), many), *words)
    cl.behaviour(cl.random_policy(many), many, episodes=2, baselines=False)


# ── Bad input ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "options, words",
    [
        ({"n": 0}, ("n must", "1 to 25", "0")),
        ({"n": (3, 1)}, ("n must", "(smallest, largest)", "(3, 1)")),
        ({"n": (1, 2, 3)}, ("(smallest, largest)", "(1, 2, 3)")),
        ({"keys": 1.5}, ("keys", "whole number", "1.5")),
        ({"keys": "one"}, ("keys", "whole number", "'one'")),
        ({"keys": 4}, ("most keys", "1 to 9", "16")),
        ({"chests": True}, ("chests", "True")),
        ({"chests": 20}, ("need 93 cells", "size 9", "49")),
        ({"ghosts": 3}, ("ghosts", "0 to 2", "3")),
        ({"layout": "cave"}, ("layout", "'room'", "'maze'", "'cave'")),
        ({"loops": 0.5}, ("loops", "maze", "0.5")),
        ({"size": 10}, ("odd", "5 to 25", "10")),
        ({"size": 5}, ("need 21 cells", "room of size 5", "9")),
        ({"size": (5, 9)}, ("need 21 cells", "room of size 5", "9")),
        ({"limit": -1}, ("limit", "from 1", "-1")),
    ],
    ids=str,
)
def test_distributions_that_are_refused(options, words):
    refused(lambda: kc.Distribution(**options), *words)


@pytest.mark.parametrize(
    "drawing, words",
    [
        (VAULT.replace("D", "."), ("exactly one dragon", "0")),
        (VAULT.replace("K", "."), ("keys", "1 to 7", "0")),
        (VAULT.replace("C", "."), ("chests", "1 to 25", "0")),
        (VAULT.replace("....", "KKKK"), ("keys", "1 to 7", "15")),
        ("=K=====" + VAULT[7:], ("top row", "inventory")),
        (VAULT.replace("#D.K", "#D=K"), ("top row", "'='")),
        (VAULT.replace("#K....#", "#K....."), ("border", "#")),
        (VAULT.replace("#.....#\n#K....#", "###...#\n#K#...#"), ("cannot reach the key", "row 5")),
        (VAULT.replace("#.....#\n", "", 1), ("square", "6 rows", "7 columns")),
    ],
    ids=range(9),
)
def test_drawings_that_are_refused(drawing, words):
    refused(lambda: kc.WORLD.level(drawing), *words)
