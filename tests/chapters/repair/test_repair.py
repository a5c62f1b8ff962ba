"""Repair: mixtures, chosen levels, and remedies that do not help."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

import course_lib as cl
from course_lib.agents.ppo import PPO, Trainer
from course_lib.agents.training import train
from course_lib.chapters.repair import (
    level_scores,
    sweep_mazes,
    sweep_regularisers,
)
from course_lib.chapters.repair.exposure import Counted
from course_lib.chapters.repair.level_replay import NEW, Buffer, Replay, Settings
from course_lib.chapters.repair.level_scores import REGRETS, SCORES, Played
from course_lib.chapters.repair.mixture import Mixture, train_on
from course_lib.chapters.repair.regret_estimates import estimates
from course_lib.study.measure.mixtures import mixed, pure
from course_lib.worlds import gems, maze
from course_lib.worlds.maze.planner import maze_ways

CORNER, ANYWHERE = maze.Distribution(size=5), maze.Distribution(size=5, cheese="anywhere")
QUICK = PPO(steps=3000, num_envs=32, num_steps=16, microbatch=64, channels=(4, 4, 8), hidden=16)


def ran(levels: Mixture, steps: int = 300) -> np.ndarray:
    """First records of all levels that random play meets in so many steps."""
    rng = np.random.default_rng(0)
    levels.reset(seed=1)
    found = [levels.sim.batch.copy()]
    for _ in range(steps):
        _, _, ended, cut, _ = levels.step(rng.integers(4, size=levels.num_envs))
        found.append(levels.sim.batch[ended | cut].copy())
    return np.concatenate(found).view(np.recarray)


# ── Mixtures ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("share", [0.0, 0.2, 1.0])
def test_a_mixture_has_the_shares_of_its_shelf(share):
    first = ran(Mixture(64, mixed(CORNER, ANYWHERE, share)))
    assert len(first) > 500 and (first.steps == 0).all()
    elsewhere = (first.cheese_at != first.corner_at).mean()
    free = ran(Mixture(64, pure(ANYWHERE)))
    expected = share * (free.cheese_at != free.corner_at).mean()
    assert abs(elsewhere - expected) < 4 * math.sqrt(0.25 / len(first))
    assert share or elsewhere == 0


def test_a_mixture_follows_from_its_seed_and_shows_what_it_stands_in():
    pictures = []
    for _ in range(2):
        levels = Mixture(16, mixed(CORNER, ANYWHERE, 0.5))
        levels.reset(seed=list(range(16)))
        for step in range(60):
            seen, *_ = levels.step(np.full(16, step % 4))
        assert np.array_equal(seen, levels.sim.observe())
        pictures.append(seen)
    assert np.array_equal(*pictures)


def test_parts_that_look_different_are_refused():
    with pytest.raises(ValueError, match="one size and one look"):
        Mixture(4, mixed(CORNER, maze.Distribution(size=7), 0.5))
    with pytest.raises(ValueError, match="one size and one look"):
        Mixture(4, mixed(gems.TRAIN, replace(gems.TRAIN, goal=("gem", "red")), 0.5))


def test_an_agent_of_a_mixture_is_one_of_its_first_part():
    agent = train_on(mixed(CORNER, ANYWHERE, 0.25), QUICK, seed=2)
    again = train_on(mixed(CORNER, ANYWHERE, 0.25), QUICK, seed=2)
    assert agent.distribution == CORNER
    assert [share for share, _ in agent.card["mixture"]] == [0.75, 0.25]
    for one, other in zip(agent.network.parameters(), again.network.parameters(), strict=True):
        assert torch.equal(one, other)
    assert cl.behaviour(agent, CORNER, 20, baselines=False).rows


# ── How much was spent where the goals part ─────────────────────────────────────────────────


@pytest.mark.parametrize("replayed", [False, True])
def test_what_is_spent_off_the_way_is_counted_step_by_step(replayed):
    shelf = mixed(CORNER, ANYWHERE, 0.5)
    levels = Replay(16, shelf, "uniform replay") if replayed else Counted(16, shelf)
    rng = np.random.default_rng(0)
    levels.reset(seed=1)
    first, steps_off, episodes, episodes_off = levels.sim.batch.copy(), 0, 0, 0
    met = [first.copy()]
    for _ in range(200):
        off = maze_ways(first.view(np.recarray))["detour"]
        _, _, ended, cut, _ = levels.step(rng.integers(4, size=16))
        done = ended | cut
        steps_off += int(off.sum())
        episodes, episodes_off = episodes + done.sum(), episodes_off + (done & off).sum()
        first[done] = levels.sim.batch[done]
        met.append(levels.sim.batch[done].copy())
    spent = levels.spent
    assert (spent.steps, spent.steps_off) == (200 * 16, steps_off) and steps_off > 0
    assert (spent.episodes, spent.episodes_off) == (episodes, episodes_off)
    all_met = np.concatenate(met).view(np.recarray)
    off = all_met[maze_ways(all_met)["detour"]]
    assert spent.levels_off == len(np.unique(off.seed))


# ── Choosing levels ─────────────────────────────────────────────────────────────────────────


def played(**changes) -> Played:
    """One episode: ten steps, cheese, three would have been enough."""
    one = {
        "steps": 10,
        "cheese": True,
        "shortest": 3,
        "positive": 0.5,
        "expected": 4.0,
        "best": 0.9,
        "luck": 0.5,
    }
    return Played(**{name: np.array([value]) for name, value in (one | changes).items()})


def test_the_scores():
    assert level_scores.exact_regret(played())[0] == pytest.approx(0.99**3 - 0.99**10)
    assert level_scores.exact_regret(played(cheese=False))[0] == pytest.approx(0.99**3)
    assert level_scores.exact_regret(played(steps=3))[0] == pytest.approx(0)
    assert level_scores.positive_value_loss(played())[0] == pytest.approx(0.05)
    assert level_scores.max_monte_carlo(played())[0] == pytest.approx(0.9 - 0.4)


def test_estimates_are_blind_to_a_prize_that_nobody_has_found():
    """Nothing expected and nothing found: the regret is at its largest, both estimates at 0."""
    lost = played(steps=72, cheese=False, positive=0.0, expected=0.0, best=0.0)
    scores = {name: score(lost)[0] for name, score in REGRETS.items()}
    assert scores["exact regret"] > 0.9
    assert scores["positive value loss"] == scores["maximum Monte Carlo"] == 0


def a_buffer(scores) -> Buffer:
    """A buffer of three places, in which levels with these scores were noted in turn."""
    buffer = Buffer(Settings(size=3, stale=0.0), maze.WORLD.State)
    level = maze.WORLD.level("#####\n#M.C#\n#####\n#####\n#####")[0]
    for name, score in enumerate(scores):
        buffer.note(NEW, name, level, score, 0.0)
    return buffer


def test_the_buffer_keeps_the_highest_scores():
    buffer = a_buffer([0.1, 0.5, 0.3, 0.05, 0.4])
    assert sorted(buffer.score) == [0.3, 0.4, 0.5]
    assert set(buffer.name) == {1, 2, 4}


def test_a_level_in_the_buffer_gets_its_newest_score():
    buffer = a_buffer([0.1, 0.5, 0.3])
    place = int(np.flatnonzero(buffer.name == 1)[0])
    buffer.note(place, 1, buffer.levels[place], 0.01, 0.2)
    assert sorted(buffer.score) == [0.01, 0.1, 0.3] and buffer.best[place] == 0.2
    buffer.note(place, 99, buffer.levels[0], 0.2, 0.0)  # an episode in a level that has left
    assert sorted(buffer.score) == [0.1, 0.2, 0.3]


def test_higher_scores_are_drawn_more_often_and_stale_ones_now_and_then():
    buffer = a_buffer([0.1, 0.5])
    by_name = dict(zip(buffer.name, buffer.sampling_weights(), strict=True))
    assert by_name[1] == pytest.approx(2 / 3) and by_name[0] == pytest.approx(1 / 3)
    assert by_name[NEW] == 0
    buffer.settings = Settings(size=3, stale=1.0)
    buffer.now, buffer.seen = 10, np.where(buffer.name == 0, 10, 1)
    by_name = dict(zip(buffer.name, buffer.sampling_weights(), strict=True))
    assert by_name[1] == pytest.approx(10 / 11)


@pytest.mark.parametrize("by", SCORES)
def test_levels_that_are_replayed_are_those_of_the_buffer(by):
    levels = Replay(32, mixed(CORNER, ANYWHERE, 0.3), by, Settings(chance=0.5, size=64))
    agent = train_on(levels, QUICK, seed=1, callback=levels.callback)
    assert agent.card["finished"]
    assert levels.buffer.filled.all() and levels.spent.episodes > 100
    again = levels.place != NEW
    assert 0.2 < again.mean() < 0.8
    same = levels.buffer.name[levels.place[again]] == levels.name[again]
    now = levels.first[again][same]
    kept = levels.buffer.levels[levels.place[again][same]].view(np.recarray)
    assert same.any() and np.array_equal(now.seed, kept.seed)


def test_the_exact_regret_of_the_buffer_is_that_of_its_levels():
    """Every score is the optimal return of that level, minus what an episode can bring there."""
    levels = Replay(32, pure(ANYWHERE), "exact regret", Settings(size=64))
    train_on(levels, QUICK, seed=3, callback=levels.callback)
    kept = levels.buffer.levels.view(np.recarray)
    best = 0.99 ** maze_ways(kept)["to_cheese"]
    assert (levels.buffer.score <= best + 1e-9).all()
    lost = np.isclose(levels.buffer.score, best)
    got = (best - levels.buffer.score)[~lost]
    steps = np.log(got) / np.log(0.99)
    assert np.allclose(steps, steps.round(), atol=1e-6), "what was got is a power of gamma"


def test_an_unknown_score_is_refused_by_name():
    with pytest.raises(ValueError, match="uniform replay, not 'luck'"):
        Replay(4, pure(ANYWHERE), "luck")


def test_estimates_on_whole_episodes_add_up():
    agent = train_on(pure(CORNER), QUICK, seed=0)
    found = estimates(agent, ANYWHERE, levels=40, plays=2)
    assert set(found.scores) == set(REGRETS) and found.detour.any()
    assert (found.scores["positive value loss"] >= 0).all()
    assert (found.scores["exact regret"] >= -1e-9).all()
    assert found.chosen(1.0)["positive value loss"] == pytest.approx(found.detour.mean())


def test_positive_value_loss_in_a_rollout_is_that_of_the_trainer():
    """What `callback` sums up over rollouts is the trainer's own positive advantage, each step."""
    levels = Replay(8, pure(CORNER), "positive value loss")
    trainer = Trainer(levels, replace(QUICK, num_envs=8, num_minibatches=8), 0)
    trainer.collect()
    ended = (trainer.terminated + trainer.truncated).numpy() > 0
    positive = trainer.advantages().clamp(min=0).numpy()
    levels.callback(trainer.progress, trainer)
    for one in range(8):
        since = np.flatnonzero(ended[:, one])[-1] + 1 if ended[:, one].any() else 0
        assert levels._positive[one] == pytest.approx(positive[since:, one].sum(), abs=1e-6)


