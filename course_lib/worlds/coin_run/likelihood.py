"""How probable a level of the coin run is under a distribution: the sum over all ways to build it.

A level is built from left to right out of sections (`platform_levels.build`), and one row of
columns may come about in several ways. Going through the columns from left to right, the
probability of having built them is summed for each height of the ground, as in the forward
algorithm for hidden Markov models. A column is one whole number, three bits for each tile from the
bottom up.
"""

from typing import Any

import numpy as np

from course_lib.engine.compiled import njit
from course_lib.engine.platform_levels import (
    CRATES,
    DEEP,
    HANGING,
    HARD,
    HARDEST,
    HIGH,
    HOLE,
    HOLLOW,
    KINDS,
    LOW,
    PERCH,
    SAWS,
    STAIR,
    WALKER,
    WIDTHS,
    surface,
)
from course_lib.engine.platforms import (
    CRATE,
    GROUND,
    MAX_COLUMNS,
    PIT,
    PLATFORM,
    ROWS,
    SAW,
    START,
    TURF,
)
from course_lib.worlds.coin_run.rules import (
    BEGINNING,
    BEYOND,
    END,
    MIDDLE,
    OFF_PATH,
    RUNWAY,
    columns_of,
)

PERCH_WIDE, HOLLOW_WIDE = WIDTHS[PERCH], WIDTHS[HOLLOW]
ENEMY = 7  # stands in a column's number for the home of an enemy


@njit
def code_columns(s, codes):
    """Write each column of the level as a number into `codes`; turf counts as ground."""
    for c in range(s.length):
        codes[c] = 0
        for up in range(ROWS):
            tile = np.int64(s.tiles[(ROWS - 1 - up) * MAX_COLUMNS + c])
            tile = np.int64(GROUND) if tile == TURF else tile
            codes[c] |= tile << (3 * up)
    for n in range(s.enemies):
        up = ROWS - 1 - s.home_at[n] // MAX_COLUMNS
        codes[s.home_at[n] % MAX_COLUMNS] |= np.int64(ENEMY) << (3 * up)


@njit
def stack(height, tile=GROUND):
    """The column with so many tiles of one kind."""
    code = np.int64(0)
    for up in range(height):
        code |= np.int64(tile) << (3 * up)
    return code


@njit
def put(height, tile, up=0):
    """The column of ground with one more tile, `up` tiles over the first free one."""
    return stack(height) | (np.int64(tile) << (3 * (height + up)))


@njit
def flat(codes, column, count, height):
    """Whether so many columns are bare ground of this height."""
    for c in range(column, column + count):  # noqa: SIM110 (numba has no generators)
        if codes[c] != stack(height):
            return False
    return True


@njit
def add(ways, codes, column, width, height, p):
    """Add a section that ends before `column + width`, built with probability p.

    After it come no column or one column of bare ground, equally likely.
    """
    end = column + width
    ways[end, height] += p / 2
    if flat(codes, end, 1, height):
        ways[end + 1, height] += p / 2


@njit
def stairs(ways, codes, c, height, hard, p):
    """Add all ways of a step up or down."""
    most = 2 if hard >= 5 else 1
    for by in range(-most, most + 1):
        to = min(HIGH, max(LOW, height + by))
        if flat(codes, c, 3, to):
            add(ways, codes, c, 3, to, p / (2 * most + 1))


@njit
def crates(ways, codes, c, height, hard, p):
    """Add one crate, or two."""
    if not (flat(codes, c, 1, height) and flat(codes, c + 2, 2, height)):
        return
    kinds = 2 if hard >= 6 else 1
    two = put(height, CRATE) | put(height, CRATE, 1)
    if codes[c + 1] == put(height, CRATE) or (kinds == 2 and codes[c + 1] == two):
        add(ways, codes, c, 4, height, p / kinds)


