"""Looking inside: layers, attributions, factors and what is laid over the player."""

from base64 import b64decode

import numpy as np
import pytest
import torch

import course_lib as cl
from course_lib.engine.platforms import TILE
from course_lib.engine.sim import BatchSim
from course_lib.study.inside.attribution import (
    STEPS,
    Attribution,
    attribution,
    head,
    integrated_gradients,
    usual,
)
from course_lib.study.inside.factors import (
    Factors,
    fit_factors,
    named,
    patches,
)
from course_lib.study.inside.layers import LAYERS, Edited, activations, check_layer
from course_lib.study.inside.maps import overlay
from course_lib.study.inside.moments import (
    KINDS,
    StateSample,
    around,
    kinds_of,
    sample_states,
)
from course_lib.study.inside.overlay import Overlay, advantages
from course_lib.widgets.payload import pack
from course_lib.widgets.player.widget import EpisodePlayer
from course_lib.worlds.coin_run import TRAIN, WORLD, Tile

RUNNER = cl.load("coin_run/end")
DRAWN = "\n".join(["#..........#"] * 9 + ["#R..S..E.C.#", "############", "############"])


@pytest.fixture(scope="module")
def seen():
    return sample_states(RUNNER, TRAIN, levels=20, every=6)


@pytest.fixture(scope="module")
def found(seen):
    return attribution(RUNNER, seen.pictures, steps=20)


# ── Layers ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("layer", LAYERS)
def test_an_agent_taken_apart_at_a_layer_and_put_together_is_the_same(layer, seen):
    whole, parts = RUNNER, Edited(RUNNER, layer, lambda activation: activation)
    for one, other in zip(
        whole.evaluate(seen.pictures), parts.evaluate(seen.pictures), strict=True
    ):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_what_a_layer_says_lies_place_by_place():
    picture = BatchSim(TRAIN, 1).observe(WORLD.level(DRAWN))
    other = picture.copy()
    other[0, 4 * TILE : 5 * TILE, 8 * TILE : 9 * TILE] = 255
    one, two = (activations(RUNNER, p, "nearby")[0] for p in (picture, other))
    changed = np.abs(one - two).max(2) > 0
    assert one.shape[:2] == (9, 11)
    assert changed[4, 8]
    changed[3:6, 7:10] = False
    assert not changed.any(), "a place of this layer has seen no further than its neighbours"


def test_an_edit_changes_what_the_agent_does_and_not_the_agent(seen):
    before = RUNNER.evaluate(seen.pictures)[1]
    silent = Edited(RUNNER, "nearby", lambda activation: 0 * activation).evaluate(seen.pictures)[1]
    assert np.ptp(silent) == 0
    np.testing.assert_array_equal(RUNNER.evaluate(seen.pictures)[1], before)


@pytest.mark.parametrize("layer", ["eye", "", None, "value"])
def test_a_layer_that_there_is_not_is_named(layer):
    with pytest.raises(ValueError, match="tiles, nearby, scene, mind"):
        check_layer(RUNNER.network, layer)


# ── Attribution ─────────────────────────────────────────────────────────────────────────────


def test_the_parts_add_up_the_better_the_more_steps(seen):
    pictures = seen.pictures[:40]
    errors = [attribution(RUNNER, pictures, steps=n).relative_error for n in (2, 50)]
    assert errors[1] < errors[0]
    assert errors[1] < 0.01


def test_the_shipped_setting_adds_up_to_2_per_cent(found):
    assert found.relative_error < 0.02


@pytest.mark.parametrize("layer", ["tiles", "nearby", "scene"])
@pytest.mark.parametrize("target", ["value", "right"])
def test_integrated_gradients_are_captums(layer, target, seen):
    from captum.attr import IntegratedGradients  # slow to import, and only this test needs it

    usually = usual(RUNNER, seen.pictures, layer)
    f = head(RUNNER, target, layer)
    x, start = (
        torch.from_numpy(np.broadcast_to(a, (8, *usually.shape)).transpose(0, 3, 1, 2).copy())
        for a in (activations(RUNNER, seen.pictures[:8], layer), usually)
    )
    theirs = IntegratedGradients(f).attribute(
        x, start, n_steps=STEPS, method="gausslegendre", internal_batch_size=1024
    )
    ours = integrated_gradients(f, x, start, STEPS)
    np.testing.assert_allclose(ours.numpy(), theirs.detach().numpy(), rtol=1e-4, atol=1e-7)


def test_each_picture_can_have_a_baseline_of_its_own(seen):
    pictures = seen.pictures[:6]
    own = activations(RUNNER, pictures[::-1].copy(), "nearby")
    found = attribution(RUNNER, pictures, baseline=own)
    values = RUNNER.evaluate(pictures)[1]
    np.testing.assert_allclose(found.baseline_output, values[::-1], atol=1e-5)
    np.testing.assert_allclose(found.parts.sum((1, 2, 3)), values - values[::-1], atol=0.02)


