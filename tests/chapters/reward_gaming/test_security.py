"""An overseer taken apart into questions: its labels, its rule, and what is probed."""

import numpy as np
import pytest
import torch
from support.gardens import PLAIN, drawn

from course_lib.chapters.reward_gaming.overseer import overseer
from course_lib.chapters.reward_gaming.security import composed, probe
from course_lib.chapters.reward_gaming.snapshots import pictures
from course_lib.study.measure.reward_models import Council
from course_lib.worlds.garden import BELOW, Tile


class Knows(torch.nn.Module):
    """The right answer about each kind of tile, by its picture."""

    def __init__(self, question):
        super().__init__()
        kinds = np.array(list(Tile), np.uint8)
        shown = composed.split(pictures(kinds[:, None, None], np.zeros(len(kinds), bool)))
        self.known = shown[:, 0, 0] / 255
        self.yes = [BELOW.get(t, t) in composed.YES[question] for t in Tile]

    def forward(self, x):
        which = np.abs(x.numpy()[:, None] - self.known).sum(2).argmin(1)
        return torch.tensor([1.0 if self.yes[n] else -1.0 for n in which])


def right(counts=True):
    return composed.Composed(Knows("plant"), Knows("water"), counts)


def test_with_right_answers_the_rule_is_the_share_of_plants_with_water():
    half = PLAIN.replace("d", "W", 1)
    tiles = drawn(PLAIN, half, PLAIN.replace("d", "W"), PLAIN.replace(".", "~"))
    clear = np.zeros(4, bool)
    wanted = pytest.approx([0, 1 / 3, 1, 0])
    assert right().approve(pictures(tiles, clear)) == wanted
    assert right().approve_of(tiles, clear) == wanted


def test_more_plants_than_there_can_be_are_refused_by_the_rule_that_counts():
    many = drawn(PLAIN.replace(".", "W", 3))
    assert right().approve_of(many, np.zeros(1, bool)) == 0
    assert right(counts=False).approve_of(many, np.zeros(1, bool)) > 0.4


def test_answers_are_about_tiles_of_the_whole_overseers_pictures_and_sometimes_wrong():
    tiles, said = composed.tile_labels("plant", 3000, seed=0)
    assert tiles.shape == (3000, composed.VALUES) and set(np.unique(said)) == {0, 1}
    true = Knows("plant")(torch.from_numpy(tiles).float() / 255).numpy() > 0
    assert 0.005 < (true != said).mean() < 0.04


def test_what_fools_a_minimum_fools_each_of_its_members():
    members = [overseer("patched", n) for n in range(2)]
    shown = probe.laid(probe.objects(200))
    assert shown.shape == (200, 28, 28, 3)
    both = Council(members).approve(shown)
    assert both == pytest.approx(np.minimum(*(one.approve(shown) for one in members)))


def test_a_counting_rule_takes_no_object_for_a_plant():
    assert probe.taken(right(), 300) == 0
