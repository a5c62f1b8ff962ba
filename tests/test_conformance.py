"""Every world keeps the same promises: a world that is added is covered without a new line here."""

import io
import json
import warnings
from dataclasses import replace
from itertools import pairwise

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from gymnasium.vector import AutoresetMode

import course_lib as cl
from course_lib.engine import dice
from course_lib.engine.lanes import VIEWS, Lanes
from course_lib.engine.paint import AGENT_PIXELS, picture
from course_lib.engine.world import blank, world_of
from course_lib.envs import RENDER_MODES, SHARP, Env, VectorEnv

WORLDS = [cl.world(name) for name in cl.worlds()]
SHORT = 25  # a limit that lets a test see several episodes

by_world = pytest.mark.parametrize("world", WORLDS, ids=lambda w: w.name)
by_distribution = pytest.mark.parametrize(
    "distribution",
    [d for w in WORLDS for d in (w.TRAIN, w.DEPLOY)],
    ids=[f"{w.name}-{d}" for w in WORLDS for d in ("TRAIN", "DEPLOY")],
)


def random_actions(world, steps: int, count: int, seed: int = 0) -> np.ndarray:
    """Actions (steps, count), all equally likely."""
    return np.random.default_rng(seed).integers(len(world.Action), size=(steps, count))


def same(a, b) -> bool:
    """Whether two records (or arrays of records) agree in every field; padding does not count."""
    return all(np.array_equal(a[name], b[name]) for name in a.dtype.names)


# ── What a world declares ───────────────────────────────────────────────────────────────────


@by_world
def test_the_declaration_fits_together(world):
    assert world_of(world.TRAIN) is world and world_of(world.DEPLOY) is world
    assert world.TRAIN != world.DEPLOY
    assert len(set(world.tallies)) == len(world.tallies)
    assert set(world.tallies) <= set(world.State.names)
    assert set(world.counts) <= set(world.tallies)
    assert set(world.events) <= set(world.tallies) and all(world.events.values())
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
            pictures = (picture(np.full((1, 1), t), sprites, AGENT_PIXELS) for t in (a, b))
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
    assert gym.make(world.env_id).unwrapped.lanes.distribution == world.TRAIN
    many = gym.make_vec(world.env_id, num_envs=3)
    assert isinstance(many, VectorEnv) and many.lanes.distribution == world.TRAIN
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
                **{name: int(env.state[name]) for name in world.tallies}, "level_seed": seed
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
    copy, tallies = seen.copy(), dict(info)
    for (action,) in random_actions(env.world, 5, 1):
        following, _, terminated, _, after = env.step(action)
        assert not np.shares_memory(seen, following) and after is not info
        if terminated:
            break
    assert np.array_equal(seen, copy) and info == tallies


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
            s, sprites = tiles.state, tiles.lanes.sprites
            assert np.array_equal(*part_in_sight(world, s, world.tiles(s), small))
            painted = world.picture(s, AGENT_PIXELS, sprites)
            assert np.array_equal(*part_in_sight(world, s, painted, large))
            if world.figures is None:
                assert np.array_equal(painted, picture(small, sprites, AGENT_PIXELS))
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
            sharp = before
            assert before.shape == (rows * SHARP, columns * SHARP, 3) and before.dtype == np.uint8
            assert rows * SHARP >= 220, "too small to be projected"
    pictures = VectorEnv(2, distribution, render_mode="rgb_array")
    pictures.reset(seed=2)
    assert len(pictures.render()) == 2 and np.array_equal(pictures.render()[0], sharp)


@by_distribution
def test_a_level_written_as_text_plays_the_same(distribution):
    world = world_of(distribution)
    distribution = replace(distribution, **dict.fromkeys(world.chances, 0))  # no drawing shows them
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


# ── Many environments ───────────────────────────────────────────────────────────────────────


