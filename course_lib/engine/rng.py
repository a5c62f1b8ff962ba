"""Random numbers that live inside the record of a world.

A level follows from its seed alone: `seed` makes the random state of it, and every
later call only reads and writes `s.rng`. So a state that is copied, saved or sent
elsewhere goes on exactly as the original would have.

The generator is Marsaglia's xorshift64 ("Xorshift RNGs", 2003), of which the upper
32 bits are used. It needs shifts only, so compiled and interpreted runs agree to the
bit and nothing overflows. Seeds are spread first by two rounds of a 32-bit integer
hash (Wellons' "lowbias32"), so that seeds 0, 1, 2, ... give unrelated levels.
"""

import numpy as np

from course_lib.engine.compiled import njit

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_A, _B = np.uint64(0x7FEB352D), np.uint64(0x846CA68B)
_ODD = np.uint64(0x9E3779B9)
_S7, _S13, _S15, _S16, _S17 = (np.uint64(n) for n in (7, 13, 15, 16, 17))


@njit
def _hash32(x):
    """A well-spread 32-bit number, for a 32-bit number (products stay below 2**64)."""
    x = x ^ (x >> _S16)
    x = (x * _A) & _LOW
    x = x ^ (x >> _S15)
    x = (x * _B) & _LOW
    return x ^ (x >> _S16)


@njit
def mix(seed):
    """A well-spread, non-zero uint64, for any uint64 `seed`."""
    low = np.uint64(seed) & _LOW
    high = np.uint64(seed) >> _HALF
    low = _hash32(low ^ _ODD)
    high = _hash32((high + low) & _LOW)
    low = _hash32((low + high) & _LOW)
    return (high << _HALF) | low | np.uint64(1)


@njit
def seed(s, seed):
    """Seed the random numbers of record `s`, which remembers the seed."""
    s.seed = np.uint64(seed)
    s.rng = mix(np.uint64(seed))


@njit
def next_seed(s):
    """The seed of the level that follows this one when nobody names another."""
    return mix(mix(s.seed)) >> np.uint64(1)


@njit
def randint(s, sides):
    """A whole number from 0 to `sides` - 1, all equally likely (bias below sides / 2**32)."""
    x = s.rng
    x = x ^ (x << _S13)
    x = x ^ (x >> _S7)
    x = x ^ (x << _S17)
    s.rng = x
    return np.int64(((x >> _HALF) * np.uint64(sides)) >> _HALF)


@njit
def bernoulli(s, share):
    """True in the given `share` (0 to 1) of the calls."""
    return randint(s, 1 << 30) < share * (1 << 30)
