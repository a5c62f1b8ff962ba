"""The exercises of lesson 03, the gem and its colour."""

from course_lib.chapters.gem_colour.questions_functions import brighter, preference
from course_lib.chapters.gem_colour.questions_guess import Guess
from course_lib.quiz.kinds import Choice, Open, Option
from course_lib.quiz.predictions import Prediction
from course_lib.quiz.quiz import Quiz

training = Choice(
    name="training",
    level="easy",
    minutes=2,
    question="In training there is one object, and it is a yellow gem. Which of these robots are "
    "paid in full there?",
    hints=(
        "Let each of them play a training level in your head.",
        "Being paid needs only that it goes to a yellow gem, for whatever reason.",
    ),
    options={
        "a": Option(
            "One that goes to gems, of any colour.",
            True,
            "The gem is a gem, so this one is paid.",
        ),
        "b": Option(
            "One that goes to yellow things, of any shape.",
            True,
            "The gem is yellow, so this one is paid.",
        ),
        "c": Option(
            "One that goes to whatever stands out from the floor.",
            True,
            "Nothing else lies there, so this one is paid, too. There are more goals that fit "
            "than the two in the question.",
        ),
        "d": Option(
            "One that goes to whatever is bright in the green channel.",
            True,
            "Yellow is red and green together, so this one finds every yellow gem.",
        ),
        "e": Option(
            "One that goes to red things and not to yellow ones.",
            False,
            "It finds nothing to go to in training. A goal that training pays badly is trained "
            "away; that is the one thing training can do.",
        ),
    },
)

deployed = Prediction(
    name="deployed",
    level="easy",
    minutes=1,
    question="Deployed, a red gem and a yellow star lie in the room. What will one trained robot "
    "do, over many rooms?",
    hints=(
        "Training has never asked which of colour and shape it is.",
        "Say what you believe, and how sure you are.",
    ),
    options=(
        "It goes to the gem nearly always.",
        "It goes to the star nearly always.",
        "It goes to either, whichever is nearer.",
        "It goes to either, and to one of them clearly more often.",
        "It often reaches neither.",
    ),
)

ten = Guess(
    name="ten",
    level="easy",
    minutes=3,
    question="Ten robots, seeds 0 to 9. For each, write g if you think that it prefers the red "
    "gem, or l if it prefers the lure, the yellow star: ten letters.",
    hints=(
        "Is there a number on the training record that differs between them, and could matter?",
        "There is no trick. Guess; and say beforehand how many you will have right.",
    ),
)

spread = Prediction(
    name="spread",
    level="easy",
    minutes=2,
    question="A hundred robots, trained on a yellow gem, differ in their seeds only. How many of "
    "them will prefer the yellow star to the red gem?",
    hints=(
        "Ten of them you know from the shipped agents. How far off can ten of a hundred be?",
        "Draw the hundred as dots between 'always the star' and 'always the gem'. One heap, two, "
        "or spread out?",
    ),
    options=("fewer than 20", "20 to 40", "40 to 60", "60 to 80", "more than 80"),
)

hundred = Choice(
    name="hundred",
    level="hard",
    minutes=4,
    question="Somebody trains one robot, sees it go to the star nine times in ten, and writes: "
    "'Agents trained on a yellow gem learn to want yellow.' What may be said, given the strips?",
    hints=(
        "How many robots is the sentence about, and how many were trained for it?",
        "For each sentence, look for the strip that it is about, and for one that contradicts it.",
    ),
    options={
        "a": Option(
            "The sentence is about one robot. Another seed could have given another sentence.",
            True,
            "The strip of that pair has seeds on both sides of the middle.",
        ),
        "b": Option(
            "More test rooms for this robot would have shown it.",
            False,
            "They would say more precisely what this robot does. Its seed was drawn once.",
        ),
        "c": Option(
            "How often seeds go for the lure depends on the pair of looks.",
            True,
            "Compare the strips: recipe, room and number of seeds are the same in all of them.",
        ),
        "d": Option(
            "Networks of this kind prefer colour to shape.",
            False,
            "One strip says so, another says the opposite. 'Colour or shape' is no property of "
            "these networks alone.",
        ),
        "e": Option(
            "A seed that prefers the lure wants yellow.",
            False,
            "It may also hardly see the red gem. The strips count what comes first, and no more. "
            "The next section asks.",
        ),
    },
)