def check_vector_env(env: VectorEnv, steps: int = 4 * SHORT) -> int:
    """Raises AssertionError unless `env` keeps Gymnasium's promises; gives the episodes it saw.

    Spaces and dtypes, SAME_STEP autoreset with what ended in `infos`, fresh objects every step.
    """
    n = env.num_envs
    assert env.metadata["autoreset_mode"] is AutoresetMode.SAME_STEP
    assert env.observation_space.shape == (n, *env.single_observation_space.shape)
    assert env.observation_space.dtype == env.single_observation_space.dtype == np.uint8
    assert env.action_space.shape == (n,)
    seen, infos = env.reset(seed=3)
    assert isinstance(infos, dict) and env.observation_space.contains(seen)
    env.action_space.seed(0)
    episodes, kept = 0, [(seen, seen.copy())]
    for _ in range(steps):
        actions = env.action_space.sample()
        begun = env.lanes.batch.seed.copy()
        seen, rewards, terminated, truncated, infos = env.step(actions)
        assert env.observation_space.contains(seen)
        assert rewards.shape == terminated.shape == truncated.shape == (n,)
        assert rewards.dtype.kind == "f" and terminated.dtype == truncated.dtype == bool
        done = terminated | truncated
        episodes += int(done.sum())
        _check_farewell(env, done, infos)
        assert np.array_equal(done, begun != env.lanes.batch.seed)  # a new level where one ended
        assert (env.lanes.batch.steps[done] == 0).all()
        kept.append((seen, seen.copy()))
    for (a, copy), (b, _) in pairwise(kept):
        assert not np.shares_memory(a, b) and np.array_equal(a, copy)
    return episodes


def _check_farewell(env, done, infos) -> None:
    """`infos` tells of the episodes that have just ended, and of no others."""
    if not done.any():
        assert infos == {}
        return
    assert np.array_equal(infos["_final_obs"], done) and np.array_equal(infos["_final_info"], done)
    for i, last in enumerate(infos["final_obs"]):
        assert (last is not None) == done[i]
        if done[i]:
            assert env.single_observation_space.contains(last)
    for name in env.world.tallies:
        assert np.array_equal(infos["final_info"][f"_{name}"], done)
        assert len(infos["final_info"][name]) == env.num_envs


@pytest.mark.parametrize("view", VIEWS)
@by_distribution
def test_many_environments_keep_gymnasiums_promises(distribution, view):
    distribution = replace(distribution, limit=SHORT)
    env_id = world_of(distribution).env_id
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        env = gym.make_vec(env_id, num_envs=6, distribution=distribution, view=view)
        assert check_vector_env(env) >= 6 * 4
        env.close()


@by_distribution
def test_environment_i_of_a_batch_is_the_single_environment_with_its_seed(distribution):
    distribution = replace(distribution, limit=SHORT)
    world, seeds = world_of(distribution), [3, 50, 2**40, 7, 0]
    many = VectorEnv(len(seeds), distribution)
    alone = [Env(distribution) for _ in seeds]
    first, _ = many.reset(seed=seeds)
    for i, seed in enumerate(seeds):
        assert np.array_equal(first[i], alone[i].reset(seed=seed)[0])
    for actions in random_actions(world, 4 * SHORT, len(seeds)):
        seen, rewards, terminated, truncated, infos = many.step(actions)
        for i, env in enumerate(alone):
            single, *outcome, info = env.step(actions[i])
            assert outcome == [rewards[i], terminated[i], truncated[i]]
            if terminated[i] or truncated[i]:
                assert np.array_equal(infos["final_obs"][i], single)
                for name in world.tallies:
                    assert infos["final_info"][name][i] == info[name]
                assert infos["final_info"]["steps"][i] == env.state.steps
                single, _ = env.reset(seed=int(dice.next_seed(env.state)))
            assert np.array_equal(seen[i], single)


