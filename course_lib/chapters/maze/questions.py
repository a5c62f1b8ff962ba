"""The exercises of lesson 02, the maze."""

from collections.abc import Callable

from course_lib.chapters.maze.questions_drawing import Drawing
from course_lib.quiz.kinds import Choice, Function, Open, Option, Verdict
from course_lib.quiz.predictions import Prediction
from course_lib.quiz.quiz import Quiz

deployed = Prediction(
    name="deployed",
    level="easy",
    minutes=1,
    question="Take 100 deployment mazes in which the cheese does not lie on the way to the corner. "
    "In how many will the trained mouse enter the corner before it gets the cheese?",
    hints=(
        "A mouse that wanders at random enters the corner first in some, too.",
        "There is no trick. Say what you believe, and how sure you are.",
    ),
    options=("fewer than 25", "25 to 50", "50 to 75", "more than 75"),
)

detour = Choice(
    name="detour",
    level="medium",
    minutes=2,
    question="In one deployment maze the cheese lies on the shortest way from mouse to corner. The "
    "mouse takes that way and gets the cheese. What does this maze show about its goal?",
    hints=(
        "Let the planner and the corner mouse of lesson 01 play that maze in your head.",
        "An observation counts for one hypothesis only if another one predicted something else.",
    ),
    options={
        "a": Option(
            "That it is after the cheese, at least sometimes.",
            False,
            "A mouse that is after the corner takes the same way and trips over the cheese. What "
            "both hypotheses predict speaks for neither.",
        ),
        "b": Option(
            "That it is after the corner.",
            False,
            "It may be. But a mouse that is after the cheese does the same here, step for step.",
        ),
        "c": Option(
            "Nothing: both goals lead the same way.",
            True,
            "Such a maze belongs to training in disguise. That is why they are left out of the "
            "count.",
        ),
        "d": Option(
            "That it has lost its skill.",
            False,
            "It walked straight to the cheese. Skill is the one thing that this maze does show.",
        ),
    },
)

# Steps to the cheese, from the cheese to the corner, to the corner; and whether it is on the way.
WAYS = (
    (4, 6, 10, True),
    (4, 8, 10, False),
    (12, 2, 10, False),
    (10, 0, 10, True),
    (2, 12, 10, False),
)


def _examine_way(on_the_way: Callable[[int, int, int], bool]) -> Verdict:
    """Whether the function knows which levels tell nothing, and what it confuses if not."""
    said = [on_the_way(*ways) for *ways, _ in WAYS]
    if any(answer is ... or answer is None for answer in said):
        return Verdict(False, "It returns nothing yet. Return True or False.")
    said = [bool(answer) for answer in said]
    right = [truth for *_, truth in WAYS]
    if said == right:
        return Verdict(
            True, "A way over the cheese that is no longer than the shortest way is one."
        )
    if said == [cheese < corner for cheese, _, corner, _ in WAYS]:
        return Verdict(
            False,
            "You ask whether the cheese is nearer than the corner. Two steps away in the other "
            "direction is nearer, and not on the way.",
        )
    if said == [not truth for truth in right]:
        return Verdict(False, "You return True where it is NOT on the way. Turn it round.")
    wrong = next(ways for ways, answer in zip(WAYS, said, strict=True) if answer != ways[-1])
    return Verdict(
        False,
        f"Look at {wrong[0]} steps to the cheese, {wrong[1]} from there to the corner, and "
        f"{wrong[2]} straight to the corner: on the way? You say {not wrong[3]}.",
    )


on_the_way = Function(
    name="on_the_way",
    level="medium",
    minutes=4,
    question="Write on_the_way(to_cheese, cheese_to_corner, to_corner), which gets three shortest "
    "distances in steps and returns True where the cheese lies on a shortest way to the corner.",
    hints=(
        "How long is the way to the corner that passes over the cheese?",
        "Compare to_cheese + cheese_to_corner with to_corner. When are they equal?",
    ),
    examine=_examine_way,
    solution=lambda to_cheese, onward, to_corner: to_cheese + onward == to_corner,
    example="on_the_way",
)

seeds = Choice(
    name="seeds",
    level="medium",
    minutes=2,
    question="One agent was measured on 1,000 mazes. You want to say something about agents that "
    "are trained this way. What helps most?",
    hints=(
        "Two kinds of chance are at work: which mazes are met, and how training happens to go.",
        "Which of the two does a thousand mazes more average out?",
    ),
    options={
        "a": Option(
            "Measure the same agent on 100,000 mazes.",
            False,
            "That tells you more precisely what this agent does. It says nothing about the next "
            "one: the chance of training was drawn once.",
        ),
        "b": Option(
            "Train several agents with other seeds, and measure each on 1,000 mazes.",
            True,
            "The differences between agents are what you do not know yet. The interval has to be "
            "one over seeds.",
        ),
        "c": Option(
            "Take the best of several agents and report it.",
            False,
            "The best of several is no typical one. If you choose, say among how many.",
        ),
        "d": Option(
            "Nothing; 1,000 mazes are enough.",
            False,
            "Enough for this agent. A thousand mazes with one seed are one draw of training.",
        ),
    },
)

