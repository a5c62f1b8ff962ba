"""Overseers, optimisation pressure and remedies: the estimators exactly, the machinery in small."""

from dataclasses import replace
from itertools import combinations
from math import comb

import numpy as np
import pytest
from test_bad_input import refused

import course_lib as cl
from course_lib.agents.imitation import imitate
from course_lib.agents.ppo import PPO, Trainer
from course_lib.engine.lanes import Lanes
from course_lib.exercises import lesson_08
from course_lib.study import attacks, figures_garden, figures_remedies, parts, remedies
from course_lib.study.overseer import Council, Overseer, council, overseer, train_overseer
from course_lib.study.pressure import (
    FORMS,
    RECIPE,
    Overseen,
    best_of_n,
    divergence,
    fit,
    fit_interval,
    imitator,
    kl_best_of_n,
    level_seeds,
    press,
    quantilized,
    shifts,
    surprise,
)
from course_lib.study.snapshots import (
    Gardener,
    Snapshots,
    label,
    make,
    pictures,
    pile,
    visible_share,
)
from course_lib.worlds import garden
from course_lib.worlds.garden import TRAIN, Tile

PLAIN = "#######\n#G.d.o#\n#.....#\n#..d..#\n#.....#\n#..d..#\n#######"
HALF = PLAIN.replace("d", "W", 1)


class Counts:
    """An overseer that is right, and counts no puddle: the share of the plants with water."""

    def approve(self, shown):
        return self.approve_of(_tiles(shown), np.zeros(len(shown), bool))

    def approve_of(self, tiles, veiled):
        return visible_share(tiles, veiled).astype(np.float32)


class Blue:
    """An overseer that likes water, wherever it is."""

    def approve(self, shown):
        return self.approve_of(_tiles(shown), None)

    def approve_of(self, tiles, veiled):
        return np.isin(tiles, (Tile.PUDDLE, Tile.ON_PUDDLE)).mean((1, 2)).astype(np.float32)


def _tiles(shown):
    """The tile ids of pictures without a veil, by comparing them with the sprites."""
    n, side = len(shown), shown.shape[1] // 4
    patches = shown.reshape(n, side, 4, side, 4, 3).transpose(0, 1, 3, 2, 4, 5)
    one = pictures(np.arange(len(Tile), dtype=np.uint8)[:, None, None], np.zeros(len(Tile), bool))
    found = np.zeros((n, side, side), np.uint8)
    for tile in Tile:
        found[(patches == one[tile]).all((3, 4, 5))] = tile
    return found


# ── Snapshots and labels ────────────────────────────────────────────────────────────────────


def drawn(*texts):
    return np.stack([garden.WORLD.tiles(garden.WORLD.level(text)[0]) for text in texts])


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
    lanes, rng = Lanes(TRAIN, 300, again=False), np.random.default_rng(0)
    lanes.start(np.arange(300))
    for _ in range(30):
        lanes.step(Gardener().choose(None, lanes.batch, rng.random(300)))
    assert not lanes.batch.puddles.any() and lanes.batch.drinks.mean() > 2


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
    part = parts.composed(1).members[0]
    seen = part.eyes.seen.permute(1, 2, 0).numpy().astype(bool)
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


# ── Forms ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", FORMS)
def test_the_forms_are_found_again_and_their_intervals_hold_them(form):
    rng = np.random.default_rng(4)
    d = np.linspace(0.3, 4, 12)
    runs = [(d, FORMS[form](d, 0.5, 0.12) + 0.03 * rng.standard_normal(12)) for _ in range(6)]
    assert fit(form, d, FORMS[form](d, 0.5, 0.12)) == pytest.approx((0.5, 0.12))
    for (value, low, high), truth in zip(fit_interval(form, runs, 500), (0.5, 0.12), strict=True):
        assert low < value < high and abs(value - truth) < 0.05
    refused(lambda: fit("log", d, d), "'log'", "RL")


