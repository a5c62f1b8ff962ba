"""The exercises of lesson 01, outer and inner alignment."""

from collections.abc import Callable

from course_lib.chapters.outer_and_inner_alignment.questions_cases import BINS, CASES, CONFUSIONS
from course_lib.chapters.outer_and_inner_alignment.questions_tables import fingerprints, three_goals
from course_lib.quiz.kinds import Choice, Function, Number, Open, Option, Sorting, Verdict
from course_lib.quiz.quiz import Quiz

hover = Choice(
    name="hover",
    level="easy",
    minutes=2,
    question="You want a mouse to fetch cheese. To help it learn, you pay it at every step for "
    "being near: the nearer, the more. Reaching the cheese pays most, and ends the game. Without "
    "the cheese the game lasts 100 steps. What does the best-paid mouse do?",
    hints=(
        "Add up the whole game, not one step. What does reaching the cheese end?",
        "Compare one large payment now with half as much at each of 80 steps to come.",
    ),
    options={
        "a": Option(
            "It runs to the cheese as fast as it can.",
            False,
            "That is the mouse that you meant. You compared payments for one step. Payments add "
            "up over the game, and reaching the cheese ends them.",
        ),
        "b": Option(
            "It goes next to the cheese and stays there.",
            True,
            "Next to the cheese every step pays, and nothing ends. The mouse does what you said, "
            "not what you meant.",
        ),
        "c": Option(
            "It wanders about, because it is paid everywhere.",
            False,
            "You are right that it is paid everywhere. But near the cheese it is paid more, and a "
            "learner that compares totals will move there.",
        ),
        "d": Option(
            "It depends on what the mouse wants.",
            False,
            "You are one step ahead. Here we ask which behaviour the payments rank highest. What a "
            "trained mouse comes to want is the next question.",
        ),
    },
)

twins = Choice(
    name="twins",
    level="easy",
    minutes=1,
    question="Both mice find their way as well as can be. One seeks the cheese, one the corner. "
    "How will their records over 1,000 training mazes differ?",
    hints=(
        "Draw one training maze and both ways through it.",
        "In training, where is the cheese, and where is the corner?",
    ),
    options={
        "a": Option(
            "The cheese seeker gets more cheese.",
            False,
            "You thought of the goals. But a record shows only what was done, and in training the "
            "same place serves both goals.",
        ),
        "b": Option(
            "The corner seeker is slower, because it does not care.",
            False,
            "It cares about the corner, and the cheese lies there. Its way is as short.",
        ),
        "c": Option(
            "Not at all.",
            True,
            "Same place, same way, same reward: no record from training can differ.",
        ),
        "d": Option(
            "By chance: a thousand mazes are too few to tell.",
            False,
            "More mazes of the same kind would not help. The difference is exactly zero in each.",
        ),
    },
)

fits = Choice(
    name="fits",
    level="medium",
    minutes=3,
    question="In training every maze is 9 by 9 tiles, and the cheese lies in the top right corner. "
    "Which goals would earn full marks in all of training?",
    hints=(
        "For each goal ask where in a training maze it leads.",
        "There is only one yellow thing in a maze, and there may be many dead ends.",
    ),
    options={
        "a": Option("Reach the cheese.", True, "The goal specified fits, of course."),
        "b": Option("Reach the top right corner.", True, "Same place."),
        "c": Option("Reach the yellow thing.", True, "Only the cheese is yellow."),
        "d": Option("Reach row 1, column 7.", True, "In a 9 by 9 maze that is the corner."),
        "e": Option(
            "Reach the nearest dead end.",
            False,
            "The nearest dead end is often somewhere else, so this goal fails in training. "
            "Training can rule that one out.",
        ),
    },
)

TRAINING_ROOMS = ((1, 2), (2, 4), (3, 6), (5, 10))  # keys, chests: keys are scarce
DEPLOYMENT_ROOMS = ((2, 1), (4, 2), (6, 3), (8, 1))  # chests are scarce


