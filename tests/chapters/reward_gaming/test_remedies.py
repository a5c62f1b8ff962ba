"""Attacks on overseers, parts, remedies, the shipped measurements, and lesson 08's exercises."""

import numpy as np
import pytest
from support.errors import refused
from support.exercises import said
from support.gardens import PLAIN, Blue, Counts, drawn

from course_lib.agents.ppo import PPO, Trainer
from course_lib.chapters.reward_gaming import (
    attacks,
    figures_pressure,
    figures_remedies,
    questions,
    remedies,
    security_amplification,
    sweep_pressure,
)
from course_lib.chapters.reward_gaming.overseer import Overseer, overseer
from course_lib.chapters.reward_gaming.pressure import OverseerRewardEnv, plan_nll
from course_lib.chapters.reward_gaming.snapshots import Snapshots, pictures, pile
from course_lib.study.measure.sweep import load_results
from course_lib.worlds.garden import TRAIN, Tile

# ── Attacks and parts ───────────────────────────────────────────────────────────────────────


def test_a_search_for_plans_gets_better_and_its_episode_is_what_was_scored():
    found = attacks.search_plan(Blue(), 3, generations=12)
    assert (np.diff(found.seen) >= 0).all() and found.seen[-1] > found.seen[0]
    assert found.true[-1] == pytest.approx(found.episode.rewards.sum(), abs=1e-5)
    assert found.tried.tolist() == [128 * n for n in range(1, 13)]
    true, seen = attacks.score_plans(Blue(), 3, TRAIN, found.plans)
    assert true == pytest.approx(found.true) and seen == pytest.approx(found.seen)


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


def test_a_hole_of_a_composition_is_a_hole_of_each_of_its_parts():
    things = security_amplification.objects(500)
    both, single = (
        security_amplification.composed(2),
        [security_amplification.composed(1, n) for n in range(2)],
    )
    assert security_amplification.laid(things).shape == (500, 28, 28, 3)
    assert security_amplification.hole(both, 500) <= 500
    said = np.stack([one.approve(security_amplification.laid(things)) for one in single]).min(0)
    assert both.approve(security_amplification.laid(things)) == pytest.approx(said)
    assert 1 <= security_amplification.effort(single[0]) <= security_amplification.PATIENCE


# ── Remedies ────────────────────────────────────────────────────────────────────────────────


def run_of(true, seen, kl=None):
    """A run with these scores."""
    points = [dict(true=t, seen=s, kl=k, true_se=0.01, steps=n) for n, (t, s, k) in
              enumerate(zip(true, seen, kl or range(len(true)), strict=True))]  # fmt: skip
    row = {"kind": "none", "leash": 0.0, "closed": False, "seed": 0}
    return {**row, "base": points[0], "curve": points[1:]}


def test_what_counts_as_parted():
    assert remedies.parted(run_of([0.3, 0.6, 0.4], [0.3, 0.7, 0.9]))
    assert not remedies.parted(run_of([0.3, 0.6, 0.55], [0.3, 0.7, 0.9]))
    assert not remedies.parted(run_of([0.3, 0.6, 0.4], [0.3, 0.7, 0.5])), "both fell"


def test_early_stopping_ends_near_the_best_moment():
    assert remedies.stopped(run_of([0.3, 0.6, 0.1], [0.3, 0.7, 0.9]))["true"] == 0.6


def test_labels_asked_for_online_are_of_the_agents_own_snapshots():
    watching = overseer()
    online = remedies.Online(watching, every=1, many=8)
    env = OverseerRewardEnv(16, TRAIN, watching)
    trainer = Trainer(env, PPO(num_envs=16, channels=(4, 4, 4), hidden=16), seed=0)
    before = watching.approve(pile("shown").first(20).pictures())
    assert online(trainer.iterate(), trainer) is False
    assert isinstance(online.asked, Snapshots) and len(online.asked) == 8
    assert not np.array_equal(before, watching.approve(pile("shown").first(20).pictures()))
    assert isinstance(overseer(), Overseer)
    refused(lambda: remedies.overseer_of("prayer"), "'prayer'", "online")


# ── What is shipped ─────────────────────────────────────────────────────────────────────────


