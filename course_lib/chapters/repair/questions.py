"""The exercises of lesson 07, repair."""

from course_lib.chapters.repair.questions_regret import examine_regret, regret
from course_lib.quiz.kinds import Choice, Function, Number, Open, Option
from course_lib.quiz.predictions import Prediction
from course_lib.quiz.quiz import Quiz

rare = Prediction(
    name="rare",
    level="easy",
    minutes=2,
    question="In which share of its training mazes must the cheese lie anywhere, so that the "
    "mouse, deployed, misses it in fewer than half of the mazes with cheese off the way?",
    hints=(
        "The agent of this section plays some ten thousand mazes. How many is 1 % of them?",
        "In lesson 05 you saw such a curve for coins. Is there a reason why it should be the same?",
    ),
    options=("0.3 % is enough.", "1 to 3 %.", "About 10 %.", "30 % or more."),
)

regret_function = Function(
    name="regret",
    level="medium",
    minutes=4,
    question="Write regret(shortest, steps, cheese): what the planner would have got in this maze, "
    "minus what the mouse got. Cheese after n steps is worth 0.99**n. shortest: the planner's "
    "steps; steps: the mouse's; cheese: 1 if it got it, else 0.",
    hints=(
        "What is the planner's return? It always gets the cheese, after `shortest` steps.",
        "The mouse's return is 0 without cheese, however many steps it took.",
    ),
    examine=examine_regret,
    solution=regret,
    example="regret",
)

blind = Choice(
    name="blind",
    level="hard",
    minutes=4,
    question="A mouse runs to the corner whatever happens, and its critic expects nothing from "
    "cheese elsewhere. What do the scores say of a maze with cheese elsewhere, which it never "
    "gets?",
    hints=(
        "Surprise is what went better than expected. What does go better there?",
        "Best seen is the best return that was ever had there, minus what is expected.",
    ),
    options={
        "a": Option(
            "The exact regret is at its largest there.",
            True,
            "The planner gets the cheese, the mouse nothing: nowhere is there more to gain.",
        ),
        "b": Option(
            "Surprise is about 0 there: nothing went better than expected.",
            True,
            "Nothing was expected, and nothing came. Such a maze looks finished.",
        ),
        "c": Option(
            "Best seen is large there, because the planner has seen the cheese.",
            False,
            "It is the best that this learner ever had there. Nobody asks a planner.",
        ),
        "d": Option(
            "All three agree, since all of them estimate regret.",
            False,
            "Two of them can only know of a prize that somebody has found.",
        ),
        "e": Option(
            "Such mazes could drop out of the buffer just because the mouse is so bad at them.",
            True,
            "Yes: low scores make room. Chance finds, now and then, are what saves them.",
        ),
    },
)

committee = Prediction(
    name="committee",
    level="medium",
    minutes=2,
    question="Five agents of one recipe, differing in the seed only. In which world will their "
    "disagreement best tell the levels in which one of them fails?",
    hints=(
        "Where do five such agents differ in what they want? Think of lesson 03.",
        "If all five are wrong in the same way, do they disagree?",
    ),
    options=(
        "The maze: corner against cheese.",
        "The gems: colour against shape.",
        "Keys and chests: useless keys.",
        "The coin run: end against coin.",
    ),
)

alarms = Number(
    name="alarms",
    level="medium",
    minutes=3,
    question="A warning flags 90 % of failures and, by mistake, 10 % of the other levels. In 1 of "
    "100 levels the agent fails. Of the levels that are flagged, which share are failures? A "
    "number from 0 to 1.",
    hints=(
        "Take 1,000 levels. How many failures are there, and how many of them are flagged?",
        "And how many of the other 990 are flagged?",
    ),
    value=9 / 108,
    tolerance=0.003,
    why="9 of 10 failures, and 99 of the 990 others: 9 of 108. Most alarms are false, and still "
    "a flagged level is eight times as bad as one drawn blindly.",
    mistakes=(
        (0.9, "That is the share of failures that are flagged. Asked is the other way round."),
        (0.09, "Nearly: you took 10 % of 1,000, but 10 of these are failures; and 9 + 99 = 108."),
        (0.1, "That is the rate of false alarms. How many levels is that, beside the failures?"),
        (0.01, "That is how rare failures are before anything was flagged."),
    ),
    example="0.5",
)

gate = Choice(
    name="gate",
    level="medium",
    minutes=3,
    question="The gate rings: the new levels are not like those of training. What follows?",
    hints=(
        "Look at the shift in the figure that rings and changes little.",
        "What has the gate been shown: levels, or what the agent does in them?",
    ),
    options={
        "a": Option(
            "What was measured on training levels need not hold for these.",
            True,
            "That is all that it says, and it is worth knowing.",
        ),
        "b": Option(
            "The agent will fail there.",
            False,
            "The gate has never seen the agent. Some shifts ring and do no harm.",
        ),
        "c": Option(
            "Had it not rung, the agent would have been safe.",
            False,
            "With few levels it misses shifts that do much harm. And silence is no proof.",
        ),
        "d": Option(
            "Somebody should look at these levels, and at the agent in them.",
            True,
            "A gate buys attention. What to do with it is another question.",
        ),
    },
)

