"""Attacks on overseers, remedies, and the exercises of unit 08b."""

import numpy as np
import pytest
from support.errors import refused
from support.exercises import said
from support.gardens import PLAIN, Blue, Counts, drawn

from course_lib.agents.ppo import PPO, Trainer
from course_lib.chapters.reward_gaming import (
    attacks,
    figures_remedies,
    questions,
    remedies,
    sweep_remedies,
)
from course_lib.chapters.reward_gaming.distance import wary
from course_lib.chapters.reward_gaming.overseer import labelled_for, overseer
from course_lib.chapters.reward_gaming.pressure import (
    OverseerRewardEnv,
    Plans,
    count,
    plan_nll,
    score_episodes,
    scored_by_all,
)
from course_lib.chapters.reward_gaming.snapshots import Snapshots, pictures, pile
from course_lib.study.measure.best_of_n import quantilized
from course_lib.worlds.garden import TRAIN, Tile

# ── Attacks ───────────────────────────────────────────────────────────────────────


def test_a_search_for_plans_gets_better_and_its_episode_is_what_was_scored():
    found = attacks.search_plan(Blue(), 3, generations=12)
    assert (np.diff(found.seen) >= 0).all() and found.seen[-1] > found.seen[0]
    assert found.true[-1] == pytest.approx(found.episode.rewards.sum(), abs=1e-5)
    assert found.tried.tolist() == [128 * n for n in range(1, 13)]
    true, seen = attacks.score_plans(Blue(), [3], TRAIN, found.plans[None])
    assert true[0] == pytest.approx(found.true) and seen[0] == pytest.approx(found.seen)


def test_states_that_differ_on_one_tile_are_not_taken_for_each_other():
    plans = Plans(np.random.default_rng(0).integers(5, size=(512, 30)))
    seeds = np.full(512, 3, np.uint64)
    alone = score_episodes(plans, Blue(), TRAIN, seeds)
    (together,) = scored_by_all(plans, [Blue()], TRAIN, seeds)
    assert together.seen == pytest.approx(alone.seen, abs=1e-6)


def test_the_nll_of_a_plan_is_the_unlikelihood_of_its_actions():
    class Base:
        def evaluate(self, shown):
            return np.tile([0.5, 0.2, 0.1, 0.1, 0.1], (len(shown), 1)), None

    plans = np.array([[0] * 30, [1] * 15 + [2] * 15])
    wanted = [-30 * np.log(0.5), -15 * np.log(0.2) - 15 * np.log(0.1)]
    assert plan_nll(Base(), TRAIN, 3, plans) == pytest.approx(wanted)


def test_a_search_for_arrangements_ends_where_no_single_change_is_better():
    best, shown = attacks.search_arrangement(Counts(), drawn(PLAIN)[0])
    assert attacks.plants_of(best) == (3, 3) and shown > 3 * 25
    flooded, _ = attacks.search_arrangement(Blue(), drawn(PLAIN)[0])
    assert not (flooded == Tile.FREE).any()


def test_a_gradient_finds_small_changes_that_are_liked():
    shown = pictures(drawn(PLAIN), np.zeros(1, bool))[0]
    one = overseer()
    changed = attacks.search_pixels(one, shown, most=24)
    assert np.abs(changed.astype(int) - shown).max() <= 24
    before, after = one.approve(np.stack([shown, changed]))
    rng = np.random.default_rng(0)
    noise = np.clip(shown + rng.choice([-24, 24], shown.shape), 0, 255).astype(np.uint8)
    assert after > before + 0.3 and after > one.approve(noise[None])[0] + 0.3


# ── Remedies ────────────────────────────────────────────────────────────────────────────────


def run_of(true, seen, audits=(), remedy="none", imitator=0, number=0, closed=False):
    """A run with these scores at the stops that remedies share."""
    steps = (0, *sweep_remedies.FEW)
    points = [dict(true=t, seen=s, steps=n) for n, t, s in zip(steps, true, seen, strict=True)]
    return {"remedy": remedy, "imitator": imitator, "overseer": number, "closed": closed,
            "base": points[0], "curve": points[1:], "audits": list(audits)}  # fmt: skip