@njit
def pits(ways, codes, c, height, hard, p):
    """Add a pit of one to three columns."""
    widths = 1 + min(2, hard // 3)
    if not flat(codes, c, 1, height):
        return
    for width in range(1, widths + 1):
        if codes[c + width] != stack(height, PIT):
            return
        if flat(codes, c + 1 + width, 2, height):
            add(ways, codes, c, 3 + width, height, p / widths)


@njit
def saws(ways, codes, c, height, hard, p):
    """Add one saw, or two."""
    ends = flat(codes, c, 1, height) and flat(codes, c + 3, 1, height)
    if not ends or codes[c + 1] != put(height, SAW):
        return
    kinds = 2 if hard >= 7 else 1
    if codes[c + 2] == stack(height) or (kinds == 2 and codes[c + 2] == put(height, SAW)):
        add(ways, codes, c, 4, height, p / kinds)


@njit
def hanging(ways, codes, c, height, hard, p, saws_hang):
    """Add one to three saws in the air, at one of two heights; or bare ground in their place."""
    if not saws_hang:
        if flat(codes, c, 6, height):
            add(ways, codes, c, 6, height, p)
        return
    widths = 1 + min(2, hard // 3)
    for up in range(1, 3):
        if not flat(codes, c, 2, height) or codes[c + 2] != put(height, SAW, up):
            continue
        for width in range(1, widths + 1):
            if codes[c + 1 + width] != put(height, SAW, up):
                break
            if flat(codes, c + 2 + width, 4 - width, height):
                add(ways, codes, c, 6, height, p / (2 * widths))


@njit
def enemy(ways, codes, c, height, p):
    """Add an enemy on level ground."""
    ground = flat(codes, c, 3, height) and flat(codes, c + 4, 3, height)
    if ground and codes[c + 3] == put(height, ENEMY):
        add(ways, codes, c, 7, height, p)


@njit
def hollowed(codes, c, height):
    """Whether there are a hole and a tunnel under ground of this height."""
    tunnel = stack(height) ^ (np.int64(GROUND) << (3 * (height - 2)))
    hole = stack(height - 2)
    for n, wanted in enumerate((stack(height), tunnel, tunnel, hole, hole)):
        if codes[c + n] != wanted:
            return False
    return flat(codes, c + 5, 2, height)


@njit
def hollow(ways, codes, c, height, p):
    """Add a hole and a tunnel."""
    deep = max(DEEP, height)
    if hollowed(codes, c, deep):
        add(ways, codes, c, HOLLOW_WIDE, deep, p)


@njit
def perched(codes, c, height):
    """Whether two columns from here there is a platform, and then the crate to jump from."""
    for n in range(2, 5):
        if codes[c + n] != put(height, PLATFORM, 2):
            return False
    crate = codes[c + 6] == put(height, CRATE)
    return crate and flat(codes, c + 5, 1, height) and flat(codes, c + 7, 2, height)


@njit
def perch(ways, codes, c, height, p):
    """Add a platform and a crate."""
    if flat(codes, c, 2, height) and perched(codes, c, height):
        add(ways, codes, c, PERCH_WIDE, height, p)


@njit
def openings(ways, codes, height, p):
    """Add all ways of the ground round the start, made for this height with probability p."""
    if flat(codes, 1, 1, height) and perched(codes, 0, height):
        ways[PERCH_WIDE, height] += p / 3
    if flat(codes, 1, START + 1, height):
        ways[START + 2, height] += p / 3
    deep = max(DEEP, height)
    if flat(codes, 1, 2, deep) and hollowed(codes, START - 2, deep):
        ways[START - 2 + HOLLOW_WIDE, deep] += p / 3


@njit
def sections(ways, codes, c, height, hard, room, p, saws_hang):
    """Add all ways of the next section, in column `c`, where one got with probability p."""
    for kind in KINDS:  # some kinds are listed more than once
        q = p / len(KINDS)
        if WIDTHS[kind] > room or hard < HARD[kind]:
            if flat(codes, c, min(2, room), height):
                add(ways, codes, c, min(2, room), height, q)
        elif kind == STAIR:
            stairs(ways, codes, c, height, hard, q)
        elif kind == CRATES:
            crates(ways, codes, c, height, hard, q)
        elif kind == HOLE:
            pits(ways, codes, c, height, hard, q)
        elif kind == SAWS:
            saws(ways, codes, c, height, hard, q)
        elif kind == HANGING:
            hanging(ways, codes, c, height, hard, q, saws_hang)
        elif kind == WALKER:
            enemy(ways, codes, c, height, q)
        elif kind == PERCH:
            perch(ways, codes, c, height, q)
        else:
            hollow(ways, codes, c, height, q)


@njit
def build_probability(codes, end, hard, runway, saws_hang):
    """The probability that `build` makes these columns, with `runway` bare ones after the end."""
    ways = np.zeros((MAX_COLUMNS + 2, HIGH + 2))
    for height in range(LOW, LOW + 3):
        openings(ways, codes, height, 1 / 3)
    total = 0.0
    for c in range(START + 2, end + 1):
        for height in range(LOW, HIGH + 1):
            p = ways[c, height]
            if p == 0.0:
                continue
            if c < end - 1:
                sections(ways, codes, c, height, hard, end - 1 - c, p, saws_hang)
            elif flat(codes, c, end + 1 - c + runway, height):
                total += p
    return total


@njit
def level_probabilities(states, params, runway, out):
    """Write each level's probability under these numbers of a distribution into `out`."""
    short, long, easy, hardest = params.short, params.long, params.easy, params.hard
    codes = np.zeros(MAX_COLUMNS + 16, np.int64)
    for i in range(len(states)):
        s = states[i]
        out[i] = 0.0
        length = s.length - runway
        if length < short or length > long:
            continue
        code_columns(s, codes)
        end = length - 2
        for hard in range(easy, hardest + 1):
            longest = short + (long - short) * max(hard, 1) // HARDEST  # as in `generate`
            if length <= longest:
                p = build_probability(codes, end, hard, runway, params.hanging)
                out[i] += p / (longest - short + 1) / (hardest - easy + 1)
        out[i] *= coin_probability(s, end, params)


@njit
def coin_probability(s, end, params):
    """The probability of the coin's place; where off the path it is depends on no attribute."""
    if not s.coin_shown:
        return 1.0
    off = s.coin_at == s.spot_at
    if params.coin == OFF_PATH:
        return 1.0 if off else 0.0
    return params.share * off + (1.0 - params.share) * on_the_way(s, end, params)


@njit
def on_the_way(s, end, params):
    """The probability of the coin's place among those that the distribution means by it."""
    if params.region == 0.0:
        return 1.0 * (s.coin_at == surface(s, place_of(end, params.coin), params.height))
    count, found = columns_of(params.region, end), 0
    for column in range(end + 1 - count, end + 1):
        found += s.coin_at == surface(s, column, params.height)
    return found / count


@njit
def place_of(end, column):
    """The column that a word for the coin's place means in a level that ends at `end`."""
    if column == END:
        return end
    if column == BEGINNING:
        return START + 3
    if column == MIDDLE:
        return (START + end) // 2
    if column == BEYOND:
        return end + RUNWAY // 2 + 1
    return column


def likelihood(d: Any, states: np.recarray, source: Any) -> np.ndarray:
    """The level's columns, whatever the difficulty was, and then the coin."""
    if not isinstance(d.coin, str) and d.coin < START:
        raise ValueError(
            f"no exact likelihood is known for coin={d.coin}: a coin off the path can be there too"
        )
    if d.coin == "section":
        raise ValueError(
            "no exact likelihood is known for coin='section': a level does not show where its "
            "sections begin"
        )
    k = d.params()[0]
    if d.coin_shown != source.coin_shown:
        return np.full(len(states), -np.inf)
    out = np.empty(len(states))
    level_probabilities(np.ascontiguousarray(states), k, 0 if d.wall else RUNWAY, out)
    with np.errstate(divide="ignore"):
        return np.log(out)
