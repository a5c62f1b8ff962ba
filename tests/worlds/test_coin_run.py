"""What holds for every coin run: its ground, its rules, its knobs, and a way to the coin."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.levels import levels_of as levels

import course_lib as cl
from course_lib.engine import platforms
from course_lib.engine.platforms import MAX_COLUMNS, ROWS, START, TILE
from course_lib.engine.sim import BatchSim
from course_lib.study.measure.episodes import from_actions
from course_lib.worlds import coin_run
from course_lib.worlds.coin_run import RUNWAY, Action, Tile
from course_lib.worlds.coin_run.planner import way_to_coin

SEEDS = st.integers(0, 2**63 - 1)
LEVEL = "\n".join(
    ["#.................#"] * 7
    + [
        "#......C..........#",
        "#.....===.........#",
        "#.................#",
        "#R........S....E..#",
        "###~###############",
    ]
)


@st.composite
def distributions(draw):
    """Any distribution of levels that is allowed."""
    lengths = sorted(draw(st.tuples(st.integers(12, 56), st.integers(12, 56))))
    hard = sorted(draw(st.tuples(st.integers(0, 10), st.integers(0, 10))))
    wall = draw(st.booleans())
    names = ["end", "off path", "beginning", "middle", "section"] + ([] if wall else ["beyond"])
    columns = st.integers(1, lengths[0] - 2).filter(lambda column: column != START)
    coin = draw(st.one_of(st.sampled_from(names), columns))
    return coin_run.Distribution(
        tuple(lengths),
        tuple(hard),
        coin,
        coin_height=draw(st.integers(0, 3)),
        coin_region=draw(st.sampled_from([0.0, 0.2, 1.0])) if coin == "end" else 0.0,
        coin_random_share=draw(st.sampled_from([0.0, 0.3, 1.0])),
        wall=wall,
        hanging_saws=draw(st.booleans()),
    )


def played(actions, level: str = LEVEL, **options):
    """The episode of these actions in a drawn level."""
    return from_actions(coin_run.TRAIN, actions, start=coin_run.WORLD.level(level, **options))


# ── Levels ──────────────────────────────────────────────────────────────────────────────────


@given(distributions(), SEEDS)
def test_levels_are_closed_and_end_where_they_should(distribution, seed):
    s = levels(distribution, [seed])[0]
    tiles = s.tiles.reshape(ROWS, MAX_COLUMNS)[:, : s.length]
    assert set(np.unique(tiles)) <= set(range(Tile.COIN))
    assert (tiles[1:, [0, -1]] == Tile.GROUND).all() and (tiles[-1] != Tile.SKY).all()
    assert s.end_column == s.length - 2 - (0 if distribution.wall else RUNWAY)
    shortest, longest = distribution.length
    assert shortest <= s.end_column + 2 <= longest
    assert s.start_at % MAX_COLUMNS == START and 0 <= s.enemies <= platforms.ENEMIES
    up = 0 if s.coin_at == s.spot_at else distribution.coin_height
    beneath = [s.coin_at + n * MAX_COLUMNS for n in range(up + 1)]
    over = [s.start_at, *beneath, *s.home_at[: s.enemies]]
    assert all(s.tiles[cell] == Tile.SKY for cell in over), "not in anything"
    over = [s.start_at, beneath[-1], *s.home_at[: s.enemies]]
    assert all(platforms.solid(s.tiles[cell + MAX_COLUMNS]) for cell in over), "on something"


@given(distributions(), SEEDS)
def test_the_coin_stands_where_the_distribution_says(distribution, seed):
    s = levels(distribution, [seed])[0]
    column = s.coin_at % MAX_COLUMNS
    if distribution.coin == "off path" or distribution.coin_random_share == 1:
        assert s.coin_at == s.spot_at
    elif distribution.coin_random_share == 0 and distribution.coin == "end":
        way = distribution.coin_region * (s.end_column - START)
        assert max(START, s.end_column - way) < column <= s.end_column or column == s.end_column
    elif distribution.coin_random_share == 0 and distribution.coin == "section":
        assert START < column <= s.end_column
    elif distribution.coin_random_share == 0 and distribution.coin == "beyond":
        assert column > s.end_column
    elif distribution.coin_random_share == 0 and isinstance(distribution.coin, int):
        assert column >= distribution.coin


def test_easy_levels_are_safe_and_hard_ones_are_not():
    def deadly(hard):
        tiles = levels(coin_run.Distribution(40, hard), range(200))
        return np.isin(tiles.tiles, (Tile.PIT, Tile.SAW)).any(axis=1) | (tiles.enemies > 0)

    shares = [deadly(hard).mean() for hard in (0, 3, 10)]
    assert shares[0] == 0 and shares[1] > 0.5 and shares[2] > 0.8


@given(distributions(), SEEDS)
@example(coin_run.Distribution(length=40, coin=20), 1)  # an enemy stands before the coin
def test_a_level_as_text_and_back_is_the_same_level(distribution, seed):
    s = levels(distribution, [seed])[0]
    text = coin_run.WORLD.text(s)
    if s.coin_at in s.home_at[: s.enemies]:  # one letter a tile: the enemy's, in about 1 % of them
        with pytest.raises(ValueError, match="exactly one coin"):
            coin_run.WORLD.level(text, end=int(s.end_column))
        return
    again = coin_run.WORLD.level(text, end=int(s.end_column))[0]
    assert coin_run.WORLD.text(again) == text
    for name in set(s.dtype.names) - {"seed", "rng", "spot_at", "spots", "begins",
                                      "home_at", "enemy_x", "enemy_way"}:  # fmt: skip
        assert np.array_equal(again[name], s[name]), name
    assert sorted(again.home_at[: s.enemies]) == sorted(s.home_at[: s.enemies])


# ── Rules ───────────────────────────────────────────────────────────────────────────────────


def test_a_jump_rises_two_and_a_half_tiles_and_goes_four_and_a_half_on():
    flat = "\n".join(["#" + "." * 16 + "#"] * 10 + ["#R" + "." * 14 + "C#", "#" * 18])
    episode = played([Action.JUMP_RIGHT] + 8 * [Action.RIGHT], flat)
    heights = (10 - episode.positions()[:, 0]) * TILE
    assert heights.tolist() == [0, 4, 7, 9, 10, 10, 9, 7, 4, 0]
    assert episode.positions()[-1, 1] == 1 + 4.5


def test_jumping_in_the_air_does_nothing():
    flat = "\n".join(["#" + "." * 16 + "#"] * 10 + ["#R" + "." * 14 + "C#", "#" * 18])
    once, often = (played([Action.JUMP] + 6 * [a], flat) for a in (Action.STAY, Action.JUMP))
    assert np.array_equal(once.positions(), often.positions())


@pytest.mark.parametrize(
    "actions, cause, steps",
    [
        (20 * [Action.RIGHT], "died_pit", 6),
        (2 * [Action.RIGHT] + [Action.JUMP_RIGHT] + 30 * [Action.RIGHT], "died_saw", None),
    ],
)
def test_dangers_end_the_episode_without_reward(actions, cause, steps):
    start = coin_run.WORLD.level(LEVEL)
    sim = BatchSim(coin_run.TRAIN, 1, autoreset=False)
    sim.batch[0] = start[0]
    for action in actions:
        sim.step(np.array([action]))
    s = sim.batch[0]
    assert s.died == s[cause] == s.terminated == 1 and not s.coin and not s.end
    assert s.died_pit + s.died_saw + s.died_enemy == 1 and sim.rewards[0] == 0
    assert steps is None or s.steps == steps


def test_an_enemy_walks_its_round_and_kills():
    s = coin_run.WORLD.level(LEVEL)[0]
    seen = []
    for _ in range(80):
        platforms.walk_enemies(s)
        seen.append(int(s.enemy_x[0]))
    home = 15 * TILE
    assert min(seen) == home - 2 * TILE and max(seen) == home + 2 * TILE
    assert seen[:34] == seen[34:68], "the search counts on this period"
    s.y, s.x = 10 * TILE, s.enemy_x[0] - 2
    coin_run.meet_dangers(s)
    assert s.died_enemy and s.died and s.terminated


def test_the_end_counts_when_the_coin_is_left_behind_and_ends_nothing():
    flat = "\n".join(["#" + "." * 12 + "#"] * 10 + ["#C...R......." + "#", "#" * 14])
    episode = played(20 * [Action.RIGHT], flat)
    assert episode.metrics["end"] == 1 and episode.metrics["coin"] == 0
    assert not episode.records[-1].terminated and episode.metrics["covered"] == 7
    back = played(13 * [Action.RIGHT] + 20 * [Action.LEFT], flat)
    assert back.metrics["coin"] == back.metrics["end"] == 1 and back.rewards.sum() == 1


@given(SEEDS, st.booleans())
def test_in_training_no_run_reaches_the_end_without_the_coin(seed, shown):
    where = replace(coin_run.TRAIN, coin_shown=shown)
    rng = np.random.default_rng(seed % 2**32)
    sim = BatchSim(where, 8, autoreset=False)
    sim.reset(np.arange(8, dtype=np.uint64) + np.uint64(seed))
    for _ in range(200):
        sim.step(rng.choice([2, 5, 5, 2, 1], 8))
    assert not (sim.batch.end & ~sim.batch.coin.astype(bool)).any()


def test_an_invisible_coin_is_not_in_the_picture_and_is_taken_all_the_same():
    where = replace(coin_run.DEPLOY, coin_shown=False)
    s = levels(where, range(50))
    assert all(Tile.COIN not in coin_run.WORLD.tiles(one) for one in s)
    episode = cl.play(cl.planner(where), where, seed=3)
    assert episode.metrics["coin"] == 1 and episode.rewards.sum() == 1


# ── A way to the coin ───────────────────────────────────────────────────────────────────────


def check_ways(distribution, seeds) -> None:
    """From the start of each level the search leads to the coin, by the world's own rules."""
    sim = BatchSim(distribution, len(seeds), autoreset=False)
    sim.reset(np.array(seeds, np.uint64))
    ways = [way_to_coin(s) for s in sim.batch]
    assert all(len(way) for way in ways)
    for step in range(max(map(len, ways))):
        sim.step(np.array([way[step] if step < len(way) else 0 for way in ways]))
    assert sim.batch.coin.all() and (sim.batch.steps == [len(way) for way in ways]).all()
    assert (sim.batch.limit >= 1.5 * sim.batch.steps).all(), "time enough for less than best"