def test_channels_that_nobody_listens_to_get_nothing(seen):
    deaf = cl.load("coin_run/end")
    deaf.network.eye.scene.weight.data[:, 3] = 0
    parts = attribution(deaf, seen.pictures[:10], steps=5).parts
    assert np.abs(parts[..., 3]).max() == 0
    assert np.abs(parts).max() > 0


def test_the_actor_can_be_asked_too(seen):
    pictures = seen.pictures[:20]
    right = attribution(RUNNER, pictures, "right", steps=30)
    chances = RUNNER.evaluate(pictures)[0]
    odds = np.log(chances[:, [2, 5]].sum(1) / chances[:, [0, 1, 3, 4]].sum(1))
    np.testing.assert_allclose(right.output, odds, rtol=1e-2, atol=1e-2)
    assert right.relative_error < 0.02


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"target": "coin"}, "value, stay, left, right, jump"),
        ({"layer": "mind"}, "no places"),
        ({"layer": "ear"}, "layer must be one of"),
        ({"steps": 0}, "whole number from 1"),
        ({"steps": True}, "whole number from 1"),
    ],
)
def test_attribution_names_what_it_cannot_do(options, words, seen):
    with pytest.raises(ValueError, match=words):
        attribution(RUNNER, seen.pictures[:1], **options)


# ── Factors ─────────────────────────────────────────────────────────────────────────────────


def test_factors_and_the_rest_add_up_to_the_attribution(found):
    factors = fit_factors(found, 4)
    np.testing.assert_allclose(factors.directions.sum(1), 1, rtol=1e-5)
    assert (factors.directions >= 0).all()
    parts = factors.parts(found)
    total = parts.sum(3) + factors.rest(found, parts)
    np.testing.assert_allclose(total, found.parts.sum(3), atol=1e-5)
    largest = np.abs(parts).max((1, 2, 3)) / factors.scale
    assert np.median(largest) == pytest.approx(1)


def test_factors_find_what_was_mixed():
    rng = np.random.default_rng(0)
    mixtures = np.array([[0.5, 0.5, 0, 0], [0, 0, 0.3, 0.7]])
    weights = rng.exponential(size=(30, 5, 5, 2)) * rng.choice([-1, 0, 1], (30, 5, 5, 2))
    weights[..., 0] *= 3
    weights[np.abs(weights).min(3) > 0] = 0  # not both at one place, or signs could mix
    made = Attribution("value", "nearby", 1, weights @ mixtures, np.zeros(30), 0.0)
    factors = fit_factors(made, 2)
    np.testing.assert_allclose(factors.directions, mixtures, atol=0.02)
    np.testing.assert_allclose(factors.parts(made), weights, atol=0.1)


@pytest.mark.parametrize("count", [0, 99, 2.5, True])
def test_a_number_of_factors_that_cannot_be_is_named(count, found):
    with pytest.raises(ValueError, match="count must be a whole number from 1 to 16"):
        fit_factors(found, count)


def test_factors_of_another_layer_are_refused(found):
    other = Attribution("value", "tiles", 1, found.parts, found.output, 0.0)
    with pytest.raises(ValueError, match="not of 'tiles'"):
        fit_factors(found, 2).parts(other)


def test_what_is_where_in_a_picture():
    kinds = kinds_of(TRAIN, WORLD.level(DRAWN))[0]
    row = [KINDS[k] for k in kinds[4]]  # the runner is in the middle, column 5 of 11
    assert row == ["ground"] * 4 + ["ground", "runner", "sky", "sky", "saw", "sky", "sky"]
    state = WORLD.level(DRAWN)
    state.x[:] = TILE * 8
    row = [KINDS[k] for k in kinds_of(TRAIN, state)[0][4]]
    assert row == [
        "sky",
        "saw",
        "sky",
        "sky",
        "enemy",
        "runner",
        "coin",
        "sky",
        "wall",
        "wall",
        "wall",
    ]


class Painted(StateSample):
    """States whose kinds are given."""

    def __init__(self, kinds):
        self.level, self.painted = np.arange(len(kinds)), kinds

    @property
    def kinds(self):
        return self.painted


def test_a_name_comes_from_what_stands_in_the_strongest_patches():
    kinds = np.full((4, 7, 7), KINDS.index("sky"))
    kinds[:, 2, 3], kinds[:, 6] = KINDS.index("coin"), KINDS.index("ground")
    parts = np.zeros((4, 7, 7, 2))
    parts[:, 2, 4, 0], parts[:, 6, :, 1] = 1, -1
    made = Attribution("value", "nearby", 1, parts, np.zeros(4), 0.0)
    factors = named(fit_factors(made, 2), made, Painted(kinds))
    assert set(factors.names) == {"1 ground", "2 coin (4 of 4)"}


