"""Steps PufferLib 3.0's C `grid`, and prints a rate for each line that comes in.

Calls what PufferLib's own Python class calls, without its bookkeeping: 13 x 13 mazes, 1,000 of
them made beforehand; an agent sees 11 x 11 tile ids around itself.
"""

import sys
import time

import numpy as np


def make(binding, count, size=13, maps=1000):
    """The environments' handle, and the array that actions are read from."""
    seen, reward = np.zeros((count, 121), np.uint8), np.zeros(count, np.float32)
    ended, cut = np.zeros(count, bool), np.zeros(count, bool)
    actions = np.zeros(count, np.float32)
    levels = binding.shared(num_maps=maps, max_size=size, size=size)
    handle = binding.vec_init(
        seen, actions, reward, ended, cut, count, 0, state=levels, max_size=size, num_maps=maps
    )
    binding.vec_reset(handle, 0)
    return handle, actions, (seen, reward, ended, cut)


def main():
    """One rate for each line of standard input."""
    sys.path.insert(0, sys.argv[1])
    count = int(sys.argv[2])
    import binding

    handle, buffer, _kept = make(binding, count)
    actions = np.random.default_rng(0).integers(5, size=(64, count)).astype(np.int32)
    for _ in sys.stdin:
        done, start = 0, time.process_time()
        while time.process_time() - start < 1.0:
            for row in actions:
                buffer[:] = row
                binding.vec_step(handle)
            done += actions.size
        print(done / (time.process_time() - start), flush=True)


if __name__ == "__main__":
    main()