price = Number(
    name="price",
    level="medium",
    minutes=3,
    question="An agent that never asks fails in 80 % of episodes. One that asks 6 questions an "
    "episode fails in 20 %. A failure costs 1. At which price of a question do both cost alike?",
    hints=(
        "What does an episode of each cost on average, if a question costs p?",
        "0.8 = 0.2 + 6 p",
    ),
    value=0.1,
    tolerance=0.001,
    why="0.6 of a failure is saved, for 6 questions. Below that price, ask.",
    mistakes=(
        (0.6, "That is what is saved in an episode. It buys six questions."),
        (0.8 / 6, "The asking agent still fails in 20 %. Only the difference is saved."),
        (10.0, "Turned over: what is saved, divided by the questions that it takes."),
        (0.2 / 6, "That is what is not saved, for each question."),
    ),
    example="0.5",
)

remedies = Prediction(
    name="remedies",
    level="easy",
    minutes=2,
    question="The corner mazes again, none with cheese elsewhere. Which of these will bring "
    "deployed cheese off the way above one half?",
    hints=(
        "In these mazes, corner and cheese are paid alike. Which remedy changes that?",
        "Is it a problem of too little skill, or of fitting the training levels too closely?",
    ),
    options=(
        "Three times the training.",
        "A larger network.",
        "A weight penalty, or dropout.",
        "More exploration (entropy).",
        "None of them.",
    ),
)

why = Choice(
    name="why",
    level="hard",
    minutes=4,
    question="Why should more of the same training not bring the goal back?",
    hints=(
        "Take the two goals, corner and cheese, in training. Where do their rewards differ?",
        "What would overfitting look like on fresh training levels?",
    ),
    options={
        "a": Option(
            "In every training level both goals are paid exactly alike, so nothing there prefers "
            "one to the other.",
            True,
            "What decides between them is what is learned more easily, not what is meant.",
        ),
        "b": Option(
            "It overfits: on fresh levels of the training kind it does badly.",
            False,
            "It does well there; that was measured. It generalises, and to another goal.",
        ),
        "c": Option(
            "A regulariser prefers simple solutions, and 'go to the corner' may well be the "
            "simpler one.",
            True,
            "It may. A preference for what is simple helps only where what is meant is simpler.",
        ),
        "d": Option(
            "No training can ever help.",
            False,
            "Other levels did help, in section 2. More of the same did not.",
        ),
    },
)

understanding = Choice(
    name="understanding",
    level="medium",
    minutes=4,
    question="Which of these do the measurements of this lesson support?",
    hints=(
        "For each: which cell showed it, and could it have come out otherwise?",
        "Ask of each remedy: who had to know beforehand what would change?",
    ),
    options={
        "a": Option(
            "Levels in which the two goals part must be in training, and often enough.",
            True,
            "In all three worlds, with different shares.",
        ),
        "b": Option(
            "Five agents that agree are a sign that all five want what was meant.",
            False,
            "Five seeds of one recipe can share one mistake. Then they agree, and fail.",
        ),
        "c": Option(
            "A level in which an agent's own estimate sees nothing to gain may be the one in which "
            "most is to be gained.",
            True,
            "What was never found is in no estimate.",
        ),
        "d": Option(
            "An alarm about the levels says that the goal is wrong.",
            False,
            "It says that the levels differ. Harmless shifts ring, too.",
        ),
        "e": Option(
            "Whoever knows how the world will change can train for it; these experiments did.",
            True,
            "The rare levels were of just the kind that came later. That is the weak spot of all "
            "of them.",
        ),
    },
)

plan = Open(
    name="plan",
    level="hard",
    minutes=6,
    question="You are to deploy one of this course's agents in levels that you have not seen. "
    "Write your plan in three or four sentences: what you vary in training, what you watch, when "
    "you stop it, and what that may miss.",
    hints=(
        "Variety, choice of levels, committee, gate, asking: which of them needs knowing what "
        "will change?",
        "For each warning: what are its false alarms, and who looks at them?",
    ),
    least=15,
    look_for="variety in what might change and with which share; a measurement with seeds, "
    "intervals, a random policy and a planner; a warning with its rate of false alarms and what "
    "happens when it rings; a price of asking; and at least one failure that all of this would "
    "miss, such as a mistake that all seeds share.",
)

quiz = Quiz(
    "07_repair",
    [
        rare,
        regret_function,
        blind,
        committee,
        alarms,
        gate,
        price,
        remedies,
        why,
        understanding,
        plan,
    ],
)
