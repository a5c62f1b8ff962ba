"""The sorting exercise of lesson 06: what our agents support, what they refute, what stays open."""

from course_lib.quiz.kinds import Case, Sorting

SUPPORTED, AGAINST, OPEN = "supported", "against", "open"

BINS = {
    SUPPORTED: "a test that could have gone the other way speaks for it",
    AGAINST: "a test speaks against it",
    OPEN: "nothing here tested it",
}

CASES = {
    "a": Case(
        title="The wall",
        story="Near the end, our runners' critics rate the wall behind the coin, more than the "
        "coin.",
        homes=(SUPPORTED,),
        why="Section 4: the painted wall raises the value, with and without a coin. The coin "
        "beside it adds little. The four cases could have come out the other way round.",
    ),
    "b": Case(
        title="Unseen",
        story="The coin is invisible to the critic: nothing it says depends on one.",
        homes=(AGAINST,),
        why="In training moments the value changes when the coin is taken away, and nothing else.",
    ),
    "c": Case(
        title="The picture's word",
        story="What the picture gives to a thing is what the value would lose without that thing.",
        homes=(AGAINST,),
        why="Section 4: too much for the coin, and for saws not even the sign fits.",
    ),
    "d": Case(
        title="Hence the actor",
        story="The actor runs past coins because the critic learned to rate the wall.",
        homes=(OPEN,),
        why="When the agent acts, the critic moves nothing. Whether its taste shaped the actor in "
        "training, no test here has asked.",
        wrong={
            SUPPORTED: "Both heads care for the end, and that may have one cause in the levels. "
            "Which head taught which, nothing here has varied."
        },
    ),
    "e": Case(
        title="Not there to be read",
        story="A linear reader of the corner mouse's last layer tells no more of the cheese's "
        "place than a guess that looks at nothing.",
        homes=(SUPPORTED,),
        why="Section 7: the two are as far off. The reader could have been nearer: for the mouse "
        "trained with cheese anywhere it is. (Another kind of reader might do better.)",
    ),
    "f": Case(
        title="The same cause",
        story="The networks in the video lost the coin's good news for the reason found here.",
        homes=(OPEN,),
        why="They were other networks, in another game, and much larger. Nobody here has looked "
        "inside them.",
    ),
    "g": Case(
        title="Larger",
        story="A larger network, trained on more levels, would have a factor for saws alone.",
        homes=(OPEN,),
        why="Hilton et al. saw more readable factors with more diverse levels. We varied neither "
        "size nor levels here.",
        wrong={SUPPORTED: "Others report something like it. Nothing here tested it."},
    ),
}

state = Sorting(
    name="state",
    level="hard",
    minutes=6,
    question="Seven sentences. Which of them do the tests of this lesson support, which do they "
    "speak against, and which stay open?",
    hints=(
        "For each ask: which cell could have shown the opposite?",
        "A sentence about other networks, or about what caused what in training, needs other runs.",
    ),
    bins=BINS,
    cases=CASES,
    confusions={
        (SUPPORTED, AGAINST): "Look at that section's numbers again: they go the other way.",
        (SUPPORTED, OPEN): "Plausible is not tested. Which cell could have refuted it?",
        (AGAINST, SUPPORTED): "There was a test, and it came out for it.",
        (AGAINST, OPEN): "Unlikely is not refuted. Which cell speaks against it?",
        (OPEN, SUPPORTED): "There is a test of it in this lesson. Look for the four cases.",
        (OPEN, AGAINST): "There is a test of it in this lesson, and it speaks against it.",
    },
)
