"""The exercises of lesson 06, looking inside."""

from course_lib.chapters.looking_inside.questions_functions import (
    examine_left_out,
    examine_project_out,
    left_out,
    project_out,
)
from course_lib.chapters.looking_inside.questions_state import state
from course_lib.quiz.kinds import Choice, Function, Open, Option
from course_lib.quiz.predictions import Prediction
from course_lib.quiz.quiz import Quiz

complete = Function(
    name="left_out",
    level="easy",
    minutes=4,
    question="An attribution's parts should add up to what the network says of the picture, less "
    "what it says of silence. Write left_out(parts, said, silent): by how much they do not, as a "
    "share of what they should add up to. parts is a list of numbers.",
    hints=(
        "They should add up to said - silent. What do they add up to?",
        "abs(...) above and below: a share of an amount is never below 0.",
    ),
    examine=examine_left_out,
    solution=left_out,
    example="left_out",
)

deployed = Prediction(
    name="deployed",
    level="easy",
    minutes=2,
    question="In training, places with a coin get good news from this critic. Now a coin stands on "
    "a platform or in a hollow, in view, and no end of the level is near. What will the picture "
    "show there?",
    hints=(
        "What did always stand beside the coin in training? Can you tell the two apart?",
        "Lesson 05 showed what the runner does. The picture is of what its critic expects.",
    ),
    options=(
        "Good news, as in training.",
        "Good news, but much less.",
        "Hardly any news.",
        "Bad news.",
    ),
)

apart = Choice(
    name="apart",
    level="medium",
    minutes=3,
    question="Coin and wall always come together in training. The value is high before them. Which "
    "test tells best which of the two it is high for?",
    hints=(
        "A test must be able to come out differently for the two answers.",
        "With two things that are there or not, how many cases are there?",
    ),
    options={
        "a": Option(
            "Compare training levels in which the coin is near with some in which it is far.",
            False,
            "Where the coin is near, the wall is, too. That is the confusion itself, once more.",
        ),
        "b": Option(
            "Take the coin away, leave the wall, and see whether the value falls.",
            False,
            "Good, and half of it: it shows what the coin adds to a wall. What does the wall add, "
            "and what is a coin without one?",
        ),
        "c": Option(
            "Four cases at the same spot: both, the coin alone, the wall alone, neither.",
            True,
            "Each effect can be read off twice, with and without the other thing, so one also "
            "sees whether they work only together.",
        ),
        "d": Option(
            "Look at more pictures of attributions.",
            False,
            "A picture says how the parts of one sum are shared out. It does not say what the sum "
            "would be in another world.",
        ),
    },
)

blindness = Function(
    name="project_out",
    level="medium",
    minutes=5,
    question="Write project_out(said, way): said is what one place says, an array of channels; way "
    "is a factor's mixture of channels. It returns what is left when the part of said along way is "
    "gone. way need not have length 1.",
    hints=(
        "Afterwards, (result @ way) must be 0.",
        "How often is way in said? (said @ way) / (way @ way) times.",
    ),
    examine=examine_project_out,
    solution=project_out,
    example="project_out",
)

saws = Prediction(
    name="saws",
    level="easy",
    minutes=1,
    question="The runner is made blind to one factor at a time, also to the one whose patches show "
    "most saws. What will it die of then?",
    hints=(
        "The critic's value moves nothing. But which layers do actor and critic share?",
        "If that factor is what saws are seen by, deaths by saws go up, and others do not.",
    ),
    options=(
        "Of saws far more often, of the rest as before.",
        "Of everything more often.",
        "Hardly of anything more often.",
        "It will stand still and live.",
    ),
)

readable = Choice(
    name="readable",
    level="hard",
    minutes=4,
    question="From the last layer of an agent a probe reads the place of the cheese, a cell or two "
    "off, on mazes that it was not fitted to. What follows?",
    hints=(
        "Who reads: the probe, or the policy that stands on the same layer?",
        "What can be read from a network that was never trained, and why?",
    ),
    options={
        "a": Option(
            "The agent knows where the cheese is and goes there.",
            False,
            "That the probe can read it does not show that the policy does. Nothing has been "
            "changed yet, and nobody's steps were counted.",
        ),
        "b": Option(
            "Something about the cheese's place comes through to that layer.",
            True,
            "That is what a probe shows, and all that it shows by itself.",
        ),
        "c": Option(
            "Training made the network represent the cheese.",
            False,
            "Not by itself: for that it has to be read better than from a network that was never "
            "trained. Look for that row; without it nobody could tell.",
        ),
        "d": Option(
            "To tell whether the policy uses it, one has to change it and watch the policy.",
            True,
            "That is what the next section does.",
        ),
    },
)

vector = Prediction(
    name="vector",
    level="medium",
    minutes=2,
    question="The cheese vector is what a layer says of a maze with cheese, less what it says "
    "without. In a mouse that goes for cheese: what will change the first step more?",
    hints=(
        "The cheese is in the picture already. What could a second one add?",
        "Turner, Mini et al. (2023) tried both.",
    ),
    options=(
        "Subtracting it: the mouse forgets the cheese.",
        "Adding it: the mouse wants it twice as much.",
        "Both alike.",
        "Neither does more than a random vector of the same size.",
    ),
)

claim = Open(
    name="claim",
    level="hard",
    minutes=5,
    question="Write a claim about what is inside one of these agents, in two or three sentences, "
    "with the test that could have refuted it.",
    hints=(
        "Which agent, which layer, which levels, which number beside which control?",
        "A picture may suggest a claim. The test has to change something.",
    ),
    least=15,
    look_for="the agent and its seed; a layer; what was changed (removed, painted, projected, "
    "subtracted) and on how many levels; the effect with its interval, beside a control of the "
    "same size; what would have spoken against it; and a limit, such as: one recipe, small "
    "networks, one layer.",
)

caught = Choice(
    name="caught",
    level="medium",
    minutes=3,
    question="In training this picture gives good news at the coin and at the wall, and some news "
    "at saws; it is complete to a hundredth. Now each thing is taken out of the picture, and the "
    "value is asked again. What do you expect?",
    hints=(
        "Say aloud which number the picture gives for the coin, and what it would mean.",
        "Completeness is about the sum. What does it promise for one part?",
    ),
    options={
        "a": Option(
            "For each thing the value loses about what the picture gives to it.",
            False,
            "That is what a picture like this seems to say, and most people read it so. See below "
            "how much the value loses without the coin, and what it does without saws.",
        ),
        "b": Option(
            "The amounts differ, but each thing keeps its sign.",
            False,
            "For coin and wall. At saws the picture tells, on the whole, of good news, and "
            "without them the value goes up.",
        ),
        "c": Option(
            "Not even the sign need be right: for some thing it is mostly wrong.",
            True,
            "Yes: saws. A picture can be complete, and plausible at the coin, and wrong there. "
            "You were not caught; most are.",
        ),
        "d": Option(
            "The picture and the value have nothing to do with each other.",
            False,
            "For the coin they go together from level to level: look at r. It is a biased "
            "witness, not a useless one.",
        ),
    },
)

quiz = Quiz(
    "06_looking_inside",
    [complete, deployed, caught, apart, blindness, saws, readable, vector, state, claim],
)
