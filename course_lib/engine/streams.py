"""Random streams: the number beside a seed says what the random numbers are for.

`np.random.default_rng([seed, Stream.LEVELS])` gives the same numbers whatever else draws from the
same seed. Two names may share a number where their draws are never compared: the numbers are older
than the names, and measured results depend on them.
"""

from enum import IntEnum


class Stream(IntEnum):
    """What a stream of random numbers is for."""

    TRAINING = 1  # seeds of the levels that an agent is trained on
    EPISODE = 2  # the actions of one episode that somebody looks at
    LEVELS = 3  # seeds of the levels that policies are measured on
    ACTIONS = 4  # the actions of those that are measured
    FIRST_STEPS = 5
    SHELVES = 6
    ONE_A_LEVEL = 6
    RANDOM_MIXTURES = 7
    PROBE_LEVELS = 8
    CONTROL_TASK = 9
    ROUNDS = 11
    FORKS = 11
    ELSEWHERE = 12
    RANDOM_VECTORS = 13
    CHEESE_CHANNELS = 14
    RANDOM_CHANNELS = 15
    OFF_THE_WAY = 16
    RETARGETED = 17
    RATIOS = 21
    IDEAL_OBSERVER = 22
    SHAPES = 23
    CLASSIFIED_A = 24
    CLASSIFIED_B = 25
    MIXTURE = 31
    ENDS = 32
    SNAPSHOTS = 41
    COMMITTEE = 41
    PILES = 42
    SPOT = 42
    FITTING = 43
    AREA = 43
    STENCIL = 44
    COIN = 47
    SCORED = 51
    GARDENS = 52
    DEMONSTRATIONS = 53
    ATTACKS = 61
    GATE = 61  # and 62, for the other shelf
    OBJECTS = 71
    REGRET = 73
    AUDITS = 82
    TRIALS = 91
    DEMONSTRATORS = 92
    PLAY = 94
    CROSSINGS = 94
    HALFWAY = 95
    CALLS = 96
    DISTILLED = 97