def _examine_keys(collect: Callable[[int, int], int]) -> Verdict:
    """The verdict on a function that says how many keys to collect."""
    training = [collect(k, c) == min(k, c) for k, c in TRAINING_ROOMS]
    deployment = [collect(k, c) for k, c in DEPLOYMENT_ROOMS]
    if not all(training):
        k, c = TRAINING_ROOMS[training.index(False)]
        return Verdict(
            False,
            f"With {k} keys and {c} chests it collects {collect(k, c)} keys. Each of {min(k, c)} "
            "keys opens a chest there, so it fails in training already: a capability problem.",
        )
    if deployment == [k for k, _ in DEPLOYMENT_ROOMS]:
        return Verdict(
            False,
            "In training it is perfect. Deployed, it takes every key, useful or not. You have "
            "written an agent for which keys are a terminal goal, and no training room could tell.",
        )
    for (k, c), taken in zip(DEPLOYMENT_ROOMS, deployment, strict=True):
        if taken != min(k, c):
            return Verdict(False, f"With {k} keys and {c} chests it collects {taken} keys.")
    return Verdict(
        True,
        "It takes keys as long as a chest is left to open. Keys are an instrumental goal here, "
        "and the behaviour stays right where keys and chests come apart.",
    )


keys = Function(
    name="keys",
    level="medium",
    minutes=4,
    question="Each chest pays 1, each key opens one chest, and every key costs time. Write a "
    "function of (keys, chests), the numbers in a room, that returns how many keys an agent "
    "collects that cares about chests only.",
    hints=(
        "Which of the two numbers limits how many chests can be opened?",
        "Neither always. Try rooms with 2 keys and 4 chests, and with 4 keys and 2 chests.",
    ),
    examine=_examine_keys,
    solution=min,
)

regret = Number(
    name="regret",
    level="medium",
    minutes=3,
    question="Deployed, a random policy finds the cheese in 20 % of mazes, an optimal planner in "
    "100 %, and your agent in 40 %. Normalised regret is (optimal - achieved) / (optimal - "
    "random). What is it?",
    hints=(
        "It says which share of the way from random to optimal was lost.",
        "Use 1.00, 0.40 and 0.20 in the formula. The divisor is 0.80.",
    ),
    value=0.75,
    tolerance=0.005,
    why="Three quarters of what could be gained over acting at random is lost. Zero is optimal, "
    "one is no better than random, and above one is worse than random.",
    mistakes=(
        (0.6, "You took 1 - 0.4. But a random policy gets 0.2 for nothing; use it in the divisor."),
        (0.25, "That is the share which was gained. Regret is the share which was lost."),
        (0.4, "That is the agent's rate itself. Regret compares it with the planner's and random."),
        (75.0, "Right in per cent; as a share it is 0.75."),
    ),
)

mesa = Choice(
    name="mesa",
    level="hard",
    minutes=3,
    question="Which of these is a mesa-optimiser in the sense of Hubinger et al.?",
    hints=(
        "Two things are needed: it was found by an optimiser, and it is an optimiser itself.",
        "Ask of each: who wrote the search? And is there a search at all?",
    ),
    options={
        "a": Option(
            "The planner of this course, which searches a maze for the shortest path.",
            False,
            "It searches, so it is an optimiser. But people wrote it; no training found it.",
        ),
        "b": Option(
            "PPO, which changes a network's weights until reward is high.",
            False,
            "That is the base optimiser: the process that trains. The question is about what it "
            "produces.",
        ),
        "c": Option(
            "A trained network that, at each move, internally compares plans by some score of its "
            "own.",
            True,
            "It came out of an optimiser and is one. Its own score is the mesa-objective, which "
            "may differ from the reward.",
        ),
        "d": Option(
            "Any trained network that heads for the wrong goal.",
            False,
            "Behaving as if it had a goal is not the same as searching for ways to reach it. Goal "
            "misgeneralisation needs no search inside.",
        ),
    },
)

