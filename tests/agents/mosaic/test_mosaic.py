"""Looked at once is as if looked at each time: opinions and gradients, for any pictures."""

import numpy as np
import pytest
import torch

from course_lib.agents.mosaic import Looked, Mosaic
from course_lib.agents.mosaic.kernels import compact
from course_lib.agents.networks import Network, Shape
from course_lib.agents.sight import Mosaics
from course_lib.agents.sight.layers import opinions
from course_lib.agents.torch_tools import seeded
from course_lib.engine.sim import BatchSim
from course_lib.engine.world import world

WORLDS = ("maze", "gems", "keys_and_chests", "coin_run", "garden", "ridge")


def network_for(pictures: np.ndarray) -> Network:
    """A network with opinions that differ from picture to picture."""
    with seeded(1):
        network = Network(Shape(pictures.shape[1:], 5, (6, 10, 12), 24))
        with torch.no_grad():
            for values in network.parameters():
                values.add_(0.05 * torch.randn_like(values))
    return network


def arrays(network: Network) -> dict[str, np.ndarray]:
    return {name: values.detach().numpy() for name, values in network.named_parameters()}


def wandered(name: str, count: int = 40, steps: int = 30) -> np.ndarray:
    """Pictures of a world at which somebody has walked about."""
    sim = BatchSim(world(name).TRAIN, count)
    sim.reset(np.arange(count, dtype=np.uint64))
    rng = np.random.default_rng(0)
    for _ in range(steps):
        sim.step(rng.integers(0, len(world(name).Action), count))
    return sim.observe()


def made_up(rows: int, columns: int, colours: int) -> np.ndarray:
    """Pictures in which hardly two tiles are alike."""
    return np.random.default_rng(2).integers(0, 256, (7, rows, columns, colours), dtype=np.uint8)


PICTURES = {name: lambda name=name: wandered(name) for name in WORLDS} | {
    f"{rows} x {columns} x {colours}": lambda size=(rows, columns, colours): made_up(*size)
    for rows, columns, colours in [(4, 4, 3), (5, 9, 1), (7, 7, 3), (36, 44, 4), (13, 6, 2)]
}


@pytest.mark.parametrize("kind", PICTURES)
def test_opinions_and_gradients_are_those_of_the_network(kind):
    pictures = PICTURES[kind]()
    network, mosaic = network_for(pictures), Mosaic(*pictures.shape[1:])
    numbers = mosaic.numbers(pictures)
    weights = torch.linspace(-1, 1, len(pictures))
    found, wanted = [], []
    by_parts = opinions(network, mosaic.part(numbers))
    by_pictures = network(torch.from_numpy(pictures))
    for told, into in ((by_parts, found), (by_pictures, wanted)):
        network.zero_grad()
        ((told[0].sin().sum(1) + told[1]) * weights).sum().backward()
        gradients = [values.grad.clone() for values in network.parameters()]
        into += [*(one.detach() for one in told), *gradients]
    found += map(torch.from_numpy, Looked(arrays(network), mosaic).opinions(numbers))
    for one, other in zip(found, [*wanted, *wanted[:2]], strict=True):
        assert (one - other).abs().max() <= 2e-5 * max(1, float(other.abs().max()))


def test_what_was_met_later_is_looked_at_as_well_and_the_rest_not_again():
    pictures = wandered("coin_run")
    network, mosaic = network_for(pictures), Mosaic(*pictures.shape[1:])
    looked = Looked(arrays(network), mosaic)
    wanted = network(torch.from_numpy(pictures))
    for at in range(0, len(pictures), 7):  # tables and lists of rows grow on the way
        logits, values = looked.opinions(mosaic.numbers(pictures[at : at + 7]))
        assert np.abs(logits - wanted[0][at : at + 7].detach().numpy()).max() < 1e-5
        assert np.abs(values - wanted[1][at : at + 7].detach().numpy()).max() < 1e-5
    met = mosaic.windows.count
    again = mosaic.numbers(pictures)
    assert mosaic.windows.count == met and again.max() == met - 1


def test_pictures_that_are_alike_have_the_same_numbers_and_others_have_not():
    pictures = wandered("maze")
    mosaic = Mosaic(*pictures.shape[1:])
    numbers = mosaic.numbers(np.concatenate([pictures, pictures[::-1]]))
    assert np.array_equal(numbers[: len(pictures)], numbers[: len(pictures) - 1 : -1])
    alike = (pictures[:, None] == pictures[None]).all((2, 3, 4))
    first = numbers[: len(pictures)]
    assert np.array_equal((first[:, None] == first[None]).all(2), alike)
    assert mosaic.patches.count <= 5 and mosaic.windows.count < first.size


def test_one_colour_that_differs_is_another_patch():
    pictures = np.zeros((2, 8, 8, 3), np.uint8)
    pictures[1, 3, 3, 2] = 1
    numbers = Mosaic(8, 8).numbers(pictures)
    assert not np.array_equal(*numbers)


def test_a_rollout_begins_with_nothing_so_that_a_later_start_counts_alike():
    pictures = wandered("gems")
    network = network_for(pictures)
    sight = Mosaics(network)
    first = sight.opinions(sight.taken(pictures))
    sight.taken(made_up(*pictures.shape[1:]))
    sight.begin()
    again = sight.opinions(sight.taken(pictures))
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))


def test_weights_that_have_changed_are_looked_with_after_begin():
    pictures = wandered("gems")
    network = network_for(pictures)
    sight = Mosaics(network)
    before = sight.opinions(sight.taken(pictures))[1]
    with torch.no_grad():
        network.eye.nearby.weight.mul_(1.5)
    sight.begin()
    after = sight.opinions(sight.taken(pictures))[1]
    assert not torch.allclose(before, after)
    assert torch.allclose(after, network(torch.from_numpy(pictures))[1], atol=1e-5)


def test_compact_counts_anew_and_leaves_its_notes_as_they_were():
    numbers, notes = np.array([7, 3, -1, 7, 9], np.int32), np.full(10, -1, np.int32)
    used = np.zeros(5, np.int32)
    assert compact(numbers, notes, used) == 3
    assert numbers.tolist() == [0, 1, -1, 0, 2] and used[:3].tolist() == [7, 3, 9]
    assert (notes == -1).all()
