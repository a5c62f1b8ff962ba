"""Where the time of training goes, and how fast the update computes.

FLOPs are two for a multiply-add, once forward and twice backward, less the first layer's gradient
to the picture, which nobody needs. They are counted twice: those that are done, since what pictures
have in common is looked at once (course_lib/agents/mosaic), and those of the network as it is
written, in which each picture goes through each layer.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from rows import Row, emit, few, number
from torch import nn

from course_lib.agents.ppo import Trainer
from course_lib.agents.recipes import recipe_of
from course_lib.agents.torch_tools import keep_freed_memory, one_thread
from course_lib.engine.sprites import AGENT_PIXELS
from course_lib.envs import VectorEnv
from course_lib.worlds import maze

SHARE = 0.6  # of the rate of a matrix product, at least
ROUNDS, UPDATES = few((5, 20), (1, 2))


def measure() -> list[Row]:
    """Three rows: the share outside the network, and the update's arithmetic rate, twice."""
    keep_freed_memory()
    with one_thread:
        recipe = recipe_of("maze")
        trainer = Trainer(VectorEnv(recipe.num_envs, maze.TRAIN, copy=False), recipe)
        trainer.iterate()  # compiles
        return [_outside(trainer), *_arithmetic(trainer)]


def _outside(trainer: Trainer) -> Row:
    """The best of several rounds, since other programs only ever add to it."""
    shares, rates = [], []
    for _ in range(ROUNDS):
        progress = trainer.progress
        seconds, inside, steps = progress.seconds, progress.network_seconds, progress.steps
        computed = cpu_seconds(trainer.iterate, UPDATES)
        seconds = progress.seconds - seconds
        shares.append(1 - (progress.network_seconds - inside) / seconds)
        rates.append((progress.steps - steps) / computed)
    share = min(shares)
    return Row(
        "share of training time outside the network's own passes", f"{share:.1%}",
        target="< 15 %", reached=share < 0.15,
        note=f"at {number(max(rates))} steps/s; from {share:.1%} to {max(shares):.1%} "
        f"in {ROUNDS} rounds; the optimiser's own step counts as outside",
    )  # fmt: skip


def _arithmetic(trainer: Trainer) -> list[Row]:
    """The update's rate beside the machine's, taken in turns; with what is done, and as written."""
    flops = update_flops(trainer.network, trainer.recipe)
    update, done, matrix = [], [], []
    for _ in range(ROUNDS):
        with counted(trainer) as sums:
            seconds = cpu_seconds(trainer.learn, 4)
        update.append(flops * 4 / seconds)
        done.append(sum(sums) / seconds)
        matrix.append(matrix_rate())
    machine = max(matrix)
    beside = f"{machine / 1e9:.1f} GFLOP/s (float32 matrix product)"
    saved = 1 - max(done) / max(update)
    return [
        Row("arithmetic rate of the update, of what is multiplied",
            f"{max(done) / 1e9:.1f} GFLOP/s", beside, max(done) / machine,
            f"≥ {SHARE} of the machine's", max(done) >= SHARE * machine,
            f"{saved:.0%} of the network's multiplications are not done, for pictures have tiles "
            f"in common. In the way: {in_the_way(trainer)}"),
        Row("the same, of the network as it is written", f"{max(update) / 1e9:.1f} GFLOP/s", beside,
            max(update) / machine, "printed", None, f"{flops / 1e6:,.0f} MFLOP an update"),
    ]  # fmt: skip


@contextmanager
def counted(trainer: Trainer) -> Iterator[list[float]]:
    """The FLOPs of each part of a rollout that is learned from in here."""
    mosaic, shape = trainer.sight.mosaic, trainer.network.shape
    first, second, third = shape.channels
    pixels = AGENT_PIXELS**2 * shape.observation[2]
    mind = trainer.network.mind.weight.numel() + shape.hidden * (shape.actions + 1)
    sums: list[float] = []
    whole = mosaic.part

    def part(numbers):
        found = whole(numbers)
        tiles = len(found.patches) * pixels * first
        rest = len(found.cells) * 9 * first * second + len(found.windows) * 9 * second * third
        sums.append(2 * (3 * (tiles + rest + len(found.numbers) * mind) - tiles))
        return found

    mosaic.part = part
    try:
        yield sums
    finally:
        del mosaic.part


def layer_flops(network: nn.Module, observation: torch.Tensor) -> list[float]:
    """FLOPs of one forward pass of one observation, layer by layer in the order of use."""
    found: list[float] = []

    def count(layer, inputs, output):
        places = output[0].numel() / layer.weight.shape[0]
        found.append(2 * layer.weight.numel() * places)

    layers = [m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    hooks = [layer.register_forward_hook(count) for layer in layers]
    with torch.inference_mode():
        network(observation[:1])
    for hook in hooks:
        hook.remove()
    return found


def update_flops(network: nn.Module, recipe) -> float:
    """FLOPs of learning once from a rollout."""
    shape = network.shape.observation
    layers = layer_flops(network, torch.zeros(1, *shape, dtype=torch.uint8))
    samples = recipe.num_envs * recipe.num_steps * recipe.update_epochs
    return samples * (3 * sum(layers) - layers[0])


def cpu_seconds(work, times: int) -> float:
    """Seconds that this process computed for."""
    start = time.process_time()
    for _ in range(times):
        work()
    return time.process_time() - start


def matrix_rate(side: int = 1024) -> float:
    """FLOP/s of a product of two square float32 matrices, on one thread."""
    left, right = torch.rand(side, side), torch.rand(side, side)
    out = torch.empty(side, side)
    return 2 * side**3 * 5 / cpu_seconds(lambda: torch.mm(left, right, out=out), 5)


def in_the_way(trainer: Trainer, most: int = 6) -> str:
    """The operations that take most of an update's time, by torch's profiler."""
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as seen:
        trainer.learn()
    events = seen.key_averages()
    total = sum(e.self_cpu_time_total for e in events)
    events = sorted(events, key=lambda e: -e.self_cpu_time_total)[:most]
    parts = (f"{e.key.removeprefix('aten::')} {e.self_cpu_time_total / total:.0%}" for e in events)
    return "operations by time: " + ", ".join(parts)


if __name__ == "__main__":
    emit(measure)