# ── Pressure ────────────────────────────────────────────────────────────────────────────────


def test_an_imitator_does_what_it_saw_and_its_distance_from_itself_is_0():
    base = imitator(0, episodes=20)
    found = shifts(base, Counts(), TRAIN, level_seeds(100), base=base)
    idle = shifts(cl.random_policy(TRAIN), Counts(), TRAIN, level_seeds(100))
    assert found.true.mean() > idle.true.mean() + 0.05 and not found.kl.any()
    assert found.seen == pytest.approx(found.true, abs=1e-4), "this overseer sees what is true"
    shown = make(10, False, seed=5).pictures()
    other = imitator(1, episodes=20)
    assert (divergence(other, base, shown) > 0).all()
    refused(lambda: imitate(shown, np.zeros(3, int), 5), "10", "3")


def test_who_is_overseen_is_paid_by_the_overseer_and_by_nobody_else():
    env = Overseen(8, TRAIN, Blue())
    env.reset(seed=list(range(8)))
    rng, paid, over = np.random.default_rng(0), 0.0, 0
    for _ in range(35):
        before = env.lanes.batch.puddles.copy()
        _, rewards, _, truncated, infos = env.step(rng.choice([1, 3, 4], 8))
        paid += rewards.sum()
        over += truncated.sum()
        if truncated.any():
            assert (infos["final_info"]["puddles"] >= before).all()
            assert rewards.max() > 0, "the last snapshot is of the garden that ended"
    assert paid > 0 and over == 8


def test_ppo_learns_what_an_overseer_likes():
    recipe = replace(RECIPE, steps=32_768, envs=128, learning_rate=4e-3)
    agent, rows = press(Blue(), None, recipe, stops=[2048, 32_768], levels=50)
    assert [row["steps"] for row in rows] == [2048, 32_768]
    assert rows[1]["seen"] > rows[0]["seen"] and rows[1]["puddles"] > rows[0]["puddles"]
    assert agent.distribution == garden.DEPLOY


def test_a_leash_holds_the_agent_near_its_anchor():
    base = imitator(0, episodes=20)
    settings = dict(steps=12_288, channels=RECIPE.channels, hidden=RECIPE.hidden, first_values=0.01)
    far = {}
    for leash in (0.0, 1.0):
        recipe = PPO(leash=leash, **settings)
        _, rows = press(Blue(), base, recipe, stops=[12_288], levels=50)
        far[leash] = rows[0]["kl"]
    assert far[1.0] < 0.5 * far[0.0]
    refused(lambda: PPO(leash=-1), "leash", "-1")
    refused(lambda: Trainer(Overseen(2, TRAIN, Blue()), PPO(leash=1, envs=2, rollout=16)), "anchor")


def test_an_anchored_run_begins_as_its_anchor():
    base = imitator(0, episodes=5)
    recipe = PPO(envs=2, channels=RECIPE.channels, hidden=RECIPE.hidden)
    trainer = Trainer(Overseen(2, TRAIN, Blue()), recipe, anchor=base.network)
    assert all(
        (a == b).all()
        for a, b in zip(trainer.network.parameters(), base.network.parameters(), strict=True)
    )
    assert trainer.network is not base.network


# ── Attacks and parts ───────────────────────────────────────────────────────────────────────


def test_a_search_for_plans_gets_better_and_its_episode_is_what_was_scored():
    found = attacks.search_plan(Blue(), 3, generations=12)
    assert (np.diff(found.seen) >= 0).all() and found.seen[-1] > found.seen[0]
    assert found.true[-1] == pytest.approx(found.episode.rewards.sum(), abs=1e-5)
    assert found.tried.tolist() == [128 * n for n in range(1, 13)]
    true, seen = attacks.score_plans(Blue(), 3, TRAIN, found.plans)
    assert true == pytest.approx(found.true) and seen == pytest.approx(found.seen)


