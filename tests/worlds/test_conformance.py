"""Every world keeps its promises: what it declares, and one environment."""

import json
import warnings
from dataclasses import replace

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from support.raw import padding
from support.records import SHORT, by_distribution, by_world, random_actions, same

from course_lib.engine.looks import STAGE
from course_lib.engine.record import memory
from course_lib.engine.sim import VIEWS, BatchSim
from course_lib.engine.sprites import AGENT_PIXELS, render_one
from course_lib.engine.world import world_of
from course_lib.envs import RENDER_MODES, SHARP, Env, VectorEnv

# ── What a world declares ───────────────────────────────────────────────────────────────────


@by_world
def test_the_declaration_fits_together(world):
    assert world_of(world.TRAIN) is world and world_of(world.DEPLOY) is world
    assert world.TRAIN != world.DEPLOY
    assert len(set(world.metrics)) == len(world.metrics)
    assert set(world.metrics) <= set(world.State.names)
    assert set(world.count_metrics) <= set(world.metrics)
    assert set(world.events) <= set(world.metrics) and all(world.events.values())
    assert not [n for n in world.State.names if hasattr(np.recarray, n) or hasattr(np.record, n)]
    assert [a.value for a in world.Action] == list(range(len(world.Action)))


@by_world
def test_every_tile_has_a_letter_and_a_sprite(world):
    assert sorted(world.legend.values()) == sorted(world.Tile)
    assert all(len(char) == 1 and not char.isspace() for char in world.legend)
    assert set(world.sprites) == set(world.Tile)
    again = json.loads(json.dumps(world.sprites_json()))
    assert len(again) == max(world.Tile) + 1 and all(again[tile] for tile in world.Tile)


@by_distribution
def test_any_two_sprites_can_be_told_apart_by_the_agent(distribution):
    world = world_of(distribution)
    sprites = world.sprites_of(distribution)
    assert set(sprites) == set(world.Tile)
    for a in world.Tile:
        for b in (t for t in world.Tile if t < a):
            pictures = (render_one(np.full((1, 1), t), sprites, AGENT_PIXELS) for t in (a, b))
            first, second = (p.astype(float) for p in pictures)
            assert np.sqrt(np.mean((first - second) ** 2)) > 30, f"{a.name} looks like {b.name}"


# ── One environment ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("view", VIEWS)
@by_distribution
def test_gymnasium_has_nothing_to_complain_of(distribution, view):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        env_id = world_of(distribution).env_id
        env = gym.make(env_id, distribution=distribution, view=view, render_mode="rgb_array")
        check_env(env.unwrapped)


@by_world
def test_the_registered_ids_make_the_training_distribution(world):
    assert gym.make(world.env_id).unwrapped.sim.distribution == world.TRAIN
    many = gym.make_vec(world.env_id, num_envs=3)
    assert isinstance(many, VectorEnv) and many.sim.distribution == world.TRAIN
    assert gym.spec(world.env_id).max_episode_steps is None  # the kernel alone counts steps


@by_distribution
def test_seeds_give_levels_and_nothing_else_does(distribution):
    world, first, second = world_of(distribution), Env(distribution), Env(distribution)
    texts = []
    for seed in range(40):
        first.reset(seed=seed)
        second.reset(seed=1000 + seed)
        second.reset(seed=seed)
        assert same(first.state, second.state) and int(first.state.seed) == seed
        texts.append(world.text(first.state))
    assert len(set(texts)) >= 25, "different seeds should give different levels"


@by_distribution
def test_the_memory_of_a_record_says_the_level_and_nothing_else(distribution):
    """Not what stood there before, not even between two fields, which a record copied keeps."""
    sim = BatchSim(distribution, 3)
    raw = memory(sim.batch)
    sim.reset(np.arange(3))
    begun = raw.copy()
    raw[:] = 0xA5
    sim.reset(np.arange(3))
    assert np.array_equal(raw, begun)
    assert not raw[:, padding(sim.batch.dtype)].any()


@by_distribution
def test_resets_without_a_seed_follow_from_the_last_seed(distribution):
    runs = []
    for _ in range(2):
        env = Env(distribution)
        env.reset(seed=5)
        runs.append([int(env.reset()[1]["level_seed"]) for _ in range(5)])
    assert runs[0] == runs[1] and len(set(runs[0])) == 5


