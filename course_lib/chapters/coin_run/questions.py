"""The exercises of lesson 05, the coin run: text in questions.toml, and two functions.

One is a rate per ground, one a runner with no goal at all. The runner is examined by playing: what
it dies of shows what its writer did not think of.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from course_lib.chapters.coin_run.explanations import TELLING_LEVEL, examine_level
from course_lib.chapters.coin_run.policies import RUN_RIGHT, Reflex, careful
from course_lib.chapters.coin_run.training_levels import Levels, examine_levels
from course_lib.quiz.content import read_quiz
from course_lib.quiz.functions import nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict, foreseen
from course_lib.study.measure.behaviour import outcomes
from course_lib.worlds.coin_run import TRAIN, Distribution

EPISODES = 100
GOOD = 0.97  # of training levels; one line of Python does it
BLIND_TO = {
    "died_pit": "fall into a pit. A pit is not in front of the runner: which list shows it?",
    "died_saw": "run into a saw. Which word stands in `ahead` when a saw is next?",
    "died_enemy": "run into an enemy. It is called 'enemy' in `ahead`.",
}

# ── Deaths per 100 tiles ────────────────────────────────────────────────────────────────────

DIED, COVERED = [1, 0, 0, 1], [0, 30, 20, 30]  # a runner that stood still died, too
RIGHT = 2.5
RATES = (
    (
        50.0,
        "That is deaths per 100 episodes. An episode that goes farther meets more dangers, "
        "so it cannot be compared with a shorter one.",
    ),
    (0.5, "That is deaths per episode, and not yet anything about the ground."),
    (0.025, "That is deaths per tile. Per 100 tiles it is 100 times as many."),
    (40.0, "That is tiles per death. Turn the quotient round."),
    (4000.0, "You divide ground by deaths. Turn the quotient round."),
)


def per_100(died: Sequence[int], covered: Sequence[float]) -> float:
    """Deaths on 100 tiles of ground covered."""
    return 100 * sum(died) / sum(covered)


def examine_per_100(function: Callable[[list[int], list[int]], float]) -> Verdict:
    """Whether the function divides all deaths by all ground, and what it does if not."""
    try:
        said = function(list(DIED), list(COVERED))
    except ZeroDivisionError:
        return Verdict(
            False,
            "It divides by 0: one episode ended at once, with no tile covered. A rate for each "
            "episode does not exist; add up both lists first, and divide once.",
        )
    if nothing_yet(said):
        return unwritten("Return a number.")
    said = float(said)
    if abs(said - RIGHT) < 1e-6:
        return Verdict(True, "All deaths, by all ground, times 100. Long episodes so count more.")
    otherwise = (
        f"For died={DIED} and covered={COVERED} it says {said:.4g}; there are 2 deaths on 80 tiles."
    )
    return Verdict(False, foreseen(said, RATES) or otherwise)


# ── A runner without a goal ─────────────────────────────────────────────────────────────────


def examine_steer(steer: Callable[[list[str], list[str]], str]) -> Verdict:
    """How far a runner comes that is steered by this function, and what most often ends its way."""
    said = steer(["sky"] * 3, ["turf"] * 3)
    if nothing_yet(said):
        return unwritten('Return "run" or "jump".')
    if said not in ("run", "jump"):
        return Verdict(False, f'It returns {said!r:.40}; it has to return "run" or "jump".')
    last = outcomes(Reflex(steer), TRAIN, EPISODES, seed=1).last
    coins, blind = int(last.coin.sum()), int(_blind().coin.sum())
    told = f"It takes the coin in {coins} of {EPISODES} training levels; running blindly, {blind}."
    if coins >= GOOD * EPISODES:
        return Verdict(True, f"{told} And nowhere did you write what a coin is.")
    deaths = {cause: int(last[cause].sum()) for cause in BLIND_TO}
    worst = max(deaths, key=lambda cause: deaths[cause])
    stuck = int(last.truncated.sum())
    if stuck >= deaths[worst]:
        why = f"{stuck} get stuck: before a crate or a stair, `ahead` begins with something else "
        return Verdict(False, f'{told} {why}than "sky", and running on does not help.')
    return Verdict(False, f"{told} {deaths[worst]} {BLIND_TO[worst]}")


def _blind():
    return outcomes(RUN_RIGHT, TRAIN, EPISODES, seed=1).last


quiz = read_quiz(
    Path(__file__).with_name("questions.toml"),
    {
        "per_100": (examine_per_100, per_100),
        "my_level": (examine_level, TELLING_LEVEL),
        "steer": (examine_steer, careful),
        "variety_levels": (examine_levels, Distribution(coin_region=0.2, coin_random_share=0.2)),
    },
    kinds=[Levels],
)