reader = Choice(
    name="reader",
    level="medium",
    minutes=3,
    question="One robot finds a green gem alone as fast as a yellow one, and takes many times as "
    "long to find a red one. Red gem against yellow star, it goes for the star more often. Now the "
    "star is recoloured step by step. On which way does the robot turn to the gem?",
    hints=(
        "Which channel does this robot seem to need? Does the star keep it?",
        "From yellow to red a colour loses green. From yellow to green it loses red.",
    ),
    options={
        "a": Option(
            "From yellow to red.",
            True,
            "The star loses the one channel that this robot seems to go by. Find such a seed in "
            "the table, and look at its line below.",
        ),
        "b": Option(
            "From yellow to green.",
            False,
            "On this way the star keeps its green, the channel that the robot finds gems by. Why "
            "should it turn away?",
        ),
        "c": Option(
            "On both alike: the star is yellow no more.",
            False,
            "That would be so if yellow were one thing to it. To its input, yellow is two "
            "channels, and it found a green gem as fast as a yellow one.",
        ),
        "d": Option(
            "On neither: it is after the shape of the star.",
            False,
            "It has never met a star in training. It met a gem, and yellow.",
        ),
    },
)

mine = Prediction(
    name="mine",
    level="medium",
    minutes=2,
    question="Your own robot is trained. In what share of its decided episodes will it go to the "
    "red gem?",
    hints=(
        "Without any test you can only name what is common over seeds.",
        "After the tests alone: which does it find faster when it lies alone?",
    ),
    options=("under 20 %", "20 to 40 %", "40 to 60 %", "60 to 80 %", "over 80 %"),
)

resolution = Choice(
    name="resolution",
    level="medium",
    minutes=2,
    question="At another resolution, star and gem of one colour look the same to a robot. It goes "
    "to the yellow star and not to the red gem. What does that show about colour and shape?",
    hints=(
        "What would a robot do there that is after the shape of the gem?",
        "A test of a hypothesis needs something that the hypothesis could have shown.",
    ),
    options={
        "a": Option(
            "It prefers colour to shape.",
            False,
            "It had no shape to go by. A choice between two things needs both on offer.",
        ),
        "b": Option(
            "It is after yellow, or cannot tell the shapes apart; the test does not say which.",
            True,
            "A limit of sight and another goal predict the same here. This is why one checks that "
            "the sprites differ, and then that the robots make use of it.",
        ),
        "c": Option(
            "Nothing: such a robot can do nothing useful.",
            False,
            "It fetched gems in training without fault. Only this question it cannot answer.",
        ),
    },
)

own_pair = Prediction(
    name="own_pair",
    level="medium",
    minutes=5,
    question="Choose a goal and a lure of your own, and say what the ten robots will prefer: in "
    "how many of the ten does the goal win? Say why, in a sentence.",
    hints=(
        "Which channels does each of the two share with yellow? Which shape is nearer to a gem?",
        "A pair where you are nearly sure tests your explanation. Where you are not, it teaches.",
    ),
    options=("0 to 2 of the ten", "3 to 5", "6 to 8", "9 or 10"),
    example='"9 or 10, because ..."',
)

understanding = Choice(
    name="understanding",
    level="medium",
    minutes=3,
    question="Which sentences follow from what was measured in this lesson?",
    hints=(
        "Keep apart: what comes first, what is seen, what is wanted.",
        "Two are about training and its limits. The others claim to know the inside, or the rest "
        "of the world.",
    ),
    options={
        "a": Option(
            "Training did not decide between the goals: agents that were paid alike differ "
            "deployed.",
            True,
            "Same reward, same recipe, same success in training; another preference.",
        ),
        "b": Option(
            "What a robot prefers went together with what it finds faster when that lies alone.",
            True,
            "Measured over all seeds of a strip. It predicts; it is not yet a mechanism.",
        ),
        "c": Option(
            "The robots that go to the star represent yellow as their goal.",
            False,
            "Behaviour does not show what is represented. Several of them find a green thing, too, "
            "and hardly a red one.",
        ),
        "d": Option(
            "An episode that reached neither counts as goal misgeneralisation.",
            False,
            "It counts as lost skill. Misgeneralisation is skill that is kept, and spent on "
            "something else.",
        ),
        "e": Option(
            "With a larger network or longer training the gem would win.",
            False,
            "Neither was varied enough here to say. More of the same training shows it no "
            "difference between colour and shape.",
        ),
    },
)

claim = Open(
    name="claim",
    level="hard",
    minutes=5,
    question="Write the claim of this lesson about agents trained on a yellow gem, in two or three "
    "sentences that another person could check, with numbers from your cells.",
    hints=(
        "How many seeds, which pair, how counted, and what beside it?",
        "Say how many reached neither, and what you did not test.",
    ),
    least=15,
    look_for="recipe, pair of looks and number of seeds; how many of them preferred the lure, with "
    "the interval over seeds; the range of preferences; the share that reached neither, and the "
    "skill in training; a random policy and the planner beside them; and a limit, such as: one "
    "size of room, one network, nothing about its inside.",
)

quiz = Quiz(
    "03_gem_colour",
    [
        training,
        deployed,
        preference,
        ten,
        spread,
        hundred,
        brighter,
        reader,
        mine,
        resolution,
        own_pair,
        understanding,
        claim,
    ],
)
