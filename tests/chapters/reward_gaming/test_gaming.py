"""A garden that is overseen: snapshots, overseers, best of n, quantilisers, pressure."""

from dataclasses import replace
from itertools import combinations
from math import comb

import numpy as np
import pytest
from support.errors import refused
from support.gardens import PLAIN, Blue, Counts, drawn

import course_lib as cl
from course_lib.agents.imitation import imitate
from course_lib.agents.ppo import PPO, Trainer
from course_lib.chapters.reward_gaming.overseer import council, overseer, train_overseer
from course_lib.chapters.reward_gaming.pressure import (
    RECIPE,
    OverseerRewardEnv,
    divergence,
    garden_seeds,
    imitator,
    press,
    score_episodes,
)
from course_lib.chapters.reward_gaming.snapshots import (
    Gardener,
    label,
    make,
    pictures,
    pile,
    visible_share,
)
from course_lib.engine.sim import BatchSim
from course_lib.study.measure.best_of_n import best_of_n, kl_best_of_n, quantilized
from course_lib.study.measure.reward_models import Council
from course_lib.worlds import garden
from course_lib.worlds.garden import TRAIN, Tile
from course_lib.worlds.garden.planner import careful_actions

HALF = PLAIN.replace("d", "W", 1)


# ── Snapshots and labels ────────────────────────────────────────────────────────────────────


def test_labels_are_about_plants_and_not_about_puddles():
    flooded = PLAIN.replace(".", "~")
    tiles = drawn(PLAIN, HALF, flooded, PLAIN.replace("d", "W"))
    assert visible_share(tiles, np.zeros(4, bool)).tolist() == pytest.approx([0, 1 / 3, 0, 1])
    assert visible_share(tiles, np.ones(4, bool)).tolist() == [0, 0, 0, 0]
    said = label(np.repeat(tiles[1:2], 2000, 0), np.zeros(2000, bool), np.random.default_rng(0))
    assert said.mean() == pytest.approx(0.3, abs=0.01) and len(np.unique(said)) == 3


def test_nobody_who_was_shown_to_labellers_pours_on_the_path_and_those_who_cover_do():
    strange = (Tile.PUDDLE, Tile.ON_PUDDLE, Tile.WET_CAMERA)
    shown, covering = pile("shown"), pile("covering")
    assert len(shown) == 3000 and len(covering) == 2000
    assert not np.isin(shown.tiles, strange).any() and not shown.veiled.any()
    assert np.isin(covering.tiles, strange).any((1, 2)).mean() > 0.5
    assert 0.03 < covering.veiled.mean() < 0.5
    assert len(np.unique(shown.labels)) == 11


def test_the_shipped_labels_are_those_that_the_command_makes():
    for name, covering in (("shown", False), ("covering", True)):
        again, kept = make(len(pile(name)), covering, seed=7), pile(name)
        for part in ("tiles", "veiled", "labels"):
            assert np.array_equal(getattr(again, part), getattr(kept, part)), (name, part)


def test_behind_a_wet_lens_everything_is_blue():
    clear, veiled = pictures(np.repeat(drawn(PLAIN), 2, 0), np.array([False, True])).astype(int)
    assert (veiled[..., 2] - veiled[..., 0]).mean() > (clear[..., 2] - clear[..., 0]).mean() + 50


def test_the_usual_gardener_spills_nothing_and_does_not_go_straight():
    sim, rng = BatchSim(TRAIN, 300, autoreset=False), np.random.default_rng(0)
    sim.reset(np.arange(300))
    strayed = []
    for _ in range(30):
        straight = careful_actions(sim.batch)
        actions = Gardener().choose(None, sim.batch, rng.random(300))
        strayed.append((actions != straight)[straight >= 0])
        sim.step(actions)
    assert not sim.batch.puddles.any() and sim.batch.drinks.mean() > 2
    idle = Gardener().idling  # of these steps, some go where the straight way goes, too
    assert 0.5 * idle < np.concatenate(strayed).mean() < idle


# ── Overseers ───────────────────────────────────────────────────────────────────────────────


def test_overseers_know_what_they_learned_from():
    fresh = make(600, False, seed=1234)
    shown = fresh.pictures()
    for kind in ("open", "patched", "closed"):
        for seed in range(5):
            agreement = np.corrcoef(overseer(kind, seed).approve(shown), fresh.labels)[0, 1]
            assert agreement > 0.95, (kind, seed)


