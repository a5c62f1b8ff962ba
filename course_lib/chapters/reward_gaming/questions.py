"""The exercises of lesson 08, reward gaming: text in questions.toml, and what programs judge."""

from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path

from course_lib.quiz.content import read_quiz
from course_lib.quiz.functions import nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict, foreseen

# ── The best of n ───────────────────────────────────────────────────────────────────────────

SEEN, TRUE = [0.2, 0.9, 0.5], [0.6, 0.1, 0.7]
SCORES = (
    (0.7, "That is the best true score. The chooser never sees it: it chooses by `seen`."),
    (0.9, "That is the overseer's score of its favourite. What is that episode truly worth?"),
    (0.6, "That is the true score of the episode that the overseer likes least."),
    (1.0, "That is a place in the list. Return the true score that stands there."),
)


def favourite(seen: Sequence[float], true: Sequence[float]) -> float:
    """The true score of the episode that the overseer likes best."""
    return true[max(range(len(seen)), key=lambda i: seen[i])]


def examine_favourite(function: Callable[[list[float], list[float]], float]) -> Verdict:
    """Whether the function chooses by what is seen, and tells what is true."""
    said = function(list(SEEN), list(TRUE))
    if nothing_yet(said):
        return unwritten("Return a number.")
    if abs(float(said) - 0.1) > 1e-9:
        otherwise = f"For seen={SEEN} and true={TRUE} it says {said!r:.20}, not 0.1."
        return Verdict(False, foreseen(float(said), SCORES) or otherwise)
    if abs(float(function([0.4], [0.3])) - 0.3) > 1e-9:
        return Verdict(False, "With one episode there is no choice: return its true score.")
    return Verdict(True, "Chosen by the one score, judged by the other: that gap is the lesson.")


# ── A garden that is liked too much ─────────────────────────────────────────────────────────

MY_GARDEN = "#######\n#G..Wo#\n#.d.###\n#...###\n#.d.###\n#######\n#######"  # walls: never labelled


def _examine_garden(drawing: str) -> Verdict:
    """What overseer 19 says of a drawn garden; it needs torch, so it is fetched when asked for."""
    from course_lib.chapters.reward_gaming.holes import examine_garden

    return examine_garden(drawing)


# ── Quantilising ────────────────────────────────────────────────────────────────────────────

UNEVEN = (0.3, 0.05)  # shares of 8 episodes that are no whole number of them
LIKED = [0.1, 0.8, 0.3, 0.9, 0.2, 0.7, 0.4, 0.6]


def quantilize(seen: Sequence[float], q: float) -> list[float]:
    """The chance of each episode: equal ones for the best share q, none for the others.

    Rounded up: fewer episodes than q of them would have a chance above 1/q times what it was.
    """
    kept = sorted(range(len(seen)), key=lambda i: -seen[i])[: ceil(q * len(seen) - 1e-9)]
    return [1 / len(kept) if i in kept else 0.0 for i in range(len(seen))]


def examine_quantilize(function: Callable[[list[float], float], Sequence[float]]) -> Verdict:
    """Whether the chances are those of a quantiliser, and which other rule they are if not."""
    said = function(list(LIKED), 0.25)
    if nothing_yet(said):
        return unwritten("Return a list with a chance for each episode.")
    found = [float(chance) for chance in said]
    if mistake := _no_chances(found) or _kept_wrongly(found):
        return Verdict(False, mistake)
    if any(abs(float(chance) - 1 / 8) > 1e-9 for chance in function(list(LIKED), 1.0)):
        return Verdict(False, "With q = 1 it is the imitator itself: every episode, equal chances.")
    for q in UNEVEN:
        chances = [float(chance) for chance in function(list(LIKED), q)]
        if mistake := _no_chances(chances):
            return Verdict(False, f"For q = {q} of 8 episodes. {mistake}")
        if max(chances) > 1 / q / len(LIKED) + 1e-9:
            return Verdict(False, _too_likely(q, 8 * max(chances)))
    return Verdict(True, "No chance has grown by more than 1/q, so no cost can have either.")