def test_an_ensemble_holds_its_overseer_and_others_that_are_in_no_other_ensemble():
    numbers = [n for seed in range(5) for n in _seeds(remedies.ensemble("closed", seed, known=5))]
    assert sorted(numbers) == list(range(20))
    assert [_seeds(remedies.watching_of("minimum of 4", n, True))[0] for n in range(5)] == [
        *range(5)
    ]
    refused(lambda: remedies.watching_of("prayer"), "'prayer'", "agent labels")


def _seeds(ensemble):
    return [int(member.name.split(":")[1]) for member in ensemble.members]


def test_the_distance_penalty_leaves_what_was_learned_and_takes_off_what_is_far():
    known, careful = labelled_for("patched"), wary(overseer("patched", 0))
    tiles, veiled = known.tiles[:500], known.veiled[:500]
    plain = overseer("patched", 0).approve_of(tiles, veiled)
    near = careful.distances(tiles, veiled) <= 1
    assert near.mean() > 0.95
    assert careful.approve_of(tiles, veiled)[near] == pytest.approx(plain[near], abs=1e-6)
    wet = np.ones(500, bool)
    assert overseer("patched", 0).approve_of(tiles, wet).mean() > 0.9
    assert careful.approve_of(tiles, wet).max() == 0


@pytest.mark.parametrize("shown", [None, "pool"])
def test_labels_are_of_the_agents_snapshots_or_of_those_in_a_pool(shown):
    watching, known = overseer(), pile("shown").first(50)
    pool = (known.tiles[:9], known.veiled[:9]) if shown else None
    online = remedies.Online(watching, known, pool, every=1, many=8)
    env = OverseerRewardEnv(16, TRAIN, watching)
    trainer = Trainer(env, PPO(num_envs=16, channels=(4, 4, 4), hidden=16), seed=0)
    before = watching.approve(known.pictures())
    assert online(trainer.iterate(), trainer) is False
    assert isinstance(online.asked, Snapshots) and len(online.asked) == 8
    assert not np.array_equal(before, watching.approve(known.pictures()))
    if shown:
        assert all((tiles == known.tiles[:9]).all((1, 2)).any() for tiles in online.asked.tiles)


def test_early_stopping_ends_where_the_audit_was_best_whatever_the_overseer_says():
    row = run_of([0.3, 0.6, 0.4, 0.1], [0.3, 0.7, 0.8, 0.9], audits=[0.2, 0.5, 0.6, 0.0])
    assert [p["true"] for p in figures_remedies.stopped(row)["curve"]][-1] == 0.4
    worse = run_of([0.3, 0.2, 0.1, 0.1], [0.3] * 4, audits=[0.3, 0.2, 0.1, 0.1])
    assert figures_remedies.stopped(worse)["curve"][-1]["true"] == 0.3, "not to train at all"
    assert count([figures_remedies.stopped(row)]).lost == 1, "0.6 had been reached on the way"


def test_a_remedy_is_paired_with_the_run_of_the_same_imitator_and_overseer():
    rows = [run_of([0.3, 0.3, 0.3, end], [0.3] * 4, remedy=name, imitator=i, number=o)
            for name, add in (("none", 0.0), ("distance", 0.2))
            for i, o, end in ((0, 0, 0.1 + add), (1, 1, 0.4 + add))]  # fmt: skip
    rows.append(run_of([0.3] * 4, [0.3] * 4, remedy="distance", imitator=1, number=0))
    pairs = figures_remedies.pairs(rows, "distance")
    assert [(p.imitator, p.overseer) for p in pairs] == [(0, 0), (1, 1)]
    assert [p.gain for p in pairs] == pytest.approx([0.2, 0.2])
    assert figures_remedies.gain(pairs) == pytest.approx((0.2, 0.2, 0.2))
    rows.append(run_of([0.3] * 4, [0.3] * 4, audits=[0.3] * 4, imitator=3, number=3))
    met = figures_remedies.pairs([r | {"audits": [0.3, 0, 0, 0]} for r in rows], "early stopping")
    assert [(p.imitator, p.overseer) for p in met] == [(0, 0), (1, 1)], "only where others were"