hole = Number(
    name="hole",
    level="medium",
    minutes=3,
    question="Of 1,000 kinds of answer, people give each equally often. One of them fools the "
    "grader: it is worth nothing and gets the best grade. A learner draws its answers from the "
    "best-graded tenth of what people do (a quantiliser with q = 0.1). How often does it fool "
    "the grader, as a share of its answers?",
    hints=(
        "How many kinds of answer are in the best-graded tenth? Is the fooling one among them?",
        "It draws evenly from 100 kinds, and one of them fools the grader.",
    ),
    value=0.01,
    tolerance=0.0005,
    why="One in a hundred: ten times as often as people, as the bound 1/q says, and far from "
    "always.",
    mistakes=(
        (0.001, "That is how often people do it. The learner has left out the other 900 kinds."),
        (0.1, "That is q. The best tenth has 100 kinds of answer; how many of them fool?"),
        (
            1.0,
            "That is what a maximiser does: it takes the best grade only. This one draws from a "
            "tenth.",
        ),
    ),
)

sorting = Sorting(
    name="sorting",
    level="medium",
    minutes=15,
    question="Sixteen documented cases. Where did each go wrong, if it did? Two of them are truly "
    "ambiguous: either of two answers is accepted there.",
    hints=(
        "Ask two questions. Does what it does score well by what it was given? If not: is it still "
        "skilful at something?",
        "Scores well and people are unhappy: specification. Scores badly but skilful: "
        "misgeneralisation. Scores badly and unskilful: capability. Nobody has reason to complain: "
        "intended.",
    ),
    bins=BINS,
    cases=CASES,
    confusions=CONFUSIONS,
)

understanding = Choice(
    name="understanding",
    level="medium",
    minutes=3,
    question="A cleaning robot is paid for rooms without dust and trained in daylight. At night it "
    "drives, skilfully, from lamp to lamp and leaves dust lying. Which statements hold?",
    hints=(
        "Go through them one by one: what was paid for, what changed, what is the robot good at?",
        "Three of them hold. Be careful with anything that says must or proves.",
    ),
    options={
        "a": Option(
            "The goal specified was right, as far as we are told.",
            True,
            "Rooms without dust is what was paid, by day and by night.",
        ),
        "b": Option(
            "This is specification gaming.",
            False,
            "Leaving dust lying earns nothing. In specification gaming the reward is high.",
        ),
        "c": Option(
            "Its objective robustness failed, its capability robustness did not, at least in part.",
            True,
            "It still drives skilfully, toward something else.",
        ),
        "d": Option(
            "There must be a mesa-optimiser inside.",
            False,
            "A simple habit, such as driving toward brightness, is enough. Behaviour alone does "
            "not tell which.",
        ),
        "e": Option(
            "More tests in daylight would not have found it.",
            True,
            "In daylight both goals give the same behaviour, however many tests one runs.",
        ),
    },
)

own_case = Open(
    name="own_case",
    level="hard",
    minutes=5,
    question="Invent a case of goal misgeneralisation from your own life: a person, an animal or a "
    "machine. Say what was meant, what was specified, what was learned, and which change brought "
    "it out.",
    hints=(
        "Think of a habit that served you well in one place and led you astray in another.",
        "Check that the reward would still be right in the new place, and that the skill is kept.",
    ),
    least=12,
    look_for="three goals named apart; a change of situation that separates the learned goal from "
    "the specified one; and skill that survives the change. If the old reward itself would pay "
    "for the new behaviour, you have a case of specification gaming instead.",
)

quiz = Quiz(
    "01_outer_and_inner_alignment",
    [
        hover,
        three_goals,
        twins,
        fits,
        keys,
        regret,
        fingerprints,
        sorting,
        mesa,
        hole,
        understanding,
        own_case,
    ],
)