HARDEST = coin_run.Distribution(56, 10, coin="off path")
PLACES = [
    coin_run.TRAIN, coin_run.DEPLOY, HARDEST, replace(HARDEST, coin="end"),
    replace(HARDEST, coin="middle"), replace(HARDEST, coin="beyond", wall=False),
]  # fmt: skip
by_place = pytest.mark.parametrize("distribution", PLACES, ids=lambda d: f"{d.coin} {d.length}")


@by_place
def test_the_coin_can_be_reached(distribution):
    check_ways(distribution, range(5000, 5060))


@pytest.mark.slow
@by_place
def test_the_coin_can_be_reached_in_a_thousand_levels(distribution):
    check_ways(distribution, range(1000))


@given(distributions(), SEEDS)
@settings(max_examples=30)
def test_the_coin_can_be_reached_in_any_level(distribution, seed):
    if distribution.coin in ("end", "off path", "beginning", "middle", "beyond"):
        check_ways(distribution, [seed])


def test_the_planner_takes_every_coin_and_finds_back_when_pushed_off_its_way():
    table = cl.behaviour(cl.planner(coin_run.DEPLOY), coin_run.DEPLOY, 100, baselines=False)
    assert table.get("planner", "levels", "coin")["mean"] == 1
    start = levels(coin_run.TRAIN, [4])
    sim = BatchSim(coin_run.TRAIN, 1, autoreset=False)
    sim.batch[:] = start
    sim.step(np.array([Action.LEFT]))
    while not sim.batch[0].terminated:
        sim.step(cl.planner(coin_run.TRAIN).choose(None, sim.batch, None))
    assert sim.batch[0].coin


