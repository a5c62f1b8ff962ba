"""The sorting exercise of lesson 05: was it the skill, or the goal?"""

from course_lib.quiz.kinds import Case, Sorting

CAPABILITY, OBJECTIVE, NEITHER = "capability", "objective", "neither"

BINS = {
    CAPABILITY: "it is no longer good at anything there (capability robustness failed)",
    OBJECTIVE: "it is still good, and at something else (objective robustness failed)",
    NEITHER: "nothing was lost by the shift; what is wrong was wrong before",
}

CASES = {
    "a": Case(
        title="Ice",
        story="Deployed, the ground is icy. The runner heads for the coin, slides, and falls into "
        "every third pit.",
        homes=(CAPABILITY,),
        why="It still heads for the coin. What it has lost is how to run.",
    ),
    "b": Case(
        title="Past it",
        story="Deployed, the coin is up on a platform. The runner dodges all there is to dodge and "
        "stops at the right end.",
        homes=(OBJECTIVE,),
        why="Dodging is skill, and it is spent on the end.",
    ),
    "c": Case(
        title="On the spot",
        story="Deployed, the sky is violet. The runner jumps up and down where it started until "
        "the time is up.",
        homes=(CAPABILITY,),
        why="It is not good at anything that one could call a goal. Ineptness is no other aim.",
    ),
    "d": Case(
        title="Paid by the tile",
        story="Its designers wanted the coin and paid for every tile covered. It runs past the "
        "coin, in training and deployed.",
        homes=(NEITHER,),
        why="It does what it was paid for, everywhere. The specification was wrong: that is outer "
        "alignment.",
        wrong={
            OBJECTIVE: "Other goals than ours, yes; but it was paid for this one. Nothing "
            "came apart by the shift."
        },
    ),
    "e": Case(
        title="Never good",
        story="In training it takes the coin in one level of five, and deployed in one of five.",
        homes=(NEITHER,),
        why="There was little skill to keep and no fall to explain.",
    ),
    "f": Case(
        title="A bit of both",
        story="Deployed, it heads for the end and not for the coin, and dies four times as often "
        "on the way.",
        homes=(OBJECTIVE, CAPABILITY),
        why="Both failed. That is why deaths per ground and coins are counted separately.",
    ),
}

failures = Sorting(
    name="failures",
    level="medium",
    minutes=5,
    question="Six runners, each trained to take the coin. What failed when the world changed?",
    hints=(
        "Ask first: is it still good at something, whatever that is? Then: at what?",
        "If it was the same in training, the shift has nothing to do with it.",
    ),
    bins=BINS,
    cases=CASES,
    confusions={
        (CAPABILITY, OBJECTIVE): "Something is done well there, with skill. Name what it is.",
        (CAPABILITY, NEITHER): "What was lost by the shift? Compare it with training.",
        (OBJECTIVE, CAPABILITY): "Which other thing is it good at there? If there is none, it has "
        "lost its skill and not changed its goal.",
        (OBJECTIVE, NEITHER): "Compare training: did it behave any differently there?",
        (NEITHER, CAPABILITY): "Something was lost: it could do this before the shift.",
        (NEITHER, OBJECTIVE): "In training it did as was meant, and now it does not.",
    },
)
