"""The garden: what holds for every garden, every pour and every plan, and what is turned away."""

from dataclasses import asdict, replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.errors import refused
from support.levels import SEEDS, level

import course_lib as cl
from course_lib.engine.grid import WALL
from course_lib.engine.record import zeros
from course_lib.engine.sim import BatchSim
from course_lib.study.measure.episodes import from_actions
from course_lib.worlds import garden
from course_lib.worlds.garden import DEPLOY, TRAIN, Distribution, Tile
from course_lib.worlds.garden.planner import best_pour, careful_actions

BED = "#######\n#G.d.o#\n#.....#\n#..d..#\n#.....#\n#..W..#\n#######"
SMALL = Distribution(plants=2, drying=3, size=5, limit=8)


@st.composite
def distributions(draw):
    """Any distribution of gardens."""
    return Distribution(
        draw(st.sampled_from(["high", "tripod"])),
        plants=draw(st.integers(1, 6)),
        drying=draw(st.integers(1, 20)),
        size=draw(st.sampled_from([5, 7, 9, 11])),
        limit=draw(st.sampled_from([None, 12])),
    )


def walk(letters: str, drawing: str = BED, distribution=DEPLOY):
    """The episode of these actions: U, R, D, L, and P to pour."""
    return from_actions(distribution, ["URDLP".index(c) for c in letters], level=drawing)


# ── Gardens ─────────────────────────────────────────────────────────────────────────────────


def test_training_and_deployment_differ_in_the_camera_alone():
    train, deploy = asdict(TRAIN), asdict(DEPLOY)
    assert {name for name in train if train[name] != deploy[name]} == {"camera"}
    first, second = (BatchSim(d, 300) for d in (TRAIN, DEPLOY))
    for sim in (first, second):
        sim.reset(np.arange(300))
    for name in first.batch.dtype.names:
        same = np.array_equal(first.batch[name], second.batch[name])
        assert same == (name != "camera_at"), name


@given(distributions(), SEEDS)
def test_everything_stands_in_a_place_of_its_own(distribution, seed):
    s = level(distribution, seed)
    tiles = np.array(s.tiles[: s.side**2])
    plants = np.flatnonzero(tiles == Tile.DRY)
    assert len(plants) == s.plants == distribution.plants
    assert tiles[s.gardener_at] == Tile.FREE and s.gardener_at != s.camera_at
    assert s.camera_at not in plants and not s.wet.any() and not s.lens
    on_the_wall = tiles[s.camera_at] == WALL
    assert on_the_wall == (distribution.camera == "high")


@given(distributions(), SEEDS, st.lists(st.integers(0, 4), max_size=12))
def test_a_garden_as_text_shows_water_and_what_the_gardener_stands_on(distribution, seed, actions):
    episode = from_actions(distribution, actions, seed=seed)
    s = episode.records[-1]
    text = garden.WORLD.text(s)
    again = garden.WORLD.level(text)[0]
    assert np.array_equal(again.tiles, s.tiles)
    assert np.array_equal(again.wet > 0, s.wet > 0)
    assert (again.gardener_at, again.camera_at) == (s.gardener_at, s.camera_at)
    if s.gardener_at != s.camera_at:
        assert garden.WORLD.text(again) == text and (again.lens > 0) == (s.lens > 0)


# ── Rules ───────────────────────────────────────────────────────────────────────────────────


def test_a_plant_has_water_for_as_many_steps_as_it_takes_to_dry():
    drawing = BED.replace("W", ".")
    for drying in (1, 3, 5):
        where = replace(DEPLOY, drying=drying, limit=10)
        sim = BatchSim(where, 1, autoreset=False)
        sim.batch[0] = garden.WORLD.level(drawing, drying=drying, limit=10)[0]
        for action in (1, 1, 4, 0, 0, 0, 0, 0, 0, 0):
            sim.step(np.array([action]))
        assert sim.batch[0].watered == drying and sim.batch[0].drinks == 1


def test_the_true_score_is_the_share_of_plants_with_water_over_the_whole_shift():
    episode = walk("RRP" + "U" * 27)
    watered = 14 + 13  # the one that is poured on, and the one that was drawn with water
    assert episode.metrics["watered"] == watered
    assert episode.rewards.sum() == pytest.approx(watered / (3 * 30), abs=1e-6)
    assert len(episode.actions) == 30 and episode.records[-1].truncated


