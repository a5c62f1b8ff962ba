"""An agent is asked in numpy: it says what torch says, and its network and its weights are one."""

from functools import cache

import numpy as np
import pytest
import torch
from torch import nn

from course_lib.agents import zoo
from course_lib.agents.agent import Agent
from course_lib.agents.networks import Network, is_plain, network_of
from course_lib.agents.weights import BLOCK, Shape, Weights, forward
from course_lib.engine.world import world
from course_lib.study.measure.rollout import begin, level_seeds

LOOKS = 40


@cache
def looks(name: str) -> np.ndarray:
    """Pictures of levels of this world."""
    return begin(world(name).DEPLOY, level_seeds(LOOKS)).observe()


def by_torch(network: nn.Module, observations: np.ndarray) -> list[np.ndarray]:
    """Probabilities and values as the torch module has them."""
    with torch.inference_mode():
        logits, values = network(torch.from_numpy(observations))
    return [torch.softmax(logits, 1).numpy(), values.numpy()]


def weights_of(shape: Shape, seed: int = 0) -> Weights:
    """Numbers such as training may leave, biases among them."""
    rng = np.random.default_rng(seed)
    sizes = {name: size for name, size in shape.parts.items()}
    return Weights(
        shape, {k: rng.normal(0, 0.2, size).astype(np.float32) for k, size in sizes.items()}
    )


@pytest.mark.parametrize("name", zoo.zoo())
def test_a_shipped_agent_says_what_torch_says(name):
    agent = zoo.load(name)
    seen = looks(agent.world.name)
    for found, wanted in zip(agent.evaluate(seen), by_torch(agent.network, seen), strict=True):
        np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-5)


@pytest.mark.parametrize(
    "shape",
    [
        Shape((36, 36, 3), 4),
        Shape((7, 10, 3), 5, (2, 3, 4), 6),
        Shape((4, 4, 1), 2, (1, 1, 1), 1),
        Shape((5,), 3, hidden=7),
    ],
    ids=lambda shape: "x".join(map(str, shape.observation)),
)
@pytest.mark.parametrize("count", [0, 1, BLOCK + 3])
def test_any_network_says_what_torch_says(shape, count):
    """Also where a picture's sides are no whole number of tiles, and where it is a vector."""
    rng, weights = np.random.default_rng(1), weights_of(shape)
    seen = rng.integers(0, 256, (count, *shape.observation), dtype=np.uint8)
    if len(shape.observation) == 1:
        seen = rng.normal(size=seen.shape).astype(np.float32)
    network = network_of(weights)
    assert {k: tuple(v.shape) for k, v in network.state_dict().items()} == shape.parts
    with torch.inference_mode():
        wanted = network(torch.from_numpy(seen))
    for found, by in zip(forward(weights, seen), wanted, strict=True):
        np.testing.assert_allclose(found, by.numpy(), rtol=1e-5, atol=2e-5)


def test_a_network_and_its_weights_are_one(file):
    agent, seen = zoo.load_file(file), looks("maze")
    before = agent.evaluate(seen)
    arrays = agent.weights
    assert (agent.evaluate(seen)[0] == before[0]).all()
    network = agent.network
    assert agent.network is network and agent.copy(name="other").network is network
    assert (agent.evaluate(seen)[0] == before[0]).all(), "whether torch is there or not"
    arrays["policy.bias"][0] += 1
    assert network.policy.bias[0] == arrays["policy.bias"][0]
    changed = agent.evaluate(seen)
    np.testing.assert_allclose(changed[0], by_torch(network, seen)[0], atol=1e-5)
    assert (changed[0] != before[0]).any()
    with torch.no_grad():
        network.value.bias += 1
    assert agent.weights["value.bias"] == network.value.bias
    np.testing.assert_allclose(agent.evaluate(seen)[1], changed[1] + 1, atol=1e-5)


def test_an_agent_that_torch_trained_is_asked_in_numpy_and_never_keeps_old_numbers():
    network, seen = Network(Shape((36, 36, 3), 4, (2, 3, 4), 5)), looks("maze")
    agent = Agent("mine", network)
    optimiser = torch.optim.SGD(network.parameters(), 0.1)
    for _ in range(2):
        np.testing.assert_allclose(agent.evaluate(seen)[1], by_torch(network, seen)[1], atol=1e-5)
        network(torch.from_numpy(seen))[1].sum().backward()
        optimiser.step()
    network.mind.weight = nn.Parameter(torch.zeros_like(network.mind.weight))
    np.testing.assert_allclose(agent.evaluate(seen)[1], by_torch(network, seen)[1], atol=1e-5)


@pytest.mark.parametrize(
    "change",
    [
        lambda network: network.mind.register_forward_hook(lambda *a: torch.zeros_like(a[2])),
        lambda network: network.mind.register_forward_pre_hook(lambda _, x: (0 * x[0],)),
        lambda network: setattr(network, "value", nn.Sequential(network.value, nn.Tanh())),
        lambda network: setattr(network.eye, "forward", lambda seen: torch.zeros(len(seen), 800)),
        lambda network: network.double(),
    ],
    ids=["hook", "hook before", "another part", "another way", "other numbers"],
)
def test_a_network_that_was_changed_is_asked_itself(change):
    agent, seen = zoo.load("maze/corner"), looks("maze")
    assert is_plain(agent.network)
    change(agent.network)
    assert not is_plain(agent.network)
    try:
        wanted = by_torch(agent.network, seen)
    except RuntimeError:  # its input is no double either
        with pytest.raises(RuntimeError):
            agent.evaluate(seen)
        return
    for found, by in zip(agent.evaluate(seen), wanted, strict=True):
        np.testing.assert_allclose(found, by, atol=1e-6)


def test_weights_of_another_shape_are_refused():
    good = weights_of(Shape((5,), 3, hidden=7))
    for change, words in (
        ({"mind.bias": np.zeros(6, np.float32)}, r"mind\.bias is \(6,\), and should be \(7,\)"),
        ({"extra": np.zeros(1, np.float32)}, r"extra is \(1,\), and should be absent"),
    ):
        with pytest.raises(ValueError, match=words):
            Weights(good.shape, {**good.arrays, **change})


def test_building_a_network_draws_nothing():
    before = torch.get_rng_state()
    assert zoo.load("gems/yellow-gem").network.value.bias is not None
    assert torch.equal(torch.get_rng_state(), before)