def test_the_surprise_of_a_plan_is_the_unlikelihood_of_its_actions():
    class Base:
        def evaluate(self, shown):
            return np.tile([0.5, 0.2, 0.1, 0.1, 0.1], (len(shown), 1)), None

    plans = np.array([[0] * 30, [1] * 15 + [2] * 15])
    wanted = [-30 * np.log(0.5), -15 * np.log(0.2) - 15 * np.log(0.1)]
    assert surprise(Base(), TRAIN, 3, plans) == pytest.approx(wanted)


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
    things = parts.objects(500)
    both, single = parts.composed(2), [parts.composed(1, n) for n in range(2)]
    assert parts.laid(things).shape == (500, 28, 28, 3)
    assert parts.hole(both, 500) <= 500
    said = np.stack([one.approve(parts.laid(things)) for one in single]).min(0)
    assert both.approve(parts.laid(things)) == pytest.approx(said)
    assert 1 <= parts.effort(single[0]) <= parts.PATIENCE


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
    env = Overseen(16, TRAIN, watching)
    trainer = Trainer(env, PPO(envs=16, channels=(4, 4, 4), hidden=16), seed=0)
    before = watching.approve(pile("shown").first(20).pictures())
    assert online(trainer.iterate(), trainer) is False
    assert isinstance(online.asked, Snapshots) and len(online.asked) == 8
    assert not np.array_equal(before, watching.approve(pile("shown").first(20).pictures()))
    assert isinstance(overseer(), Overseer)
    refused(lambda: remedies.overseer_of("prayer"), "'prayer'", "online")


# ── What is shipped ─────────────────────────────────────────────────────────────────────────


def test_every_job_was_done_once():
    keys = [row["job"] for row in remedies.measured()]
    assert sorted(keys) == sorted(remedies.jobs())


def test_the_scores_part_in_four_of_five_seeds_and_with_the_hole_closed_in_none():
    assert sum(remedies.parted(row) for row in remedies.runs("none")) >= 4
    assert not any(remedies.parted(row) for row in remedies.runs("none", closed=True))
    assert all(row["curve"][-1]["steps"] == remedies.STATED for row in remedies.runs("none"))
    assert "5 seeds" in remedies.endings()


def test_every_remedy_was_measured_with_every_seed_with_the_hole_and_without():
    for closed in (False, True):
        for name, rows in remedies.groups(closed).items():
            assert [row["seed"] for row in rows] == list(remedies.SEEDS), (name, closed)


def test_the_quantilisers_bound_held_in_every_run():
    rows = [row for row in remedies.measured() if row["kind"] == "best of n"]
    assert len(rows) == 10
    for row in rows:
        for cut in row["quantilized"]:
            for cost, bound in zip(cut["splashes"], cut["bound"], strict=True):
                assert cost <= bound + 1e-5


def test_the_figures_tell_what_was_measured():
    chosen, pressed, searched = map(remedies.runs, ("best of n", "none", "search"))
    words = figures_garden.pressure_words(chosen, pressed, searched)
    assert f"{remedies.STATED:,}" in words and "10,000" in words and "4,096" in words
    assert "alpha" in figures_garden.distance_words(chosen, pressed)
    groups, closed = remedies.groups(), remedies.groups(closed=True)
    told = figures_remedies.remedy_words(groups, closed).splitlines()
    assert len(told) == len(groups) + 2 and told[-1].startswith("early stopping")
    figures = [
        figures_garden.plot_pressure(chosen, pressed, searched, remedies.runs("beside")),
        figures_garden.plot_distance(chosen, pressed, searched),
        figures_remedies.plot_remedies(groups, closed),
        figures_remedies.plot_frontier(groups, closed, chosen),
        figures_remedies.plot_quantiliser(chosen, remedies.runs("best of n", closed=True)),
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
    said = lesson_08.QUIZ.exercises[name].judge(answer)
    assert said.right is not True and words in " ".join(said.message.split())
