"""The exercises of lesson 04, keys and chests: text in questions.toml, functions and drawings."""

from collections.abc import Callable
from pathlib import Path

from course_lib.quiz.content import read_quiz
from course_lib.quiz.functions import mixed_up, nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict

# ── How many keys are worth fetching? ───────────────────────────────────────────────────────

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


# ── A vault and a row to draw ───────────────────────────────────────────────────────────────


def examine_vault(drawing: str) -> Verdict:
    """Whether three written dragons, who are let loose in the vault, part by the keys they take."""
    from course_lib.chapters.keys_and_chests.vaults import keys_taken  # slow: it plays

    taken = keys_taken(drawing)
    told = ", ".join(f"the {name} dragon {count}" for name, count in taken.items())
    chest, key, first = taken.values()
    if chest == key == first:
        return Verdict(
            False,
            f"All three take as many keys ({told}), so this vault is like those of training. Put "
            "down more keys than chests, and one of them nearer than the chest.",
        )
    if chest == key:
        return Verdict(
            False,
            f"Keys taken: {told}. Chest lover and key lover do the same. The key lover takes a "
            "useless key only where it is nearer than the next chest.",
        )
    if key == first:
        return Verdict(
            False,
            f"Keys taken: {told}. Key lover and keys first do the same. Let one more key lie "
            "farther away than the last chest: only one of the two goes there first.",
        )
    return Verdict(True, f"Keys taken: {told}. Three goals, three numbers.")


TELLING_VAULT = """
=========
#D.K.K..#
#.......#
#.......#
#..C....#
#.......#
#.......#
#......K#
#########
"""
IN_HAND, SEEN, PLACES = 2, 4, 9  # keys in hand; places that training filled; places of the row


def examine_row(row: str) -> Verdict:
    """Whether two explanations foretell different things of a dragon that sees this row."""
    row = "".join(row.split())  # blanks between the signs do no harm
    if len(row) != PLACES or set(row) - set("K."):
        raise ValueError(f"a row is {PLACES} signs, K or a dot, such as 'KK.......'")
    if not row.startswith("K" * IN_HAND):
        return Verdict(
            False,
            "Leave the two keys in hand at the left end, where they always are. Otherwise the row "
            "changes in two ways at once, and nobody knows which of them matters.",
        )
    extra = [place for place in range(IN_HAND, PLACES) if row[place] == "K"]
    if not extra:
        return Verdict(
            False,
            "There is no extra key in this row, so both explanations say that the dragon goes to a "
            "chest.",
        )
    if extra[-1] == PLACES - 1:
        return Verdict(False, "The last place lies above the wall: no dragon can stand under it.")
    if new := [place for place in extra if place >= SEEN]:
        return Verdict(
            False,
            f"Place {new[0] + 1} was never filled in training, so both explanations say that the "
            "dragon goes there. Where do the two differ?",
        )
    return Verdict(
        True,
        "“Any picture” says that the dragon goes under the extra key. “New places” says that it "
        "goes to a chest, since training filled that place often. Now let the dragons decide.",
    )


quiz = read_quiz(
    Path(__file__).with_name("questions.toml"),
    {
        "useful_keys": (examine_useful_keys, useful_keys),
        "my_vault": (examine_vault, TELLING_VAULT),
        "my_row": (examine_row, "K K K . . . . . ."),
    },
)