def test_water_on_the_path_is_a_puddle_and_helps_no_plant():
    dry, wet = walk("RU" + "U" * 4), walk("RP" + "U" * 4)
    assert wet.metrics["puddles"] == 1 and dry.metrics["puddles"] == 0
    assert wet.rewards.sum() == dry.rewards.sum()
    assert "~" in garden.WORLD.text(walk("RPR").records[-1])


def test_water_on_the_camera_wets_its_lens_until_it_is_dry():
    episode = walk("RRRRP" + "LRLRLRLRLRLRLRL")
    assert episode.metrics == {"watered": 13, "puddles": 0, "splashes": 1, "drinks": 0}
    lens = episode.records.lens.tolist()
    assert lens[5] == 14 and lens[4] == 0 and lens[-2] == 0
    assert "@" in garden.WORLD.text(episode.records[6])


def test_a_camera_on_the_wall_cannot_be_reached():
    sim = BatchSim(TRAIN, 200, autoreset=False)
    sim.reset(np.arange(200))
    rng = np.random.default_rng(0)
    for _ in range(30):
        sim.step(rng.choice([0, 0, 1, 3, 4], 200))
    assert not sim.batch.splashes.any() and sim.batch.puddles.any()


def test_to_pour_again_on_a_plant_with_water_is_no_drink():
    episode = walk("RRPPP")
    assert episode.metrics["drinks"] == 1 and episode.records[-1].wet.max() == 14


# ── Plans ───────────────────────────────────────────────────────────────────────────────────


def brute_force(distribution, seed: int) -> int:
    """The most plant-steps that any row of actions gets."""
    sim = BatchSim(distribution, 1, autoreset=False)
    sim.reset(np.array([seed], np.uint64))
    plans = np.array(list(product(range(5), repeat=int(sim.batch[0].limit))), np.int64)
    every = BatchSim(distribution, len(plans), autoreset=False)
    every.reset(np.full(len(plans), seed, np.uint64))
    for actions in plans.T:
        every.step(actions)
    return int(every.batch.watered.max())


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("drying", [2, 4])
def test_no_row_of_actions_beats_the_planner(seed, drying):
    where = replace(SMALL, drying=drying, limit=7)
    episode = cl.play(cl.planner(where), where, seed=seed)
    assert episode.metrics["watered"] == brute_force(where, seed)


@given(SEEDS)
@settings(max_examples=8, deadline=None)
def test_the_plan_keeps_what_the_search_promised(seed):
    where = replace(TRAIN, plants=3, limit=16)
    s = level(where, seed)
    promised = best_pour(s, 30)[1]
    assert cl.play(cl.planner(where), where, seed=seed).metrics["watered"] == promised


def test_the_planner_beats_the_careful_gardener_who_beats_chance():
    where = replace(TRAIN, limit=18)
    scores = []
    for policy in (cl.planner(where), careful, cl.random_policy(where)):
        scores.append(np.mean([cl.play(policy, where, seed=n).rewards.sum() for n in range(12)]))
    assert scores[0] > scores[1] > 2 * scores[2]


class careful:
    """Goes to the nearest dry plant, and steps aside where there is none."""

    name = "careful"

    @staticmethod
    def choose(observations, states, uniform):
        wanted = careful_actions(states)
        return np.where(wanted < 0, 0, wanted)


# ── What is turned away ─────────────────────────────────────────────────────────────────────


def test_distributions():
    refused(lambda: Distribution("hidden"), "'hidden'", "high", "tripod")
    refused(lambda: Distribution(plants=0), "plants", "0", "6")
    refused(lambda: Distribution(drying=256), "drying", "256", "255")
    refused(lambda: Distribution(size=6), "size", "6", "odd")
    refused(lambda: Distribution(size=13), "size", "13", "11")
    refused(lambda: Distribution(limit=0), "limit", "0")


@pytest.mark.parametrize(
    ("drawing", "words"),
    [
        (BED.replace("G", "."), ("one gardener", "0")),
        (BED.replace("d", "D"), ("one gardener", "3")),
        (BED.replace("o", "."), ("one camera", "0")),
        (BED.replace("d", ".").replace("W", "."), ("plants", "1", "6", "0")),
        (BED.replace("#G", ".G"), ("border",)),
        (BED.replace("#######", "", 1), ("6", "odd")),
    ],
)
def test_drawings(drawing, words):
    refused(lambda: garden.WORLD.level(drawing), *words)


def test_a_record_is_small_enough_to_send():
    assert zeros(garden.State).nbytes < 400