@by_distribution
def test_an_episode_ends_by_the_rules_or_by_the_clock_and_then_is_over(distribution):
    distribution = replace(distribution, limit=SHORT)
    world, env = world_of(distribution), Env(distribution)
    for seed in range(20):
        env.reset(seed=seed)
        for step, (action,) in enumerate(random_actions(world, SHORT, 1, seed), start=1):
            _, reward, terminated, truncated, info = env.step(action)
            assert type(reward) is float and type(terminated) is type(truncated) is bool
            assert not (terminated and truncated) and env.state.steps == step
            assert truncated == (step == SHORT and not terminated)
            assert info == {
                **{name: int(env.state[name]) for name in world.metrics}, "level_seed": seed
            }  # fmt: skip
            if terminated or truncated:
                break
        assert terminated or truncated
        before = env.state.copy()
        with pytest.raises(ValueError, match=r"over.*reset"):
            env.step(0)
        assert same(before, env.state)


@by_distribution
def test_observations_and_infos_are_new_each_time(distribution):
    env = Env(distribution)
    seen, info = env.reset(seed=1)
    copy, metrics = seen.copy(), dict(info)
    for (action,) in random_actions(env.world, 5, 1):
        following, _, terminated, _, after = env.step(action)
        assert not np.shares_memory(seen, following) and after is not info
        if terminated:
            break
    assert np.array_equal(seen, copy) and info == metrics


def part_in_sight(world, s, whole: np.ndarray, seen: np.ndarray):
    """What `whole`, the level, and `seen`, the agent's view, both show, each (rows, columns, …)."""
    if world.camera is None:
        return whole, seen
    size = len(whole) // world.shape(s)[0]  # of a tile
    shape = [n // size for n in seen.shape[:2]]
    corner = [int(n) * size for n in world.camera(s, *shape)]
    both = [(max(0, c), min(c + n, m)) for c, n, m in zip(corner, seen.shape, whole.shape)]  # noqa: B905
    (top, bottom), (left, right) = both
    y, x = corner
    return whole[top:bottom, left:right], seen[top - y : bottom - y, left - x : right - x]


@by_distribution
def test_the_picture_is_the_level_painted(distribution):
    tiles, pictures = (Env(distribution, view=view) for view in ("tiles", "picture"))
    world = tiles.world
    for seed in range(5):
        small, large = tiles.reset(seed=seed)[0], pictures.reset(seed=seed)[0]
        for (action,) in random_actions(world, 20, 1, seed):
            s, sprites = tiles.state, tiles.sim.sprites
            assert np.array_equal(*part_in_sight(world, s, world.tiles(s), small))
            painted = world.picture(s, AGENT_PIXELS, sprites)
            assert np.array_equal(*part_in_sight(world, s, painted, large))
            if world.figures is None:
                assert np.array_equal(painted, render_one(small, sprites, AGENT_PIXELS))
            small, _, terminated, truncated, _ = tiles.step(action)
            large = pictures.step(action)[0]
            if terminated or truncated:
                break


@by_distribution
def test_rendering(distribution):
    assert Env(distribution).render() is None
    for mode in RENDER_MODES:
        env = Env(distribution, render_mode=mode)
        env.reset(seed=2)
        before = env.render()
        if mode == "ansi":
            assert before == env.world.text(env.state)
        else:
            rows, columns = env.world.shape(env.state)
            columns = STAGE if env.world.camera else columns
            sharp = before
            assert before.shape == (rows * SHARP, columns * SHARP, 3) and before.dtype == np.uint8
            assert rows * SHARP >= 220, "too small to be projected"
    pictures = VectorEnv(2, distribution, render_mode="rgb_array")
    pictures.reset(seed=2)
    assert len(pictures.render()) == 2 and np.array_equal(pictures.render()[0], sharp)


@by_distribution
def test_a_level_written_as_text_plays_the_same(distribution):
    world = world_of(distribution)
    distribution = replace(
        distribution, **dict.fromkeys(world.undrawn_fields, 0)
    )  # no drawing shows them
    original, drawn = Env(distribution), Env(distribution)
    for seed in range(20):
        first, _ = original.reset(seed=seed)
        text = world.text(original.state)
        again, _ = drawn.reset(options={"level": text})
        assert np.array_equal(first, again) and world.text(drawn.state) == text
        assert drawn.state.limit == original.state.limit
        for (action,) in random_actions(world, 60, 1, seed):
            a, b = original.step(action), drawn.step(action)
            assert np.array_equal(a[0], b[0]) and a[1:4] == b[1:4]
            assert {**a[4], "level_seed": 0} == {**b[4], "level_seed": 0}
            if a[2] or a[3]:
                break
