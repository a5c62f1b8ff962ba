"""The exercises of lesson 08, reward gaming."""

from course_lib.chapters.reward_gaming.questions_cases import tampering
from course_lib.chapters.reward_gaming.questions_functions import (
    examine_favourite,
    examine_quantilize,
    favourite,
    quantilize,
)
from course_lib.quiz.kinds import Choice, Function, Number, Open, Option
from course_lib.quiz.predictions import Prediction
from course_lib.quiz.quiz import Quiz

pressed = Prediction(
    name="pressed",
    level="easy",
    minutes=2,
    question="The imitator is now trained on with PPO, paid by the overseer at every step. How "
    "will the true score go, as the steps of training grow?",
    hints=(
        "What does the imitator do badly that the overseer would pay for? What comes after that?",
        "There is no trick. Sketch both scores on paper, from left to right.",
    ),
    options=(
        "It rises, and goes on rising with the overseer's.",
        "It rises and then stays where it is.",
        "It rises first and then falls, while the overseer's goes on rising.",
        "It falls from the beginning.",
    ),
)
best = Function(
    name="favourite",
    level="easy",
    minutes=3,
    question="Write favourite(seen, true): two lists with an entry for each of n episodes, the "
    "overseer's score and the true one. It returns the true score of the best of n: of the episode "
    "that the overseer likes best.",
    hints=(
        "Which place in `seen` holds its largest number? What stands at that place in `true`?",
        "max(range(len(seen)), key=lambda i: seen[i]) is such a place.",
    ),
    examine=examine_favourite,
    solution=favourite,
    example="favourite",
)
nats = Number(
    name="nats",
    level="medium",
    minutes=2,
    question="Best of n is KL = log n - (n - 1)/n nats away from one episode (natural logarithm). "
    "How many nats is the best of two?",
    hints=("The natural logarithm of 2 is 0.693.", "0.693 - 1/2"),
    value=0.193,
    tolerance=0.004,
    why="The favourite of two is hardly another policy than one taken blindly. And the best of "
    "10,000 is only about 8 nats away: the distance grows with the logarithm of the work.",
    mistakes=(
        (0.693, "That is log 2, without what is taken off: the favourite is not always the same."),
        (-0.199, "You took the logarithm to base 10. A nat is of the natural one."),
        (0.5, "With base 2 the logarithm is 1, and the result is not in nats."),
    ),
    example="0.5",
)
practice = Choice(
    name="practice",
    level="medium",
    minutes=3,
    question="A team trains on a learned reward and sees no gaming: true and learned score rose "
    "together to the end. What follows?",
    hints=(
        "Cover the right half of the figure with your hand. What would you have concluded?",
        "What differs between their run and a longer one, or a better optimiser?",
    ),
    options={
        "a": Option(
            "Their reward model has no hole.",
            False,
            "Left of the peak, every overseer here looks so, the one with the hole as well.",
        ),
        "b": Option(
            "With the optimisation that they used, the hole, if there is one, was not worth "
            "finding or was not found.",
            True,
            "That is all. It is about a pressure, not about a reward model alone.",
        ),
        "c": Option(
            "A larger run would game it.",
            False,
            "Nor is that known: with the hole closed the scores did not part here. To see none is "
            "no sign that there is one.",
        ),
        "d": Option(
            "Reward gaming is a problem of toy worlds.",
            False,
            "Nothing in their run speaks to that, and one toy world speaks for nothing else.",
        ),
    },
)
cutting = Function(
    name="quantilize",
    level="medium",
    minutes=5,
    question="Write quantilize(seen, q): the overseer's scores of n episodes of the imitator. It "
    "returns a list with the chance of each to be chosen: equal chances for the best share q of "
    "them, 0 for the others.",
    hints=(
        "q = 0.25 of 8 episodes are 2. Which two? And what chance does each of them have?",
        "kept = sorted(range(len(seen)), key=lambda i: -seen[i])[: round(q * len(seen))]",
    ),
    examine=examine_quantilize,
    solution=quantilize,
    example="quantilize",
)
bound = Choice(
    name="bound",
    level="hard",
    minutes=4,
    question="A quantiliser with q = 0.1 obeys: every cost that is never negative is at most ten "
    "times the imitator's, on average. Which sentences follow?",
    hints=(
        "The bound is for every cost at once, also for one that nobody has thought of.",
        "Ten times what? Suppose the imitator does something dreadful once in 100 episodes.",
    ),
    options={
        "a": Option(
            "What the imitator never does, the quantiliser never does.",
            True,
            "Ten times nothing is nothing. Here lies its strength.",
        ),
        "b": Option(
            "The bound needs to know what the cost is.",
            False,
            "It does not: no chance has grown by more than ten, so no sum over them has.",
        ),
        "c": Option(
            "If the imitator does something dreadful once in 100 episodes, the quantiliser may do "
            "it once in 10.",
            True,
            "That is the worst case, and it is met if the overseer likes just those episodes.",
        ),
        "d": Option(
            "A smaller q is safer.",
            False,
            "The other way round: q = 1 imitates, and with q near 0 the bound says nothing.",
        ),
        "e": Option(
            "A KL penalty gives the same bound.",
            False,
            "It does not, unless the reward is bounded: a rare action may grow by any factor if "
            "the reward for it is large enough.",
        ),
    },
)
remedies = Choice(
    name="remedies",
    level="hard",
    minutes=4,
    question="What may be said, given the remedies as they were measured here?",
    hints=(
        "For each sentence ask: which panel shows it, and what would it look like otherwise?",
        "Nobody taught the five overseers anything about wet lenses. Why should they agree there?",
    ),
    options={
        "a": Option(
            "Overseers that learned from the same snapshots agree there, and need not agree "
            "elsewhere. The least of them is safe if at least one dislikes the hole.",
            True,
            "That is a matter of luck, and of how many there are. Nothing makes one of them "
            "dislike it.",
        ),
        "b": Option(
            "A leash takes away the hole.",
            False,
            "The overseer is as it was. The leash keeps the agent from going there, and from other "
            "places as well.",
        ),
        "c": Option(
            "Fresh labels, where the agent is now, cover the very states that it finds.",
            True,
            "Nobody had to foresee a wet lens. It needs labellers all along, though, and that they "
            "can tell.",
        ),
        "d": Option(
            "Early stopping needs no other knowledge than the overseer's score.",
            False,
            "The overseer's score rises on. To know when to stop, somebody has to look at the "
            "true one, now and then.",
        ),
        "e": Option(
            "What helped here helps with large models.",
            False,
            "One small world. It shows that such things happen, and how one would look.",
        ),
    },
)
understanding = Choice(
    name="understanding",
    level="medium",
    minutes=3,
    question="Which of these sentences are true of the gardener that pours water on the camera?",
    hints=(
        "Compare the mouse of lesson 02: what was it paid for, and what did it do?",
        "Is the failure in what was paid, or in what was learned from the pay?",
    ),
    options={
        "a": Option(
            "It does what it is paid for, in the very gardens in which it was trained.",
            True,
            "Nothing has shifted. That is outer misalignment, in the purest form.",
        ),
        "b": Option(
            "Its goal came apart from its reward.",
            False,
            "That was the mouse. This one's goal and reward agree; reward and wish do not.",
        ),
        "c": Option(
            "The overseer failed as the mouse did: it learned from a narrow distribution, and what "
            "it learned came apart outside.",
            True,
            "An overseer is a learned thing, too. The inner failure of one is the outer of the "
            "other.",
        ),
        "d": Option(
            "It knows that this is not wanted.",
            False,
            "Nothing in it stands for what we want. It was never told.",
        ),
    },
)
claim = Open(
    name="claim",
    level="hard",
    minutes=5,
    question="Write the claim of this lesson about the gardener that you trained, in two or three "
    "sentences that another person could check.",
    hints=(
        "Which overseer, which pressure, which two scores, beside what?",
        "A control is needed: the same pressure with the hole closed.",
    ),
    least=15,
    look_for="the overseer and what it learned from; steps and seed of the training; both scores "
    "before, at the best moment and at the end; what it does; the same with the hole closed; "
    "imitator, random policy and planner beside them; and a limit, such as: one world, one kind "
    "of hole, so many seeds.",
)

quiz = Quiz(
    "08_reward_gaming",
    [pressed, best, nats, practice, tampering, cutting, bound, remedies, understanding, claim],
)
