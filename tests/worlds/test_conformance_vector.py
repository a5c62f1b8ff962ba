"""Every world keeps its promises: many environments side by side."""

import io
import warnings
from dataclasses import replace
from itertools import pairwise

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.vector import AutoresetMode
from support.records import SHORT, by_distribution, random_actions, same

from course_lib.engine import rng
from course_lib.engine.record import zeros
from course_lib.engine.sim import VIEWS, BatchSim
from course_lib.engine.world import world_of
from course_lib.envs import Env, VectorEnv

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
        begun = env.sim.batch.seed.copy()
        seen, rewards, terminated, truncated, infos = env.step(actions)
        assert env.observation_space.contains(seen)
        assert rewards.shape == terminated.shape == truncated.shape == (n,)
        assert rewards.dtype.kind == "f" and terminated.dtype == truncated.dtype == bool
        done = terminated | truncated
        episodes += int(done.sum())
        _check_farewell(env, done, infos)
        assert np.array_equal(done, begun != env.sim.batch.seed)  # a new level where one ended
        assert (env.sim.batch.steps[done] == 0).all()
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
    for name in env.world.metrics:
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
                for name in world.metrics:
                    assert infos["final_info"][name][i] == info[name]
                assert infos["final_info"]["steps"][i] == env.state.steps
                single, _ = env.reset(seed=int(rng.next_seed(env.state)))
            assert np.array_equal(seen[i], single)


@by_distribution
def test_a_number_as_seed_counts_up_and_none_takes_chances_of_its_own(distribution):
    many = VectorEnv(4, distribution)
    many.reset(seed=10)
    assert many.sim.batch.seed.tolist() == [10, 11, 12, 13]
    many.reset(seed=[4, 4, 9, 0])
    assert many.sim.batch.seed.tolist() == [4, 4, 9, 0]
    runs = []
    for _ in range(2):
        many.reset(seed=10)
        many.reset()
        runs.append(many.sim.batch.seed.tolist())
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
    state = zeros(world_of(distribution).State)[0]
    seen = set()
    for _ in range(2000):
        state.seed = rng.next_seed(state)
        seen.add(int(state.seed))
    assert len(seen) == 2000 and max(seen) < 2**63


@pytest.mark.parametrize("again", [True, False])
@by_distribution
def test_a_run_that_was_saved_goes_on_as_if_nothing_had_been(distribution, again):
    distribution = replace(distribution, limit=SHORT)
    sim = BatchSim(distribution, 5, autoreset=again)
    sim.reset(np.arange(5))
    actions = random_actions(sim.world, 4 * SHORT, 5)
    for some in actions[:17]:
        sim.step(some)
    file = io.BytesIO()
    np.save(file, sim.batch, allow_pickle=False)
    file.seek(0)
    later = BatchSim(distribution, 5, autoreset=again)
    later.batch[:] = np.load(file, allow_pickle=False)
    assert same(later.batch, sim.batch)
    for some in actions[17:]:
        sim.step(some)
        later.step(some)
        assert same(later.batch, sim.batch) and np.array_equal(later.observe(), sim.observe())
        assert np.array_equal(later.rewards, sim.rewards)
        assert np.array_equal(later.terminated, sim.terminated)
        assert np.array_equal(later.truncated, sim.truncated)


@by_distribution
def test_a_copied_record_is_a_saved_moment(distribution):
    env = Env(distribution)
    env.reset(seed=8)
    moment, run = env.state.copy(), []
    for _ in range(2):
        env.sim.batch[0] = moment
        run.append([])
        for action in random_actions(env.world, 5, 1)[:, 0]:
            if not env.state.terminated:
                run[-1].append(env.step(action)[0])
    assert np.array_equal(run[0], run[1]) and run[0]


@by_distribution
def test_without_autoreset_a_finished_lane_stays_as_it_was(distribution):
    distribution = replace(distribution, limit=SHORT)
    sim = BatchSim(distribution, 4, autoreset=False)
    sim.reset(np.arange(4))
    for actions in random_actions(sim.world, SHORT, 4):
        sim.step(actions)
    assert (sim.terminated | sim.truncated).all()
    before = sim.batch.copy()
    sim.step(np.zeros(4, int))
    assert same(before, sim.batch) and not sim.rewards.any()


@by_distribution
def test_only_chosen_lanes_start_anew(distribution):
    sim = BatchSim(distribution, 3, autoreset=False)
    sim.reset(np.array([1, 2, 3]))
    before = sim.batch.copy()
    sim.reset(np.array([7, 8, 9]), np.array([False, True, False]))
    assert sim.batch.seed.tolist() == [1, 8, 3]
    assert same(sim.batch[[0, 2]], before[[0, 2]])