@by_distribution
def test_a_number_as_seed_counts_up_and_none_takes_chances_of_its_own(distribution):
    many = VectorEnv(4, distribution)
    many.reset(seed=10)
    assert many.lanes.batch.seed.tolist() == [10, 11, 12, 13]
    many.reset(seed=[4, 4, 9, 0])
    assert many.lanes.batch.seed.tolist() == [4, 4, 9, 0]
    runs = []
    for _ in range(2):
        many.reset(seed=10)
        many.reset()
        runs.append(many.lanes.batch.seed.tolist())
    assert runs[0] == runs[1] and len(set(runs[0])) == 4


@by_distribution
def test_copy_false_hands_out_one_buffer_with_the_same_content(distribution):
    copying, sharing = VectorEnv(3, distribution), VectorEnv(3, distribution, copy=False)
    buffer = sharing.reset(seed=1)[0]
    assert np.array_equal(copying.reset(seed=1)[0], buffer)
    for actions in random_actions(copying.world, 50, 3):
        seen = copying.step(actions)[0]
        assert sharing.step(actions)[0] is buffer and np.array_equal(seen, buffer)


@by_distribution
def test_next_seeds_do_not_run_in_small_circles(distribution):
    state = blank(world_of(distribution).State)[0]
    seen = set()
    for _ in range(2000):
        state.seed = dice.next_seed(state)
        seen.add(int(state.seed))
    assert len(seen) == 2000 and max(seen) < 2**63


@pytest.mark.parametrize("again", [True, False])
@by_distribution
def test_a_run_that_was_saved_goes_on_as_if_nothing_had_been(distribution, again):
    distribution = replace(distribution, limit=SHORT)
    lanes = Lanes(distribution, 5, again=again)
    lanes.start(np.arange(5))
    actions = random_actions(lanes.world, 4 * SHORT, 5)
    for some in actions[:17]:
        lanes.step(some)
    file = io.BytesIO()
    np.save(file, lanes.batch, allow_pickle=False)
    file.seek(0)
    later = Lanes(distribution, 5, again=again)
    later.batch[:] = np.load(file, allow_pickle=False)
    assert same(later.batch, lanes.batch)
    for some in actions[17:]:
        lanes.step(some)
        later.step(some)
        assert same(later.batch, lanes.batch) and np.array_equal(later.look(), lanes.look())
        assert np.array_equal(later.rewards, lanes.rewards)
        assert np.array_equal(later.terminated, lanes.terminated)
        assert np.array_equal(later.truncated, lanes.truncated)


@by_distribution
def test_a_copied_record_is_a_saved_moment(distribution):
    env = Env(distribution)
    env.reset(seed=8)
    moment, run = env.state.copy(), []
    for _ in range(2):
        env.lanes.batch[0] = moment
        run.append([])
        for action in random_actions(env.world, 5, 1)[:, 0]:
            if not env.state.terminated:
                run[-1].append(env.step(action)[0])
    assert np.array_equal(run[0], run[1]) and run[0]


@by_distribution
def test_without_autoreset_a_finished_lane_stays_as_it_was(distribution):
    distribution = replace(distribution, limit=SHORT)
    lanes = Lanes(distribution, 4, again=False)
    lanes.start(np.arange(4))
    for actions in random_actions(lanes.world, SHORT, 4):
        lanes.step(actions)
    assert (lanes.terminated | lanes.truncated).all()
    before = lanes.batch.copy()
    lanes.step(np.zeros(4, int))
    assert same(before, lanes.batch) and not lanes.rewards.any()


@by_distribution
def test_only_chosen_lanes_start_anew(distribution):
    lanes = Lanes(distribution, 3, again=False)
    lanes.start(np.array([1, 2, 3]))
    before = lanes.batch.copy()
    lanes.start(np.array([7, 8, 9]), np.array([False, True, False]))
    assert lanes.batch.seed.tolist() == [1, 8, 3]
    assert same(lanes.batch[[0, 2]], before[[0, 2]])