def _too_likely(q: float, times: float) -> str:
    """What to say of a chance that has grown more than the bound allows."""
    return (
        f"q = {q} of 8 episodes is {8 * q:.3g}. Your largest chance is {times:.3g} times what it "
        f"was, and 1/q is {1 / q:.3g}. Rounding down breaks the bound."
    )


def _no_chances(found: list[float]) -> str | None:
    """Why these cannot be the chances of the episodes; None if they can."""
    if len(found) != len(LIKED):
        return f"There are {len(LIKED)} episodes and {len(found)} chances."
    if abs(sum(found) - 1) > 1e-6:
        return f"The chances add up to {sum(found):.3g}. Those kept share the whole of it."
    return None


def _kept_wrongly(found: list[float]) -> str | None:
    """What the episodes that are kept, or their chances, show; None for a quantiliser."""
    kept = {i for i, chance in enumerate(found) if chance > 1e-9}
    if kept == {3}:
        return "Only the favourite is kept: that is the best of n, or q near 0."
    if kept == {0, 4}:
        return "You keep those that the overseer likes least."
    if len(kept) == 6:
        return "You throw the best quarter away, or keep three quarters."
    if kept != {1, 3}:
        return f"q = 0.25 of 8 are 2 episodes; you keep {len(kept)}: {sorted(kept)}."
    if max(found) - min(found[i] for i in kept) > 1e-9:
        return (
            "Among those kept, you prefer the better liked. A quantiliser does not: without that, "
            "a chance could grow by more than 1/q, and the bound would be gone."
        )
    return None


# ── The rule of a composed overseer ─────────────────────────────────────────────────────────

ANSWERS = (  # plant, water, approval, and what another value shows
    ([1, 1, 0, 0], [1, 0, 0, 0], 1 / 2, "One of two plants has water: that is half."),
    ([1, 1, 0, 0], [0, 0, 1, 1], 0.0, "Water where no plant is counts for nothing."),
    ([1, 1, 1, 1, 1], [1, 1, 1, 1, 1], 0.0, "Five plants are too many: do not judge."),
    ([1, 0, 0, 0], [1, 0, 0, 0], 0.0, "One plant is fewer than a garden has: do not judge."),
    ([0, 0, 0, 0], [1, 1, 1, 1], 0.0, "Without any plant there is nothing to divide by."),
    ([1, 1, 1, 1], [1, 1, 1, 0], 3 / 4, "Three of four plants have water."),
)  # fmt: skip


def rule(plant: Sequence[bool], water: Sequence[bool]) -> float:
    """The share of the tiles with a plant that have water; 0 unless two to four have a plant."""
    plants = sum(plant)
    both = sum(p and w for p, w in zip(plant, water, strict=True))
    return both / plants if 2 <= plants <= 4 else 0.0


def examine_rule(function: Callable[[list[bool], list[bool]], float]) -> Verdict:
    """Whether the function puts two lists of answers together as the rule does."""
    for plant, water, wanted, why in ANSWERS:
        asked = [bool(x) for x in plant], [bool(x) for x in water]
        try:
            said = function(*asked)
        except ZeroDivisionError:
            return Verdict(False, "It divides by zero where no tile has a plant.")
        if nothing_yet(said):
            return unwritten("Return a number from 0 to 1.")
        if abs(float(said) - wanted) > 1e-6:
            told = f"plant={plant}, water={water} (1 is yes) gives {float(said):.3g}."
            return Verdict(False, f"{told} {why}")
    return Verdict(True, "Right in every honest picture, and it refuses what cannot be a garden.")


quiz = read_quiz(
    Path(__file__).with_name("questions.toml"),
    {
        "favourite": (examine_favourite, favourite),
        "my_garden": (_examine_garden, MY_GARDEN),
        "quantilize": (examine_quantilize, quantilize),
        "rule": (examine_rule, rule),
    },
)
