"""The exercises of lesson 00, start here."""

from course_lib.quiz.kinds import Choice, Option
from course_lib.quiz.predictions import Prediction
from course_lib.quiz.quiz import Quiz

where = Prediction(
    name="where",
    level="easy",
    minutes=1,
    question="The trained mouse is put into a maze of the second kind, and the cheese does not lie "
    "on its way. Where will it go?",
    hints=(
        "What was it paid for, and what did it do every time it was paid?",
        "There is no trick. Say what you believe, and how sure you are.",
    ),
    options=(
        "To the cheese. That is what it was paid for.",
        "To the place where the cheese used to lie.",
        "Nowhere in particular: it gets lost.",
        "First to one of the two, then to the other.",
    ),
)

lost = Choice(
    name="lost",
    level="easy",
    minutes=2,
    question='A friend looks at the second table and says: "The maze was new to it, so it got '
    'lost." Which numbers speak against that?',
    hints=(
        "What would a mouse do that is lost? One row of the table shows such a mouse.",
        "Find a number that is far better than chance although the mouse gets no cheese.",
    ),
    options={
        "a": Option(
            "Its rate of cheese in training, which is high.",
            False,
            "That shows skill in training. Your friend says that the skill did not carry over, and "
            "this number cannot contradict that.",
        ),
        "b": Option(
            "Its rate of cheese in deployment, which is low.",
            False,
            "A lost mouse gets little cheese, too. Failing at the cheese fits both stories.",
        ),
        "c": Option(
            "Its rate of corner in deployment, beside that of the random mouse.",
            True,
            "A lost mouse would enter the corner about as often as the random one. This one does "
            "so far more often, so it still finds its way. Skill was kept; what it is spent on is "
            "another matter.",
        ),
        "d": Option(
            "The planner gets the cheese every time.",
            False,
            "That shows that it can be done in these mazes. It says nothing about what this mouse "
            "can do.",
        ),
    },
)

quiz = Quiz("00_start_here", [where, lost])
