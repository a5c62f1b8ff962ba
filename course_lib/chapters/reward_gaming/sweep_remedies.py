"""The sweep of unit 08b: remedies against gaming, imitators and overseers crossed.

`make sweep NAME=garden_remedies` writes data/garden_remedies.jsonl: a row for each remedy, imitator
and overseer: PPO of 80,000 steps that starts as the imitator and is paid by the overseer. Twenty
overseers whose labels left the wet lens out ("patched"), and four whose labels did not (closed),
which say what a remedy costs where nothing is wrong; five imitators. An ensemble is the overseer
itself and three more that are in no other ensemble, so that a remedy's row has the same imitator,
first overseer, gardens and random numbers as the row without one.

Rows come in rounds, in each of which every overseer has one imitator, so that a few rounds are a
balanced part of the crossing. Two other KL penalties and the mean of the same four overseers came
later, and have one round of the five: each overseer has one imitator.

Expected before it was run. Without a remedy the true score is lost under most overseers that like
a wet lens and under no other. (1) A KL penalty of 0.03 keeps it and costs some of what is gained
where nothing is wrong; 0.01 does less of both. (2) The minimum of four helps where one of the four
does not like the lens; the mean does not. (3) Labels of the agent's states help, as many of the
imitator's do not, since it hardly ever wets the lens. (4) The penalty on distance helps but under
overseers that find nothing odd in a wet lens (by a look at its distances beforehand: one of
twenty). (5) An audit of 20 gardens is noisy, and early stopping keeps most of the true score.
Nothing says that the interval of such a difference leaves 0 out. (6) Written when the KL penalty of
0.03 was known, which kept the true score in all runs, and before the others: 0.1 keeps it too and
costs more than 0.10 where nothing is wrong.
"""

from collections.abc import Iterator

from course_lib.chapters.reward_gaming.pressure import RECIPE
from course_lib.chapters.reward_gaming.remedies import PENALTIES, REMEDIES, run
from course_lib.study.measure.sweep import Sweep

IMITATORS, OVERSEERS, SOUND = 5, 20, 4
STOPS = (5_000, 10_000, 20_000, 30_000, 40_000, 60_000, 80_000)  # without a remedy
MEASURED, LATER = REMEDIES[1:-3], REMEDIES[-3:]  # of the remedies: in all rounds, in some
ROUNDS, LATER_ROUNDS = 5, 1  # five are all pairs
FEW = (20_000, 40_000, 80_000)  # with one


def job(remedy: str, imitator: int, overseer: int, closed: bool) -> dict:
    """One row of the data file."""
    return run(remedy, imitator, overseer, STOPS if remedy == "none" else FEW, closed)


def jobs() -> dict[str, dict]:
    """Everything that the data file holds, by its key."""
    return {
        f"{remedy}, imitator {imitator}, overseer {overseer}{', closed' * closed}": {
            "remedy": remedy, "imitator": imitator, "overseer": overseer, "closed": closed,
        }
        for remedy, imitator, overseer, closed in _order()
    }  # fmt: skip


def _order() -> Iterator[tuple[str, int, int, bool]]:
    """Round by round, first without a remedy and then with each; those that came later are last."""
    groups = [(False, n) for n in range(OVERSEERS)]
    for number in reversed(range(SOUND)):  # each after a quarter of the others
        groups.insert((number + 1) * OVERSEERS // SOUND, (True, number))
    rounds = [(shift, some) for shift in range(ROUNDS) for some in (REMEDIES[:1], MEASURED)]
    rounds += [(shift, (one,)) for shift in range(LATER_ROUNDS) for one in LATER]
    for shift, remedies in rounds:
        for closed, overseer in groups:
            for remedy in remedies:
                yield remedy, (overseer + shift) % IMITATORS, overseer, closed


SWEEP = Sweep("garden_remedies", __doc__, job, jobs, lambda: {
    "recipe": RECIPE, "stops": STOPS, "stops with a remedy": FEW, "KL penalties": PENALTIES,
})  # fmt: skip