region = Prediction(
    name="region",
    level="easy",
    minutes=1,
    question="Now agents are trained with the cheese in a square region at the corner, of growing "
    "side. How will the rate at which they enter the corner first, deployed, change?",
    hints=(
        "In training, how often do corner and cheese come apart if the region has side 2?",
        "Sketch the curve on paper. Its shape is the prediction, not its height.",
    ),
    options=(
        "It falls steadily as the region grows.",
        "It falls at once as soon as the cheese is not always in the corner.",
        "It stays high until the region is nearly the whole maze.",
        "It does not depend on the region.",
    ),
)

curve = Choice(
    name="curve",
    level="hard",
    minutes=4,
    question="What may be said, given curves such as these?",
    hints=(
        "For each sentence ask: was that measured, or is it a story that fits?",
        "A rate of the corner that is as low as chance says what the mouse does not do. Look at "
        "the other curve for what it does.",
    ),
    options={
        "a": Option(
            "In these mazes, a little variety in training changed what agents do deployed.",
            True,
            "Compare the smallest sides, where the agents do well in their own training: that was "
            "measured, over seeds.",
        ),
        "b": Option(
            "Where the corner has fallen to chance, the agents are after the cheese.",
            False,
            "Look at the other curve. Not going to the corner is not the same as going to the "
            "cheese: an agent may be after the region, or be lost.",
        ),
        "c": Option(
            "With a region of side 6, misgeneralisation is excluded.",
            False,
            "Only this proxy was counted. An agent could be after the region, and nobody counted "
            "that.",
        ),
        "d": Option(
            "Two curves on different scales can be compared in shape, and not number by number.",
            True,
            "A discounted return also falls when an agent is slow. Shape is what they share.",
        ),
        "e": Option(
            "Variety in training repairs goal misgeneralisation in general.",
            False,
            "Here the designers knew what to vary. Which variety would have been needed is often "
            "known afterwards.",
        ),
    },
)

TELLING_MAZE = """
#########
#.......#
#.#####.#
#.....#.#
#####.#.#
#C.M#.#.#
###.#.###
#.....#.#
#########
"""

my_maze = Drawing(
    name="my_maze",
    level="hard",
    minutes=6,
    question="Draw a 9 by 9 maze in which the first step tells three mice apart: one is after the "
    "cheese, one after the corner, one has the habit of going up and right.",
    hints=(
        "Let the way to the corner begin down or left, and the way to the cheese otherwise.",
        "Put walls above and to the right of the mouse, a long way round below it, and the cheese "
        "on its left.",
    ),
    solution=TELLING_MAZE,
)

understanding = Choice(
    name="understanding",
    level="medium",
    minutes=3,
    question="All five agents of maze/corner enter the corner first in most deployment mazes, and "
    "walk there straight. Which sentences follow?",
    hints=(
        "Keep apart: what was measured, what explains it, and what it feels like.",
        "Two sentences are about behaviour in these mazes. The others are about the inside, or "
        "about other worlds.",
    ),
    options={
        "a": Option(
            "Their skill at finding the way carried over to the deployment mazes.",
            True,
            "Straight walks to a place, in freshly drawn mazes, are skill.",
        ),
        "b": Option(
            "In these mazes, 'it is after the corner' predicts them better than 'it is after the "
            "cheese'.",
            True,
            "That is what the word goal stands for here, and it can be wrong in other mazes.",
        ),
        "c": Option(
            "The networks search for a way to a corner that they represent inside.",
            False,
            "That is a claim about the inside: a mesa-optimiser. A learned reaction to each "
            "picture would do the same. Behaviour does not decide it.",
        ),
        "d": Option(
            "They do not notice the cheese.",
            False,
            "Perhaps, but ignoring and not seeing look alike. The cheese map shows how far their "
            "steps depend on where it lies.",
        ),
        "e": Option(
            "The reward was wrong.",
            False,
            "It paid for cheese and for nothing else, in both kinds of maze. The training mazes "
            "were narrow, the reward was not.",
        ),
        "f": Option(
            "Larger networks will do the same.",
            False,
            "Nothing here varied the size. Langosco et al. saw it in larger ones, which is a "
            "measurement of theirs and not a conclusion from ours.",
        ),
    },
)

claim = Open(
    name="claim",
    level="hard",
    minutes=5,
    question="Write the claim of this lesson about the agent that you trained, in two or three "
    "sentences that another person could check.",
    hints=(
        "Which agent, which mazes, which count, how many, beside what?",
        "Add what you did not test, in half a sentence.",
    ),
    least=15,
    look_for="recipe and seed of training; which deployment mazes were counted, and how many; a "
    "rate for the corner and one for the cheese, each with its interval; the random mouse and the "
    "planner beside them; a sign that skill was kept; and a limit, such as: one seed, one size of "
    "maze, nothing about the inside.",
)

quiz = Quiz(
    "02_maze",
    [deployed, detour, on_the_way, seeds, region, curve, my_maze, understanding, claim],
)
