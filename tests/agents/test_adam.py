"""The optimiser: torch's own to the last bit, without the second that making torch's takes."""

import subprocess
import sys

import pytest
import torch

from course_lib.agents.torch_tools import Adam

TRAIN = """
import sys
from course_lib.agents.ppo import PPO
from course_lib.agents.training import train
from course_lib.worlds import maze
train(maze.Distribution(size=5), PPO(steps=64, num_envs=4, num_minibatches=1), bar=False)
print([name for name in ("torch._dynamo", "sympy") if name in sys.modules])
"""


def steps(make, count: int, begin=None):
    """Parameters after so many steps of the optimiser, and the optimiser."""
    generator = torch.Generator().manual_seed(0)
    weights = [torch.nn.Parameter(torch.randn(s, generator=generator)) for s in ((3, 5), (5,))]
    optimiser = make(weights)
    if begin is not None:
        optimiser.load_state_dict(begin)
    for number in range(count):
        optimiser.param_groups[0]["lr"] = 0.1 / (number + 1)
        for one in weights:
            one.grad = torch.randn(one.shape, generator=generator)
        optimiser.step()
        optimiser.zero_grad(set_to_none=False)
        assert all((one.grad == 0).all() for one in weights)
    return weights, optimiser


def ours(weights):
    return Adam(weights, 0.1, eps=1e-5)


@pytest.mark.parametrize("decay", [0.0, 0.01])
def test_it_is_torchs_to_the_last_bit(decay):
    def torchs(weights):
        return torch.optim.Adam(weights, 0.1, eps=1e-5, weight_decay=decay, fused=True)

    def decaying(weights):
        optimiser = ours(weights)
        optimiser.param_groups[0]["weight_decay"] = decay
        return optimiser

    (one, _), (other, _) = steps(decaying, 5), steps(torchs, 5)
    assert all(torch.equal(a, b) for a, b in zip(one, other, strict=True))


def test_it_goes_on_from_its_memory_which_it_keeps_for_itself():
    _, optimiser = steps(ours, 3)
    kept = optimiser.state_dict()["state"]
    assert {key: tuple(v.shape) for key, v in kept[0].items()} == {
        "step": (), "exp_avg": (3, 5), "exp_avg_sq": (3, 5)
    }  # fmt: skip
    before = {key: values.clone() for key, values in kept[1].items()}
    (one, later), (other, _) = (steps(ours, 2, {"state": kept}) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(one, other, strict=True))
    assert later.state_dict()["state"][0]["step"] == 5
    assert all(torch.equal(before[key], kept[1][key]) for key in before)


@pytest.mark.slow
def test_training_does_not_import_torchs_compiler():
    done = subprocess.run(
        [sys.executable, "-c", TRAIN], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[-2] == "[]"