def test_every_job_was_done_once():
    keys = [row["job"] for row in load_results("garden_pressure")]
    assert sorted(keys) == sorted(sweep_pressure.jobs())


def test_the_scores_part_in_four_of_five_seeds_and_with_the_hole_closed_in_none():
    assert sum(remedies.parted(row) for row in sweep_pressure.runs("none")) >= 4
    assert not any(remedies.parted(row) for row in sweep_pressure.runs("none", closed=True))
    assert all(
        row["curve"][-1]["steps"] == sweep_pressure.STATED for row in sweep_pressure.runs("none")
    )
    assert "5 seeds" in sweep_pressure.endings()


def test_every_remedy_was_measured_with_every_seed_with_the_hole_and_without():
    for closed in (False, True):
        for name, rows in sweep_pressure.groups(closed).items():
            assert [row["seed"] for row in rows] == list(sweep_pressure.SEEDS), (name, closed)


def test_the_quantilisers_bound_held_in_every_run():
    rows = load_results("garden_pressure", kind="best of n")
    assert len(rows) == 10
    for row in rows:
        for cut in row["quantilized"]:
            for cost, bound in zip(cut["splashes"], cut["bound"], strict=True):
                assert cost <= bound + 1e-5


def test_the_figures_tell_what_was_measured():
    chosen, pressed, searched = map(sweep_pressure.runs, ("best of n", "none", "search"))
    words = figures_pressure.pressure_words(chosen, pressed, searched)
    assert f"{sweep_pressure.STATED:,}" in words and "10,000" in words and "4,096" in words
    assert "alpha" in figures_pressure.distance_words(chosen, pressed)
    groups, closed = sweep_pressure.groups(), sweep_pressure.groups(closed=True)
    told = figures_remedies.remedy_words(groups, closed).splitlines()
    assert len(told) == len(groups) + 2 and told[-1].startswith("early stopping")
    figures = [
        figures_pressure.plot_pressure(chosen, pressed, searched, sweep_pressure.runs("beside")),
        figures_pressure.plot_distance(chosen, pressed, searched),
        figures_remedies.plot_remedies(groups, closed),
        figures_remedies.plot_frontier(groups, closed, chosen),
        figures_remedies.plot_quantiliser(chosen, sweep_pressure.runs("best of n", closed=True)),
    ]
    assert all(figure.axes for figure in figures)


def test_what_a_remedy_costs_is_counted_seed_by_seed():
    plain, dear = run_of([0.3, 0.6], [0.3, 0.7]), run_of([0.3, 0.4], [0.3, 0.5])
    groups = {"no remedy": [plain] * 2, "leash 1": [dear] * 2}
    told = figures_remedies.remedy_words(groups, groups).splitlines()
    assert told[2].endswith("0.20 [0.20, 0.20]") and told[1].endswith("(none)")


def test_the_chance_of_a_council_is_that_of_drawing_without_putting_back():
    told = figures_remedies.luck_words(PLAIN).splitlines()
    fooled = int(told[0].split()[0])
    assert f"all of 2 drawn from them do: {fooled * (fooled - 1) / (20 * 19):.1%}" in told


# ── Exercises ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("favourite", lambda seen, true: max(true), "never sees it"),
        ("favourite", lambda seen, true: max(seen), "truly worth"),
        ("favourite", lambda seen, true: true[seen.index(min(seen))], "likes least"),
        ("nats", 0.693, "not always the same"),
        ("quantilize", lambda seen, q: [1 / len(seen)] * len(seen), "you keep 8"),
        ("quantilize", lambda seen, q: [float(x == max(seen)) for x in seen], "the favourite"),
        ("quantilize", lambda seen, q: [0, 0.4, 0, 0.6, 0, 0, 0, 0], "better liked"),
        ("quantilize", lambda seen, q: [0, 1, 0, 1, 0, 0, 0, 0], "add up to 2"),
        ("practice", "a", "looks so"),
        ("bound", "ad", "other way round"),
        ("remedies", "b", "as it was"),
        ("tampering", {"b": "gaming"}, "on its way"),
        ("understanding", "b", "That was the mouse"),
    ],
)
def test_a_check_names_the_misunderstanding(name, answer, words, tmp_path):
    verdict = questions.quiz.exercises[name].judge(answer)
    assert verdict.right is not True and words in said(verdict)
