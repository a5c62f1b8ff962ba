"""The exercises of lesson 04, keys and chests: text in questions.toml, and a function."""

from collections.abc import Callable
from pathlib import Path

from course_lib.quiz.content import read_quiz
from course_lib.quiz.functions import mixed_up, nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict

# Keys in hand, chests left, keys that are still of use.
CASES = ((0, 3, 3), (1, 3, 2), (3, 3, 0), (5, 2, 0), (0, 0, 0), (2, 1, 0), (4, 6, 2))
MIX_UPS: tuple[tuple[Callable[[int, int], int], str], ...] = (
    (
        lambda held, chests: chests,
        "You count a key for each chest left, and forget the keys in hand. This dragon fetches "
        "keys that it cannot use: a little key lover.",
    ),
    (
        lambda held, chests: chests - held,
        "Right while keys are short. With 5 keys in hand and 2 chests left it returns -3: what "
        "would it be to fetch minus three keys?",
    ),
    (
        lambda held, chests: held - chests,
        "Turned round: with empty hands and 3 chests, three keys are of use, not minus three.",
    ),
    (
        lambda held, chests: max(0, held - chests),
        "That counts keys in hand that are too many already. Asked is how many are still worth "
        "fetching.",
    ),
    (
        lambda held, chests: abs(chests - held),
        "Where there are more keys in hand than chests left, no further key is of use; you return "
        "how many are too many.",
    ),
    (
        lambda held, chests: min(held, chests),
        "That is how many chests can be opened with the keys in hand. Asked is how many keys more "
        "are worth fetching.",
    ),
    (
        lambda held, chests: int(held < chests),
        "You say whether a key is of use. Say how many are.",
    ),
)


def useful_keys(held: int, chests: int) -> int:
    """How many more keys are worth fetching for a dragon that cares about chests only."""
    return max(0, chests - held)


def examine_useful_keys(function: Callable[[int, int], int]) -> Verdict:
    """Whether the function counts useful keys, and what it counts if not."""
    said = [function(held, chests) for held, chests, _ in CASES]
    if nothing_yet(*said):
        return unwritten("Return a number.")
    if said == [wanted for *_, wanted in CASES]:
        return Verdict(
            True,
            "Where it returns 0, a key is worth nothing any more: there an instrumental goal ends.",
        )
    if shows := mixed_up(said, [case[:2] for case in CASES], MIX_UPS):
        return Verdict(False, shows)
    (held, chests, wanted), answer = next(
        (case, given) for case, given in zip(CASES, said, strict=True) if given != case[-1]
    )
    return Verdict(
        False,
        f"With {held} keys in hand and {chests} chests left it returns {answer!r}. How many more "
        f"keys could still open a chest there? ({wanted})",
    )


quiz = read_quiz(
    Path(__file__).with_name("questions.toml"), {"useful_keys": (examine_useful_keys, useful_keys)}
)