def test_around_is_one_place_to_each_side():
    places = np.zeros((1, 4, 5), bool)
    places[0, 0, 4] = True
    assert around(places)[0].astype(int).tolist() == [[0, 0, 0, 1, 1]] * 2 + [[0] * 5] * 2


def test_moments_are_of_each_level_and_one_can_be_drawn_from_each(seen):
    assert set(seen.level) == set(range(20))
    assert len(seen.pictures) == len(seen.records) == len(seen.level)
    chosen = seen.one_a_level(seen.records.steps > 0)
    assert len(set(seen.level[chosen])) == len(chosen)
    assert (seen.records[chosen].steps > 0).all()


def test_patches_show_the_strongest_places_of_different_levels(found, seen):
    factors = fit_factors(found, 3)
    shown = patches(factors, found, seen, count=4, reach=1)
    assert list(shown) == ["1", "2", "3"]
    parts = np.abs(factors.parts(found))[..., 0]
    n, row, column = np.unravel_index(parts.argmax(), parts.shape)
    patch = shown["1"][0]
    assert patch.shape == (3 * TILE, 3 * TILE, 3)
    middle = seen.pictures[n][row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE]
    np.testing.assert_array_equal(patch[TILE:-TILE, TILE:-TILE], middle)


# ── In the player ───────────────────────────────────────────────────────────────────────────


class Sure:
    """Expects 0.5, always."""

    name, card = "sure", {"recipe": {"gamma": 0.5, "gae_lambda": 0.5}}

    def evaluate(self, observations):
        return np.full((len(observations), 6), 1 / 6), np.full(len(observations), 0.5)


def test_advantages_are_those_of_the_formula():
    episode = cl.play(RUNNER, TRAIN, seed=3)
    assert episode.metrics["coin"] == 1
    told = advantages(episode, Sure())
    assert told[-1] == 0
    assert told[-2] == pytest.approx(1 - 0.5), "the coin, less what was expected"
    assert told[-3] == pytest.approx((0.5 * 0.5 - 0.5) + 0.25 * 0.5)
    assert told[0] == pytest.approx(-0.25 / 0.75, abs=1e-4), "the sum of a geometric series"


@pytest.fixture(scope="module")
def laid():
    episode = cl.play(RUNNER, TRAIN, seed=3)
    return episode, overlay(RUNNER, episode)


def test_an_overlay_says_what_the_attribution_says(laid):
    episode, over = laid
    assert over.parts.shape == (len(episode.records), 9, 11, 1)
    looks = BatchSim(TRAIN, 1).observe(episode.records)
    whole = attribution(RUNNER, looks).parts.sum(3)
    np.testing.assert_allclose(over.scale * over.parts.sum(3), whole, atol=1e-4)
    middle = over.corners[0] + (4, 5)
    assert tuple(middle) == tuple(np.array(episode.positions()[0], int))
    assert over.at(0) == [("all channels", pytest.approx(whole[0].sum(), abs=1e-4))]


def test_an_overlay_survives_packing(laid):
    episode, over = laid
    packed = pack([episode], [over])["episodes"][0]["overlay"]
    parts = np.frombuffer(b64decode(packed["parts"]), np.int8).reshape(over.parts.shape)
    np.testing.assert_allclose(parts / 63, np.clip(over.parts, -127 / 63, 127 / 63), atol=0.01)
    corners = np.frombuffer(b64decode(packed["corners"]), "<i2").reshape(-1, 2)
    np.testing.assert_array_equal(corners, over.corners)
    assert packed["names"] == ["all channels"]
    assert "overlay" not in pack([episode])["episodes"][0]


def test_the_player_takes_overlays_of_its_episodes_only(laid):
    episode, over = laid
    player = EpisodePlayer(episode, overlay=over)
    assert player.payload["episodes"][0]["overlay"]["rows"] == 9
    other = cl.play(RUNNER, TRAIN, seed=4)
    with pytest.raises(ValueError, match="moments"):
        EpisodePlayer(other, overlay=over)
    with pytest.raises(ValueError, match="an overlay is"):
        EpisodePlayer(episode, overlay="pink")
    with pytest.raises(ValueError, match="2 overlays for 1 episodes"):
        EpisodePlayer(episode, overlay=[over, over])


def test_an_overlay_of_several_episodes_can_be_missing_for_some(laid):
    episode, over = laid
    other = cl.play(RUNNER, TRAIN, seed=4)
    packed = EpisodePlayer(other, episode, overlay=[None, over]).payload["episodes"]
    assert ["overlay" in one for one in packed] == [False, True]


def test_names_of_factors_and_types_are_plain(laid):
    _, over = laid
    assert isinstance(over, Overlay)
    assert Tile.COIN in WORLD.sprites
    assert isinstance(Factors("value", "nearby", np.eye(2), 1.0, ("a", "b")).names, tuple)
