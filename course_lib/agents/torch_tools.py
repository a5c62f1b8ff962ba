"""What several users of torch share: one thread, memory that is kept, an optimiser, an input."""

import ctypes
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from course_lib.process import ForAWhile


def keep_freed_memory() -> None:
    """Tell glibc to keep freed memory for reuse; else every large tensor costs page faults."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        if hasattr(libc, "mallopt"):
            libc.mallopt(-3, 1 << 30)  # M_MMAP_THRESHOLD
            libc.mallopt(-1, 1 << 30)  # M_TRIM_THRESHOLD


def _hold_torch() -> Callable[[], object]:
    """Let torch compute on one thread."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    return lambda: torch.set_num_threads(before)


# Small networks gain nothing from more threads. Their number is the process's: put back while
# another run goes on, it would let that run sum in another order and come to another agent.
one_thread = ForAWhile(_hold_torch)


class Adam:
    """Adam (Kingma & Ba 2014, arXiv 1412.6980), the same to the last bit as torch's fused one.

    Torch's own imports torch's compiler when it is made: a second, and 100 MB, for nothing that is
    used here. param_groups, step, zero_grad, state_dict, load_state_dict are as of torch.optim.
    """

    def __init__(self, parameters: Iterable[Tensor], lr: float, eps: float):
        self.param_groups: list[dict[str, Any]] = [
            {"params": list(parameters), "lr": lr, "eps": eps, "weight_decay": 0.0}
        ]
        self._state: dict[int, dict[str, Tensor]] = {}  # nothing until the first step

    def step(self) -> None:
        """Change each parameter by its gradient."""
        (group,) = self.param_groups
        parameters: list[Tensor] = group["params"]
        if not self._state:
            for number, one in enumerate(parameters):
                self._state[number] = {
                    "step": torch.zeros((), dtype=torch.float32),
                    "exp_avg": torch.zeros_like(one, requires_grad=False),
                    "exp_avg_sq": torch.zeros_like(one, requires_grad=False),
                }
        of = {key: [memory[key] for memory in self._state.values()] for key in self._state[0]}
        with torch.no_grad():
            torch._foreach_add_(of["step"], 1)
            torch._fused_adam_(
                parameters, [one.grad for one in parameters], of["exp_avg"], of["exp_avg_sq"],
                [], of["step"], lr=group["lr"], beta1=0.9, beta2=0.999, eps=group["eps"],
                weight_decay=group["weight_decay"], amsgrad=False, maximize=False,
            )  # fmt: skip

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients, or set them to zero."""
        for one in self.param_groups[0]["params"]:
            if set_to_none:
                one.grad = None
            elif one.grad is not None:
                one.grad.zero_()

    def state_dict(self) -> dict[str, Any]:
        """Its memory of each parameter, by the parameter's number."""
        return {"state": {number: dict(memory) for number, memory in self._state.items()}}

    def load_state_dict(self, found: dict[str, Any]) -> None:
        """Take up the memory that `state_dict` gave."""
        self._state = {
            number: {key: values.clone() for key, values in memory.items()}
            for number, memory in sorted(found["state"].items())
        }


_drawing = threading.RLock()


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Let torch draw from this seed in here, and go on outside as if nothing had been drawn.

    Torch has one generator for all threads of a process, so only one of them at a time is in here.
    """
    with _drawing, torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


def to_input(pictures: Tensor) -> Tensor:
    """Pictures as a network's input: float32 (n, 3, rows, columns), from -2 to 2.

    pictures: uint8 (n, rows, columns, 3).
    """
    return pictures.permute(0, 3, 1, 2).to(torch.float32, copy=True).sub_(128).mul_(1 / 64)
