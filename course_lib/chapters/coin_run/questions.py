"""The exercises of lesson 05, the coin run."""

from course_lib.chapters.coin_run.policies import careful
from course_lib.chapters.coin_run.questions_failures import failures
from course_lib.chapters.coin_run.questions_reflex import examine_per_100, examine_steer, per_100
from course_lib.quiz.kinds import Choice, Function, Number, Open, Option
from course_lib.quiz.predictions import Prediction
from course_lib.quiz.quiz import Quiz

deployed = Prediction(
    name="deployed",
    level="easy",
    minutes=1,
    question="Take 100 deployment levels. In how many will the trained runner take the coin?",
    hints=(
        "In training it takes nearly all of them. What has changed, and what has not?",
        "There is no trick. Say what you believe, and how sure you are.",
    ),
    options=("fewer than 10", "10 to 30", "30 to 60", "more than 60"),
)

deaths = Function(
    name="per_100",
    level="medium",
    minutes=4,
    question="Write per_100(died, covered): two lists with an entry for each episode, died (0 or "
    "1) and covered (tiles). It returns the deaths per 100 tiles of ground covered.",
    hints=(
        "How many deaths are there in all, and on how many tiles in all?",
        "A mean of one rate for each episode goes wrong where an episode covered nothing.",
    ),
    examine=examine_per_100,
    solution=per_100,
    example="per_100",
)

control = Choice(
    name="control",
    level="medium",
    minutes=3,
    question="Deployed, a runner takes the coin in a few of 100 levels. Which comparison tells "
    "best whether it was after the coin there?",
    hints=(
        "How could a runner that is after something else come to touch the coin?",
        "Change only whether the coin can be noticed, and nothing else.",
    ),
    options={
        "a": Option(
            "A random policy in the same levels.",
            False,
            "It says how often the coin is met by wandering about. This runner does not wander: "
            "on its own way it meets other places. The way has to be its own.",
        ),
        "b": Option(
            "The same runner in its training levels.",
            False,
            "There it takes the coin whatever it is after: the coin stands at the end.",
        ),
        "c": Option(
            "The same runner in the same levels, with the coin there and invisible.",
            True,
            "It goes the way that it would go without a coin to see. What it takes then, it takes "
            "by accident; only what it takes beyond that can be pursued.",
        ),
        "d": Option(
            "The planner in the same levels.",
            False,
            "The planner says what was possible, not what was meant.",
        ),
    },
)

skill = Number(
    name="skill",
    level="medium",
    minutes=3,
    question="In some levels a policy that holds down one button takes the coin in 60 %, an agent "
    "in 96 %, a planner in 100 %. Of all that looking could add to the one button, which share "
    "does the agent have? A number from 0 to 1.",
    hints=(
        "What could be added is the way from the button to the planner.",
        "(agent - button) / (planner - button)",
    ),
    value=0.9,
    tolerance=0.005,
    why="0.36 of 0.40. The trivial policy is where the scale begins, not 0.",
    mistakes=(
        (0.96, "That is the agent's rate. More than half of it needs no eyes."),
        (0.36, "That is what was added. By how much could it have been at most?"),
        (0.6, "That is what the button gets. It is the zero of the scale that is asked for."),
        (0.375, "You divide by the agent's rate. Divide by what the planner adds to the button."),
        (0.6 / 0.96, "That is the button's share of the agent's rate. What is asked is the rest."),
    ),
    example="0.5",
)

steer = Function(
    name="steer",
    level="hard",
    minutes=6,
    question="Write a runner that goes right and reacts. steer(ahead, below) gets the names of the "
    "three tiles before it, nearest first, and of the three under those: sky, ground, turf, crate, "
    'platform, pit, saw, enemy. It returns "run" or "jump". It is never told where the coin is.',
    hints=(
        "On open ground, ahead is sky, sky, sky. When is the time to jump over what is not sky?",
        'A pit lies lower: jump, too, when below[0] is "pit".',
    ),
    examine=examine_steer,
    solution=careful,
    example="steer",
)

shares = Prediction(
    name="shares",
    level="easy",
    minutes=2,
    question="Now in 0, 1, 2, 5, 10, 25 or 100 % of the training levels the coin stands off the "
    "path, as it does deployed. How will the rate of coins taken, deployed, rise with that share?",
    hints=(
        "With 1 %, one coin in a hundred teaches something else. Is that drowned by the others?",
        "Sketch the curve on paper, with a number at 2 %.",
    ),
    options=(
        "At once: 1 or 2 % are nearly as good as 100 %.",
        "Steadily, from share to share.",
        "Late: little happens below 25 %.",
        "Hardly at all: the coin is too hard to get there.",
    ),
)

