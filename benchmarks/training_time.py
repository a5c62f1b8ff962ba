"""Where the time of training goes, and how fast the update computes.

FLOPs are counted from the layers' shapes: two for a multiply-add, once forward and twice
backward, less the first layer's gradient to the picture, which nobody needs.
"""

import time

import torch
from rows import Row, emit, few, number
from torch import nn

from course_lib.agents.ppo import Trainer
from course_lib.agents.recipes import recipe_of
from course_lib.agents.torch_tools import keep_freed_memory, one_thread
from course_lib.envs import VectorEnv
from course_lib.worlds import maze

SHARE = 0.6  # of the rate of a matrix product, at least
ROUNDS, UPDATES = few((5, 20), (1, 2))


def measure() -> list[Row]:
    """Two rows: the share outside the network, and the update's arithmetic rate."""
    keep_freed_memory()
    with one_thread():
        recipe = recipe_of("maze")
        trainer = Trainer(VectorEnv(recipe.num_envs, maze.TRAIN, copy=False), recipe)
        trainer.iterate()  # compiles
        return [_outside(trainer), _arithmetic(trainer)]


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


def _arithmetic(trainer: Trainer) -> Row:
    """The update's rate beside the machine's, taken in turns."""
    flops = update_flops(trainer.network, trainer.recipe)
    update, matrix = [], []
    for _ in range(ROUNDS):
        update.append(flops * 4 / cpu_seconds(trainer.learn, 4))
        matrix.append(matrix_rate())
    ours, machine = max(update), max(matrix)
    return Row(
        "arithmetic rate of the update", f"{ours / 1e9:.1f} GFLOP/s",
        f"{machine / 1e9:.1f} GFLOP/s (float32 matrix product)", ours / machine,
        f"≥ {SHARE} of the machine's", ours >= SHARE * machine,
        f"{flops / 1e6:,.0f} MFLOP an update. In the way: {in_the_way(trainer)}",
    )  # fmt: skip


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
