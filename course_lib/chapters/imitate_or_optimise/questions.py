"""The exercises of lesson 09, imitate or optimise."""

from course_lib.chapters.imitate_or_optimise.questions_cases import failures
from course_lib.chapters.imitate_or_optimise.questions_functions import (
    better,
    examine_better,
    examine_kl,
    kl,
)
from course_lib.quiz.kinds import Choice, Function, Number, Open, Option
from course_lib.quiz.predictions import Prediction
from course_lib.quiz.quiz import Quiz

copied = Prediction(
    name="copied",
    level="easy",
    minutes=2,
    question="The imitator does on sure feet what the demonstrator does, nearly always. Now one "
    "step in five goes to one side. What will become of it?",
    hints=(
        "It decides as before: nothing in what it is told has changed.",
        "How many steps lead over the ridge, and what if one of them goes to the side?",
    ),
    options=(
        "It goes by the ridge and mostly gets across.",
        "It goes by the ridge and falls in about half of the levels.",
        "It hesitates before the ridge, since it notices that it slips.",
        "It goes by the long road, which the demonstrator would take with such feet.",
    ),
)
bridge = Number(
    name="bridge",
    level="easy",
    minutes=2,
    question="Three steps are taken from tiles of the ridge, and each goes to one side with "
    "probability 0.2. How likely is it that none of them does?",
    hints=("One step goes well with probability 0.8.", "0.8 three times over."),
    value=0.512,
    tolerance=0.003,
    why="No imitator, however exact, gets across by the ridge more often. It is a matter of feet.",
    mistakes=(
        (0.4, "You subtracted 0.2 three times. Chances of independent steps are multiplied."),
        (0.488, "That is the chance that at least one does."),
        (0.8, "That is one step; there are three."),
        (0.64, "Two steps. From how many tiles of the ridge does one step on?"),
    ),
    example="0.9",
)
mimicry = Choice(
    name="mimicry",
    level="medium",
    minutes=3,
    question="What follows from the curves, and from how they were made?",
    hints=(
        "Would more demonstrations make the imitator's curve any higher?",
        "Left of the crossing: what can RL still gain there? What does it lose by trying things?",
    ),
    options={
        "a": Option(
            "The imitator falls because it has learned badly.",
            False,
            "It copies nearly to the letter. On sure feet it is as good as the demonstrator.",
        ),
        "b": Option(
            "An agent that is paid for what it itself gets done finds what its own feet can do.",
            True,
            "That is the case against mimicry: the aim is in reach, the copy of the deed is not.",
        ),
        "c": Option(
            "To start from imitation makes RL at least as good, always.",
            False,
            "Look at the numbers. Who begins on the ridge has to leave it first, and gains little "
            "at each step on the way.",
        ),
        "d": Option(
            "On feet that hardly slip, imitating is not worse, and it needs no reward at all.",
            True,
            "There is nothing to gain for the optimiser there, only what it has not quite learned.",
        ),
    },
)
mymap = Function(
    name="mymap",
    level="medium",
    minutes=6,
    question="Draw the map before you see it. Write better(slip, hole), which returns "
    '"imitate", "equal" or "optimise": by true score, which is better there? slip goes from 0 to '
    "0.35, hole from 0 (the sign pays nothing) over 1 (as much as the flag at once) to 1.5.",
    hints=(
        "Begin with the four corners. Then ask: from which hole on does standing at the sign pay "
        "more than walking? Does that depend on the feet?",
        'if hole > ...: return "imitate"  and below that: from which slip on does RL gain?',
    ),
    examine=examine_better,
    solution=better,
    example="better",
)
twenty = Choice(
    name="twenty",
    level="medium",
    minutes=4,
    question="Before anybody was trained: what could have told under which of the twenty overseers "
    "RL would go wrong?",
    hints=(
        "Look at the right panel: where do the overseers lie under whom RL came to nothing?",
        "What does it take to find a picture that nobody has labelled? Two of the five find one.",
    ),
    options={
        "a": Option(
            "Their agreement with the labels of fresh snapshots.",
            False,
            "Fresh snapshots are of the same kind as the old ones. All twenty agree with those.",
        ),
        "b": Option(
            "What they say of somebody at the sign.",
            True,
            "Yes, once one thinks of the sign. Whoever draws the world knows that it is there.",
        ),
        "c": Option(
            "The score that they give to the imitator.",
            False,
            "The imitator is never at the sign, so its score says nothing about the sign.",
        ),
        "d": Option(
            "The overseer's score of the walker that was trained.",
            False,
            "That comes after training, and a walker at the sign has a high one: that is why it "
            "stands there.",
        ),
        "e": Option(
            "A search, in the planner's model, for what each overseer likes best.",
            True,
            "It finds what RL would find, and nobody walks. It takes a model in which trying costs "
            "nothing.",
        ),
    },
)
divergence = Function(
    name="kl",
    level="medium",
    minutes=4,
    question="Write kl(p, q) for two lists of chances: the sum of p log(p/q), natural logarithm; "
    "where p is 0 it adds nothing.",
    hints=(
        "from math import log; go through both lists with zip(p, q).",
        "sum(a * log(a / b) for a, b in zip(p, q) if a > 0)",
    ),
    examine=examine_kl,
    solution=kl,
    example="kl",
)
rarely = Choice(
    name="rarely",
    level="hard",
    minutes=4,
    question="The robot cannot cross by the ridge. Which of these are right about what it learns?",
    hints=(
        "KL(demonstrator || robot): at which places is the average taken? What does it cost to "
        "stand where the demonstrator never is?",
        "By metres, the ridge's edge is near the ridge. Is it near in what matters?",
    ),
    options={
        "a": Option(
            "Imitation by likelihood minimises KL(demonstrator || robot): it has to put some of "
            "itself wherever the demonstrator is, and pays little for being elsewhere.",
            True,
            "So it aims where the demonstrator mostly is, and falls beside it.",
        ),
        "b": Option(
            "Mode-seeking, it does what the demonstrator does 5 % of the time, for this it can do.",
            True,
            "It pays for every place where the demonstrator is never seen. On the road it need "
            "not be at such places.",
        ),
        "c": Option(
            "A Wasserstein cost always leads to the road.",
            False,
            "In metres it does not: near the ridge is near. With a distance that knows what a "
            "fall is, it does. For texts, nobody has such a distance.",
        ),
        "d": Option(
            "Mode-seeking, it ends at the road wherever it starts.",
            False,
            "Small steps from the ridge stay there: a local optimum. It is one of the reasons in "
            "the list.",
        ),
    },
)
growth = Number(
    name="growth",
    level="medium",
    minutes=2,
    question="A quantiliser that draws from the best half (q = 0.5) of the imitator's actions in "
    "each step anew can make one action twice as likely. By how much can a walk of ten steps "
    "become likelier, at most?",
    hints=("Twice, and again twice, and ...", "2 to the power of 10"),
    value=1024,
    tolerance=0.5,
    why="So q is not the same dial for steps as it was for whole episodes in lesson 08: the bound "
    "for a cost is 1/q for each step.",
    mistakes=(
        (20, "Chances of steps are multiplied, not added."),
        (2, "That would hold if it chose among whole walks, as in lesson 08."),
        (512, "Count the steps again."),
    ),
    example="10",
)
between = Choice(
    name="between",
    level="hard",
    minutes=4,
    question="All of them met the largest hole. What may be said of them, given these figures?",
    hints=(
        "What does the imitator do at the sign? Can a leash that multiplies chances change that?",
        "Who, in meeting halfway, asked the overseer?",
    ),
    options={
        "a": Option(
            "Leash and quantiliser begin with what the imitator does at all; it never waits at "
            "the sign. But the road, which it takes now and then, they can make the rule.",
            True,
            "They are as good as what the demonstrator sometimes did. Who never showed the road "
            "could not be helped in this way.",
        ),
        "b": Option(
            "Meeting halfway is safe from this hole because its distinguisher has none.",
            False,
            "Nobody knows that: it is learned as well. It is safe from *this* hole since nobody "
            "is paid by this overseer.",
        ),
        "c": Option(
            "In meeting halfway, it is the demonstrator who has to change.",
            True,
            "They take a way, and a manner, that the imitator can have too. A penalty on the "
            "imitator alone would not bring that about.",
        ),
        "d": Option(
            "A leash makes the hole smaller.",
            False,
            "The overseer is as it was. Without the leash, or with more pressure, it is found.",
        ),
    },
)
amplify = Choice(
    name="amplify",
    level="hard",
    minutes=4,
    question="Agents that are asked many times, and copied: what was seen?",
    hints=(
        "Compare both lines in the panel of two units; then in the panel with few calls.",
        "The last columns say in how many places the truly best action is shown, and copied.",
    ),
    options={
        "a": Option(
            "In the smallest network the amplified agent is far better than its copy, in every "
            "round: capacity is what ends it.",
            True,
            "The next round can only ask what the copy knows. One is bound to get there, sooner "
            "or later, whatever the network.",
        ),
        "b": Option(
            "With few calls the amplified agent errs by chance, and its copy errs in as many "
            "places.",
            False,
            "The copy takes the truly best action in more places than it was shown. It cannot "
            "learn each error by heart, and they average out; what is left of them is doubt.",
        ),
        "c": Option(
            "Asked by somebody who acts on clear differences only, few calls go further.",
            True,
            "That search is fitted to the place: it knows where it does not know. Pressure by "
            "training asks nobody.",
        ),
        "d": Option(
            "Nothing is optimised here, so no hole could be found in this way.",
            False,
            "The amplified agent takes the best of five: that is optimisation, by thought. Had "
            "it thought of the overseer's pay, it would have found the sign.",
        ),
        "e": Option(
            "A mistake that calls make alike everywhere is copied like anything else.",
            True,
            "Nothing averages it out, and more calls do not help: each of them makes it.",
        ),
    },
)
claim = Open(
    name="claim",
    level="hard",
    minutes=5,
    question="Imitate or optimise? Write the claim of this lesson in two or three sentences that "
    "another person could check, with your numbers.",
    hints=(
        "Which slip, which hole, which seeds? By true score, or by the share across?",
        "Beside what: planner, demonstrator on sure feet, the other of the two?",
    ),
    least=15,
    look_for="at which slip one overtakes the other, with an interval and the exact value beside "
    "it; the size of the hole from which on it is the other way round; how many seeds; that "
    "scores are exact for the levels, whose feet, which overseer; and a limit, such as: one small "
    "world, one kind of hole, walkers that are told numbers.",
)

quiz = Quiz(
    "09_imitate_or_optimise",
    [
        copied,
        bridge,
        mimicry,
        mymap,
        twenty,
        divergence,
        rarely,
        growth,
        between,
        amplify,
        failures,
        claim,
    ],
)