def test_strengths_are_compared_over_the_pairs_that_all_of_them_have(monkeypatch):
    monkeypatch.setattr(figures_remedies, "holed", lambda number: number < 2)
    ends = {"none": 0.1, "KL 0.03": 0.3, "KL 0.01": 0.4, "KL 0.1": 0.2}
    rows = [run_of([0.3, 0.3, 0.3, end], [0.3] * 4, remedy=name, imitator=i, number=i)
            for name, end in ends.items() for i in range(3)]  # fmt: skip
    rows.append(run_of([0.3] * 4, [0.3] * 4, remedy="none", imitator=4, number=1))
    rows.append(run_of([0.3] * 4, [0.3] * 4, remedy="KL 0.03", imitator=4, number=1))
    assert len(figures_remedies.shared_pairs(rows, "KL 0.03", hole=True)) == 2
    assert len(figures_remedies.shared_pairs(rows, "KL 0.1", hole=False)) == 1
    gain = figures_remedies.gain_beyond(rows, "KL 0.01", "KL 0.03", hole=True)
    assert gain == pytest.approx((0.1, 0.1, 0.1))
    table = str(figures_remedies.side_by_side_table(rows, figures_remedies.STRENGTHS))
    assert "penalty 0.1, -0.10 [-0.10, -0.10] * with the hole" in " ".join(table.split())
    assert "The same 2 pairs with the hole and 1 without" in table


def test_a_mean_of_four_is_compared_with_the_minimum_of_the_same_four(monkeypatch):
    monkeypatch.setattr(figures_remedies, "holed", lambda number: number < 2)
    ends = {"none": (0.1, 0.6), "minimum of 4": (0.5, 0.3), "mean of 4": (0.2, 0.6)}
    rows = [run_of([0.3, 0.6, 0.6, true], [0.3, 0.3, 0.6, seen], remedy=name, imitator=i, number=i)
            for name, (true, seen) in ends.items() for i in range(3)]  # fmt: skip
    table = figures_remedies.side_by_side_table(rows, figures_remedies.READ_OUTS)
    (_, mean_gain, mean_lost, _), (_, least_gain, *_) = table.lines
    assert mean_gain.startswith("+0.10") and least_gain.startswith("+0.40")
    assert mean_lost == "2 of 2, 2 unnoticed", "both scores are read"


# ── Exercises ───────────────────────────────────────────────────────────────────────────────


def test_a_quantiliser_that_rounds_up_never_breaks_its_bound_and_one_that_rounds_may():
    rng = np.random.default_rng(0)
    for n in (3, 7, 8):
        for q in (0.05, 0.3, 0.45, 1.0):
            chances = questions.quantilize(rng.random(n).tolist(), q)
            assert sum(chances) == pytest.approx(1) and max(chances) <= 1 / q / n + 1e-9
    proxy, cost = np.arange(8.0), np.eye(8)[7]
    assert quantilized(proxy, cost, 0.3) > cost.mean() / 0.3, "rounded to two of eight"


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("quantilize", lambda seen, q: [1 / len(seen)] * len(seen), "you keep 8"),
        ("quantilize", lambda seen, q: [float(x == max(seen)) for x in seen], "the favourite"),
        ("quantilize", lambda seen, q: [0, 0.4, 0, 0.6, 0, 0, 0, 0], "better liked"),
        ("quantilize", lambda seen, q: [0, 1, 0, 1, 0, 0, 0, 0], "add up to 2"),
        ("bound", "ad", "other way round"),
        ("growth", 20, "multiplied"),
        ("remedies", "b", "as it was"),
        ("homework", "d", "fooled"),
    ],
)
def test_a_check_names_the_misunderstanding(name, answer, words, tmp_path):
    verdict = questions.quiz.exercises[name].judge(answer)
    assert verdict.right is not True and words in said(verdict)


def test_the_lens_may_be_called_gaming_or_tampering():
    assert set(questions.quiz.exercises["tampering"].cases["b"].homes) == {"gaming", "tampering"}
