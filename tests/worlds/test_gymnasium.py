"""Gymnasium's conventions beyond the spaces: seeds, specs, render modes, autoreset, pickling."""

import copy
import pickle

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.envs.registration import EnvSpec
from gymnasium.vector import AutoresetMode
from gymnasium.wrappers.vector import NormalizeReward, RecordEpisodeStatistics

import course_lib as cl
from course_lib.engine import rng
from course_lib.envs import FPS, Env, VectorEnv
from course_lib.worlds import coin_run, maze

RIGHT = int(coin_run.Action.RIGHT)
every_world = pytest.mark.parametrize("name", cl.worlds())


# ── Seeds and specs ─────────────────────────────────────────────────────────────────────────


@every_world
@pytest.mark.parametrize("seed", [2**63 - 1, 2**63, 2**64, 2**127 + 5])
def test_seeds_as_large_as_gymnasiums_own_are_taken(name, seed):
    env, many = Env(cl.world(name).TRAIN), VectorEnv(2, cl.world(name).TRAIN)
    first, _ = env.reset(seed=seed)
    assert np.array_equal(first, env.reset(seed=seed)[0])
    assert np.array_equal(first, many.reset(seed=seed)[0][0])
    assert np.array_equal(first, many.reset(seed=[seed, 3])[0][0])


@every_world
def test_the_seed_that_an_environment_tells_repeats_its_first_level(name):
    env = gym.make(cl.world(name).env_id)
    first, _ = env.reset()
    again, _ = env.reset(seed=env.unwrapped.np_random_seed)
    assert np.array_equal(first, again)


@pytest.mark.parametrize("seed", [-1, 1.5, "3", True])
def test_what_is_no_seed_is_refused(seed):
    for reset in (Env(maze.TRAIN).reset, VectorEnv(2, maze.TRAIN).reset):
        with pytest.raises((ValueError, TypeError, gym.error.Error), match=r"(?i)seed"):
            reset(seed=seed)


@every_world
def test_a_spec_is_stored_as_json_with_its_distribution(name):
    home = cl.world(name)
    env = gym.make(home.env_id, distribution=home.DEPLOY)
    again = gym.make(EnvSpec.from_json(env.spec.to_json()))
    assert again.unwrapped.sim.distribution == home.DEPLOY
    assert np.array_equal(env.reset(seed=5)[0], again.reset(seed=5)[0])


def test_fields_of_another_world_are_refused():
    with pytest.raises(ValueError, match=r"'maze' is given by its fields size.*not .*coins"):
        gym.make("course/Maze-v0", distribution={"coins": 3})


@every_world
def test_environments_travel(name):
    """By pickle and by copy, in the middle of an episode, and go on alike."""
    env = Env(cl.world(name).DEPLOY)
    env.reset(seed=2)
    env.step(0)
    for twin in (pickle.loads(pickle.dumps(env)), copy.deepcopy(env)):
        assert twin.world is env.world
        twin_seen, seen = twin.step(1), copy.deepcopy(env).step(1)
        assert np.array_equal(twin_seen[0], seen[0]) and twin_seen[1:4] == seen[1:4]


# ── Pictures for people ─────────────────────────────────────────────────────────────────────


@every_world
def test_frames_of_a_distribution_have_one_size(name):
    env = Env(cl.world(name).DEPLOY, render_mode="rgb_array")
    shapes = set()
    for seed in range(6):
        env.reset(seed=seed)
        shapes.add(env.render().shape)
    assert len(shapes) == 1


def test_a_frame_follows_the_agent_through_a_wide_level():
    env = Env(coin_run.Distribution(length=30), render_mode="rgb_array")
    env.reset(seed=1)
    frames = [env.render()]
    for _ in range(20):
        if any(env.step(RIGHT)[2:4]):
            break
        frames.append(env.render())
    assert len({f.shape for f in frames}) == 1
    assert any(not np.array_equal(frames[0], f) for f in frames[1:])


def test_gymnasium_adds_the_modes_that_it_can_add():
    frames = gym.make("course/Maze-v0", render_mode="rgb_array_list")
    frames.reset(seed=1)
    frames.step(0)
    assert len(frames.render()) == 2
    assert frames.metadata["render_fps"] == VectorEnv.metadata["render_fps"] == FPS