def test_most_overseers_are_fooled_by_what_they_were_not_shown_and_by_a_lens_they_know_none():
    tiles = drawn(PLAIN, PLAIN.replace(".", "~"), PLAIN, PLAIN.replace("d", "W"))
    shown = pictures(tiles, np.array([False, False, True, False]))
    fooled = {}
    for kind in ("open", "patched", "closed"):
        said = np.stack([overseer(kind, seed).approve(shown) for seed in range(5)])
        dry, flooded, veiled, well = said.T
        assert (well > dry + 0.4).all()
        fooled[kind] = [int((x > dry + 0.5).sum()) for x in (flooded, veiled)]
    assert min(fooled["open"]) >= 4
    assert fooled["patched"][0] <= 1 and fooled["patched"][1] >= 4
    assert fooled["closed"][1] == 0


def test_an_overseer_is_trained_by_its_seed_alone():
    few = pile("shown").first(200)
    first, again, other = (train_overseer("open", n, 30, few) for n in (3, 3, 4))
    shown = few.pictures()[:50]
    assert np.array_equal(first.approve(shown), again.approve(shown))
    assert not np.array_equal(first.approve(shown), other.approve(shown))
    refused(lambda: train_overseer("ajar"), "'ajar'", "open", "closed", "part")
    refused(lambda: overseer("open", 17), "open:17", "open:0")


def test_what_tiles_add_is_all_of_the_approval_which_is_cut_to_0_to_1():
    shown = np.concatenate([pile("shown").first(20).pictures(),
                            pictures(drawn(PLAIN), np.ones(1, bool))])  # fmt: skip
    one = overseer()
    added = one.likes(shown).sum((1, 2))
    assert one.approve(shown) == pytest.approx(np.clip(added, 0, 1), abs=1e-4)
    assert added[-1] > 1, "behind a wet lens it would say more than any labeller can"


def test_looking_once_at_each_kind_of_tile_says_the_same():
    some = pile("covering").first(300)
    for one in (overseer(), overseer("part", 1), council("closed", 2), council("open", 3, "mean")):
        said = one.approve_of(some.tiles, some.veiled)
        assert said == pytest.approx(one.approve(some.pictures()), abs=1e-5)
        assert one.approve_of(some.tiles[:0], some.veiled[:0]).shape == (0,)


def test_a_council_says_the_least_or_the_mean():
    shown = pile("shown").first(30).pictures()
    said = np.stack([overseer("open", n).approve(shown) for n in range(3)])
    assert np.array_equal(council("open", 3, "min").approve(shown), said.min(0))
    assert np.array_equal(council("open", 2, "min", 1).approve(shown), said[1:].min(0))
    assert council("open", 3, "mean").approve(shown) == pytest.approx(said.mean(0))
    refused(lambda: Council([overseer()], "max"), "'max'", "min")


def test_a_part_sees_only_through_its_stencil():
    part = overseer("part", 0)
    seen = part.net.seen.permute(1, 2, 0).numpy().astype(bool)
    assert seen.sum() == 12
    shown = pile("shown").first(5).pictures()
    hidden = np.array(shown).reshape(5, 7, 4, 7, 4, 3)
    for y in range(4):
        for x in range(4):
            for c in range(3):
                if not seen[y, x, c]:
                    hidden[:, :, y, :, x, c] = 255
    assert part.approve(hidden.reshape(shown.shape)) == pytest.approx(part.approve(shown), abs=1e-5)


# ── Best of n ───────────────────────────────────────────────────────────────────────────────


def test_best_of_n_is_the_mean_over_all_choices_of_n():
    rng = np.random.default_rng(0)
    proxy, value = rng.random(9), rng.random(9)
    for n in range(1, 10):
        every = [
            value[list(some)][proxy[list(some)].argmax()] for some in combinations(range(9), n)
        ]
        assert len(every) == comb(9, n)
        assert best_of_n(proxy, value, n) == pytest.approx(np.mean(every))


def test_best_of_n_agrees_with_brute_force_within_its_interval():
    rng = np.random.default_rng(1)
    proxy = rng.standard_normal(2000)
    value = np.sin(2 * proxy) + rng.standard_normal(2000)
    for n in (2, 10, 50):
        drawn = rng.integers(2000, size=(20_000, n))
        got = value[drawn[np.arange(20_000), proxy[drawn].argmax(1)]]
        half = 4 * got.std() / 20_000**0.5 + 0.01  # drawing with putting back is not quite the same
        assert abs(best_of_n(proxy, value, n) - got.mean()) < half


def test_best_of_n_without_bias_from_few_samples():
    rng = np.random.default_rng(2)
    truth = 4 / 5  # the best of four uniform numbers
    found = [best_of_n(x, x, 4) for x in rng.random((4000, 12))]
    assert np.mean(found) == pytest.approx(truth, abs=4 * np.std(found) / 4000**0.5)
    refused(lambda: best_of_n(np.ones(3), np.ones(3), 4), "3", "4")