# ── What does not help ──────────────────────────────────────────────────────────────────────


def test_remedies_do_what_they_say():
    plain = train(CORNER, QUICK, seed=0, bar=False)
    usual, size = sweep_mazes.RECIPE, {}
    wanted = {
        "longer": {"steps": 3 * usual.steps},
        "larger": {"channels": tuple(2 * n for n in usual.channels), "hidden": 2 * usual.hidden},
        "entropy": {"ent_coef": 5 * usual.ent_coef},
    }
    assert usual.ent_coef > 0, "or five times of it is no larger bonus"
    for name, remedy in sweep_regularisers.REMEDIES.items():
        recipe = remedy.of(QUICK)
        if name in wanted:
            assert recipe == replace(QUICK, **wanted[name]) != QUICK
            continue
        agent = train(CORNER, recipe, seed=0, bar=False, callback=remedy.callback())
        agent.network.mind._forward_hooks.clear()
        size[name] = sum(float((w.detach() ** 2).sum()) for w in agent.network.parameters())
        same = zip(agent.network.parameters(), plain.network.parameters(), strict=True)
        assert not all(torch.equal(a, b) for a, b in same)
    assert size["L2"] < sum(float((w.detach() ** 2).sum()) for w in plain.network.parameters())


def test_units_drop_out_while_learning_and_not_while_acting():
    trainer = Trainer(Mixture(8, pure(CORNER)), replace(QUICK, num_envs=8, num_minibatches=8), 0)
    seen = torch.from_numpy(trainer.observation)
    with torch.no_grad():
        before = trainer.network(seen)[1]
    sweep_regularisers.drop_units(trainer)
    with torch.no_grad():
        assert torch.equal(trainer.network(seen)[1], before)
    assert not torch.equal(trainer.network(seen)[1], trainer.network(seen)[1])