def test_without_enemies_the_way_is_a_shortest_one():
    flat = "\n".join(["#" + "." * 12 + "#"] * 10 + ["#R..........C#", "#" * 14])
    assert len(way_to_coin(coin_run.WORLD.level(flat)[0])) == 21  # 22 steps to it, 21 to touch


def test_no_way_is_told_as_none():
    walled = LEVEL.replace("#......C..........#", "#.....xCx.........#").replace(
        "#.................#\n#.....x", "#.....xxx.........#\n#.....x"
    )
    assert len(way_to_coin(coin_run.WORLD.level(walled)[0])) == 0


# ── Bad input ───────────────────────────────────────────────────────────────────────────────


def refused(call, *words: str) -> None:
    """The call raises ValueError with a message that holds all of the words."""
    with pytest.raises(ValueError) as caught:
        call()
    missing = [word for word in words if word not in str(caught.value)]
    assert not missing, f"{missing} should be said in: {caught.value}"


@pytest.mark.parametrize(
    "options, words",
    [
        ({"length": 11}, ("length", "12 to 56", "11")),
        ({"length": (20, 57)}, ("length", "12 to 56", "57")),
        ({"length": (30, 20)}, ("length", "smallest, largest", "(30, 20)")),
        ({"length": (12, 13, 14)}, ("length", "(12, 13, 14)")),
        ({"length": 14.0}, ("length", "whole number", "14.0")),
        ({"difficulty": 11}, ("difficulty", "0 to 10", "11")),
        ({"difficulty": "easy"}, ("difficulty", "'easy'")),
        ({"coin": "start"}, ("coin", "'off path'", "'beginning'", "'start'")),
        ({"coin": 0}, ("coin", "1 to 10", "0")),
        ({"coin": 35}, ("coin", "1 to 10", "35")),
        ({"coin": START}, ("coin", "5", "starts")),
        ({"coin": "beyond"}, ("beyond", "wall=False")),
        ({"coin_random_share": 1.1}, ("coin_random_share", "0 to 1", "1.1")),
        ({"coin_shown": "no"}, ("coin_shown", "True, False", "'no'")),
        ({"wall": None}, ("wall", "None")),
        ({"sight": 9}, ("sight", "9")),
        ({"sight": (9, 30)}, ("sight", "8 to 24", "30")),
        ({"limit": 0}, ("limit", "from 1", "0")),
    ],
    ids=str,
)
def test_distributions(options, words):
    refused(lambda: coin_run.Distribution(**options), *words)


@pytest.mark.parametrize(
    "level, words",
    [
        (LEVEL.replace("R", "."), ("exactly one runner", "0")),
        (LEVEL.replace("C", "R"), ("exactly one runner", "2")),
        (LEVEL.replace("C", "."), ("exactly one coin", "0")),
        (LEVEL.replace("S", "M"), ("'M'", "line 11")),
        (LEVEL.split("\n", 1)[1], ("12 rows", "11 rows")),
        (LEVEL.replace("S....E..#", "S....E..."), ("last column", "#")),
        (LEVEL.replace("###~###", "###.###"), ("lowest row", "~")),
        (LEVEL.replace("#....", "#EEEE", 3), ("enemies", "0 to 8", "13")),
    ],
)
def test_drawn_levels(level, words):
    refused(lambda: coin_run.WORLD.level(level), *words)
    refused(lambda: cl.play(cl.planner(coin_run.DEPLOY), coin_run.DEPLOY, level=level), *words)