curve = Choice(
    name="curve",
    level="hard",
    minutes=4,
    question="What may be said, given these curves and the test with the coin at the end?",
    hints=(
        "For each sentence ask: was that measured, or is it a story that fits?",
        "Look at 5 %: which lines are low there? And what do those agents do with a coin at the "
        "end?",
    ),
    options={
        "a": Option(
            "An agent that no longer runs to the end regardless need not have learned to get the "
            "coin wherever it is.",
            True,
            "That is 5 %: hardly any end, and hardly any coin. A proxy that is gone is not yet a "
            "goal that is there.",
        ),
        "b": Option(
            "Where neither coin nor end is reached, the agents have lost the skill to run.",
            False,
            "With the coin at the end, the same agents take it in nearly all levels. They can run; "
            "they do not know what for.",
        ),
        "c": Option(
            "With the same share, longer training would give the same rates.",
            False,
            "Nothing here varied the length of training. A rare coin is met more often in a longer "
            "one.",
        ),
        "d": Option(
            "The seeds of one share can lie far apart: a single agent for each share might have "
            "drawn another curve.",
            True,
            "Compare the faint marks at 10 %. That is why there are more than one.",
        ),
        "e": Option(
            "Any variety would have helped as much.",
            False,
            "This was variety in just what changed later, and the designers knew what it would be.",
        ),
    },
)

critic = Choice(
    name="critic",
    level="hard",
    minutes=3,
    question="Suppose the critic of an agent expects more when it sees a coin, and its actor runs "
    "past that coin. What follows?",
    hints=(
        "What is each of the two trained to do, and which of the two moves the runner?",
        "A forecast can be about something that nobody acts on.",
    ),
    options={
        "a": Option(
            "The agent wants the coin after all, and lacks the skill to get it.",
            False,
            "The critic moves nothing. What the agent does is the actor's, and the actor passes.",
        ),
        "b": Option(
            "To look at the critic alone, before deployment, could have told a wrong story about "
            "the goal.",
            True,
            "It would have said: it notices coins and rates them highly. That was true, and not "
            "the question.",
        ),
        "c": Option(
            "That is impossible: both are heads on one network.",
            False,
            "They share layers, and each reads from them what its own training asked for.",
        ),
        "d": Option(
            "The agent deceives us.",
            False,
            "Nothing here has an idea of us. Two parts were trained on different questions.",
        ),
    },
)

understanding = Choice(
    name="understanding",
    level="medium",
    minutes=3,
    question="Deployed, a runner reaches the end nearly always, dies no more often than in "
    "training, and takes the coin no more often than an invisible one. Which sentences follow?",
    hints=(
        "Keep apart: what was measured, what explains it, and what is inside.",
        "The runner that you wrote in one line does the same. Is the sentence true of it, too?",
    ),
    options={
        "a": Option(
            "It is capable in these levels.",
            True,
            "It gets past pits, saws and enemies in levels that it has never met.",
        ),
        "b": Option(
            "'It is after the right end' predicts it better than 'it is after the coin'.",
            True,
            "In these levels. That is all that the word goal stands for here.",
        ),
        "c": Option(
            "It has a plan to get to the end.",
            False,
            "A reflex with no plan behaves so, too. You may have written one.",
        ),
        "d": Option(
            "It does not see the coin.",
            False,
            "Not pursued is not unseen: its critic may well rate the coin.",
        ),
        "e": Option(
            "The reward in training was wrong.",
            False,
            "It paid for the coin and nothing else. The levels were narrow, not the reward.",
        ),
        "f": Option(
            "A mesa-optimiser would have behaved differently.",
            False,
            "One with the wrong objective would do the same. Behaviour here does not tell them "
            "apart.",
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
        "Which share, which seed, which levels, which counts, how many, beside what?",
        "Two controls are needed: one for the goal, one for the skill.",
    ),
    least=15,
    look_for="recipe, share and seed of training; how many deployment levels; the coin's rate "
    "beside that of the invisible coin, and the end's; deaths per 100 tiles, in training and "
    "deployed; a trivial policy and the planner beside them; and a limit, such as: one seed, one "
    "kind of level, nothing about the inside.",
)

quiz = Quiz(
    "05_coin_run",
    [
        deployed,
        deaths,
        control,
        skill,
        steer,
        shares,
        curve,
        critic,
        failures,
        understanding,
        claim,
    ],
)