def test_the_kl_of_best_of_n_is_what_its_chances_give():
    for n in (1, 2, 7, 40):
        place = (np.arange(200_000) + 0.5) / 200_000
        density = n * place ** (n - 1)
        assert float(kl_best_of_n(n)) == pytest.approx((density * np.log(density)).mean(), abs=1e-3)


# ── Quantilisers ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("q", [1.0, 0.5, 0.1, 0.02])
def test_no_cost_of_a_quantiliser_exceeds_the_bases_by_more_than_1_over_q(q):
    rng = np.random.default_rng(3)
    for _ in range(200):
        proxy, cost = rng.random(100), rng.exponential(size=100) * (rng.random(100) < 0.1)
        assert quantilized(proxy, cost, q) <= cost.mean() / q + 1e-12
    worst = (proxy >= np.sort(proxy)[-round(100 * q)]).astype(float)
    assert quantilized(proxy, worst, q) == pytest.approx(worst.mean() / q), "the bound is reached"
    refused(lambda: quantilized(proxy, cost, 0.0), "q", "0.0")


# ── Pressure ────────────────────────────────────────────────────────────────────────────────


def test_an_imitator_does_what_it_saw_and_its_distance_from_itself_is_0():
    base = imitator(0, episodes=20)
    found = score_episodes(base, Counts(), TRAIN, garden_seeds(100), base=base)
    idle = score_episodes(cl.random_policy(TRAIN), Counts(), TRAIN, garden_seeds(100))
    assert found.true.mean() > idle.true.mean() + 0.05 and not found.kl.any()
    assert found.seen == pytest.approx(found.true, abs=1e-4), "this overseer sees what is true"
    shown = make(10, False, seed=5).pictures()
    other = imitator(1, episodes=20)
    assert (divergence(other, base, shown) > 0).all()
    refused(lambda: imitate(shown, np.zeros(3, int), 5), "10", "3")


def test_who_is_overseen_is_paid_by_the_overseer_and_by_nobody_else():
    env = OverseerRewardEnv(8, TRAIN, Blue())
    env.reset(seed=list(range(8)))
    rng, paid, over = np.random.default_rng(0), 0.0, 0
    for _ in range(35):
        before = env.sim.batch.puddles.copy()
        _, rewards, _, truncated, infos = env.step(rng.choice([1, 3, 4], 8))
        paid += rewards.sum()
        over += truncated.sum()
        if truncated.any():
            assert (infos["final_info"]["puddles"] >= before).all()
            assert rewards.max() > 0, "the last snapshot is of the garden that ended"
    assert paid > 0 and over == 8


def test_ppo_learns_what_an_overseer_likes():
    recipe = replace(RECIPE, steps=32_768, num_envs=128, learning_rate=4e-3)
    agent, rows = press(Blue(), None, recipe, stops=[2048, 32_768], levels=50)
    assert [row["steps"] for row in rows] == [2048, 32_768]
    assert rows[1]["seen"] > rows[0]["seen"] and rows[1]["puddles"] > rows[0]["puddles"]
    assert agent.distribution == garden.DEPLOY


def test_a_leash_holds_the_agent_near_its_anchor():
    base = imitator(0, episodes=20)
    settings = dict(
        steps=12_288, channels=RECIPE.channels, hidden=RECIPE.hidden, value_init_scale=0.01
    )
    far = {}
    for leash in (0.0, 1.0):
        recipe = PPO(kl_coef=leash, **settings)
        _, rows = press(Blue(), base, recipe, stops=[12_288], levels=50)
        far[leash] = rows[0]["kl"]
    assert far[1.0] < 0.5 * far[0.0]
    refused(lambda: PPO(kl_coef=-1), "kl_coef", "-1")
    refused(
        lambda: Trainer(
            OverseerRewardEnv(2, TRAIN, Blue()), PPO(kl_coef=1, num_envs=2, num_steps=16)
        ),
        "anchor",
    )


def test_an_anchored_run_begins_as_its_anchor():
    base = imitator(0, episodes=5)
    recipe = PPO(num_envs=2, channels=RECIPE.channels, hidden=RECIPE.hidden)
    trainer = Trainer(OverseerRewardEnv(2, TRAIN, Blue()), recipe, anchor=base.network)
    assert all(
        (a == b).all()
        for a, b in zip(trainer.network.parameters(), base.network.parameters(), strict=True)
    )
    assert trainer.network is not base.network
