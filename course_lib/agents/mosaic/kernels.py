"""The compiled part of the mosaic: what was seen before is found again, and given its number."""

import numpy as np

from course_lib.engine.compiled import njit

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: Knuth's way to mix


@njit
def number(source, places, rows, known, count, numbers):
    """Give every place of every picture the number of the row that it shows.

    source: int32 (n, length). places: int32 (p, width), indices into `length`, -1 for outside.
    rows: int32 (capacity, width), the distinct rows met so far, `count` of them; new ones are
    added. known: int32 (a power of 2), where a row is found, -1 where none is. numbers: int32
    (n, p), written. Returns the new count, or -1 if there is no room for another row.
    """
    width, last = places.shape[1], np.uint64(len(known) - 1)
    row = np.empty(width, np.int32)
    for n in range(len(source)):
        for p in range(len(places)):
            mixed = np.uint64(width)
            for i in range(width):
                at = places[p, i]
                value = source[n, at] if at >= 0 else np.int32(-1)
                row[i] = value
                mixed = (mixed ^ np.uint64(np.uint32(value))) * _MULTIPLIER
            place = (mixed >> np.uint64(32)) & last
            while True:
                found = known[place]
                if found < 0:
                    if count == len(rows):
                        return -1
                    found = np.int32(count)
                    known[place] = found
                    for i in range(width):  # a slice would compile two seconds longer
                        rows[found, i] = row[i]
                    count += 1
                    break
                same = True
                for i in range(width):
                    same &= rows[found, i] == row[i]
                if same:
                    break
                place = (place + np.uint64(1)) & last
            numbers[n, p] = found
    return count


@njit
def compact(numbers, place_of, used):
    """Number what is used anew from 0: returns how many different numbers there are.

    numbers: int32 (n,), written anew. place_of: int32 (all numbers), -1 everywhere, before and
    after. used: int32 (n,), its beginning is written: the old number of each new one. Numbers
    below 0 stay.
    """
    count = 0
    for i in range(len(numbers)):
        old = numbers[i]
        if old >= 0:
            if place_of[old] < 0:
                place_of[old] = count
                used[count] = old
                count += 1
            numbers[i] = place_of[old]
    for i in range(count):
        place_of[used[i]] = -1
    return count


@njit
def scatter(gradients, numbers, sums):
    """Add each row of gradients, float32 (n, channels), to the row of `sums` that has its number.

    numbers: int32 (n,); those that are no row of `sums` mean outside, and are left out.
    """
    for i in range(len(numbers)):
        at = numbers[i]
        if at < len(sums):
            for c in range(gradients.shape[1]):
                sums[at, c] += gradients[i, c]
