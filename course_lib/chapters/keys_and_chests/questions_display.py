"""Lesson 04 on the drawing of keys in hand: a prediction, and what may be said afterwards."""

from course_lib.quiz.kinds import Choice, Option
from course_lib.quiz.predictions import Prediction

drawing = Prediction(
    name="drawing",
    level="medium",
    minutes=2,
    question="Keys in hand are drawn from the left. Now the same agent plays the same levels, but "
    "sees them drawn from the right. The rules are the same, the keys are still in hand. What "
    "will it do when the floor has no keys any more?",
    hints=(
        "If it reads the row as a number, what changes? If a key there looks like a key to fetch?",
        "With up to four keys, which places of the row were ever filled in training?",
    ),
    options=(
        "The same as before.",
        "It wanders about at random.",
        "It goes to where the keys are drawn now.",
        "It goes to where they used to be drawn.",
    ),
)

inventory = Choice(
    name="inventory",
    level="hard",
    minutes=4,
    question="Only the drawing of the keys in hand was changed, and the agent went elsewhere. "
    "What may be said?",
    hints=(
        "What is the same in all four ways of drawing, and what is not?",
        "Ask of each sentence whether another result of this test would have spoken against it.",
    ),
    options={
        "a": Option(
            "Where it goes then is due to the drawing, at least in part.",
            True,
            "Levels, rules and true states were the same. This is what a controlled change is for.",
        ),
        "b": Option(
            "In the top row it treats the picture of a key much like a key to fetch, where such "
            "pictures are new to it.",
            True,
            "That fits all four ways of drawing. It is still a summary of behaviour, and could be "
            "tested further, for instance with other things drawn there.",
        ),
        "c": Option(
            "It knows that these are its own keys, and wants them twice.",
            False,
            "Nothing here shows that it tells its own keys from others. Taking a picture for the "
            "thing is the simpler story, and it fits.",
        ),
        "d": Option(
            "So the useless keys that it fetches from the floor are due to the drawing as well.",
            False,
            "With no keys in hand drawn at all, just as many useless keys are fetched from the "
            "floor. They are two findings, and the second is also one about skill in new pictures.",
        ),
        "e": Option(
            "Drawing the keys elsewhere is harmless for any agent.",
            False,
            "It opened far fewer chests. A picture that is new to a network can undo its skill; "
            "that is why the greed was measured with the usual drawing.",
        ),
    },
)