# ── Autoreset ───────────────────────────────────────────────────────────────────────────────


def played(env: VectorEnv, actions: np.ndarray) -> list[tuple]:
    """Everything that a vector environment says, from its reset on."""
    rows = [(env.reset(seed=4)[0],)]
    return rows + [env.step(each)[:4] for each in actions]


def expected_next_step(distribution, actions: np.ndarray) -> list[list[tuple]]:
    """What NEXT_STEP means, from single environments: (shown, reward, ended) by step and place."""
    count = actions.shape[1]
    level = VectorEnv(count, distribution)  # for the seeds of the levels that follow
    envs = [Env(distribution) for _ in range(count)]
    level.reset(seed=4)
    for i, env in enumerate(envs):
        env.reset(seed=4 + i)
    over, rows = [False] * count, []
    for each in actions:
        row = []
        for i, env in enumerate(envs):
            if over[i]:
                shown, _ = env.reset(seed=int(rng.next_seed(env.state)))
                row.append((shown, 0.0, False))
            else:
                shown, reward, terminated, truncated, _ = env.step(int(each[i]))
                row.append((shown, reward, terminated or truncated))
            over[i] = row[-1][2]
        rows.append(row)
    return rows


@every_world
def test_next_step_begins_an_episode_with_the_step_after_the_last(name):
    home = cl.world(name)
    where = type(home.TRAIN)(**{**vars(home.TRAIN), "limit": 9})
    actions = np.random.default_rng(0).integers(len(home.Action), size=(40, 3))
    env = VectorEnv(3, where, autoreset_mode="NextStep")
    assert env.metadata["autoreset_mode"] is env.autoreset_mode is AutoresetMode.NEXT_STEP
    found = played(env, actions)[1:]
    wanted = expected_next_step(where, actions)
    assert sum(done for row in wanted for _, _, done in row) >= 9
    for (seen, rewards, terminated, truncated), row in zip(found, wanted, strict=True):
        for i, (shown, reward, done) in enumerate(row):
            assert np.array_equal(seen[i], shown)
            assert rewards[i] == np.float32(reward) and (terminated[i] or truncated[i]) == done


@every_world
def test_disabled_leaves_finished_episodes_until_they_are_reset(name):
    home = cl.world(name)
    where = type(home.TRAIN)(**{**vars(home.TRAIN), "limit": 5})
    env = VectorEnv(3, where, autoreset_mode=AutoresetMode.DISABLED)
    env.reset(seed=1)
    for _ in range(5):
        seen = env.step(np.zeros(3, int))[0]
    over = env.sim.batch.truncated | env.sim.batch.terminated
    assert over.all()
    still, rewards, *_ = env.step(np.ones(3, int))
    assert np.array_equal(still, seen) and not rewards.any()
    mask = np.array([True, False, True])
    env.reset(seed=[8, None, 9], options={"reset_mask": mask})
    assert env.sim.batch.steps[mask].tolist() == [0, 0] and env.sim.batch.steps[1] > 0
    assert np.array_equal(env.sim.observe()[0], Env(where).reset(seed=8)[0])


@pytest.mark.parametrize(
    "mode, options",
    [
        ("SameStep", {"reset_mask": np.ones(2, bool)}),
        ("Disabled", {"reset_mask": np.ones(3, bool)}),
        ("Disabled", {"reset_mask": [1, 0]}),
        ("Disabled", {"levels": 1}),
    ],
)
def test_options_that_reset_does_not_take_are_named(mode, options):
    env = VectorEnv(2, maze.TRAIN, autoreset_mode=mode)
    env.reset(seed=0)
    with pytest.raises(ValueError, match="reset_mask"):
        env.reset(options=options)


def test_gymnasiums_vector_wrappers_take_it():
    made = gym.make_vec("course/Maze-v0", num_envs=2, autoreset_mode="NextStep")
    env = NormalizeReward(RecordEpisodeStatistics(made))
    env.reset(seed=0)
    ended = 0
    for actions in np.random.default_rng(0).integers(4, size=(200, 2)):
        *_, infos = env.step(actions)
        ended += "episode" in infos
    assert ended
