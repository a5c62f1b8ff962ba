"""What several users of torch share: one thread, memory that is kept, a network's input."""

import ctypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor


def keep_freed_memory() -> None:
    """Tell glibc to keep freed memory for reuse; else every large tensor costs page faults."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        if hasattr(libc, "mallopt"):
            libc.mallopt(-3, 1 << 30)  # M_MMAP_THRESHOLD
            libc.mallopt(-1, 1 << 30)  # M_TRIM_THRESHOLD


class _OneThread:
    """How many are inside `one_thread` now, in all threads of this process; and what was before."""

    lock, inside, before = threading.Lock(), 0, 1


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch compute on one thread in here: small networks gain nothing from more.

    The number of threads is the process's. Whoever leaves last puts it back, or a run beside this
    one would sum in another order from then on, and come to another agent.
    """
    with _OneThread.lock:
        if not _OneThread.inside:
            _OneThread.before = torch.get_num_threads()
            torch.set_num_threads(1)
        _OneThread.inside += 1
    try:
        yield
    finally:
        with _OneThread.lock:
            _OneThread.inside -= 1
            if not _OneThread.inside:
                torch.set_num_threads(_OneThread.before)


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
